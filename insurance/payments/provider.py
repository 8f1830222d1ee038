"""What the house asks of whoever takes cards: one interface, kept by `gateways/payments/`."""
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from insurance.payments.models import PaymentEventKind, Refusal


@dataclass(frozen=True)
class Order:
    """A payment to take. `key` makes it one payment however often it is asked; instants are UTC, amounts cents.

    `return_url` is where the browser comes back, whatever happened: it proves nothing.
    """

    key: str
    reference: str
    amount_cents: int
    label: str
    return_url: str
    expires_at: datetime


@dataclass(frozen=True)
class Checkout:
    """The provider's page for an order: its own reference, and where the customer goes."""

    reference: str
    url: str


@dataclass(frozen=True)
class Fact:
    """One thing that a provider states of a payment. Stated again, in any form, its `kind` and `key` are the same.

    `order_key` is the key of the order; empty when the provider only said its own `reference`.
    """

    kind: PaymentEventKind
    key: str
    occurred_at: datetime
    order_key: str = ""
    reference: str = ""
    amount_cents: int = 0
    refusal: Refusal | None = None


@dataclass(frozen=True)
class Answer:
    """What a provider says when it is asked: everything that it knows of a payment; whether it may still be paid."""

    is_open: bool
    facts: list[Fact] = field(default_factory=list)


class Unreachable(Exception):
    """The provider did not answer, or not clearly: what was asked may have been done. Ask again under the same key."""


class Forged(Exception):
    """What came is not signed by the provider, or no longer fresh: nothing of it is believed."""


class Provider(Protocol):
    """Whoever takes cards. Every verb may be repeated: asked twice under the same key, a thing is done once.

    All raise `Unreachable`, but for `heard`, which asks nobody.
    """

    name: str
    header: str
    """The header of a message that holds its signature."""

    def open(self, order: Order) -> Checkout:
        """Make the page on which this order is paid, or return the one that was made."""

    def look(self, reference: str) -> Answer:
        """Return all that is known of a payment."""

    def close(self, reference: str) -> Answer:
        """Make a page that can no longer be paid, unless it was: what is returned says which."""

    def refund(self, reference: str, amount_cents: int, key: str) -> list[Fact]:
        """Give back a part of a payment that was taken, once under this key."""

    def heard(self, body: bytes, signature: str) -> list[Fact]:
        """Return what a signed message states, nothing when it is about something else. Raises `Forged`."""
