"""What was paid, what is declared, and which step comes next: values in, values out."""
from datetime import date
from types import SimpleNamespace

import pytest

from insurance.contracts.models import Usage
from insurance.contracts.termination import MOTIVES_WITH_AN_EVENT, Motive, Refusal
from insurance.errors import Reason, Refused
from insurance.terminations import journey, rules
from insurance.terminations.journey import FOR_CUSTOMERS, FOR_VISITORS, REVIEW

TODAY = date(2026, 11, 23)


def due(day, state="paid", cents=35_80):
    return SimpleNamespace(due_on=date.fromisoformat(day), state=state, amount_cents=cents)


def paid_until(*instalments, frequency="monthly", anniversary="01-02", premium_cents=429_60):
    return rules.paid_until(instalments, frequency, anniversary, premium_cents)


def test_an_instalment_pays_until_the_eve_of_the_next_one():
    assert paid_until(due("2026-10-02"), due("2026-11-02"), due("2026-12-02", "upcoming")) == date(2026, 12, 1)


def test_the_last_instalment_of_the_books_pays_for_its_own_period():
    assert paid_until(due("2026-11-02")) == date(2026, 12, 1)
    assert paid_until(due("2026-10-02"), frequency="quarterly") == date(2027, 1, 1)
    assert paid_until(due("2026-07-02"), frequency="half_yearly") == date(2027, 1, 1)
    assert paid_until(due("2026-06-15", cents=429_60), frequency="yearly", anniversary="06-15") == date(2027, 6, 14)


def test_an_instalment_left_unpaid_in_the_middle_is_owed():
    assert paid_until(due("2026-09-02"), due("2026-10-02", "unpaid"), due("2026-11-02")) == date(2026, 10, 31)


def test_nothing_paid_leaves_the_eve_of_the_first_instalment_and_no_instalment_leaves_nothing():
    assert paid_until(due("2026-10-02", "unpaid"), due("2026-11-02", "upcoming")) == date(2026, 10, 1)
    assert paid_until() is None


def test_a_year_paid_in_ten_instalments_is_paid_to_its_end():
    ten = [due(f"2026-{month:02d}-02", cents=42_96) for month in range(1, 11)]
    assert paid_until(*ten) == date(2027, 1, 1)
    assert paid_until(*ten[:9], due("2026-10-02", "upcoming", 42_96)) == date(2026, 10, 1)


@pytest.mark.parametrize(("usage", "is_private"), [
    (Usage.PRIVATE, True), (Usage.PRIVATE_COMMUTE, True), (Usage.PROFESSIONAL, False),
    (Usage.PROFESSIONAL_ROUNDS, False)])
def test_a_vehicle_of_an_occupation_is_not_private(usage, is_private):
    assert rules.is_private(usage) is is_private


@pytest.mark.parametrize("motive", Motive)
def test_a_day_is_asked_again_only_when_the_motive_has_one_and_it_is_missing_or_to_come(motive):
    has_event = motive in MOTIVES_WITH_AN_EVENT
    assert rules.event_fault(motive, None, TODAY) == (Refusal.EVENT_DAY_MISSING if has_event else None)
    assert rules.event_fault(motive, date(2026, 11, 24), TODAY) == (Refusal.EVENT_NOT_YET if has_event else None)
    assert rules.event_fault(motive, TODAY, TODAY) is None


def test_two_declarations_have_the_same_fingerprint_only_when_they_say_the_same():
    one = rules.Declaration(Motive.OTHER, None, "a")
    assert one.fingerprint == rules.Declaration(Motive.OTHER, None, "a").fingerprint
    assert len({one.fingerprint, rules.Declaration(Motive.OTHER, None, "b").fingerprint,
                rules.Declaration(Motive.ANY_TIME, None, "a").fingerprint,
                rules.Declaration(Motive.OTHER, TODAY, "a").fingerprint}) == 4


def chosen(motive, **answers):
    return {"motive": {"motive": motive}} | answers


@pytest.mark.parametrize(("answers", "way"), [
    ({}, ["motive", REVIEW]), (chosen("any_time"), ["motive", REVIEW]),
    (chosen("vehicle_sold"), ["motive", "event", REVIEW]), (chosen("other"), ["motive", "details", REVIEW]),
])
def test_the_path_follows_the_motive(answers, way):
    assert journey.path(answers, FOR_CUSTOMERS) == way
    assert journey.path(answers, FOR_VISITORS) == ["identity", *way]


def test_a_step_opens_once_all_before_it_are_answered():
    answers = chosen("vehicle_sold")
    assert journey.next_to_answer(answers, FOR_CUSTOMERS) == "event"
    assert [name for name in ("identity", "motive", "event", "details", REVIEW)
            if journey.may_visit(answers, name, FOR_CUSTOMERS)] == ["motive", "event"]
    assert not journey.may_visit(answers, "motive", FOR_VISITORS)
    assert journey.may_visit({}, "identity", FOR_VISITORS)


def test_the_day_of_a_sale_does_not_pass_for_the_day_of_a_move():
    sold = {"event": {"motive": "vehicle_sold", "on": "2026-11-02"}}
    assert journey.event_day_in(chosen("vehicle_sold", **sold)) == date(2026, 11, 2)
    assert journey.event_day_in(chosen("moved_home", **sold)) is None
    assert journey.next_to_answer(chosen("moved_home", **sold), FOR_CUSTOMERS) == "event"


def test_answers_off_the_path_are_left_out_of_what_is_declared():
    kept = {"event": {"motive": "vehicle_sold", "on": "2026-11-02"}, "details": {"text": "Pourquoi"}}
    assert journey.declaration(chosen("any_time", **kept), FOR_CUSTOMERS) == rules.Declaration(Motive.ANY_TIME)
    assert journey.declaration(chosen("other", **kept), FOR_CUSTOMERS) == rules.Declaration(
        Motive.OTHER, None, "Pourquoi")


@pytest.mark.parametrize("answers", [{}, chosen("vehicle_sold"), chosen("other"), chosen("a motive of yesterday")])
def test_half_a_request_declares_nothing(answers):
    with pytest.raises(Refused) as refused:
        journey.declaration(answers, FOR_CUSTOMERS)
    assert refused.value.reason is Reason.DRAFT_INCOMPLETE


def test_nobody_is_named_before_they_said_who_they_are():
    with pytest.raises(Refused):
        journey.identity({})
    said = {"last_name": "Marchand", "first_name": "Sophie", "email": "s@example.org", "contract_number": "AA-1"}
    assert journey.identity({"identity": said}) == rules.Identity(**said)
