"""Two hands write a holder's details: the customer here, the insurer's files there. Neither undoes the other."""
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from sqlalchemy import func, select

from insurance.accounts import email_change
from insurance.accounts.queries import account_of
from insurance.clock import held_at, now, today
from insurance.contracts.models import Contract, ContractVersion
from insurance.corrections import services as corrections
from insurance.corrections.models import CorrectionCause
from insurance.corrections.rules import identity_of
from insurance.database import db, transaction
from insurance.history.models import Event, EventKind
from insurance.outbox import OutgoingMail
from insurance.people import services
from insurance.people.models import Customer
from insurance.people.rules import PostalAddress
from insurance.people.services import BackOffice
from insurance.portfolio.reader import read
from insurance.portfolio.services import import_portfolio
from tests.support.factories import PASSWORD, make_attachment, open_account
from tests.support.portfolio import LINE, as_bytes, changed

OFFICE = BackOffice("contact@insurer.example", ())
FIRST, SECOND, THIRD = "AA-7204-118", "AA-0000-002", "AA-0000-003"
HERE = PostalAddress("3 quai Saint-Antoine", "Bâtiment B", "69002", "Lyon", "FR")
NEW_EMAIL = "sophie@example.net"


@pytest.fixture
def bring_in(app, tmp_path):
    """Import lines, without their papers, and return what became of each."""
    files = (tmp_path / f"portfolio-{number}.jsonl" for number in count())

    def bring_in(*lines):
        path = next(files)
        path.write_bytes(b"".join(as_bytes(changed("documents", [], one)) for one in lines))
        return [one.outcome for one in import_portfolio(read(path, today=today()), app.extensions["storage"])]
    return bring_in


@pytest.fixture
def sophie(app, bring_in):
    """Sophie as a first import makes her, with an account."""
    bring_in(LINE)
    return open_account(app, holder())


@pytest.fixture
def change_email(app, sophie, passwords):
    """Change Sophie's e-mail here, all the way."""
    def change_email(email=NEW_EMAIL):
        email_change.ask(sophie, email, PASSWORD, "address", passwords)
        secret = db.session.scalar(select(OutgoingMail.secret).where(OutgoingMail.recipient == email))
        email_change.confirm(secret, OFFICE.email, passwords, signed_in=sophie)
        assert sophie.email == email
    return change_email


def line(number=FIRST, **holder):
    """Return Sophie's line under a number, with some of what it says of its holder changed (`address__city=…`)."""
    one = changed("contract_number", number)
    for path, value in holder.items():
        one = changed("holder." + path.replace("__", "."), value, one)
    return one


def holder(number=FIRST):
    db.session.expire_all()
    return db.session.scalar(select(Customer).join(Contract).where(Contract.number == number))


def people():
    return db.session.scalar(select(func.count()).select_from(Customer))


def insurers_changes():
    query = select(Event.details).where(Event.kind == EventKind.HOLDER_CHANGED, Event.actor == "insurer")
    return [details["changes"] for details in db.session.scalars(query.order_by(Event.occurred_at))]


def move_here(customer):
    services.change_address(customer, HERE, OFFICE)
    services.change_phone(customer, "06 12 34 56 78", OFFICE)


# What customers changed stays

def test_the_same_old_file_does_not_undo_what_the_customer_changed(bring_in, sophie):
    move_here(sophie)
    assert bring_in(LINE) == ["unchanged"]
    assert (holder().city, holder().phone) == ("Lyon", "+33612345678")


def test_nor_does_an_old_address_in_a_line_that_changes_otherwise(bring_in, sophie):
    move_here(sophie)
    assert bring_in(changed("premium.annual_cents", 50000)) == ["updated"]
    assert bring_in(line(title="M.")) == ["updated"]
    assert (holder().title, holder().city, holder().phone) == ("M.", "Lyon", "+33612345678")
    assert insurers_changes() == [["title"]]


def test_each_field_counts_for_itself(bring_in, sophie):
    move_here(sophie)
    bring_in(line(phone="+33700000001"))
    assert (holder().phone, holder().address) == ("+33700000001", sophie.address)
    assert holder().city == "Lyon"


def test_a_number_added_here_is_not_taken_away_by_a_file_that_never_had_one(app, bring_in):
    bring_in(line(phone=None))
    services.change_phone(holder(), "06 12 34 56 78", OFFICE)
    bring_in(line(phone=None, title="M."))
    assert holder().phone == "+33612345678"


def test_another_spelling_of_the_old_value_is_not_news(bring_in, sophie):
    move_here(sophie)
    bring_in(line(address__line1="14 RUE DES BOUCHERS", address__city="LILLE", phone="+33 6 39 98 01 18"))
    assert (holder().address_line1, holder().city, holder().phone) == (HERE.line1, "Lyon", "+33612345678")


def test_another_spelling_reaches_those_who_changed_nothing(bring_in, sophie):
    bring_in(line(address__line1="14, rue des Bouchers"))
    assert holder().address_line1 == "14, rue des Bouchers"


