"""What a payment has come to, and where its money goes: values in, values out. Amounts are cents."""
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from insurance.billing.models import Instalment, InstalmentState
from insurance.contracts.models import PaymentMethod
from insurance.payments.models import Payment, PaymentEvent, Refusal
from insurance.payments.models import PaymentEventKind as Kind

AT_THE_BANK = timedelta(days=5)
_BACK = frozenset({Kind.REFUNDED, Kind.DISPUTED, Kind.RETURNED})
_REFUND_ENDS = frozenset({Kind.REFUNDED, Kind.REFUND_FAILED})

# What an issuer answers (ISO 8583, and the letters of the networks), and what its customer is told.
ISSUER_CODES = {
    "05": Refusal.NOT_HONOURED, "57": Refusal.NOT_HONOURED, "51": Refusal.INSUFFICIENT_FUNDS,
    "61": Refusal.LIMIT_REACHED, "65": Refusal.LIMIT_REACHED, "54": Refusal.EXPIRED_CARD, "33": Refusal.EXPIRED_CARD,
    "14": Refusal.WRONG_NUMBER, "12": Refusal.WRONG_NUMBER, "75": Refusal.TOO_MANY_CODES,
    "1A": Refusal.CONFIRMATION_NEEDED, "A1": Refusal.CONFIRMATION_NEEDED, "81": Refusal.CONFIRMATION_NEEDED,
    "149": Refusal.CONFIRMATION_EXPIRED, "90": Refusal.BANK_UNAVAILABLE, "91": Refusal.BANK_UNAVAILABLE,
    "96": Refusal.BANK_UNAVAILABLE, "34": Refusal.BLOCKED, "41": Refusal.BLOCKED, "43": Refusal.BLOCKED,
    "59": Refusal.BLOCKED, "04": Refusal.BLOCKED, "07": Refusal.BLOCKED,
}


class PaymentState(StrEnum):
    """Where a payment stands."""

    OPEN = "open"  # somebody may still pay it, or has: nobody knows yet
    PENDING = "pending"  # accepted: the money is on its way, and may not come
    PAID = "paid"
    CLOSED = "closed"  # nothing was taken, nothing can be
    REFUNDED = "refunded"
    RETURNED = "returned"

    @property
    def is_live(self) -> bool:
        """True while money may still come: nobody may be asked for the same sum meanwhile."""
        return self in (PaymentState.OPEN, PaymentState.PENDING)


@dataclass(frozen=True)
class Outcome:
    """What a payment has come to. The same, in whatever order and however often its events were told.

    `kept_cents` is what was taken and not given back; `excess_cents` the part of it that pays nothing; `paid_at` when
    the money was taken; `refusal` why the last try failed, while nothing was taken.
    """

    state: PaymentState
    kept_cents: int = 0
    excess_cents: int = 0
    paid_at: datetime | None = None
    refusal: str | None = None
    reference: str | None = None  # under which the provider knows it
    url: str | None = None  # of the provider's page
    refunds_asked: frozenset[str] = frozenset()  # keys of the refunds whose outcome is not known

    @property
    def is_settled(self) -> bool:
        """True when there is nothing more to ask of a provider."""
        return not self.state.is_live and not self.refunds_asked


def may_be_paid(instalment: Instalment, method: str, on: date) -> bool:
    """Return whether an instalment may be paid by card on a day: it is due, late or to come, and no debit is at the bank.

    A direct debit is handed to the bank some days before its day: paid by card meanwhile, it would be taken twice.
    """
    if instalment.left_cents <= 0:
        return False
    is_at_the_bank = method == PaymentMethod.DIRECT_DEBIT and instalment.state == InstalmentState.UPCOMING
    return not is_at_the_bank or instalment.due_on > on + AT_THE_BANK


def issuer_refusal(code: str) -> Refusal:
    """Return what a customer is told of an issuer's answer. One that nobody knows is a plain refusal."""
    return ISSUER_CODES.get(code, Refusal.NOT_HONOURED)


def outcome_of(events: Iterable[PaymentEvent]) -> Outcome:
    """Return what a payment has come to, from the set of its events."""
    by_kind = defaultdict(list)
    for event in events:
        by_kind[event.kind].append(event)
    taken = _sum(by_kind[Kind.CAPTURED])
    back = sum(_sum(by_kind[kind]) for kind in _BACK) - _sum(by_kind[Kind.DISPUTE_WON])
    sent = min(by_kind[Kind.SENT], key=_when, default=None)
    refused = max(by_kind[Kind.REFUSED] + by_kind[Kind.RETURNED], key=_when, default=None)
    ended = {event.key for kind in _REFUND_ENDS for event in by_kind[kind]}
    everything = [event for several in by_kind.values() for event in several]
    return Outcome(
        _state(by_kind, taken, back), taken - back, max(paid_by(everything).get(None, 0), 0),
        min((event.occurred_at for event in by_kind[Kind.CAPTURED]), default=None),
        None if refused is None or taken > back else refused.reason, sent and sent.key, sent and sent.url,
        frozenset(event.key for event in by_kind[Kind.REFUND_ASKED]) - ended)


