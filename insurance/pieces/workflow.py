"""The moves of a piece."""
from insurance.history.models import Actor, EventKind
from insurance.pieces.models import PieceState as S
from insurance.workflow import Workflow, move

piece_workflow = Workflow({
    "send": move(S.MISSING, S.REFUSED, S.RECEIVED, to=S.RECEIVED, event=EventKind.PIECE_RECEIVED, by=Actor.CUSTOMER),
    "take_back": move(S.RECEIVED, to=S.MISSING, event=EventKind.PIECE_TAKEN_BACK, by=Actor.CUSTOMER),
    "accept": move(S.RECEIVED, to=S.ACCEPTED, event=EventKind.PIECE_ACCEPTED, by=Actor.ADVISER),
    "refuse": move(S.RECEIVED, to=S.REFUSED, event=EventKind.PIECE_REFUSED, by=Actor.ADVISER),
    "waive": move(S.MISSING, S.RECEIVED, S.REFUSED, to=S.WAIVED, event=EventKind.PIECE_WAIVED, by=Actor.RULE),
    "ask_again": move(S.WAIVED, S.RECEIVED, S.ACCEPTED, to=S.MISSING, event=EventKind.PIECE_ASKED_AGAIN, by=Actor.RULE),
})
