"""An identity is corrected with a proof, and its owner reads at each step where it stands."""
import pytest
from sqlalchemy import select

from insurance.calendar import add_working_days
from insurance.clock import today
from insurance.corrections.models import Correction
from insurance.corrections.queries import newest_correction
from insurance.corrections.services import PROMISED_DAYS
from insurance.database import db
from insurance.documents.models import Document
from insurance.outbox import OutgoingMail
from tests.support.factories import make_customer
from tests.support.files import form_of, photo
from web.filters import day

PAGE = "/profil/identite"
ASKED = {"title": "Mme", "first_name": "Sophie", "last_name": "Marchand-Duval", "birth_name": "Marchand",
         "born_on": "", "birth_place": "", "cause": "marriage", "said": ""}


@pytest.fixture
def send(browser):
    """Send the form of the page with these answers and files, and return the page that follows."""
    def send(*files, status=200, **answers):
        browser.visit(PAGE)
        form = form_of(ASKED | answers | {"csrf_token": browser.token}, *files)
        return browser._look(browser.ask(PAGE, "POST", follow_redirects=True, **form), status)
    return send


@pytest.fixture
def asked(send, sophie):
    """What Sophie has asked: her married name."""
    send(("acte.jpg", photo()))
    return newest_correction(sophie)


@pytest.fixture
def nadia(at_desk, adviser):
    """Nadia's desk."""
    return at_desk(adviser)


def mails(kind):
    return list(db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind)))


def plain(text):
    return " ".join(text.split())


def test_what_is_asked_is_followed_with_its_day_and_changes_nothing_yet(browser, sophie, asked):
    assert asked.changes == {"last_name": ["Marchand", "Marchand-Duval"], "birth_name": ["", "Marchand"]}
    promised = plain(day(add_working_days(today(), PROMISED_DAYS)))
    for page in ("/profil/", PAGE):
        assert f"au plus tard le {promised}" in browser.visit(page).text
    assert "acte.jpg" in browser.visit(PAGE).text
    assert "Mme Sophie Marchand" in browser.visit("/profil/").text
    assert "1988" not in browser.visit(PAGE).text
    assert [(mail.recipient, mail.details["due_on"]) for mail in mails("correction-received")] == [
        (sophie.email, asked.due_on.isoformat())]
    assert f"Correction de votre identité demandée : {asked.reference}" in plain(browser.visit("/historique").text)


@pytest.mark.parametrize(("answers", "words"), [
    ({"last_name": "M4rchand"}, "Un nom s’écrit avec des lettres"), ({"born_on": "2021-01-01"}, "16 ans au moins"),
    ({"cause": ""}, "Choisissez pourquoi."),
    ({"last_name": "Marchand", "birth_name": ""}, "C’est déjà ce que nous connaissons")])
def test_what_is_wrong_is_said_beside_it_and_the_proof_need_not_be_sent_again(browser, sophie, send, answers, words):
    page = send(("acte.jpg", photo()), status=422, said="Bonjour", **answers)
    assert words in plain(page.text)
    assert "Bonjour" in page.text
    kept = [node.attrs["value"] for node in page.all("input", type="hidden", name="attached") if node.attrs.get("value")]
    assert len(kept) == 1
    assert newest_correction(sophie) is None
    send(attached=kept[0])
    assert [file.public_id for file in newest_correction(sophie).files] == kept


def test_nothing_is_asked_without_a_proof(sophie, send):
    assert "Prenez une photo, ou choisissez un fichier." in send(status=422).text
    assert newest_correction(sophie) is None


def test_sent_twice_it_is_asked_once_and_another_one_waits_for_its_answer(sophie, send, asked):
    send(("acte.jpg", photo()))
    page = send(("acte.jpg", photo()), status=409, last_name="Autre")
    assert "Une autre correction attend déjà notre réponse" in page.text
    assert db.session.scalars(select(Correction.reference)).all() == [asked.reference]


def test_it_can_be_taken_back(browser, nadia, sophie, asked):
    browser.visit(PAGE)
    browser.send("/profil/identite/retrait")
    assert newest_correction(sophie) is None
    assert asked.reference not in nadia.visit("/conseil/files/identites").text


def test_an_adviser_sees_both_and_the_proof_and_accepting_makes_it_true_everywhere(browser, nadia, sophie, asked):
    page = nadia.visit("/conseil/files/identites")
    assert asked.reference in page.text
    desk = f"/conseil/identites/{asked.reference}"
    page = nadia.visit(desk)
    assert "Nom d’usage Marchand Marchand-Duval" in plain(page.text)
    assert [nadia.ask(picture.attrs["src"]).mimetype for picture in page.all("img", class_="desk-figure__picture")] == ["image/jpeg"]
    nadia.send(f"{desk}/accord")
    assert nadia.post(f"{desk}/accord").status_code == 303  # twice is once
    db.session.expire_all()
    assert (sophie.full_name, sophie.birth_name) == ("Sophie Marchand-Duval", "Marchand")
    page = browser.visit("/profil/")
    assert "Mme Sophie Marchand-Duval" in page.text
    assert "Corriger mon identité" in page.text
    [mail] = mails("profile-handed-over")
    assert (mail.details["part"], mail.secret) == ("identity", "last_name=Marchand-Duval\nbirth_name=Marchand")
    assert len(mails("correction-accepted")) == 1
    standing = db.session.scalars(select(Document).where(
        Document.customer_id == sophie.id, Document.kind == "attestation", Document.replaced_at.is_(None))).all()
    assert {one.facts["holder_name"] for one in standing} == {"Mme Sophie Marchand-Duval"}
    assert asked.reference not in nadia.visit("/conseil/files/identites").text


def test_a_refusal_says_why_and_what_to_send_and_one_can_begin_again(browser, nadia, sophie, asked, send):
    desk = f"/conseil/identites/{asked.reference}"
    nadia.visit(desk)
    assert "Choisissez pourquoi." in nadia.send(f"{desk}/refus", refusal="", status=422).text
    nadia.send(f"{desk}/refus", refusal="unreadable", note="Le tampon est flou.")
    for page in ("/profil/", PAGE):
        words = plain(browser.visit(page).text)
        assert "Le justificatif n’est pas lisible. Refaites la photo" in words
        assert "Le tampon est flou." in words
    assert [mail.details["why"] for mail in mails("correction-refused")] == ["unreadable"]
    assert sophie.last_name == "Marchand"
    send(("acte.jpg", photo((300, 200))))
    assert newest_correction(sophie).state == "received"


def test_somebody_who_is_twice_in_the_books_is_not_made_one_by_a_correction(nadia, sophie, asked):
    make_customer(last_name="Marchand-Duval", email=sophie.email, born_on=sophie.born_on, first_name=sophie.first_name)
    desk = f"/conseil/identites/{asked.reference}"
    nadia.visit(desk)
    page = nadia.send(f"{desk}/accord", status=409)
    assert "a déjà un autre dossier" in page.text
    db.session.expire_all()
    assert (sophie.last_name, newest_correction(sophie).state) == ("Marchand", "received")
