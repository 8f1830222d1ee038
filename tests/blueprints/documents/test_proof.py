"""The screen shown at a check: its QR, its dates, and what it never shows."""
import re
from datetime import datetime, timedelta

import pytest

from insurance.clock import held_at, now, today
from insurance.contracts.models import Contract, ContractVersion
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from insurance.proofs.facts import Verdict
from insurance.proofs.services import proof_of
from insurance.proofs.signing import verify
from tests.support.factories import make_contract
from tests.support.routes import things_of


def articles(page):
    return page.all("article")


def shown(article):
    """Return what is seen of a proof now, without what waits in its templates."""
    return next(node for node in article.walk() if "data-card" in node.attrs)


def has_qr(node):
    return any(one.tag == "svg" and one.attrs.get("shape-rendering") == "crispEdges" for one in node.walk())


def test_the_proof_shows_who_what_and_since_when_with_its_code(browser, sophie):
    article, = articles(browser.visit("/attestation"))
    card = shown(article)
    for words in ("Peugeot 208", "GH-482-KT", "Sophie Marchand", "AA-7204-118", "Valide"):
        assert words in card.text, words
    assert has_qr(card)


@pytest.mark.parametrize(("values", "state", "proves"), [
    ({"state": "active"}, "valid", True), ({"effective_on": today() - timedelta(days=3)}, "provisional", True),
    ({"effective_on": today() + timedelta(days=3)}, "not_yet", False), ({"state": "suspended"}, "suspended", False),
    ({"state": "terminated", "ends_on": today() - timedelta(days=1)}, "ended", False),
])
def test_only_a_state_that_proves_something_shows_a_code(browser, sophie, values, state, proves):
    with transaction() as session:
        session.query(Contract).update(values)
    article, = articles(browser.visit("/attestation"))
    assert article.attrs["data-state"] == state
    assert has_qr(shown(article)) is proves
    assert bool(article.all("a", href=f"/attestation/{article.attrs['id']}.pdf")) is proves


def test_the_page_carries_the_dates_by_which_a_copy_judges_itself(browser, sophie):
    ends_on = today() + timedelta(days=40)
    with transaction() as session:
        session.query(Contract).update({"ends_on": ends_on, "formal_notice_on": today() - timedelta(days=20)})
    article, = articles(browser.visit("/attestation"))
    moments = {name: article.attrs[f"data-{name}"] for name in ("begins-at", "ends-at", "suspended-from", "trusted-until")}
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", moment) for moment in moments.values())
    assert moments["begins-at"] < moments["suspended-from"] < moments["ends-at"]
    trusted = datetime.fromisoformat(moments["trusted-until"])
    assert abs(trusted - (now() + timedelta(days=15))) < timedelta(minutes=1)
    templates = {node.attrs["data-state"] for node in article.all("template")}
    assert {"suspended", "ended", "old", "clock"} <= templates
    assert not any(has_qr(node) for node in article.all("template")
                   if node.attrs["data-state"] in ("suspended", "ended", "old", "clock"))


def test_a_copy_that_is_too_old_or_whose_clock_is_wrong_has_nothing_to_show(browser):
    article, = articles(browser.visit("/attestation"))
    for state in ("old", "clock"):
        template, = article.all("template", data_state=state)
        assert not has_qr(template)
        assert "À rafraîchir" in template.text


def test_the_code_of_the_page_is_a_proof_that_verifies(app, browser, sophie):
    contract, = contracts_of(sophie)
    keyring = app.extensions["keyring"]
    browser.visit("/attestation")
    published = browser.ask("/.well-known/mva-keys.json").json
    proof = proof_of(contract, now(), keyring.current(now()), 15)
    assert verify(proof.token, published, now()).verdict is Verdict.VALID


def test_each_contract_has_its_proof_and_its_tab(browser, sophie):
    other = make_contract(sophie, "AA-0000-002", plate="ZZ-999-ZZ")
    page = browser.visit("/attestation")
    assert {article.attrs["id"] for article in articles(page)} >= {other.public_id}
    assert len(articles(page)) == 2
    assert page.all("a", href=f"#{other.public_id}")


def test_a_phone_is_told_when_its_copy_has_changed(browser, sophie):
    first = browser.ask("/attestation").headers["X-Proof-Version"]
    assert browser.ask("/attestation").headers["X-Proof-Version"] == first
    contract = db.session.query(Contract).one()
    with transaction() as session:
        session.add(ContractVersion(contract_id=contract.id, number=2))
    assert browser.ask("/attestation").headers["X-Proof-Version"] != first


def test_the_dashboard_tells_the_phone_the_same_version(browser):
    version = browser.ask("/attestation").headers["X-Proof-Version"]
    assert f'data-proof-version="{version}"' in browser.ask("/").text


def test_the_pdf_is_the_attestation_that_stands(browser, sophie):
    answer = browser.ask(f"/attestation/{things_of(sophie)[Contract]}.pdf")
    assert answer.status_code == 200
    assert answer.data.startswith(b"%PDF-")


def test_the_code_is_another_one_an_hour_later(browser):
    moment, codes = now(), []
    for minutes in (0, 20, 40, 61):
        with held_at(moment + timedelta(minutes=minutes)):
            codes.append(re.search(r'<path stroke="#000" d="([^"]+)"', browser.ask("/attestation").text)[1])
    assert all(len(code) > 500 for code in codes)
    assert codes[0] != codes[3]
