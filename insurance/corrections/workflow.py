"""The moves of a correction."""
from insurance.corrections.models import CorrectionState as S
from insurance.history.models import Actor, EventKind
from insurance.workflow import Workflow, move

correction_workflow = Workflow({
    "accept": move(S.RECEIVED, to=S.ACCEPTED, event=EventKind.CORRECTION_ACCEPTED, by=Actor.ADVISER),
    "refuse": move(S.RECEIVED, to=S.REFUSED, event=EventKind.CORRECTION_REFUSED, by=Actor.ADVISER),
    "withdraw": move(S.RECEIVED, to=S.WITHDRAWN, event=EventKind.CORRECTION_WITHDRAWN, by=Actor.CUSTOMER),
})
