"""What every paper about a contract promises: the same bytes, whole and light files, readable pages, a page that says
the same."""
import hashlib
import json
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdf
import pytest
import zxingcpp

import printing
from insurance.documents.facts import facts_to_dict
from tests.support import papers
from tests.support.printed import expect_no_overlap, needs_poppler, picture, placed_words

ROOT = Path(__file__).parents[2]
PRINT_FROM_JSON = """
import hashlib, json, sys
import printing
from insurance.documents.facts import facts_from_dict
print([hashlib.sha256(printing.render(facts_from_dict(stored))).hexdigest() for stored in json.load(sys.stdin)])
"""
ALL = (*papers.PLAIN, *papers.CROWDED)
every_paper = pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
plain_papers = pytest.mark.parametrize("make", papers.PLAIN, ids=lambda make: make.__name__)
checked_papers = pytest.mark.parametrize("make", [
    papers.claims_history, papers.payment_receipt, papers.formal_notice, papers.special_conditions, papers.endorsement,
    papers.termination_certificate, papers.claim_declaration, papers.sepa_mandate], ids=lambda make: make.__name__)
# A claims history begins with the sections of the European model, a card with its form: neither is a letter.
letters = pytest.mark.parametrize("make", [make for make in ALL if not re.search("card|history", make.__name__)],
                                  ids=lambda make: make.__name__)
numbered_papers = pytest.mark.parametrize("make", [make for make in ALL if "green_card" not in make.__name__],
                                          ids=lambda make: make.__name__)


@cache
def _printed(make):
    return printing.render(make())


def _read(pdf):
    return pypdf.PdfReader(BytesIO(pdf))


def test_the_eleven_kinds_have_their_printers():
    assert {facts_to_dict(make())["kind"] for make in papers.PLAIN} == {
        "claims_history", "green_card", "payment_schedule", "payment_receipt", "renewal_notice", "special_conditions",
        "endorsement", "termination_certificate", "formal_notice", "claim_declaration", "sepa_mandate"}
    assert all(type(make()) in printing.PRINTERS for make in papers.PLAIN)


@every_paper
def test_the_same_facts_give_the_same_bytes(make):
    assert printing.render(make()) == _printed(make)


