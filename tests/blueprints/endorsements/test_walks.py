"""Each kind of change, walked from its first question to its signature: bad input, a lapsed session, double taps."""
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from blueprints.endorsements.steps import KIND_SLUGS
from insurance.accounts.models import SignedInDevice
from insurance.clock import now, today
from insurance.contracts.models import Contract, ContractVersion
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.endorsements.models import Endorsement
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.history.models import Actor
from insurance.versions.queries import facts_now
from insurance.versions.services import amend
from tests.support.factories import PASSWORD
from tests.support.mailbox import code_sent
from web.days import NoSuchDay, read_day

SOPHIE, ANNE = "marchand|sophie|1988-03-14", "marchand|anne|1990-05-04"
WHEN = ("date", {"on": today().isoformat()}, {"on": "31/2/2027"}, "Cette date n’existe pas")
DRIVER = [
    ("permis", {"has_licence": "oui", "licensed_on": "14.06.06", "licence_number": "06 06 12 34 56 78"},
     {"has_licence": "oui", "licensed_on": "14.06.06", "licence_number": "0606"}, "Un numéro de permis a 12 chiffres"),
    ("experience", {"said": "oui"}, {}, "Choisissez oui ou non")]
# By kind: its questions in order, each with what is answered, what is answered wrongly, and what is then said.
WALKS = {
    Kind.ADD_DRIVER: [
        ("identite", {"title": "M.", "first_name": "Antoine", "last_name": "Marchand", "born_on": "30/11/1987"},
         {"title": "M.", "first_name": "4ntoine", "last_name": "Marchand", "born_on": "30/11/1987"}, "Écrivez le nom comme"),
        *DRIVER, ("role", {"role": "secondary"}, {}, "Choisissez un rôle"),
        ("antecedents", {"has_history": "oui", "claims": "y"}, {"has_history": "oui"}, "Cochez ce qui est arrivé"),
        ("sinistres", {"on_1": (today() - timedelta(days=90)).isoformat()}, {"on_1": "1/1/2001"}, "plus de 36 mois"), WHEN],
    Kind.CHANGE_DRIVER: [
        ("qui", {"driver": ANNE}, {}, "Choisissez un conducteur"),
        ("identite", {"title": "Mme", "born_on": "4/5/1990"}, {"title": "Mme", "born_on": "4/5/2020"}, "Il faut avoir 15 ans"),
        *DRIVER, ("role", {"role": "occasional"}, {"role": "pilot"}, "Choisissez une des réponses"), WHEN],
    Kind.REMOVE_DRIVER: [("qui", {"driver": ANNE}, {"driver": SOPHIE}, "Choisissez une des réponses"), WHEN],
    Kind.VEHICLE: [
        ("quoi", {"what": "other_vehicle"}, {}, "Choisissez ce qui change"),
        ("vehicule", {"plate": "ab 123 cd", "make": "Renault", "model": "Clio", "first_registered_on": "1/3/2022",
                      "fiscal_power": "5 CV"},
         {"plate": "1-abc-234", "make": "Renault", "model": "Clio", "first_registered_on": "1/3/2022",
          "fiscal_power": "beaucoup"}, "Écrivez la plaque comme AB-123-CD"),
        ("utilisation", {"usage": "private", "parking": "street"}, {"usage": "taxi", "parking": "street"}, "Choisissez une des réponses"),
        ("ancien-vehicule", {"fate": "kept"}, {}, "Choisissez ce qu’il devient"), WHEN],
    Kind.ADDRESS: [
        ("adresse", {"line1": "3 rue Oberkampf", "postcode": "75011", "city": "Paris"},
         {"line1": "3 rue Oberkampf", "postcode": "7501", "city": "Paris"}, "cinq chiffres"),
        ("stationnement", {"is_home": "non", "postcode": "75012", "city": "Paris", "parking": "street"},
         {"is_home": "non", "postcode": "", "city": "Paris", "parking": "street"}, "code postal"), WHEN],
    Kind.USAGE: [("usage", {"usage": "private_commute"}, {"usage": "private"}, "C’est déjà ce que dit le contrat"), WHEN],
    Kind.PARKING: [("stationnement", {"parking": "private_garage"}, {}, "Choisissez un stationnement"), WHEN],
    Kind.MILEAGE: [("kilometrage", {"kilometres": "8000"}, {"kilometres": "0"}, "C’est déjà ce que dit le contrat"), WHEN],
    Kind.PLAN: [("formule", {"product": "third_party"}, {"product": "comprehensive"}, "C’est déjà"), WHEN],
    Kind.OPTIONS: [("options", {"options": ["assistance_0km"]}, {"options": []}, "C’est déjà"), WHEN],
    Kind.PAYMENT: [("paiement", {"frequency": "yearly"}, {"frequency": "monthly"}, "C’est déjà")],
    Kind.COLLECTION_DAY: [("jour", {"day": "15"}, {"day": "31"}, "Choisissez une des réponses")],
}


