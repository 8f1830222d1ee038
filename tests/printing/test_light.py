"""A file is light because of what nobody sees: its colours are those of the standard, its letters are all there."""
from io import BytesIO

import pypdf
import pytest
from fontTools.ttLib import TTFont
from PIL import Image, ImageCms

import printing
from printing.light import srgb_profile
from tests.support import papers

every_paper = pytest.mark.parametrize("make", papers.EVERY, ids=lambda make: make.__name__)


@every_paper
def test_a_paper_weighs_less_than_thirty_kilobytes_and_an_ordinary_one_less_than_twenty_two(make):
    assert len(printing.render(make())) <= (30_000 if make in papers.CROWDED else 22_000)


def test_the_memo_that_a_phone_keeps_weighs_less_than_seventeen_kilobytes():
    assert len(printing.render(papers.memo())) <= 17_000


def test_our_small_profile_gives_the_colours_of_the_standard_to_one_step():
    assert len(srgb_profile()) <= 512
    ours, standard = ImageCms.ImageCmsProfile(BytesIO(srgb_profile())), ImageCms.createProfile("sRGB")
    colours = Image.new("RGB", (256, 4))
    for value in range(256):
        for line, colour in enumerate(((value,) * 3, (value, 0, 0), (0, value, 255 - value), (value, 255 - value, 128))):
            colours.putpixel((value, line), colour)
    seen = ImageCms.profileToProfile(colours, ours, standard)
    assert max(abs(one - other) for one, other in zip(colours.tobytes(), seen.tobytes(), strict=True)) <= 1


def test_an_embedded_font_holds_its_letters_and_nothing_that_nobody_reads():
    reader = pypdf.PdfReader(BytesIO(printing.render(papers.memo())))
    for font in reader.pages[0]["/Resources"]["/Font"].values():
        embedded = font["/DescendantFonts"][0]["/FontDescriptor"]["/FontFile2"].get_data()
        assert set(TTFont(BytesIO(embedded)).reader.keys()) == {"glyf", "head", "hhea", "hmtx", "loca", "maxp"}
