"""The words of a paper: how they are written in French, and that the page says what the PDF says."""
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import printing
from printing.transcript import coefficient, day_of_year, period, phone_href, unbroken, web_href, web_text
from tests.support import papers
from wording.figures import euros, grouped, long_date

TEMPLATES = Path(__file__).parents[2] / "templates"


@pytest.mark.parametrize(("day", "written"), [
    (date(2026, 12, 1), "1er décembre 2026"), (date(2026, 12, 5), "5 décembre 2026"),
    (date(2024, 2, 29), "29 février 2024"), (date(2027, 8, 31), "31 août 2027"), (date(2027, 1, 11), "11 janvier 2027"),
])
def test_a_day_is_written_in_full(day, written):
    assert long_date(day) == written


def test_a_date_in_a_sentence_is_not_cut():
    assert unbroken("9 décembre 2026") == "9\u00a0décembre\u00a02026"


@pytest.mark.parametrize(("cents", "written"), [
    (0, "0,00\u00a0€"), (5, "0,05\u00a0€"), (41_80, "41,80\u00a0€"), (1234_50, "1\u202f234,50\u00a0€"),
    (1_234_567_89, "1\u202f234\u202f567,89\u00a0€"), (-5, "-0,05\u00a0€"), (-1234_50, "-1\u202f234,50\u00a0€"),
])
def test_an_amount_is_written_as_the_french_do(cents, written):
    assert euros(cents) == written


@pytest.mark.parametrize(("hundredths", "written"), [(50, "0,50"), (76, "0,76"), (100, "1,00"), (350, "3,50")])
def test_a_coefficient_is_written_with_its_two_decimals(hundredths, written):
    assert coefficient(hundredths) == written


def test_a_number_a_period_and_a_day_that_comes_back_are_written_as_the_french_do():
    assert grouped(1_500_000) == "1\u202f500\u202f000"
    assert period(date(2026, 1, 2), date(2027, 1, 1)) == "du 2\u00a0janvier\u00a02026 au 1er\u00a0janvier\u00a02027"
    assert day_of_year(date(2026, 12, 1)) == "1er décembre"


def test_a_web_address_is_read_without_its_scheme_and_opened_with_it():
    assert web_text("https://mon-compte.example/verifier") == web_text("mon-compte.example/verifier") \
        == "mon-compte.example/verifier"
    assert web_href("mon-compte.example/verifier") == "https://mon-compte.example/verifier"
    assert web_href("http://localhost:8000/verifier") == "http://localhost:8000/verifier"


@pytest.mark.parametrize(("phone", "href"), [
    ("01 86 76 70 00", "tel:0186767000"), ("+33\u202f1\u00a086.76-70", "tel:+331867670"), ("", "")])
def test_a_telephone_number_is_dialled_however_it_is_spaced(phone, href):
    assert phone_href(phone) == href


class _Page(HTMLParser):
    """Collect what a page says, its headings and its links."""

    def __init__(self, html):
        super().__init__()
        self.words, self.headings, self.links, self.open = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.open.append(tag)
        self.links += [value for name, value in attributes if name == "href"]
        assert "style" not in dict(attributes)

    def handle_endtag(self, tag):
        while self.open.pop() != tag:
            pass

    def handle_data(self, text):
        if text.strip():
            self.words.append(text.strip())
            if self.open and self.open[-1] == "h2":
                self.headings.append(text.strip())


def _template():
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("documents/_paper.html")


@pytest.fixture
def show():
    template = _template()
    return lambda facts: _Page(template.render(transcript=printing.transcript(facts)))


@pytest.mark.parametrize("paper", ["memo", "crowded_memo", "attestation"])
def test_the_page_says_all_that_the_paper_says_under_headings(request, show, read, paper):
    facts = request.getfixturevalue(paper)
    page, pdf = show(facts), read(printing.render(facts))
    assert page.headings == [section.title for section in printing.transcript(facts).sections]
    for words in page.words:
        if words not in {"Nom", "Adresse", "Validité", "Cachet", "Contrat", "Véhicule assuré",
                         "Période d’assurance"}:
            assert " ".join(words.split()) in pdf


