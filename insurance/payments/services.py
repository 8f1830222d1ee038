"""Taking payments: agreed here, taken by a provider, believed when it says so.

Three things keep money from being taken twice. A contract has one live payment at most: another is agreed only once its
provider has said that the former can no longer be paid. A provider knows a payment by one key, ours, however often it
is asked. And what it states is written once, whatever the order in which it comes.

The provider is asked outside of any transaction; what it states is written in one of its own. A process that dies
between the two leaves a payment that is watched: the provider is asked again (`look_again`).
"""
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import date, timedelta

from insurance.clock import now, today
from insurance.database import db, one_at_a_time, transaction
from insurance.documents.issuing import next_number
from insurance.errors import Reason, Refused
from insurance.history.models import EventKind
from insurance.history.recorder import Author, record
from insurance.payments import ledger
from insurance.payments.models import Means, Payment, PaymentWatch
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.provider import Checkout, Fact, Order, Provider, Unreachable
from insurance.payments.queries import (
    due_to_look,
    live_payments,
    payable_of,
    payment_known_as,
    payment_under,
    whole_payment,
)
from insurance.payments.rules import PaymentState, outcome_of, parts_for
from insurance.references import new_public_id

SERIES = "PAI"
PAGE_LIFE = timedelta(minutes=45)  # how long a provider's page may be paid
PAGE_LEFT = timedelta(minutes=5)  # with less than that a page is not offered again
FIRST_LOOK = timedelta(seconds=20)
LONGEST_WAIT = timedelta(hours=6)


def agree(contract, days: Sequence[date], by: Author, provider: Provider, amount_cents: int | None = None) -> Payment:
    """Agree with somebody that these instalments of a contract be paid by card, and return the payment.

    `amount_cents` is less than what is due when only a part is paid now. Asked twice, it is the same payment, as long
    as its page can be paid; another choice replaces it once the provider has closed its page. `contract` comes with its
    customer. Raises `Refused(NOTHING_TO_PAY)` when one of these days is not to be paid, `Refused(PAYMENT_UNDER_WAY)`
    while a former one may still be paid, `Unreachable` while its provider does not answer.
    """
    for former in live_payments(contract.id):
        if former.provider != provider.name:
            raise Refused(Reason.PAYMENT_UNDER_WAY)
        if _wants(former, days, amount_cents) and now() < former.opened_at + PAGE_LIFE - PAGE_LEFT:
            return former
        _close(former, provider)
    with transaction():
        one_at_a_time(ledger.key_of(contract.id))
        if live_payments(contract.id):
            raise Refused(Reason.PAYMENT_UNDER_WAY)
        due = [(one.due_on, one.left_cents) for one in payable_of(contract) if one.due_on in set(days)]
        if not due or {day for day, _ in due} != set(days):
            raise Refused(Reason.NOTHING_TO_PAY)
        amount = amount_cents or sum(cents for _, cents in due)
        payment = _entered(contract, Means.CARD, amount, parts_for(amount, due), provider.name)
        ledger.watch(payment, now() + FIRST_LOOK)
        record(EventKind.PAYMENT_STARTED, by, contract.customer, contract, reference=payment.reference,
               amount_cents=amount)
    return payment


def _wants(former: Payment, days: Sequence[date], amount_cents: int | None) -> bool:
    """Return whether a payment is for the very same thing."""
    return {part["due_on"] for part in former.parts} == {day.isoformat() for day in days} and \
        amount_cents in (None, former.amount_cents)


def _entered(contract, means: Means, amount_cents: int, parts: list[dict], provider: str | None) -> Payment:
    payment = Payment(reference=next_number(SERIES, today().year), contract_id=contract.id, means=means,
                      customer_id=contract.customer_id, amount_cents=amount_cents, parts=parts, provider=provider,
                      opened_at=now())
    db.session.add(payment)
    db.session.flush()
    return payment


def page_of(payment: Payment, provider: Provider, label: str, return_url: str) -> Checkout:
    """Return the provider's page for a payment: the one that was made, or a new one. Raises `Unreachable`.

    Raises `Refused(NOTHING_TO_PAY)` for a payment that can no longer be paid.
    """
    outcome = outcome_of(payment.events)
    if outcome.state is not PaymentState.OPEN:
        raise Refused(Reason.NOTHING_TO_PAY)
    if outcome.reference is not None:
        return Checkout(outcome.reference, outcome.url)
    checkout = provider.open(Order(payment.public_id, payment.reference, payment.amount_cents, label, return_url,
                                   payment.opened_at + PAGE_LIFE))
    with transaction():
        one_at_a_time(ledger.key_of(payment.contract_id))
        is_open = outcome_of(whole_payment(payment.id).events).state is PaymentState.OPEN
        if is_open:
            ledger.add(payment, Kind.SENT, checkout.reference, url=checkout.url)
    if not is_open:  # another payment took its place meanwhile: its page is shown to nobody, and made useless
        provider.close(checkout.reference)
        raise Refused(Reason.PAYMENT_UNDER_WAY)
    return checkout


