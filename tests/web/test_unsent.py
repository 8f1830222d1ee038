"""What was typed when the session had ended comes back to whoever typed it, is seen by nobody else, and is sent by nobody."""
import re
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from insurance.accounts.models import SignedInDevice
from insurance.clock import held_at, now, today
from insurance.contracts.models import Contract
from insurance.database import db, transaction
from insurance.outbox import OutgoingMail
from insurance.staff.models import DeskSession
from insurance.unsent import UnsentForm
from tests.support.browser import HX
from tests.support.factories import PASSWORD
from tests.support.routes import things_of

TYPED = {"line1": "3 quai Saint-Antoine", "line2": "Bât. B", "postcode": "6900", "city": "Lyon", "country": "BE"}


def let_lapse():
    with transaction() as session:
        session.execute(update(SignedInDevice).values(seen_at=now() - timedelta(hours=2)))


def unsent():
    return list(db.session.scalars(select(UnsentForm)))


def mails():
    return list(db.session.scalars(select(OutgoingMail.kind)))


def fields_of(page, action):
    """Return what the fields of a form hold, as a person sees them."""
    form = next(node for node in page.all("form") if node.attrs.get("action", action) == action)
    held = {}
    for node in form.walk():
        name = node.attrs.get("name")
        if node.tag == "textarea":
            held[name] = node.text
        elif node.tag == "select":
            held[name] = next((one.attrs["value"] for one in node.all("option") if "selected" in one.attrs), None)
        elif node.tag == "input" and node.attrs.get("type") == "radio":
            if "checked" in node.attrs:
                held[name] = node.attrs["value"]
        elif node.tag == "input" and node.attrs.get("type") != "hidden":
            held[name] = node.attrs.get("value", "")
    return held


def sign_in_again(browser, person):
    """Fill the sign-in page that is open, and return the page that follows."""
    return browser.send("/connexion", identifier=person.email, password=PASSWORD)


@pytest.fixture
def too_late(browser):
    """Sophie's browser, in which she typed an address after her session had ended; the sign-in page is open."""
    browser.visit("/profil/adresse?modifier=1")
    let_lapse()
    browser.send("/profil/adresse", **TYPED)
    return browser


def test_the_address_typed_too_late_comes_back_in_its_form_and_nothing_was_sent(too_late, sophie):
    assert too_late.url == "/connexion"
    assert "retrouver ce que vous aviez écrit" in too_late.page.by_id("main").text
    page = sign_in_again(too_late, sophie)
    assert too_late.url == "/profil/adresse"
    assert fields_of(page, "/profil/adresse") == TYPED
    assert "rien n’a été envoyé" in page.by_id("notices").text
    assert not page.all("p", class_="field__error")
    assert sophie.city == "Lille"
    assert mails() == []


def test_it_is_there_again_after_a_reload_until_it_is_sent(too_late, sophie):
    sign_in_again(too_late, sophie)
    assert fields_of(too_late.visit("/profil/adresse"), "/profil/adresse")["city"] == "Lyon"
    page = too_late.send("/profil/adresse", 422, postcode="6900", country="FR")
    assert "cinq chiffres" in page.by_id("address").text
    assert unsent() == []
    too_late.send("/profil/adresse", postcode="69002", country="FR")
    assert sophie.city == "Lyon"
    assert "3 quai" in too_late.visit("/profil/adresse").by_id("address").text
    assert too_late.page.all("form", action="/profil/adresse") == []


def test_a_fragment_that_comes_too_late_leaves_for_the_sign_in_page_and_comes_back(browser, sophie):
    browser.visit("/profil/")
    token = browser.token
    let_lapse()
    answer = browser.ask("/profil/telephone", "POST", data={"csrf_token": token, "number": "06 12 34"},
                         headers=HX | {"HX-Current-URL": "http://localhost/profil/"})
    assert answer.status_code == 401
    browser.visit(answer.headers["HX-Redirect"])
    page = sign_in_again(browser, sophie)
    assert fields_of(page, "/profil/telephone") == {"number": "06 12 34"}


