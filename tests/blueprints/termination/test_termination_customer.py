"""A customer ends a contract, step by step, without a line of JavaScript."""
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

import wording
from insurance.clock import held_at
from insurance.contracts.models import Contract
from insurance.contracts.termination import Motive
from insurance.database import db, transaction
from insurance.terminations.models import TerminationDraft, TerminationRequest
from tests.blueprints.termination.conftest import NOW
from tests.support.factories import PASSWORD, make_contract, make_customer, open_account
from tests.support.mailbox import deliver, words

CONFIRM = "Confirmer ma demande de résiliation"


def path(customer, slug=""):
    public_id = db.session.scalar(select(Contract.public_id).where(Contract.customer_id == customer.id))
    db.session.rollback()
    return f"/resiliation/contrats/{public_id}" + (f"/{slug}" if slug else "")


def say(page):
    """Return the words of a page with plain spaces."""
    return page.all("main")[0].text.replace("\u00a0", " ").replace("\u202f", " ")


def choose(browser, customer, motive, on=None, text=None):
    """Answer every step; return the review."""
    browser.visit(path(customer, "motif"))
    page = browser.send(path(customer, "motif"), motive=motive)
    if on is not None:
        page = browser.send(path(customer, "date"), on=on)
    if text is not None:
        page = browser.send(path(customer, "precisions"), text=text)
    return page


def confirm(browser, customer, status=200):
    return browser.send(path(customer, "recapitulatif"), status)


def requests():
    db.session.expire_all()
    return db.session.scalars(select(TerminationRequest).order_by(TerminationRequest.reference)).all()


MONTH = "23 décembre 2026"
CASES = [
    pytest.param("any_time", None, None, MONTH, id="any_time"),
    pytest.param("renewal", None, None, "14 juin 2027", id="renewal"),
    pytest.param("vehicle_sold", "20/11/2026", None, "3 décembre 2026", id="vehicle_sold"),
    pytest.param("moved_home", "1er octobre 2026", None, MONTH, id="moved_home"),
    pytest.param("late_renewal_notice", None, None, "24 novembre 2026", id="late_renewal_notice"),
    pytest.param("marital_status", "01.10.26", None, MONTH, id="marital_status"),
    pytest.param("matrimonial_regime", "2026-10-01", None, MONTH, id="matrimonial_regime"),
    pytest.param("occupation", "1 oct 2026", None, MONTH, id="occupation"),
    pytest.param("retirement", "01102026", None, MONTH, id="retirement"),
    pytest.param("total_loss", "10/11/2026", None, "10 novembre 2026", id="total_loss"),
    pytest.param("reduced_risk_refused", None, None, MONTH, id="reduced_risk_refused"),
    pytest.param("other", None, "Je pars à l’étranger.", MONTH, id="other"),
]


def test_every_motive_is_tried():
    assert {case.values[0] for case in CASES} == set(Motive)


@pytest.mark.parametrize(("motive", "on", "text", "end"), CASES)
def test_every_motive_ends_the_contract_on_its_day(browser, sophie, motive, on, text, end):
    review = choose(browser, sophie, motive, on, text)
    assert f"Fin du contrat {end} à 24 h" in say(review)
    assert [button.text for button in review.all("button")][-1] == CONFIRM
    done = confirm(browser, sophie)
    assert f"Fin du contrat {end} à 24 h" in say(done)
    request, = requests()
    assert (request.motive, wording.MOTIVES[motive][0] in say(done)) == (motive, True)
    assert request.note == text


def test_the_function_is_found_from_the_contract_from_the_menu_and_from_every_public_page(browser, visitor, sophie):
    for one, url in ((browser, path(sophie).replace("resiliation/", "")), (browser, "/plus"), (visitor, "/connexion")):
        links = [link for link in one.visit(url).all("a") if "Résilier votre contrat" in link.text]
        assert len(links) == 1, url
        assert one.visit(links[0].attrs["href"]).all("h1")[0].text == "Résilier votre contrat"


def test_the_only_contract_is_not_asked_for_and_its_conditions_come_first(browser, sophie):
    page = browser.visit("/resiliation")
    assert browser.url == path(sophie)
    for reminder in ("un mois après votre demande", "deux mois avant", "doit rester assuré", "vous est rendue"):
        assert reminder in say(page)


def test_with_two_contracts_one_is_chosen_and_an_ended_one_is_set_apart(sign_in, sophie):
    second = make_contract(sophie, "AA-2", "BB-222-BB")
    make_contract(sophie, "AA-3", "CC-333-CC", state="terminated", ends_on=date(2025, 1, 1))
    browser = sign_in(sophie)
    page = browser.visit("/resiliation")
    assert "Quel contrat ?" in say(page)
    assert "Jusqu’au 1er janvier 2025" in say(page)
    assert browser.visit(f"/resiliation/contrats/{second.public_id}/motif").all("h1")[0].text.startswith("Pourquoi")


