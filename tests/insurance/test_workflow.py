"""A state moves by the moves of its table, by whoever may make them, and each move is told once."""
from dataclasses import dataclass
from enum import StrEnum

import pytest
from sqlalchemy import select

from insurance.database import db, transaction
from insurance.errors import Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.workflow import Workflow, move


class Light(StrEnum):
    RED = "red"
    GREEN = "green"


LIGHTS = Workflow({
    "go": move(Light.RED, to=Light.GREEN, event=EventKind.SIGNED_IN, by=Actor.CUSTOMER),
    "stop": move(Light.GREEN, to=Light.RED, event=EventKind.SIGNED_OUT, by=Actor.RULE),
})


@dataclass
class Lamp:
    state: str
    customer: object = None
    contract: object = None


def test_only_the_moves_of_a_state_and_of_an_actor_are_allowed():
    assert LIGHTS.allowed(Lamp("red"), Actor.CUSTOMER) == ["go"]
    assert LIGHTS.allowed(Lamp("green"), Actor.CUSTOMER) == []
    assert LIGHTS.allowed(Lamp("green"), Actor.RULE) == ["stop"]


def test_a_move_changes_the_state_and_is_written_with_its_details(app):
    lamp = Lamp("red")
    with transaction():
        LIGHTS.perform("go", lamp, Actor.CUSTOMER, reference="R-1")
    assert lamp.state == Light.GREEN
    event = db.session.scalar(select(Event))
    assert (event.kind, event.actor, event.details) == (EventKind.SIGNED_IN, Actor.CUSTOMER, {"reference": "R-1"})


@pytest.mark.parametrize(("state", "actor"), [("green", Actor.CUSTOMER), ("red", Actor.INSURER)])
def test_a_move_that_is_not_allowed_changes_and_writes_nothing(app, state, actor):
    lamp = Lamp(state)
    with pytest.raises(Refused) as refused, transaction():
        LIGHTS.perform("go", lamp, actor)
    assert refused.value.reason is Reason.MOVE_NOT_ALLOWED
    assert lamp.state == state
    assert db.session.scalar(select(Event)) is None
