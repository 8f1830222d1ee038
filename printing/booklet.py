"""Papers of as many pages as they need: parts that are never cut, a head and a number on each page.

A paper is a sequence of strips. It takes the fewest pages that letters of a readable size allow and, for that number of
pages, the largest letters; what room is left is shared between its sections.
"""
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from insurance.documents.facts_paper import ContractPaper
from printing.layout import BODY, LAST_LINE, MARGIN, PAGE_HEIGHT, PAGE_WIDTH, WIDTH, Line, Piece, Sheet
from printing.palette import PROOF, SECOND_INK
from printing.transcript import Transcript, unbroken, web_text
from wording.figures import long_date

SECTION = 7
"""The space between two sections. A gap of that size or more grows where a page has room."""

MOST_GROWTH = 4
TOP = 25
"""Where the text of a following page begins, under its head."""

READABLE = (1, 0.94, 0.88)
NUMBERING = 24
"""The width kept at the foot of a page for its number."""


@dataclass(frozen=True)
class Strip:
    """A part of a paper that is never cut. `gap` is the space above it, unless it begins a page.

    `again` is what is then printed above it: the head of the table that it belongs to.
    """

    piece: Piece
    gap: float = 0
    again: Piece | None = None


def glued(*strips: Strip) -> Piece:
    """Return strips as one piece, which no page cuts: a heading and what it announces."""
    height = sum(strip.piece.height for strip in strips) + sum(strip.gap for strip in strips[1:])

    def draw(y: float) -> None:
        for place, strip in enumerate(strips):
            y += strip.gap if place else 0
            strip.piece.draw(y)
            y += strip.piece.height

    return Piece(height, draw)


class Booklet(Sheet):
    """A numbered paper about a contract: the band on its first page, its name on the others, a foot on all of them."""

    def __init__(self, words: Transcript, facts: ContractPaper):
        self.pages_in_all = 1
        self.issuer = facts.insurer_name
        self.name = f"{words.title} n°\u00a0{facts.number}"
        self.sender = ", ".join((facts.insurer_name, *facts.insurer_address)) + (
            f". Téléphone\u00a0: {facts.insurer_phone}" if facts.insurer_phone else "")
        super().__init__(f"{words.title} {facts.number}", facts.insurer_name, facts.issued_on,
                         foot=f"{self.name} du {unbroken(long_date(facts.issued_on))}. Code {facts.spaced_code},"
                              f" à vérifier sur {web_text(facts.verify_url)}.")
        self.band(facts.insurer_name, words.title, words.subtitle)

    def footer(self) -> None:
        """Print the foot of a page: who sends the paper, which one it is, which page. fpdf2 calls this at its end."""
        scale, self.scale = self.scale, 1.0
        self.set_fill_color(PROOF)
        self.rect(0, PAGE_HEIGHT - 3, PAGE_WIDTH, 3, style="F")
        self.rule(PAGE_HEIGHT - 20)
        number = f"Page {self.page_no()} sur {self.pages_in_all}"
        self.single(MARGIN, PAGE_HEIGHT - 15, WIDTH - NUMBERING, Line(self.sender, 8, colour=SECOND_INK))
        self.single(PAGE_WIDTH - MARGIN - NUMBERING, PAGE_HEIGHT - 15, NUMBERING,
                    Line(number, 8, colour=SECOND_INK, align="R"))
        self.single(MARGIN, PAGE_HEIGHT - 10.5, WIDTH, Line(self.foot, 8, colour=SECOND_INK))
        self.scale = scale

    def width_of(self, line: Line) -> float:
        """Return the width of a line that is not wrapped."""
        self._use(line)
        return self.get_string_width(line.text)

    def flow(self, build: Callable[[], Sequence[Strip]]) -> None:
        """Print the strips that `build` returns. It is called again for each size of letters."""
        scale = min(READABLE, key=lambda one: (len(self._pages(build, one)), -one))
        pages = self._pages(build, scale)
        self.pages_in_all = len(pages)
        self._print(pages[0], BODY)
        for page in pages[1:]:
            self.add_page()
            self._running_head()
            self._print(page, TOP)

    def _pages(self, build: Callable[[], Sequence[Strip]], scale: float) -> list[list[Strip]]:
        """Return the strips of each page, for letters of a size."""
        self.scale = scale
        pages: list[list[Strip]] = [[]]
        y = float(BODY)
        for strip in build():
            gap = strip.gap if pages[-1] else 0
            if pages[-1] and y + gap + strip.piece.height > LAST_LINE:
                head = [Strip(strip.again)] if strip.again else []
                pages.append(head)
                y, gap = TOP + sum(one.piece.height for one in head), 0
            pages[-1].append(replace(strip, gap=gap))
            y += gap + strip.piece.height
        return pages

    def _print(self, page: Sequence[Strip], y: float) -> None:
        """Print a page from `y` down, its sections a little further apart when there is room."""
        spare = LAST_LINE - y - sum(strip.gap + strip.piece.height for strip in page)
        loose = sum(strip.gap >= SECTION for strip in page)
        growth = max(0.0, min(spare / loose, MOST_GROWTH)) if loose else 0.0
        for strip in page:
            y += strip.gap + (growth if strip.gap >= SECTION else 0)
            strip.piece.draw(y)
            y += strip.piece.height

    def _running_head(self) -> None:
        scale, self.scale = self.scale, 1.0
        half = WIDTH / 2
        self.single(MARGIN, 14, half, Line(self.name, 9, is_bold=True))
        self.single(MARGIN + half, 14, half, Line(self.issuer, 9, colour=SECOND_INK, align="R"))
        self.rule(17)
        self.scale = scale
