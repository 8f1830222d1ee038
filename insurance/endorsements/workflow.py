"""The moves of a change. What a customer accepts is scheduled, or submitted to an adviser; a rule applies it on its day."""
from insurance.endorsements.models import OPEN_STATES
from insurance.endorsements.models import EndorsementState as State
from insurance.history.models import Actor, EventKind
from insurance.workflow import Workflow, move

endorsement_workflow = Workflow({
    "lapse": move(State.QUOTED, to=State.LAPSED, event=EventKind.ENDORSEMENT_LAPSED, by=Actor.RULE),
    "accept": move(State.QUOTED, to=State.SCHEDULED, event=EventKind.ENDORSEMENT_ACCEPTED, by=Actor.CUSTOMER),
    "submit": move(State.QUOTED, to=State.UNDER_REVIEW, event=EventKind.ENDORSEMENT_SUBMITTED, by=Actor.CUSTOMER),
    "approve": move(State.UNDER_REVIEW, State.ANSWER_AWAITED, to=State.SCHEDULED, event=EventKind.ENDORSEMENT_APPROVED,
                    by=Actor.ADVISER),
    "question": move(State.UNDER_REVIEW, to=State.ANSWER_AWAITED, event=EventKind.ENDORSEMENT_QUESTIONED,
                     by=Actor.ADVISER),
    "answer": move(State.ANSWER_AWAITED, to=State.UNDER_REVIEW, event=EventKind.ENDORSEMENT_ANSWERED,
                   by=Actor.CUSTOMER),
    "refuse": move(State.UNDER_REVIEW, State.ANSWER_AWAITED, to=State.REFUSED, event=EventKind.ENDORSEMENT_REFUSED,
                   by=Actor.ADVISER),
    "send_back": move(State.SCHEDULED, to=State.UNDER_REVIEW, event=EventKind.ENDORSEMENT_SENT_BACK, by=Actor.RULE),
    "apply": move(State.SCHEDULED, to=State.APPLIED, event=EventKind.ENDORSEMENT_APPLIED, by=Actor.RULE),
    "confirm": move(State.APPLIED, to=State.CONFIRMED, event=EventKind.ENDORSEMENT_CONFIRMED, by=Actor.RULE),
    "withdraw": move(*OPEN_STATES, to=State.WITHDRAWN, event=EventKind.ENDORSEMENT_WITHDRAWN, by=Actor.CUSTOMER),
    "drop": move(*OPEN_STATES, to=State.WITHDRAWN, event=EventKind.ENDORSEMENT_WITHDRAWN, by=Actor.RULE),
})
