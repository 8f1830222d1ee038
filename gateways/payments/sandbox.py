"""A bank of the demonstration's own: a hosted page, test cards, signed messages that may be late, doubled or lost.

It keeps its books in a file of its own, as a bank does: what the portal forgets to write, the bank still knows.
"""
import json
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path

from gateways.payments.signing import check, signature_of
from insurance.clock import now
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.provider import Answer, Checkout, Fact, Order, Unreachable
from insurance.payments.rules import issuer_refusal

TABLES = """
CREATE TABLE IF NOT EXISTS checkout (
  reference TEXT PRIMARY KEY, key TEXT NOT NULL UNIQUE, amount INTEGER NOT NULL, label TEXT NOT NULL, name TEXT NOT NULL,
  return_url TEXT NOT NULL, expires_at TEXT NOT NULL, state TEXT NOT NULL, messages TEXT NOT NULL DEFAULT 'prompt');
CREATE TABLE IF NOT EXISTS movement (
  key TEXT NOT NULL, kind TEXT NOT NULL, reference TEXT NOT NULL, amount INTEGER NOT NULL, code TEXT, at TEXT NOT NULL,
  PRIMARY KEY (kind, key));
CREATE TABLE IF NOT EXISTS message (
  id INTEGER PRIMARY KEY, body BLOB NOT NULL, due_at TEXT NOT NULL, is_forged INTEGER NOT NULL, sent_at TEXT);
"""
LATE = timedelta(minutes=2)


class Messages(StrEnum):
    """How the bank's messages travel."""

    PROMPT = "prompt"
    LATE = "late"
    TWICE = "twice"
    OUT_OF_ORDER = "out-of-order"
    LOST = "lost"
    WRONG_AMOUNT = "wrong-amount"
    FORGED = "forged"


@dataclass(frozen=True)
class Page:
    """What the hosted page shows of a payment: `state` is open, challenged, paid or closed."""

    reference: str
    amount_cents: int
    label: str
    order_reference: str
    return_url: str
    state: str
    last_code: str | None


