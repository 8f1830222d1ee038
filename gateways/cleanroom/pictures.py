"""Photos: decoded whole, turned upright, made smaller, encoded again. When and where they were taken is read, then gone."""
import codecs
import warnings
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO
from zoneinfo import ZoneInfo

from PIL import Image, MpoImagePlugin, TiffImagePlugin, UnidentifiedImageError  # noqa: F401  (used by the decoders, later)

from insurance.attachments.cleaning import Clean, Flaw, MediaType, Shot, Unfit

PARIS = ZoneInfo("Europe/Paris")
MOST_PIXELS = {"JPEG": 70_000_000, "MPO": 70_000_000, "PNG": 40_000_000}  # a JPEG is made smaller while it is decoded
SIDE, THUMBNAIL_SIDE, LEAST_SIDE = 1600, 160, 64  # pixels
MOST_BYTES = 400_000
QUALITIES = (82, 68, 50)
ZEROS = bytes(4096)  # how a photo ends whose copy was interrupted
EXIF, GPS = 0x8769, 0x8825
ORIGINAL_TIME, DIGITIZED_TIME, TIME, ORIGINAL_OFFSET = 0x9003, 0x9004, 0x0132, 0x9011

Image.MAX_IMAGE_PIXELS = max(MOST_PIXELS.values())
warnings.simplefilter("ignore")
warnings.simplefilter("error", Image.DecompressionBombWarning)


def prepare() -> None:
    """Load now what would be loaded at its first use: afterwards this process opens nothing."""
    Image.preinit()
    for name in ("latin-1", "ascii", "utf-8", "utf-16"):
        codecs.lookup(name)
    datetime.strptime("2026", "%Y").replace(tzinfo=PARIS).astimezone(UTC)


def clean(content: bytes) -> Clean:
    """Return the picture made again as a JPEG. Raises `Unfit`."""
    if content.endswith(ZEROS) and content.startswith(b"\xff\xd8"):
        raise Unfit(Flaw.TRUNCATED)  # the decoder fills it with grey, without a word
    try:
        picture, shot = _read(content)
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise Unfit(Flaw.TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        raise Unfit(Flaw.DAMAGED) from None
    except OSError as error:
        raise Unfit(Flaw.TRUNCATED if "truncated" in str(error) else Flaw.DAMAGED) from None
    except (ValueError, SyntaxError, KeyError, IndexError, TypeError, ArithmeticError, AttributeError, RuntimeError,
            LookupError, AssertionError):
        raise Unfit(Flaw.DAMAGED) from None  # a decoder written in Python stumbles in many ways
    return Clean(_encoded(picture), MediaType.JPEG, picture.width, picture.height, thumbnail=_thumbnail(picture),
                 shot=shot)


def _read(content: bytes) -> tuple[Image.Image, Shot]:
    with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
        if picture.width * picture.height > MOST_PIXELS[picture.format]:
            raise Unfit(Flaw.TOO_MANY_PIXELS)
        if min(picture.size) < LEAST_SIDE:
            raise Unfit(Flaw.TOO_SMALL)
        tags = _tags(picture)
        picture.draft(None, (SIDE, SIDE))  # a JPEG is decoded at the size that is needed, eight times smaller at most
        picture.load()
        seen = _in_eight_bits(picture)
        seen.thumbnail((SIDE, SIDE), reducing_gap=2.0)
        return _opaque(_upright(seen, tags)), _shot(tags)


def _tags(picture) -> Image.Exif:
    """Return what the picture says of itself; nothing when that cannot be read."""
    try:
        tags = picture.getexif()
        dict(tags), tags.get_ifd(EXIF), tags.get_ifd(GPS)
    except Exception:  # metadata is written by anybody: a picture is not worth less for it
        return Image.Exif()
    return tags


def _upright(picture: Image.Image, tags: Image.Exif) -> Image.Image:
    turns = {2: Image.Transpose.FLIP_LEFT_RIGHT, 3: Image.Transpose.ROTATE_180, 4: Image.Transpose.FLIP_TOP_BOTTOM,
             5: Image.Transpose.TRANSPOSE, 6: Image.Transpose.ROTATE_270, 7: Image.Transpose.TRANSVERSE,
             8: Image.Transpose.ROTATE_90}
    turn = turns.get(tags.get(0x0112))
    return picture.transpose(turn) if turn is not None else picture


def _in_eight_bits(picture: Image.Image) -> Image.Image:
    """Return the picture with 256 levels of grey where it had 65536: what can be made smaller, and kept as a JPEG."""
    if picture.mode == "I" or picture.mode.startswith("I;"):
        return picture.point(lambda level: level / 256).convert("L")
    return picture


def _opaque(picture: Image.Image) -> Image.Image:
    """Return the picture in red, green and blue, on white where it could be seen through."""
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        seen = picture.convert("RGBA")
        paper = Image.new("RGB", seen.size, "white")
        paper.paste(seen, mask=seen.getchannel("A"))
        return paper
    return picture.convert("RGB")


def _encoded(picture: Image.Image) -> bytes:
    """Return the picture as a JPEG of `MOST_BYTES` at most: at a lower quality, then smaller, when it is full of detail."""
    while True:
        for quality in QUALITIES:
            content = _jpeg(picture, quality)
            if len(content) <= MOST_BYTES:
                return content
        picture = picture.resize((picture.width * 3 // 4, picture.height * 3 // 4))


def _thumbnail(picture: Image.Image) -> bytes:
    small = picture.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return _jpeg(small, 70)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    written = BytesIO()
    bare = Image.new("RGB", picture.size)  # nothing of the original's own notes comes along
    bare.paste(picture)
    bare.save(written, "JPEG", quality=quality, optimize=True, progressive=True)
    return written.getvalue()


def _shot(tags: Image.Exif) -> Shot:
    latitude, longitude = _position(tags.get_ifd(GPS))
    return Shot(_taken_at(tags), latitude, longitude)


def _taken_at(tags: Image.Exif) -> datetime | None:
    """Return when the picture was taken. A camera that does not say its time zone is taken to be in France."""
    own = tags.get_ifd(EXIF)
    for written in (own.get(ORIGINAL_TIME), own.get(DIGITIZED_TIME), tags.get(TIME)):
        try:
            local = datetime.strptime(str(written)[:19], "%Y:%m:%d %H:%M:%S")
        except ValueError:
            continue
        try:
            return local.replace(tzinfo=_offset(own.get(ORIGINAL_OFFSET)) or PARIS).astimezone(UTC)
        except (ValueError, OverflowError):
            continue
    return None


def _offset(written) -> timezone | None:
    """Return the time zone that +02:00 means, None for anything else."""
    text = str(written or "").strip("\0 ")
    try:
        hours, minutes = int(text[1:3]), int(text[4:6])
    except ValueError:
        return None
    if len(text) != 6 or text[0] not in "+-" or text[3] != ":" or hours > 14 or minutes > 59:
        return None
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if text[0] == "-" else span)


def _position(gps: dict) -> tuple[float | None, float | None]:
    """Return the latitude and the longitude in degrees, both or none."""
    latitude, longitude = _degrees(gps.get(2), gps.get(1), "S", 90), _degrees(gps.get(4), gps.get(3), "W", 180)
    return (latitude, longitude) if None not in (latitude, longitude) and (latitude or longitude) else (None, None)


def _degrees(parts, side, negative: str, most: int) -> float | None:
    try:
        degrees, minutes, seconds = (float(part) for part in parts)
        value = round(degrees + minutes / 60 + seconds / 3600, 6)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return (-value if str(side).strip("\0 ").upper() == negative else value) if 0 <= value <= most else None
