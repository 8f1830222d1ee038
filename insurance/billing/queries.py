"""What is due, what is late, and what deserves the customer's attention."""
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from sqlalchemy import select

from insurance.billing.models import Instalment, InstalmentState, SepaMandate, SignedMandate
from insurance.billing.rules import Arrears, Stage, arrears_of, mandate_on
from insurance.clock import now, today
from insurance.contracts.models import Contract, PaymentMethod
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import db

DUE_SOON_DAYS = 15


class AlertKind(StrEnum):
    """What the dashboard says first, the gravest first."""

    ARREARS = "arrears"
    NOT_YET = "not-yet"
    PROVISIONAL = "provisional"
    DUE_SOON = "due-soon"


@dataclass(frozen=True)
class Alert:
    """Something to know about a contract: its date, its amount in cents when there is one, its traffic light."""

    kind: AlertKind
    contract: Contract
    on: date | None = None
    until: date | None = None
    amount_cents: int = 0
    arrears: Arrears | None = None


def instalments_of(contracts) -> dict:
    """Return the instalments of these contracts, oldest first, by contract id."""
    by_contract = defaultdict(list)
    query = select(Instalment).where(Instalment.contract_id.in_([contract.id for contract in contracts]))
    for instalment in db.session.scalars(query.order_by(Instalment.due_on, Instalment.position)):
        by_contract[instalment.contract_id].append(instalment)
    return by_contract


def mandate_of(contract, on: date | None = None) -> SepaMandate | SignedMandate | None:
    """Return the mandate under which a contract is debited on a day (today without one), None when it is not.

    Both kinds have a `reference`, a `signed_on`, an `iban` and a `masked_iban`.
    """
    if contract.payment_method == PaymentMethod.CARD:
        return None
    return mandate_on(db.session.get(SepaMandate, contract.id), signed_mandates_of(contract), on or today())


def coming_mandate_of(contract) -> SignedMandate | None:
    """Return the mandate that was signed for a contract and is not used yet, None when there is none."""
    present, last = mandate_of(contract), mandate_of(contract, date.max)
    return last if last is not present else None


def signed_mandates_of(contract) -> list[SignedMandate]:
    """Return the mandates that were signed here for a contract, revoked ones included, the oldest first."""
    return list(db.session.scalars(select(SignedMandate).where(
        SignedMandate.contract_id == contract.id, SignedMandate.signed_at.is_not(None)).order_by(SignedMandate.signed_at)))


def next_due(instalments) -> Instalment | None:
    """Return the first instalment still to come, from today on."""
    return next((one for one in instalments if one.state == InstalmentState.UPCOMING and one.due_on >= today()), None)


def alerts_of(contracts, instalments: dict) -> list[Alert]:
    """Return what these contracts have to say today, the gravest first. Vehicles must be loaded."""
    found = [alert for contract in contracts for alert in _alerts(contract, instalments[contract.id])]
    return sorted(found, key=lambda alert: (list(AlertKind).index(alert.kind), -_gravity(alert.arrears)))


def _gravity(arrears: Arrears | None) -> int:
    return 0 if arrears is None else list(Stage).index(arrears.stage)


def _alerts(contract, instalments):
    cover = cover_at(cover_dates(contract), now())
    if cover is Cover.ENDED:
        return
    arrears = arrears_of(contract, instalments, now())
    if arrears.stage is not Stage.CLEAR:
        yield Alert(AlertKind.ARREARS, contract, arrears=arrears)
    if cover is Cover.NOT_YET:
        yield Alert(AlertKind.NOT_YET, contract, contract.effective_on)
    if cover is Cover.PROVISIONAL:
        last_day = (cover_dates(contract).provisional_until - timedelta(seconds=1)).date()
        yield Alert(AlertKind.PROVISIONAL, contract, contract.effective_on, last_day)
    due = next_due(instalments)
    if due is not None and due.due_on <= today() + timedelta(days=DUE_SOON_DAYS):
        yield Alert(AlertKind.DUE_SOON, contract, due.due_on, None, due.left_cents)
