"""The dashboard: each card says its own, refreshes on its own, and fails on its own."""
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

import wording
from blueprints.dashboard.routes import CARDS
from insurance.accounts.queries import account_of
from insurance.claims import following
from insurance.clock import held_at, now, today
from insurance.contracts.models import Contract
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from insurance.endorsements import signing
from tests.support.browser import HX, Browser
from tests.support.claims import filed
from tests.support.dom import parse
from tests.support.factories import PASSWORD, make_contract, make_customer, make_quote, open_account
from tests.support.mailbox import code_sent
from wording.figures import long_date

FAILED = "Cette partie n’a pas pu s’afficher"


def cards(page):
    return {name: page.by_id(f"card-{name}") for name in CARDS}


def spoil(statement):
    """Damage the books, as a faulty operation would."""
    db.session.rollback()
    with db.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize("name", CARDS)
def test_a_card_that_is_refreshed_is_the_card_of_a_page_that_is_reloaded(browser, name):
    browser.visit("/")
    swapped = browser.swap(f"/accueil/{name}", into=f"card-{name}")
    assert swapped == browser.visit("/")


@pytest.mark.parametrize("name", CARDS)
def test_a_card_that_the_phone_already_shows_is_not_sent_again(browser, name):
    card = cards(browser.visit("/"))[name]
    answer = browser.ask(card.attrs["data-hx-get"], headers=HX)
    assert (answer.status_code, answer.data) == (204, b"")


def test_a_card_that_changed_is_sent_with_its_new_version(browser, sophie):
    card = cards(browser.visit("/"))["contrats"]
    make_contract(sophie, "AA-0000-002", plate="ZZ-999-ZZ")
    answer = browser.ask(card.attrs["data-hx-get"], headers=HX)
    assert answer.status_code == 200
    assert "ZZ-999-ZZ" in answer.text
    again = parse(answer.text).by_id("card-contrats").attrs["data-hx-get"]
    assert again != card.attrs["data-hx-get"]
    assert browser.ask(again, headers=HX).status_code == 204


