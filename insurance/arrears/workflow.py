"""The moves of a formal notice."""
from insurance.arrears.models import NoticeState as State
from insurance.history.models import Actor, EventKind
from insurance.workflow import Workflow, move

notice_workflow = Workflow({
    "send": move(State.PREPARED, to=State.SENT, event=EventKind.NOTICE_SENT, by=(Actor.RULE, Actor.ADVISER)),
    "suspend": move(State.SENT, to=State.SUSPENDED, event=EventKind.COVER_SUSPENDED, by=Actor.RULE),
    "pay_in_time": move(State.SENT, to=State.CLOSED, event=EventKind.ARREARS_PAID, by=Actor.RULE),
    "settle": move(State.SENT, State.SUSPENDED, to=State.PAID, event=EventKind.ARREARS_PAID, by=Actor.RULE),
    "reopen": move(State.PAID, to=State.SUSPENDED, event=EventKind.ARREARS_UNPAID_AGAIN, by=Actor.RULE),
    "resume": move(State.PAID, State.SUSPENDED, to=State.CLOSED, event=EventKind.COVER_RESUMED, by=Actor.RULE),
    "drop": move(State.PREPARED, State.SENT, State.SUSPENDED, State.PAID, to=State.CLOSED, event=EventKind.NOTICE_DROPPED,
                 by=(Actor.RULE, Actor.ADVISER)),
})
