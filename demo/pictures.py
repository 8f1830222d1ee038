"""Pictures that the invented people have sent: a sheet with a few words, as a telephone takes it."""
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONT = Path(__file__).parents[1] / "printing" / "fonts" / "Roboto-Regular.ttf"
SIDE, SHEET, INK = (1200, 900), "#f4f5f0", "#12241d"


def picture(*lines: str) -> bytes:
    """Return a photo of a sheet of paper on a table, with these words on it, the same bytes each time."""
    photo = Image.new("RGB", SIDE, "#8a7a63")
    font = ImageFont.truetype(FONT, 64)
    pen = ImageDraw.Draw(photo)
    pen.rectangle((110, 90, SIDE[0] - 110, SIDE[1] - 90), fill=SHEET)
    for place, line in enumerate((*lines, "Démonstration, sans valeur")):
        pen.text((170, 170 + place * 120), line, fill=INK, font=font)
    written = BytesIO()
    photo.save(written, "JPEG", quality=85)
    return written.getvalue()
