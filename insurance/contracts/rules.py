"""What a contract covers at a given instant: pure functions of dates, with their articles of law."""
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from insurance.clock import paris_midnight
from insurance.contracts.nonpayment import suspension_after, termination_after

PRESUMPTION_DAYS = 15  # R211-14-0-1 II
FVA_HOURS = 72  # R451-5 I
NOVICE_YEARS = 3  # A121-1-1


class Cover(StrEnum):
    """What the contract is worth at an instant."""

    VALID = "valid"
    PROVISIONAL = "provisional"
    NOT_YET = "not_yet"
    SUSPENDED = "suspended"
    ENDED = "ended"

    @property
    def is_in_force(self) -> bool:
        """True when the vehicle is covered."""
        return self in (Cover.VALID, Cover.PROVISIONAL)


@dataclass(frozen=True)
class CoverDates:
    """The instants (UTC) at which the cover changes; each `…_from`/`…_at` is the first instant of what it names.

    A page that carries these five values can say what the contract is worth with no network. `resumes_at` ends the
    suspension that `suspended_from` begins; it says nothing of one that begins later.
    """

    begins_at: datetime
    ends_at: datetime | None = None
    suspended_from: datetime | None = None
    provisional_until: datetime | None = None
    resumes_at: datetime | None = None


def cover_at(dates: CoverDates, moment: datetime) -> Cover:
    """Return what the contract is worth at `moment` (aware). The same table is in static/js/cover.js."""
    if dates.ends_at is not None and moment >= dates.ends_at:
        return Cover.ENDED
    if _is_suspended(dates, moment):
        return Cover.SUSPENDED
    if moment < dates.begins_at:
        return Cover.NOT_YET
    if dates.provisional_until is not None and moment < dates.provisional_until:
        return Cover.PROVISIONAL
    return Cover.VALID


def _is_suspended(dates: CoverDates, moment: datetime) -> bool:
    if dates.suspended_from is None or moment < dates.suspended_from:
        return False
    return dates.resumes_at is None or moment < max(dates.resumes_at, dates.suspended_from)


def cover_dates(contract) -> CoverDates:
    """Return the instants at which this contract's cover changes. `contract.vehicle` must be loaded.

    A contract covers from 0:00 on `effective_on` to 24:00 on `ends_on`, Paris time. A date given by the insurer wins
    over the state; a state without its date counts from the moment when it was recorded. A suspension ends at the
    `resumes_at` of a contract whose arrears were paid here, if it began before it.
    """
    ends_at = suspended_from = None
    if contract.ends_on is not None:
        ends_at = paris_midnight(contract.ends_on + timedelta(days=1))
    elif contract.state == "terminated":
        ends_at = contract.recorded_at
    suspension = suspension_starts_on(contract)
    if suspension is not None:
        suspended_from = paris_midnight(suspension)
    elif contract.state == "suspended":
        suspended_from = contract.recorded_at
    provisional = _provisional_until(contract) if contract.vehicle.is_registered else None
    return CoverDates(paris_midnight(contract.effective_on), ends_at, suspended_from, provisional,
                      _resumes_at(contract, suspended_from))


def _resumes_at(contract, suspended_from: datetime | None) -> datetime | None:
    """Return when a suspension ends: at noon on the day after the payment, or with the year of insurance (L113-3)."""
    if suspended_from is None:
        return None
    paid = contract.resumes_at if contract.resumes_at is not None and contract.resumes_at > suspended_from else None
    return min((one for one in (paid, _lapses_at(contract)) if one is not None), default=None)


def _lapses_at(contract) -> datetime | None:
    """Return when a suspension ends by itself, for a premium that is paid in parts; None when it does not.

    L113-3: suspended for one unpaid part, the cover is off until the year of insurance ends. It is the year in which
    the suspension begins: the text does not speak of a notice that straddles two. What the insurer itself says to be
    suspended, by a day or by the state, is suspended until it says otherwise.
    """
    is_counted = contract.formal_notice_on is not None and contract.suspended_on is None and contract.state != "suspended"
    if not is_counted or contract.payment_frequency == "yearly":
        return None
    return paris_midnight(next_anniversary(contract.anniversary, suspension_after(contract.formal_notice_on)))


def presumption_ends_on(effective_on: date) -> date:
    """Return the last day on which the memo alone makes the vehicle presumed insured.

    R211-14-0-1 II: the fifteen days that follow the date of effect. Whether the day of effect counts is not
    settled by a source we read: the day is kept out of the fifteen.
    """
    return effective_on + timedelta(days=PRESUMPTION_DAYS)


def fva_visible_by(changed_at: datetime) -> datetime:
    """Return until when the file of insured vehicles (FVA) may not show a change: 72 hours at most (R451-5 I)."""
    return changed_at + timedelta(hours=FVA_HOURS)


def _provisional_until(contract) -> datetime:
    """The presumption is no longer needed once the FVA must know the vehicle: 72 h at most (R451-5 I)."""
    end = paris_midnight(presumption_ends_on(contract.covered_from) + timedelta(days=1))
    if contract.fva_transmitted_on is None:
        return end
    known = paris_midnight(max(contract.covered_from, contract.fva_transmitted_on)) + timedelta(hours=FVA_HOURS)
    return min(end, known)


def suspension_starts_on(contract) -> date | None:
    """Return the first day without cover for non-payment, None when no formal notice runs.

    L113-3: cover is suspended thirty days after the formal notice (mise en demeure) was sent.
    """
    if contract.suspended_on is not None:
        return contract.suspended_on
    if contract.formal_notice_on is not None:
        return suspension_after(contract.formal_notice_on)
    return None


def termination_possible_on(contract) -> date | None:
    """Return the day from which the insurer may terminate for non-payment: ten days after suspension (L113-3)."""
    if contract.may_be_terminated_on is not None:
        return contract.may_be_terminated_on
    suspension = suspension_starts_on(contract)
    return None if suspension is None else termination_after(suspension)


def is_novice(driver, on: date) -> bool:
    """Return whether a driver is a novice on a day: less than three years of licence, or of insurance (A121-1-1)."""
    if driver.licensed_on is None:
        return False
    since = driver.insured_since or driver.licensed_on
    try:
        return on < since.replace(year=since.year + NOVICE_YEARS)
    except ValueError:  # licensed on a 29 February
        return on < date(since.year + NOVICE_YEARS, 3, 1)


def next_anniversary(anniversary: str, after: date) -> date:
    """Return the next échéance principale (`anniversary` is MM-DD) strictly after a day; 29 February becomes the 28th."""
    month, day = (int(part) for part in anniversary.split("-"))
    for year in (after.year, after.year + 1):
        try:
            candidate = date(year, month, day)
        except ValueError:
            candidate = date(year, month, day - 1)
        if candidate > after:
            return candidate
    raise AssertionError("a year always holds the next anniversary")
