"""The due dates in a calendar: private, up to date, and revoked at will."""
from datetime import timedelta

from insurance.clock import today
from insurance.database import transaction


def feed_of(browser):
    """Make a private address, and return its path."""
    browser.visit("/paiements/")
    browser.send("/paiements/agenda")
    link = next(node for node in browser.page.all("a") if node.attrs["href"].endswith(".ics"))
    return link.attrs["href"]


def test_a_private_address_gives_the_due_dates_without_a_session(browser, visitor, contract):
    answer = visitor.ask(feed_of(browser))
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    assert answer.headers["Cache-Control"] == "no-store"
    days = [line for line in answer.text.splitlines() if line.startswith("DTSTART")]
    assert days == [f"DTSTART;VALUE=DATE:{today() + timedelta(days=offset):%Y%m%d}" for offset in (9, 40)]
    assert "Marchand" not in answer.text
    assert "AA-7204-118" not in answer.text


def test_a_formal_notice_puts_the_day_of_the_suspension_in_the_calendar(browser, visitor, contract):
    with transaction():
        contract.formal_notice_on = today() - timedelta(days=12)
    assert f"DTSTART;VALUE=DATE:{today() + timedelta(days=18):%Y%m%d}" in visitor.ask(feed_of(browser)).text


def test_another_address_and_none_make_the_former_one_lead_nowhere(browser, visitor, contract):
    first = feed_of(browser)
    second = feed_of(browser)
    assert visitor.ask(first).status_code == 404
    assert visitor.ask(second).status_code == 200
    browser.visit("/paiements/")
    browser.send("/paiements/agenda/fermeture")
    assert visitor.ask(second).status_code == 404


def test_the_due_dates_of_a_contract_can_be_added_once(browser, contract):
    answer = browser.ask(f"/paiements/contrats/{contract.public_id}/agenda.ics")
    assert answer.text.count("BEGIN:VEVENT") == 2
    assert "echeances.ics" in answer.headers["Content-Disposition"]
