"""What a declaration says of its dates, and what must be explained of them: nothing of it keeps anybody from declaring."""
from datetime import date, timedelta
from enum import StrEnum

from insurance.claims.models import ClaimKind
from insurance.claims.promises import delays
from insurance.claims.rules import has_local_holidays, prescribed_on
from insurance.clock import paris_midnight, today
from insurance.contracts.rules import Cover, cover_at, cover_dates

_NOON = timedelta(hours=12)


class Remark(StrEnum):
    """Something about the dates that the customer should know before they send."""

    BEFORE_CONTRACT = "before-contract"
    AFTER_CONTRACT = "after-contract"
    WHILE_SUSPENDED = "while-suspended"
    LATE = "late"
    PRESCRIBED = "prescribed"
    NO_DECREE = "no-decree"


def day_in(answers: dict, field: str) -> date | None:
    """Return a day of the step `when`, None when it was not given or cannot be read."""
    try:
        return date.fromisoformat(answers.get("when", {}).get(field) or "")
    except ValueError:
        return None


def noticed_on(answers: dict) -> date | None:
    """Return the day from which the delay runs: when the customer knew of it, never before it happened."""
    occurred, noticed = day_in(answers, "occurred_on"), day_in(answers, "noticed_on")
    return occurred if noticed is None or occurred is None else max(occurred, noticed)


def declare_by(answers: dict, customer) -> date | None:
    """Return the last day on which what is being told is declared in time, None while it is not known."""
    kind, noticed = answers.get("kind", {}).get("kind"), noticed_on(answers)
    if kind not in set(ClaimKind) or noticed is None:
        return None
    return delays().declaration_deadline(ClaimKind(kind), noticed, has_local_holidays(customer.postcode),
                                         day_in(answers, "decree_on"))


def remarks(answers: dict, customer, contract) -> list[Remark]:
    """Return what must be explained of the dates; `contract` is None while it is not known."""
    occurred, deadline = day_in(answers, "occurred_on"), declare_by(answers, customer)
    if occurred is None:
        return []
    found = []
    if contract is not None:
        cover = cover_at(cover_dates(contract), paris_midnight(occurred) + _NOON)
        found += {Cover.NOT_YET: [Remark.BEFORE_CONTRACT], Cover.ENDED: [Remark.AFTER_CONTRACT],
                  Cover.SUSPENDED: [Remark.WHILE_SUSPENDED]}.get(cover, [])
    if today() >= prescribed_on(occurred):
        found.append(Remark.PRESCRIBED)
    elif deadline is not None and deadline < today():
        found.append(Remark.LATE)
    if deadline is None and answers.get("kind", {}).get("kind") == ClaimKind.NATURAL_DISASTER:
        found.append(Remark.NO_DECREE)
    return found
