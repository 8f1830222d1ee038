"""The contract's own papers: special conditions, endorsement, termination certificate."""
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf
import pytest

import printing
from tests.support import papers
from tests.support.printed import needs_poppler, placed_words

CONDITIONS = [
    "Conditions particulières Version 3 du 2 janvier 2026", "Mme Sophie Marchand", "14 rue des Bouchers", "AA-7204-118",
    "Active Assurances", "12 rue de la Prévoyance", "Autorité de contrôle prudentiel et de résolution",
    "GH-482-KT", "Peugeot 208 Style", "VF3UPHNKUN6048217", "Essence", "5 CV", "29 décembre 2023",
    "Trajets privés et trajet domicile-travail", "Dans la rue",
    "Sophie Marchand Conducteur principal 17 avril 1989 08AX41207 2 septembre 2008",
    "Formule : Tous risques", "Options : Assistance 0 km, Protection juridique étendue.",
    "Responsabilité civile Sans franchise 100 000 000,00 €", "Bris de glace 75,00 € Voir CG",
    "Vandalisme Voir CG Voir CG", "CG : conditions générales",
    "429,60 €, taxes comprises", "Chaque mois, par prélèvement", "0,76", "2 janvier 2024, 0 h",
    "Échéance annuelle 2 janvier", "Prochaine échéance 2 janvier 2027", "CG-AUTO-2025",
    "Accepté le 20 décembre 2023 à 14 h 32 par code à usage unique, envoyé au 06 •• •• •• 18.",
]
ENDORSEMENT = [
    "Avenant Ajout d’un conducteur", "AVN-2026-000044", "À partir du 1er décembre 2026", "Version du contrat 4",
    "Conducteur secondaire Néant Antoine Marchand, né le 30 novembre 1987",
    "Franchise, dommages tous accidents 390,00 € 450,00 €", "429,60 €", "471,20 €", "+41,60 €",
    "Pour la période qui va jusqu’à l’échéance du 2 janvier 2027, il reste 3,65 € à payer, taxes comprises.",
    "Accepté le 24 novembre 2026 à 9 h 05 par code à usage unique", "article L113-4 du code des assurances",
]
TERMINATION = [
    "Certificat de résiliation", "AA-7204-118", "GH-482-KT", "24 décembre 2026",
    "Les garanties s’arrêtent ce jour-là à 24 h.", "Résiliation à tout moment après un an (article L113-15-2)",
    "Demande reçue le 24 novembre 2026", "Montant rendu 10,59 €", "Au plus tard le 23 janvier 2027",
    "Ce véhicule doit rester assuré", "article L211-1 du code des assurances", "Votre relevé d’information",
]


@pytest.mark.parametrize(("make", "mentions"), [
    (papers.special_conditions, CONDITIONS), (papers.endorsement, ENDORSEMENT),
    (papers.termination_certificate, TERMINATION)])
def test_a_paper_of_the_contract_says_what_it_must(read, make, mentions):
    words = read(printing.render(make()))
    assert [mention for mention in mentions if mention not in words] == []


def test_what_the_contract_does_not_have_is_not_on_its_conditions(read):
    plain = read(printing.render(papers.special_conditions()))
    assert not any(label in plain for label in ("Remorques", "Transport public", "Kilométrage"))
    bare = read(printing.render(replace(
        papers.special_conditions(), energy="", fiscal_power=None, parking="", options=(), general_conditions="",
        coefficient_hundredths=None)))
    assert "Sans option." in bare
    assert not any(label in bare for label in ("Énergie", "Puissance", "Stationnement", "Coefficient", "complètent"))


def test_all_that_a_contract_can_have_is_on_its_conditions(read):
    words = read(printing.render(papers.crowded_special_conditions()))
    for mention in ("Remorque de moins de 750 kg", "Transport public particulier de personnes à titre onéreux",
                    "15 000 km au plus", "Garage individuel fermé", "1er janvier 2027, 24 h", "Date et signature :"):
        assert mention in words
    assert "se renouvelle" not in words


