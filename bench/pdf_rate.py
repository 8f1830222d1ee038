"""Printing each kind of paper: documents a second, against bare fpdf2 pages of the same words in the same fonts."""
from fpdf import FPDF

import printing
from bench.rounds import Row, compare
from printing.layout import FONTS
from printing.transcript import Section
from tests.support import papers

KINDS = (papers.memo, papers.attestation, *papers.PLAIN)


def report() -> list[Row]:
    """Measure, and return the rows to print."""
    return [row for make in KINDS for row in _rows(make.__name__.replace("_", " "), make())]


def _rows(name: str, facts) -> list[Row]:
    cost = compare(lambda: printing.render(facts), lambda: _bare_pages(facts))
    size, bare_size = len(printing.render(facts)), len(_bare_pages(facts))
    return [
        Row(name, f"{1 / cost.ours:.1f} documents/s", f"{cost.ratio:.2f}",
            f"bare pages of the same words: {1 / cost.yardstick:.1f} documents/s"),
        Row("  its weight", f"{size:,} bytes", f"{size / bare_size:.2f}", f"the bare pages: {bare_size:,} bytes"),
    ]


def _bare_pages(facts) -> bytes:
    """The words one under the other: no layout, no drawing, no QR code, no archive metadata."""
    pdf = FPDF(format="A4")
    pdf.add_font("roboto", "", FONTS / "Roboto-Regular.ttf")
    pdf.add_font("roboto", "B", FONTS / "Roboto-Bold.ttf")
    pdf.add_page()
    words = printing.transcript(facts)
    pdf.set_font("roboto", "B", 16)
    pdf.multi_cell(0, 8, words.title, new_x="LMARGIN", new_y="NEXT")
    pdf.set_font("roboto", "", 10)
    for section in words.sections:
        for text in _texts(section):
            pdf.multi_cell(0, 5, text, new_x="LMARGIN", new_y="NEXT")
    return bytes(pdf.output())


def _texts(section: Section) -> list[str]:
    texts = [section.title, *section.sentences, *(" ".join((one.label, *one.lines)) for one in section.entries)]
    if section.table:
        rows = [[column.title for column in section.table.columns], *section.table.rows, section.table.total]
        texts += [section.table.caption, *(" ".join(row) for row in rows if row)]
    return texts
