"""Somebody without an account ends a contract, and learns nothing that they did not know."""
import re

import pytest
from sqlalchemy import select

from insurance.database import db
from insurance.terminations.models import TerminationDraft, TerminationRequest
from tests.support.browser import Browser
from tests.support.mailbox import deliver, link_in, words

STEP = "/resiliation/sans-compte/"
SOPHIE = {"last_name": "Marchand", "first_name": "Sophie", "email": "typed@example.org",
          "contract_number": "AA-7204-118"}
NOBODY = SOPHIE | {"contract_number": "AA-7204-119"}
STRANGER = SOPHIE | {"last_name": "Durandet"}


@pytest.fixture
def new_visitor(server):
    return lambda: Browser(server.test_client())


def choose(visitor, who, motive="any_time", on=None, text=None):
    """Answer every step; return the review."""
    visitor.visit(STEP + "identite")
    page = visitor.send(STEP + "identite", **who)
    page = visitor.send(STEP + "motif", motive=motive)
    if on is not None:
        page = visitor.send(STEP + "date", on=on)
    if text is not None:
        page = visitor.send(STEP + "precisions", text=text)
    return page


def say(page):
    return page.all("main")[0].text.replace("\u00a0", " ").replace("\u202f", " ")


def bare(answer, who):
    """Return the body of an answer without the token, and without what was typed."""
    text = re.sub(r'name="csrf_token"[^>]*value="[^"]*"', "", answer.text)
    for value in who.values():
        text = text.replace(value, "")
    return text


def test_the_first_page_recalls_the_conditions_and_offers_both_ways_in(visitor):
    page = visitor.visit("/resiliation")
    assert page.all("h1")[0].text == "Résilier votre contrat"
    links = {link.text: link.attrs["href"] for link in page.all("a")}
    assert links["Me connecter pour résilier"] == "/connexion?suite=/resiliation"
    assert links["Résilier sans me connecter"] == STEP + "identite"
    for reminder in ("un mois après votre demande", "doit rester assuré", "vous est rendue"):
        assert reminder in say(page)


@pytest.mark.parametrize(("motive", "on", "text"), [
    ("any_time", None, None), ("vehicle_sold", "20/11/2026", None), ("other", None, "Je pars.")])
@pytest.mark.parametrize("other", [NOBODY, STRANGER], ids=["no such contract", "another holder"])
def test_nothing_tells_whether_the_contract_exists(new_visitor, sophie, other, motive, on, text):
    pages = []
    for who in (SOPHIE, other):
        visitor = new_visitor()
        choose(visitor, who, motive, on, text)
        review = visitor.response
        visitor.send(STEP + "recapitulatif")
        assert visitor.url == "/resiliation/envoyee"
        pages.append([(answer.status_code, bare(answer, who), sorted(dict(answer.headers)))
                      for answer in (review, visitor.response)])
    assert pages[0] == pages[1]
    assert len(db.session.scalars(select(TerminationRequest)).all()) == 1


def test_the_review_holds_what_was_typed_and_no_day_of_end(visitor, sophie):
    review = choose(visitor, SOPHIE)
    for value in SOPHIE.values():
        assert value in say(review)
    assert "2026" not in say(review).replace("AA-7204-118", "")
    assert [button.text for button in review.all("button")][-1] == "Confirmer ma demande de résiliation"


def test_the_confirmation_leaves_to_the_known_address_with_a_way_to_take_the_request_back(app, visitor, sophie):
    choose(visitor, SOPHIE)
    visitor.send(STEP + "recapitulatif")
    mail, office, acknowledgement = deliver(app)
    assert (mail["To"], acknowledgement["To"]) == (sophie.email, "typed@example.org")
    assert "Fin du contrat : 23 décembre 2026 à 24 h" in words(mail).replace("\u00a0", " ")
    assert not re.search("Sophie|Marchand|7204|2026|Peugeot", words(acknowledgement))
    assert "L’identité reste à vérifier" in words(office)
    visitor.visit(link_in(mail))
    assert "RES-2026-000001" in say(visitor.page)
    page = visitor.send(link_in(mail))
    assert page.all("h1")[0].text == "La demande est annulée"
    assert db.session.scalar(select(TerminationRequest.state)) == "withdrawn"
    assert visitor.visit(link_in(mail), 410)


