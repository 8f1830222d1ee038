"""The parts that papers about a contract are made of: headings, fields, tables, amounts, signatures, the check.

Each function returns pieces measured for the letters that the sheet prints at that moment.
"""
from collections.abc import Sequence

from insurance.documents.facts_paper import ContractPaper, VehicleFacts
from printing import ornaments
from printing.booklet import SECTION, Booklet, Strip, glued
from printing.layout import GUTTER, LABEL, MARGIN, PAGE_WIDTH, TEXT, WIDTH, Line, Piece
from printing.palette import BRAND, INK, LINE, SECOND_INK, SOFT_BRAND
from printing.transcript import Entry, Section, Table, Transcript

SMALL = 8.5
CELL = 9.5
PAD = 1.3
"""The space between the text of a cell and its edges."""

TOGETHER = 2
"""How many rows stay with the head of their table, and how many at its end."""

PLATE = 9
QR, AFTER_QR = 22, 6
"""The side of a QR code, and the white paper between it and the words beside it: more than its four modules."""

WINDOW = 110
"""Where the address of the holder begins: in the window of a French envelope (NF Z 11-001)."""


def heading(sheet: Booklet, section: Section) -> Piece:
    """Return the title of a section over a line, its English at the other end."""
    title = [Line(section.title, 12.5, is_bold=True)]
    gloss = [Line(section.gloss, LABEL, colour=SECOND_INK, align="R")] if section.gloss else []
    width = WIDTH * 0.6 if gloss else WIDTH
    height = max(sheet.height_of(width, title), sheet.height_of(WIDTH * 0.4, gloss) + 1) + 1.2

    def draw(y: float) -> None:
        sheet.write_lines(MARGIN, y, width, title)
        sheet.write_lines(MARGIN + WIDTH * 0.6, y + 1, WIDTH * 0.4, gloss)
        line(sheet, y + height, BRAND, 0.4)

    return Piece(height, draw)


def line(sheet: Booklet, y: float, colour: str, weight: float) -> None:
    """Draw a line across the text."""
    sheet.set_draw_color(colour)
    sheet.set_line_width(weight)
    sheet.line(MARGIN, y, PAGE_WIDTH - MARGIN, y)


def fields(sheet: Booklet, entries: Sequence[Entry], per_row: int = 3) -> Piece:
    """Return entries in columns: a small label, its English after it, the value strong under them."""
    return sheet.columns(*map(_field, entries), per_row=per_row, has_rule=False)


def _field(entry: Entry) -> list[Line]:
    label = f"{entry.label} · {entry.gloss}" if entry.gloss else entry.label
    return [Line(label, SMALL, colour=SECOND_INK), *(Line(one, TEXT, is_bold=True) for one in entry.lines)]


def paragraphs(sheet: Booklet, sentences: Sequence[str], size: float = TEXT, is_bold: bool = False) -> Piece:
    """Return sentences one under the other, across the page."""
    lines = [Line(sentence, size, is_bold=is_bold) for sentence in sentences]
    spacing = 1.2 * sheet.scale
    height = sheet.height_of(WIDTH, lines) + spacing * (len(lines) - 1)
    return Piece(height, lambda y: sheet.write_lines(MARGIN, y, WIDTH, lines, spacing))


def section(sheet: Booklet, words: Section, per_row: int = 3, is_bold: bool = False) -> list[Strip]:
    """Return a section as it is read: its heading, its sentences (strong ones when the law wants it), fields, table."""
    parts: list[Strip] = []
    if words.sentences:
        parts.append(Strip(paragraphs(sheet, words.sentences, is_bold=is_bold), 2.4))
    if words.entries:
        parts.append(Strip(fields(sheet, words.entries, per_row), 2.4))
    if words.table:
        first, *rows = table(sheet, words.table)
        parts += [Strip(first.piece, 2.4), *rows]
    return [Strip(glued(Strip(heading(sheet, words)), parts[0]), SECTION), *parts[1:]]


