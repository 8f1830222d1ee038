"""The international motor insurance card (carte internationale d'assurance automobile), black on white.

The form, its numbered fields and their order are fixed by the United Nations Economic Commission for Europe: nothing is
added to them, but in the last frame, which is kept for what is useful to know.
"""
from collections.abc import Sequence

from insurance.documents.facts_abroad import CardCountry, GreenCardFacts
from printing.layout import MARGIN, PAGE_WIDTH, WIDTH, Line, Sheet
from printing.transcript import Column, Entry, Section, Table, Transcript, long_date, phone_href

BLACK = "#000000"
INK_ONLY = {"colour": BLACK}
TOP = 18
PAD = 2.2
BOXES_PER_ROW, BOX_HEIGHT = 12, 9
BACK_COLUMNS, BACK_ROW = 2, 7.2

CATEGORIES = (
    "A\u00a0automobile, B\u00a0motocycle, C\u00a0camion ou tracteur, D\u00a0cyclomoteur, E\u00a0autobus ou autocar,"
    " F\u00a0remorque, G\u00a0autres")
TERRITORY = (
    "Cette carte est valable dans les pays dont la case n’est pas barrée. Dans chaque pays visité, le bureau de ce pays"
    " garantit, pour l’usage du véhicule désigné ici, l’assurance que la loi de ce pays rend obligatoire. Les pays et"
    " leurs bureaux figurent au verso.")