def test_the_list_of_motives_holds_those_of_the_law_and_says_when_each_would_end(browser, sophie):
    page = browser.visit(path(sophie, "motif"))
    labels = [label.text.replace("\u00a0", " ") for label in page.all("label")]
    assert len(labels) == len(Motive)
    assert any(label.startswith("Résiliation à l’échéance") for label in labels)
    assert any(label.startswith("Autres (à préciser)") for label in labels)
    assert labels[0].endswith(f"Pour vous, fin le {MONTH}.")
    assert [label for label in labels if "Pour vous" in label] == labels[:2]


def test_each_step_says_what_is_missing_beside_its_field(browser, sophie):
    browser.visit(path(sophie, "motif"))
    page = browser.send(path(sophie, "motif"), 422)
    assert "Choisissez un motif." in say(page)
    choose(browser, sophie, "moved_home")
    for typed, error in [("", "Indiquez cette date."), ("hier", "Écrivez la date ainsi : 5/12/2026."),
                         ("31/02/2026", "Cette date n’existe pas"), ("24/11/2026", "n’est pas encore passée")]:
        page = browser.send(path(sophie, "date"), 422, on=typed)
        assert error in say(page), typed
        assert page.all("input", name="on")[0].attrs["aria-invalid"] == "true"
    choose(browser, sophie, "other")
    assert "Écrivez votre motif" in say(browser.send(path(sophie, "precisions"), 422, text="  "))


def test_a_contract_of_less_than_a_year_is_told_why_and_from_when_and_may_send_all_the_same(sign_in, app):
    camille = make_customer()
    make_contract(camille, effective_on=date(2026, 6, 1), anniversary="12-20")
    browser = sign_in(open_account(app, camille))
    review = choose(browser, camille, "any_time")
    assert "Votre contrat a moins d’un an." in say(review)
    assert "à partir du 1er juin 2027" in say(review)
    assert "Vous pouvez envoyer la demande quand même" in say(review)
    done = confirm(browser, camille)
    assert "Un conseiller examine votre demande" in say(done)
    assert "quand même" not in say(done)
    assert "moins d’un an" in words(deliver(app)[0]).replace("\u00a0", " ")


def test_the_law_that_replaces_a_motive_is_named_in_plain_words(sign_in, app):
    camille = make_customer()
    make_contract(camille, effective_on=date(2024, 1, 2), anniversary="01-02")
    review = choose(sign_in(open_account(app, camille)), camille, "renewal")
    assert "L’échéance est dans moins de deux mois." in say(review)
    assert "Votre demande vaut alors « Résiliation à tout moment »" in say(review)
    assert f"Fin du contrat {MONTH}" in say(review)


def test_a_sold_vehicle_is_covered_to_the_day_of_the_sale_and_need_not_stay_insured(browser, sophie):
    review = choose(browser, sophie, "vehicle_sold", "20/11/2026")
    assert "Dernier jour garanti 20 novembre 2026" in say(review)
    assert "Déclarez aussi la cession" in say(review)
    assert "doit rester assuré" not in say(review)


def test_every_answer_can_be_changed_from_the_review_which_comes_back_by_itself(browser, sophie):
    review = choose(browser, sophie, "vehicle_sold", "20/11/2026")
    links = [link.attrs["href"] for link in review.all("a") if link.text.startswith("Modifier")]
    assert links[1:] == [path(sophie, "motif"), path(sophie, "date")]
    page = browser.visit(path(sophie, "date"))
    assert page.all("input", name="on")[0].attrs["value"] == "2026-11-20"
    assert "19 novembre 2026" in say(browser.send(path(sophie, "date"), on="19/11/2026"))
    page = browser.visit(path(sophie, "motif"))
    assert [one.attrs["value"] for one in page.all("input", type="radio") if "checked" in one.attrs] == ["vehicle_sold"]


def test_a_step_that_cannot_be_opened_yet_leads_to_the_one_that_can(browser, sophie):
    for slug in ("date", "precisions", "recapitulatif", "identite"):
        browser.visit(path(sophie, slug))
        assert browser.url == path(sophie, "motif"), slug
    browser.visit(path(sophie, "nothing"), 404)


def test_a_draft_waits_in_the_books_for_its_owner_on_whatever_phone_after_the_session_has_ended(
        browser, sign_in, sophie):
    choose(browser, sophie, "moved_home")
    assert "moved_home" not in str(browser.client.get_cookie("sid").value)
    with held_at(NOW + timedelta(hours=1)):
        assert browser.ask(path(sophie, "date")).status_code == 303  # the session has lapsed
        page = browser.visit(path(sophie, "date"))
        assert "Votre session est terminée" in say(page)
        page = browser.send("/connexion", identifier=sophie.email, password=PASSWORD)
        assert page.all("h1")[0].text.startswith("Quand avez-vous déménagé")
        other_phone = sign_in(sophie)
        page = other_phone.visit("/resiliation")
        assert "Une demande est commencée" in say(page)
        assert [link.attrs["href"] for link in page.all("a") if "Reprendre" in link.text] == [path(sophie, "date")]