def test_somebody_else_who_signs_in_never_sees_it(too_late, karim, sophie):
    page = sign_in_again(too_late, karim)
    assert too_late.url == "/"
    assert "rien n’a été envoyé" not in page.text
    assert unsent() == []
    page = too_late.visit("/profil/adresse?modifier=1")
    assert fields_of(page, "/profil/adresse")["city"] == "Lille"
    too_late.client.delete_cookie("sid")
    assert "Bonjour Sophie" in too_late.sign_in(sophie.email, PASSWORD).text


def test_it_is_not_given_to_its_writer_in_another_browser(too_late, sophie, visitor):
    visitor.sign_in(sophie.email, PASSWORD)
    assert fields_of(visitor.visit("/profil/adresse?modifier=1"), "/profil/adresse")["city"] == "Lille"


def test_after_half_an_hour_it_is_gone(too_late, sophie):
    with held_at(now() + timedelta(minutes=31)):
        page = sign_in_again(too_late, sophie)
        assert too_late.url == "/"
        assert "rien n’a été envoyé" not in page.text


@pytest.mark.parametrize(("page", "sent"), [
    ("/profil/mot-de-passe", {"current": PASSWORD, "password": "Autre-chose-7!"}),
    ("/profil/e-mail?modifier=1", {"new_email": "sophie@example.net", "current": PASSWORD}),
])
def test_passwords_are_never_kept(browser, sophie, page, sent):
    browser.visit(page)
    let_lapse()
    browser.send(page.partition("?")[0], **sent)
    assert PASSWORD not in "".join(form.fields for form in unsent())
    back = sign_in_again(browser, sophie)
    assert browser.url == page.partition("?")[0]
    assert set(fields_of(back, browser.url).values()) <= {"", "sophie@example.net"}


def test_what_is_kept_is_sealed(too_late):
    with db.engine.connect() as connection:
        (raw,) = connection.exec_driver_sql("SELECT fields FROM unsent_form").scalars()
    assert "Saint-Antoine" not in raw
    assert "Saint-Antoine" in unsent()[0].fields


def test_a_date_that_cannot_be_read_comes_back_as_it_was_typed(browser, sophie):
    start = f"/resiliation/contrats/{things_of(sophie)[Contract]}"
    browser.visit(f"{start}/motif")
    browser.send(f"{start}/motif", motive="vehicle_sold")
    assert browser.url == f"{start}/date"
    let_lapse()
    browser.send(f"{start}/date", on="le 3 de ce mois")
    page = sign_in_again(browser, sophie)
    assert browser.url == f"{start}/date"
    assert fields_of(page, browser.url) == {"on": "le 3 de ce mois"}
    assert not page.all("p", class_="field__error")
    page = browser.send(f"{start}/date", on=today().strftime("%d/%m/%Y"))
    assert browser.url == f"{start}/recapitulatif"


def test_a_question_to_the_insurer_comes_back_with_its_lines(browser, sophie):
    text = "Bonjour,\nma carte verte\nn’arrive pas."
    browser.visit("/contact")
    let_lapse()
    browser.send("/contact", subject="Carte verte", text=text)
    assert browser.url == "/connexion"
    page = sign_in_again(browser, sophie)
    assert browser.url == "/contact"
    held = fields_of(page, "/contact")
    assert held["subject"] == "Carte verte"
    assert page.all("textarea")[0].text == " ".join(text.split())
    assert held["email"] == sophie.email
    assert mails() == []


def test_two_tabs_that_come_too_late_both_come_back(too_late, sophie):
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', too_late.ask("/contact").text)[1]
    answer = too_late.ask("/profil/telephone", "POST", data={"csrf_token": token, "number": "07 11"})
    assert answer.status_code == 303
    page = sign_in_again(too_late, sophie)
    assert fields_of(page, "/profil/telephone") == {"number": "07 11"}
    assert fields_of(too_late.visit("/profil/adresse"), "/profil/adresse") == TYPED


