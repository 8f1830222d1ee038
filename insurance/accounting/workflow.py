"""The moves of what was entered by hand."""
from insurance.accounting.models import PostingState as State
from insurance.history.models import Actor, EventKind
from insurance.workflow import Workflow, move

posting_workflow = Workflow({
    "post": move(State.WAITING, to=State.POSTED, event=EventKind.POSTING_ENTERED, by=Actor.ADVISER),
    "refuse": move(State.WAITING, to=State.REFUSED, event=EventKind.POSTING_REFUSED, by=Actor.ADVISER),
})
