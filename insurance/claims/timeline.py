"""The story of a claim: what has happened, what is promised now, what usually comes next. A reading of the history."""
from dataclasses import dataclass

from insurance.claims.models import Claim, ClaimKind, ClaimPromise, ClaimState, PromiseKind
from insurance.claims.queries import events_of
from insurance.claims.workflow import ENDED
from insurance.history.models import Event, EventKind

S = ClaimState
_USUAL = (S.TAKEN_IN_CHARGE, S.APPRAISAL, S.REPAIR, S.DECISION, S.SETTLEMENT, S.CLOSED)
_WAYS = {
    ClaimKind.THEFT: (S.TAKEN_IN_CHARGE, S.THEFT_WAIT, S.DECISION, S.SETTLEMENT, S.CLOSED),
    ClaimKind.GLASS: (S.TAKEN_IN_CHARGE, S.REPAIR, S.DECISION, S.SETTLEMENT, S.CLOSED),
}
_PASSES = {S.TOTAL_LOSS: S.REPAIR, S.WAITING_THIRD_PARTY: S.TAKEN_IN_CHARGE, S.THEFT_WAIT: S.TAKEN_IN_CHARGE}
_BEFORE = (S.FILED, S.PIECES_ASKED, S.COMPLETE, S.REOPENED)
TOLD = frozenset({
    EventKind.CLAIM_FILED, EventKind.CLAIM_PIECES_ASKED, EventKind.CLAIM_COMPLETED, EventKind.CLAIM_TAKEN,
    EventKind.CLAIM_APPRAISAL_SET, EventKind.CLAIM_REPAIR_BEGUN, EventKind.CLAIM_TOTAL_LOSS,
    EventKind.CLAIM_RECOVERY_AWAITED, EventKind.CLAIM_THIRD_PARTY_AWAITED, EventKind.CLAIM_DECIDED,
    EventKind.CLAIM_SETTLED, EventKind.CLAIM_CLOSED, EventKind.CLAIM_REFUSED, EventKind.CLAIM_WITHDRAWN,
    EventKind.CLAIM_REOPENED, EventKind.CLAIM_CONTESTED, EventKind.CLAIM_HANDLER_CHANGED, EventKind.CLAIM_DATE_MOVED,
    EventKind.CLAIM_DATE_MISSED,
})


@dataclass(frozen=True)
class Story:
    """What a claim's timeline shows: lines of history, the promise that stands, the steps that usually follow."""

    past: list[Event]
    promise: ClaimPromise | None
    ahead: list[ClaimState]


def story_of(claim: Claim) -> Story:
    """Return the story of a claim that was read whole."""
    standing = next((one for one in claim.promises if one.ended_at is None), None)
    is_taken = claim.handler_id is not None or (standing is not None and standing.kind == PromiseKind.TAKE_IN_CHARGE)
    return Story([line for line in events_of(claim) if line.kind in TOLD], standing,
                 ahead_of(ClaimKind(claim.kind), ClaimState(claim.state), is_taken))


def ahead_of(kind: ClaimKind, state: ClaimState, is_taken: bool) -> list[ClaimState]:
    """Return the steps that usually follow a state for a claim of this kind; nothing once it has ended.

    `is_taken`: that somebody takes it in charge is told already, as done or as promised.
    """
    if state in ENDED:
        return []
    way = _WAYS.get(kind, _USUAL)
    if state in _BEFORE:
        return list(way[1:] if is_taken else way)
    at = state if state in way else _PASSES.get(state, S.TAKEN_IN_CHARGE)
    return list(way[way.index(at) + 1:] if at in way else way[1:])
