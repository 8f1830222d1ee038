"""From lines to books: nothing twice, nothing half, nothing lost."""
import json
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select, text
from sqlalchemy.orm import joinedload, selectinload

from gateways.storage import FolderStorage
from insurance import clock, sealing
from insurance.billing.models import Instalment, SepaMandate
from insurance.contracts.models import Contract, ContractVersion
from insurance.database import db, prepare, transaction
from insurance.documents.models import Document, DocumentKind
from insurance.history import recorder
from insurance.history.models import Event, EventKind
from insurance.people.models import Customer
from insurance.portfolio.faults import Rejection
from insurance.portfolio.reader import read
from insurance.portfolio.services import LINES_AT_ONCE, Outcome, import_portfolio
from tests.support.portfolio import IBAN, LINE, as_bytes, changed, numbered

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OTHER_IBAN = "FR7630006000011234567890189"


@pytest.fixture
def books(tmp_path, monkeypatch):
    """Empty books, in a file as in real life, a key of their own, no reaction, and a clock that stands still."""
    monkeypatch.setattr(sealing, "_cipher", None)
    monkeypatch.setattr(recorder, "_reactions", {})
    app = Flask("books")
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{tmp_path / 'portal.sqlite'}"
    sealing.install([sealing.new_key()])
    db.init_app(app)
    with app.app_context(), clock.held_at(NOW):
        prepare(db.engine)
        db.create_all()
        yield db.session
        db.session.remove()
        db.engine.dispose()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "general.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return tmp_path


@pytest.fixture
def storage(tmp_path):
    return FolderStorage(tmp_path / "kept")


@pytest.fixture
def bring_in(books, folder, storage):
    """Import lines and return what became of each."""
    def bring_in(*lines, keep=storage):
        path = folder / "portfolio.jsonl"
        path.write_bytes(b"".join(as_bytes(line) for line in lines))
        return list(import_portfolio(read(path, today=clock.today()), keep))
    return bring_in


def outcomes(results):
    return [result.outcome if not isinstance(result, Rejection) else "rejected" for result in results]


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def the_contract(number="AA-7204-118"):
    db.session.expire_all()
    return db.session.scalar(select(Contract).where(Contract.number == number).options(
        joinedload(Contract.customer), joinedload(Contract.vehicle), selectinload(Contract.drivers),
        selectinload(Contract.coverages), selectinload(Contract.past_claims), selectinload(Contract.versions)))


def events(kind):
    return list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def schedule():
    rows = db.session.scalars(select(Instalment).order_by(Instalment.position))
    return [(row.due_on.isoformat(), row.state) for row in rows]


# A first import

def test_a_line_enters_whole(bring_in, storage):
    assert outcomes(bring_in(LINE)) == [Outcome.CREATED]
    contract = the_contract()
    assert (contract.number_key, contract.state, contract.effective_on) == ("AA7204118", "active", date(2024, 1, 2))
    assert (contract.customer.full_name, contract.customer.email) == ("Sophie Marchand", "sophie.marchand@example.org")
    assert (contract.vehicle.plate, contract.vehicle.plate_key) == ("GH-482-KT", "GH482KT")
    assert [driver.licence_number for driver in contract.drivers] == ["08AX41207"]
    assert [coverage.limit_cents for coverage in contract.coverages] == [10_000_000_000, None]
    assert [claim.reference for claim in contract.past_claims] == ["S-1"]
    assert schedule() == [("2026-11-02", "paid"), ("2026-12-02", "upcoming")]
    assert [(version.number, version.changes) for version in contract.versions] == [(1, [])]
    document = db.session.scalar(select(Document))
    assert storage.read(document.file_key) == b"%PDF-1.4\n%%EOF\n"
    assert document.size_bytes == 15
    (event,) = events(EventKind.CONTRACT_RECORDED)
    assert (event.contract_id, event.customer_id) == (contract.id, contract.customer_id)
    assert (event.actor, event.details) == ("insurer", {"number": "AA-7204-118"})
    assert count(Event) == 1


def test_the_same_file_again_writes_nothing(bring_in, books, folder):
    lines = [numbered(f"AA-0000-{number:03d}") for number in range(5)]
    bring_in(*lines)
    before = {table.name: books.execute(select(table).order_by(*table.primary_key)).all()
              for table in db.metadata.sorted_tables}
    assert outcomes(bring_in(*lines)) == [Outcome.UNCHANGED] * 5
    for table in db.metadata.sorted_tables:
        assert books.execute(select(table).order_by(*table.primary_key)).all() == before[table.name], table.name