def table(sheet: Booklet, words: Table) -> list[Strip]:
    """Return a table row by row. Its head comes back on each page; no row is left alone on one."""
    head = _head(sheet, words)
    rows = [_row(sheet, words, row) for row in words.rows]
    if words.total:
        rows.append(_row(sheet, words, words.total, is_total=True))
    if len(rows) > TOGETHER:
        rows[-TOGETHER:] = [glued(*map(Strip, rows[-TOGETHER:]))]
    caption = [Line(words.caption, SMALL, colour=SECOND_INK)]
    named = Piece(sheet.height_of(WIDTH, caption) + 1, lambda y: sheet.write_lines(MARGIN, y, WIDTH, caption))
    first = glued(Strip(named), Strip(head), *map(Strip, rows[:TOGETHER]))
    return [Strip(first), *(Strip(row, again=head) for row in rows[TOGETHER:])]


def _head(sheet: Booklet, words: Table) -> Piece:
    """Return the titles of the columns on a tinted ground, their English under them."""
    cells = [[Line(column.title, SMALL, is_bold=True, align="R" if column.is_number else "L"),
              *([Line(column.gloss, 7.5, colour=SECOND_INK, align="R" if column.is_number else "L")]
                if column.gloss else [])] for column in words.columns]
    return _cells(sheet, words, cells, ground=SOFT_BRAND, rule=(BRAND, 0.4))


def _row(sheet: Booklet, words: Table, row: Sequence[str], is_total: bool = False) -> Piece:
    cells = [[Line(cell, CELL, is_bold=is_total, align="R" if column.is_number else "L")]
             for cell, column in zip(row, words.columns, strict=True)]
    return _cells(sheet, words, cells, rule=(INK, 0.4) if is_total else (LINE, 0.25), is_ruled_above=is_total)


def _cells(sheet: Booklet, words: Table, cells: Sequence[Sequence[Line]], *, ground: str = "",
           rule: tuple[str, float], is_ruled_above: bool = False) -> Piece:
    """Return cells side by side, as wide as their columns share the page, over a line (under it for a total)."""
    shares = sum(column.share for column in words.columns)
    widths = [WIDTH * column.share / shares for column in words.columns]
    height = max(sheet.height_of(width - 2 * PAD, cell) for width, cell in zip(widths, cells, strict=True)) + 2 * PAD

    def draw(y: float) -> None:
        if ground:
            sheet.set_fill_color(ground)
            sheet.rect(MARGIN, y, WIDTH, height, style="F")
        x = MARGIN
        for width, cell in zip(widths, cells, strict=True):
            sheet.write_lines(x + PAD, y + PAD, width - 2 * PAD, cell)
            x += width
        line(sheet, y if is_ruled_above else y + height, *rule)

    return Piece(height, draw)


def opening(sheet: Booklet, facts: ContractPaper, words: Section) -> Piece:
    """Return the contract and its vehicle on the left, the holder's address in the window of an envelope."""
    left = WINDOW - MARGIN - GUTTER
    address = [Line(facts.holder_name, TEXT, is_bold=True), *(Line(one, TEXT) for one in facts.holder_address)]
    number = _field(words.entries[0])
    wide = PAGE_WIDTH - MARGIN - WINDOW
    vehicle = vehicle_piece(sheet, facts.vehicle, left)
    height = max(sheet.height_of(left, number) + 3 + vehicle.height, sheet.height_of(wide, address) + 2)

    def draw(y: float) -> None:
        sheet.write_lines(WINDOW, y + 2, wide, address)
        vehicle.draw(sheet.write_lines(MARGIN, y, left, number) + 3)

    return Piece(height, draw)


def vehicle_piece(sheet: Booklet, vehicle: VehicleFacts, width: float) -> Piece:
    """Return a vehicle as people know it: its plate, drawn, and its name; its serial number without a plate."""
    lines = [Line(vehicle.name, TEXT, is_bold=True)]
    if not vehicle.plate:
        lines.append(Line(f"N° de série {vehicle.serial_number}", CELL))
    plate = PLATE + 1.5 if vehicle.plate else 0

    def draw(y: float) -> None:
        if vehicle.plate:
            ornaments.plate(sheet, MARGIN, y, PLATE, vehicle.plate, vehicle.has_european_plate)
        sheet.write_lines(MARGIN, y + plate, width, lines)

    return Piece(plate + sheet.height_of(width, lines), draw)


