"""What is drawn rather than written: guilloche, shield, number plate, QR code. Vectors only, sharp at any size.

Every function draws on the page `pdf` is at; lengths are millimetres from the top left corner.
"""
import re
from collections.abc import Sequence
from math import cos, pi, sin

import segno
from fpdf import FPDF
from fpdf.drawing import PaintedPath, Transform
from fpdf.enums import PathPaintRule

from printing.palette import BRAND, EUROPE, INK, LIME, STAR, WHITE

PLATE_RATIO = 4.7
"""Width of a French plate for its height: 520 mm by 110 mm."""


def guilloche(pdf: FPDF, x: float, y: float, width: float, height: float, colour: str) -> None:
    """Weave the fine lines of security paper across a rectangle: two chains of waves, half a wave apart.

    A wave is drawn at one place and moved to the others: the same words again cost nothing in a compressed file.
    """
    with pdf.rect_clip(x, y, width, height):
        for half_wave, start in ((34, 0), (34, -17), (55, -40)):
            for offset in range(start, round(width), 2 * half_wave):
                path = _pen(colour, 0.16)
                path.transform = Transform.translation(x + offset, y + height / 2)
                for eighths in range(-8, 9, 2):
                    _wave(path, half_wave, eighths / 8 * height * 0.6)
                pdf.draw_path(path, copy=False)


def _pen(colour: str, weight: float) -> PaintedPath:
    """Return a path that is drawn as a line with round ends, never filled or closed."""
    path = PaintedPath()
    path.style.paint_rule = PathPaintRule.STROKE
    path.style.stroke_color = colour
    path.style.stroke_width = weight
    path.style.stroke_cap_style = "round"
    path.style.stroke_join_style = "round"
    path.style.auto_close = False
    return path


def _wave(path: PaintedPath, half_wave: float, amplitude: float) -> None:
    """Follow a sine from the origin, one Bézier curve per half wave (the handles give the crest its exact height)."""
    path.move_to(0, 0)
    for start, crest in ((0, -amplitude * 4 / 3), (half_wave, amplitude * 4 / 3)):
        path.curve_to(start + half_wave * 0.38, crest, start + half_wave * 0.62, crest, start + half_wave, 0)


def shield(pdf: FPDF, x: float, y: float, size: float) -> None:
    """Draw the house's sign: a shield and its check mark on a rounded square."""
    pdf.set_fill_color(BRAND)
    pdf.rect(x, y, size, size, style="F", round_corners=True, corner_radius=size * 0.24)
    left, right, top, middle = (x + size * 0.27, x + size * 0.73, y + size * 0.27, x + size / 2)
    path = _pen(LIME, size * 0.065)
    path.move_to(middle, y + size * 0.18)
    path.curve_to(middle + size * 0.1, y + size * 0.24, right - size * 0.05, top, right, top)
    path.curve_to(right, y + size * 0.56, right - size * 0.04, y + size * 0.72, middle, y + size * 0.83)
    path.curve_to(left + size * 0.04, y + size * 0.72, left, y + size * 0.56, left, top)
    path.curve_to(left + size * 0.05, top, middle - size * 0.1, y + size * 0.24, middle, y + size * 0.18)
    path.move_to(x + size * 0.38, y + size * 0.5)
    path.line_to(x + size * 0.47, y + size * 0.59)
    path.line_to(x + size * 0.63, y + size * 0.41)
    pdf.draw_path(path, copy=False)


def plate(pdf: FPDF, x: float, y: float, height: float, number: str, is_european: bool) -> None:
    """Draw a number plate as it is read on the vehicle.

    `is_european` gives it the blue bands of the SIV series; an old or foreign plate stays plain, as we do not know
    its country. `number` is drawn whole: it narrows to fit.
    """
    width, radius = height * PLATE_RATIO, height * 0.14
    band = height * 0.42 if is_european else radius
    pdf.set_draw_color(INK)
    pdf.set_line_width(height * 0.03)
    pdf.set_fill_color(EUROPE if is_european else WHITE)
    pdf.rect(x, y, width, height, style="DF", round_corners=True, corner_radius=radius)
    if is_european:
        pdf.set_fill_color(WHITE)
        pdf.rect(x + band, y + height * 0.015, width - 2 * band, height * 0.97, style="F")
        _country(pdf, x, y, band, height)
    _number(pdf, number, x + band, y, width - 2 * band, height)


def _country(pdf: FPDF, x: float, y: float, band: float, height: float) -> None:
    """Draw the ring of twelve stars, each a round dot, and the letter of the country under it."""
    path = _pen(STAR, band * 0.09)
    for hour in range(12):
        star = (round(x + band / 2 + sin(hour * pi / 6) * band * 0.29, 2),
                round(y + height * 0.34 - cos(hour * pi / 6) * band * 0.29, 2))
        path.move_to(*star)
        path.line_to(*star)
    pdf.draw_path(path, copy=False)
    pdf.set_text_color(WHITE)
    pdf.set_font("plate", size=height * 0.36 * pdf.k)
    pdf.text(x + (band - pdf.get_string_width("F")) / 2, y + height * 0.85, "F")


def _number(pdf: FPDF, number: str, x: float, y: float, width: float, height: float) -> None:
    """Write the number in the middle of its field, narrower when it is long."""
    pdf.set_text_color(INK)
    size = height * 0.88 * pdf.k
    pdf.set_font("plate", size=size)
    room = width * 0.94
    if (natural := pdf.get_string_width(number)) > room:
        size *= room / natural
        pdf.set_font("plate", size=size)
    baseline = y + height / 2 + size / pdf.k * 0.356
    pdf.text(x + (width - pdf.get_string_width(number)) / 2, baseline, number)


def qr_code(pdf: FPDF, x: float, y: float, size: float, address: str) -> None:
    """Draw a QR code (error correction M) as one path, so that no hairline shows between its modules.

    The quiet zone of four modules is the caller's white paper around the square.
    """
    modules = segno.make_qr(address, error="m", boost_error=False).matrix
    path = PaintedPath()
    path.transform = Transform.scaling(size / len(modules)).translate(x, y)
    path.style.fill_color = "#000000"
    path.style.paint_rule = PathPaintRule.FILL_NONZERO
    for rectangle in _dark_rectangles(modules):
        path.rectangle(*rectangle)
    pdf.draw_path(path, copy=False)


def _dark_rectangles(modules: Sequence[bytes]) -> list[tuple[int, int, int, int]]:
    """Return rectangles (column, line, width, height) that cover the dark modules, each module once."""
    rectangles, growing = [], {}
    for line, row in enumerate((*modules, b"")):
        runs = set(_dark_runs(row))
        for run in growing.keys() - runs:
            start, length = run
            rectangles.append((start, growing[run], length, line - growing[run]))
        growing = {run: growing.get(run, line) for run in runs}
    return sorted(rectangles)


def _dark_runs(row: bytes) -> list[tuple[int, int]]:
    """Return where each run of dark modules starts, and how long it is."""
    return [(run.start(), len(run.group())) for run in re.finditer(b"\x01+", row)]
