"""The house's paper: an A4 sheet, its fonts, its band, its footer, and the pieces that a page is stacked from.

Lengths are millimetres from the top left corner, sizes of letters are points. A document that prints twice prints the
same bytes: nothing here reads the clock, the machine or the version of a library.
"""
import unicodedata
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fpdf import FPDF

from printing import ornaments
from printing.archive import declare
from printing.light import keep_letters_only, packed
from printing.palette import BRAND, INK, LINE, PROOF, PROOF_LINE, SECOND_INK, SOFT_BRAND, WHITE

FONTS = Path(__file__).parent / "fonts"
PAGE_WIDTH, PAGE_HEIGHT = 210, 297
MARGIN = 20
WIDTH = PAGE_WIDTH - 2 * MARGIN
GUTTER = 8
BAND = 36
BODY = BAND + 12
LAST_LINE = PAGE_HEIGHT - 26
"""Nothing but the footer is printed below."""

TIGHT, AIRY = 6, 13
"""The least and the most space between two pieces of a page."""

SCALES = (1, 0.94, 0.88, 0.82, 0.76)
"""How small the letters may become, for a document to keep to one page."""

LABEL, TEXT, STRONG = 9, 10.5, 12.5
REPLACEMENT = "\ufffd"
"""What a letter that the fonts lack is printed as: seen by everyone, never a silent hole."""

_SPARE_BEFORE = {"L": 0, "C": 0.5, "R": 1}
"""How much of the room left in a line comes before it, for each alignment: left, centred, right."""


@dataclass(frozen=True)
class Line:
    """A text in one style, over as many lines of paper as it needs."""

    text: str
    size: float = TEXT
    is_bold: bool = False
    colour: str = INK
    align: str = "L"


@dataclass(frozen=True)
class Piece:
    """A part of a page that is measured before it is drawn. `has_rule` draws a fine line above it."""

    height: float
    draw: Callable[[float], None]
    has_rule: bool = False


def block(label: str, *values: str) -> list[Line]:
    """Return a small label over its values, the first of them strong."""
    return [Line(label, LABEL, colour=SECOND_INK),
            *(Line(value, TEXT if place else STRONG, is_bold=not place) for place, value in enumerate(values))]


