"""What makes a file light: fonts with nothing but their letters, a colour profile of half a kilobyte, packed objects.

Nothing that is seen changes. Nothing here depends on the day or on the machine: the same page is the same bytes.
"""
import struct
from functools import lru_cache
from io import BytesIO

import pikepdf
from fpdf.fonts import TTFFont

UNREAD = ("OS/2", "name", "post", "cmap", "gasp")
"""Tables of a font that nobody reads in a PDF which names its letters by their number (ISO 32000-1, 9.9)."""

HARDEST = 9
CURVE_POINTS = 26


def keep_letters_only(font: TTFFont) -> None:
    """Take away from a font, before it is embedded, the tables that no reader of the file needs.

    Its letters stay as they were drawn: measuring them again would take a fifth of the time of a paper.
    """
    font.ttfont.recalcBBoxes = False
    for table in UNREAD:
        if table in font.ttfont:
            del font.ttfont[table]


def packed(pdf: bytes) -> bytes:
    """Return a PDF whose small objects are compressed together (PDF 1.5), under an identifier made from its content."""
    light = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for one in document.objects:
            if isinstance(one, pikepdf.Dictionary) and "/CIDToGIDMap" in one:
                _shorten(one.CIDToGIDMap)
        pikepdf.settings.set_flate_compression_level(HARDEST)
        document.save(light, object_stream_mode=pikepdf.ObjectStreamMode.generate, recompress_flate=True,
                      compress_streams=True, deterministic_id=True)
    return light.getvalue()


def _shorten(numbers: pikepdf.Stream) -> None:
    """Keep of a table of letters what comes before its 65,000 empty places."""
    content = numbers.read_bytes().rstrip(b"\0")
    numbers.write(content + bytes(len(content) % 2))


@lru_cache(maxsize=1)
def srgb_profile() -> bytes:
    """Return an ICC profile (version 2.1) of the sRGB colours of IEC 61966-2-1, its curve told by a few points.

    The primaries are those of the standard, adapted to the white D50 of ICC; between two points the curve is a straight
    line, never further from the real one than half a step of an 8-bit colour shows.
    """
    description = b"sRGB"
    tags = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(description) + 1) + description + bytes(1 + 4 + 4 + 2 + 1 + 67),
        b"cprt": b"text" + bytes(4) + b"CC0\0",
        b"wtpt": _xyz(0.9642, 1.0, 0.8249),
        b"rXYZ": _xyz(0.43607, 0.22249, 0.01392),
        b"gXYZ": _xyz(0.38515, 0.71687, 0.09708),
        b"bXYZ": _xyz(0.14307, 0.06061, 0.71410),
        b"rTRC": _curve(),
    }
    table, body = [], b""
    start = 128 + 4 + 12 * (len(tags) + 2)
    for name, content in tags.items():
        content += bytes(-len(content) % 4)
        names = (name, b"gTRC", b"bTRC") if name == b"rTRC" else (name,)
        table += [struct.pack(">4sII", one, start + len(body), len(content)) for one in names]
        body += content
    header = struct.pack(">I4sI4s4s4s12x4s4s", start + len(body), bytes(4), 0x02100000, b"mntr", b"RGB ", b"XYZ ",
                         b"acsp", bytes(4))
    header += bytes(68 - len(header)) + struct.pack(">iii", *map(_fixed, (0.9642, 1.0, 0.8249)))
    return header + bytes(128 - len(header)) + struct.pack(">I", len(table)) + b"".join(table) + body


def _xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">iii", *map(_fixed, values))


def _curve() -> bytes:
    points = [round(65535 * _linear(place / (CURVE_POINTS - 1))) for place in range(CURVE_POINTS)]
    return b"curv" + bytes(4) + struct.pack(f">I{CURVE_POINTS}H", CURVE_POINTS, *points)


def _linear(value: float) -> float:
    """Return the light of an sRGB value, both from 0 to 1."""
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def _fixed(value: float) -> int:
    return round(value * 65536)
