"""Another account is debited once its holder proved who they are and signed; until its first day nothing is irrevocable."""
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, text

import wording
from insurance.accounts.models import LinkPurpose, MailLink
from insurance.billing.banks import bank_of
from insurance.billing.iban import IbanFlaw
from insurance.billing.models import SepaMandate, SignedMandate
from insurance.billing.queries import coming_mandate_of, mandate_of
from insurance.clock import held_at, now
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.errors import NotFound, Reason, Refused
from insurance.mandates import services
from insurance.mandates.queries import paper_of
from insurance.mandates.rules import first_use, mandate_reference
from insurance.outbox import MailKind, OutgoingMail
from tests.support.factories import PASSWORD
from tests.support.mailbox import code_sent

OLD, NEW, THIRD = "FR1420041010050500013M02606", "DE89 3704 0044 0532 0130 00", "FR7630006000011234567890189"
NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
FIRST_DAY = date(2026, 12, 7)


@pytest.fixture
def contract(sophie):
    """A contract that the insurer's files say is debited from an account."""
    contract = contracts_of(sophie)[0]
    with transaction() as session:
        session.add(SepaMandate(contract_id=contract.id, iban=OLD, reference="M1", signed_on=date(2024, 1, 2)))
    with held_at(NOON):
        yield contract


@pytest.fixture
def customer(app, sophie, passwords):
    """What Sophie does, in one word each."""
    return Customer(app.extensions["insurer"], sophie, passwords)


class Customer:
    def __init__(self, insurer, one, passwords):
        self.insurer, self.one, self.passwords = insurer, one, passwords

    def writes(self, contract, iban=NEW, password=PASSWORD):
        return services.write(self.one, contract.public_id, iban, "Sophie Marchand", password, "here", self.insurer, self.passwords)

    def asks(self, mandate):
        return services.ask_code(self.one, mandate.public_id, self.insurer, 14, self.passwords)

    def signs(self, mandate, code=None):
        return services.sign(self.one, mandate.public_id, code or code_sent(), "iPhone", "hash", self.passwords, self.insurer,
                             14, wording)

    def changes(self, contract, iban=NEW):
        mandate = self.writes(contract, iban)
        self.asks(mandate)
        return self.signs(mandate)


def mails(kind):
    return list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind).order_by(OutgoingMail.id)))


def debited(contract, on):
    return mandate_of(contract, on).iban


def test_a_reference_fits_the_rulebook_and_its_signature_and_the_first_day_comes_after_the_agreed_days():
    assert mandate_reference("aa7204118", "7K3M9X2Q4ABC") == "AA7204118-7K3M9X2Q4ABC"
    assert len(mandate_reference("A" * 40, "7K3M9X2Q4ABC")) == 24
    assert first_use(date(2026, 12, 20), 14) == date(2027, 1, 3)
    assert (bank_of("fr14 2004 1010 0505 0001 3M02 606"), bank_of(NEW), bank_of(THIRD)) == ("La Banque Postale", "", "")


def test_a_new_account_is_debited_from_its_first_day_and_never_before(contract, customer):
    mandate = customer.changes(contract)
    assert (mandate.used_from, mandate.former_masked) == (FIRST_DAY, "FR•• •••• •••• 2606")
    assert debited(contract, FIRST_DAY - timedelta(days=1)) == OLD
    assert debited(contract, FIRST_DAY) == NEW.replace(" ", "")
    assert coming_mandate_of(contract) is mandate
    assert customer.signs(mandate, "000000") is mandate
    assert [mail.details["effective_on"] for mail in mails(MailKind.MANDATE_HANDED_OVER)] == ["2026-12-07"]
    with held_at(NOON + timedelta(days=14)), pytest.raises(Refused) as refused:
        services.revoke(customer.one, mandate.public_id, customer.insurer)
    assert refused.value.reason is Reason.MOVE_NOT_ALLOWED


