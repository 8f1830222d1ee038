"""The checking page on the wire, and the look-up of a code."""
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from insurance.clock import held_at, now
from insurance.contracts.models import ContractVersion
from insurance.database import transaction
from insurance.documents.models import Document
from insurance.proofs import signing
from insurance.proofs.facts import Standing, Verdict
from tests.support.factories import make_contract, make_customer
from tests.support.proofs import proof_facts

CODE = "K7F3M9X2Q4AB"
NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


@pytest.fixture
def insured(app):
    """A contract in force whose proofs carry CODE."""
    contract = make_contract(make_customer("Sophie", "Marchand"))
    with transaction() as session:
        session.execute(update(ContractVersion).values(proof_code=CODE))
    return contract


def look_up(visitor, typed, status=200):
    visitor.visit("/verifier/code")
    return visitor.send("/verifier/code", status=status, code=typed)


def state_of(client, code):
    return client.get(f"/verifier/etat/{code}").json["state"]


@pytest.mark.parametrize("address", ["/verifier", "/v", "/V"])
def test_the_checking_page_is_the_same_for_everybody_and_may_be_kept(app, address):
    answer = app.test_client().get(address)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Set-Cookie" not in answer.headers
    assert answer.data == app.test_client().get("/verifier").data


def test_the_checking_page_is_a_good_page(visitor):
    assert visitor.visit("/verifier").all("h1")[0].text == "Vérifier une attestation"


def test_the_checking_page_shows_nobodys_notices(app):
    client = app.test_client()
    with client.session_transaction() as session:
        session["_flashes"] = [("message", "Votre adresse a été modifiée.")]
    assert "Votre adresse" not in client.get("/verifier").text


def test_the_published_keys_check_the_proofs_of_the_portal(app):
    keyring, at = app.extensions["keyring"], now()
    token = signing.sign(proof_facts(issued_at=at, expires_at=at.replace(year=at.year + 1)), keyring.current(at))
    answer = app.test_client().get("/.well-known/mva-keys.json")
    assert signing.verify(token, answer.json, at).verdict is Verdict.VALID
    assert answer.mimetype == "application/jwk-set+json"
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_keys_that_did_not_change_are_not_sent_again(app):
    client = app.test_client()
    tag = client.get("/.well-known/mva-keys.json").headers["ETag"]
    assert client.get("/.well-known/mva-keys.json", headers={"If-None-Match": tag}).status_code == 304
    app.extensions["keyring"].rotate(now())
    assert client.get("/.well-known/mva-keys.json", headers={"If-None-Match": tag}).status_code == 200


def test_the_manifest_makes_an_application_of_the_checking_page_alone(app):
    client = app.test_client()
    manifest = client.get("/verifier.webmanifest")
    assert manifest.mimetype == "application/manifest+json"
    assert (manifest.json["id"], manifest.json["scope"], manifest.json["start_url"]) == ("/verifier",) * 3
    assert manifest.json["name"] == "Vérifier une attestation"
    assert {client.get(icon["src"]).status_code for icon in manifest.json["icons"]} == {200}


def test_the_standing_of_a_contract_is_told_with_its_instant(app, insured):
    with held_at(NOON):
        answer = app.test_client().get(f"/verifier/etat/{CODE}")
    assert answer.json == {"state": Standing.CURRENT, "as_of": "2026-11-23T12:00:00+00:00"}
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_newer_version_of_the_contract_is_told(app, insured):
    with transaction() as session:
        session.add(ContractVersion(contract_id=insured.id, number=2, proof_code="0" * 12))
    assert state_of(app.test_client(), CODE) == Standing.CHANGED


@pytest.mark.parametrize("code", ["ZZZZZZZZZZZZ", "short", "é", "K7F3M9X2Q4AB0"])
def test_a_code_that_leads_nowhere_is_unknown(app, code):
    assert state_of(app.test_client(), code) == Standing.UNKNOWN


@pytest.mark.parametrize("typed", ["K7F3-M9X2-Q4AB", "k7f3 m9x2 q4ab", "  K7F3M9X2Q4AB "])
def test_a_typed_code_is_understood_and_answered_in_words(visitor, insured, typed):
    page = look_up(visitor, typed)
    assert "Contrat en vigueur" in page.text
    assert "K7F3-M9X2-Q4AB" in page.text


def test_letters_mistaken_for_figures_are_understood(visitor, insured):
    with transaction() as session:
        session.add(ContractVersion(contract_id=insured.id, number=2, proof_code="01" * 6))
    assert "Contrat en vigueur" in look_up(visitor, "OIol-oL0i-OIO1").text


@pytest.mark.parametrize("typed", ["", "K7F3", "K7F3-M9X2-Q4A*", "x" * 5000])
def test_a_code_that_cannot_be_one_is_explained_next_to_the_field(visitor, typed):
    page = look_up(visitor, typed, status=422)
    assert page.by_id("code").attrs["aria-invalid"] == "true"
    assert page.by_id("code-error").text


def test_an_unknown_code_is_said_without_doubt(visitor):
    assert "Code inconnu" in look_up(visitor, "ZZZZ-ZZZZ-ZZZZ").text


def test_a_form_that_another_site_sends_is_refused(app):
    assert app.test_client().post("/verifier/code", data={"code": CODE}).status_code == 400


def paper(contract, kind, **values):
    """Issue a paper, as the books keep it."""
    with transaction() as session:
        session.add(Document(**{"customer_id": contract.customer_id, "contract_id": contract.id, "kind": kind, "title": "",
                                "issued_on": NOON.date(), "number": "QUI-2026-000007", "code": "PAPER0000007",
                                "facts": {}} | values))


def test_the_code_of_a_paper_says_which_one_was_issued_when_and_that_it_stands(visitor, insured):
    paper(insured, "payment_receipt")
    words = look_up(visitor, "PAPER-0000007").text.replace("\u00a0", " ")
    for one in ("Document authentique", "Quittance n° QUI-2026-000007",
                 "délivré par Active Assurances le", "23 novembre 2026", "Aucun document ne l’a remplacé"):
        assert one in words, one


def test_the_code_of_a_paper_that_another_replaced_says_since_when(visitor, insured):
    paper(insured, "special_conditions", replaced_at=NOON + timedelta(days=9))
    words = look_up(visitor, "PAPER-0000007").text.replace("\u00a0", " ")
    assert "Document remplacé depuis" in words
    assert "l’a remplacé le 2 décembre 2026" in words
    assert state_of(visitor.client, "PAPER0000007") == Standing.CHANGED


@pytest.mark.parametrize(("kind", "title"), [("claims_history", "Document authentique"), ("attestation", "Contrat terminé"),
                                             ("green_card", "Contrat terminé")])
def test_the_end_of_a_contract_ends_what_proves_its_cover_and_nothing_else(visitor, insured, kind, title):
    paper(insured, kind)
    with transaction():
        insured.ends_on = NOON.date() - timedelta(days=1)
    assert title in look_up(visitor, "PAPER-0000007").text


def test_what_is_said_of_a_paper_names_nobody(visitor, insured):
    paper(insured, "termination_certificate")
    words = look_up(visitor, "PAPER-0000007").text
    assert "Certificat de résiliation" in words
    assert not any(one in words for one in (insured.number, "Marchand", "Sophie"))
