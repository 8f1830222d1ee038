"""A change made here holds, survives the files that do not know it, and ends when they do."""
from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import selectinload, undefer

from gateways.storage import FolderStorage
from insurance.billing.models import Instalment
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.history.models import Actor, Event, EventKind
from insurance.portfolio.reader import read
from insurance.portfolio.services import import_portfolio
from insurance.versions.queries import facts_now
from insurance.versions.services import amend
from tests.support.portfolio import LINE, as_bytes, changed

ANTOINE = {"role": "secondary", "first_name": "Antoine", "last_name": "Marchand", "birth_date": "1987-11-30"}
LATER = changed("instalments.1", {"due_date": "2026-12-02", "amount_cents": 3580, "status": "paid", "paid_on": "2026-12-02"})


@pytest.fixture
def bring_in(app, tmp_path):
    """Import one line and return what became of it."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "general.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")

    def bring_in(line):
        path = tmp_path / "portfolio.jsonl"
        path.write_bytes(as_bytes(line))
        (outcome,) = import_portfolio(read(path, today=date(2026, 11, 23)), FolderStorage(tmp_path / "kept"))
        return outcome.outcome
    return bring_in


@pytest.fixture
def contract(bring_in):
    bring_in(LINE)
    return the_contract()


def the_contract():
    db.session.expire_all()
    return db.session.scalar(select(Contract).options(
        selectinload(Contract.versions), selectinload(Contract.drivers), selectinload(Contract.vehicle),
        undefer(Contract.said)))


def events(kind):
    return list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def schedule():
    return [(one.due_on.isoformat(), one.amount_cents, one.state)
            for one in db.session.scalars(select(Instalment).order_by(Instalment.position))]


def add_antoine(contract, cents=45000):
    drivers = [*facts_now(contract.id)[1]["drivers"], ANTOINE]
    return amend(contract, {"drivers": drivers, "premium": {"annual_cents": cents}}, Actor.CUSTOMER, reference="AVN-1")


def test_a_change_makes_a_version_with_a_proof_of_its_own_a_line_of_history_and_what_follows(contract):
    before = contract.versions[0].proof_code
    amend(contract, {"vehicle": {"registration": "AB-123-CD", "model": "308"}}, Actor.RULE, reference="AVN-1")
    after = the_contract()
    assert (after.vehicle.plate, after.vehicle.plate_key, after.vehicle.model) == ("AB-123-CD", "AB123CD", "308")
    newest = after.versions[0]
    assert (newest.number, newest.source, newest.changes) == (2, "portal", ["vehicle"])
    assert newest.proof_code != before
    event = events(EventKind.CONTRACT_CHANGED)[-1]
    assert (event.actor, event.details) == ("rule", {"number": after.number, "changes": ["vehicle"], "version": 2, "reference": "AVN-1"})
    standing = db.session.scalars(select(Document).where(
        Document.kind == "attestation", Document.replaced_at.is_(None))).all()
    assert [paper.facts["plate"] for paper in standing] == ["AB-123-CD"]


def test_a_change_of_nothing_is_not_one(contract):
    with pytest.raises(ValueError, match="nothing changes"):
        amend(contract, {"status": "active"}, Actor.RULE)
    assert len(the_contract().versions) == 1


def test_a_provisional_contract_becomes_definitive_and_stays_so(bring_in):
    bring_in(provisional := changed("status", "provisional") | {"documents_due_on": "2026-12-20"})
    amend(the_contract(), {"status": "active", "documents_due_on": None}, Actor.RULE)
    bring_in(provisional | {"fva_transmitted_on": "2026-11-22"})
    after = the_contract()
    assert (after.state, after.documents_due_on, after.fva_transmitted_on) == ("active", None, date(2026, 11, 22))


def test_the_same_line_again_writes_nothing(contract, bring_in):
    add_antoine(contract)
    assert bring_in(LINE) == "unchanged"
    assert [driver.first_name for driver in the_contract().drivers] == ["Sophie", "Antoine"]


def test_a_line_that_only_tells_of_a_payment_does_not_undo_a_change(contract, bring_in):
    add_antoine(contract)
    with transaction() as session:  # the schedule that the change came to
        session.scalars(select(Instalment).where(Instalment.position == 1)).one().amount_cents = 3920
        session.add(Instalment(contract_id=contract.id, position=2, due_on=date(2027, 1, 2), amount_cents=90, state="upcoming"))
    assert bring_in(LATER) == "updated"
    after = the_contract()
    assert ([driver.first_name for driver in after.drivers], after.premium_cents) == (["Sophie", "Antoine"], 45000)
    assert [version.number for version in after.versions] == [2, 1]
    assert schedule() == [("2026-11-02", 3580, "paid"), ("2026-12-02", 3580, "paid"), ("2027-01-02", 90, "upcoming")]
    assert bring_in(LATER) == "unchanged"
    assert events(EventKind.CHANGE_HEARD) == []


def test_the_line_that_brings_a_change_closes_it_and_is_the_truth_from_there(contract, bring_in):
    add_antoine(contract)
    brought = changed("drivers", [*LINE["drivers"], ANTOINE | {"licence_number": "06BC90334"}],
                      changed("premium.annual_cents", 45012, LATER))
    assert bring_in(brought) == "updated"
    after = the_contract()
    assert (after.said, after.premium_cents, after.drivers[1].licence_number) == (None, 45012, "06BC90334")
    assert after.versions[1].heard_at is not None
    (event,) = events(EventKind.CHANGE_HEARD)
    assert (event.actor, event.details) == ("insurer", {"number": after.number, "version": 2})
    assert schedule() == [("2026-11-02", 3580, "paid"), ("2026-12-02", 3580, "paid")]
    assert bring_in(LATER) == "updated"
    assert [driver.first_name for driver in the_contract().drivers] == ["Sophie"]


def test_a_line_that_brings_exactly_the_change_is_heard_and_makes_no_version(contract, bring_in):
    add_antoine(contract)
    bring_in(changed("drivers", [*LINE["drivers"], ANTOINE], changed("premium.annual_cents", 45000)))
    assert (len(the_contract().versions), the_contract().said) == (2, None)
    assert len(events(EventKind.CHANGE_HEARD)) == 1
    assert len(events(EventKind.CONTRACT_CHANGED)) == 1


def test_two_changes_are_heard_one_after_the_other(contract, bring_in):
    add_antoine(contract)
    amend(the_contract(), {"options": []}, Actor.CUSTOMER)
    bring_in(changed("drivers", [*LINE["drivers"], ANTOINE], changed("premium.annual_cents", 45000)))
    after = the_contract()
    assert [version.heard_at is not None for version in after.versions] == [False, True, False]
    assert (after.options, [driver.first_name for driver in after.drivers]) == ([], ["Sophie", "Antoine"])
    bring_in(changed("drivers", [*LINE["drivers"], ANTOINE], changed("premium.annual_cents", 45000, changed("options", ...))))
    assert (the_contract().said, len(events(EventKind.CHANGE_HEARD))) == (None, 2)


def test_an_insurer_who_says_otherwise_wins(contract, bring_in):
    amend(contract, {"vehicle": {"parking": "private_garage"}}, Actor.CUSTOMER)
    bring_in(changed("vehicle.parking", "collective_garage"))
    assert (the_contract().vehicle.parking, the_contract().said) == ("collective_garage", None)
