"""What the copy says as time goes by without network, and that the page and the insurer count in the same way."""
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from insurance.clock import now, paris_midnight, today
from insurance.contracts.rules import CoverDates, cover_at
from tests.support.phone import CAMILLE, JULIEN, KARIM, LEA, SOPHIE

SUSPENDED_IN_DAYS, PRESUMED_FOR_DAYS, BEGINS_IN_DAYS, TRUSTED_DAYS = 18, 6, 12, 15  # the people of demo/README.md
SECOND = timedelta(seconds=1)


def midnight_in(days):
    return paris_midnight(today() + timedelta(days=days))


def states_at(phone, moment):
    phone.at(moment)
    phone.go("/attestation")
    return phone.states()


def test_the_day_of_the_suspension_turns_the_copy_red(phone):
    phone.keep(KARIM)
    phone.lose_network()
    assert states_at(phone, midnight_in(SUSPENDED_IN_DAYS) - SECOND) == ["old"]
    assert states_at(phone, midnight_in(SUSPENDED_IN_DAYS)) == ["suspended"]
    assert not phone.looks_green()
    assert phone.codes() == []
    assert "vous n’êtes plus couvert" in phone.text


def test_a_copy_is_too_old_after_fifteen_days(phone):
    phone.keep(SOPHIE)
    made_at = now()
    phone.lose_network()
    assert states_at(phone, made_at + timedelta(days=TRUSTED_DAYS, minutes=-5)) == ["valid"]
    assert phone.looks_green()
    assert states_at(phone, made_at + timedelta(days=TRUSTED_DAYS, minutes=5)) == ["old"]
    assert not phone.looks_green()
    assert phone.codes() == []
    assert "trop ancienne" in phone.text


def test_a_clock_set_before_the_copy_was_made_proves_nothing(phone):
    phone.keep(SOPHIE)
    made_at = now()
    phone.lose_network()
    assert states_at(phone, made_at - timedelta(minutes=5)) == ["valid"]
    for error in (timedelta(minutes=15), timedelta(days=400)):
        assert states_at(phone, made_at - error) == ["clock"]
        assert not phone.looks_green()
        assert "L’heure de ce téléphone est fausse" in phone.text


def test_a_provisional_memo_becomes_a_plain_one_on_its_day(phone):
    phone.keep(CAMILLE)
    phone.lose_network()
    assert sorted(states_at(phone, midnight_in(PRESUMED_FOR_DAYS + 1) - SECOND)) == ["provisional", "valid"]
    assert states_at(phone, midnight_in(PRESUMED_FOR_DAYS + 1)) == ["valid", "valid"]
    assert len(set(phone.codes())) == 2


def test_a_contract_that_has_not_begun_is_never_green_before_its_day(phone):
    phone.keep(JULIEN)
    phone.lose_network()
    assert states_at(phone, midnight_in(BEGINS_IN_DAYS) - SECOND) == ["not_yet"]
    assert not phone.looks_green()
    assert states_at(phone, midnight_in(BEGINS_IN_DAYS)) == ["provisional"]


def test_the_page_on_the_screen_turns_by_itself(phone):
    phone.keep(SOPHIE)
    phone.lose_network()
    phone.go("/attestation")
    assert phone.states() == ["valid"]
    phone.at(now() + timedelta(days=TRUSTED_DAYS + 1))
    phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    assert phone.states() == ["old"]


@pytest.mark.parametrize("is_on_screen", [True, False], ids=["on the screen", "opened later"])
def test_a_suspension_reaches_a_copy_whose_session_has_lapsed(phone, demo, is_on_screen):
    """The code of a proof is enough to know where its contract stands: nobody has to sign in to stop being green."""
    demo.import_contract(LEA)
    phone.keep(LEA)
    demo.let_sessions_lapse()
    if is_on_screen:
        phone.lose_network()
        phone.go("/attestation")
        assert phone.states() == ["valid"]
    demo.suspend(LEA)
    if is_on_screen:
        phone.find_network()
    else:
        phone.go("/attestation")
    phone.page.get_by_text("vous n’êtes plus couvert").wait_for()
    assert not phone.looks_green()
    phone.lose_network()
    phone.go("/attestation")
    assert phone.states() == ["suspended"]
    assert not phone.looks_green()
    assert phone.codes() == []


def test_the_page_and_the_insurer_agree_at_every_instant(phone):
    """Every order in which the dates can come, looked at before, at and after each."""
    first = datetime(2026, 11, 23, tzinfo=UTC)
    days = [first + timedelta(days=number) for number in range(3)]
    moments = [day + step * timedelta(milliseconds=1) for day in days for step in (-1, 0, 1)]
    cases = [(CoverDates(begins, *others), moment)
             for begins, *others in product(days, *[[None, *days]] * 4) for moment in moments]
    expected = [cover_at(dates, moment).value for dates, moment in cases]
    assert len(set(expected)) == 5

    phone.go("/connexion")
    module = phone.page.evaluate("document.querySelector('script').src.replace('app.js', 'cover.js')")
    table = [[milliseconds(one) for one in (dates.begins_at, dates.ends_at, dates.suspended_from,
                                            dates.provisional_until, dates.resumes_at, moment)] for dates, moment in cases]
    found = phone.page.evaluate("""async ([module, table]) => {
      const { coverAt } = await import(module);
      return table.map(([beginsAt, endsAt, suspendedFrom, provisionalUntil, resumesAt, moment]) =>
        coverAt({ beginsAt, endsAt, suspendedFrom, provisionalUntil, resumesAt }, moment));
    }""", [module, table])
    assert found == expected


def milliseconds(moment):
    return None if moment is None else round(moment.timestamp() * 1000)
