"""What the law wants on a proof of insurance is on it, can be read, and nothing else where the law is strict."""
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pypdf
import pytest
import zxingcpp

import printing
from tests.support.printed import expect_no_overlap, needs_poppler, picture, placed_words

PRESUMPTION = ("Ce document constitue une présomption d'assurance pendant les quinze jours suivant la date de prise"
               " d'effet de la police")

# One line for each mention of art. R211-14-0-1 du code des assurances.
MENTIONS_OF_A_MEMO = [
    "Active Assurances", "12 rue de la Prévoyance", "75009 Paris",
    "Mme Sophie Marchand", "14 rue des Lilas", "59000 Lille",
    "AA7204118",
    "Document délivré le", "1er décembre 2026",
    "Prise d’effet de la garantie", "28 novembre 2026",
    "GH-482-KT",
    "Peugeot 208 Style",
    "Ce véhicule est soumis à l’obligation d’assurance",
    PRESUMPTION,
]


@pytest.mark.parametrize("mention", MENTIONS_OF_A_MEMO)
def test_a_memo_bears_every_mention_of_the_law(memo, read, mention):
    assert mention in read(printing.render(memo))


def test_a_memo_is_called_by_its_legal_name_then_by_the_name_people_know(memo, read):
    assert "Mémo véhicule assuré Attestation d’assurance" in read(printing.render(memo))


def test_a_memo_mentions_trailers_and_paying_passengers_only_when_there_are_some(memo, read):
    plain = read(printing.render(memo))
    assert "Remorques" not in plain and "Transport public" not in plain
    full = read(printing.render(replace(memo, trailers="Remorque de 500 kg", has_paid_transport=True)))
    assert "Remorque de 500 kg" in full
    assert "Transport public particulier de personnes à titre onéreux" in full


def test_a_memo_has_no_end_date(memo, read):
    dates = set(re.findall(r"\d+(?:er)? \w+ 20\d\d", read(printing.render(memo))))
    assert dates == {"1er décembre 2026", "28 novembre 2026"}


def test_the_memo_of_a_short_policy_says_until_when_it_is_presumed(memo, read):
    words = read(printing.render(replace(memo, covered_until=date(2026, 12, 9))))
    assert PRESUMPTION in words
    assert "cette présomption dure jusqu’à la fin de la période couverte, le 9 décembre 2026." in words
    assert "ni date de fin" not in words


def test_a_memo_says_what_it_cannot_know_and_where_to_ask(memo, read):
    words = read(printing.render(memo))
    assert "Ce document date du 1er décembre 2026 : il ignore ce qui s’est passé depuis." in words
    assert "Ce document ne remplace pas le fichier des véhicules assurés (FVA)." in words
    assert "mon-compte.example/verifier" in words
    assert "K7F3-M9X2-Q4AB" in words


def test_a_memo_says_whom_to_call(memo, read):
    words = read(printing.render(memo))
    assert "01 86 76 70 99" in words and "01 86 76 70 00" in words
    silent = read(printing.render(replace(memo, assistance_phone="", insurer_phone="")))
    assert "Assistance" not in silent and "Téléphone" not in silent


@needs_poppler
@pytest.mark.parametrize("address", ["https://mon-compte.example/verifier", "mon-compte.example/verifier"])
def test_a_camera_opens_the_page_where_the_memo_is_checked_with_its_code(memo, tmp_path, address):
    page = picture(printing.render(replace(memo, verify_url=address)), tmp_path, dpi=110)
    assert [code.text for code in zxingcpp.read_barcodes(page)] == [
        f"https://mon-compte.example/verifier/code#{memo.code}"]


def test_a_touch_dials_the_assistance_and_opens_the_check(memo):
    page = pypdf.PdfReader(BytesIO(printing.render(memo))).pages[0]
    assert {note.get_object()["/A"]["/URI"] for note in page["/Annots"]} == {
        "tel:0186767099", f"https://mon-compte.example/verifier/code#{memo.code}"}


MENTIONS_OF_AN_ATTESTATION = [
    "Attestation d’assurance", "Active Assurances", "12 rue de la Prévoyance", "75009 Paris",
    "M. Karim Benali", "3 quai du Port", "13002 Marseille", "AA7204119",
    "Valable du 1er décembre 2026 au 29 novembre 2027",
    "Trottinette électrique", "Xiaomi Scooter 4 Pro", "26354/00K123456789",
    "Cachet de l’entreprise d’assurance Active Assurances",
]


