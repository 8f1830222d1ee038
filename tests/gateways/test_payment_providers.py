"""What every provider of payments keeps to, run on each of them: the bank of the demonstration, and Stripe's SDK."""
import sqlite3
import time
from datetime import timedelta

import pytest

from gateways.payments import counter
from gateways.payments.sandbox import Sandbox
from gateways.payments.signing import signature_of
from gateways.payments.stripe import Stripe
from insurance.clock import held_at, now
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.models import Refusal
from insurance.payments.provider import Forged, Order, Unreachable
from tests.support.stripe_server import KEY, SECRET, StripeServer, signed


class SandboxBank:
    """The sandbox, and what customers do at it."""

    declines = {"51": Refusal.INSUFFICIENT_FUNDS, "61": Refusal.LIMIT_REACHED, "65": Refusal.LIMIT_REACHED,
                "54": Refusal.EXPIRED_CARD, "33": Refusal.EXPIRED_CARD, "14": Refusal.WRONG_NUMBER, "12": Refusal.WRONG_NUMBER,
                "75": Refusal.TOO_MANY_CODES, "1A": Refusal.CONFIRMATION_NEEDED, "A1": Refusal.CONFIRMATION_NEEDED,
                "81": Refusal.CONFIRMATION_NEEDED, "149": Refusal.CONFIRMATION_EXPIRED, "90": Refusal.BANK_UNAVAILABLE,
                "91": Refusal.BANK_UNAVAILABLE, "96": Refusal.BANK_UNAVAILABLE, "34": Refusal.BLOCKED, "41": Refusal.BLOCKED,
                "43": Refusal.BLOCKED, "59": Refusal.BLOCKED, "04": Refusal.BLOCKED, "07": Refusal.BLOCKED,
                "05": Refusal.NOT_HONOURED, "57": Refusal.NOT_HONOURED, "??": Refusal.NOT_HONOURED}

    def __init__(self, folder):
        self.provider = Sandbox(folder / "bank.db", "secret", "https://bank.example/")
        self.pay, self.dispute = self.provider.pay, self.provider.dispute

    def refuse(self, reference, code):
        self.provider.pay(reference, code)

    def stop(self):
        pass

    def messages(self):
        found = []
        self.provider.deliver(lambda body, signature: found.append((body, signature)) or 204)
        return found

    def forged(self, body):
        return [signature_of(body, "another secret", now()), signature_of(body, "secret", now() - timedelta(minutes=6)), "",
                "t=,v1=", signature_of(body + b" ", "secret", now())]


class StripeBank:
    """The SDK of Stripe, against a server that answers as Stripe's."""

    declines = {"insufficient_funds": Refusal.INSUFFICIENT_FUNDS, "card_velocity_exceeded": Refusal.LIMIT_REACHED,
                "expired_card": Refusal.EXPIRED_CARD, "incorrect_number": Refusal.WRONG_NUMBER,
                "pin_try_exceeded": Refusal.TOO_MANY_CODES, "authentication_required": Refusal.CONFIRMATION_NEEDED,
                "payment_intent_authentication_failure": Refusal.CONFIRMATION_EXPIRED,
                "issuer_not_available": Refusal.BANK_UNAVAILABLE, "stolen_card": Refusal.BLOCKED,
                "fraudulent": Refusal.BLOCKED, "do_not_honor": Refusal.NOT_HONOURED, "of_tomorrow": Refusal.NOT_HONOURED}

    def __init__(self, _folder):
        self.server = StripeServer()
        self.provider = Stripe(KEY, SECRET, self.server.url)
        self.pay, self.refuse, self.dispute, self.stop = (
            self.server.pay, self.server.refuse, self.server.dispute, self.server.stop)

    def messages(self):
        found, self.server.messages = self.server.messages, []
        return found

    def forged(self, body):
        return [signed(body, "another secret"), signed(body, at=time.time() - 360), "", "t=,v1=", signed(body + b" ")]


@pytest.fixture(params=[SandboxBank, StripeBank], ids=["sandbox", "stripe"])
def bank(request, tmp_path):
    one = request.param(tmp_path)
    yield one
    one.stop()


@pytest.fixture
def provider(bank):
    return bank.provider


def order(key="0123456789abc", amount_cents=35_80):
    return Order(key, "PAI-2026-000001", amount_cents, "Cotisation, contrat AA-•••-118", "https://portal.example/retour",
                 now() + timedelta(minutes=45))


def heard(bank):
    return [fact for body, signature in bank.messages() for fact in bank.provider.heard(body, signature)]


def summed_up(facts):
    return sorted({(fact.kind, fact.key, fact.amount_cents) for fact in facts if fact.kind is not Kind.REFUSED})


def test_asked_twice_under_one_key_it_is_one_page(provider):
    first = provider.open(order())
    assert provider.open(order()) == first
    assert provider.open(order("another-key--")).reference != first.reference
    assert first.url.startswith("https://")


