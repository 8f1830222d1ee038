"""The dates that the insurer commits to: made, paused, kept, postponed with a reason, missed with a reason."""
from datetime import date, datetime, timedelta

from insurance.calendar import add_working_days, is_working_day
from insurance.claims import rules
from insurance.claims.models import Claim, ClaimPromise, PromiseKind, PromiseOutcome
from insurance.claims.queries import standing_promise
from insurance.claims.workflow import ENDED
from insurance.clock import PARIS, now, today
from insurance.database import db
from insurance.errors import Reason, Refused

_path = ""


def install(path: str) -> None:
    """Use the insurer's own table of delays from now on; that of the repository without a path."""
    global _path
    rules.read_delays(path)
    _path = path


def delays() -> rules.Delays:
    """Return the table of delays in use."""
    return rules.read_delays(_path)


def promise(claim: Claim, kind: PromiseKind, due_on: date | None = None, due_at: datetime | None = None) -> ClaimPromise:
    """Promise something by a day, by an instant, or else within the delay of the table, inside the transaction.

    Raises `Refused(DAY_PASSED)` for a day that has gone.
    """
    if due_on is not None and due_on < today():
        raise Refused(Reason.DAY_PASSED)
    due_at = due_at or (rules.end_of(due_on) if due_on is not None else delays().promised_at(kind, now()))
    made = ClaimPromise(claim_id=claim.id, kind=kind, made_at=now(), due_at=due_at)
    db.session.add(made)
    db.session.flush()
    set_due(claim)
    return made


def finish(claim: Claim, reason: str = "", outcome: PromiseOutcome = PromiseOutcome.KEPT) -> ClaimPromise | None:
    """End the promise that stands: one that should have been kept was missed when its instant has passed.

    `reason` is what the customer reads of it.
    """
    standing = standing_promise(claim)
    if standing is not None:
        is_late = outcome in (PromiseOutcome.KEPT, PromiseOutcome.POSTPONED) and standing.due_at < now()
        standing.outcome = PromiseOutcome.MISSED if is_late else outcome
        standing.missed_at = standing.missed_at or (now() if is_late else None)
        standing.ended_at, standing.reason = now(), reason if outcome is not PromiseOutcome.KEPT or is_late else ""
        db.session.flush()
    set_due(claim)
    return standing


def set_due(claim: Claim) -> None:
    """Note the first day by which something is due, inside the transaction that changed what is."""
    standing = standing_promise(claim)
    claim.due_on = None if claim.state in ENDED else rules.first_due(claim, standing.due_at if standing else None)


def pause(claim: Claim) -> None:
    """Stop the clock while the customer has something to send: the working days left are kept."""
    standing = finish(claim, outcome=PromiseOutcome.PAUSED)
    if standing is not None:
        due, day, left = standing.due_at.astimezone(PARIS).date(), today(), 0
        while day < due:
            day += timedelta(days=1)
            left += is_working_day(day)
        standing.days_left = left


def resume(claim: Claim, paused: ClaimPromise) -> ClaimPromise:
    """Let a clock that was stopped run again, for the working days that were left, one at least."""
    return promise(claim, PromiseKind(paused.kind), add_working_days(today(), max(1, paused.days_left or 0)))
