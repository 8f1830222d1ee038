"""The international motor insurance card (carte internationale d'assurance automobile), black on white.

The form, its numbered fields and their order are fixed by the United Nations Economic Commission for Europe: nothing is
added to them, but in the last frame, which is kept for what is useful to know.
"""
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from insurance.documents.facts_abroad import CardCountry, GreenCardFacts
from insurance.people.models import Language
from printing.layout import LAST_LINE, MARGIN, PAGE_WIDTH, SCALES, WIDTH, Line, Piece, Sheet
from printing.transcript import Column, Entry, Section, Table, Transcript, phone_href
from wording.abroad_card import CARD
from wording.figures import long_date

BLACK = "#000000"
INK_ONLY = {"colour": BLACK}
TOP = 18
PAD = 2.6
BOXES_PER_ROW, BOX_HEIGHT = 12, 10.5
BACK_COLUMNS, BACK_ROW = 2, 7.6
STAMP_WIDTH = WIDTH / 2 - 18

CATEGORIES = (
    "A\u00a0automobile, B\u00a0motocycle, C\u00a0camion ou tracteur, D\u00a0cyclomoteur, E\u00a0autobus ou autocar,"
    " F\u00a0remorque, G\u00a0autres")


@dataclass(frozen=True)
class Tongue:
    """A language of the card, and how it writes a day and names a country."""

    language: Language
    day: Callable[[date], str]
    country: Callable[[CardCountry], str]

    def word(self, name: str) -> str:
        """Return the words of this name."""
        return CARD[name][self.language]


FRENCH = Tongue(Language.FRENCH, long_date, lambda country: country.name)


def card_transcript(facts: GreenCardFacts, tongue: Tongue = FRENCH) -> Transcript:
    """Return the words of a card: the eleven fields of the form, what is useful to know, then its back."""
    word = tongue.word
    return Transcript(word("title"), word("subtitle"), (
        Section("card", word("card"), _fields(facts, tongue)),
        Section("territory", word("territory"), sentences=(word("territory_text"),), table=Table(
            word("countries"), (Column(word("country_code")), Column(word("country"), 4), Column(word("cover"), 2)),
            tuple((one.code, tongue.country(one), word(_cover(one))) for one in facts.countries))),
        *_limits(facts, tongue),
        Section("useful", word("useful"), _phones(facts, tongue), _advice(facts, tongue)),
    ))


def _fields(facts: GreenCardFacts, tongue: Tongue) -> tuple[Entry, ...]:
    word = tongue.word
    return (
        Entry(word("bureau"), (facts.bureau,)),
        Entry(word("from"), (tongue.day(facts.valid_from),)),
        Entry(word("until"), (tongue.day(facts.valid_until),)),
        Entry(word("number"), (f"{facts.insurer_country} / {facts.insurer_code} / {facts.card_number}",)),
        Entry(word("plate"), (facts.vehicle.plate or facts.vehicle.serial_number,)),
        Entry(word("category"), (facts.category,)),
        Entry(word("make"), (facts.vehicle.name,)),
        Entry(word("holder"), (facts.holder_name, *facts.holder_address)),
        Entry(word("insurer"), (facts.insurer_name, *facts.insurer_address)),
        Entry(word("signature"), (facts.insurer_name,)),
    )


def _cover(country: CardCountry) -> str:
    """Return the name of the words that say what the card is worth in a country."""
    if country.is_excluded:
        return "excluded"
    return "covered_partly" if country.limits else "covered"


def _limits(facts: GreenCardFacts, tongue: Tongue) -> tuple[Section, ...]:
    """Return what the cover leaves out of the territory of some countries; the limits themselves are in French."""
    colon = "\u00a0:" if tongue.language is Language.FRENCH else ":"
    sentences = tuple(f"{tongue.country(one)}{colon} {one.limits}." for one in facts.countries if one.limits)
    return (Section("limits", tongue.word("limits"), sentences=sentences),) if sentences else ()


def _phones(facts: GreenCardFacts, tongue: Tongue) -> tuple[Entry, ...]:
    phones = (("phone", facts.insurer_phone), ("assistance", facts.assistance_phone))
    return tuple(Entry(tongue.word(name), (phone,), phone_href(phone)) for name, phone in phones if phone)