def test_a_holder_is_one_person_across_contracts_however_the_name_is_typed(bring_in):
    second = changed("holder.last_name", "MARCHAND", numbered("AA-0000-002"))
    second = changed("holder.email", "Sophie.Marchand@Example.org", second)
    bring_in(LINE, second)
    bring_in(numbered("AA-0000-003"))
    assert (count(Customer), count(Contract)) == (1, 3)


def test_another_birth_date_is_another_person(bring_in):
    bring_in(LINE, changed("holder.birth_date", "1961-04-17", numbered("AA-0000-002")))
    assert count(Customer) == 2


def test_the_account_number_is_sealed_and_is_nowhere_else(bring_in, books):
    bring_in(LINE)
    bring_in(changed("premium.iban", OTHER_IBAN))
    assert db.session.scalar(select(SepaMandate)).iban == OTHER_IBAN
    for table in db.metadata.sorted_tables:
        for row in books.execute(select(text("*")).select_from(table)):  # as an intruder would read it
            assert IBAN not in str(row)
            assert OTHER_IBAN not in str(row)


def test_a_rejection_passes_through_in_its_place(bring_in):
    results = bring_in(numbered("AA-0000-001"), changed("status", "lost"), numbered("AA-0000-002"))
    assert outcomes(results) == ["created", "rejected", "created"]
    assert [result.line for result in results] == [1, 2, 3]


# A change

def test_a_change_of_terms_makes_a_version_and_a_line_of_history(bring_in):
    bring_in(LINE)
    first_code = the_contract().versions[0].proof_code
    assert outcomes(bring_in(changed("status", "suspended", changed("premium.annual_cents", 50000)))) == ["updated"]
    contract = the_contract()
    assert (contract.state, contract.premium_cents) == ("suspended", 50000)
    assert [(version.number, version.changes) for version in contract.versions] == [(2, ["status", "premium"]), (1, [])]
    assert contract.versions[0].proof_code != first_code
    assert contract.versions[1].facts["premium"]["annual_cents"] == 42960
    (event,) = events(EventKind.CONTRACT_CHANGED)
    assert event.details == {"number": "AA-7204-118", "changes": ["status", "premium"]}


def test_a_payment_is_recorded_without_a_new_version(bring_in):
    bring_in(LINE)
    code = the_contract().versions[0].proof_code
    paid = {"due_date": "2026-12-02", "amount_cents": 3580, "status": "paid", "paid_on": "2026-11-23"}
    assert outcomes(bring_in(changed("instalments.1", paid))) == ["updated"]
    assert schedule() == [("2026-11-02", "paid"), ("2026-12-02", "paid")]
    assert [version.proof_code for version in the_contract().versions] == [code]
    assert events(EventKind.CONTRACT_CHANGED)[0].details["changes"] == ["instalments"]


def test_another_account_number_is_recorded_without_a_new_version(bring_in):
    bring_in(LINE)
    assert outcomes(bring_in(changed("premium.iban", OTHER_IBAN))) == ["updated"]
    assert count(ContractVersion) == 1
    assert events(EventKind.CONTRACT_CHANGED)[0].details["changes"] == ["iban"]


def test_a_mandate_outlives_a_silent_line_but_not_a_payment_by_card(bring_in):
    bring_in(LINE)
    silent = changed("premium.iban", ...)
    bring_in(silent)
    assert db.session.scalar(select(SepaMandate)).iban == IBAN
    assert outcomes(bring_in(silent)) == ["unchanged"]
    bring_in(changed("premium.method", "card", silent))
    assert count(SepaMandate) == 0


def test_lists_follow_the_line_item_by_item(bring_in):
    bring_in(LINE)
    driver = {"role": "secondary", "first_name": "Antoine", "last_name": "Marchand", "birth_date": "1987-11-30"}
    line = changed("drivers", [driver, *LINE["drivers"]])
    line = changed("coverages", [{"code": "civil_liability"}], line)
    line = changed("claims", [{"reference": "S-2", "date": "2026-05-01", "kind": "theft", "at_fault_percent": 0,
                               "status": "in_progress"}], line)
    bring_in(line)
    contract = the_contract()
    assert [driver.first_name for driver in contract.drivers] == ["Antoine", "Sophie"]
    assert [driver.licence_number for driver in contract.drivers] == [None, "08AX41207"]
    assert [(coverage.code, coverage.limit_cents) for coverage in contract.coverages] == [("civil_liability", None)]
    assert [(claim.reference, claim.is_closed) for claim in contract.past_claims] == [("S-2", False)]
    assert contract.versions[0].changes == ["drivers", "coverages"]
    assert outcomes(bring_in(line)) == ["unchanged"]