# What the insurer really changes wins

def test_a_genuinely_new_value_wins_and_is_a_fact_of_the_insurers(bring_in, sophie):
    move_here(sophie)
    assert bring_in(line(address__line1="5 place Bellecour", address__city="Lyon 2e")) == ["updated"]
    assert (holder().address_line1, holder().city) == ("5 place Bellecour", "Lyon 2e")
    assert holder().postcode == "69002", "what the file did not change stays"
    assert insurers_changes() == [["address_line1", "city"]]


def test_when_the_insurer_has_caught_up_nothing_happens_and_its_next_word_counts(bring_in, sophie):
    move_here(sophie)
    bring_in(line(address__city="Lyon"))
    assert insurers_changes() == []
    bring_in(line(address__city="Villeurbanne"))
    assert holder().city == "Villeurbanne"


def test_the_insurer_coming_back_to_its_old_value_later_is_heard(bring_in, sophie):
    bring_in(line(address__city="Roubaix"))
    services.change_address(holder(), HERE, OFFICE)
    bring_in(LINE)
    assert holder().city == "Lille"


def test_a_number_that_the_insurer_takes_away_is_taken_away(bring_in, sophie):
    bring_in(line(phone=None))
    assert holder().phone is None


# The e-mail that makes one person

def test_an_e_mail_changed_here_leaves_the_same_person_whatever_the_old_file_says(bring_in, sophie, change_email):
    change_email()
    assert bring_in(LINE) == ["unchanged"]
    assert bring_in(line(address__city="Roubaix")) == ["updated"]
    assert (people(), holder().id, holder().email, holder().city) == (1, sophie.id, NEW_EMAIL, "Roubaix")
    assert account_of(holder()).email_verified_at is not None


def test_a_new_contract_under_the_old_e_mail_joins_the_same_person(bring_in, sophie, change_email):
    change_email()
    assert bring_in(line(SECOND), line(THIRD, email="SOPHIE.Marchand@example.org")) == ["created", "created"]
    assert (people(), holder(SECOND).id, holder(THIRD).id) == (1, sophie.id, sophie.id)
    assert holder().email == NEW_EMAIL


def test_a_new_contract_under_the_e_mail_chosen_here_joins_the_same_person_too(bring_in, sophie, change_email):
    change_email()
    bring_in(line(SECOND, email=NEW_EMAIL))
    assert (people(), holder(SECOND).id) == (1, sophie.id)


def test_a_name_corrected_under_the_old_e_mail_leaves_the_same_person(bring_in, sophie, change_email):
    change_email()
    bring_in(line(last_name="Marchand-Duval"))
    assert (people(), holder().id, holder().last_name) == (1, sophie.id, "Marchand-Duval")
    bring_in(line(SECOND, last_name="MARCHAND DUVAL"))
    assert (people(), holder(SECOND).id) == (1, sophie.id)


def test_the_insurer_catching_up_with_the_e_mail_changes_nothing_and_it_is_known_by_it(bring_in, sophie, change_email):
    change_email()
    bring_in(line(email=NEW_EMAIL))
    assert (insurers_changes(), account_of(holder()).email_verified_at is None) == ([], False)
    bring_in(line(email=NEW_EMAIL, last_name="Duval"))
    assert (people(), holder().id, holder().last_name) == (1, sophie.id, "Duval")


def test_an_e_mail_that_the_insurer_corrects_wins_and_must_be_confirmed(bring_in, sophie, change_email):
    change_email()
    bring_in(line(email="s.marchand@example.com"))
    assert (people(), holder().id, holder().email) == (1, sophie.id, "s.marchand@example.com")
    assert account_of(holder()).email_verified_at is None
    assert insurers_changes() == [["email"]]


def test_an_e_mail_put_back_is_still_the_same_person(bring_in, sophie, change_email, passwords):
    change_email()
    secret = db.session.scalar(select(OutgoingMail.secret).where(OutgoingMail.kind == "email-changed"))
    email_change.undo(secret, OFFICE.email, passwords)
    bring_in(line(SECOND))
    assert (people(), holder().email) == (1, "sophie.marchand@example.org")


# The thief's e-mail, that the insurer noted before the owner put theirs back

@pytest.fixture
def stolen(sophie, change_email, passwords):
    """Change Sophie's e-mail twice as a thief does, then let her put hers back; return when."""
    change_email("thief@example.net")
    change_email("thief@example.com")
    query = select(OutgoingMail.secret).where(OutgoingMail.recipient == "sophie.marchand@example.org",
                                              OutgoingMail.kind == "email-changed")
    email_change.undo(db.session.scalar(query), OFFICE.email, passwords)
    assert sophie.email == "sophie.marchand@example.org"
    return now()