def card_transcript(facts: GreenCardFacts) -> Transcript:
    """Return the words of a card: the eleven fields of the form, what is useful to know, then its back."""
    return Transcript("Carte internationale d’assurance automobile", "International motor insurance card", (
        Section("card", "Carte", _fields(facts)),
        Section("territory", "8. Validité territoriale", sentences=(TERRITORY,), table=Table(
            "Pays du système de la carte internationale", (Column("Code"), Column("Pays", 4), Column("Garantie", 2)),
            tuple((one.code, one.name, _cover(one)) for one in facts.countries))),
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
    return f"Couvert, {country.limits}" if country.limits else "Couvert"


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

    def box(self, x: float, y: float, width: float, height: float, label: str, lines: Sequence[Line]) -> None:
        """Draw a frame of the form: its numbered label small, its value under it."""
        self.set_draw_color(BLACK)
        self.set_line_width(0.3)
        self.rect(x, y, width, height, style="D")
        below = self.write_lines(x + PAD, y + PAD - 0.6, width - 2 * PAD, [Line(label, 7.5, **INK_ONLY)])
        self.write_lines(x + PAD, below + 0.6, width - 2 * PAD, lines)

    def box_height(self, width: float, label: str, lines: Sequence[Line]) -> float:
        """Return the height that a frame needs."""
        return self.height_of(width - 2 * PAD, [Line(label, 7.5), *lines]) + 2 * PAD

    def row(self, y: float, shares: Sequence[int], boxes: Sequence[tuple[str, Sequence[Line]]]) -> float:
        """Draw frames side by side across the page, as high as the highest; return where the next row begins."""
        widths = [WIDTH * share / sum(shares) for share in shares]
        height = max(self.box_height(width, *box) for width, box in zip(widths, boxes, strict=True))
        x = float(MARGIN)
        for width, box in zip(widths, boxes, strict=True):
            self.box(x, y, width, height, *box)
            x += width
        return y + height


def print_card(facts: GreenCardFacts) -> bytes:
    """Return the card as a PDF of two pages, its front and its back."""
    words = card_transcript(facts)
    sheet = Card(f"{words.title} {facts.number}", facts.insurer_name, facts.issued_on)
    _front(sheet, facts, words)
    sheet.add_page()
    _back(sheet, words["territory"])
    return bytes(sheet.output())


def _front(sheet: Card, facts: GreenCardFacts, words: Transcript) -> None:
    fields = words["card"].entries
    bureau, start, end, number, plate, category, make, holder, insurer, signature = fields
    y = sheet.row(TOP, (3, 2), (
        ("1.", [Line(words.title.upper(), 12.5, is_bold=True, **INK_ONLY), Line(words.subtitle.upper(), 9, **INK_ONLY)]),
        (bureau.label, _strong(bureau, 11))))
    y = sheet.row(y, (3, 3, 5), ((start.label, _strong(start, 12)), (end.label, _strong(end, 12)),
                                 (number.label, _strong(number, 12))))
    y = sheet.row(y, (4, 2, 4), ((plate.label, _strong(plate, 15)), (f"{category.label} *", _strong(category, 15)),
                                 (make.label, _strong(make, 12))))
    y = _territory(sheet, y, facts.countries, words["territory"])
    y = sheet.row(y, (1,), ((holder.label, _strong(holder, 10.5)),))
    y = sheet.row(y, (1, 1), ((insurer.label, _strong(insurer, 10.5)),
                              (signature.label, _stamp_room(facts))))
    _stamp(sheet, facts, y)
    useful = words["useful"]
    phones = [Line(f"{entry.label}\u00a0: {entry.lines[0]}", 9.5, is_bold=True, **INK_ONLY) for entry in useful.entries]
    y = sheet.row(y, (1,), ((useful.title, [*(Line(one, 9.5, **INK_ONLY) for one in useful.sentences), *phones]),))
    sheet.write_lines(MARGIN, y + 1.5, WIDTH, [Line(f"* {CATEGORIES}.", 7.5, **INK_ONLY)])


def _strong(entry: Entry, size: float) -> list[Line]:
    first, *others = entry.lines
    return [Line(first, size, is_bold=True, **INK_ONLY), *(Line(one, 10, **INK_ONLY) for one in others)]


def _territory(sheet: Card, y: float, countries: Sequence[CardCountry], words: Section) -> float:
    """Draw the boxes of the countries, those that are excluded crossed out; return where the next row begins."""
    rows = [countries[start:start + BOXES_PER_ROW] for start in range(0, len(countries), BOXES_PER_ROW)]
    sentences = [Line(one, 8, **INK_ONLY) for one in words.sentences]
    text = sheet.height_of(WIDTH - 2 * PAD, sentences)
    boxes = y + PAD + 6
    height = boxes - y + len(rows) * BOX_HEIGHT + 1.5 + text + PAD
    sheet.box(MARGIN, y, WIDTH, height, words.title, [])
    wide = (WIDTH - 2 * PAD) / BOXES_PER_ROW
    for line, row in enumerate(rows):
        for place, country in enumerate(row):
            _country(sheet, MARGIN + PAD + place * wide, boxes + line * BOX_HEIGHT, wide, country)
    sheet.write_lines(MARGIN + PAD, boxes + len(rows) * BOX_HEIGHT + 1.5, WIDTH - 2 * PAD, sentences)
    return y + height


def _country(sheet: Card, x: float, y: float, width: float, country: CardCountry) -> None:
    sheet.set_draw_color(BLACK)
    sheet.set_line_width(0.25)
    sheet.rect(x, y, width, BOX_HEIGHT, style="D")
    sheet.single(x + 1, y + BOX_HEIGHT / 2 + 1.6, width - 2, Line(country.code, 12, is_bold=True, align="C", **INK_ONLY))
    if country.is_excluded:
        sheet.set_line_width(0.6)
        sheet.line(x, y, x + width, y + BOX_HEIGHT)
        sheet.line(x, y + BOX_HEIGHT, x + width, y)


def _stamp_room(facts: GreenCardFacts) -> list[Line]:
    """Return lines as high as the stamp, which is pressed over them."""
    return [Line("", 10), *_stamp_lines(facts), Line("", 10)]


def _stamp_lines(facts: GreenCardFacts) -> list[Line]:
    return [Line(facts.insurer_name, 13, is_bold=True, align="C", **INK_ONLY),
            *(Line(one, 9, align="C", **INK_ONLY) for one in facts.insurer_address)]


def _stamp(sheet: Card, facts: GreenCardFacts, bottom: float) -> None:
    """Press the insurer's stamp, black, at the foot of the frame of its signature."""
    lines = _stamp_lines(facts)
    width = WIDTH / 2 - 16
    height = sheet.height_of(width - 6, lines) + 5
    x, y = PAGE_WIDTH - MARGIN - WIDTH / 2 + 8, bottom - height - PAD
    sheet.frame(x, y, width, height, weight=0.6, colour=BLACK)
    sheet.frame(x + 1, y + 1, width - 2, height - 2, weight=0.2, colour=BLACK)
    sheet.write_lines(x + 3, y + 2.5, width - 6, lines)


def _back(sheet: Card, words: Section) -> None:
    """Print the countries in two columns, each with its code and whether it is covered."""
    title = [Line("PAYS ET BUREAUX", 12.5, is_bold=True, **INK_ONLY), Line(words.table.caption, 9, **INK_ONLY)]
    top = sheet.write_lines(MARGIN, TOP, WIDTH, title) + 4
    rows = words.table.rows
    high = -(-len(rows) // BACK_COLUMNS)
    wide = WIDTH / BACK_COLUMNS
    for place, row in enumerate(rows):
        column, line = divmod(place, high)
        _back_row(sheet, MARGIN + column * wide, top + line * BACK_ROW, wide, row)
    return


def _back_row(sheet: Card, x: float, y: float, width: float, row: Sequence[str]) -> None:
    code, name, cover = row
    sheet.single(x, y + 5, 12, Line(code, 10, is_bold=True, **INK_ONLY))
    sheet.single(x + 13, y + 5, 38, Line(name, 10, **INK_ONLY))
    sheet.single(x + 52, y + 5, width - 55, Line(cover, 8.5, **INK_ONLY))
    sheet.set_draw_color(BLACK)
    sheet.set_line_width(0.1)
    sheet.line(x, y + BACK_ROW, x + width - 3, y + BACK_ROW)
