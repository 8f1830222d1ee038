"""A code signs what was read, once, soon, and not by guessing."""
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from insurance.clock import held_at, now
from insurance.database import db, transaction
from insurance.errors import Reason, Refused
from insurance.signatures import services
from insurance.signatures.models import Signature, SignaturePurpose
from insurance.signatures.rules import fingerprint_of, masked_email, read_code
from tests.support.factories import make_customer
from tests.support.mailbox import code_sent, deliver, waiting, words

SHOWN = {"reference": "MOD-1", "premium_cents": 42960, "words": "é"}
PURPOSE = SignaturePurpose.ENDORSEMENT


@pytest.fixture
def customer(app):
    return make_customer()


@pytest.fixture
def ask(customer, passwords):
    return lambda shown=SHOWN, reference="MOD-1": services.ask(customer, PURPOSE, reference, shown, passwords)


@pytest.fixture
def check(customer, passwords):
    def check(typed, shown=SHOWN, reference="MOD-1", who=customer):
        return services.check(who, PURPOSE, reference, fingerprint_of(shown), typed, passwords)
    return check


def refused(reason):
    return pytest.raises(Refused, match=reason)


def wrong(code):
    return "000000" if code != "000000" else "000001"


@pytest.mark.parametrize(("typed", "code"), [("123 456", "123456"), (" 123-456 ", "123456"), ("12 34 56", "123456"), ("abc", "")])
def test_a_code_is_read_however_it_is_typed(typed, code):
    assert read_code(typed) == code


@given(st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=4))
def test_what_is_shown_has_one_fingerprint_whatever_the_order_of_its_parts(shown):
    assert fingerprint_of(shown) == fingerprint_of(dict(reversed(shown.items())))
    assert fingerprint_of(shown | {"more": 1}) != fingerprint_of(shown | {"more": 2})


def test_an_address_is_hidden_on_a_paper_but_for_its_first_letter_and_its_domain():
    assert masked_email("sophie.marchand@example.org") == "s•••••@example.org"


def test_the_right_code_signs_and_the_evidence_is_kept(app, ask, check):
    ask()
    code = code_sent()
    signature = check(f"{code[:3]} {code[3:]}")
    assert signature.signed_at is None
    with transaction():
        services.seal(signature, "iPhone, Safari", "f" * 64)
    kept = db.session.scalar(select(Signature))
    assert (kept.shown, kept.fingerprint, kept.device) == (SHOWN, fingerprint_of(SHOWN), "iPhone, Safari")
    assert kept.signed_at is not None
    assert code not in kept.code_hash
    mail = deliver(app)[0]
    assert f"{code[:3]} {code[3:]}" in words(mail)
    assert "10\u00a0minutes" in words(mail)


def test_a_code_lives_ten_minutes(ask, check):
    ask()
    code = code_sent()
    with held_at(now() + timedelta(minutes=10)), refused(Reason.SIGNING_CODE_EXPIRED):
        check(code)


def test_five_tries_end_a_code_even_for_the_right_one(ask, check):
    ask()
    code = code_sent()
    for _ in range(5):
        with refused(Reason.SIGNING_CODE_WRONG):
            check(wrong(code))
    with refused(Reason.SIGNING_CODE_EXPIRED):
        check(code)


def test_a_code_signs_only_what_it_was_sent_for_and_only_by_whom(ask, check):
    ask()
    code = code_sent()
    with refused(Reason.CHANGED_MEANWHILE):
        check(code, shown=SHOWN | {"premium_cents": 1})
    with refused(Reason.SIGNING_CODE_EXPIRED):
        check(code, reference="MOD-2")
    with refused(Reason.SIGNING_CODE_EXPIRED):
        check(code, who=make_customer("Karim", "Benali"))
    assert check(code)


def test_another_code_ends_the_one_before(ask, check):
    ask()
    with held_at(now() + timedelta(minutes=1)):
        ask()
        with refused(Reason.SIGNING_CODE_WRONG):
            check(wrong(code_sent()))
        assert check(code_sent())
        alive = select(func.count()).select_from(Signature).where(Signature.expires_at > now())
        assert db.session.scalar(alive) == 1


def test_a_second_tap_sends_no_second_code_and_another_page_does(ask):
    ask()
    ask()
    assert len(waiting()) == 1
    ask(SHOWN | {"premium_cents": 1})
    assert len(waiting()) == 2


def test_codes_are_not_sent_without_end(ask):
    for number in range(5):
        ask(SHOWN | {"premium_cents": number})
    with pytest.raises(Refused, match=Reason.TOO_MANY_ATTEMPTS) as refusal:
        ask(SHOWN | {"premium_cents": 9})
    assert refusal.value.until is not None
    assert len(waiting()) == 5


def test_a_code_seals_once(ask, check):
    ask()
    signature = check(code_sent())
    with transaction():
        services.seal(signature, "phone", "")
    with refused(Reason.SIGNING_CODE_EXPIRED), transaction():
        services.seal(signature, "phone", "")


def test_a_code_replaced_between_the_check_and_the_seal_seals_nothing(ask, check):
    ask()
    signature = check(code_sent())
    ask(SHOWN | {"premium_cents": 1})
    with refused(Reason.SIGNING_CODE_EXPIRED), transaction():
        services.seal(signature, "phone", "")


def test_codes_that_signed_nothing_are_forgotten_after_a_month_and_signatures_are_not(ask, check):
    ask()
    with transaction():
        services.seal(check(code_sent()), "phone", "")
    ask(reference="MOD-2")
    with held_at(now() + timedelta(days=31)):
        services.purge()
    assert db.session.scalars(select(Signature.reference)).all() == ["MOD-1"]