def figure(sheet: Booklet, section: Section) -> Piece:
    """Return what a paper is about, its first field, in the largest letters of the page, in a fine frame."""
    words = [Line(section.title, 11.5, is_bold=True), *(Line(sentence, TEXT) for sentence in section.sentences)]
    number = Line(section.entries[0].lines[0], 22, is_bold=True, align="R")
    right = min(sheet.width_of(number), WIDTH / 2)
    left = WIDTH - 7 - GUTTER - right - 7
    height = sheet.height_of(left, words) + 8

    def draw(y: float) -> None:
        sheet.frame(MARGIN, y, WIDTH, height, weight=0.5, colour=BRAND)
        sheet.write_lines(MARGIN + 7, y + 4, left, words)
        sheet.single(PAGE_WIDTH - MARGIN - 7 - right, y + height / 2 + 2.7 * sheet.scale, right, number)

    return Piece(height, draw)


def sum_paper(words: Transcript, facts: ContractPaper, *sections: str) -> bytes:
    """Return a paper about one sum as a PDF: the contract, the sum, the sections of these names, what certifies it."""
    sheet = Booklet(words, facts)

    def strips() -> list[Strip]:
        return [
            Strip(opening(sheet, facts, words["contract"])),
            Strip(figure(sheet, words["sum"]), SECTION),
            *(strip for name in sections for strip in section(sheet, words[name])),
            Strip(certified(sheet, facts, words["insurer"], words["check"]), SECTION),
        ]

    sheet.flow(strips)
    return sheet.finished()


def check(sheet: Booklet, words: Section, x: float = MARGIN, room: float = WIDTH) -> Piece:
    """Return where to check the paper, beside a QR code that opens that page, in the `room` right of `x`."""
    address = words.entries[0]
    width = room - QR - AFTER_QR
    lines = [Line(words.title, 11.5, is_bold=True), *(Line(sentence, CELL) for sentence in words.sentences),
             *(Line(f"{entry.label}\u00a0: {entry.lines[0]}", CELL, is_bold=True) for entry in words.entries)]

    def draw(y: float) -> None:
        ornaments.qr_code(sheet, x, y, QR, address.href)
        sheet.write_lines(x + QR + AFTER_QR, y, width, lines, spacing=0.5)
        sheet.link(x, y, room, QR, address.href)

    return Piece(max(QR, sheet.height_of(width, lines) + 0.5 * len(lines)), draw)


def stamp(sheet: Booklet, facts: ContractPaper, label: str) -> Piece:
    """Return the insurer's stamp on the left half of the page, under its label."""
    half = (WIDTH - GUTTER) / 2
    lines = [Line(facts.insurer_name, 13, is_bold=True), *(Line(one, 9.5) for one in facts.insurer_address)]
    above = [Line(label, SMALL, colour=SECOND_INK)]

    def draw(y: float) -> None:
        below = sheet.write_lines(MARGIN, y, half, above)
        sheet.stamp(MARGIN, below + 1, half, facts.insurer_name, facts.insurer_address)

    return Piece(sheet.height_of(half, above) + 1 + sheet.height_of(half - 10, lines) + 10, draw)


def certified(sheet: Booklet, facts: ContractPaper, insurer: Section, checked: Section) -> Piece:
    """Return the insurer's stamp and, on its right, where to check the paper."""
    half = (WIDTH - GUTTER) / 2
    left = stamp(sheet, facts, insurer.title)
    right = check(sheet, checked, MARGIN + half + GUTTER, half)

    def draw(y: float) -> None:
        left.draw(y)
        right.draw(y)

    return Piece(max(left.height, right.height), draw)


def signatures(sheet: Booklet, facts: ContractPaper, words: Section) -> Piece:
    """Return the two signatures side by side: the insurer's stamp, the words of the holder's acceptance."""
    half = (WIDTH - GUTTER) / 2
    insurer, holder = words.entries
    stamped = stamp(sheet, facts, insurer.label)
    accepted = [Line(holder.label, SMALL, colour=SECOND_INK), Line(holder.lines[0], TEXT, is_bold=True),
                *(Line(one, CELL) for one in holder.lines[1:])]

    def draw(y: float) -> None:
        stamped.draw(y)
        sheet.write_lines(MARGIN + half + GUTTER, y, half, accepted)

    return Piece(max(stamped.height, sheet.height_of(half, accepted)), draw)
