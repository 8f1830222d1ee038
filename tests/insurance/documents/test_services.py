"""The attestation: issued once, issued again when it would no longer tell the truth, and never shown while it would lie."""
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from insurance.billing.queries import instalments_of
from insurance.clock import held_at
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from insurance.documents.facts import facts_from_dict
from insurance.documents.issuing import next_number
from insurance.documents.models import Document
from insurance.documents.queries import documents_of, find_document, find_showable, may_be_shown
from insurance.documents.services import paid_period, standing_attestations
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import record
from tests.support.factories import make_contract, make_customer

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


def day(offset):
    return TODAY + timedelta(days=offset)


@pytest.fixture(autouse=True)
def noon():
    """All this happens at noon on one day, unless a test says later."""
    with held_at(NOON):
        yield


@pytest.fixture
def camille(app):
    return make_customer()


def standing(contract):
    """Return the attestation that stands, None when there is none."""
    return standing_attestations([contract]).get(contract.id)


def issued():
    return list(db.session.scalars(select(Document).where(Document.facts.is_not(None)).order_by(Document.id)))


def change(contract, **values):
    """Change a contract as an import does."""
    with transaction():
        for name, value in values.items():
            setattr(contract, name, value)
        record(EventKind.CONTRACT_CHANGED, Actor.INSURER, contract.customer, contract, changes=list(values))


def test_a_contract_that_enters_the_books_gets_its_attestation(camille):
    contract = make_contract(camille, plate="GH-482-KT", effective_on=day(-10))
    facts = facts_from_dict(standing(contract).facts)
    assert (facts.plate, facts.contract_number, facts.effective_on) == ("GH-482-KT", "AA-1000-001", day(-10))
    assert facts.holder_name == "Mme Camille Durand"
    assert facts.issued_on == TODAY
    assert facts.number == standing(contract).number == "MVA-2026-000001"
    assert facts.code == standing(contract).code


def test_issuing_is_a_line_of_the_customers_history(camille):
    make_contract(camille)
    event = db.session.scalar(select(Event).where(Event.kind == EventKind.DOCUMENT_ISSUED))
    assert (event.customer_id, event.details["number"]) == (camille.id, "MVA-2026-000001")


def test_a_change_that_the_paper_does_not_show_issues_nothing(camille):
    contract = make_contract(camille)
    with held_at(NOON + timedelta(days=400)):
        change(contract, premium_cents=1, bonus_malus_hundredths=50, product="third_party", ends_on=day(800))
    assert len(issued()) == 1
    assert standing(contract).issued_on == TODAY


@pytest.mark.parametrize("values", [{"effective_on": day(-20)}, {"effective_on": day(-5), "ends_on": day(4)}])
def test_a_change_that_the_paper_shows_issues_another_one_and_the_first_no_longer_stands(camille, values):
    contract = make_contract(camille)
    first = standing(contract)
    change(contract, **values)
    second = standing(contract)
    assert second.id != first.id
    assert first.replaced_at == NOON
    assert (second.number, first.number) == ("MVA-2026-000002", "MVA-2026-000001")
    assert documents_of(camille) == [second]


@pytest.mark.parametrize(("name", "value"), [("plate", "ZZ-999-ZZ"), ("make", "Renault"), ("trailers", "remorque de 750 kg"),
                                             ("has_paid_transport", True)])
def test_another_vehicle_is_another_attestation(camille, name, value):
    contract = make_contract(camille)
    with transaction():
        setattr(contracts_of(camille)[0].vehicle, name, value)
        record(EventKind.CONTRACT_CHANGED, Actor.INSURER, camille, contract)
    assert getattr(facts_from_dict(standing(contract).facts), name) == value
    assert len(issued()) == 2


def test_a_holder_who_moves_gets_an_attestation_for_each_contract(camille):
    one, two = make_contract(camille, "AA-1"), make_contract(camille, "AA-2")
    with transaction():
        camille.city = "Brest"
        record(EventKind.HOLDER_CHANGED, Actor.INSURER, camille, changes=["city"])
    for contract in (one, two):
        assert "59000 Brest" in facts_from_dict(standing(contract).facts).holder_address
    assert len(issued()) == 4


def test_a_change_to_one_contract_leaves_the_others_alone(camille):
    one, two = make_contract(camille, "AA-1"), make_contract(camille, "AA-2")
    kept = standing(two).id
    change(one, effective_on=day(-90))
    assert standing(two).id == kept


