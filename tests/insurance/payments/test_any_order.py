"""No sequence of events, repeated, reordered or lost, takes money twice or shows as paid what is not."""
import contextlib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from gateways.payments.sandbox import Sandbox
from insurance.billing.models import InstalmentState as State
from insurance.billing.queries import instalments_of
from insurance.clock import held_at, now
from insurance.database import db, transaction
from insurance.errors import Refused
from insurance.history.models import Actor
from insurance.payments import services
from insurance.payments.ledger import settle
from insurance.payments.models import PaymentEvent, Refusal
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.provider import Forged
from insurance.payments.queries import payable_of, payments_of, whole_payment
from insurance.payments.rules import PaymentState, incoming, outcome_of, paid_by, parts_of, spread, taken_back
from tests.insurance.payments.conftest import NOON, day
from tests.support.factories import make_contract, make_customer

DAYS = [date(2026, 1, 1) + timedelta(days=30 * number) for number in range(4)]
CENTS = st.integers(1, 500)
ROOMS = st.dictionaries(st.sampled_from(DAYS), CENTS, max_size=4)
PARTS = st.lists(st.tuples(st.sampled_from(DAYS), CENTS), max_size=4)


@st.composite
def events(draw):
    """What may become known of a payment of five euros: the amounts are those of a bank that keeps its books."""
    told = draw(st.lists(st.sampled_from([Kind.SENT, Kind.REFUSED, Kind.CLOSED, Kind.CAPTURED, Kind.REFUNDED, Kind.PENDING]),
                         unique=True))
    amounts = {Kind.CAPTURED: 500, Kind.REFUNDED: draw(st.integers(1, 500))}
    return [PaymentEvent(kind=kind, key=kind, amount_cents=amounts.get(kind, 0), entries=[],
                         reason=Refusal.NOT_HONOURED if kind == Kind.REFUSED else None,
                         occurred_at=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=draw(st.integers(0, 9))))
            for kind in told]


@given(events(), st.randoms(use_true_random=False))
def test_what_a_payment_has_come_to_does_not_depend_on_the_order_in_which_it_was_told(told, random):
    shuffled = told[:]
    random.shuffle(shuffled)
    assert outcome_of(shuffled) == outcome_of(told)


@given(events())
def test_money_that_is_taken_and_kept_is_paid_whatever_else_was_told(told):
    outcome, kinds = outcome_of(told), {event.kind for event in told}
    assert (outcome.state is PaymentState.PAID) is (outcome.kept_cents > 0)
    assert outcome.state.is_live is (not {Kind.CAPTURED, Kind.CLOSED} & kinds)


@given(st.integers(1, 3000), PARTS, ROOMS, st.sets(st.sampled_from(DAYS)))
def test_what_comes_in_is_spread_to_the_cent_and_no_instalment_receives_more_than_its_room(cents, wanted, room, late):
    entries = spread(cents, wanted, room, sorted(late))
    paid = paid_by([PaymentEvent(entries=entries)])
    assert sum(paid.values()) == cents
    assert all(amount <= room[when] for when, amount in paid.items() if when is not None)
    agreed = {when for when, _ in wanted}
    assert all(when in agreed | late for when in paid if when is not None)


@given(st.integers(1, 3000), st.dictionaries(st.sampled_from([None, *DAYS]), CENTS))
def test_what_goes_back_is_taken_from_what_pays_nothing_then_from_the_newest(cents, paid):
    back = paid_by([PaymentEvent(entries=taken_back(cents, paid))])
    assert sum(back.values()) == -cents
    left = {when: paid.get(when, 0) + back.get(when, 0) for when in {*paid, *back}}
    assert all(amount >= 0 for when, amount in left.items() if when is not None)
    touched = [when for when in back if when is not None]
    assert all(left[newer] == 0 for older in touched for newer in paid if newer is not None and newer > older)


@given(CENTS, CENTS, PARTS, ROOMS)
def test_money_known_to_have_gone_before_it_is_known_to_have_come_pays_only_what_is_left(cents, gone, wanted, room):
    first = paid_by([PaymentEvent(entries=taken_back(gone, {}))])
    then = paid_by([PaymentEvent(entries=incoming(cents, first, wanted, room))])
    pays = sum(amount for when, amount in then.items() if when is not None)
    assert pays <= max(cents - gone, 0)
    assert sum(first.values()) + sum(then.values()) == cents - gone