class Sandbox:
    """The bank. `secret` signs its messages; `pages` is the address under which its hosted pages are."""

    name = "sandbox"
    header = "Sandbox-Signature"

    def __init__(self, file: Path, secret: str, pages: str):
        self._file, self._secret, self._pages = file, secret, pages

    def open(self, order: Order) -> Checkout:
        """Make the page on which this order is paid, or return the one that was made."""
        with self._books() as books:
            books.execute(
                "INSERT INTO checkout (reference, key, amount, label, name, return_url, expires_at, state)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, 'open') ON CONFLICT (key) DO NOTHING",
                (secrets.token_urlsafe(16), order.key, order.amount_cents, order.label, order.reference,
                 order.return_url, order.expires_at.isoformat()))
            reference, amount = books.execute("SELECT reference, amount FROM checkout WHERE key = ?",
                                              (order.key,)).fetchone()
        if amount != order.amount_cents:
            raise Unreachable("another order was made under this key")
        return Checkout(reference, self._pages + reference)

    def look(self, reference: str) -> Answer:
        """Return all that is known of a payment."""
        with self._books() as books:
            return self._answer(books, reference)

    def close(self, reference: str) -> Answer:
        """Make a page that can no longer be paid, unless it was: what is returned says which."""
        with self._books() as books:
            if self._state(books, reference) in ("open", "challenged"):
                self._move(books, reference, "closed", Kind.CLOSED, "close")
            return self._answer(books, reference)

    def refund(self, reference: str, amount_cents: int, key: str) -> list[Fact]:
        """Give back a part of a payment that was taken, once under this key."""
        with self._books() as books:
            taken = self._sum(books, reference, Kind.CAPTURED) - self._sum(books, reference, Kind.REFUNDED)
            done = books.execute("SELECT 1 FROM movement WHERE key = ? AND kind IN (?, ?)",
                                 (f"{reference}:{key}", Kind.REFUNDED, Kind.REFUND_FAILED)).fetchone()
            if done is None:
                kind = Kind.REFUNDED if amount_cents <= taken else Kind.REFUND_FAILED
                self._write(books, reference, kind, key, amount_cents)
            return [fact for fact in self._answer(books, reference).facts if fact.key == key]

    def heard(self, body: bytes, signature: str) -> list[Fact]:
        """Return what a signed message states. Raises `Forged`."""
        check(body, signature, self._secret, now())
        return [_fact(json.loads(body))]

    def page(self, reference: str) -> Page | None:
        """Return what the hosted page shows; None for a payment that nobody asked for."""
        with self._books() as books:
            row = books.execute("SELECT reference, amount, label, name, return_url, state, expires_at FROM checkout"
                                " WHERE reference = ?", (reference,)).fetchone()
            if row is None:
                return None
            code = books.execute("SELECT code FROM movement WHERE reference = ? AND kind = ? ORDER BY at DESC, rowid DESC",
                                 (reference, Kind.REFUSED)).fetchone()
        has_expired = row[5] in ("open", "challenged") and datetime.fromisoformat(row[6]) <= now()
        return Page(*row[:5], "closed" if has_expired else row[5], code and code[0])

    def pay(self, reference: str, code: str = "00", messages: str = Messages.PROMPT, challenged: bool = False) -> None:
        """Try a card: `code` is what its issuer answers, "00" for yes; `challenged`, it first asks the holder to confirm."""
        with self._books() as books:
            if not self._is_payable(books, reference):
                return
            books.execute("UPDATE checkout SET messages = ? WHERE reference = ?", (messages, reference))
            if code != "00":
                self._move(books, reference, "open", Kind.REFUSED, secrets.token_hex(6), code=code)
            elif challenged:
                books.execute("UPDATE checkout SET state = 'challenged' WHERE reference = ?", (reference,))
            else:
                self._capture(books, reference)

    def confirm(self, reference: str, accepted: bool) -> None:
        """Answer the challenge: the holder confirms, or lets it expire."""
        with self._books() as books:
            if not self._is_payable(books, reference) or self._state(books, reference) != "challenged":
                return
            if accepted:
                self._capture(books, reference)
            else:
                self._move(books, reference, "open", Kind.REFUSED, secrets.token_hex(6), code="149")

    def dispute(self, reference: str, messages: str = Messages.PROMPT) -> None:
        """Let the holder of the card have the money taken back; `messages` is how the bank tells it."""
        with self._books() as books:
            books.execute("UPDATE checkout SET messages = ? WHERE reference = ?", (messages, reference))
            taken = self._sum(books, reference, Kind.CAPTURED) - self._sum(books, reference, Kind.REFUNDED)
            if taken > 0:
                self._write(books, reference, Kind.DISPUTED, "dispute", taken)

    def deliver(self, post: Callable[[bytes, str], int]) -> int:
        """Send the messages that are due, and return how many were. One that is not answered by 2xx is sent again."""
        with self._books() as books:
            due = books.execute("SELECT id, body, is_forged FROM message WHERE sent_at IS NULL AND due_at <= ? ORDER BY"
                                " due_at, id", (now().isoformat(),)).fetchall()
        for number, body, is_forged in due:
            status = post(body, signature_of(body, "not the secret" if is_forged else self._secret, now()))
            if is_forged or status < 300:
                with self._books() as books:
                    books.execute("UPDATE message SET sent_at = ? WHERE id = ?", (now().isoformat(), number))
        return len(due)

    def taken_cents(self) -> dict[str, int]:
        """Return what was taken and not given back, by the key of each order: what a bank statement says."""
        with self._books() as books:
            rows = books.execute(
                "SELECT checkout.key, SUM(CASE kind WHEN 'captured' THEN movement.amount ELSE -movement.amount END)"
                " FROM movement JOIN checkout USING (reference) WHERE kind IN ('captured', 'refunded', 'disputed')"
                " GROUP BY checkout.key").fetchall()
        return dict(rows)

    @contextmanager
    def _books(self) -> Iterator[sqlite3.Connection]:
        """One transaction of the bank: all or nothing. Raises `Unreachable` when its books cannot be opened."""
        try:
            books = sqlite3.connect(self._file, isolation_level=None, timeout=5)
        except sqlite3.OperationalError as error:
            raise Unreachable(str(error)) from error
        try:
            books.executescript(f"PRAGMA synchronous=OFF; {TABLES}")  # no money is at stake
            books.execute("BEGIN IMMEDIATE")
            yield books
            books.execute("COMMIT")
        finally:
            books.close()

    def _state(self, books, reference: str) -> str:
        row = books.execute("SELECT state FROM checkout WHERE reference = ?", (reference,)).fetchone()
        return row[0] if row else "closed"

    def _is_payable(self, books, reference: str) -> bool:
        row = books.execute("SELECT state, expires_at FROM checkout WHERE reference = ?", (reference,)).fetchone()
        return row is not None and row[0] in ("open", "challenged") and datetime.fromisoformat(row[1]) > now()

    def _capture(self, books, reference: str) -> None:
        amount, = books.execute("SELECT amount FROM checkout WHERE reference = ?", (reference,)).fetchone()
        self._move(books, reference, "paid", Kind.CAPTURED, "capture", amount)

    def _move(self, books, reference: str, state: str, kind: Kind, key: str, amount: int = 0, code: str | None = None):
        books.execute("UPDATE checkout SET state = ? WHERE reference = ?", (state, reference))
        self._write(books, reference, kind, key, amount, code)

    def _write(self, books, reference: str, kind: Kind, key: str, amount: int = 0, code: str | None = None) -> None:
        """Write a movement, and the message that tells it, as the checkout wants its messages to travel."""
        at = now()
        books.execute("INSERT INTO movement (key, kind, reference, amount, code, at) VALUES (?, ?, ?, ?, ?, ?)",
                      (f"{reference}:{key}", kind, reference, amount, code, at.isoformat()))
        order_key, messages = books.execute("SELECT key, messages FROM checkout WHERE reference = ?",
                                            (reference,)).fetchone()
        told = {"kind": kind, "key": key, "order_key": order_key, "reference": reference, "amount_cents": amount,
                "code": code, "at": at.isoformat()}
        for wait, changes, is_forged in _travels(messages, kind, amount):
            books.execute("INSERT INTO message (body, due_at, is_forged) VALUES (?, ?, ?)",
                          (json.dumps(told | changes).encode(), (at + wait).isoformat(), is_forged))

    def _answer(self, books, reference: str) -> Answer:
        row = books.execute("SELECT key, state, expires_at FROM checkout WHERE reference = ?", (reference,)).fetchone()
        if row is None:
            raise Unreachable(reference)
        order_key, state, expires_at = row
        facts = [_fact({"kind": kind, "key": key.partition(":")[2], "order_key": order_key, "reference": reference,
                        "amount_cents": amount, "code": code, "at": at})
                 for key, kind, amount, code, at in books.execute(
                     "SELECT key, kind, amount, code, at FROM movement WHERE reference = ? ORDER BY at, rowid",
                     (reference,))]
        is_open = state in ("open", "challenged")
        if is_open and datetime.fromisoformat(expires_at) <= now():
            is_open = False
            facts.append(Fact(Kind.CLOSED, "expired", datetime.fromisoformat(expires_at), order_key, reference))
        return Answer(is_open, facts)

    @staticmethod
    def _sum(books, reference: str, kind: Kind) -> int:
        return books.execute("SELECT COALESCE(SUM(amount), 0) FROM movement WHERE reference = ? AND kind = ?",
                             (reference, kind)).fetchone()[0]


