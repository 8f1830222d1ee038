"""What the mails about a termination say, in each of the cases that they may tell."""
import pytest

from insurance.outbox import MailKind
from web.mails import written

SOLD = {
    "first_name": "Anaïs", "name": "Anaïs Petit", "reference": "RES-2026-000001", "number": "AA-7204-118",
    "vehicle": "Peugeot 208", "plate": "GH-482-KT", "public_id": "0" * 13, "state": "requested", "source": "public",
    "motive": "vehicle_sold", "basis": "vehicle_sold", "refusal": None, "requested_on": "2026-11-23",
    "event_on": "2026-11-20", "ends_on": "2026-12-03", "covered_until": "2026-11-20", "refund_cents": 13151,
    "still_due_cents": 0, "refund_by": "2027-01-02", "possible_from": None, "has_certificate": True,
    "asked_end": "2026-12-05",
}
NO_DATE = {"motive": "any_time", "basis": None, "refusal": "first_year", "event_on": None, "ends_on": None,
           "covered_until": None, "refund_cents": None, "still_due_cents": None, "refund_by": None,
           "possible_from": "2027-06-01"}
REPLACED = {"motive": "moved_home", "basis": "any_time", "refusal": "event_too_old", "covered_until": "2026-12-03"}


@pytest.fixture
def write(server):
    """Return the text of a mail, with plain spaces."""
    def write(kind, secret=None, **changes):
        text = written(kind, SOLD | changes, secret)[1]
        assert "None" not in text
        return text.replace("\u00a0", " ").replace("\u202f", " ")

    with server.test_request_context():
        yield write


@pytest.mark.parametrize(("changes", "said", "unsaid"), [
    ({}, ["Fin du contrat : 3 décembre 2026 à 24 h", "Dernier jour garanti : 20 novembre 2026",
          "Nous vous remboursons : 131,51 €, au plus tard le 2 janvier 2027", "Déclarez aussi la cession"],
     ["doit rester assuré", "vaut alors"]),
    ({"refund_by": None}, ["Nous vous remboursons : 131,51 €\n"], ["au plus tard"]),
    ({"refund_cents": 0, "refund_by": None, "still_due_cents": 1059},
     ["Cotisation qui reste à payer jusqu’à la fin : 10,59 €"], ["remboursons"]),
    ({"refund_cents": 0, "refund_by": None}, ["Rien à payer ni à rembourser"], ["remboursons"]),
    ({"refund_cents": None, "still_due_cents": None, "refund_by": None}, ["Nous vous enverrons le décompte"],
     ["remboursons", "Rien à payer"]),
    (REPLACED, ["L’événement date de plus de trois mois. Votre demande vaut alors « Résiliation à tout moment »",
                "Date du déménagement : 20 novembre 2026", "doit rester assuré"], ["Dernier jour garanti"]),
    (NO_DATE, ["Votre contrat a moins d’un an.", "à partir du 1er juin 2027", "Un conseiller examine votre demande"],
     ["Fin du contrat :", "garanties s’arrêtent"]),
])
def test_the_confirmation_says_what_the_request_came_to_and_nothing_else(write, changes, said, unsaid):
    text = write(MailKind.TERMINATION_RECEIVED, **changes)
    for words in ["reçu le 23 novembre 2026", SOLD["reference"], "Voir ou annuler ma demande", *said]:
        assert words in text, words
    for words in unsaid:
        assert words not in text, words


def test_a_request_made_without_signing_in_is_taken_back_by_its_own_link(write):
    text = write(MailKind.TERMINATION_RECEIVED, secret="S" * 43)
    assert "Ce n’était pas vous" in text
    assert "/resiliation/annulation/" + "S" * 43 in text
    assert "/resiliation/contrats/" not in text


@pytest.mark.parametrize(("changes", "said"), [
    ({}, ["Fin annoncée au client : 3 décembre 2026", "Remboursement annoncé : 131,51 €", "identité à vérifier"]),
    ({"state": "withdrawn", "source": "signed_in"}, ["n’enregistrez pas sa fin", "client connecté"]),
    (NO_DATE, ["Aucune date n’a été annoncée", "Votre contrat a moins d’un an."]),
])
def test_the_insurer_reads_what_to_do(write, changes, said):
    text = write(MailKind.TERMINATION_HANDED_OVER, secret="Un mot.\nUn autre.", **changes)
    for words in [*said, "> Un mot.\n> Un autre."]:
        assert words in text, words


@pytest.mark.parametrize(("changes", "said"), [
    ({}, ["prend fin le 3 décembre 2026 à 24 h", "n’est pas celle de notre confirmation, le 5 décembre 2026",
          "certificat de résiliation est dans « Mes documents »"]),
    ({"asked_end": "2026-12-03", "has_certificate": False}, ["Nous vous enverrons le décompte"]),
    ({"ends_on": None}, ["a pris fin"]),
])
def test_the_customer_reads_that_the_end_is_in_the_books(write, changes, said):
    text = write(MailKind.TERMINATION_PROCESSED, **changes)
    for words in said:
        assert words in text, words
    assert ("n’est pas celle" in text) is (changes.get("asked_end") is None and "ends_on" not in changes)