def test_no_sequence_ever_takes_money_twice_or_shows_as_paid_what_is_not(app, tmp_path):
    numbers = count(1)

    class Afternoon(RuleBasedStateMachine):
        """A customer with several tabs, a bank whose messages wander, a portal that stops and starts, a file of the insurer."""

        def __init__(self):
            super().__init__()
            number = next(numbers)
            self.bank = Sandbox(tmp_path / f"bank-{number}.db", "secret", "https://portal.example/demo/banque/")
            self.clock = NOON
            with held_at(self.clock):
                self.contract = make_contract(
                    make_customer(email=f"one-{number}@example.org"), f"PR-{number:06d}", f"AA-{number:03d}-AA", payment_method="card",
                    instalments=[(day(-45), 30_00, "unpaid"), (day(-15), 20_00, "unpaid"), (day(15), 10_00, "upcoming")])
            self.pages, self.held, self.refunded = [], [], 0

        def at(self):
            return held_at(self.clock)

        @rule(first=st.integers(0, 2), last=st.integers(0, 2), cents=st.sampled_from([None, None, None, 5_00, 25_00]),
              shown=st.sampled_from([True, True, True, False]))
        def agree(self, first, last, cents, shown):
            with self.at():
                days = [one.due_on for one in payable_of(self.contract)][min(first, last):max(first, last) + 1]
                try:
                    payment = services.agree(self.contract, days, Actor.CUSTOMER, self.bank, cents)
                    if shown:
                        self.pages.append(services.page_of(whole_payment(payment.id), self.bank, "x", "https://x").reference)
                except (Refused, ValueError):
                    pass

        @precondition(lambda self: self.pages)
        @rule(code=st.sampled_from(["00", "00", "51"]), which=st.integers(0, 9),
              messages=st.sampled_from(["prompt", "late", "twice", "out-of-order", "lost", "wrong-amount", "forged"]))
        def try_a_card(self, code, which, messages):
            with self.at():
                self.bank.pay(self.pages[which % len(self.pages)], code, messages)

        @rule()
        def the_bank_sends(self):
            with self.at():
                self.bank.deliver(lambda body, signature: self.held.append((self.clock, body, signature)) or 204)

        @precondition(lambda self: self.held)
        @rule(which=st.integers(0, 9), again=st.booleans())
        def one_message_comes(self, which, again):
            sent_at, body, signature = self.held[which % len(self.held)] if again else self.held.pop(which % len(self.held))
            with held_at(sent_at):
                try:
                    facts = self.bank.heard(body, signature)
                except Forged:
                    return
            with self.at():
                services.hear(facts)

        @rule(minutes=st.sampled_from([1, 1, 1, 7, 7, 50, 24 * 60]))
        def time_passes_and_the_bank_is_asked(self, minutes):
            self.clock += timedelta(minutes=minutes)
            with self.at():
                services.look_again(lambda _name: self.bank)

        @rule(which=st.integers(0, 2), state=st.sampled_from([State.PAID, State.UNPAID, State.UPCOMING]))
        def the_file_says(self, which, state):
            with self.at(), transaction():
                instalments_of([self.contract])[self.contract.id][which].said_state = state
                settle(self.contract)

        @rule(which=st.integers(0, 9), cents=st.sampled_from([1, 10_00, 30_00]))
        def somebody_refunds(self, which, cents):
            with self.at():
                payments = payments_of([self.contract])[self.contract.id]
                if payments:
                    with contextlib.suppress(Refused):
                        services.refund(payments[which % len(payments)], cents, Actor.INSURER, self.bank)

        @invariant()
        def nobody_can_pay_two_pages(self):
            with self.at():
                assert sum(self.bank.look(page).is_open for page in set(self.pages)) <= 1

        @invariant()
        def the_bank_never_holds_the_same_money_twice(self):
            with self.at():
                taken = self.bank.taken_cents()
                held = Counter()
                for payment in payments_of([self.contract])[self.contract.id]:
                    if taken.get(payment.public_id) == payment.amount_cents:
                        # Once known, money that found what it was for paid by other means went to what was late.
                        held.update(paid_by(payment.events) or dict(parts_of(payment)))
                held.pop(None, None)  # on its way back
                due = {one.due_on: one.amount_cents for one in instalments_of([self.contract])[self.contract.id]}
                assert all(cents <= due[when] for when, cents in held.items())

        @invariant()
        def nothing_is_shown_as_paid_here_that_the_bank_does_not_hold(self):
            with self.at():
                db.session.expire_all()
                schedule = instalments_of([self.contract])[self.contract.id]
                assert all(0 <= one.paid_cents <= one.amount_cents for one in schedule)
                assert sum(one.paid_cents for one in schedule) <= sum(self.bank.taken_cents().values())
                assert all(one.said_state == State.PAID or one.paid_cents == one.amount_cents
                           for one in schedule if one.state == State.PAID)

        def teardown(self):
            """In the end all is known: the bank and the ledger say the same, and nobody has paid anything twice."""
            for _ in range(12):
                self.clock += timedelta(hours=12)
                with self.at():
                    services.look_again(lambda _name: self.bank)
            with self.at():
                schedule = instalments_of([self.contract])[self.contract.id]
                kept = {one.public_id: outcome_of(one.events) for one in payments_of([self.contract])[self.contract.id]}
                taken = {key: cents for key, cents in self.bank.taken_cents().items() if cents}
                assert {key: one.kept_cents for key, one in kept.items() if one.kept_cents} == taken
                assert all(one.is_settled and one.excess_cents == 0 for one in kept.values())
                assert sum(one.paid_cents for one in schedule) == sum(taken.values()) <= 60_00
                assert now() > NOON

    run_state_machine_as_test(Afternoon, settings=settings(
        max_examples=20, stateful_step_count=18, deadline=None, suppress_health_check=list(HealthCheck),
        phases=[Phase.reuse, Phase.generate]))  # to make a failure smaller takes minutes: for whoever mends it
