"""Files as customers send them, made on the spot: photos with what a phone writes in them, papers."""
from io import BytesIO
from random import Random

import pikepdf
from PIL import Image


def photo(size=(320, 240), colour="teal", kind="JPEG", **options) -> bytes:
    """Return a picture of one colour."""
    written = BytesIO()
    Image.new("RGB", size, colour).save(written, kind, **options)
    return written.getvalue()


def noise(size=(4032, 3024), **options) -> bytes:
    """Return a JPEG as full of detail as a photo can be, the same each time."""
    written, grain = BytesIO(), (size[0] // 2, size[1] // 2)
    grey = Image.frombytes("L", grain, Random(1).randbytes(grain[0] * grain[1]))
    grey.resize(size).convert("RGB").save(written, "JPEG", **{"quality": 90} | options)
    return written.getvalue()


def exif(taken="2026:11:21 18:40:05", offset="+01:00", latitude=((48, 51, 24), "N"), longitude=((2, 21, 7), "E"),
         orientation=1) -> Image.Exif:
    """Return the notes that a phone leaves in a photo."""
    notes = Image.Exif()
    notes[0x0112] = orientation
    own, gps = notes.get_ifd(0x8769), notes.get_ifd(0x8825)
    own[0x9003], own[0x9011] = taken, offset
    gps[1], gps[2], gps[3], gps[4] = latitude[1], latitude[0], longitude[1], longitude[0]
    return notes


def paper(pages=1, words="Relevé d'information") -> bytes:
    """Return a PDF with a line of text on each page."""
    with pikepdf.new() as pdf:
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(595, 842))
            font = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
                                                        BaseFont=pikepdf.Name.Helvetica))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream(f"BT /F1 18 Tf 72 720 Td ({words}) Tj ET".encode("latin-1"))
        written = BytesIO()
        pdf.save(written)
    return written.getvalue()


def form_of(fields: dict, *files: tuple[str, bytes], field: str = "file") -> dict:
    """Return the body of a form with these fields, and these files in its field `field`, as a browser sends it.

    The test client would put a long one into a temporary file, and never close it.
    """
    lines = [(f'form-data; name="{name}"', value.encode()) for name, value in fields.items()]
    lines += [(f'form-data; name="{field}"; filename="{name}"', content) for name, content in files]
    body = b"".join(f"--limit\r\nContent-Disposition: {head}\r\n\r\n".encode() + content + b"\r\n"
                    for head, content in lines)
    return {"data": body + b"--limit--\r\n", "content_type": "multipart/form-data; boundary=limit"}