def test_reading_a_step_writes_no_draft(browser, sophie):
    browser.visit(path(sophie, "motif"))
    assert db.session.scalar(select(TerminationDraft)) is None


def test_confirming_twice_and_going_back_lead_to_the_same_request(browser, sophie):
    choose(browser, sophie, "any_time")
    form = browser.form(path(sophie, "recapitulatif"))
    sent = {node.attrs["name"]: node.attrs["value"] for node in form.all("input")}
    answers = [browser.ask(path(sophie, "recapitulatif"), "POST", data=sent) for _ in range(2)]
    assert [(answer.status_code, answer.location) for answer in answers] == [(303, path(sophie))] * 2
    for slug in ("motif", "recapitulatif"):
        browser.visit(path(sophie, slug))
        assert browser.url == path(sophie)
    assert len(requests()) == 1


def test_a_review_read_before_something_changed_is_shown_again_and_sends_nothing(browser, sign_in, sophie):
    choose(browser, sophie, "any_time")
    choose(sign_in(sophie), sophie, "renewal")
    page = confirm(browser, sophie, 422)
    assert "Rien n’est encore envoyé" in say(page)
    assert "14 juin 2027" in say(page)
    assert requests() == []
    confirm(browser, sophie)
    assert requests()[0].motive == "renewal"


def test_the_confirmation_says_the_reception_the_end_its_effects_and_the_duty_to_insure(app, browser, sophie):
    choose(browser, sophie, "any_time")
    confirm(browser, sophie)
    mail, office = deliver(app)
    assert mail["To"] == sophie.email
    assert mail["Subject"] == "Votre demande de résiliation RES-2026-000001"
    text = words(mail).replace("\u00a0", " ")
    for said in ("reçu le 23 novembre 2026", "AA-7204-118", "Peugeot 208", "Fin du contrat : 23 décembre 2026 à 24 h",
                 "reste à payer jusqu’à la fin : 10,59 €", "garanties s’arrêtent", "doit rester assuré",
                 "http://localhost:8000" + path(sophie)):
        assert said in text, said
    assert office["To"] == app.config["INSURER_EMAIL"]
    assert "client connecté" in words(office)


def test_the_contract_shows_the_request_and_its_end(browser, sophie):
    contract = path(sophie).replace("resiliation/", "")
    assert "Résiliation demandée" not in say(browser.visit(contract))
    choose(browser, sophie, "any_time")
    confirm(browser, sophie)
    page = browser.visit(contract)
    assert "Résiliation demandée le 23 novembre 2026 Fin prévue le 23 décembre 2026." in say(page)
    assert "Résiliation demandée" in say(browser.visit("/historique"))


def test_a_request_is_taken_back_and_another_can_be_made(app, browser, sophie):
    choose(browser, sophie, "any_time")
    confirm(browser, sophie)
    page = browser.send(path(sophie) + "/annulation")
    assert "Votre demande RES-2026-000001 est annulée" in say(page)
    assert browser.post(path(sophie) + "/annulation").status_code == 303  # a second tap
    assert [mail["Subject"] for mail in deliver(app)][2:] == [
        "Votre demande de résiliation RES-2026-000001 est annulée",
        "[Espace client] Résiliation annulée par le client, RES-2026-000001"]
    choose(browser, sophie, "renewal")
    confirm(browser, sophie)
    assert [request.state for request in requests()] == ["withdrawn", "requested"]


def test_an_end_that_the_insurer_wrote_leaves_nothing_to_ask(browser, sophie):
    with transaction() as session:
        session.execute(update(Contract).values(ends_on=date(2026, 12, 31)))
    page = browser.visit("/resiliation")
    assert "Ce contrat prend fin le 31 décembre 2026" in say(page)
    browser.visit(path(sophie, "motif"))
    assert browser.url == path(sophie)
    assert browser.post(path(sophie, "recapitulatif")).location == path(sophie)
    assert requests() == []


def test_somebody_elses_contract_does_not_exist_whatever_the_step(sign_in, browser, sophie, karim):
    choose(browser, sophie, "any_time")
    confirm(browser, sophie)
    other = sign_in(karim)
    for slug in ("", "motif", "date", "recapitulatif"):
        assert other.ask(path(sophie, slug)).status_code == 404
    for slug in ("motif", "recapitulatif", "annulation"):
        assert other.post(path(sophie, slug), {"motive": "any_time"}).status_code == 404
    assert requests()[0].state == "requested"