class Sheet(FPDF):
    """A document on the house's paper, begun with its first page. `author` is the insurer, `issued_on` its only date.

    `foot` is printed at the foot of each page. It is written for PDF/A-2B: fonts embedded, colours defined, nothing
    active, metadata in XMP. A page is made of pieces: build them, then `stack` them.
    """

    def __init__(self, title: str, author: str, issued_on: date, foot: str = ""):
        super().__init__(format="A4")
        self.set_auto_page_break(False)
        self.foot = foot
        self.scale = 1.0
        self.add_font("roboto", "", FONTS / "Roboto-Regular.ttf")
        self.add_font("roboto", "B", FONTS / "Roboto-Bold.ttf")
        self.add_font("plate", "", FONTS / "Plate-Bold.ttf")
        self.set_font("roboto")
        declare(self, title, author, issued_on)
        self.add_page()

    def normalize_text(self, text: str) -> str:
        """Return the text in letters that the current font has; fpdf2 passes all that it writes or measures here."""
        return printable(text, self.current_font.cmap)

    def finished(self) -> bytes:
        """Return the file, as light as it can be."""
        for font in self.fonts.values():
            keep_letters_only(font)
        return packed(bytes(self.output()))

    def footer(self) -> None:
        """Print the foot of a page. fpdf2 calls this when the page is full."""
        self.set_fill_color(PROOF)
        self.rect(0, PAGE_HEIGHT - 3, PAGE_WIDTH, 3, style="F")
        if self.foot:
            self.rule(PAGE_HEIGHT - 20)
            self.scale = 1.0
            self.write_lines(MARGIN, PAGE_HEIGHT - 17.5, WIDTH, [Line(self.foot, 8, colour=SECOND_INK)])

    def band(self, issuer: str, title: str, subtitle: str = "") -> None:
        """Print the green band across the top: the issuer on its left, the title of the document top right."""
        self.set_fill_color(PROOF)
        self.rect(0, 0, PAGE_WIDTH, BAND, style="F")
        ornaments.guilloche(self, 0, 0.2, PAGE_WIDTH, BAND - 0.4, PROOF_LINE)
        ornaments.shield(self, MARGIN, 11, 14)
        half = WIDTH / 2 - GUTTER
        right = PAGE_WIDTH - MARGIN - half
        self.single(MARGIN + 18, 20, half - 18, Line(issuer, 14, is_bold=True, colour=WHITE))
        self.single(right, 18.5 if subtitle else 21, half, Line(title, 21, is_bold=True, colour=WHITE, align="R"))
        self.single(right, 26, half, Line(subtitle, 11, colour=WHITE, align="R"))

    def stack(self, build: Callable[[], Sequence[Piece]]) -> None:
        """Print the pieces that `build` returns, from under the band to the foot of the page, the last one lowest.

        They are spread over the page; a crowded one gets smaller letters, then, when even these are not enough, a
        second page. `build` is called again for each size of letters.
        """
        for self.scale in SCALES:
            pieces = build()
            spare = LAST_LINE - BODY - sum(piece.height for piece in pieces)
            if spare >= TIGHT * (len(pieces) - 1):
                break
        gap = min(max(spare / max(len(pieces) - 1, 1), TIGHT), AIRY)
        y = BODY
        for piece in pieces:
            if y + piece.height > LAST_LINE:
                self.add_page()
                y = MARGIN
            if piece is pieces[-1]:
                y = max(y, LAST_LINE - piece.height)
            if piece.has_rule:
                self.rule(y - gap / 2)
            piece.draw(y)
            y += piece.height + gap

    def columns(self, *blocks: Sequence[Line], per_row: int = 0, has_rule: bool = True) -> Piece:
        """Return blocks of lines side by side in columns of equal width: one row, or rows of `per_row`."""
        count = per_row or len(blocks)
        width = (WIDTH - GUTTER * (count - 1)) / count
        rows = [blocks[start:start + count] for start in range(0, len(blocks), count)]
        heights = [max(self.height_of(width, lines) for lines in row) for row in rows]
        spacing = 3.5 * self.scale

        def draw(y: float) -> None:
            for row, height in zip(rows, heights, strict=True):
                for place, lines in enumerate(row):
                    self.write_lines(MARGIN + place * (width + GUTTER), y, width, lines)
                y += height + spacing

        return Piece(sum(heights) + spacing * (len(rows) - 1), draw, has_rule)

    def panel(self, title: str, sentences: Sequence[str]) -> Piece:
        """Return sentences under a title, on a tinted panel with a bar on its left."""
        lines = [Line(title, 11.5, is_bold=True), *map(Line, sentences)]
        inner, spacing = WIDTH - 13, 1.4 * self.scale
        height = self.height_of(inner, lines) + spacing * (len(lines) - 1) + 9

        def draw(y: float) -> None:
            self.set_fill_color(SOFT_BRAND)
            self.rect(MARGIN, y, WIDTH, height, style="F")
            self.set_fill_color(BRAND)
            self.rect(MARGIN, y, 1.4, height, style="F")
            self.write_lines(MARGIN + 7, y + 4.5, inner, lines, spacing)

        return Piece(height, draw)

    def telephone(self, title: str, label: str, number: str, href: str) -> Piece:
        """Return a number to call in a fine frame: read at arm's length on paper, dialled with a touch on a phone."""
        lines = [Line(title, 11.5, is_bold=True), Line(label)]
        half = WIDTH / 2
        height = self.height_of(half, lines) + 7

        def draw(y: float) -> None:
            self.frame(MARGIN, y, WIDTH, height, weight=0.4, colour=BRAND)
            self.write_lines(MARGIN + 7, y + 3.5, half, lines)
            self.single(MARGIN + half, y + height / 2 + 2.6, half - 8, Line(number, 20, is_bold=True, align="R"))
            self.link(MARGIN, y, WIDTH, height, href)

        return Piece(height, draw)

    def framed(self, sentences: Sequence[str]) -> Piece:
        """Return sentences in the largest letters of the page, one a line, centred in a heavy frame."""
        height = 11 * len(sentences) + 10

        def draw(y: float) -> None:
            self.frame(MARGIN, y, WIDTH, height, weight=0.8, colour=INK)
            for place, sentence in enumerate(sentences):
                line = Line(sentence, 25 / self.scale, is_bold=True, align="C")
                self.single(MARGIN + 8, y + 13.5 + 11 * place, WIDTH - 16, line)

        return Piece(height, draw)

    def stamp(self, x: float, y: float, width: float, name: str, address: Sequence[str]) -> None:
        """Press the insurer's stamp: its name and its address in a double frame."""
        lines = [Line(name, 13, is_bold=True, colour=BRAND, align="C"),
                 *(Line(line, 9.5, colour=BRAND, align="C") for line in address)]
        height = self.height_of(width - 10, lines) + 10
        self.frame(x, y, width, height, weight=0.7, colour=BRAND)
        self.frame(x + 1.3, y + 1.3, width - 2.6, height - 2.6, weight=0.25, colour=BRAND)
        self.write_lines(x + 5, y + 5, width - 10, lines)

    def frame(self, x: float, y: float, width: float, height: float, *, weight: float, colour: str) -> None:
        """Draw a rounded frame."""
        self.set_draw_color(colour)
        self.set_line_width(weight)
        self.rect(x, y, width, height, style="D", round_corners=True, corner_radius=2.4)

    def rule(self, y: float) -> None:
        """Draw a fine line across the text."""
        self.set_draw_color(LINE)
        self.set_line_width(0.25)
        self.line(MARGIN, y, PAGE_WIDTH - MARGIN, y)

    def single(self, x: float, baseline: float, width: float, line: Line) -> None:
        """Print a line that never becomes two: its letters are made smaller when it would not fit in `width`."""
        self._use(line)
        if (natural := self.get_string_width(line.text)) > width:
            self.set_font_size(self.font_size_pt * width / natural)
        spare = width - self.get_string_width(line.text)
        self.text(x + spare * _SPARE_BEFORE[line.align], baseline, line.text)

    def write_lines(self, x: float, y: float, width: float, lines: Sequence[Line], spacing: float = 0) -> float:
        """Print lines one under the other from `y` down; return the height below the last one."""
        for line in lines:
            for row in self._wrapped(line, width):
                spare = width - self.get_string_width(row)
                baseline = y + self._leading(line) / 2 + self.font_size * 0.3
                self.text(x + spare * _SPARE_BEFORE[line.align], baseline, row)
                y += self._leading(line)
            y += spacing
        return y

    def height_of(self, width: float, lines: Sequence[Line]) -> float:
        """Return the height that `write_lines` takes without spacing."""
        return sum(len(self._wrapped(line, width)) * self._leading(line) for line in lines)

    def _wrapped(self, line: Line, width: float) -> list[str]:
        """Return a text cut at its spaces into rows that fit; a word wider than a row is cut at a hyphen, else inside."""
        self._use(line)
        rows, row = [], ""
        for word in self.normalize_text(line.text).split(" "):
            longer = f"{row} {word}" if row else word
            if self.get_string_width(longer) <= width:
                row = longer
                continue
            rows += [row] if row else []
            while self.get_string_width(word) > width:
                fitting = next(size for size in range(len(word) - 1, 0, -1)
                               if size == 1 or self.get_string_width(word[:size]) <= width)
                fitting = word.rfind("-", 0, fitting) + 1 or fitting
                rows.append(word[:fitting])
                word = word[fitting:]
            row = word
        return [*rows, row]

    def _use(self, line: Line) -> None:
        self.set_font("roboto", "B" if line.is_bold else "", line.size * self.scale)
        self.set_text_color(line.colour)

    def _leading(self, line: Line) -> float:
        """Return the height of one line of paper: letters breathe more when they are small."""
        ratio = 1.5 if line.size <= LABEL else 1.32 if line.size <= STRONG else 1.2
        return line.size * self.scale * ratio / self.k


def printable(text: str, letters: Container[int]) -> str:
    """Return a text as it can be printed with these letters (code points): composed, on one line, nothing invisible.

    A letter that is not there becomes its plain equivalent when Unicode has one (a ligature, a full-width letter),
    else U+FFFD.
    """
    composed = unicodedata.normalize("NFC", text)
    return composed.translate({ord(letter): _printable(letter, letters) for letter in set(composed)})


def _printable(letter: str, letters: Container[int]) -> str:
    category = unicodedata.category(letter)
    if category == "Cf":
        return ""
    if ord(letter) in letters:
        return letter
    if category in {"Cc", "Zs", "Zl", "Zp"}:
        return " "
    plain = unicodedata.normalize("NFKC", letter)
    return plain if all(ord(part) in letters for part in plain) else REPLACEMENT
