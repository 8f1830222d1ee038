"""Documents outlive their contract by five years; their removal is announced two months before, then done once."""
from datetime import date, timedelta
from hashlib import sha256

import pytest
from sqlalchemy import select

from insurance.attachments.models import Attachment
from insurance.claims import following
from insurance.claims.queries import contracts_with_open_claims
from insurance.clock import held_at
from insurance.contracts.models import Contract, PastClaim
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.documents.queries import documents_of, find_document, kinds_and_years
from insurance.documents.retention import Keeping, announce_removals, ended_on, remove_documents
from insurance.errors import NotFound
from insurance.history.models import Event, EventKind
from insurance.outbox import MailKind, OutgoingMail
from insurance.proofs.queries import standing_of
from tests.support.books import NOON, TODAY
from tests.support.claims import filed
from tests.support.factories import make_contract, make_customer, open_account
from tests.support.portfolio import changed

LAW = Keeping()
FILE, SHARED = b"%PDF-1.4 its own", b"%PDF-1.4 of many"
NOTICE_DAY = date(2027, 1, 23)


@pytest.fixture
def helene(app, noon):
    """A customer with an account, whose contract ended long ago: a file of its own, a shared one, a paper of facts."""
    customer = open_account(app, make_customer("Hélène", "Moreau"))
    contract = make_contract(customer, state="terminated", ends_on=date(2020, 6, 1), effective_on=date(2018, 1, 1))
    storage = app.extensions["storage"]
    with transaction() as session:
        for title, content in (("Conditions particulières", FILE), ("Conditions générales", SHARED)):
            session.add(Document(customer_id=customer.id, contract_id=contract.id, kind="other", title=title,
                                 issued_on=date(2018, 1, 1), file_key=storage.keep(content), size_bytes=len(content)))
        session.add(Document(customer_id=customer.id, contract_id=contract.id, kind="claims_history", title="",
                             issued_on=date(2020, 6, 1), number="REL-2020-000001", code="K7F3M9X2Q4AB", facts={"kind": "x"}))
    return customer


def announce(keeping=LAW):
    announce_removals(keeping, contracts_with_open_claims())


def remove(app, days=61):
    with held_at(NOON + timedelta(days=days)):
        remove_documents(app.extensions["storage"])


def days():
    db.session.expire_all()
    return {one.removal_on for one in db.session.scalars(select(Document))}


def mails():
    return [one for one in db.session.scalars(select(OutgoingMail)) if one.kind == MailKind.REMOVAL_ANNOUNCED]


def is_kept(app, content):
    try:
        return app.extensions["storage"].read(sha256(content).hexdigest()) == content
    except FileNotFoundError:
        return False


@pytest.mark.parametrize(("ended", "on", "day"), [
    (date(2020, 6, 1), TODAY, NOTICE_DAY),  # long past: two months from now
    (date(2022, 1, 23), TODAY, None), (date(2022, 1, 22), TODAY, date(2027, 1, 23)),
    (date(2021, 12, 31), TODAY, NOTICE_DAY), (date(2022, 6, 30), TODAY, None),
    (date(2020, 2, 29), date(2025, 1, 1), date(2025, 3, 1)), (date(2020, 2, 29), date(2024, 12, 31), None)])
def test_the_day_is_announced_two_months_before_and_never_before_five_years(ended, on, day):
    assert LAW.removal_day(ended, on) == day


def test_another_insurer_may_keep_longer_and_not_shorter():
    assert Keeping(years=10).removal_day(date(2020, 6, 1), TODAY) is None
    assert Keeping(notice_months=3).removal_day(date(2020, 6, 1), TODAY) == date(2027, 2, 23)
    for wrong in ({"years": 4}, {"notice_months": 1}):
        with pytest.raises(ValueError, match="L111-11"):
            Keeping(**wrong)


def test_a_removal_is_announced_once_by_a_mail_and_a_line_of_history(helene):
    announce()
    with held_at(NOON + timedelta(days=5)):
        announce()
    assert days() == {NOTICE_DAY}
    mail, = mails()
    assert (mail.recipient, mail.details["removal_on"], mail.details["count"]) == (helene.email, "2027-01-23", 3)
    events = db.session.scalars(select(Event).where(Event.kind == EventKind.REMOVAL_ANNOUNCED)).all()
    assert [one.customer_id for one in events] == [helene.id]


def test_nothing_is_announced_while_the_contract_runs_or_is_not_old_enough(app, noon):
    customer = make_customer()
    make_contract(customer, "AA-1")
    make_contract(customer, "AA-2", state="terminated", ends_on=date(2022, 6, 1), effective_on=date(2018, 1, 1))
    announce()
    assert days() == {None}


