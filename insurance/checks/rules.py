"""When a claims history needs somebody's eyes, and by when it is due."""
from collections.abc import Sequence
from datetime import date, timedelta

from insurance.calendar import add_months
from insurance.checks.models import CheckCause

LEGAL_DAYS = timedelta(days=15)
"""Annexe A121-1, art. 12: within fifteen days of the holder's express request."""
ALERT_BEFORE = timedelta(days=3)
LEARNERS_UNTIL = 18  # years: conduite accompagnée has no licence yet


def due_by(asked_on: date) -> date:
    """Return the last day by which a claims history that was asked for that day is given."""
    return asked_on + LEGAL_DAYS


def causes_of(drivers: Sequence, undecided_claims: int, today: date) -> list[CheckCause]:
    """Return why a claims history cannot leave by itself; empty when it can.

    It says, for each claim, the share of liability, and for each driver the day of the licence (art. 12): one that would
    guess the first or leave out the second is checked. `drivers` have `born_on` and `licensed_on`; who learns to drive
    has no licence. The number of an old one is often not in the files: it is left blank.
    """
    causes = [CheckCause.UNDECIDED_CLAIM] if undecided_claims else []
    adult_since = add_months(today, -12 * LEARNERS_UNTIL)
    if any(one.born_on <= adult_since and one.licensed_on is None for one in drivers):
        causes.append(CheckCause.UNKNOWN_LICENCE)
    return causes
