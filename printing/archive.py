"""What lets a file be kept and read for years: its metadata, and the declarations of PDF/A-2B (ISO 19005-2).

PDF/A-2B wants every font embedded, colours defined by a profile, nothing active, and metadata in XMP. The information
dictionary says the same for older readers. The only date is the day of issue: the same paper is always the same bytes.
"""
from datetime import UTC, date, datetime, time
from html import escape

from fpdf import FPDF
from fpdf.enums import OutputIntentSubType
from fpdf.output import PDFICCProfile

from printing.light import srgb_profile

PRODUCER = "fpdf2"  # without its version, which would change the bytes of a paper already issued

_XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<rdf:Description rdf:about="" xmp:CreateDate="{day}T00:00:00Z" xmp:ModifyDate="{day}T00:00:00Z"
 pdf:Producer="{producer}" pdfaid:part="2" pdfaid:conformance="B">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>fr-FR</rdf:li></rdf:Bag></dc:language>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def declare(pdf: FPDF, title: str, author: str, issued_on: date) -> None:
    """Write what the file is, who made it, its language, its colours and its day."""
    pdf.set_title(title)
    pdf.set_author(author)
    pdf.set_producer(PRODUCER)
    pdf.set_lang("fr-FR")
    pdf.set_creation_date(datetime.combine(issued_on, time(), UTC))
    pdf.set_xmp_metadata(_XMP.format(day=issued_on.isoformat(), title=escape(title), author=escape(author),
                                     producer=PRODUCER))
    pdf.add_output_intent(
        OutputIntentSubType.PDFA, "sRGB", "IEC 61966-2-1:1999", "http://www.color.org",
        PDFICCProfile(contents=srgb_profile(), n=3, alternate="DeviceRGB"), "sRGB")