def test_the_number_is_nowhere_in_clear_but_where_it_must_be(app, contract, customer):
    mandate = customer.changes(contract, THIRD)
    whole = THIRD[-11:]
    for rows in ("SELECT * FROM signed_mandate", "SELECT * FROM document", "SELECT * FROM signature", "SELECT * FROM event",
                 "SELECT * FROM outgoing_mail"):
        assert whole not in str(db.session.execute(text(rows)).all())
    db.session.expire_all()
    paper = paper_of(mandate)
    assert (paper.number, paper.facts["account"], paper.facts["used_from"]) == ("MDT-2026-000001", THIRD, "2026-12-07")
    listed = app.test_cli_runner().invoke(args=["mandates", "list", "--since", "2026-11-23"])
    assert listed.output.splitlines()[1:] == [
        f"AA-7204-118;{mandate.reference};2026-11-23;2026-12-07;Sophie Marchand;{THIRD}"]


def test_a_change_is_gone_back_on_until_its_first_day_and_everybody_is_told(contract, customer):
    mandate = customer.changes(contract)
    for _ in range(2):
        services.revoke(customer.one, mandate.public_id, customer.insurer)
    assert debited(contract, FIRST_DAY) == OLD
    assert coming_mandate_of(contract) is None
    assert paper_of(mandate).replaced_at is not None
    assert len(mails(MailKind.MANDATE_REVOKED)) == 1
    assert [mail.details["is_revoked"] for mail in mails(MailKind.MANDATE_HANDED_OVER)] == [False, True]


def test_a_second_change_revokes_the_one_that_waits_and_keeps_one_paper(contract, customer):
    first, second = customer.changes(contract), customer.changes(contract, THIRD)
    assert first.revoked_at is not None
    assert debited(contract, FIRST_DAY) == THIRD
    assert debited(contract, FIRST_DAY - timedelta(days=1)) == OLD
    standing = db.session.scalars(select(Document).where(Document.kind == "sepa_mandate", Document.replaced_at.is_(None))).all()
    assert [one.facts["reference"] for one in standing] == [second.reference]
    with held_at(NOON + timedelta(days=20)):
        assert customer.changes(contract, OLD).former_masked == "FR•• •••• •••• 0189"


def test_the_address_that_was_left_a_few_days_ago_is_told_too(contract, customer):
    with transaction() as session:
        session.add(MailLink(purpose=LinkPurpose.UNDO_EMAIL, secret_hash="x", customer_id=customer.one.id,
                             email="before@example.org", expires_at=now() + timedelta(days=3)))
    customer.changes(contract)
    assert {mail.recipient for mail in mails(MailKind.MANDATE_SIGNED)} == {customer.one.email, "before@example.org"}


def test_an_account_is_not_written_without_its_number_the_password_and_a_contract_that_is_debited(contract, customer):
    assert customer.writes(contract, NEW[:-1] + "1") is IbanFlaw.CHECK_DIGITS
    assert customer.writes(contract, "") is IbanFlaw.SHAPE
    with pytest.raises(Refused, match=Reason.WRONG_CREDENTIALS):
        customer.writes(contract, password="another")
    with pytest.raises(Refused, match=Reason.SAME_ACCOUNT):
        customer.writes(contract, OLD)
    without_identifier = Customer(replace(customer.insurer, creditor_identifier=""), customer.one, customer.passwords)
    with pytest.raises(Refused, match=Reason.NOT_CHANGEABLE):
        without_identifier.writes(contract)
    with transaction():
        contract.payment_method = "card"
    with pytest.raises(Refused, match=Reason.NOT_CHANGEABLE):
        customer.writes(contract)
    assert db.session.query(SignedMandate).count() == 0


def test_a_password_typed_an_hour_ago_signs_nothing_and_what_was_not_signed_is_forgotten(contract, customer):
    mandate = customer.writes(contract)
    customer.asks(mandate)
    with held_at(NOON + timedelta(minutes=61)):
        with pytest.raises(NotFound):
            customer.signs(mandate)
        services.purge()
    assert db.session.query(SignedMandate).count() == 0
    assert debited(contract, FIRST_DAY) == OLD


def test_a_wrong_code_or_somebody_else_signs_nothing(contract, customer, karim):
    mandate = customer.writes(contract)
    customer.asks(mandate)
    with pytest.raises(Refused, match=Reason.SIGNING_CODE_WRONG):
        customer.signs(mandate, f"{(int(code_sent()) + 1) % 10**6:06d}")
    with pytest.raises(NotFound):
        Customer(customer.insurer, karim, customer.passwords).signs(mandate)
    assert coming_mandate_of(contract) is None
    customer.signs(mandate)
    assert coming_mandate_of(contract) is mandate
