"""The papers of a change: issued once a version, true, and never beside those that the insurer sent itself."""
from copy import deepcopy
from datetime import date

import pytest
from sqlalchemy import select

import printing
import wording
from insurance.contracts.models import ContractVersion, Driver
from insurance.database import db, transaction
from insurance.documents.contract_papers import Amendment, issue_contract_papers
from insurance.documents.facts_terms import Acceptance
from insurance.documents.queries import documents_of
from insurance.history.models import Event, EventKind
from tests.support.books import TODAY, the_contract
from tests.support.portfolio import LINE, changed

ANTOINE = {"role": "secondary", "title": "M.", "first_name": "Antoine", "last_name": "Marchand",
           "birth_date": "1987-11-30", "licence_number": "06BC90334", "licence_date": "2006-06-14"}
WITH_ANTOINE = changed("drivers", [*LINE["drivers"], ANTOINE], changed("premium.annual_cents", 47120))


@pytest.fixture
def sophies(bring_in):
    """Sophie's contract, brought in once."""
    bring_in(LINE)
    return the_contract()


def add_antoine(contract):
    """Make the version that an accepted change leads to, and return it."""
    facts = db.session.scalar(select(ContractVersion.facts).where(ContractVersion.contract_id == contract.id))
    facts = deepcopy(facts) | {"drivers": [*facts["drivers"], ANTOINE]}
    facts["premium"]["annual_cents"] = 47120
    contract.premium_cents = 47120
    db.session.add(ContractVersion(contract_id=contract.id, number=2, changes=["drivers", "premium"], facts=facts))
    db.session.add(Driver(
        contract_id=contract.id, position=1, role="secondary", title="M.", first_name="Antoine", last_name="Marchand",
        born_on=date(1987, 11, 30), licence_number="06BC90334", licensed_on=date(2006, 6, 14)))
    db.session.flush()


def accepted(**values):
    return Amendment(**{"subject": "Ajout d’un conducteur", "effective_on": date(2026, 12, 1), "due_cents": 365,
                        "acceptance": Acceptance(accepted_on=TODAY, accepted_at="12 h 00", code_sent_to="s•••@example.org"),
                        } | values)


def issue(app, contract, amendment=None):
    return issue_contract_papers(contract, app.extensions["insurer"], wording, amendment)


def test_an_accepted_change_gives_its_endorsement_and_the_special_conditions_that_follow(app, sophies, issued):
    with transaction():
        add_antoine(sophies)
        papers = issue(app, sophies, accepted())
    assert [one.number for one in papers] == ["AVN-2026-000001", "CP-2026-000001"]
    (_, endorsement), = issued("endorsement")
    assert [(one.label, one.before, one.after) for one in endorsement.changes] == [
        ("Conducteur secondaire", "", "Antoine Marchand, né le 30 novembre 1987")]
    assert (endorsement.premium_before_cents, endorsement.premium_after_cents, endorsement.due_cents) == (42960, 47120, 365)
    assert (endorsement.version, endorsement.effective_on) == (2, date(2026, 12, 1))
    assert endorsement.anniversary_on == date(2027, 1, 2)
    (_, conditions), = issued("special_conditions")
    assert [one.name for one in conditions.drivers] == ["Sophie Marchand", "Antoine Marchand"]
    assert (conditions.premium_cents, conditions.version, conditions.acceptance) == (47120, 2, accepted().acceptance)
    assert conditions.supervisor.startswith("Autorité de contrôle prudentiel")


def test_papers_that_are_asked_twice_are_issued_once(app, sophies, issued):
    for _ in range(2):
        with transaction():
            if not issued("endorsement"):
                add_antoine(sophies)
            issue(app, sophies, accepted())
    assert len(issued("endorsement")) == len(issued("special_conditions")) == 1


def test_a_paper_of_a_change_is_a_line_of_the_history_and_prints(app, sophies, issued):
    with transaction():
        add_antoine(sophies)
        issue(app, sophies, accepted())
    lines = [event.details["paper"] for event in db.session.scalars(select(Event).where(
        Event.kind == EventKind.PAPER_ISSUED).order_by(Event.id))]
    assert lines == ["Avenant", "Conditions particulières"]
    for kind in ("endorsement", "special_conditions"):
        (_, facts), = issued(kind)
        assert printing.render(facts).startswith(b"%PDF-")


def test_a_change_from_the_files_gives_special_conditions_and_no_endorsement(sophies, bring_in, issued):
    assert issued("special_conditions") == []  # what came first is the insurer's to give
    bring_in(WITH_ANTOINE)
    assert issued("endorsement") == []  # neither its effect nor its signature is known
    (row, conditions), = issued("special_conditions")
    assert [one.name for one in conditions.drivers] == ["Sophie Marchand", "Antoine Marchand"]
    assert (conditions.acceptance, conditions.version, conditions.version_on) == (None, 2, TODAY)
    bring_in(WITH_ANTOINE)
    assert issued("special_conditions") == [(row, conditions)]


def test_newer_special_conditions_take_the_place_of_the_older_ones(sophies, bring_in, issued):
    bring_in(WITH_ANTOINE)
    bring_in(changed("product", "third_party", WITH_ANTOINE))
    (first, _), (second, _) = issued("special_conditions")
    assert first.replaced_at is not None
    assert [one for one in documents_of(the_contract().customer) if one.kind == "special_conditions"] == [second]


def test_papers_that_the_insurer_sends_with_a_change_are_the_papers_of_that_change(sophies, bring_in, issued):
    own = {"kind": "special_conditions", "title": "Conditions particulières", "issued_on": "2026-11-23", "file": "files/own.pdf"}
    bring_in(changed("documents", [*LINE["documents"], own], WITH_ANTOINE))
    assert issued("special_conditions") == []


@pytest.mark.parametrize(("path", "value"), [
    ("instalments", []), ("claims", []), ("fva_transmitted_on", "2026-11-23"), ("formal_notice_on", "2026-11-20"),
    ("bonus_malus.coefficient", 0.54), ("premium.annual_cents", 45000), ("holder.phone", "+33639980119"),
    ("vehicle.registration", "GH-482-KT"), ("status", "suspended")])
def test_what_is_no_term_of_the_contract_gives_no_paper(sophies, bring_in, issued, path, value):
    bring_in(changed(path, value))
    assert issued("special_conditions") == issued("endorsement") == []


def test_a_contract_that_becomes_definitive_gets_its_special_conditions(bring_in, issued):
    bring_in(changed("status", "provisional"))
    bring_in(LINE)
    assert [facts.version for _, facts in issued("special_conditions")] == [2]


def test_a_new_holder_reads_the_contract_and_nothing_of_the_former_one(sophies, bring_in, issued):
    theirs = {"title": "M.", "first_name": "Karim", "last_name": "Benali", "birth_date": "1999-02-08",
              "email": "karim@example.org", "address": LINE["holder"]["address"]}
    bring_in(changed("holder", theirs))
    (row, conditions), = issued("special_conditions")
    assert (conditions.holder_name, row.customer_id) == ("M. Karim Benali", the_contract().customer_id)


def test_a_change_of_the_premium_alone_is_no_endorsement(app, sophies):
    with transaction():
        facts = deepcopy(db.session.scalar(select(ContractVersion.facts)))
        facts["premium"]["annual_cents"] = 1
        db.session.add(ContractVersion(contract_id=sophies.id, number=2, facts=facts))
        db.session.flush()
        with pytest.raises(ValueError, match="changes is empty"):
            issue(app, sophies, accepted())
