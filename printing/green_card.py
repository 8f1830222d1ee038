"""The international motor insurance card (carte internationale d'assurance automobile), black on white.

The form, its numbered fields and their order are fixed by the United Nations Economic Commission for Europe: nothing is
added to them, but in the last frame, which is kept for what is useful to know.
"""
from collections.abc import Sequence

from insurance.documents.facts_abroad import CardCountry, GreenCardFacts
from printing.layout import LAST_LINE, MARGIN, PAGE_WIDTH, SCALES, WIDTH, Line, Piece, Sheet
from printing.transcript import Column, Entry, Section, Table, Transcript, phone_href
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
TERRITORY = (
    "Cette carte est valable dans les pays dont la case n’est pas barrée. Dans chaque pays visité, le bureau de ce pays"
    " garantit, pour l’usage du véhicule désigné ici, l’assurance que la loi de ce pays rend obligatoire. Les pays sont"
    " nommés au verso, leurs bureaux sur www.cobx.org.")


def card_transcript(facts: GreenCardFacts) -> Transcript:
    """Return the words of a card: the eleven fields of the form, what is useful to know, then its back."""
    return Transcript("Carte internationale d’assurance automobile", "International motor insurance card", (
        Section("card", "Carte", _fields(facts)),
        Section("territory", "8. Validité territoriale", sentences=(TERRITORY,), table=Table(
            "Pays du système de la carte internationale", (Column("Code"), Column("Pays", 4), Column("Garantie", 2)),
            tuple((one.code, one.name, _cover(one)) for one in facts.countries))),
        *_limits(facts),
        Section("useful", "Renseignements utiles", _phones(facts), _advice(facts)),
    ))


def _fields(facts: GreenCardFacts) -> tuple[Entry, ...]:
    plate = facts.vehicle.plate or facts.vehicle.serial_number
    return (
        Entry("2. Émise sous l’autorité du", (facts.bureau,)),
        Entry("3. Valable du", (long_date(facts.valid_from),)),
        Entry("3. Valable au", (long_date(facts.valid_until),)),
        Entry("4. Code du pays, code de l’assureur, numéro",
              (f"{facts.insurer_country} / {facts.insurer_code} / {facts.card_number}",)),
        Entry("5. N° d’immatriculation (ou, à défaut, de châssis ou de moteur)", (plate,)),
        Entry("6. Catégorie du véhicule", (facts.category,)),
        Entry("7. Marque du véhicule", (facts.vehicle.name,)),
        Entry("9. Nom et adresse du souscripteur (ou de l’utilisateur)", (facts.holder_name, *facts.holder_address)),
        Entry("10. Carte délivrée par", (facts.insurer_name, *facts.insurer_address)),
        Entry("11. Signature de l’assureur", (facts.insurer_name,)),
    )


def _cover(country: CardCountry) -> str:
    if country.is_excluded:
        return "Exclu, case barrée"
    return "Couvert en partie" if country.limits else "Couvert"


def _limits(facts: GreenCardFacts) -> tuple[Section, ...]:
    """Return what the cover leaves out of the territory of some countries."""
    sentences = tuple(f"{one.name}\u00a0: {one.limits}." for one in facts.countries if one.limits)
    return (Section("limits", "Pays couverts en partie", sentences=sentences),) if sentences else ()


def _phones(facts: GreenCardFacts) -> tuple[Entry, ...]:
    phones = (("Assureur", facts.insurer_phone), ("Assistance 24\u00a0h/24", facts.assistance_phone))
    return tuple(Entry(label, (phone,), phone_href(phone)) for label, phone in phones if phone)


def _advice(facts: GreenCardFacts) -> tuple[str, ...]:
    """Return where to have the card on paper: sources disagree on whether a screen is enough there since 2025."""
    always = "La carte est valable le premier et le dernier jour indiqués au cadre\u00a03."
    if not facts.paper_countries:
        return (always,)
    names = [one.name for one in facts.paper_countries]
    listed = f"{', '.join(names[:-1])} et {names[-1]}" if names[1:] else names[0]
    return (always, f"Imprimez cette carte pour aller dans ces pays, où un écran peut être refusé\u00a0: {listed}.")


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
