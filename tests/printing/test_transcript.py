"""The words of a paper: how they are written in French, and that the page says what the PDF says."""
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

import printing
from printing.transcript import euros, long_date, phone_href, unbroken, web_href, web_text

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


@pytest.fixture
def show():
    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    template = environment.get_template("documents/_attestation.html")
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
