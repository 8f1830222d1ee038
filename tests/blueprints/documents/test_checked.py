"""A claims history that would guess something is checked first: its holder reads by when it comes, and it comes."""
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from insurance.checks import services
from insurance.checks.models import CheckCause, HistoryCheck
from insurance.checks.rules import causes_of, due_by
from insurance.clock import held_at, now, today
from insurance.contracts.models import Driver, Vehicle
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.history.models import Event
from insurance.outbox import OutgoingMail
from tests.support.claims import filed
from tests.support.factories import license_drivers
from web.filters import day

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(("born_on", "licensed_on", "undecided", "causes"), [
    (date(1990, 1, 1), date(2008, 9, 2), 0, []),
    (date(1990, 1, 1), date(2008, 9, 2), 2, [CheckCause.UNDECIDED_CLAIM]),
    (date(1990, 1, 1), None, 1, [CheckCause.UNDECIDED_CLAIM, CheckCause.UNKNOWN_LICENCE]),
    (date(2008, 11, 28), None, 0, [CheckCause.UNKNOWN_LICENCE]), (date(2008, 11, 29), None, 0, [])])
def test_somebody_looks_only_when_the_paper_would_guess_or_leave_out(born_on, licensed_on, undecided, causes):
    assert causes_of([SimpleNamespace(born_on=born_on, licensed_on=licensed_on)], undecided, TODAY) == causes


def test_the_legal_delay_is_fifteen_days():
    assert due_by(TODAY) == date(2026, 12, 13)


@pytest.fixture
def contract(browser, sophie):
    """Sophie's contract, nothing of which is missing."""
    contract, = contracts_of(sophie)
    license_drivers(contract)
    return contract


@pytest.fixture
def ask(browser, contract):
    """Press the button of the claims history, and return the page that follows."""
    return lambda: browser._look(browser.post("/documents/demande", {
        "contrat": contract.public_id, "nature": "claims_history"}, follow_redirects=True), 200)


@pytest.fixture
def check(sophie, contract, ask):
    """The claims history that Sophie asked for while her claim is not decided."""
    filed(sophie, contract)
    ask()
    return db.session.scalar(select(HistoryCheck))


@pytest.fixture
def nadia(at_desk, adviser):
    """Nadia's desk."""
    return at_desk(adviser)


def papers():
    return db.session.scalars(select(Document).where(Document.kind == "claims_history")).all()


def mails(kind):
    return db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind)).all()


def plain(text):
    return " ".join(text.split())


def test_nothing_doubtful_leaves_at_once(ask):
    assert "Relevé d’information" in ask().text
    assert len(papers()) == 1
    assert db.session.scalar(select(HistoryCheck)) is None


def test_no_licence_is_missing_for_what_is_driven_without_one(browser, contract, ask):
    with transaction() as session:
        session.execute(update(Driver).values(licensed_on=None))
        session.execute(update(Vehicle).values(is_registered=False, plate="", serial_number="N4GSD2231C0047719"))
    ask()
    assert (len(papers()), db.session.scalar(select(HistoryCheck))) == (1, None)


def test_what_is_checked_says_by_when_it_comes_and_is_asked_once(browser, check, ask):
    ask()
    assert papers() == []
    assert db.session.scalars(select(HistoryCheck.reference)).all() == [check.reference]
    page = browser.visit("/documents/")
    assert f"au plus tard le {plain(day(today() + timedelta(days=15)))}" in plain(page.by_id("documents").text)
    assert not page.all("button", name="nature", value="claims_history")
    assert [mail.details["due_on"] for mail in mails("history-checked")] == [check.due_on.isoformat()]


def test_the_desk_sees_why_and_gives_it_and_it_is_new_to_its_holder(browser, nadia, check, ask):
    assert check.reference in nadia.visit("/conseil/files/releves").text
    page = nadia.visit(f"/conseil/releves/{check.reference}")
    assert "attend encore sa part de responsabilité" in page.text
    assert "SIN-" in page.text
    nadia.send(f"/conseil/releves/{check.reference}/remise")
    assert nadia.post(f"/conseil/releves/{check.reference}/remise").status_code == 303  # twice is once
    paper, = papers()
    assert paper.is_news
    assert [mail.details["public_id"] for mail in mails("history-released")] == [paper.public_id]
    assert check.reference not in nadia.visit("/conseil/files/releves").text
    assert paper.number in browser.visit(f"/documents/{paper.public_id}").text
    ask()  # given again as it is, not checked again
    assert len(papers()) == 1
    kinds = db.session.scalars(select(Event.kind).where(Event.kind.startswith("history-check")).order_by(Event.id)).all()
    assert kinds == ["history-check.asked", "history-check.released"]


@pytest.mark.parametrize(("days", "count"), [(11, 0), (12, 1), (20, 1)])
def test_the_insurer_is_warned_once_before_the_delay_ends(check, days, count):
    with held_at(now() + timedelta(days=days)):
        services.alert("desk@insurer.example")
        services.alert("desk@insurer.example")
    assert [mail.recipient for mail in mails("history-due")] == ["desk@insurer.example"] * count