def test_what_was_paid_in_former_years_stays_when_the_schedule_moves_on(bring_in):
    bring_in(LINE)
    new_year = [{"due_date": f"2027-{month:02d}-02", "amount_cents": 3700, "status": "upcoming"} for month in (1, 2, 3)]
    bring_in(changed("instalments", new_year))
    assert schedule() == [("2026-11-02", "paid"), ("2027-01-02", "upcoming"), ("2027-02-02", "upcoming"),
                          ("2027-03-02", "upcoming")]
    bring_in(changed("instalments", new_year[:1]))
    assert schedule() == [("2026-11-02", "paid"), ("2027-01-02", "upcoming")]


def test_another_effective_date_is_another_schedule(bring_in):
    bring_in(LINE)
    later = {"due_date": "2027-01-02", "amount_cents": 3580, "status": "upcoming"}
    bring_in(changed("instalments", [later], changed("effective_date", "2024-01-03")))
    assert schedule() == [("2027-01-02", "upcoming")]


def test_a_state_without_its_date_counts_from_the_day_it_was_told(bring_in):
    bring_in(LINE)
    with clock.held_at(NOW + timedelta(days=3)):
        bring_in(changed("status", "suspended"))
    with clock.held_at(NOW + timedelta(days=9)):
        bring_in(changed("premium.annual_cents", 1, changed("status", "suspended")))
    assert the_contract().recorded_at == NOW + timedelta(days=3)


def test_a_contract_that_the_file_no_longer_mentions_stays(bring_in):
    bring_in(LINE, numbered("AA-0000-002"))
    bring_in(LINE)
    assert count(Contract) == 2


# The holder

def test_a_new_address_is_the_customers_and_is_told_to_them(bring_in):
    bring_in(LINE, numbered("AA-0000-002"))
    bring_in(changed("holder.address.city", "Roubaix"))
    assert the_contract("AA-0000-002").customer.city == "Roubaix"
    (event,) = events(EventKind.HOLDER_CHANGED)
    assert event.details == {"changes": ["city"]}


def test_an_unchanged_line_never_takes_a_newer_address_back(bring_in):
    bring_in(LINE, numbered("AA-0000-002"))
    bring_in(changed("holder.address.city", "Roubaix"), numbered("AA-0000-002"))
    bring_in(changed("holder.address.city", "Roubaix"), numbered("AA-0000-002"))
    bring_in(changed("premium.annual_cents", 1, numbered("AA-0000-002")))
    assert the_contract().customer.city == "Roubaix"


@pytest.mark.parametrize(("path", "value"), [
    ("holder.email", "sophie@example.org"), ("holder.last_name", "Marchand-Duval"), ("holder.birth_date", "1989-04-18"),
])
def test_a_corrected_detail_leaves_the_same_person_with_the_same_account(bring_in, path, value):
    bring_in(LINE, numbered("AA-0000-002"))
    person = the_contract().customer_id
    bring_in(changed(path, value), changed(path, value, numbered("AA-0000-002")))
    assert (the_contract().customer_id, the_contract("AA-0000-002").customer_id) == (person, person)
    assert count(Customer) == 1


def test_a_contract_given_to_somebody_else_leaves_the_first_account_with_its_papers(bring_in):
    bring_in(LINE, numbered("AA-0000-002"))
    contract = the_contract()
    first = contract.customer_id
    with transaction():
        db.session.add(Document(customer_id=first, contract_id=contract.id, kind=DocumentKind.ATTESTATION, title="",
                                issued_on=date(2026, 1, 1), number="MVA-2026-000001", facts={"kind": "attestation"}))
    other = LINE["holder"] | {"first_name": "Paul", "email": "paul@example.org", "birth_date": "1990-01-01"}
    bring_in(changed("holder", other), numbered("AA-0000-002"))
    second = the_contract().customer_id
    assert second != first
    assert the_contract("AA-0000-002").customer_id == first
    papers = {(row.contract_id, row.kind): row for row in db.session.scalars(select(Document))}
    assert papers[contract.id, "general_conditions"].customer_id == second
    assert papers[contract.id, "attestation"].customer_id == first
    assert papers[contract.id, "attestation"].replaced_at == NOW


# The papers

def test_a_new_paper_is_added_and_told(bring_in, folder):
    bring_in(LINE)
    (folder / "files" / "notice.pdf").write_bytes(b"%PDF-1.4 notice")
    notice = {"kind": "renewal_notice", "title": "Avis d’échéance", "issued_on": "2026-11-20",
              "file": "files/notice.pdf"}
    assert outcomes(bring_in(changed("documents", [*LINE["documents"], notice]))) == ["updated"]
    assert count(Document) == 2
    assert count(ContractVersion) == 1
    (event,) = events(EventKind.DOCUMENT_ADDED)
    assert event.details == {"title": "Avis d’échéance"}
    assert events(EventKind.CONTRACT_CHANGED) == []