@pytest.fixture
def contract(browser):
    """Sophie's contract, with a second driver."""
    contract = db.session.scalar(select(Contract))
    drivers = facts_now(contract.id)[1]["drivers"]
    amend(contract, {"drivers": [*drivers, {"role": "secondary", "first_name": "Anne", "last_name": "Marchand",
                                            "birth_date": "1990-05-04"}]}, Actor.INSURER)
    return contract.public_id


def let_lapse():
    with transaction() as session:
        session.execute(update(SignedInDevice).values(seen_at=now() - timedelta(hours=2)))


def held(page):
    """Return what the fields of the question hold."""
    form = page.by_id("change").all("form")[0]
    values = {}
    for node in form.walk():
        kind, name = node.attrs.get("type"), node.attrs.get("name")
        if node.tag == "input" and (kind not in ("hidden", "radio", "checkbox") or "checked" in node.attrs):
            values.setdefault(name, []).append(node.attrs.get("value", ""))
    return values


def is_kept(page, typed):
    """Return whether a form still shows all that was typed in it and that it can show."""
    shown = held(page)
    offered = {node.attrs["value"] for node in page.by_id("change").all("input") if node.attrs.get("type") in ("radio", "checkbox")}
    return all({value, _as_shown(value)} & set(shown.get(name, [])) or (name not in shown and value not in offered)
               for name, value in typed.items() if isinstance(value, str))


def _as_shown(value):
    """Return a day as a field of days shows it, anything else as it is."""
    with suppress(NoSuchDay):
        day = read_day(value)
        return day.isoformat() if day else value
    return value


def test_every_kind_is_walked():
    assert set(WALKS) == set(Kind)


@pytest.mark.parametrize("kind", WALKS)
def test_a_change_is_walked_to_its_signature_and_nothing_is_lost_or_done_twice(browser, sophie, contract, kind):
    base = f"/contrats/{contract}/modifications/{KIND_SLUGS[kind]}/"
    slugs = [slug for slug, *_ in WALKS[kind]]
    browser.visit(base + slugs[0])
    for place, (slug, good, bad, said) in enumerate(WALKS[kind]):
        assert browser.url == base + slug
        page = browser.send(browser.url, 422, **bad)
        assert said in page.by_id("change").text.replace("\u00a0", " ")
        assert is_kept(page, bad)
        if place == len(slugs) // 2:
            let_lapse()
            browser.send(browser.url, **good)
            assert browser.url == "/connexion"
            page = browser.send("/connexion", identifier=sophie.email, password=PASSWORD)
            assert (browser.url, is_kept(page, good)) == (base + slug, True)
        if slug == slugs[-1]:
            form = {"csrf_token": browser.token} | good
            quotes = {browser.ask(base + slug, "POST", data=form).location for _ in range(2)}
            assert len(quotes) == 1
            browser.visit(quotes.pop())
        else:
            browser.send(browser.url, **good)
    quote = browser.url
    browser.send(quote + "/code")
    form = {"csrf_token": browser.token, "code": code_sent()}
    assert [browser.ask(quote + "/signature", "POST", data=form).status_code for _ in range(2)] == [303, 303]
    assert browser.visit(quote).all("h1")[0].text == "C’est fait"
    done = db.session.scalars(select(Endorsement)).one()
    assert (done.kind, done.state, done.version_number) == (kind, "applied", 3)
    assert db.session.scalar(select(func.count()).select_from(ContractVersion)) == 3
    assert db.session.scalar(select(func.count()).where(Document.kind == "endorsement")) == 1
