"""QR codes: a web address and the digits of its fragment, kept small; and a text that any phone can read."""
from functools import lru_cache
from html import escape
from itertools import groupby

import segno

QUIET_ZONE = 4
"""Blank modules around the code: what ISO/IEC 18004 asks for."""


def qr_svg(prefix: str, digits: str, title: str = "Code QR") -> str:
    """Return the QR code of an address and its digits as an SVG, named `title` for who cannot see it.

    `prefix` ends with "#" (ValueError otherwise). The SVG has no style of its own, which the content security policy
    would refuse, and no size: it fills the width that the page gives it. Black on white whatever the theme, for a
    camera reads nothing else well.
    """
    return _svg(qr_matrix(prefix, digits), title)


def text_qr_svg(text: str, title: str) -> str:
    """Return the QR code of any text as an SVG like the others; a telephone held before a screen reads it."""
    return _svg(tuple(bytes(row) for row in segno.make(text, error="m", micro=False).matrix), title)


def _svg(rows: tuple[bytes, ...], title: str) -> str:
    side = len(rows) + 2 * QUIET_ZONE
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img" '
            f'shape-rendering="crispEdges"><title>{escape(title)}</title><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
            f'<path stroke="#000" d="{_strokes(rows)}"/></svg>')


def text_qr(text: str) -> tuple[int, str]:
    """Return the QR code of a text that any phone can read: the side of its drawing, and the path of its black strokes.

    300 bytes of UTF-8 give 69 modules, which a camera still reads on a small screen.
    """
    code = segno.make(text, mode="byte", encoding="utf-8", error="m", micro=False)
    rows = tuple(bytes(row) for row in code.matrix)
    return len(rows) + 2 * QUIET_ZONE, _strokes(rows)


def modules(prefix: str, digits: str) -> int:
    """Return how many modules the code has on a side, without its quiet zone."""
    return len(qr_matrix(prefix, digits))


@lru_cache(maxsize=64)
def qr_matrix(prefix: str, digits: str) -> tuple[bytes, ...]:
    """Return the rows of the code, one byte a module (1 is black), at error correction M or better for the same size.

    Three segments, each in its own mode: the address in upper case (alphanumeric), the "#" (no QR alphabet has it),
    the digits (numeric). In one segment the whole would be written byte by byte, two sizes larger.
    """
    if not prefix.endswith("#"):
        raise ValueError("the digits are the fragment of an address: its prefix ends with #")
    code = segno.make([prefix[:-1].upper(), "#", digits], error="m", micro=False)
    return tuple(bytes(row) for row in code.matrix)


def _strokes(rows: tuple[bytes, ...]) -> str:
    """Return the black runs of every row as one path of strokes one module thick.

    Every move is relative: a code then repeats few distinct words, and weighs a fifth less once compressed.
    """
    to_next_row = f"m-{len(rows)} 1"
    return f"M{QUIET_ZONE} {QUIET_ZONE}.5" + to_next_row.join(map(_row_strokes, rows))


def _row_strokes(row: bytes) -> str:
    runs = ((module, len(list(run))) for module, run in groupby(row))
    return "".join(f"h{length}" if module else f"m{length} 0" for module, length in runs)
