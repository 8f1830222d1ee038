"""Instalments and mandates. Amounts are integer cents, days are French days, instants UTC."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from insurance.billing.iban import masked
from insurance.clock import PARIS, now
from insurance.database import Key, db
from insurance.references import new_id, new_public_id
from insurance.sealing import Sealed


class InstalmentState(StrEnum):
    """Where a payment stands, as the insurer says."""

    UPCOMING = "upcoming"
    PAID = "paid"
    UNPAID = "unpaid"


def _as_it_is(column: str):
    """Return a default that repeats what another column is given: a new row stands as the insurer says."""
    return lambda context: context.get_current_parameters()[column]


class Instalment(db.Model):
    """A sum that falls due on a day. `paid_cents` is what was paid of it here.

    `state` and `paid_on` are where it stands: what the insurer's files say (`said_…`), and what was paid here since
    (`rules.standing`). `return_reason` is why its direct debit came back.
    """

    __tablename__ = "instalment"
    __table_args__ = (UniqueConstraint("contract_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"))
    position: Mapped[int]
    due_on: Mapped[date] = mapped_column(index=True)
    amount_cents: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    paid_on: Mapped[date | None]
    paid_cents: Mapped[int] = mapped_column(default=0, server_default="0")
    said_state: Mapped[str] = mapped_column(String(16), default=_as_it_is("state"))
    said_paid_on: Mapped[date | None] = mapped_column(default=_as_it_is("paid_on"))
    return_reason: Mapped[str | None] = mapped_column(String(8))

    @property
    def left_cents(self) -> int:
        """What is still to be paid of it."""
        return 0 if self.state == InstalmentState.PAID else max(self.amount_cents - self.paid_cents, 0)


class SepaMandate(db.Model):
    """The authorisation to debit an account, as the insurer's files say it. The IBAN is sealed at rest and shown masked."""

    __tablename__ = "sepa_mandate"

    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    reference: Mapped[str | None] = mapped_column(String(35))
    signed_on: Mapped[date | None]
    iban: Mapped[str] = mapped_column(Sealed)

    holder = ""  # which the files do not say

    @property
    def masked_iban(self) -> str:
        """The country and the last four characters, the rest hidden."""
        return masked(self.iban)


class SignedMandate(db.Model):
    """The authorisation to debit another account, given here: a draft until `signed_at`, then signed with a one-time code.

    `reference` is the RUM. The account is debited from `used_from` on; before that day it may be revoked (`revoked_at`),
    which leaves the one before it in place. `former_iban` is the account that was debited when it was signed.
    Which mandate an account is debited under on a day is told by `rules.mandate_on`.
    """

    __tablename__ = "signed_mandate"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    reference: Mapped[str] = mapped_column(String(35), unique=True)
    iban: Mapped[str] = mapped_column(Sealed)
    masked_iban: Mapped[str] = mapped_column(String(24))
    bank: Mapped[str] = mapped_column(String(60))
    holder: Mapped[str] = mapped_column(String(70))
    former_iban: Mapped[str | None] = mapped_column(Sealed)
    former_masked: Mapped[str] = mapped_column(String(24), default="")
    written_at: Mapped[datetime] = mapped_column(default=now)
    signature_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("signature.id"))
    signed_at: Mapped[datetime | None]
    used_from: Mapped[date | None]
    revoked_at: Mapped[datetime | None]

    @property
    def signed_on(self) -> date | None:
        """The French day of the signature."""
        return self.signed_at.astimezone(PARIS).date() if self.signed_at is not None else None


class Renewal(db.Model):
    """The coming renewal of a contract, as the insurer made it: what the year will cost, part by part (cents).

    `surcharges`, `reductions` and `other_lines` are {"label", "amount_cents"}, in French. `coefficient_hundredths` is
    None for a vehicle that the bonus-malus leaves out, `natural_disaster_cents` for a contract without that coverage.
    """

    __tablename__ = "renewal"

    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    renewal_on: Mapped[date] = mapped_column(index=True)
    reference_premium_cents: Mapped[int]
    coefficient_hundredths: Mapped[int | None]
    net_premium_cents: Mapped[int]
    surcharges: Mapped[list] = mapped_column(JSON, default=list)
    reductions: Mapped[list] = mapped_column(JSON, default=list)
    other_lines: Mapped[list] = mapped_column(JSON, default=list)
    natural_disaster_cents: Mapped[int | None]
    taxes_cents: Mapped[int]
    total_cents: Mapped[int]