@pytest.mark.parametrize("thiefs", ["thief@example.net", "Thief@example.com"])
def test_a_file_does_not_give_the_account_back_to_the_thief(bring_in, sophie, stolen, thiefs):
    assert bring_in(line(email=thiefs, address__city="Roubaix")) == ["updated"]
    assert (people(), holder().email, holder().city) == (1, "sophie.marchand@example.org", "Roubaix")
    bring_in(LINE)
    assert holder().email == "sophie.marchand@example.org"


def test_a_month_later_the_insurer_may_give_it_for_good(bring_in, sophie, stolen):
    with held_at(stolen + timedelta(days=30, seconds=1)):
        bring_in(line(email="thief@example.net"))
        assert holder().email == "thief@example.net"


def test_an_address_chosen_again_here_is_no_longer_refused(bring_in, sophie, stolen, change_email, passwords, app):
    account = account_of(holder())
    with transaction():
        account.password_hash = passwords.hash(PASSWORD)
        db.session.query(OutgoingMail).delete()
    change_email("thief@example.net")
    bring_in(line(email="thief@example.net"))
    assert holder().refused_emails.keys() == {"thief@example.com"}
    assert holder().imported_email == "thief@example.net"


# Others

def test_somebody_who_has_the_old_e_mail_now_is_somebody_else(bring_in, sophie, change_email):
    change_email()
    bring_in(line(SECOND, first_name="Antoine", birth_date="1987-11-30"))
    assert (people(), holder(SECOND).full_name) == (2, "Antoine Marchand")


# Two contracts of one person

def test_a_new_contract_brings_only_what_none_of_the_others_said(bring_in, sophie):
    move_here(sophie)
    bring_in(line(SECOND), line(THIRD, phone="+33700000001"))
    assert (people(), holder().city, holder().phone) == (1, "Lyon", "+33700000001")
    assert insurers_changes() == [["phone"]]


def test_contracts_that_arrive_together_are_one_person_who_keeps_her_own_address(bring_in, app):
    bring_in(line(FIRST), line(SECOND), line(THIRD))
    services.change_address(holder(), HERE, OFFICE)
    bring_in(line(FIRST, title="M."), line(SECOND, title="M."), line(THIRD, title="M."))
    assert (people(), holder(THIRD).city) == (1, "Lyon")


def test_the_second_contract_does_not_take_back_what_the_first_corrected(bring_in, sophie):
    bring_in(line(SECOND))
    bring_in(line(FIRST, address__city="Roubaix", last_name="Duval"))
    bring_in(line(SECOND, phone="+33700000001"))
    assert (people(), holder().city, holder().last_name) == (1, "Roubaix", "Duval")
    assert holder().name_key == "duval|sophie"
    assert holder().phone == "+33700000001"


def test_a_contract_handed_to_a_known_person_does_not_undo_what_they_changed(bring_in, sophie):
    karim = {"title": "M.", "first_name": "Karim", "last_name": "Benali", "birth_date": "1990-01-01",
             "email": "karim@example.org"}
    bring_in(line(SECOND, **karim))
    services.change_address(holder(SECOND), HERE, OFFICE)
    bring_in(line(FIRST, **karim))
    assert holder(FIRST).id == holder(SECOND).id != sophie.id
    assert holder(FIRST).city == "Lyon"


@pytest.fixture
def corrected(app, sophie, adviser):
    """Sophie, once the desk has corrected her name and her birth date, both at once."""
    asked = replace(identity_of(sophie), last_name="Duval", birth_name="Marchand", born_on=date(1989, 4, 18))
    proof = [make_attachment(app, sophie)]
    reference = corrections.ask(sophie, asked, CorrectionCause.MARRIAGE, "", proof).reference
    corrections.accept(reference, adviser, OFFICE.email)
    return sophie


def test_an_identity_corrected_here_survives_the_files_that_still_say_the_former_one(bring_in, corrected):
    assert bring_in(LINE) == ["unchanged"]
    assert bring_in(line(address__city="Roubaix"), line(SECOND)) == ["updated", "created"]
    assert (people(), holder().id, holder(SECOND).id) == (1, corrected.id, corrected.id)
    assert (holder().last_name, holder().birth_name, holder().born_on) == ("Duval", "Marchand", date(1989, 4, 18))
    assert (holder().name_key, holder().city) == ("duval|sophie", "Roubaix")


def test_the_insurer_catching_up_with_an_identity_changes_nothing_and_a_newer_one_is_heard(bring_in, corrected):
    bring_in(line(last_name="DUVAL", birth_date="1989-04-18"))
    assert (people(), holder().last_name, insurers_changes()) == (1, "DUVAL", [["last_name"]])
    bring_in(line(last_name="Duval-Petit", birth_date="1989-04-18"))
    assert (people(), holder().id, holder().last_name) == (1, corrected.id, "Duval-Petit")


def test_a_version_without_facts_hears_the_whole_file(bring_in, sophie):
    with transaction():
        db.session.scalar(select(ContractVersion)).facts = {}
    bring_in(line(address__city="Roubaix", birth_date="1989-04-18"))
    assert (holder().city, holder().born_on) == ("Roubaix", date(1989, 4, 18))
