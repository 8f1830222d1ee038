"""The price of a contract: it is the sum of its lines, and it moves the way the risk moves."""
import copy
import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insurance.contracts import tariff as tariff_file
from insurance.contracts.models import OptionCode, Parking, Product, Usage
from insurance.contracts.tariff import (
    DriverFacts,
    LineKey,
    Price,
    RiskFacts,
    difference,
    price,
    risk_of,
    scaled,
    surcharges_due,
)
from insurance.contracts.tariff_table import UnreadableTariff, demonstration, department_of, parse, read
from insurance.contracts.terms import Terms, terms_in
from tests.support.portfolio import LINE

TABLE = demonstration()
TABLE_FILE = Path(tariff_file.__file__).with_name("tariff.json")
MAIN = DriverFacts("main", 40, 20)
FACTS = RiskFacts(
    product="comprehensive", fiscal_power=5, vehicle_age=6, usage="private_commute", parking="collective_garage",
    mileage_limit_km=None, postcode="45000", drivers=(MAIN,), options=(), bonus_malus_hundredths=100)

DRIVERS = st.builds(DriverFacts, st.sampled_from(["main", "secondary", "occasional"]), st.integers(16, 99),
                    st.none() | st.integers(0, 60), st.booleans())
RISKS = st.builds(
    RiskFacts, product=st.sampled_from(list(Product)), fiscal_power=st.none() | st.integers(1, 99),
    vehicle_age=st.integers(0, 60), usage=st.sampled_from(list(Usage)),
    parking=st.none() | st.sampled_from(list(Parking)), mileage_limit_km=st.none() | st.integers(0, 1_000_000),
    postcode=st.sampled_from(["75011", "20000", "20600", "97400", "45000", "B-1000", ""]),
    drivers=st.lists(DRIVERS, min_size=1, max_size=5).map(tuple),
    options=st.lists(st.sampled_from(list(OptionCode)), unique=True).map(tuple),
    bonus_malus_hundredths=st.integers(50, 350))


def annual(**changes):
    return price(replace(FACTS, **changes), TABLE).annual_cents


def line(key, **changes):
    return next(line for line in price(replace(FACTS, **changes), TABLE).lines if line.key is key)


def test_a_price_is_explained_from_the_plan_to_the_options():
    seen = price(replace(FACTS, usage="private", options=("assistance_0km",), bonus_malus_hundredths=76), TABLE)
    changed = {line.key: (line.base_cents, line.per_mille, line.cents) for line in seen.lines if line.cents}
    assert changed == {
        LineKey.PRODUCT: (50500, 1000, 50500), LineKey.USAGE: (50500, 960, -2020),
        LineKey.BONUS_MALUS: (48480, 760, -11635), LineKey.PERSONAL_COVER: (3600, 1000, 3600),
        LineKey.OPTION: (2400, 1000, 2400)}
    assert (seen.reference_cents, seen.annual_cents) == (48480, 42845)


@given(RISKS)
def test_the_lines_add_up_to_the_price(facts):
    seen = price(facts, TABLE)
    assert sum(line.cents for line in seen.lines) == seen.annual_cents
    assert all(type(line.cents) is type(line.base_cents) is type(line.per_mille) is int for line in seen.lines)
    assert seen.annual_cents > 0


@given(RISKS)
def test_what_is_shown_apart_is_inside_the_price(facts):
    seen = price(facts, TABLE)
    assert 0 <= seen.natural_disaster_cents < seen.annual_cents
    assert 0 < seen.taxes_cents < seen.annual_cents // 3
    assert (seen.natural_disaster_cents == 0) == (facts.product == "third_party")


@given(RISKS, st.integers(50, 350), st.integers(50, 350))
def test_a_better_bonus_never_costs_more(facts, one, other):
    low, high = sorted((one, other))
    better, worse = (price(replace(facts, bonus_malus_hundredths=hundredths), TABLE) for hundredths in (low, high))
    assert better.annual_cents <= worse.annual_cents