def test_a_tab_of_before_comes_back_when_another_tab_has_signed_in_since(browser, sophie):
    browser.visit("/profil/adresse?modifier=1")
    old = browser.form("/profil/adresse").all("input", name="csrf_token")[0].attrs["value"]
    let_lapse()
    browser.sign_in(sophie.email, PASSWORD)
    answer = browser.ask("/profil/adresse", "POST", data=TYPED | {"csrf_token": old})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/profil/adresse")
    page = browser.visit("/profil/adresse")
    assert fields_of(page, "/profil/adresse") == TYPED
    assert "rien n’a été envoyé" in page.by_id("notices").text
    assert sophie.city == "Lille"
    fragment = browser.ask("/profil/adresse", "POST", headers=HX, data=TYPED | {"csrf_token": old})
    assert fragment.headers["HX-Redirect"] == "/profil/adresse"


def test_a_tab_of_somebody_else_gives_nothing_to_whoever_signed_in_since(browser, karim):
    browser.visit("/profil/adresse?modifier=1")
    old = browser.form("/profil/adresse").all("input", name="csrf_token")[0].attrs["value"]
    let_lapse()
    browser.sign_in(karim.email, PASSWORD)
    assert browser.ask("/profil/adresse", "POST", data=TYPED | {"csrf_token": old}).status_code == 400
    assert unsent() == []


@pytest.mark.parametrize("token", ["", "forged", "of another"])
def test_what_no_page_of_that_session_sent_is_not_kept(browser, visitor, token):
    browser.visit("/profil/adresse?modifier=1")
    let_lapse()
    sent = TYPED | {"csrf_token": visitor.token if token == "of another" else token}
    assert browser.ask("/profil/adresse", "POST", data=sent).status_code == 400
    assert unsent() == []


def test_a_session_that_was_ended_on_purpose_keeps_nothing(browser, sophie):
    browser.visit("/profil/adresse?modifier=1")
    old = browser.form("/profil/adresse").all("input", name="csrf_token")[0].attrs["value"]
    with transaction() as session:
        session.execute(update(SignedInDevice).values(ended_at=now()))
    assert browser.ask("/profil/adresse", "POST", data=TYPED | {"csrf_token": old}).status_code == 400
    assert unsent() == []


def test_a_button_without_anything_typed_leads_back_and_does_nothing(browser, sophie):
    browser.visit("/profil/preferences")
    let_lapse()
    browser.send("/profil/preferences/accords")
    assert browser.url == "/connexion"
    sign_in_again(browser, sophie)
    assert browser.url == "/profil/preferences/accords"
    assert not re.search("Donné le", browser.page.by_id("consents").text)
    assert mails() == []


def test_a_text_out_of_all_proportion_is_not_kept(browser, sophie):
    browser.visit("/contact")
    let_lapse()
    browser.send("/contact", subject="s", text="x" * 70_000)
    assert browser.url == "/connexion"
    assert unsent() == []


def test_an_adviser_too_finds_again_what_was_typed(at_desk, supervisor):
    desk = at_desk(supervisor)
    desk.visit("/conseil/equipe/")
    token = desk.token_for("/conseil/equipe/")
    with transaction() as session:
        session.execute(update(DeskSession).values(seen_at=now() - timedelta(hours=2)))
    answer = desk.ask("/conseil/equipe/", "POST", data={"csrf_token": token, "name": "Lucie Armand", "roles": ["claims", "complaints"]})
    assert answer.status_code == 303
    page = desk.sign_in_adviser(supervisor)
    assert desk.url == "/conseil/equipe/"
    assert page.all("input", name="name")[0].attrs["value"] == "Lucie Armand"
    assert [node.attrs["value"] for node in page.all("input", name="roles") if "checked" in node.attrs] == ["claims", "complaints"]
    assert mails() == []
