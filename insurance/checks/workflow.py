"""The move of a check."""
from insurance.checks.models import CheckState as S
from insurance.history.models import Actor, EventKind
from insurance.workflow import Workflow, move

check_workflow = Workflow({
    "release": move(S.WAITING, to=S.RELEASED, event=EventKind.HISTORY_RELEASED, by=Actor.ADVISER),
})