def _travels(messages: str, kind: Kind, amount: int) -> list[tuple[timedelta, dict, bool]]:
    """Return the copies of a message that leave: after how long, with what changed, forged or not."""
    prompt = (timedelta(), {}, False)
    if messages == Messages.LATE:
        return [(LATE, {}, False)]
    if messages == Messages.TWICE:
        return [prompt, prompt]
    if messages == Messages.OUT_OF_ORDER and kind == Kind.CAPTURED:  # the page is told closed, then paid, then refused
        return [(timedelta(), {"kind": Kind.CLOSED, "key": "expired", "amount_cents": 0}, False), prompt,
                (timedelta(), {"kind": Kind.REFUSED, "key": "earlier", "code": "51", "amount_cents": 0}, False)]
    if messages == Messages.LOST:
        return []
    if messages == Messages.WRONG_AMOUNT and kind == Kind.CAPTURED:
        return [(timedelta(), {"amount_cents": amount + 100}, False)]
    if messages == Messages.FORGED and kind == Kind.CAPTURED:
        return [(timedelta(), {"amount_cents": amount * 10}, True)]
    return [prompt]


def _fact(told: dict) -> Fact:
    return Fact(Kind(told["kind"]), told["key"], datetime.fromisoformat(told["at"]), told["order_key"],
                told["reference"], told["amount_cents"], issuer_refusal(told["code"]) if told["code"] else None)