def _advice(facts: GreenCardFacts, tongue: Tongue) -> tuple[str, ...]:
    """Return where to have the card on paper: sources disagree on whether a screen is enough there since 2025."""
    always = tongue.word("both_days")
    if not facts.paper_countries:
        return (always,)
    names = [tongue.country(one) for one in facts.paper_countries]
    listed = f"{', '.join(names[:-1])} {tongue.word('and')} {names[-1]}" if names[1:] else names[0]
    return (always, tongue.word("print_it").format(countries=listed))


class Card(Sheet):
    """The two pages of a card: frames, black letters, and nothing of the house's colours."""

    def footer(self) -> None:
        """Print nothing: the form has no foot."""

    def row(self, shares: Sequence[int], boxes: Sequence[tuple[str, Sequence[Line]]], at_least: float = 0) -> Piece:
        """Return frames side by side across the page, as high as the highest: a label, then what is under it."""
        widths = [WIDTH * share / sum(shares) for share in shares]
        lines = [[Line(label, 7.5, **INK_ONLY), *values] for label, values in boxes]
        inner = max(self.height_of(width - 2 * PAD, one) for width, one in zip(widths, lines, strict=True))
        height = max(at_least, inner + 2 * PAD)

        def draw(y: float) -> None:
            x = float(MARGIN)
            for width, one in zip(widths, lines, strict=True):
                self.box(x, y, width, height, 0.3)
                self.write_lines(x + PAD, y + PAD - 0.6, width - 2 * PAD, one)
                x += width

        return Piece(height, draw)

    def box(self, x: float, y: float, width: float, height: float, weight: float) -> None:
        """Draw a frame of the form."""
        self.set_draw_color(BLACK)
        self.set_line_width(weight)
        self.rect(x, y, width, height, style="D")


def print_card(facts: GreenCardFacts) -> bytes:
    """Return the card as a PDF of two pages, its front and its back."""
    words = card_transcript(facts)
    sheet = Card(f"{words.title} {facts.number}", facts.insurer_name, facts.issued_on)
    _front(sheet, facts, words)
    sheet.add_page()
    sheet.scale = 1.0
    _back(sheet, words)
    return sheet.finished()


def _front(sheet: Card, facts: GreenCardFacts, words: Transcript) -> None:
    """Print the form; its letters become smaller when names are so long that it would need a second page."""
    for sheet.scale in SCALES:
        rows = _rows(sheet, facts, words)
        if TOP + sum(row.height for row in rows) <= LAST_LINE:
            break
    y = float(TOP)
    for row in rows:
        row.draw(y)
        y += row.height


def _rows(sheet: Card, facts: GreenCardFacts, words: Transcript) -> list[Piece]:
    bureau, start, end, number, plate, category, make, holder, insurer, signature = words["card"].entries
    useful = words["useful"]
    title = [Line(words.title.upper(), 12.5, is_bold=True, **INK_ONLY), Line(words.subtitle.upper(), 9, **INK_ONLY)]
    phones = [Line(f"{entry.label}\u00a0: {entry.lines[0]}", 9.5, is_bold=True, **INK_ONLY) for entry in useful.entries]
    advice = [Line(one, 9.5, **INK_ONLY) for one in useful.sentences]
    return [
        sheet.row((7, 3), (("1.", title), _box(bureau, 11))),
        sheet.row((3, 3, 5), (_box(start, 12), _box(end, 12), _box(number, 12))),
        sheet.row((9, 5, 8), (_box(plate, 15), (f"{category.label} *", _strong(category, 15)), _box(make, 12))),
        _territory(sheet, facts.countries, words["territory"]),
        sheet.row((1,), (_box(holder, 10.5),)),
        _signed(sheet, facts, insurer, signature),
        sheet.row((1,), ((useful.title, [*advice, *phones]),)),
        _note(sheet, f"* {CATEGORIES}."),
    ]


def _box(entry: Entry, size: float) -> tuple[str, list[Line]]:
    return entry.label, _strong(entry, size)


def _strong(entry: Entry, size: float) -> list[Line]:
    first, *others = entry.lines
    return [Line(first, size, is_bold=True, **INK_ONLY), *(Line(one, 10, **INK_ONLY) for one in others)]