def test_the_page_links_to_the_telephones_and_to_the_check(show, memo):
    assert show(memo).links == [
        "tel:0186767000", f"https://mon-compte.example/verifier/code#{memo.code}", "tel:0186767099"]


def test_the_page_of_an_attestation_adds_nothing_that_the_law_does_not_allow(show, attestation):
    page = show(attestation)
    assert page.links == []
    assert not any(word in " ".join(page.words) for word in (attestation.number, attestation.code, "FVA"))


def test_a_name_cannot_write_markup_into_the_page(show, memo):
    assert "<b>Zoé</b>" in show(replace(memo, holder_name="<b>Zoé</b>")).words


def test_the_words_of_a_memo_do_not_change_by_accident(memo):
    """A memo of today must print the same in five years: a sentence of the law that changes needs new facts."""
    law = printing.transcript(memo)["law"]
    assert law.title == "Ce que vaut ce document"
    assert [sentence.replace("\u00a0", " ") for sentence in law.sentences] == [
        "Ce véhicule est soumis à l’obligation d’assurance (article L211-1 du code des assurances).",
        "« Ce document constitue une présomption d'assurance pendant les quinze jours suivant la date de prise d'effet"
        " de la police. »",
        "Passé ce délai, l’assurance se vérifie dans le fichier des véhicules assurés. La loi ne prévoit sur ce"
        " document ni date de fin ni signature (article R211-14-0-1).",
    ]


# What the PDF shows otherwise: a label that its place makes useless, the band, the foot of each page.
UNPRINTED = {
    "Nom", "Adresse", "Contrat", "Souscripteur", "Immatriculation", "Marque et modèle", "Assureur", "Signatures",
    "Téléphone", "Total", "Montant", "À payer", "Fin du contrat", "Pays", "Code", "Garantie", "Carte"}


@pytest.mark.parametrize("make", papers.PLAIN, ids=lambda make: make.__name__)
def test_the_page_of_a_contract_paper_says_what_the_paper_says(show, read, make):
    facts = make()
    page, pdf = show(facts), read(printing.render(facts)).casefold()
    assert page.headings == [section.title for section in printing.transcript(facts).sections]
    lost = [words for words in page.words if words not in UNPRINTED and " ".join(words.split()).casefold() not in pdf]
    assert lost == []


def test_this_walk_knows_every_kind_of_paper():
    assert {type(make()) for make in papers.EVERY} == set(printing.PRINTERS)


# What only the PDF shows: its foot, the letter of a plate, the form of the card.
UNSAID = {"page", "sur", "n°", "du", "téléphone", "code", "à", "vérifier", "f", "1", "2", ""}
FORM = {"*", *"abcdefg", "international", "motor", "insurance", "card", "automobile", "motocycle", "camion", "ou",
        "tracteur", "cyclomoteur", "autobus", "autocar", "remorque", "autres"}


@pytest.mark.parametrize("make", papers.PLAIN, ids=lambda make: make.__name__)
def test_the_paper_says_nothing_that_its_page_leaves_out(show, read, make):
    facts = make()
    said = [printing.transcript(facts).title, *show(facts).words, facts.number, facts.spaced_code,
            facts.contract_number, facts.insurer_phone, web_text(facts.verify_url), long_date(facts.issued_on)]
    known = UNSAID | (FORM if make is papers.green_card else set()) | _words_of(" ".join(said))
    assert _words_of(read(printing.render(facts))) - known == set()


def _words_of(text):
    return {word.strip(".,:").casefold() for word in text.split()}


def test_english_is_marked_as_such_for_those_who_listen():
    html = _template().render(transcript=printing.transcript(papers.claims_history()))
    assert '<span lang="en">Date of birth</span>' in html
    assert '<p class="muted small" lang="en">Policyholder</p>' in html
