"""The international card: the eleven fields of the form, its boxes and its crosses, black on white."""
import re
from dataclasses import replace
from io import BytesIO

import pypdf
import pytest

import printing
from tests.support import papers
from tests.support.printed import needs_poppler, picture, placed_words

FIELDS = [
    "1. CARTE INTERNATIONALE D’ASSURANCE AUTOMOBILE INTERNATIONAL MOTOR INSURANCE CARD",
    "2. Émise sous l’autorité du Bureau central français", "3. Valable du 1er décembre 2026",
    "3. Valable au 1er janvier 2027", "4. Code du pays, code de l’assureur, numéro F / 4021 / AA-7204-118",
    "5. N° d’immatriculation (ou, à défaut, de châssis ou de moteur) GH-482-KT", "6. Catégorie du véhicule * A",
    "7. Marque du véhicule Peugeot 208 Style", "8. Validité territoriale",
    "9. Nom et adresse du souscripteur (ou de l’utilisateur) Mme Sophie Marchand 14 rue des Bouchers 59800 Lille",
    "10. Carte délivrée par Active Assurances 12 rue de la Prévoyance 75009 Paris",
    "11. Signature de l’assureur Active Assurances",
    "* A automobile, B motocycle, C camion ou tracteur, D cyclomoteur, E autobus ou autocar, F remorque, G autres.",
]


@pytest.fixture
def pages():
    def read(facts):
        reader = pypdf.PdfReader(BytesIO(printing.render(facts)))
        return [" ".join(page.extract_text().split()) for page in reader.pages]
    return read


def test_the_front_has_every_field_of_the_form(pages):
    front, _ = pages(papers.green_card())
    assert [field for field in FIELDS if field not in front] == []


def test_the_fields_are_numbered_in_order(pages):
    front, _ = pages(papers.green_card())
    form = front.partition("Renseignements utiles")[0]
    numbers = [int(number) for number in re.findall(r"\b(1?\d)\. (?=[A-ZÉ])", form)]
    assert numbers == sorted(numbers)
    assert set(numbers) == set(range(1, 12))


def test_every_country_has_its_box_in_front_and_its_name_behind(pages):
    facts = papers.green_card()
    front, back = pages(facts)
    assert " ".join(one.code for one in facts.countries[:12]) in front
    for country in facts.countries:
        assert f"{country.code} {country.name} {'Exclu, case barrée' if country.is_excluded else 'Couvert'}" in back


@needs_poppler
def test_the_box_of_an_excluded_country_is_crossed_out_and_only_that_one(tmp_path):
    facts = papers.green_card()
    pdf = printing.render(facts)
    page = picture(pdf, tmp_path, dpi=72)
    codes = {word.text: word for word in placed_words(pdf, tmp_path) if word.page == 0 and 200 < word.top < 400}
    crossed = {country.code for country in facts.countries if _has_a_cross(page, codes[country.code])}
    assert crossed == {country.code for country in facts.countries if country.is_excluded} == {"BY", "IR", "RUS"}


def _has_a_cross(page, word):
    """Say whether the two diagonals of the box around a code leave ink in its four corners."""
    x, y = (word.left + word.right) / 2, (word.top + word.bottom) / 2
    corners = [(x + side * 14, y + height * 10.5) for side in (-1, 1) for height in (-1, 1)]
    return all(min(page.getpixel((round(a) + i, round(b) + j)) for i in (-1, 0, 1) for j in (-1, 0, 1)) < 160
               for a, b in corners)


def test_a_card_is_black_on_white():
    """Black is what is printed when no colour is chosen: no page chooses another."""
    for page in pypdf.PdfReader(BytesIO(printing.render(papers.green_card()))).pages:
        colours = re.findall(r"([\d. ]+) (?:rg|RG|g|G)\b", page.get_contents().get_data().decode("latin-1"))
        assert all(set(colour.split()) == {"0"} for colour in colours)
    band = pypdf.PdfReader(BytesIO(printing.render(papers.payment_receipt()))).pages[0]
    assert re.search(r"[\d. ]+ rg\b", band.get_contents().get_data().decode("latin-1"))


def test_where_paper_may_be_asked_for_the_card_says_to_print_it(pages):
    front, _ = pages(papers.green_card())
    assert ("Imprimez cette carte pour aller dans ces pays, où un écran peut être refusé : Albanie, Azerbaïdjan, Maroc,"
            " Moldavie, Macédoine du Nord, Tunisie, Turquie et Ukraine.") in front
    assert "valable le premier et le dernier jour" in front
    assert "01 86 76 70 00" in front
    assert "01 86 76 70 99" in front


def test_a_card_that_no_country_wants_on_paper_does_not_ask_for_it(pages):
    facts = papers.green_card()
    anywhere = tuple(replace(one, is_printing_advised=False) for one in facts.countries)
    assert "Imprimez" not in pages(replace(facts, countries=anywhere))[0]
    morocco = tuple(replace(one, is_printing_advised=one.code == "MA") for one in facts.countries)
    assert "refusé : Maroc." in pages(replace(facts, countries=morocco))[0]


def test_what_the_cover_leaves_out_of_a_country_is_told_behind(pages):
    _, back = pages(papers.crowded_green_card())
    assert "CY Chypre Couvert en partie" in back
    assert "Chypre : sauf les territoires que son gouvernement ne contrôle pas." in back


def test_the_form_bears_neither_our_number_nor_our_code(pages):
    facts = papers.green_card()
    assert not any(mark in page for page in pages(facts) for mark in (facts.number, facts.spaced_code, "verifier"))


def test_the_longest_names_do_not_need_a_third_page():
    name = "W" * 160
    facts = replace(papers.green_card(), holder_name=name, holder_address=(name,) * 3, insurer_name=name[:80])
    assert len(pypdf.PdfReader(BytesIO(printing.render(facts))).pages) == 2
