"""PDFs: the pages and what draws them are copied into a new file. What acts, opens, embeds or calls stays behind."""
import zlib
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, PdfError, Stream

from insurance.attachments.cleaning import Clean, Flaw, MediaType, Unfit

MOST_PAGES = 40
MOST_INFLATED_BYTES = 200_000_000  # of all that is compressed in the file, together
MOST_PIXELS = 70_000_000  # of one picture in a page
MOST_OBJECTS = 100_000
PAGE_KEYS = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
# What a reader would obey, open, fetch or play; whatever it hangs on, a page needs none of it to be seen.
ACTIVE_KEYS = ("/A", "/AA", "/OpenAction", "/JS", "/JavaScript", "/EF", "/EmbeddedFiles", "/AF", "/RichMediaContent",
               "/XFA", "/Ref", "/OPI", "/PieceInfo", "/Metadata", "/Alternates", "/URI", "/Launch", "/FFilter",
               "/FDecodeParms", "/StructParents", "/StructParent", "/Measure", "/PtData")
SLICE = 1_000_000


def prepare() -> None:
    """Let the library start its cryptography, which opens the system's random numbers once, before nothing can be opened."""
    locked = BytesIO()
    with Pdf.new() as paper:
        paper.save(locked, encryption=pikepdf.Encryption(owner="", user=""))
    with pikepdf.open(locked):
        pass


def clean(content: bytes) -> Clean:
    """Return the paper made again, page by page. Raises `Unfit`."""
    if b"%%EOF" not in content[-65536:]:
        raise Unfit(Flaw.TRUNCATED)
    try:
        with pikepdf.open(BytesIO(content), suppress_warnings=True, inherit_page_attributes=True) as paper:
            pages = len(paper.pages)
            if not pages:
                raise Unfit(Flaw.NO_PAGE)
            if pages > MOST_PAGES:
                raise Unfit(Flaw.TOO_MANY_PAGES)
            return Clean(_copied(paper), MediaType.PDF, pages=pages)
    except pikepdf.PasswordError:
        raise Unfit(Flaw.LOCKED) from None
    except (PdfError, pikepdf.DataDecodingError, zlib.error, ValueError, TypeError, KeyError, IndexError, RuntimeError,
            AttributeError, NotImplementedError, OverflowError):
        raise Unfit(Flaw.DAMAGED) from None


def _copied(paper: Pdf) -> bytes:
    """Return a new file with the pages of this one. What was filled in its forms is drawn on the pages first."""
    if paper.Root.get("/AcroForm", Dictionary()).get("/NeedAppearances", False):
        paper.generate_appearance_streams()
    paper.flatten_annotations("all")
    for page in paper.pages:
        for key in set(page.obj.keys()) - {"/Type", "/Parent", *PAGE_KEYS}:
            del page.obj[key]
    with Pdf.new() as copy:
        copy.pages.extend(paper.pages)
        _disarm(copy)
        written = BytesIO()
        copy.save(written, compress_streams=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
                  deterministic_id=True)
    return written.getvalue()


def _disarm(copy: Pdf) -> None:
    """Take out of everything that the pages lead to what acts, and refuse what is too much once inflated."""
    left = MOST_INFLATED_BYTES
    for count, found in enumerate(copy.objects):
        if count > MOST_OBJECTS:
            raise Unfit(Flaw.TOO_MUCH_INSIDE)
        _take_out(found)
        if isinstance(found, Stream):
            if "/F" in found:
                raise Unfit(Flaw.DAMAGED)  # its content is in another file
            if int(found.get("/Width", 0)) * int(found.get("/Height", 0)) > MOST_PIXELS:
                raise Unfit(Flaw.TOO_MUCH_INSIDE)
            left -= _inflated_size(found, left)


def _take_out(found: Object, depth: int = 0) -> None:
    """Take the active keys out of an object and of those written inside it; the others come on their own."""
    if depth > 50:
        raise Unfit(Flaw.DAMAGED)
    if isinstance(found, Array):
        for part in found:
            _look_into(part, depth)
    elif isinstance(found, Dictionary | Stream):
        for key in [key for key in found.keys() if key in ACTIVE_KEYS]:  # noqa: SIM118 (an object of pikepdf, not a dict)
            del found[key]
        if found.get("/Subtype") == Name.PS:
            raise Unfit(Flaw.DAMAGED)
        for key in found.keys():  # noqa: SIM118
            _look_into(found[key], depth)


def _look_into(part, depth: int) -> None:
    if isinstance(part, Object) and not part.is_indirect:
        _take_out(part, depth + 1)


def _inflated_size(found: Stream, most: int) -> int:
    """Return how many bytes a stream becomes when it is inflated, as often as it says. Raises `Unfit` past `most`."""
    filters = found.get("/Filter", Array())
    names = [str(one) for one in (filters if isinstance(filters, Array) else [filters])]
    content = found.read_raw_bytes()
    size = len(content)
    while names and names.pop(0) in ("/FlateDecode", "/Fl"):
        content, size = _inflated(content, most, is_kept=bool(names))
    return size


def _inflated(content: bytes, most: int, is_kept: bool) -> tuple[bytes, int]:
    """Return what some bytes become, when it is to be kept, and how many."""
    inflater, parts, size = zlib.decompressobj(), [], 0
    while content:
        try:
            part = inflater.decompress(content, SLICE)
        except zlib.error:
            break  # readers show what came before
        size += len(part)
        if size > most:
            raise Unfit(Flaw.TOO_MUCH_INSIDE)
        if is_kept:
            parts.append(part)
        content = inflater.unconsumed_tail
    return b"".join(parts), size