def _state(by_kind, taken: int, back: int) -> PaymentState:
    if taken > 0 and back < taken:
        return PaymentState.PAID
    if by_kind[Kind.RETURNED]:
        return PaymentState.RETURNED
    if taken > 0:
        return PaymentState.REFUNDED
    if by_kind[Kind.CLOSED]:
        return PaymentState.CLOSED
    return PaymentState.PENDING if by_kind[Kind.PENDING] else PaymentState.OPEN


def paid_by(events: Iterable[PaymentEvent]) -> dict[date | None, int]:
    """Return what these events pay, in cents, by the day of the instalment; under None what pays nothing."""
    paid: dict[date | None, int] = defaultdict(int)
    for event in events:
        for entry in event.entries:
            paid[entry_day(entry)] += entry["cents"]
    return {day: cents for day, cents in paid.items() if cents}


def spread(cents: int, wanted: Sequence[tuple[date, int]], room: Mapping[date, int],
           late: Sequence[date] = ()) -> list[dict]:
    """Return the entries of a sum that comes in: what was agreed first, then what is late, oldest first.

    `wanted` is what the payment was to pay; `room` what is still to be paid of each instalment. What finds no room goes
    to None: it is to be given back. No instalment receives more than its room.
    """
    left = dict(room)
    paid: dict[date, int] = defaultdict(int)
    for day, most in [*wanted, *((day, room.get(day, 0)) for day in sorted(late))]:
        part = min(most, left.get(day, 0), cents)
        if part > 0:
            paid[day] += part
            left[day] -= part
            cents -= part
    return _entries(paid | ({None: cents} if cents else {}))


def incoming(cents: int, paid: Mapping[date | None, int], wanted: Sequence[tuple[date, int]],
             room: Mapping[date, int], late: Sequence[date] = ()) -> list[dict]:
    """Return the entries of money that comes in for a payment that pays `paid` already.

    When it was known to have gone back before it was known to have come, only the rest pays something.
    """
    gone = min(max(-paid.get(None, 0), 0), cents)
    entries = spread(cents - gone, wanted, room, late)
    return entries + (_entries({None: gone}) if gone else [])


def taken_back(cents: int, paid: Mapping[date | None, int]) -> list[dict]:
    """Return the entries of a sum that goes back: from what pays nothing first, then from the newest instalment.

    `paid` is what the payment pays now. What goes back before it is known to have come is owed by None.
    """
    back: dict[date | None, int] = defaultdict(int)
    days = sorted((day for day in paid if day is not None), reverse=True)
    for day in [None, *days]:
        part = min(max(paid.get(day, 0), 0), cents)
        back[day] -= part
        cents -= part
    back[None] -= cents
    return _entries(back)


def entry_day(entry: dict) -> date | None:
    """Return the day of the instalment that an entry is about; None for money that pays nothing."""
    return None if entry["due_on"] is None else date.fromisoformat(entry["due_on"])


def parts_of(payment: Payment) -> list[tuple[date, int]]:
    """Return what a payment was agreed to pay: days of instalments and cents, the oldest first."""
    return [(entry_day(part), part["cents"]) for part in payment.parts]


def parts_for(amount_cents: int, due: Sequence[tuple[date, int]]) -> list[dict]:
    """Return the parts of a payment of an amount over what is due (days and cents), the oldest first.

    Raises ValueError for an amount of nothing, or of more than what is due.
    """
    if not 0 < amount_cents <= sum(cents for _, cents in due):
        raise ValueError("a payment pays something that is due, and no more")
    return spread(amount_cents, due, dict(due))


def masked(number: str) -> str:
    """Return a contract number of which only the ends can be read: AA-••••-118."""
    inner = range(2, len(number) - 3)
    return "".join("•" if place in inner and sign.isalnum() else sign for place, sign in enumerate(number))


def in_parts(cents: int, counts: Sequence[int], least_cents: int) -> dict[int, int]:
    """Return the first payment of a sum paid in two, in three…, for each count whose parts are not too small."""
    return {count: -(-cents // count) for count in counts if cents // count >= least_cents}


def _entries(paid: Mapping[date | None, int]) -> list[dict]:
    return [{"due_on": None if day is None else day.isoformat(), "cents": cents} for day, cents in paid.items() if cents]


def _sum(events: Iterable[PaymentEvent]) -> int:
    return sum(event.amount_cents for event in events)


def _when(event: PaymentEvent) -> tuple[datetime, str]:
    return event.occurred_at, str(event.key)