@given(RISKS)
def test_a_richer_plan_costs_more(facts):
    prices = [price(replace(facts, product=product), TABLE).annual_cents for product in Product]
    assert prices == sorted(set(prices))


@given(RISKS, DRIVERS)
def test_one_more_driver_never_makes_a_contract_cheaper(facts, driver):
    more = replace(facts, drivers=(*facts.drivers, replace(driver, role="occasional")))
    assert price(more, TABLE).annual_cents >= price(facts, TABLE).annual_cents


@given(RISKS, st.sampled_from(list(OptionCode)))
def test_an_option_costs_its_price_whatever_the_bonus(facts, option):
    facts = replace(facts, options=())
    with_it = replace(facts, options=(option,))
    assert price(with_it, TABLE).annual_cents - price(facts, TABLE).annual_cents == TABLE.options[option]


@given(st.integers(0, 60), st.integers(1, 99), st.integers(0, 60_000))
def test_factors_follow_their_bands(age, power, mileage):
    assert annual(fiscal_power=power) <= annual(fiscal_power=power + 1)
    assert annual(vehicle_age=age) >= annual(vehicle_age=age + 1)
    assert annual(mileage_limit_km=mileage) <= annual(mileage_limit_km=mileage + 1) <= annual()


def test_a_band_holds_its_last_value():
    assert line(LineKey.FISCAL_POWER, fiscal_power=6).per_mille == 1000
    assert line(LineKey.FISCAL_POWER, fiscal_power=7).per_mille == 1090
    assert line(LineKey.MILEAGE, mileage_limit_km=8000).per_mille == 920


def test_what_the_portfolio_does_not_say_changes_nothing():
    unknown = {"fiscal_power": None, "parking": None, "mileage_limit_km": None, "postcode": "SW1A 1AA"}
    assert annual(**unknown) == annual()
    assert line(LineKey.PARKING, parking=None).detail == ""


@pytest.mark.parametrize(("drivers", "percent"), [
    ((DriverFacts("main", 19, 0),), "100"), ((DriverFacts("main", 19, 1),), "50"),
    ((DriverFacts("main", 21, 2),), "25"), ((DriverFacts("main", 19, 0, is_accompanied=True),), "50"),
    ((MAIN, DriverFacts("secondary", 19, 0)), "50"),
    ((MAIN, DriverFacts("secondary", 19, 0, is_accompanied=True)), "25"),
    ((DriverFacts("main", 19, 0), DriverFacts("secondary", 19, 0)), "100"),
])
def test_a_novice_costs_a_surcharge_on_the_reference_premium_and_only_one(drivers, percent):
    surcharge = line(LineKey.NOVICE, drivers=drivers)
    assert surcharge.detail == percent
    assert surcharge.cents == pytest.approx(surcharge.base_cents * int(percent) / 100, abs=1)


def test_the_surcharge_comes_before_the_bonus_malus_and_after_the_risk():
    keys = [line.key for line in price(replace(FACTS, drivers=(DriverFacts("main", 19, 0),)), TABLE).lines]
    assert keys.index(LineKey.ZONE) < keys.index(LineKey.NOVICE) < keys.index(LineKey.BONUS_MALUS)
    assert keys.index(LineKey.BONUS_MALUS) < keys.index(LineKey.PERSONAL_COVER)


def test_three_years_of_licence_end_the_surcharge():
    lines = price(replace(FACTS, drivers=(DriverFacts("main", 22, 3),)), TABLE).lines
    assert LineKey.NOVICE not in {line.key for line in lines}


def test_a_learner_costs_nothing_and_a_young_second_driver_does():
    learner, young = DriverFacts("occasional", 16, None), DriverFacts("secondary", 22, 4)
    assert annual(drivers=(MAIN, learner)) == annual()
    assert line(LineKey.YOUNG_DRIVER, drivers=(MAIN, young)).per_mille == 1180
    assert LineKey.YOUNG_DRIVER not in {
        line.key for line in price(replace(FACTS, drivers=(MAIN, replace(young, age=25))), TABLE).lines}