def test_what_a_false_declaration_costs_is_in_very_apparent_letters():
    """Art. L112-4: clauses that make the contract void are written in very apparent letters; here, bold ones."""
    fonts = {}

    def note(text, _matrix, _place, font, _size):
        fonts[" ".join(text.split())] = font["/BaseFont"] if font else ""

    for page in pypdf.PdfReader(BytesIO(printing.render(papers.special_conditions()))).pages:
        page.extract_text(visitor_text=note)
    clause = next(font for text, font in fonts.items() if "Une fausse déclaration intentionnelle rend" in text)
    assert "Bold" in clause
    assert "Bold" not in next(font for text, font in fonts.items() if "Le contrat dure un an" in text)


def test_an_endorsement_gives_back_or_costs_nothing(read):
    back = replace(papers.endorsement(), due_cents=0, refund_cents=12_00, premium_after_cents=400_00)
    assert "nous vous rendons 12,00 €" in read(printing.render(back))
    assert "-29,60 €" in read(printing.render(back))
    same = replace(papers.endorsement(), due_cents=0, premium_after_cents=429_60)
    assert "Il n’y a rien à payer ni à rendre jusqu’à l’échéance du 2 janvier 2027." in read(printing.render(same))


def test_a_code_whose_way_is_not_told_is_still_an_acceptance(read):
    silent = replace(papers.endorsement(), acceptance=replace(papers.endorsement().acceptance, code_sent_to=""))
    assert "Accepté le 24 novembre 2026 à 9 h 05 par code à usage unique." in read(printing.render(silent))


def test_a_sold_vehicle_is_covered_less_long_than_its_contract_runs(read):
    words = read(printing.render(papers.crowded_termination_certificate()))
    assert "Le contrat s’arrête ce jour-là à 24 h, les garanties le 14 décembre 2026 à 24 h." in words
    assert "Reste à payer 1 234,50 €" in words
    assert "rendu" not in words


def test_a_termination_without_money_or_request_says_so(read):
    words = read(printing.render(replace(papers.termination_certificate(), refund_cents=0, refund_by=None,
                                         asked_on=None)))
    assert "Il n’y a rien à payer ni à rendre." in words
    assert "Demande reçue" not in words


@needs_poppler
def test_the_end_of_the_contract_is_the_largest_text_of_the_sheet(tmp_path):
    words = placed_words(printing.render(papers.termination_certificate()), tmp_path)
    body = [word for word in words if word.top > 140]  # under the band
    tallest = max(word.bottom - word.top for word in body)
    assert " ".join(word.text for word in body if word.bottom - word.top > tallest - 0.5) in (
        "24 décembre 2026", "GH-482-KT 24 décembre 2026")


def test_the_words_of_the_law_do_not_change_by_accident():
    """A paper of today must print the same in five years: a sentence of the law that changes needs new facts."""
    said = {slug: [" ".join(sentence.split()) for sentence in printing.transcript(make())[slug].sentences]
            for slug, make in (("duties", papers.special_conditions), ("law", papers.endorsement),
                               ("duty", papers.termination_certificate))}
    assert said == {
        "duties": [
            "Les réponses reprises ici ont servi à établir ce contrat. Signalez-nous dans les quinze jours tout"
            " changement qui les rend inexactes (article L113-2).",
            "Une fausse déclaration intentionnelle rend le contrat nul (article L113-8). Une erreur ou un oubli de"
            " bonne foi réduit l’indemnité en proportion de la cotisation payée (article L113-9).",
        ],
        "law": [
            "Si un changement augmente le risque, nous pouvons proposer une nouvelle cotisation, à laquelle vous"
            " répondez sous trente jours, ou mettre fin au contrat avec un préavis de dix jours. S’il le diminue, vous"
            " avez droit à une baisse ; à défaut, vous pouvez mettre fin au contrat, trente jours après l’avoir demandé"
            " (article L113-4 du code des assurances).",
        ],
        "duty": [
            "Tant qu’il est en état de rouler, même à l’arrêt, un véhicule doit être assuré (article L211-1 du code des"
            " assurances). Son nouveau contrat commence au plus tard à la fin de celui-ci.",
            "Nous signalons la fin de la garantie au fichier des véhicules assurés (FVA) dans les soixante-douze"
            " heures.",
            "Votre relevé d’information, que demande un nouvel assureur, est dans votre espace client. Vos documents y"
            " restent cinq ans au moins.",
        ],
    }


def test_a_contract_that_begins_on_the_first_of_a_month_is_dated_in_french(read):
    words = read(printing.render(replace(papers.special_conditions(), anniversary_on=date(2027, 3, 1))))
    assert "1er mars" in words