def hear(facts: Iterable[Fact]) -> None:
    """Write what a provider's signed messages state; what is known already changes nothing.

    Two things are not believed on the word of a message, which may be late or wrong: that a page is closed, upon which
    another payment could be agreed, and a sum that is not the one agreed. The provider is then asked.
    """
    for fact in facts:
        payment = payment_under(fact.order_key) if fact.order_key else payment_known_as(fact.reference)
        if payment is None:
            continue
        is_wrong = fact.kind is Kind.CAPTURED and fact.amount_cents != payment.amount_cents
        if is_wrong or fact.kind is Kind.CLOSED:
            with transaction():
                if is_wrong:
                    ledger.add(payment, Kind.MISMATCH, fact.key, fact.amount_cents)
                ledger.watch(payment, now())
        else:
            ledger.write(payment, [fact])


def refund(payment: Payment, amount_cents: int, by: Author, provider: Provider) -> None:
    """Give back a part of a payment by card, or all of it. The provider is asked until it answers.

    Raises `Refused(NOTHING_TO_REFUND)` for more than what was taken and not given back, or asked back already.
    """
    with transaction():
        one_at_a_time(ledger.key_of(payment.contract_id))
        payment = whole_payment(payment.id)
        outcome = outcome_of(payment.events)
        asked = sum(one.amount_cents for one in payment.events
                    if one.kind == Kind.REFUND_ASKED and one.key in outcome.refunds_asked)
        if payment.provider != provider.name or not 0 < amount_cents <= outcome.kept_cents - asked:
            raise Refused(Reason.NOTHING_TO_REFUND)
        key = f"{payment.public_id}-{new_public_id()}"
        ledger.add(payment, Kind.REFUND_ASKED, key, amount_cents, by=by)
        record(EventKind.REFUND_ASKED, by, payment.customer, payment.contract, reference=payment.reference,
               amount_cents=amount_cents)
    with suppress(Unreachable):
        ledger.write(payment, provider.refund(outcome.reference, amount_cents, key))


def look_again(provider_named: Callable[[str], Provider | None]) -> int:
    """Ask the providers of all payments whose outcome is awaited, and return how many were asked.

    A lost message, a browser that was closed, a process that died: whatever was missed is learnt here. One that does
    not answer is asked again later, and less and less often.
    """
    ids = due_to_look()
    for payment_id in ids:
        payment = whole_payment(payment_id)
        provider = provider_named(payment.provider)
        _postpone(payment)
        if provider is not None:
            with suppress(Unreachable):
                _look(payment, provider)
    return len(ids)


def look_at(payment: Payment, provider: Provider) -> None:
    """Ask the provider of one payment, because somebody waits for the answer. Raises `Unreachable`."""
    if not outcome_of(payment.events).is_settled:
        _look(payment, provider)


def _look(payment: Payment, provider: Provider) -> None:
    outcome = outcome_of(payment.events)
    if outcome.reference is None:
        if now() >= payment.opened_at + PAGE_LIFE:
            _give_up(payment)
        return
    answer = provider.look(outcome.reference)
    if answer.is_open and now() >= payment.opened_at + PAGE_LIFE:
        answer = provider.close(outcome.reference)
    ledger.write(payment, answer.facts)
    for key in outcome_of(whole_payment(payment.id).events).refunds_asked:
        amount = next(one.amount_cents for one in payment.events if one.kind == Kind.REFUND_ASKED and one.key == key)
        ledger.write(payment, provider.refund(outcome.reference, amount, key))
    with transaction():
        ledger.watch(payment)


def _close(former: Payment, provider: Provider) -> None:
    """Let a payment be paid no more, so that another may be agreed. Raises `Refused(PAYMENT_UNDER_WAY)` if it was paid."""
    reference = outcome_of(former.events).reference
    if reference is None:
        _give_up(former)
    else:
        ledger.write(former, provider.close(reference).facts)
    if outcome_of(whole_payment(former.id).events).state is not PaymentState.CLOSED:
        raise Refused(Reason.PAYMENT_UNDER_WAY)


def _give_up(payment: Payment) -> None:
    """Close a payment whose page nobody was ever shown: nobody can have paid it, and the page will not be shown now."""
    with transaction():
        one_at_a_time(ledger.key_of(payment.contract_id))
        if outcome_of(whole_payment(payment.id).events).reference is None:
            ledger.add(payment, Kind.CLOSED, "never-shown")


def _postpone(payment: Payment) -> None:
    with transaction():
        watch = db.session.get(PaymentWatch, payment.id)
        if watch is not None:
            watch.tries += 1
            watch.look_at = now() + min(FIRST_LOOK * 2 ** min(watch.tries, 12), LONGEST_WAIT)