@pytest.mark.parametrize(("postcode", "department", "zone"), [
    ("75011", "75", "E"), ("20000", "2A", "D"), ("20190", "2A", "D"), ("20200", "2B", "D"), ("97400", "974", "D"),
    ("06000", "06", "E"), ("97600", "976", "E"), ("98000", "980", "C"), ("1000", "", "C"), ("12A45", "", "C"),
    ("", "", "C"), ("²²²²²", "", "C"),
])
def test_a_postcode_leads_to_its_departement_and_zone(postcode, department, zone):
    assert department_of(postcode) == department
    assert TABLE.zone_of(postcode) == zone


def terms(**changes):
    """Return the terms of a line of the portfolio whose driver was licensed in June 2024."""
    driver = LINE["drivers"][0] | {"birth_date": "2006-05-01", "licence_date": "2024-06-01"}
    return Terms(**terms_in(LINE | {"drivers": [driver | changes.pop("driver", {})]} | changes))


def test_the_risk_of_a_contract_is_read_on_a_day():
    one = terms(product="third_party", vehicle=LINE["vehicle"] | {"mileage_limit_km": 8000, "fiscal_power": 4})
    assert risk_of(one, "29000", date(2026, 6, 1), [date(2024, 9, 1)]) == RiskFacts(
        product="third_party", fiscal_power=4, vehicle_age=2, usage="private_commute", parking="street",
        mileage_limit_km=8000, postcode="29000", drivers=(DriverFacts("main", 20, 1),), options=("assistance_0km",),
        bonus_malus_hundredths=57)
    assert risk_of(one, "29000", date(2020, 1, 1)).vehicle_age == 0


def test_a_vehicle_that_sleeps_elsewhere_is_priced_there():
    one = terms(vehicle=LINE["vehicle"] | {"garage": {"postcode": "75011", "city": "Paris"}})
    assert risk_of(one, "29000", date(2026, 6, 1)).postcode == "75011"


def test_experience_counts_from_the_day_of_insurance_and_without_the_years_of_a_claim_at_fault():
    on = date(2026, 6, 1)
    assert risk_of(terms(driver={"insured_since": "2026-03-01"}), "29000", on).drivers[0].novice_years == 0
    fault = {"kind": "claim", "date": "2025-01-10"}
    for percent, years in ((100, 1), (50, 1), (0, 2)):
        one = terms(driver={"antecedents": [fault | {"at_fault_percent": percent}], "accompanied": True})
        assert risk_of(one, "29000", on).drivers == (DriverFacts("main", 20, years, True),)


@pytest.mark.parametrize(("happened_on", "on", "due"), [
    ("2024-03-10", date(2026, 12, 31), ("suspended",)), ("2024-03-10", date(2027, 1, 2), ()),
    ("2024-01-02", date(2027, 1, 1), ("suspended",)), ("2024-01-01", date(2026, 1, 2), ()),
])
def test_a_surcharge_is_due_until_two_years_after_the_renewal_that_follows_the_fact(happened_on, on, due):
    facts = [{"kind": "suspended", "date": happened_on}, {"kind": "claim", "date": happened_on},
             {"kind": "ended_by_insurer", "date": happened_on}]
    assert surcharges_due(terms(driver={"antecedents": facts}), on) == due


def test_a_surcharge_is_a_part_of_the_reference_before_the_novice_and_out_of_reach_of_the_bonus():
    novice = (DriverFacts("main", 19, 0),)
    plain = price(replace(FACTS, drivers=novice, bonus_malus_hundredths=50), TABLE)
    seen = price(replace(FACTS, drivers=novice, bonus_malus_hundredths=50, surcharges=("suspended",)), TABLE)
    assert plain.reference_cents == seen.reference_cents == 2 * 50500
    (extra,) = [one for one in seen.lines if one.key is LineKey.SURCHARGE]
    assert (extra.detail, extra.base_cents, extra.per_mille, extra.cents) == ("suspended", 50500, 500, 25250)
    assert seen.annual_cents == plain.annual_cents + 25250


