"""The moves of a claim: from which states, by whom, and the event that tells it."""
from insurance.claims.models import ClaimState as S
from insurance.history.models import Actor
from insurance.history.models import EventKind as E
from insurance.workflow import Workflow, move

WITH_THE_INSURER = (S.COMPLETE, S.TAKEN_IN_CHARGE, S.REOPENED)
UNDER_WAY = (*WITH_THE_INSURER, S.APPRAISAL, S.REPAIR, S.TOTAL_LOSS, S.THEFT_WAIT, S.WAITING_THIRD_PARTY)
ENDED = (S.CLOSED, S.REFUSED, S.WITHDRAWN)
OPEN = tuple(state for state in S if state not in ENDED)
_BY_BOTH = (Actor.ADVISER, Actor.RULE)

claim_workflow = Workflow({
    "ask_pieces": move(S.FILED, *UNDER_WAY, S.DECISION, to=S.PIECES_ASKED, event=E.CLAIM_PIECES_ASKED, by=_BY_BOTH),
    "complete": move(S.FILED, S.PIECES_ASKED, to=S.COMPLETE, event=E.CLAIM_COMPLETED, by=_BY_BOTH),
    "take_in_charge": move(S.FILED, S.PIECES_ASKED, S.COMPLETE, S.REOPENED, to=S.TAKEN_IN_CHARGE, event=E.CLAIM_TAKEN,
                           by=Actor.ADVISER),
    "appraise": move(*WITH_THE_INSURER, S.WAITING_THIRD_PARTY, S.THEFT_WAIT, to=S.APPRAISAL,
                     event=E.CLAIM_APPRAISAL_SET, by=Actor.ADVISER),
    "repair": move(*WITH_THE_INSURER, S.APPRAISAL, S.WAITING_THIRD_PARTY, to=S.REPAIR, event=E.CLAIM_REPAIR_BEGUN,
                   by=Actor.ADVISER),
    "declare_total_loss": move(S.COMPLETE, S.APPRAISAL, to=S.TOTAL_LOSS, event=E.CLAIM_TOTAL_LOSS, by=Actor.ADVISER),
    "await_recovery": move(*WITH_THE_INSURER, to=S.THEFT_WAIT, event=E.CLAIM_RECOVERY_AWAITED, by=Actor.ADVISER),
    "await_third_party": move(*WITH_THE_INSURER, S.APPRAISAL, S.REPAIR, S.TOTAL_LOSS, S.DECISION,
                              to=S.WAITING_THIRD_PARTY, event=E.CLAIM_THIRD_PARTY_AWAITED, by=Actor.ADVISER),
    "decide": move(*UNDER_WAY, to=S.DECISION, event=E.CLAIM_DECIDED, by=Actor.ADVISER),
    "settle": move(S.DECISION, to=S.SETTLEMENT, event=E.CLAIM_SETTLED, by=Actor.ADVISER),
    "close": move(S.DECISION, S.SETTLEMENT, S.REPAIR, to=S.CLOSED, event=E.CLAIM_CLOSED, by=Actor.ADVISER),
    "refuse": move(*(state for state in OPEN if state is not S.SETTLEMENT), to=S.REFUSED, event=E.CLAIM_REFUSED,
                   by=Actor.ADVISER),
    "withdraw": move(S.FILED, S.PIECES_ASKED, *UNDER_WAY, to=S.WITHDRAWN, event=E.CLAIM_WITHDRAWN, by=Actor.CUSTOMER),
    "reopen": move(*ENDED, to=S.REOPENED, event=E.CLAIM_REOPENED, by=(Actor.CUSTOMER, Actor.ADVISER)),
})
