"""A printed file is kept: same facts, same bytes; whole, light, named, and readable without us."""
import hashlib
import json
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pypdf
import pytest

import printing
from insurance.documents.facts import facts_to_dict

ROOT = Path(__file__).parents[2]
PRINT_FROM_JSON = """
import hashlib, json, sys
import printing
from insurance.documents.facts import facts_from_dict
print(hashlib.sha256(printing.render(facts_from_dict(json.load(sys.stdin)))).hexdigest())
"""
PAPERS = pytest.mark.parametrize("paper", ["memo", "crowded_memo", "attestation"])


@pytest.fixture
def facts(request, paper):
    return request.getfixturevalue(paper)


@PAPERS
def test_the_same_facts_give_the_same_bytes(facts):
    assert printing.render(facts) == printing.render(facts)


@PAPERS
def test_another_process_prints_the_same_bytes_from_stored_facts(facts):
    there = subprocess.run([sys.executable, "-c", PRINT_FROM_JSON], input=json.dumps(facts_to_dict(facts)), cwd=ROOT,
                           capture_output=True, check=True, text=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
    assert there.stdout.strip() == hashlib.sha256(printing.render(facts)).hexdigest()


def test_other_facts_give_other_bytes(memo):
    assert printing.render(memo) != printing.render(replace(memo, model="308"))


@PAPERS
@pytest.mark.skipif(not shutil.which("qpdf"), reason="qpdf is not installed")
def test_an_independent_reader_finds_no_fault(facts, tmp_path):
    (tmp_path / "paper.pdf").write_bytes(printing.render(facts))
    check = subprocess.run(["qpdf", "--check", tmp_path / "paper.pdf"], capture_output=True, text=True)
    assert check.returncode == 0, check.stdout + check.stderr


@PAPERS
def test_a_paper_is_one_a4_page_in_french_that_says_its_name_and_its_author(facts):
    reader = pypdf.PdfReader(BytesIO(printing.render(facts)))
    assert len(reader.pages) == 1
    assert [round(float(size)) for size in reader.pages[0].mediabox[2:]] == [595, 842]
    assert reader.trailer["/Root"]["/Lang"] == "fr-FR"
    assert reader.metadata.title.endswith(facts.number)
    assert reader.metadata.author == "Active Assurances"
    assert reader.metadata.producer == "fpdf2"


@PAPERS
def test_the_only_date_of_a_file_is_the_day_of_issue(facts):
    reader = pypdf.PdfReader(BytesIO(printing.render(facts)))
    assert reader.metadata.creation_date == datetime.combine(facts.issued_on, datetime.min.time(), UTC)
    assert reader.xmp_metadata.xmp_create_date.date() == facts.issued_on
    assert reader.xmp_metadata.xmp_modify_date.date() == facts.issued_on


@PAPERS
def test_a_file_declares_pdf_a_and_keeps_its_word_on_fonts_and_colours(facts):
    reader = pypdf.PdfReader(BytesIO(printing.render(facts)))
    root = reader.trailer["/Root"]
    assert (reader.xmp_metadata.pdfaid_part, reader.xmp_metadata.pdfaid_conformance) == ("2", "B")
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    assert "/ID" in reader.trailer and "/Encrypt" not in reader.trailer and "/AcroForm" not in root
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        descendant = font["/DescendantFonts"][0]
        assert "/ToUnicode" in font and "/FontFile2" in descendant["/FontDescriptor"]


def test_the_words_of_the_metadata_are_safe_in_xml(memo):
    reader = pypdf.PdfReader(BytesIO(printing.render(replace(memo, insurer_name="Prudence & Fils <SA> \"d'Auto\""))))
    assert reader.xmp_metadata.dc_creator == ["Prudence & Fils <SA> \"d'Auto\""]
    assert reader.metadata.author == "Prudence & Fils <SA> \"d'Auto\""


def test_facts_that_no_printer_knows_are_refused():
    with pytest.raises(LookupError, match="str"):
        printing.render("MVA-2026-000123")
    with pytest.raises(LookupError, match="str"):
        printing.transcript("MVA-2026-000123")


@pytest.mark.parametrize("name", ["Roboto-Regular.ttf", "Roboto-Bold.ttf", "Plate-Bold.ttf"])
def test_the_fonts_are_light_and_come_with_their_licence(name):
    folder = ROOT / "printing" / "fonts"
    assert (folder / name).stat().st_size < 60_000
    assert "Apache License" in (folder / "LICENSE.txt").read_text()
    assert name in (folder / "README.md").read_text()