def test_surcharges_together_stay_under_four_hundred_percent():
    seen = price(replace(FACTS, surcharges=("alcohol", "suspended_long", "cancelled")), TABLE)
    assert [one.per_mille for one in seen.lines if one.key is LineKey.SURCHARGE] == [1500, 1000, 1500]


def test_a_change_is_charged_or_given_back_for_the_days_that_remain():
    assert difference(480_00, 600_00, 100, 365) == 32_88
    assert difference(600_00, 480_00, 100, 365) == -32_88
    assert difference(480_00, 480_00, 100, 365) == 0
    with pytest.raises(ValueError, match="days"):
        difference(480_00, 600_00, 366, 365)


def test_the_present_premium_moves_as_the_prices_move():
    before, after = (Price((), cents, 0, 0, 0) for cents in (400_00, 500_00))
    assert scaled(429_60, before, after) == 537_00
    assert scaled(429_60, after, before) == 343_68
    assert scaled(1, Price((), 2, 0, 0, 0), Price((), 1, 0, 0, 0)) == 1


@given(RISKS, RISKS, st.integers(1, 10**7))
def test_a_change_and_its_contrary_bring_the_premium_back(facts, other, cents):
    before, after = price(facts, TABLE), price(other, TABLE)
    assert scaled(cents, before, before) == cents
    there_and_back = scaled(scaled(cents, before, after), after, before)
    assert abs(there_and_back - cents) <= 1 + before.annual_cents // after.annual_cents


def changed(path, value):
    data = copy.deepcopy(json.loads(TABLE_FILE.read_text(encoding="utf-8")))
    place = data
    for name in path[:-1]:
        place = place[name]
    place[path[-1]] = value
    return data


@pytest.mark.parametrize(("path", "value", "part"), [
    (["products"], {}, "products"), (["usage", "flying"], 1000, "usage"), (["parking", "street"], 1.04, "parking"),
    (["options", "assistance_0km"], -1, "options"),
    (["fiscal_power"], [{"up_to": 3, "per_mille": 900}], "fiscal_power"),
    (["vehicle_age"], [{"up_to": 9, "per_mille": 1}, {"up_to": 4, "per_mille": 1}, {"up_to": None, "per_mille": 1}],
     "vehicle_age"),
    (["mileage"], "far", "malformed"), (["other_zone"], "Z", "zones"), (["departments", "75"], "Z", "zones"),
    (["surcharges", "alcohol"], 151, "surcharges"), (["surcharges"], {}, "surcharges"),
    (["novice", "ladder"], [120, 60, 0], "novice"), (["novice", "accompanied_ladder"], [100, 50, 0], "novice"),
    (["novice", "ladder"], [50, 100], "novice"), (["novice", "ladder"], [], "novice"),
    (["products", "comprehensive", "shares"], {"civil_liability": 999, "theft_fire": 0, "damage": 0}, "comprehensive"),
    (["products", "comprehensive", "reference_cents"], 0, "comprehensive"), (["drivers"], {}, "drivers"),
    (["display"], {}, "display"), (["products", "comprehensive"], {}, "malformed"), (["novice"], {}, "malformed"),
])
def test_a_table_that_cannot_price_every_contract_is_refused_and_says_where(path, value, part):
    with pytest.raises(UnreadableTariff, match=part):
        parse(changed(path, value))


def test_a_table_that_is_not_json_is_refused(tmp_path):
    (tmp_path / "tariff.json").write_text("products: none")
    with pytest.raises(UnreadableTariff, match="not JSON"):
        read(tmp_path / "tariff.json")


def test_another_table_gives_another_price():
    dearer = parse(changed(["products", "comprehensive", "reference_cents"], 101000))
    assert price(FACTS, dearer).annual_cents == 101000 + 3600
