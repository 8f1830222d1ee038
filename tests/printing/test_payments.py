"""The papers about money: payment schedule, receipt, renewal notice."""
from dataclasses import replace
from datetime import date

import pytest

import printing
from insurance.documents.facts_payment import PremiumLine
from tests.support import papers

SCHEDULE = [
    "Échéancier", "Contrat AA-7204-118", "Mme Sophie Marchand", "GH-482-KT", "Peugeot 208 Style", "429,60 €",
    "Du 2 janvier 2026 au 1er janvier 2027, à payer chaque mois, par prélèvement.",
    "Déjà payé : 393,80 €. Reste à payer : 35,80 €.", "Situation le 24 novembre 2026",
    "8 janvier 2026 Payée le 8 janvier 2026 35,80 €", "8 décembre 2026 À venir 35,80 €", "Total 429,60 €",
    "FR•• •••• •••• 1840", "AA7204118M1", "FR72ZZZ123456",
    "Cet échéancier vous annonce, quatorze jours au moins à l’avance, les prélèvements à partir du 8 décembre 2026",
    "le remboursement d’un prélèvement pendant huit semaines",
]
RECEIPT = [
    "Quittance", "35,80 €", "Payée le 9 novembre 2026 par prélèvement.", "Échéance du 8 novembre 2026",
    "du 8 novembre 2026 au 7 décembre 2026", "AA7204118M1-2026-11",
    "Active Assurances reconnaît avoir reçu cette somme de Mme Sophie Marchand et lui en donne quittance",
]
NOTICE = [
    "Avis d’échéance", "438,40 €", "Échéance du 2 janvier 2027, à payer chaque mois, par prélèvement.",
    "Du 2 janvier 2027 au 1er janvier 2028.", "L’année d’avant : 429,60 €.", "Prime de référence 412,00 €",
    "Coefficient de réduction-majoration 0,72", "Prime nette après coefficient 296,64 €", "Majorations Aucune",
    "Réduction : deux véhicules assurés -20,00 €", "Assistance 0 km 38,40 €",
    "Catastrophes naturelles (article L125-2) 18,20 €", "Taxes et contributions 81,16 €",
    "Total, taxes comprises 438,40 €",
    "jusqu’au 2 novembre 2026, deux mois avant (articles L113-12 et L113-15-1 du code des assurances)",
    "vous avez donc vingt jours à compter de son envoi, jusqu’au 14 décembre 2026.",
    "résilier à tout moment, sans frais ni pénalité (article L113-15-2)",
]


@pytest.mark.parametrize(("make", "mentions"), [
    (papers.payment_schedule, SCHEDULE), (papers.payment_receipt, RECEIPT), (papers.renewal_notice, NOTICE)])
def test_a_paper_about_money_says_what_it_must(read, make, mentions):
    words = read(printing.render(make()))
    assert [mention for mention in mentions if mention not in words] == []


def test_a_schedule_announces_no_debit_that_is_too_near_and_none_on_a_card(read):
    near = read(printing.render(replace(papers.payment_schedule(), announced_from=None)))
    assert "quatorze jours" not in near
    assert "huit semaines" in near
    card = read(printing.render(replace(papers.payment_schedule(), announced_from=None, direct_debit=None,
                                        method="par carte")))
    assert "chaque mois, par carte." in card
    assert "Prélèvement" not in card


def test_a_mandate_without_its_references_is_still_printed(read):
    plain = papers.payment_schedule()
    bare = replace(plain.direct_debit, mandate_reference="", creditor_identifier="")
    words = read(printing.render(replace(plain, direct_debit=bare)))
    assert "FR•• •••• •••• 1840" in words
    assert "RUM" not in words
    assert "ICS" not in words


def test_a_late_instalment_and_one_paid_on_a_forgotten_day_are_told(read):
    words = read(printing.render(papers.crowded_payment_schedule()))
    assert "8 octobre 2026 Impayée 1 234,50 €" in words
    assert "8 octobre 2026 Payée 1 234,50 €" in words
    assert "Reste à payer : 18 517,50 €" in words


def test_a_receipt_without_a_bank_reference_does_not_speak_of_one(read):
    assert "Référence" not in read(printing.render(replace(papers.payment_receipt(), payment_reference="")))


def test_a_notice_sent_in_time_gives_no_other_day(read):
    words = read(printing.render(replace(papers.renewal_notice(), late_refusal_until=None, previous_total_cents=None)))
    assert "Si cet avis partait moins de quinze jours avant cette date" in words
    assert "14 décembre 2026" not in words
    assert "L’année d’avant" not in words


def test_each_surcharge_is_named_and_a_contract_without_natural_disasters_says_nothing_of_them(read):
    surcharge = PremiumLine(label="suspension du permis", amount_cents=100_00)
    notice = replace(papers.renewal_notice(), surcharges=(surcharge,), reductions=(), natural_disaster_cents=None,
                     total_cents=438_40 + 100_00 + 20_00 - 18_20)
    words = read(printing.render(notice))
    assert "Majoration : suspension du permis 100,00 €" in words
    assert "Réductions Aucune" in words
    assert "Catastrophes naturelles" not in words


def test_the_words_of_a_notice_do_not_change_by_accident():
    """A notice of today must print the same in five years: a sentence of the law that changes needs new facts."""
    refusal = printing.transcript(replace(papers.renewal_notice(), late_refusal_until=date(2026, 12, 14)))["refusal"]
    assert [" ".join(sentence.split()) for sentence in refusal.sentences] == [
        "Votre contrat se renouvelle le 2 janvier 2027 pour un an. Vous pouvez refuser ce renouvellement jusqu’au 2"
        " novembre 2026, deux mois avant (articles L113-12 et L113-15-1 du code des assurances).",
        "Cet avis part moins de quinze jours avant cette date, ou après elle : vous avez donc vingt jours à compter de"
        " son envoi, jusqu’au 14 décembre 2026.",
        "Après un an d’assurance, vous pouvez aussi résilier à tout moment, sans frais ni pénalité (article L113-15-2)."
        " Le contrat prend fin un mois après la demande, que votre nouvel assureur nous envoie pour vous ; la"
        " cotisation des jours qui suivent vous est rendue sous trente jours.",
        "Ce véhicule doit rester assuré sans interruption (article L211-1).",
    ]