@pytest.mark.parametrize("mention", MENTIONS_OF_AN_ATTESTATION)
def test_an_attestation_bears_every_mention_of_the_law(attestation, read, mention):
    assert mention in read(printing.render(attestation))


def test_an_attestation_bears_nothing_that_the_law_does_not_allow(attestation, read):
    """Art. A211-7: what remains once the mentions and their labels are taken out is nothing at all."""
    words = read(printing.render(attestation))
    labels = ["Type", "Marque et modèle", "Numéro de série", "Souscripteur", "Entreprise d’assurance",
              "Numéro de contrat (police)"]
    for expected in sorted([*MENTIONS_OF_AN_ATTESTATION, *labels], key=len, reverse=True):
        words = words.replace(expected, "")
    assert words.split() == []


@needs_poppler
def test_the_title_of_an_attestation_stands_top_right_and_its_period_is_the_largest_text(attestation, tmp_path):
    words = placed_words(printing.render(attestation), tmp_path)
    title = next(word for word in words if word.text == "Attestation")
    assert title.left > 595 / 2
    assert title.bottom < 842 / 4
    tallest = max(word.bottom - word.top for word in words)
    largest = " ".join(word.text for word in words if word.bottom - word.top > tallest - 0.5)
    assert largest == "Valable du 1er décembre 2026 au 29 novembre 2027"


@needs_poppler
def test_long_names_wrap_on_one_page_and_nothing_overlaps(crowded_memo, tmp_path, read):
    pdf = printing.render(crowded_memo)
    assert len(pypdf.PdfReader(BytesIO(pdf)).pages) == 1
    assert crowded_memo.holder_name in read(pdf)
    expect_no_overlap(placed_words(pdf, tmp_path))


@needs_poppler
@pytest.mark.parametrize("name", ["W" * 160, "de La Tour " * 14, "Nguyễn-" * 22, "i" * 160])
def test_a_name_of_any_length_stays_inside_the_page(memo, attestation, tmp_path, name):
    for facts in (replace(memo, holder_name=name, make=name[:80], model=name[:80], holder_address=(name,) * 3),
                  replace(attestation, holder_name=name, serial_number=name[:40], insurer_name=name[:80])):
        expect_no_overlap(placed_words(printing.render(facts), tmp_path))


def test_what_one_page_cannot_hold_goes_to_a_second_one_and_nothing_is_lost(crowded_memo, read):
    long_line = "Bâtiment des Trois Fontaines, escalier B, au fond de la cour à gauche, deuxième porte"
    facts = replace(crowded_memo, holder_address=tuple(f"{long_line} {place}" for place in range(14)))
    pdf = printing.render(facts)
    words = read(pdf)
    assert len(pypdf.PdfReader(BytesIO(pdf)).pages) == 2
    assert all(line in words for line in facts.holder_address)
    assert "K7F3-M9X2-Q4AB" in words


@pytest.mark.parametrize("name", [
    "Łukasz Żółciński", "İbrahim Çağlayan-Öztürk", "Nguyễn Thị Ánh Tuyết", "Ștefan Țepeș", "Þórður Ægisson",
    "Ioannis Ιωάννης Παπαδόπουλος", "Юлія Пётр Ґалаган", "Ḥasan Aït-Ṭāleb",
])
def test_names_of_european_and_vietnamese_letters_are_printed_as_they_are(memo, read, name):
    assert name in read(printing.render(replace(memo, holder_name=name)))


@pytest.mark.parametrize(("name", "printed"), [
    ("محمد Benali", "\ufffd\ufffd\ufffd\ufffd Benali"), ("王 Wang", "\ufffd Wang"), ("Zoé 🚗", "Zoé \ufffd"),
    ("Zoe\u0301 Mar\u00adtin\u200b", "Zoé Martin"), ("ﬁlip Ａnne", "filip Anne"),
    ("Zoé\tMartin\nDurand", "Zoé Martin Durand"), ("Zoé\u202eMartin\x00", "ZoéMartin"),
])
def test_a_letter_that_the_fonts_lack_is_seen_and_breaks_nothing(memo, read, name, printed):
    assert f"Souscripteur {printed}" in read(printing.render(replace(memo, holder_name=name, plate=name[:9])))
