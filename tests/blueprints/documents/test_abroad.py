"""The proof and the card in five languages: every state has its words in each, the French stays, one is shown at a time."""
import re
from datetime import timedelta

import pytest

from insurance.clock import held_at, now, today
from insurance.contracts.models import Contract
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from insurance.documents.green_card import present_model
from insurance.people.models import Language
from tests.support.browser import HX
from tests.support.factories import license_drivers
from tests.support.routes import things_of
from web.languages import country_in
from wording import ISO_CODES, abroad, abroad_card

TABLES = {f"{module.__name__}.{name}": table for module in (abroad, abroad_card) for name, table in vars(module).items()
          if name.isupper() and isinstance(table, dict) and name != "ISO_CODES"}


def texts():
    """Return each text of these modules: its name, and its words by language."""
    for name, table in TABLES.items():
        if set(table) <= set(Language):
            yield name, table
        else:
            yield from ((f"{name}[{key}]", words) for key, words in table.items())


def test_every_text_is_in_every_language_with_the_same_values():
    assert len(list(texts())) > 50
    for name, words in texts():
        assert list(words) == list(Language), name
        holes = [sorted(re.findall(r"{(\w+)}", text)) for text in words.values()]
        assert all(one == holes[0] for one in holes), name
        assert name.endswith(("TRANSLATION", "[subtitle]")) or all(words.values()), name


def test_every_state_of_a_proof_and_every_word_of_a_page_without_state_is_there():
    assert set(abroad.PROOF_STATES) == {"valid", "provisional", "not_yet", "suspended", "ended", "old", "clock"}
    assert set(abroad.PROOF_STATES) - {"valid"} <= set(abroad.PROOF_MESSAGES)


def languages_of(node):
    return {one.attrs["lang"] for one in node.walk() if "lang" in one.attrs}


@pytest.mark.parametrize("values", [
    {"state": "active"}, {"effective_on": today() - timedelta(days=3)}, {"effective_on": today() + timedelta(days=3)},
    {"state": "suspended"}, {"state": "terminated", "ends_on": today() - timedelta(days=1)},
    {"state": "active", "ends_on": today() + timedelta(days=9), "formal_notice_on": today() - timedelta(days=20)},
])
def test_each_state_that_the_page_can_show_has_its_words_in_each_language(browser, values):
    with transaction() as session:
        session.query(Contract).update(values)
    article, = browser.visit("/attestation").all("article")
    states = [next(node for node in article.walk() if "data-card" in node.attrs), *article.all("template")]
    assert len(states) > 2
    for state in states:
        tag, = state.all("p", class_="proof-card__state")
        assert languages_of(tag) == set(Language)
        for node in state.walk():
            if node.attrs.get("class") in ("proof-card__message", "button button--secondary", "button button--primary"):
                assert languages_of(node) == set(Language), node.text
        assert "{" not in state.text


def test_days_are_written_as_each_language_writes_them(browser):
    with transaction() as session:
        session.query(Contract).update({"effective_on": today().replace(year=today().year + 1, month=12, day=5)})
    words = browser.visit("/attestation").all("article")[0].text
    year = today().year + 1
    for day in (f"5 décembre {year}", f"5 December {year}", f"5. Dezember {year}", f"5 de diciembre de {year}", f"5 dicembre {year}"):
        assert day in words.replace("\u00a0", " "), day


def test_the_words_of_the_law_are_never_translated(browser):
    with transaction() as session:
        session.query(Contract).update({"effective_on": today() - timedelta(days=3)})
    page = browser.visit("/attestation?langue=en")
    law, = page.by_id("main").all("span", class_="as-written")
    assert law.attrs["lang"] == "fr"
    assert law.text.strip("« »\u00a0") == ("Ce document constitue une présomption d'assurance pendant les quinze jours suivant"
                                           " la date de prise d'effet de la police")
    assert "only the French text is binding" in page.text


@pytest.mark.parametrize(("asked", "preferred", "shown"), [
    ("", "fr", "fr"), ("", "it", "it"), ("?langue=de", "it", "de"), ("?langue=xx", "es", "es"), ("?langue=", "en", "en"),
])
def test_the_page_opens_in_the_language_that_is_asked_for_else_in_the_preferred_one(browser, sophie, asked, preferred, shown):
    with transaction():
        sophie.proof_language = preferred
    page = browser.visit("/attestation" + asked)
    body, = page.all("body")
    assert (body.attrs["data-language"], body.attrs["data-preferred"]) == (shown, preferred)
    current, = [link for link in page.all("a") if link.attrs.get("aria-current")]
    assert current.attrs["lang"] == shown


def test_without_a_script_each_language_is_a_link(browser):
    links = browser.visit("/attestation").all("details", class_="language-switch")[0].all("a")
    assert [link.text for link in links] == ["Français", "English", "Deutsch", "Español", "Italiano"]
    page = browser.visit(links[3].attrs["href"])
    assert page.all("body")[0].attrs["data-language"] == "es"


