"""Money at the desk: seen, given back, entered by hand, and by two people above a limit."""
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from insurance.accounting.models import Posting
from insurance.billing.models import Instalment
from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.history.models import Actor
from insurance.outbox import MailKind, OutgoingMail
from insurance.payments import services
from insurance.payments.models import Payment, PaymentEvent
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.queries import whole_payment
from insurance.terminations.models import TerminationRequest
from tests.support.browser import Browser
from tests.support.factories import make_adviser, make_payment


@pytest.fixture
def contract(sophie):
    """Sophie's contract, which owes two instalments."""
    contract = db.session.query(Contract).filter_by(customer_id=sophie.id).one()
    with transaction() as session:
        for position, days in enumerate((-50, -20)):
            session.add(Instalment(contract_id=contract.id, position=position, due_on=today() + timedelta(days=days),
                                   amount_cents=400_00, state="unpaid"))
    return contract


@pytest.fixture
def desk(at_desk, adviser):
    return at_desk(adviser)


@pytest.fixture
def colleague(app, at_desk):
    return at_desk(make_adviser(app, "Marc Leroy"))


def enter(desk, contract, amount, **values):
    path = "/conseil/encaissements/nouveau"
    desk.visit(path)
    return desk.ask(path, "POST", data={
        "csrf_token": desk.form(path).all("input", name="csrf_token")[0].attrs["value"], "number": contract.number, "amount": amount,
        "means": "cheque", "moved_on": today().isoformat(), "reason": "Chèque reçu par courrier"} | values)


def states():
    db.session.expire_all()
    return [(one.state, one.paid_cents) for one in db.session.scalars(select(Instalment).order_by(Instalment.position))]


def posting():
    db.session.expire_all()
    return db.session.scalar(select(Posting).order_by(Posting.id.desc()))


def test_money_below_the_limit_pays_what_is_oldest_at_once(desk, contract):
    assert enter(desk, contract, "450,00").status_code == 303
    assert states() == [("paid", 400_00), ("unpaid", 50_00)]
    payment = db.session.scalar(select(Payment))
    assert (payment.means, payment.provider, payment.id) == ("cheque", None, posting().payment_id)
    assert "Reçu" in desk.visit("/conseil/paiements/").text


def test_above_the_limit_it_waits_for_somebody_else(desk, colleague, contract):
    enter(desk, contract, "800,00")
    one = posting()
    assert states()[0] == ("unpaid", 0)
    path = f"/conseil/encaissements/{one.reference}"
    assert "Un autre que vous doit valider" in desk.visit(path).text
    assert desk.post(f"{path}/accord").status_code == 409
    assert states()[0] == ("unpaid", 0)
    assert one.reference in colleague.visit("/conseil/files/encaissements").text
    colleague.visit(path)
    colleague.send(f"{path}/accord")
    assert states() == [("paid", 400_00), ("paid", 400_00)]
    assert "Marc Leroy" in colleague.page.text
    assert colleague.post(f"{path}/accord").status_code == 409
    assert db.session.query(Payment).count() == 1


def test_what_a_colleague_refuses_pays_nothing(desk, colleague, contract):
    enter(desk, contract, "800,00")
    path = f"/conseil/encaissements/{posting().reference}"
    colleague.visit(path)
    colleague.send(f"{path}/refus")
    assert states()[0] == ("unpaid", 0)
    assert posting().state == "refused"


@pytest.mark.parametrize(("values", "words"), [
    ({"number": "ZZ-0000-000"}, "Aucun contrat ne porte ce numéro"), ({"amount": "beaucoup"}, "montant comme"),
    ({"amount": "0"}, "Écrivez le montant"), ({"moved_on": "2999-01-01"}, "pas encore passée"), ({"reason": ""}, "Écrivez pourquoi"),
])
def test_what_is_entered_wrongly_is_said_beside_the_field_and_kept(desk, contract, values, words):
    answer = enter(desk, contract, values.pop("amount", "12,50"), **values)
    assert answer.status_code == 422
    assert words in answer.text
    assert contract.number in answer.text or "number" in values
    assert db.session.query(Posting).count() == 0