def test_each_open_claim_says_where_it_stands_what_to_do_and_by_when_we_do_ours(app, browser, sophie):
    with held_at(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        contract = contracts_of(sophie)[0]
        storm, glass, theft = filed(sophie, contract), filed(sophie, contract, "glass"), filed(sophie, contract, "theft")
        card = cards(browser.visit("/"))["sinistres"]
        assert "À vous d’envoyer" in card.text
        assert "Récépissé du dépôt de plainte" in card.text
        assert card.text.count("au plus tard le jeudi 26 novembre") == 2
        assert {f"/sinistres/{one.public_id}" for one in (storm, glass, theft)} <= {
            link.attrs["href"] for link in card.all("a")}
        following.withdraw(sophie, glass.public_id)
        assert browser.ask(card.attrs["data-hx-get"], headers=HX).status_code == 200
    with held_at(datetime(2026, 11, 27, 9, 0, tzinfo=UTC)):
        assert cards(browser.visit("/"))["sinistres"].text.count("Notre date est dépassée") == 1


def test_a_version_that_is_invented_gets_the_card(browser):
    for seen in ("", "x", "0" * 12, "%00", "é"):
        assert browser.ask("/accueil/contrats", query_string={"vu": seen}, headers=HX).status_code == 200


def test_a_card_that_does_not_exist_is_not_found(browser):
    for name in ("nothing", "_card", "../index", "index"):
        assert browser.ask(f"/accueil/{name}", headers=HX).status_code == 404


def test_a_card_fails_alone(browser, sophie):
    spoil("DELETE FROM account")
    found = cards(browser.visit("/"))
    assert FAILED in found["alertes"].text
    assert "GH-482-KT" in found["attestation"].text
    assert "Peugeot 208" in found["contrats"].text


def test_a_card_that_failed_comes_back_when_what_broke_it_is_mended(app, browser, sophie):
    saved = account_of(sophie).password_hash
    spoil("DELETE FROM account")
    card = cards(browser.visit("/"))["alertes"]
    assert FAILED in browser.swap("/accueil/alertes", into="card-alertes").text
    open_account(app, sophie)
    assert account_of(sophie).password_hash != saved
    answer = browser.ask(card.attrs["data-hx-get"], headers=HX)
    assert answer.status_code == 200
    assert FAILED not in answer.text


def test_a_card_whose_query_fails_leaves_the_others_alone_on_postgresql(postgres_app, postgres_server):
    customer = make_customer("Sophie", "Marchand")
    make_contract(customer, "AA-7204-118", plate="GH-482-KT")
    open_account(postgres_app, customer)
    browser = Browser(postgres_server.test_client())
    browser.sign_in(customer.email, PASSWORD)
    spoil("ALTER TABLE account RENAME TO elsewhere")
    found = cards(browser.visit("/"))
    assert FAILED in found["alertes"].text
    assert "GH-482-KT" in found["attestation"].text
    assert "Peugeot 208" in found["contrats"].text


def test_a_customer_without_a_contract_still_has_a_page(app, server):
    open_account(app, make_customer())
    browser = Browser(server.test_client())
    page = browser.sign_in("camille.durand@example.org", PASSWORD)
    assert page.all("h1")[0].text == "Bonjour Camille"
    assert FAILED not in page.text


def test_the_gravest_news_comes_first(browser, sophie):
    make_contract(sophie, "AA-0000-002", formal_notice_on=today() - timedelta(days=12),
                  instalments=[(today() - timedelta(days=40), 12345, "unpaid")])
    make_contract(sophie, "AA-0000-003", instalments=[(today() + timedelta(days=3), 3580, "upcoming")])
    titles = [node.text for node in cards(browser.visit("/"))["alertes"].walk() if node.attrs.get("class") == "alert__title"]
    assert titles[0].startswith("Payez 123,45 € avant le ")
    assert titles[1].startswith("Cotisation de 35,80 € le ")


def test_a_password_of_a_year_is_said_to_be_old(browser, sophie):
    assert "plus d’un an" not in browser.visit("/").text
    with transaction():
        account_of(sophie).password_set_at = now() - timedelta(days=366)
    assert "plus d’un an" in browser.visit("/").text


def test_a_contract_that_ended_shows_no_proof_when_another_is_alive(browser, sophie):
    make_contract(sophie, "AA-0000-009", plate="ZZ-999-ZZ", state="terminated", ends_on=today() - timedelta(days=9))
    found = cards(browser.visit("/"))
    assert "ZZ-999-ZZ" not in found["attestation"].text
    assert "ZZ-999-ZZ" in found["contrats"].text


def test_when_all_has_ended_the_last_contract_says_so(browser, sophie):
    with transaction() as session:
        session.query(Contract).update({"state": "terminated", "ends_on": today() - timedelta(days=1)})
    card = cards(browser.visit("/"))["attestation"]
    assert "Ce contrat a pris fin" in card.text
    assert not card.all("a", href="/attestation")


def test_a_suspended_cover_is_never_shown_green(browser, sophie):
    with transaction() as session:
        session.query(Contract).update({"state": "suspended"})
    card = cards(browser.visit("/"))["attestation"]
    assert "vous n’êtes plus couvert" in card.text
    assert not [node for node in card.walk() if "proof-card--valid" in node.attrs.get("class", "")]


def test_a_change_says_what_to_do_and_until_when(app, browser, sophie):
    def alerts():
        return cards(browser.visit("/"))["alertes"].text.replace("\u00a0", " ").replace("\u202f", " ")
    quote = make_quote(app, sophie, "usage", usage={"usage": "professional_rounds"})
    assert "Devis à signer : changement d’usage du véhicule" in alerts()
    assert f"prix gardé jusqu’au {long_date(quote.expires_on)} (fin dans 30 jours)" in alerts()
    signing.ask_code(sophie, quote.public_id, app.extensions["offer"], app.extensions["passwords"])
    signed = signing.sign(sophie, quote.public_id, code_sent(), "iPhone", "0" * 64, app.extensions["passwords"],
                          app.extensions["offer"], app.extensions["insurer"], wording)
    assert f"Il répond par e-mail au plus tard le {long_date(signed.answer_by)}" in alerts()
    with held_at(now() + timedelta(days=6)):
        browser.sign_in(sophie.email, PASSWORD)
        assert "réponse en retard" in alerts()
