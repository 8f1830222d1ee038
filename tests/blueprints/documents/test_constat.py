"""What the phone keeps for the exchange between two drivers."""
from datetime import timedelta

import pytest
import zxingcpp

from insurance.clock import today
from insurance.contracts.models import Contract
from insurance.database import transaction
from insurance.people.models import Customer
from tests.support.codes import drawn
from tests.support.factories import make_contract


def contracts(browser):
    return browser.ask("/attestation/constat.json").json["contracts"]


def read(code):
    (seen,) = zxingcpp.read_barcodes(drawn(code["path"], code["side"]))
    return seen.text


def test_it_gives_the_constat_block_of_each_vehicle_and_its_drivers(browser, sophie):
    one, = contracts(browser)
    assert (one["number"], one["plate"], one["vehicle"], one["holder"]) == (
        "AA-7204-118", "GH-482-KT", "Peugeot 208", "Sophie Marchand")
    assert [driver["name"] for driver in one["drivers"]] == ["Sophie Marchand"]


def test_any_phone_reads_the_code_as_words(browser, sophie):
    one, = contracts(browser)
    lines = read(one["code"]).split("\n")
    assert lines[0] == "Échange entre conducteurs (pas un constat signé)"
    assert "Assureur\u00a0: Active Assurances" in lines
    assert "Contrat\u00a0: AA-7204-118" in lines
    assert "Immatriculation\u00a0: GH-482-KT" in lines
    assert "Adresse\u00a0: 7 rue des Tilleuls, 59000 Lille" in lines
    assert "\n".join(lines) == one["text"]


def test_what_is_not_known_has_no_line(browser, sophie):
    assert "Téléphone" not in contracts(browser)[0]["text"]
    with transaction() as session:
        session.query(Customer).update({"phone": "+33639980000"})
    assert "Téléphone\u00a0: 06\u00a039\u00a098\u00a000\u00a000" in contracts(browser)[0]["text"]


def test_the_longest_names_still_make_a_code_that_a_camera_reads(browser, sophie):
    with transaction() as session:
        session.query(Customer).filter_by(id=sophie.id).update({
            "first_name": "Marie-Charlotte-Élisabeth", "last_name": "de Castelnau-Montmirail-Rochefoucauld d’Estissac",
            "address_line1": "Résidence des Trois-Fontaines, bâtiment C", "address_line2": "148 bis boulevard Clemenceau",
            "city": "Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson", "phone": "+33639980000"})
    one, = contracts(browser)
    assert read(one["code"]) == one["text"]
    assert one["code"]["side"] <= 93


@pytest.mark.parametrize("ended", [True, False])
def test_a_contract_that_has_ended_is_not_shown_as_insurance(browser, sophie, ended):
    make_contract(sophie, "AA-6902-377", plate="DW-351-RF")
    with transaction() as session:
        session.query(Contract).filter_by(number="AA-6902-377").update(
            {"ends_on": today() + timedelta(days=-1 if ended else 9)})
    assert ("AA-6902-377" in [one["number"] for one in contracts(browser)]) is not ended


def test_the_proof_names_it_so_that_the_phone_keeps_both(browser):
    page = browser.visit("/attestation")
    assert page.all("link", href="/attestation/constat.json")
    assert browser.ask("/attestation/constat.json").headers["X-Customer-Key"]
