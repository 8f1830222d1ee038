"""The moves of a request to end a contract."""
from insurance.history.models import Actor, EventKind
from insurance.terminations.models import TerminationState as State
from insurance.workflow import Workflow, move

termination_workflow = Workflow({
    "withdraw": move(State.REQUESTED, to=State.WITHDRAWN, event=EventKind.TERMINATION_WITHDRAWN, by=Actor.CUSTOMER),
    "lapse": move(State.REQUESTED, to=State.WITHDRAWN, event=EventKind.TERMINATION_WITHDRAWN, by=Actor.RULE),
    "process": move(State.REQUESTED, to=State.PROCESSED, event=EventKind.TERMINATION_PROCESSED, by=Actor.RULE),
})