def test_who_has_no_account_is_not_written_to(app, noon):
    contract = make_contract(make_customer(), state="terminated", ends_on=date(2020, 6, 1), effective_on=date(2018, 1, 1))
    with transaction() as session:
        session.add(Document(customer_id=contract.customer_id, contract_id=contract.id, kind="other", title="x",
                             issued_on=date(2018, 1, 1), file_key="0" * 64))
    announce()
    assert days() == {NOTICE_DAY}
    assert mails() == []


def test_a_claim_that_is_still_open_keeps_its_papers(helene):
    contract_id = documents_of(helene)[0].contract_id
    announce()
    with transaction() as session:
        session.add(PastClaim(contract_id=contract_id, reference="S-1", occurred_on=date(2019, 1, 1), kind="accident",
                              at_fault_percent=0, is_closed=False))
    announce()
    assert days() == {None}


def test_a_claim_declared_here_keeps_them_until_it_has_ended(helene):
    announce()
    claim = filed(helene, contracts_of(helene)[0], when={"occurred_on": "2020-05-01"})
    announce()
    assert days() == {None}
    following.withdraw(helene, claim.public_id)
    announce()
    assert days() == {NOTICE_DAY}


def test_an_end_that_the_insurer_corrects_takes_the_announcement_back(helene, app):
    announce()
    with transaction() as session:
        session.get(Contract, documents_of(helene)[0].contract_id).ends_on = date(2025, 6, 1)
    announce()
    assert days() == {None}
    remove(app)
    assert len(documents_of(helene)) == 3


def test_nothing_is_removed_before_its_day(helene, app):
    announce()
    remove(app, 60)
    assert len(documents_of(helene)) == 3


def test_a_file_goes_with_its_day_and_the_line_stays_for_who_holds_the_code(helene, app):
    announce()
    remove(app)
    assert documents_of(helene) == []
    assert kinds_and_years(helene) == ([], [])
    assert not is_kept(app, FILE)
    assert not is_kept(app, SHARED)
    for row in db.session.scalars(select(Document)):
        assert (row.facts, row.removed_at is not None) == (None, True)
        with pytest.raises(NotFound):
            find_document(helene, row.public_id)
    assert standing_of("K7F3M9X2Q4AB", NOON).paper.number == "REL-2020-000001"


def test_the_facts_of_a_removed_paper_are_no_longer_in_the_database(helene, app):
    announce()
    remove(app)
    assert db.session.scalars(select(Document.id).where(Document.facts.is_not(None))).all() == []


def test_a_removal_is_a_line_of_history_and_is_done_once(helene, app):
    announce()
    for _ in range(2):
        remove(app)
    lines = db.session.scalars(select(Event).where(Event.kind == EventKind.DOCUMENTS_REMOVED)).all()
    assert [one.details["count"] for one in lines] == [3]


@pytest.mark.parametrize("who", ["another contract", "an attachment"])
def test_bytes_that_something_else_still_names_stay(helene, app, who):
    key = app.extensions["storage"].keep(SHARED)
    other = make_contract(make_customer("Karim", "Benali"), "AA-9")
    with transaction() as session:
        if who == "another contract":
            session.add(Document(customer_id=other.customer_id, contract_id=other.id, kind="other", title="x",
                                 issued_on=TODAY, file_key=key))
        else:
            session.add(Attachment(customer_id=helene.id, file_key=key, thumbnail_key=None, media_type="application/pdf",
                                   size_bytes=1, received_sha256=key, received_bytes=1, name="x"))
    announce()
    remove(app)
    assert is_kept(app, SHARED)
    assert not is_kept(app, FILE)


def test_bytes_that_an_import_has_just_kept_again_stay(helene, app):
    announce()
    with held_at(NOON + timedelta(days=61, hours=-1)):
        app.extensions["storage"].keep(FILE)
    remove(app)
    assert is_kept(app, FILE)
    remove(app, 63)
    assert not is_kept(app, FILE)


def test_a_file_that_the_insurer_still_mentions_does_not_come_back(bring_in, app):
    old = changed("status", "terminated", changed("end_date", "2020-06-01", changed("effective_date", "2018-01-02")))
    bring_in(old)
    announce()
    remove(app)
    with held_at(NOON + timedelta(days=70)):
        bring_in(changed("termination_reason", "Vente", old))
    standing = db.session.scalars(select(Document).where(Document.removed_at.is_(None))).all()
    assert [one.kind for one in standing] == []


@pytest.mark.parametrize(("values", "day"), [({}, None), ({"ends_on": date(2026, 1, 1)}, date(2026, 1, 1)),
                                             ({"state": "terminated"}, TODAY)])
def test_a_contract_ends_on_its_day_or_when_its_end_was_first_said(app, noon, values, day):
    assert ended_on(make_contract(make_customer(), **values)) == day