def test_more_than_what_is_due_is_received_and_shown_as_excess(desk, contract):
    with transaction() as session:
        session.execute(Instalment.__table__.delete().where(Instalment.position == 1))
    enter(desk, contract, "450,00")
    reference = db.session.scalar(select(Payment.reference))
    text = desk.visit(f"/conseil/paiements/{reference}").text
    assert "Sans échéance à payer" in text
    assert "50,00" in text


def test_what_is_odd_is_shown_first(desk, contract):
    payment = make_payment(contract)
    with transaction() as session:
        session.add(PaymentEvent(payment_id=payment.id, kind=Kind.MISMATCH, key="x", amount_cents=99_00))
    text = desk.visit("/conseil/paiements/").text
    assert "À regarder" in text
    assert "Montant annoncé différent" in text


def test_a_part_of_a_card_payment_is_given_back_from_its_page(app, portal, contract, adviser):
    shop = portal(app.instance_path, MODE="demo")
    bank = shop.extensions["payments"].present
    payment = services.agree(whole(contract), [today() - timedelta(days=50)], Actor.CUSTOMER, bank)
    page = services.page_of(whole_payment(payment.id), bank, "x", "https://portal.example")
    bank.pay(page.reference)
    services.look_at(whole_payment(payment.id), bank)
    desk = Browser(shop.test_client())
    desk.sign_in_adviser(adviser)
    path = f"/conseil/paiements/{payment.reference}"
    desk.visit(path)
    desk.send(path, status=422, amount="400,01")
    assert "dépasse" in desk.page.text
    desk.send(path, amount="150,00")
    assert bank.taken_cents() == {payment.public_id: 250_00}
    assert states()[0] == ("unpaid", 250_00)


def whole(contract):
    return db.session.scalar(select(Contract).where(Contract.id == contract.id).options(
        joinedload(Contract.customer), joinedload(Contract.vehicle)))


@pytest.fixture
def ended(contract):
    """A termination that gives back 131,51 € within thirty days."""
    with transaction() as session:
        request = TerminationRequest(
            reference="RES-2026-000041", customer_id=contract.customer_id, contract_id=contract.id, source="signed_in",
            state="processed", motive="any_time", basis="any_time", ends_on=today(), refund_cents=131_51, still_due_cents=0,
            refund_by=today() + timedelta(days=30), requested_at=now())
        session.add(request)
    return request


def test_a_refund_of_a_termination_waits_with_its_legal_day_and_is_made_once(desk, ended):
    text = desk.visit("/conseil/files/remboursements").text
    assert "131,51" in text
    path = "/conseil/remboursements/RB-RES-2026-000041"
    desk.visit(path)
    token = desk.form(path).all("input", name="csrf_token")[0].attrs["value"]
    fields = {"csrf_token": token, "means": "transfer", "moved_on": today().isoformat(), "reason": "VIR 2026-118"}
    assert desk.ask(path, "POST", data=fields).status_code == 303
    assert desk.ask(path, "POST", data=fields).status_code == 409
    assert "/conseil/encaissements/" in desk.ask(path).location, "what was entered takes the place of the form"
    assert desk.ask(path.replace("RB-", "")).status_code == 404
    assert "RES-2026-000041" not in desk.visit("/conseil/files/remboursements").text
    assert [mail.details["amount_cents"] for mail in db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.kind == MailKind.TERMINATION_REFUNDED))] == [131_51]


def test_claims_people_have_no_business_with_money(at_desk, handler):
    desk = at_desk(handler)
    for path in ("/conseil/paiements/", "/conseil/encaissements/nouveau"):
        assert desk.ask(path).status_code == 403
