"""The QR code: small, readable by another program, and allowed by the content security policy."""
from datetime import date

import brotli
import pytest
import zxingcpp
from PIL import Image

from insurance.proofs import signing
from tests.support.codes import drawn
from tests.support.dom import parse
from tests.support.proofs import ADDRESS, proof_token
from web.qr import modules, qr_matrix, qr_svg

USUAL = {}
LONG_NAME = {"holder_name": "Marie-Charlotte Anne de la Rochefoucauld d'Estissac", "vehicle": "Mercedes-Benz Classe A"}
WORST = {"holder_name": "é" * 80, "vehicle": "é" * 80, "plate": "V" * 40, "contract_number": "A" * 20,
         "is_registered": False, "provisional_until": date(2026, 4, 16)}


def digits_of(changes):
    return signing.to_digits(proof_token(**changes))


def seen_in(svg: str) -> Image.Image:
    """Draw what one of our SVGs draws."""
    root = parse(svg)
    return drawn(root.all("path")[1].attrs["d"], int(root.all("svg")[0].attrs["viewbox"].split()[2]))


@pytest.mark.parametrize(("changes", "largest"), [(USUAL, 57), (LONG_NAME, 61), (WORST, 65)])
def test_a_camera_reads_back_the_address_and_the_digits(changes, largest):
    digits = digits_of(changes)
    (seen,) = zxingcpp.read_barcodes(seen_in(qr_svg(ADDRESS, digits, "Code de contrôle")))
    assert seen.text == ADDRESS + digits
    assert 57 <= modules(ADDRESS, digits) <= largest
    assert seen.ec_level in ("M", "Q")


def test_the_address_is_written_in_capitals_which_take_less_room():
    assert qr_matrix(ADDRESS.lower(), "123") == qr_matrix(ADDRESS, "123")


def test_the_code_has_its_blank_margin():
    picture = seen_in(qr_svg(ADDRESS, digits_of(USUAL), "Code"))
    inside = picture.point(lambda level: 255 - level).getbbox()
    assert inside == (16, 16, picture.width - 16, picture.height - 16)


def test_the_code_carries_no_style_and_has_a_name():
    svg = qr_svg(ADDRESS, digits_of(USUAL), 'Code "A" & <B>')
    root = parse(svg)
    assert root.all("title")[0].text == 'Code "A" & <B>'
    assert root.all("svg")[0].attrs["role"] == "img"
    assert not any("style" in name or name.startswith("on") for node in root.walk() for name in node.attrs)


def test_the_code_is_light():
    assert len(brotli.compress(qr_svg(ADDRESS, digits_of(USUAL), "Code de contrôle").encode())) < 1100


def test_an_address_without_its_fragment_mark_is_refused():
    with pytest.raises(ValueError, match="ends with #"):
        qr_svg(ADDRESS.removesuffix("#"), "123")
