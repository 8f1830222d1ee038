"""The moves of a letter."""
from insurance.history.models import Actor, EventKind
from insurance.letters.models import LetterState as S
from insurance.workflow import Workflow, move

letter_workflow = Workflow({
    "prepare": move(S.ASKED, to=S.PREPARED, event=EventKind.LETTER_PREPARED, by=Actor.ADVISER),
    "send": move(S.ASKED, S.PREPARED, to=S.SENT, event=EventKind.LETTER_SENT, by=Actor.ADVISER),
    "withdraw": move(S.ASKED, to=S.WITHDRAWN, event=EventKind.LETTER_WITHDRAWN, by=Actor.CUSTOMER),
})