def test_nothing_is_known_of_a_page_that_nobody_paid(provider):
    answer = provider.look(provider.open(order()).reference)
    assert answer.is_open
    assert answer.facts == []


def test_what_is_taken_is_stated_the_same_by_a_message_and_by_an_answer(bank, provider):
    reference = provider.open(order()).reference
    bank.pay(reference)
    told, answer = heard(bank), provider.look(reference)
    assert not answer.is_open
    assert summed_up(told) == summed_up(answer.facts)
    taken, = [fact for fact in told if fact.kind is Kind.CAPTURED]
    assert (taken.amount_cents, taken.order_key, taken.reference) == (35_80, "0123456789abc", reference)
    assert abs(taken.occurred_at - now()) < timedelta(minutes=1)


def test_each_refusal_is_said_in_the_words_of_the_house_and_the_page_stays_open(bank, provider):
    reference = provider.open(order()).reference
    for code, refusal in bank.declines.items():
        bank.refuse(reference, code)
        fact, = heard(bank)
        assert (fact.kind, fact.refusal, fact.order_key) == (Kind.REFUSED, refusal, "0123456789abc"), code
        answer = provider.look(reference)
        assert answer.is_open
        assert answer.facts[-1].refusal is refusal
        assert answer.facts[-1].key == fact.key
    bank.pay(reference)
    assert [fact.kind for fact in heard(bank)] == [Kind.CAPTURED]


def test_a_closed_page_takes_no_money_any_more(bank, provider):
    reference = provider.open(order()).reference
    answer = provider.close(reference)
    assert not answer.is_open
    assert [fact.kind for fact in answer.facts] == [Kind.CLOSED]
    bank.pay(reference)
    assert Kind.CAPTURED not in {fact.kind for fact in provider.look(reference).facts}
    assert summed_up(provider.close(reference).facts) == summed_up(answer.facts)


def test_closing_a_page_that_was_paid_says_that_it_was_paid(bank, provider):
    reference = provider.open(order()).reference
    bank.pay(reference)
    assert [fact.kind for fact in provider.close(reference).facts] == [Kind.CAPTURED]


def test_a_part_is_given_back_once_under_its_key_and_never_more_than_was_taken(bank, provider):
    reference = provider.open(order()).reference
    bank.pay(reference)
    first = provider.refund(reference, 10_00, "refund-1")
    assert summed_up(first) == [(Kind.REFUNDED, "refund-1", 10_00)]
    assert summed_up(provider.refund(reference, 10_00, "refund-1")) == summed_up(first)
    assert summed_up(provider.refund(reference, 25_81, "refund-2")) == [(Kind.REFUND_FAILED, "refund-2", 25_81)]
    assert summed_up(provider.refund(reference, 25_80, "refund-3")) == [(Kind.REFUNDED, "refund-3", 25_80)]
    facts = summed_up(provider.look(reference).facts)
    assert [fact for fact in facts if fact[0] == Kind.REFUNDED] == [(Kind.REFUNDED, "refund-1", 10_00), (Kind.REFUNDED, "refund-3", 25_80)]
    told = summed_up(heard(bank))
    assert {fact for fact in told if fact[0] == Kind.REFUNDED} == {fact for fact in facts if fact[0] == Kind.REFUNDED}


def test_money_that_the_holder_had_taken_back_is_stated(bank, provider):
    reference = provider.open(order()).reference
    bank.pay(reference)
    bank.dispute(reference)
    told = [fact for fact in heard(bank) if fact.kind is Kind.DISPUTED]
    assert [fact.amount_cents for fact in told] == [35_80]
    assert summed_up(told)[0] in summed_up(provider.look(reference).facts)


def test_a_message_that_somebody_else_or_too_late_signed_is_not_believed(bank, provider):
    reference = provider.open(order()).reference
    bank.pay(reference)
    body, signature = bank.messages()[-1]
    for one in bank.forged(body):
        with pytest.raises(Forged):
            provider.heard(body, one)
    with pytest.raises(Forged):
        provider.heard(body.replace(b"3580", b"9580"), signature)
    assert provider.heard(body, signature)


def test_a_page_that_is_not_theirs_is_no_answer(provider):
    with pytest.raises(Unreachable):
        provider.look("cs_test_of_nobody")


def test_stripe_that_does_not_answer_is_not_taken_for_a_no(tmp_path):
    bank = StripeBank(tmp_path)
    try:
        reference = bank.provider.open(order()).reference
        bank.server.is_silent, hurried = True, Stripe(KEY, SECRET, bank.server.url, retries=0)
        for ask in (lambda: hurried.open(order("another-key--")), lambda: hurried.look(reference),
                    lambda: hurried.close(reference), lambda: hurried.refund(reference, 1, "key")):
            with pytest.raises(Unreachable):
                ask()
    finally:
        bank.stop()
    with pytest.raises(Unreachable):
        Stripe("sk_of_somebody_else", SECRET, bank.server.url, retries=0).look(reference)