def _territory(sheet: Card, countries: Sequence[CardCountry], words: Section) -> Piece:
    """Return the boxes of the countries, those that are excluded crossed out."""
    rows = [countries[start:start + BOXES_PER_ROW] for start in range(0, len(countries), BOXES_PER_ROW)]
    title = [Line(words.title, 7.5, **INK_ONLY)]
    sentences = [Line(one, 8, **INK_ONLY) for one in words.sentences]
    inner = WIDTH - 2 * PAD
    above = PAD + sheet.height_of(inner, title) + 1
    below = above + len(rows) * BOX_HEIGHT + 1.5
    height = below + sheet.height_of(inner, sentences) + PAD
    wide = inner / BOXES_PER_ROW

    def draw(y: float) -> None:
        sheet.box(MARGIN, y, WIDTH, height, 0.3)
        sheet.write_lines(MARGIN + PAD, y + PAD - 0.6, inner, title)
        for line, row in enumerate(rows):
            for place, country in enumerate(row):
                _country(sheet, MARGIN + PAD + place * wide, y + above + line * BOX_HEIGHT, wide, country)
        sheet.write_lines(MARGIN + PAD, y + below, inner, sentences)

    return Piece(height, draw)


def _country(sheet: Card, x: float, y: float, width: float, country: CardCountry) -> None:
    sheet.box(x, y, width, BOX_HEIGHT, 0.25)
    code = Line(country.code, 12, is_bold=True, align="C", **INK_ONLY)
    sheet.single(x + 1, y + BOX_HEIGHT / 2 + 1.6, width - 2, code)
    if country.is_excluded:
        sheet.set_line_width(0.5)
        sheet.line(x, y, x + width, y + BOX_HEIGHT)
        sheet.line(x, y + BOX_HEIGHT, x + width, y)


def _signed(sheet: Card, facts: GreenCardFacts, insurer: Entry, signature: Entry) -> Piece:
    """Return the insurer and its signature: a stamp, black, in the last frame of the form."""
    lines = [Line(facts.insurer_name, 13, is_bold=True, align="C", **INK_ONLY),
             *(Line(one, 9, align="C", **INK_ONLY) for one in facts.insurer_address)]
    x = PAGE_WIDTH - MARGIN - WIDTH / 4 - STAMP_WIDTH / 2
    high = sheet.height_of(STAMP_WIDTH - 6, lines) + 5
    frames = sheet.row((1, 1), (_box(insurer, 10.5), (signature.label, [])), at_least=high + 7 + 2 * PAD)

    def draw(y: float) -> None:
        frames.draw(y)
        top = y + frames.height - PAD - high
        sheet.frame(x, top, STAMP_WIDTH, high, weight=0.6, colour=BLACK)
        sheet.frame(x + 1, top + 1, STAMP_WIDTH - 2, high - 2, weight=0.2, colour=BLACK)
        sheet.write_lines(x + 3, top + 2.5, STAMP_WIDTH - 6, lines)

    return Piece(frames.height, draw)


def _note(sheet: Card, text: str) -> Piece:
    lines = [Line(text, 7.5, **INK_ONLY)]
    return Piece(sheet.height_of(WIDTH, lines) + 1.5, lambda y: sheet.write_lines(MARGIN, y + 1.5, WIDTH, lines))


def _back(sheet: Card, words: Transcript) -> None:
    """Print the countries in two columns, each with its code and whether it is covered, then what is left out."""
    table = words["territory"].table
    top = sheet.write_lines(MARGIN, TOP, WIDTH, [Line(table.caption, 12.5, is_bold=True, **INK_ONLY)]) + 4
    rows = table.rows
    high = -(-len(rows) // BACK_COLUMNS)
    wide = WIDTH / BACK_COLUMNS
    for place, row in enumerate(rows):
        column, line = divmod(place, high)
        _back_row(sheet, MARGIN + column * wide, top + line * BACK_ROW, wide, row)
    for part in (part for part in words.sections if part.slug == "limits"):
        lines = [Line(part.title, 9.5, is_bold=True, **INK_ONLY),
                 *(Line(one, 9, **INK_ONLY) for one in part.sentences)]
        sheet.write_lines(MARGIN, top + high * BACK_ROW + 6, WIDTH, lines, spacing=0.8)


def _back_row(sheet: Card, x: float, y: float, width: float, row: Sequence[str]) -> None:
    code, name, cover = row
    sheet.single(x, y + 5, 12, Line(code, 10, is_bold=True, **INK_ONLY))
    sheet.single(x + 13, y + 5, 38, Line(name, 10, **INK_ONLY))
    sheet.single(x + 52, y + 5, width - 55, Line(cover, 8.5, **INK_ONLY))
    sheet.set_draw_color(BLACK)
    sheet.set_line_width(0.1)
    sheet.line(x, y + BACK_ROW, x + width - 3, y + BACK_ROW)