def test_another_process_prints_the_same_bytes_from_stored_facts():
    stored = json.dumps([facts_to_dict(make()) for make in ALL])
    there = subprocess.run([sys.executable, "-c", PRINT_FROM_JSON], input=stored, cwd=ROOT, capture_output=True,
                           check=True, text=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
    assert there.stdout.strip() == str([hashlib.sha256(_printed(make)).hexdigest() for make in ALL])


@every_paper
@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_an_independent_reader_finds_no_fault(make, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(_printed(make))
    check = subprocess.run(["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr


@every_paper
def test_a_paper_is_in_french_on_a4_and_says_its_name_its_author_and_its_day(make):
    facts = make()
    reader = _read(_printed(make))
    assert all([round(float(size)) for size in page.mediabox[2:]] == [595, 842] for page in reader.pages)
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert reader.metadata.title == f"{printing.transcript(facts).title} {facts.number}"
    assert reader.metadata.author == "Active Assurances"
    assert reader.metadata.creation_date == datetime.combine(facts.issued_on, datetime.min.time(), UTC)


@every_paper
def test_a_file_declares_pdf_a_and_keeps_its_word_on_fonts_and_colours(make):
    reader = _read(_printed(make))
    root = reader.trailer["/Root"]
    assert (reader.xmp_metadata.pdfaid_part, reader.xmp_metadata.pdfaid_conformance) == ("2", "B")
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/ID" in reader.trailer
    assert "/Encrypt" not in reader.trailer
    assert "/AcroForm" not in root
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            assert "/ToUnicode" in font
            assert "/FontFile2" in font["/DescendantFonts"][0]["/FontDescriptor"]


@plain_papers
def test_an_ordinary_paper_is_one_sheet_of_paper(make):
    assert len(_read(_printed(make)).pages) <= 2


@every_paper
@needs_poppler
def test_nothing_overlaps_and_nothing_leaves_the_page(make, tmp_path):
    expect_no_overlap(placed_words(_printed(make), tmp_path))


@plain_papers
@needs_poppler
@pytest.mark.parametrize("name", ["W" * 160, "de La Tour " * 14, "Nguyễn-" * 22])
def test_a_name_of_any_length_stays_inside_the_page(make, tmp_path, name):
    facts = make()
    vehicle = replace(facts.vehicle, make=name[:80], model=name[:80], plate=name[:20], serial_number=name[:40])
    long = replace(facts, holder_name=name, holder_address=(name,) * 3, vehicle=vehicle, insurer_name=name[:80])
    expect_no_overlap(placed_words(printing.render(long), tmp_path))


@numbered_papers
def test_each_page_says_which_paper_it_is_from_whom_and_which_of_how_many(make):
    facts = make()
    pages = [" ".join(page.extract_text().split()) for page in _read(_printed(make)).pages]
    for number, words in enumerate(pages, 1):
        assert f"Page {number} sur {len(pages)}" in words
        assert f"{printing.transcript(facts).title} n° {facts.number} du 24 novembre 2026" in words
        assert "Active Assurances, 12 rue de la Prévoyance, 75009 Paris. Téléphone : 01 86 76 70 00" in words
        assert "Code K7F3-M9X2-Q4AB, à vérifier sur mon-compte.example/verifier" in words


@checked_papers
@needs_poppler
def test_a_camera_opens_the_page_where_a_paper_is_checked_with_its_code(make, tmp_path):
    pdf = _printed(make)
    codes = [code.text for number in range(len(_read(pdf).pages))
             for code in zxingcpp.read_barcodes(picture(pdf, tmp_path, dpi=110, page=number + 1))]
    assert codes == ["https://mon-compte.example/verifier/code#K7F3M9X2Q4AB"]


@every_paper
def test_a_table_has_as_many_cells_as_columns_and_every_column_its_title(make):
    for section in printing.transcript(make()).sections:
        if section.table:
            columns = section.table.columns
            assert section.table.caption
            assert all(column.title and column.share > 0 for column in columns)
            rows = [*section.table.rows, *([section.table.total] if section.table.total else [])]
            assert {len(row) for row in rows} == {len(columns)}


@every_paper
def test_a_section_says_something_and_its_name_once(make):
    sections = printing.transcript(make()).sections
    assert all(section.entries or section.sentences or section.table for section in sections)
    assert all(entry.lines and all(entry.lines) for section in sections for entry in section.entries)
    assert len({section.slug for section in sections}) == len(sections)


PLAIN_SPACE = re.compile(r"(?<=[\w»)}€%]) [:;!?»](?!\w)|« ")


@every_paper
def test_french_is_typed_with_the_spaces_that_it_is_printed_with(make):
    transcript = printing.transcript(make())
    texts = [text for section in transcript.sections for text in (
        section.title, *section.sentences, *(entry.label for entry in section.entries),
        *(line for entry in section.entries for line in entry.lines),
        *(cell for row in (section.table.rows if section.table else ()) for cell in row))]
    assert [text for text in texts if PLAIN_SPACE.search(text) or "!" in text] == []


@letters
@needs_poppler
def test_the_address_is_in_the_window_of_an_envelope(make, tmp_path):
    """The window of a French envelope shows what is 100 mm from the left at least, 45 to 90 mm from the top."""
    facts = make()
    first = facts.holder_name.split()[0]
    shown = [word for word in placed_words(_printed(make), tmp_path) if word.text == first and word.page == 0]
    assert any(word.left > 100 * 72 / 25.4 and 45 * 72 / 25.4 < word.top < 90 * 72 / 25.4 for word in shown)


@plain_papers
def test_a_vehicle_without_a_plate_is_known_by_its_serial_number(make, read):
    facts = make()
    scooter = replace(facts.vehicle, plate="", serial_number="26354/00K123456789", make="Xiaomi", model="Scooter 4")
    words = read(printing.render(replace(facts, vehicle=scooter)))
    assert "26354/00K123456789" in words
    assert "Xiaomi Scooter 4" in words
    assert "GH-482-KT" not in words


@plain_papers
def test_a_paper_without_a_telephone_does_not_speak_of_one(make, read):
    changes = {"insurer_phone": "", **({"assistance_phone": ""} if "green" in make.__name__ else {})}
    words = read(printing.render(replace(make(), **changes)))
    assert "Téléphone" not in words
    assert "01 86" not in words