@pytest.mark.parametrize("values", [{"state": "terminated", "ends_on": day(-1)}, {"state": "active", "ends_on": day(-1)}])
def test_a_contract_that_has_ended_gets_no_attestation(camille, values):
    assert standing(make_contract(camille, **values)) is None


@pytest.mark.parametrize(("values", "shown"), [
    ({}, True), ({"suspended_on": day(1)}, True), ({"suspended_on": day(0)}, False), ({"state": "suspended"}, False),
    ({"formal_notice_on": day(-30)}, False), ({"formal_notice_on": day(-29)}, True), ({"ends_on": day(0)}, True),
    ({"ends_on": day(-1)}, False), ({"effective_on": day(5)}, True),
])
def test_an_attestation_is_shown_only_while_it_tells_the_truth(camille, values, shown):
    contract = make_contract(camille)
    document = standing(contract)
    with transaction():
        for name, value in values.items():
            setattr(contract, name, value)
    document = find_document(camille, document.public_id)
    assert may_be_shown(document) is shown
    if shown:
        assert find_showable(camille, document.public_id) is document
    else:
        with pytest.raises(Refused) as caught:
            find_showable(camille, document.public_id)
        assert caught.value.reason is Reason.COVER_OFF


def test_another_paper_is_shown_even_when_the_cover_is_off(camille):
    contract = make_contract(camille, state="suspended")
    with transaction() as session:
        session.add(Document(customer_id=camille.id, contract_id=contract.id, kind="general_conditions", title="CG",
                             issued_on=day(-400), file_key="0" * 64))
    paper = next(one for one in documents_of(camille) if one.kind == "general_conditions")
    assert find_showable(camille, paper.public_id) is paper


def test_somebody_elses_paper_does_not_exist(camille, sophie):
    paper, = documents_of(sophie)
    for look in (find_document, find_showable):
        with pytest.raises(NotFound):
            look(camille, paper.public_id)
    assert documents_of(camille) == []


def test_numbers_follow_one_another_and_start_again_each_year(camille):
    with transaction():
        assert [next_number("ATT", 2026) for _ in range(3)] == ["ATT-2026-000001", "ATT-2026-000002", "ATT-2026-000003"]
        assert next_number("MVA", 2026) == "MVA-2026-000001"
        assert next_number("ATT", 2027) == "ATT-2027-000001"
    with pytest.raises(LookupError):
        number_and_fail()
    with transaction():
        assert next_number("ATT", 2026) == "ATT-2026-000004"


def number_and_fail():
    with transaction():
        next_number("ATT", 2026)
        raise LookupError


def unregistered(customer, instalments=(), **values):
    return make_contract(customer, plate="", vehicle={"is_registered": False, "serial_number": "XK-7", "plate": ""},
                         instalments=instalments, **values)


def test_a_vehicle_without_a_plate_gets_an_attestation_for_the_time_that_is_paid(camille):
    contract = unregistered(camille, [(day(-10), 900, "paid"), (day(20), 900, "upcoming")], effective_on=day(-10))
    facts = facts_from_dict(standing(contract).facts)
    assert standing(contract).number == "ATT-2026-000001"
    assert (facts.valid_from, facts.valid_until, facts.serial_number) == (day(-10), day(19), "XK-7")


@pytest.mark.parametrize(("instalments", "values", "period"), [
    ([(-40, "paid"), (-10, "paid"), (20, "upcoming")], {}, (-10, 19)),
    ([(-10, "unpaid"), (20, "upcoming")], {"effective_on": day(-15)}, (-15, -11)),
    ([], {"effective_on": day(-3)}, (-3, 26)), ([(20, "upcoming")], {"effective_on": day(-3)}, (-3, 19)),
    ([(-10, "paid"), (20, "upcoming")], {"ends_on": day(5)}, (-10, 5)),
    ([(-10, "paid")], {"anniversary": "12-01"}, (-10, 7)), ([(0, "paid"), (0, "paid")], {"anniversary": "11-23"}, (0, 364)),
    ([(10, "paid")], {"ends_on": day(5)}, (10, 10)),
])
def test_the_time_that_is_paid_goes_from_the_last_payment_to_the_eve_of_the_next(camille, instalments, values, period):
    contract = unregistered(camille, [(day(offset), 900, state) for offset, state in instalments], **values)
    assert paid_period(contract, instalments_of([contract])[contract.id]) == (day(period[0]), day(period[1]))
