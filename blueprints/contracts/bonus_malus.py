"""The customer's own coefficient, year by year, and what it may become."""
from dataclasses import dataclass

from flask_login import current_user

from blueprints.contracts import bp
from insurance.clock import today
from insurance.contracts import bonus_malus_outlook as outlook
from insurance.contracts.bonus_malus import START
from insurance.contracts.queries import find_contract
from insurance.errors import NotFound
from web.access import customer_only
from web.pages import show

CHART_HEIGHT, BAR_STEP = 90, 52  # units of the drawing


@dataclass(frozen=True)
class Bar:
    """A year of the chart: where its bar stands and how high, in units of the drawing."""

    year: int
    hundredths: int | None
    left: int
    height: int


@bp.get("/<public_id>/bonus-malus")
@customer_only
def bonus_malus(public_id):
    """Where the coefficient comes from, and « et si »: a year without a claim, a claim at fault."""
    contract = find_contract(current_user, public_id)
    if not contract.vehicle.is_registered:
        raise NotFound(public_id)
    told = outlook.explain_back(
        contract.bonus_malus_hundredths, contract.bonus_malus_on, contract.anniversary, contract.vehicle.usage,
        contract.past_claims, contract.effective_on)
    ahead = outlook.what_if(
        told.standings, told.years[-1].applied_on, effective_on=contract.effective_on,
        anniversary=contract.anniversary, usage=contract.vehicle.usage, claims=contract.past_claims,
        on=max(today(), contract.effective_on))
    return show("contracts/bonus_malus.html", contract=contract, years=told.years, ahead=ahead,
                bars=_bars(told.years), width=BAR_STEP * len(told.years), height=CHART_HEIGHT)


def _bars(years) -> list[Bar]:
    """One bar a year, the tallest as high as the drawing; a year that is not known has a low one."""
    highest = max([START, *(year.hundredths or 0 for year in years)])
    return [Bar(year.applied_on.year, year.hundredths, place * BAR_STEP,
                CHART_HEIGHT * (year.hundredths or highest // 4) // highest) for place, year in enumerate(years)]