def test_opening_the_link_of_the_mail_takes_nothing_back(app, visitor, sophie):
    choose(visitor, SOPHIE)
    visitor.send(STEP + "recapitulatif")
    visitor.visit(link_in(deliver(app)[0]))
    assert db.session.scalar(select(TerminationRequest.state)) == "requested"


def test_what_is_typed_stays_on_the_server_and_not_in_the_cookie(visitor, sophie):
    choose(visitor, SOPHIE)
    cookie = visitor.client.get_cookie("sid").value
    assert not re.search("Marchand|typed|7204|any_time", cookie)
    assert db.session.scalar(select(TerminationDraft)).answers["identity"]["last_name"] == "Marchand"
    page = visitor.visit(STEP + "identite")
    assert page.all("input", name="email")[0].attrs["value"] == "typed@example.org"


def test_another_browser_does_not_read_the_draft(visitor, new_visitor, sophie):
    choose(visitor, SOPHIE)
    other = new_visitor()
    page = other.visit(STEP + "recapitulatif")
    assert other.url == STEP + "identite"
    assert "Marchand" not in say(page)


def test_a_second_tap_leads_to_the_same_place_and_sends_nothing_more(app, visitor, sophie):
    choose(visitor, SOPHIE)
    form = visitor.form(STEP + "recapitulatif")
    sent = {node.attrs["name"]: node.attrs["value"] for node in form.all("input")}
    answers = [visitor.ask(STEP + "recapitulatif", "POST", data=sent) for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, "/resiliation/envoyee")] * 2
    assert len(deliver(app)) == 3
    assert visitor.visit(STEP + "identite").all("input", name="last_name")[0].attrs.get("value", "") == ""


def test_each_field_says_what_is_missing(visitor):
    visitor.visit(STEP + "identite")
    page = visitor.send(STEP + "identite", 422)
    for words_ in ("Écrivez votre nom.", "Écrivez votre prénom.", "Écrivez votre adresse e-mail.",
                   "Écrivez votre numéro de contrat."):
        assert words_ in say(page)
    assert "adresse en entier" in say(visitor.send(STEP + "identite", 422, **SOPHIE | {"email": "typed"}))


def test_a_step_that_cannot_be_opened_yet_leads_to_the_first_one(visitor):
    for slug in ("motif", "date", "precisions", "recapitulatif"):
        visitor.visit(STEP + slug)
        assert visitor.url == STEP + "identite"
    visitor.visit(STEP + "nothing", 404)


def test_sending_many_requests_is_refused_in_words_and_keeps_what_was_typed(visitor):
    for number in range(6):
        choose(visitor, SOPHIE | {"contract_number": f"AA-{number}"})
        page = visitor.send(STEP + "recapitulatif", 200 if number < 5 else 422)
    assert "Trop d’essais" in say(page)
    assert "AA-5" in say(page)


def test_what_a_visitor_types_reaches_the_insurer_as_it_is_and_nobody_else(app, visitor):
    nasty = NOBODY | {"last_name": "<b>Marchand</b>", "first_name": "{{ 7*7 }}"}
    choose(visitor, nasty, "other", text="Bonjour\n[Cliquez] https://evil.example/\n\nFin")
    visitor.send(STEP + "recapitulatif")
    office, acknowledgement = deliver(app)
    assert office["To"] == app.config["INSURER_EMAIL"]
    assert "{{ 7*7 }} <b>Marchand</b>" in words(office)
    html = office.get_body(("html",)).get_content()
    assert "<b>Marchand" not in html
    assert 'href="https://evil' not in html
    assert "evil" not in words(acknowledgement)


def test_somebody_signed_in_sees_their_contract_and_not_the_form_of_visitors(browser):
    assert "Résilier sans me connecter" not in say(browser.visit("/resiliation"))
