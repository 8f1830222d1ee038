"""What a customer changes: a fact without its value, a mail to them, a mail to the insurer, and nothing twice."""
import json

import pytest
from sqlalchemy import func, select

from insurance.database import db
from insurance.documents.models import Document, DocumentKind
from insurance.history.models import Event
from insurance.outbox import OutgoingMail
from insurance.people import services
from insurance.people.queries import last_changes
from insurance.people.rules import AddressFlaw, PhoneFlaw, PostalAddress
from insurance.people.services import BackOffice
from tests.support.mailbox import deliver, words

OFFICE = BackOffice("contact@insurer.example", ("AA-7204-118",))
LYON = PostalAddress("3 quai Saint-Antoine", "", "69002", "Lyon", "FR")


def events(kind):
    return list(db.session.scalars(select(Event).where(Event.kind == kind).order_by(Event.id)))


def mails():
    return sorted((mail.kind, mail.recipient) for mail in db.session.scalars(select(OutgoingMail)))


def rows(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_a_new_number_is_kept_told_to_the_customer_and_to_the_insurer(sophie):
    assert services.change_phone(sophie, "06 12 34 56 78", OFFICE) is None
    assert sophie.phone == "+33612345678"
    (event,) = events("holder.changed")
    assert (event.actor, event.customer_id, event.details) == ("customer", sophie.id, {"changes": ["phone"]})
    assert mails() == [("profile-changed", sophie.email), ("profile-handed-over", "contact@insurer.example")]


def test_a_number_can_be_taken_away(sophie):
    services.change_phone(sophie, "06 12 34 56 78", OFFICE)
    assert services.change_phone(sophie, "  ", OFFICE) is None
    assert sophie.phone is None


def test_a_wrong_number_changes_nothing(sophie):
    assert services.change_phone(sophie, "08 99 12 34 56", OFFICE) is PhoneFlaw.SPECIAL_RATE
    assert (sophie.phone, events("holder.changed"), mails()) == (None, [], [])


def test_a_new_address_is_on_the_attestation_at_once(sophie):
    assert services.change_address(sophie, LYON, OFFICE) == {}
    assert sophie.address == ("3 quai Saint-Antoine", "69002 Lyon")
    papers = list(db.session.scalars(select(Document).where(Document.kind == DocumentKind.ATTESTATION)))
    (present,) = [paper for paper in papers if paper.replaced_at is None]
    assert len(papers) == 2
    assert present.facts["holder_address"] == ["3 quai Saint-Antoine", "69002 Lyon"]
    assert events("holder.changed")[0].details == {"changes": ["address"]}


def test_a_wrong_address_changes_nothing_and_says_which_lines(sophie):
    wrong = PostalAddress("", "", "6900", "Lyon", "FR")
    assert services.change_address(sophie, wrong, OFFICE) == {
        "line1": AddressFlaw.NO_STREET, "postcode": AddressFlaw.NOT_A_POSTCODE}
    assert (sophie.city, mails()) == ("Lille", [])


def test_the_same_again_writes_nothing(sophie):
    services.change_phone(sophie, "06 12 34 56 78", OFFICE)
    services.change_address(sophie, LYON, OFFICE)
    services.choose_paper(sophie, True, OFFICE)
    before = rows(Event), rows(OutgoingMail), rows(Document)
    services.change_phone(sophie, "+33 6 12 34 56 78", OFFICE)
    services.change_address(sophie, PostalAddress("3  quai Saint-Antoine", "", "69 002", "Lyon", "FR"), OFFICE)
    services.choose_paper(sophie, True, OFFICE)
    assert (rows(Event), rows(OutgoingMail), rows(Document)) == before


def test_paper_can_be_asked_for_and_stopped_and_each_is_a_fact(sophie):
    services.choose_paper(sophie, True, OFFICE)
    assert sophie.paper_asked_at is not None
    services.choose_paper(sophie, False, OFFICE)
    assert sophie.paper_asked_at is None
    assert [len(events("paper.asked")), len(events("paper.stopped"))] == [1, 1]
    assert mails() == [("profile-changed", sophie.email)] * 2 + [("profile-handed-over", OFFICE.email)] * 2


def test_history_and_the_outbox_never_hold_the_new_values(sophie):
    services.change_phone(sophie, "06 12 34 56 78", OFFICE)
    services.change_address(sophie, LYON, OFFICE)
    kept = [event.details for event in db.session.scalars(select(Event))]
    kept += [mail.details for mail in db.session.scalars(select(OutgoingMail))]
    written = json.dumps(kept)
    assert "612345678" not in written
    assert "Antoine" not in written


def test_what_the_insurer_reads_holds_them_and_the_outbox_forgets_them_once_sent(app, sophie):
    services.change_address(sophie, LYON, OFFICE)
    mails = {mail["To"]: mail for mail in deliver(app)}
    confirmation, hand_over = mails[sophie.email], mails[OFFICE.email]
    assert confirmation["Subject"] == "Votre adresse a été modifiée"
    assert "01 86 76 70 00" in words(confirmation)
    assert "L113-2, 3°" in words(confirmation)
    assert words(hand_over).splitlines()[-2:] == ["> 3 quai Saint-Antoine", "> 69002 Lyon"]
    assert "AA-7204-118" in words(hand_over)
    db.session.rollback()
    assert set(db.session.scalars(select(OutgoingMail.secret))) == {None}


@pytest.mark.parametrize("street", ["[Payer] https://evil.example/", "- - -\r\nBcc: x@y.fr", "x\n\n[Ici] https://evil.example/"])
def test_an_address_cannot_write_the_insurers_mail(app, sophie, street):
    services.change_address(sophie, PostalAddress("1 " + street, street, "69002", "Lyon", "FR"), OFFICE)
    for mail in deliver(app):
        assert mail["Bcc"] is None
        assert 'href="https://evil' not in mail.get_body(("html",)).get_content()


def test_each_part_knows_who_changed_it_last(sophie):
    services.change_phone(sophie, "06 12 34 56 78", OFFICE)
    services.change_address(sophie, LYON, OFFICE)
    services.change_phone(sophie, "06 12 34 56 79", OFFICE)
    services.choose_paper(sophie, True, OFFICE)
    changes = last_changes(sophie)
    assert {part: event.actor for part, event in changes.items()} == {
        "phone": "customer", "address": "customer", "paper": "customer"}
    assert changes["phone"].occurred_at > changes["address"].occurred_at


def test_another_customers_changes_are_not_read(sophie, karim):
    services.change_phone(karim, "06 12 34 56 78", OFFICE)
    assert last_changes(sophie) == {}