def test_a_preferred_language_gives_the_phone_another_copy(browser, sophie):
    first = browser.ask("/attestation").headers["X-Proof-Version"]
    browser.visit("/profil/preferences/langue?modifier=1")
    browser.send("/profil/preferences/langue", language="de")
    second = browser.ask("/attestation").headers["X-Proof-Version"]
    assert second != first
    assert f'data-proof-version="{second}"' in browser.ask("/").text


# The card

@pytest.fixture
def card(browser, sophie):
    """The address of the international card of Sophie's contract, which she has just asked for."""
    contract, = contracts_of(sophie)
    assert browser.post("/documents/demande", {"contrat": contract.public_id, "nature": "green_card"}).status_code == 303
    return f"/attestation/{contract.public_id}/carte"


def test_a_card_is_reached_from_the_proof_once_it_exists(browser, sophie):
    contract, = contracts_of(sophie)
    address = f"/attestation/{contract.public_id}/carte"
    assert browser.visit("/attestation").all("a", href=address) == []
    assert browser.ask(address).status_code == 404
    before = browser.ask("/attestation").headers["X-Proof-Version"]
    browser.post("/documents/demande", {"contrat": contract.public_id, "nature": "green_card"})
    assert len(browser.visit("/attestation").all("a", href=address)) == 1
    assert browser.ask("/attestation").headers["X-Proof-Version"] != before


def test_the_card_says_its_fields_in_each_language(browser, card):
    page = browser.visit(card)
    for language in Language:
        part, = [node for node in page.all("div", lang=language) if node.all("dl")]
        assert part.text.count("AA-7204-118") == 1
        for name in ("bureau", "from", "until", "plate", "holder", "insurer", "territory"):
            assert abroad_card.CARD[name][language] in part.text, name
        rows = part.all("tr")
        assert len(rows) == 1 + len(present_model().countries)
    words = page.by_id("main").text
    for name in ("Allemagne", "Germany", "Deutschland", "Alemania", "Germania"):
        assert name in words


def test_the_pdf_of_the_card_goes_with_it(browser, card):
    link = browser.visit(card).all("a", href=card + ".pdf")
    assert link
    answer = browser.ask(card + ".pdf")
    assert answer.data.startswith(b"%PDF-")
    assert answer.headers["X-Customer-Key"] == browser.ask("/attestation").headers["X-Customer-Key"]


@pytest.mark.parametrize(("values", "state"), [
    ({}, "valid"), ({"suspended_on": today(), "state": "suspended"}, "suspended"),
    ({"ends_on": today() - timedelta(days=1), "state": "terminated"}, "ended"),
    ({"effective_on": today() - timedelta(days=3)}, "valid"),
])
def test_the_card_judges_itself_by_its_days_and_those_of_the_contract(browser, card, values, state):
    if values:
        with transaction() as session:
            session.query(Contract).update(values)
    article, = browser.visit(card).all("article")
    assert article.attrs["data-state"] == state
    shown = next(node for node in article.walk() if "data-card" in node.attrs)
    assert bool(shown.all("a", href=card + ".pdf")) is (state == "valid")
    assert bool(shown.all("dl", class_="summary-list")) is (state == "valid")
    others = {node.attrs["data-state"] for node in article.all("template")} | {state}
    assert {"valid", "suspended", "ended", "not_yet", "old", "clock"} <= others


def test_a_card_that_is_over_is_no_longer_kept(browser, card):
    with held_at(now() + timedelta(days=800)):
        assert browser.ask(card).status_code in (303, 404)
    assert browser.ask(card).status_code == 200


def test_the_card_among_the_documents_has_the_same_words_and_the_same_switch(browser, card):
    document = next(link.attrs["href"] for link in browser.visit("/documents/").all("a")
                    if "Carte internationale" in link.text and re.fullmatch(r"/documents/\w+", link.attrs["href"]))
    page = browser.visit(document + "?langue=it")
    assert page.all("body")[0].attrs["data-language"] == "it"
    assert abroad_card.CARD["territory"]["it"] in page.text
    assert page.all("details", class_="language-switch")


def test_a_paper_in_french_offers_no_language(browser, sophie):
    with transaction():
        sophie.proof_language = "de"
    contract, = contracts_of(sophie)
    license_drivers(contract)
    answer = browser.post("/documents/demande", {"contrat": contract.public_id, "nature": "claims_history"})
    page = browser.visit(answer.location)
    assert page.all("details", class_="language-switch") == []
    assert "data-language" not in page.all("body")[0].attrs
    assert not [node for node in page.by_id("main").walk() if node.attrs.get("lang") == "de"]


def test_every_country_of_the_card_has_a_name_in_every_language():
    assert {country.code for country in present_model().countries} <= set(ISO_CODES)
    for code in ISO_CODES.values():
        for language in Language:
            assert country_in(code, language), code


def test_somebody_elses_card_does_not_exist(browser, card, karim, visitor):
    visitor.sign_in(karim.email, "Chene-vert-82!")
    assert visitor.ask(card).status_code == visitor.ask(card + ".pdf").status_code == 404
    assert things_of(karim)[Contract] not in card
    assert browser.ask(card, headers=HX).status_code == 200
    db.session.rollback()