def test_what_stripe_is_asked_for_is_the_amount_in_cents_in_euros_and_no_card(tmp_path):
    bank = StripeBank(tmp_path)
    try:
        bank.provider.open(order())
    finally:
        bank.stop()
    method, path, values = bank.server.calls[-1]
    assert (method, path) == ("POST", "/v1/checkout/sessions")
    assert (values["line_items[0][price_data][unit_amount]"], values["line_items[0][price_data][currency]"]) == ("3580", "eur")
    assert not [name for name in values if "card" in name]


@pytest.mark.parametrize("messages", ["late", "twice", "out-of-order", "lost", "wrong-amount", "forged"])
def test_whatever_happens_to_its_messages_the_sandbox_answers_the_truth(tmp_path, messages):
    bank = SandboxBank(tmp_path)
    reference = bank.provider.open(order()).reference
    bank.pay(reference, messages=messages)
    told = bank.messages()
    assert len(told) == {"late": 0, "twice": 2, "out-of-order": 3, "lost": 0, "wrong-amount": 1, "forged": 1}[messages]
    with held_at(now() + timedelta(minutes=3)):
        assert len(bank.messages()) == (1 if messages == "late" else 0)
    assert summed_up(bank.provider.look(reference).facts) == [(Kind.CAPTURED, "capture", 35_80)]


def test_a_challenge_takes_money_only_once_it_is_confirmed(tmp_path):
    provider = SandboxBank(tmp_path).provider
    first, second = (provider.open(order(key)).reference for key in ("key-one------", "key-two------"))
    for reference in (first, second):
        provider.pay(reference, challenged=True)
        assert provider.look(reference).is_open
        assert provider.look(reference).facts == []
    provider.confirm(first, accepted=True)
    provider.confirm(second, accepted=False)
    assert [fact.kind for fact in provider.look(first).facts] == [Kind.CAPTURED]
    assert [fact.refusal for fact in provider.look(second).facts] == [Refusal.CONFIRMATION_EXPIRED]
    assert provider.taken_cents() == {"key-one------": 35_80}


def test_a_message_that_is_not_answered_is_sent_again(tmp_path):
    bank = SandboxBank(tmp_path)
    bank.pay(bank.provider.open(order()).reference)
    assert bank.provider.deliver(lambda _body, _signature: 500) == 1
    assert len(bank.messages()) == 1
    assert bank.messages() == []


def test_a_page_of_the_sandbox_expires(tmp_path):
    provider = SandboxBank(tmp_path).provider
    reference = provider.open(order()).reference
    with held_at(now() + timedelta(minutes=45)):
        provider.pay(reference)
        assert provider.page(reference).state == "closed"
        answer = provider.look(reference)
        assert not answer.is_open
        assert [fact.kind for fact in answer.facts] == [Kind.CLOSED]


def test_the_sandbox_keeps_no_card(tmp_path):
    bank = SandboxBank(tmp_path)
    bank.provider.open(order())
    columns = {row[1] for table in ("checkout", "movement", "message")
               for row in sqlite3.connect(tmp_path / "bank.db").execute(f"PRAGMA table_info({table})")}
    assert not [name for name in columns if "card" in name or "pan" in name]


@pytest.mark.parametrize(("settings", "name"), [
    ({"PAYMENTS": ""}, None), ({"PAYMENTS": "sandbox", "MODE": "demo"}, "sandbox"),
    ({"PAYMENTS": "stripe", "STRIPE_KEY": KEY, "STRIPE_WEBHOOK_SECRET": SECRET}, "stripe"),
])
def test_the_provider_is_the_one_that_is_configured(tmp_path, settings, name):
    found = counter({"MODE": "production", "BASE_URL": "https://portal.example", "STRIPE_API": ""} | settings, tmp_path)
    assert (found.present.name if found.present else None) == name
    assert found.named(name or "stripe") is found.present


@pytest.mark.parametrize("settings", [
    {"PAYMENTS": "sandbox"}, {"PAYMENTS": "cash"}, {"PAYMENTS": "stripe", "STRIPE_KEY": "", "STRIPE_WEBHOOK_SECRET": SECRET},
    {"PAYMENTS": "stripe", "STRIPE_KEY": KEY, "STRIPE_WEBHOOK_SECRET": ""},
])
def test_a_provider_that_cannot_take_real_money_stops_the_start(tmp_path, settings):
    with pytest.raises(ValueError, match="PAYMENTS"):
        counter({"MODE": "production", "BASE_URL": "https://portal.example", "STRIPE_API": ""} | settings, tmp_path)
