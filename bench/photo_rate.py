"""Cleaning a customer's photo: photos a second, against bare Pillow in the same process, without any protection."""
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageOps

from bench.rounds import Row, compare
from gateways.cleaning import Cleanroom

SIDE, QUALITY = 1600, 82


def report() -> list[Row]:
    """Measure, and return the rows to print."""
    rows = []
    with TemporaryDirectory(prefix="bench-") as folder:
        room = Cleanroom(Path(folder))
        for name, size in (("photo resized by the phone", (1600, 1200)), ("photo of 12 million pixels", (4032, 3024))):
            content = _photo(size)
            cost = compare(lambda content=content: room.clean(BytesIO(content)), lambda content=content: _bare(content))
            rows.append(Row(name, f"{1 / cost.ours:.1f} photos/s", f"{cost.ratio:.2f}",
                            f"bare Pillow, in-process: {1 / cost.yardstick:.1f} photos/s"))
    return rows


def _photo(size) -> bytes:
    """A picture about as full of detail as a photo: noise, blurred by being enlarged."""
    written = BytesIO()
    Image.effect_noise((size[0] // 6, size[1] // 6), 60).resize(size).convert("RGB").save(written, "JPEG", quality=85)
    return written.getvalue()


def _bare(content: bytes) -> bytes:
    """What a program does that trusts its customers: the same picture, decoded and encoded where the requests are."""
    written = BytesIO()
    with Image.open(BytesIO(content)) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((SIDE, SIDE))
    upright.save(written, "JPEG", quality=QUALITY, optimize=True, progressive=True)
    return written.getvalue()