def test_a_paper_that_the_line_no_longer_mentions_is_kept(bring_in):
    bring_in(LINE)
    assert outcomes(bring_in(changed("documents", []))) == ["unchanged"]
    assert db.session.scalar(select(Document)).replaced_at is None


def test_a_new_edition_replaces_the_older_one(bring_in, folder):
    bring_in(LINE)
    (folder / "files" / "general.pdf").write_bytes(b"%PDF-1.4 second edition")
    bring_in(LINE)
    old, new = db.session.scalars(select(Document).order_by(Document.id))
    assert old.file_key != new.file_key
    assert (old.replaced_at, new.replaced_at) == (NOW, None)


def test_a_corrected_date_is_the_same_paper(bring_in):
    bring_in(LINE)
    bring_in(changed("documents.0.issued_on", "2024-01-09"))
    assert [row.issued_on for row in db.session.scalars(select(Document))] == [date(2024, 1, 9)]


def test_a_paper_named_twice_is_filed_once(bring_in):
    bring_in(changed("documents", LINE["documents"] * 2))
    assert count(Document) == 1


# When something goes wrong

def test_a_contract_that_the_database_refuses_leaves_the_others_of_its_batch(bring_in, books):
    bring_in(numbered("AA-0000-009"))
    with transaction():
        the_contract("AA-0000-009").number_key = "ELSEWHERE"  # the number is taken, under another key
    results = bring_in(numbered("AA-0000-001"), numbered("AA-0000-009"), numbered("AA-0000-002"))
    assert outcomes(results) == ["created", "rejected", "created"]
    assert results[1].reason.startswith("This contract cannot be recorded: ")
    assert count(Contract) == 3
    assert count(Document) == 3


def test_a_reaction_that_cannot_bear_a_contract_leaves_the_others_of_its_batch(bring_in, monkeypatch):
    spared = {}

    def cannot_bear(events):
        for event in events:
            spared[event.details["number"]] = count(Instalment)  # it sees the whole contract
            if event.details["number"] == "AA-0000-002":
                raise ValueError("the period ends before it begins")

    monkeypatch.setattr(recorder, "_reactions", {EventKind.CONTRACT_RECORDED: [cannot_bear]})
    results = bring_in(numbered("AA-0000-001"), numbered("AA-0000-002"), numbered("AA-0000-003"))
    assert outcomes(results) == ["created", "rejected", "created"]
    assert results[1].reason == "This contract cannot be recorded: the period ends before it begins"
    assert count(Contract) == count(Event) == 2
    assert spared["AA-0000-003"] == 4


def test_a_file_that_changes_during_the_import_refuses_its_contract_only(books, folder, storage):
    (folder / "files" / "moving.pdf").write_bytes(b"%PDF-1.4 before")
    path = folder / "portfolio.jsonl"
    moving = changed("documents.0.file", "files/moving.pdf", numbered("AA-0000-002"))
    path.write_bytes(as_bytes(LINE) + as_bytes(moving))
    records = list(read(path, today=clock.today()))
    (folder / "files" / "moving.pdf").write_bytes(b"%PDF-1.4 after")
    results = list(import_portfolio(records, storage))
    assert outcomes(results) == ["created", "rejected"]
    assert results[1].reason == "moving.pdf changed during the import."


def test_an_interrupted_import_has_saved_whole_contracts_and_is_simply_run_again(bring_in, books, folder, storage):
    lines = [numbered(f"AA-{number:04d}-000") for number in range(LINES_AT_ONCE * 2 + 10)]
    path = folder / "portfolio.jsonl"
    path.write_bytes(b"".join(as_bytes(line) for line in lines))

    def cut_short():
        for record in read(path, today=clock.today()):
            if record.line == LINES_AT_ONCE + 50:
                raise KeyboardInterrupt
            yield record

    with pytest.raises(KeyboardInterrupt):
        list(import_portfolio(cut_short(), storage))
    assert count(Contract) == count(ContractVersion) == count(Document) == LINES_AT_ONCE
    results = bring_in(*lines)
    assert outcomes(results) == ["unchanged"] * LINES_AT_ONCE + ["created"] * (LINES_AT_ONCE + 10)


def test_a_storage_that_fails_stops_the_import_and_half_enters_nothing(bring_in):
    class Full:
        def keep(self, content):
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space left"):
        bring_in(LINE, keep=Full())
    assert count(Contract) == count(Customer) == count(Event) == 0
    assert outcomes(bring_in(LINE)) == ["created"]


def test_facts_are_the_line_without_its_secrets(bring_in):
    bring_in(LINE)
    facts = json.loads(json.dumps(the_contract().versions[0].facts))
    assert facts["contract_number"] == "AA-7204-118"
    assert "iban" not in facts["premium"]
