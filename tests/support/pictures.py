"""Pictures as a phone's camera makes them: large, on their side, with where and when inside."""
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

TAKEN = "2026:11:14 18:22:05"
LILLE = {1: "N", 2: (50.0, 37.0, 45.3), 3: "E", 4: (3.0, 3.0, 26.1)}


def scene(width: int, height: int, seed: int = 1) -> Image.Image:
    """Return a street as a child draws it, with grain: it weighs what a photo weighs, and its top is red."""
    picture = Image.effect_noise((width // 4, height // 4), 40).resize((width, height)).convert("RGB")
    pen = ImageDraw.Draw(picture)
    for number in range(60):
        x, y = (seed * 977 + number * 7919) % width, (seed * 577 + number * 104729) % height
        pen.rectangle([x, y, x + width // 12, y + height // 20], fill=(number * 4, 255 - number * 3, seed * 40 % 255))
    pen.rectangle([0, 0, width, height // 10], fill=(200, 20, 20))
    return picture


def photo(width: int = 3000, height: int = 2250, seed: int = 1, quality: int = 92, turned: bool = True) -> bytes:
    """Return a JPEG with the position of Lille and a date inside; turned: stored on its side, as phones do."""
    picture = scene(width, height, seed)
    exif = Image.Exif()
    exif[0x0112] = 6 if turned else 1
    exif.get_ifd(0x8769)[0x9003] = TAKEN
    exif.get_ifd(0x8769)[0x9011] = "+01:00"
    exif.get_ifd(0x8825).update(LILLE)
    if turned:
        picture = picture.rotate(90, expand=True)  # orientation 6 asks to turn it back clockwise
    return _bytes(picture, "JPEG", quality=quality, exif=exif)


def dark() -> bytes:
    """Return what a camera sees through a pocket."""
    return _bytes(Image.effect_noise((1200, 900), 6).point(lambda level: max(0, level - 118)).convert("RGB"), "JPEG")


def blurred() -> bytes:
    """Return a picture taken while the phone moved."""
    return _bytes(scene(2400, 1800).filter(ImageFilter.GaussianBlur(28)), "JPEG")


def _bytes(picture, kind, **options) -> bytes:
    made = BytesIO()
    picture.save(made, kind, **options)
    return made.getvalue()
