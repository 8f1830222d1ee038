"""Printing an attestation: documents a second, against a bare fpdf2 page of the same words in the same fonts."""
from datetime import date

from fpdf import FPDF

import printing
from bench.rounds import Row, compare
from insurance.documents.facts import AttestationFacts
from printing.layout import FONTS

FACTS = AttestationFacts(
    number="MVA-2026-000001", code="K7F3M9X2Q4AB", issued_on=date(2026, 11, 23), insurer_name="Active Assurances",
    insurer_address=("12 rue de la Prévoyance", "75009 Paris"), insurer_phone="01 86 76 70 00",
    assistance_phone="01 86 76 70 99", holder_name="Mme Sophie Marchand",
    holder_address=("14 rue des Bouchers", "59800 Lille"), contract_number="AA-7204-118",
    effective_on=date(2024, 1, 2), plate="GH-482-KT", make="Peugeot", model="208",
    verify_url="https://mon-compte.activeassurances.example/verifier")


def report() -> list[Row]:
    """Measure, and return the rows to print."""
    cost = compare(lambda: printing.render(FACTS), _bare_page)
    size, bare_size = len(printing.render(FACTS)), len(_bare_page())
    return [
        Row("attestation", f"{1 / cost.ours:.1f} documents/s", f"{cost.ratio:.2f}",
            f"a bare page of the same words: {1 / cost.yardstick:.1f} documents/s"),
        Row("its weight", f"{size:,} bytes", f"{size / bare_size:.2f}", f"the bare page: {bare_size:,} bytes"),
    ]


def _bare_page() -> bytes:
    """The words one under the other: no layout, no drawing, no QR code, no archive metadata."""
    pdf = FPDF(format="A4")
    pdf.add_font("roboto", "", FONTS / "Roboto-Regular.ttf")
    pdf.add_font("roboto", "B", FONTS / "Roboto-Bold.ttf")
    pdf.add_page()
    words = printing.transcript(FACTS)
    pdf.set_font("roboto", "B", 16)
    pdf.multi_cell(0, 8, words.title, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("roboto", "", 10)
    for section in words.sections:
        for text in (section.title, *section.sentences, *(_line(entry) for entry in section.entries)):
            pdf.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _line(entry) -> str:
    return " ".join((entry.label, *entry.lines))
