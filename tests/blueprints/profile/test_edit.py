"""Editing in place: what a swap shows is what a reload shows, and nothing that was typed is lost."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from insurance.accounts import email_change
from insurance.accounts.models import Account
from insurance.database import db, transaction
from insurance.history.models import Event, EventKind
from insurance.outbox import OutgoingMail
from tests.support.browser import HX
from tests.support.dom import parse
from tests.support.factories import PASSWORD

PARTS = {"address": "/profil/adresse", "phone": "/profil/telephone", "email": "/profil/e-mail"}
ADDRESS = {"line1": "3 quai Saint-Antoine", "line2": "Bâtiment B", "postcode": "69 002", "city": "Lyon",
           "country": "FR"}
NEW = "sophie@example.net"
CHECK = "Confirmez votre adresse e\u2011mail"


def without_tokens(page):
    """Return the page without what changes from one second to the next."""
    for node in page.walk():
        if node.attrs.get("name") == "csrf_token":
            node.attrs["value"] = ""
        node.attrs.pop("data-hx-headers:inherited", None)
    return page


def edit(browser, part):
    return browser.visit(f"{PARTS[part]}?modifier=1")


def focused(page):
    return [node for node in page.walk() if "autofocus" in node.attrs]


def mails(kind):
    return list(db.session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.kind == kind)))


# The page

def test_the_profile_says_who_the_customer_is_and_hides_a_part_of_the_birth_date(browser):
    page = browser.visit("/profil/")
    words = page.by_id("main").text
    assert "Mme Sophie Marchand" in words
    assert "14 mars 19" in words
    assert "1988" not in words
    assert "7 rue des Tilleuls" in words
    assert "sophie.marchand@example.org" in words
    assert focused(page) == []


def test_a_name_is_not_edited_here_but_there_is_a_way(browser):
    page = browser.visit("/profil/")
    assert [link.text for link in page.all("a", href="/profil/identite")] == ["Corriger mon identité"]
    assert not [node for node in page.all("input") if node.attrs.get("name") in ("first_name", "last_name")]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("query", ["", "?modifier=1"])
def test_a_part_that_is_swapped_is_the_part_that_a_reload_shows(browser, part, query):
    browser.visit("/profil/")
    swapped = without_tokens(browser.swap(PARTS[part] + query, into=part))
    assert swapped == without_tokens(browser.visit(PARTS[part] + query))


@pytest.mark.parametrize("part", PARTS)
def test_the_part_that_was_asked_for_takes_the_focus_and_can_be_left(browser, part):
    page = edit(browser, part)
    (heading,) = focused(page)
    assert heading.tag == "h2"
    assert heading.parent.attrs["id"] == part
    ways_out = [link for link in page.all("a", href=PARTS[part] + "?modifier=0") if link.text == "Annuler"]
    assert len(ways_out) == 1
    assert len(page.all("form", data_hx_target=f"#{part}")) == 1


def test_only_one_part_is_edited_at_a_time(browser):
    assert len([form for form in edit(browser, "phone").all("form") if form.attrs["action"] in PARTS.values()]) == 1


# Saving

def test_an_address_is_saved_without_javascript(browser, sophie):
    edit(browser, "address")
    page = browser.send("/profil/adresse", **ADDRESS)
    assert browser.url == "/profil/adresse"
    assert "Votre adresse est enregistrée." in page.by_id("notices").text
    part = page.by_id("address").text
    assert "3 quai Saint-Antoine Bâtiment B 69002 Lyon" in part
    assert "Modification prise en compte le" in part
    assert "sur vos contrats au plus tard le" in part
    assert "cotisation" in part
    assert "L113-2, 3°" in part
    assert (sophie.city, sophie.postcode) == ("Lyon", "69002")


def test_an_address_is_saved_by_a_fragment_that_brings_its_notice(browser):
    edit(browser, "address")
    answer = browser.post("/profil/adresse", ADDRESS, headers=HX, follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.method == "GET"
    part, notices = [node for node in parse(answer.text).children if not isinstance(node, str)]
    assert part.attrs["id"] == "address"
    assert focused(part)[0].text == "Adresse postale"
    assert notices.attrs["data-hx-swap-oob"] == "innerHTML:#notices"
    assert notices.text == "Votre adresse est enregistrée."


def test_a_day_later_the_address_is_on_the_contracts(browser, sophie):
    edit(browser, "address")
    browser.send("/profil/adresse", **ADDRESS)
    db.session.execute(db.text("DROP TRIGGER event_no_update"))
    for event in db.session.scalars(select(Event).where(Event.kind == EventKind.HOLDER_CHANGED)):
        event.occurred_at -= timedelta(hours=24)
    db.session.commit()
    part = browser.visit("/profil/").by_id("address").text
    assert "Modification prise en compte le" in part
    assert "au plus tard" not in part


def test_a_phone_number_is_taken_into_account_at_once(browser, sophie):
    edit(browser, "phone")
    part = browser.send("/profil/telephone", number="06.12.34.56.78").by_id("phone").text
    assert "06 12 34 56 78" in part
    assert "Modification prise en compte le" in part
    assert sophie.phone == "+33612345678"
    assert edit(browser, "phone").by_id("number").attrs["value"] == "06\u00a012\u00a034\u00a056\u00a078"


def test_an_address_abroad_is_shown_with_its_country_and_kept_in_the_list(browser, sophie):
    edit(browser, "address")
    page = browser.send("/profil/adresse", **ADDRESS | {"country": "BE", "postcode": "1000"})
    assert "1000 Lyon Belgique" in page.by_id("address").text
    with transaction():
        sophie.country = "SE"  # as an import may say
    options = edit(browser, "address").by_id("country").all("option")
    assert [option.text for option in options if "selected" in option.attrs] == ["SE"]


# Refused, with everything that was typed

def test_a_refused_address_keeps_what_was_typed_and_says_what_to_do_next_to_each_field(browser, sophie):
    edit(browser, "address")
    typed = {"line1": "…", "line2": "Chez <b>moi</b> 🏠", "postcode": "6900", "city": "69002", "country": "FR"}
    page = browser.send("/profil/adresse", status=422, **typed)
    for name, value in typed.items():
        field = page.by_id(name)
        assert field.attrs.get("value", "FR") == value
        if name != "country":
            assert field.attrs["aria-invalid"] == "true"
            assert page.by_id(f"{name}-error").text
    (summary,) = focused(page)
    assert summary.attrs["class"] == "error-summary"
    assert sophie.city == "Lille"


def test_a_refused_form_is_the_same_fragment(browser):
    edit(browser, "phone")
    answer = browser.post("/profil/telephone", {"number": "12"}, headers=HX)
    assert answer.status_code == 422
    (part,) = [node for node in parse(answer.text).children if not isinstance(node, str)]
    assert part.attrs["id"] == "phone"
    assert part.by_id("number").attrs["value"] == "12"
    assert focused(part)[0].attrs["class"] == "error-summary"


@pytest.mark.parametrize(("path", "values"), [
    ("/profil/adresse", ADDRESS | {"line1": "x" * 201}), ("/profil/adresse", ADDRESS | {"city": "x" * 121}),
    ("/profil/adresse", ADDRESS | {"postcode": "1" * 13, "country": "BE"}),
    ("/profil/adresse", ADDRESS | {"country": "XX"}), ("/profil/adresse", {}),
    ("/profil/telephone", {"number": "1" * 41}),
    ("/profil/e-mail", {"new_email": "a@b.fr"}), ("/profil/e-mail", {"new_email": "x" * 255, "current": PASSWORD}),
])
def test_what_no_form_offers_is_refused_in_words(browser, path, values):
    answer = browser.post(path, values)
    assert answer.status_code == 422
    assert "à revoir" in answer.text
    assert not re.search(r"This field|Not a valid|Field must", answer.text)


def test_fields_that_the_form_does_not_have_are_ignored(browser, sophie, karim):
    browser.post("/profil/adresse", ADDRESS | {
        "last_name": "Benali", "email": NEW, "id": str(karim.id), "customer_id": str(karim.id), "phone": "+33612345678",
        "born_on": "2000-01-01", "paper_asked_at": "2020-01-01"})
    assert (sophie.city, sophie.last_name, sophie.email, sophie.phone) == (
        "Lyon", "Marchand", "sophie.marchand@example.org", None)
    assert (karim.city, sophie.paper_asked_at, sophie.born_on.year) == ("Lille", None, 1988)


def test_a_form_is_not_for_machines(browser):
    answers = {browser.post("/profil/telephone", {"number": "12"}).status_code for _ in range(31)}
    assert answers == {422, 429}


# The e-mail

def ask_for(browser, email=NEW, password=PASSWORD, status=200):
    edit(browser, "email")
    return browser.send("/profil/e-mail", status=status, new_email=email, current=password)


def test_asking_for_another_address_shows_what_waits_and_changes_nothing(browser, sophie):
    part = ask_for(browser).by_id("email")
    assert "Changement en attente" in part.text
    assert NEW in part.text
    assert sophie.email in part.text
    assert {form.attrs["action"] for form in part.all("form")} == {"/profil/e-mail/renvoi", "/profil/e-mail/annulation"}
    assert not part.all("a", href="/profil/e-mail?modifier=1")


def test_a_wrong_password_is_said_next_to_it_and_the_address_is_kept(browser):
    page = ask_for(browser, password="not this one", status=422)
    assert page.by_id("new_email").attrs["value"] == NEW
    assert "value" not in page.by_id("current").attrs or page.by_id("current").attrs["value"] == ""
    assert "Ce mot de passe est incorrect." in page.by_id("current-error").text


@pytest.mark.parametrize("email", ["nobody", "sophie@gmial.com", "rené@example.org", "sophie.marchand@example.org",
                                   "a@b.fr\r\nBcc: c@d.fr"])
def test_an_obviously_wrong_address_is_said_next_to_it(browser, email):
    answer = browser.post("/profil/e-mail", {"new_email": email, "current": PASSWORD})
    assert answer.status_code == 422
    assert "new_email-error" in answer.text
    assert mails("email-confirm") == []


def test_the_answer_is_the_same_whoever_else_has_the_address(browser, karim):
    def answer(email):
        page = ask_for(browser, email)
        words = page.by_id("main").text.replace(email, "…"), page.by_id("notices").text
        email_change.drop(db.session.scalar(select(Account).where(Account.customer_id != karim.id)).customer)
        return words

    assert answer("nobody@example.net") == answer(karim.email)


def test_the_link_can_be_sent_again_and_the_request_dropped(browser, sophie):
    ask_for(browser)
    page = browser.send("/profil/e-mail/renvoi")
    assert "Un nouveau lien est parti." in page.by_id("notices").text
    assert mails("email-confirm") == [NEW, NEW]
    page = browser.send("/profil/e-mail/annulation")
    assert "Changement en attente" not in page.text
    assert email_change.pending_change(sophie) is None


def test_sending_again_what_no_longer_waits_is_not_found(browser):
    assert browser.post("/profil/e-mail/renvoi").status_code == 404


def test_too_many_links_are_refused_in_words(browser):
    ask_for(browser)
    for _ in range(email_change.MAILS_PER_HOUR - 1):
        browser.send("/profil/e-mail/renvoi")
    answer = browser.post("/profil/e-mail/renvoi", headers=HX)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (409, "#notices")
    assert "Réessayez un peu plus tard" in answer.text


# Once a year

def test_an_address_that_was_not_confirmed_for_a_year_asks_to_be(browser, sophie):
    assert CHECK not in browser.visit("/profil/").text
    with transaction():
        db.session.get(Account, sophie.id).email_verified_at -= timedelta(days=366)
    assert CHECK in browser.visit("/profil/").by_id("email").text
    page = browser.send("/profil/e-mail/verification")
    assert "Un e-mail vient de partir." in page.by_id("notices").text
    assert mails("email-check") == [sophie.email]


def test_an_address_never_confirmed_asks_too(browser, sophie):
    with transaction():
        db.session.get(Account, sophie.id).email_verified_at = None
    assert CHECK in browser.visit("/profil/").text
