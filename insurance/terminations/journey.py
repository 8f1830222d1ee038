"""The steps of a request to end a contract (art. D113-7). The path is computed from the answers each time, never kept.

A customer who is signed in says why, and when it happened; a visitor first says who, and for which contract. Answers:
`identity` (as `Identity`), `motive` {"motive"}, `event` {"motive", "on"}, `details` {"text"}. A day of event is kept
with its motive: the day of a sale must not pass for the day of a move.
"""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from insurance.contracts.termination import MOTIVES_WITH_AN_EVENT, Motive
from insurance.errors import Reason, Refused
from insurance.terminations.rules import Declaration, Identity

REVIEW = "review"


@dataclass(frozen=True)
class Step:
    """A question: whether it is asked, whether it is answered, both told by the answers."""

    name: str
    is_answered: Callable[[dict], bool]
    asked_if: Callable[[dict], bool] = lambda _answers: True


def motive_in(answers: dict) -> Motive | None:
    """Return the motive chosen, None while there is none."""
    chosen = answers.get("motive", {}).get("motive")
    return Motive(chosen) if chosen in set(Motive) else None


def event_day_in(answers: dict) -> date | None:
    """Return the day of the event of the motive chosen, None while it is not known."""
    event = answers.get("event", {})
    return date.fromisoformat(event["on"]) if event and event["motive"] == motive_in(answers) else None


_ASK_WHO = Step("identity", lambda answers: "identity" in answers)
FOR_CUSTOMERS = (
    Step("motive", lambda answers: motive_in(answers) is not None),
    Step("event", lambda answers: event_day_in(answers) is not None,
         lambda answers: motive_in(answers) in MOTIVES_WITH_AN_EVENT),
    Step("details", lambda answers: bool(answers.get("details")),
         lambda answers: motive_in(answers) is Motive.OTHER),
)
FOR_VISITORS = (_ASK_WHO, *FOR_CUSTOMERS)


def path(answers: dict, steps: tuple[Step, ...]) -> list[str]:
    """Return the steps that these answers lead through, in order; the last one is the review."""
    return [step.name for step in steps if step.asked_if(answers)] + [REVIEW]


def next_to_answer(answers: dict, steps: tuple[Step, ...]) -> str:
    """Return the first step without an answer; the review when none is left."""
    return next((step.name for step in steps if step.asked_if(answers) and not step.is_answered(answers)), REVIEW)


def may_visit(answers: dict, name: str, steps: tuple[Step, ...]) -> bool:
    """Return whether a step may be opened: it is on the path, and nothing before it waits for an answer."""
    way = path(answers, steps)
    return name in way and way.index(name) <= way.index(next_to_answer(answers, steps))


def declaration(answers: dict, steps: tuple[Step, ...]) -> Declaration:
    """Return what is declared. Raises `Refused(DRAFT_INCOMPLETE)` while a step waits for its answer."""
    if next_to_answer(answers, steps) != REVIEW:
        raise Refused(Reason.DRAFT_INCOMPLETE)
    motive = motive_in(answers)
    note = answers["details"]["text"] if motive is Motive.OTHER else None
    return Declaration(motive, event_day_in(answers), note)


def identity(answers: dict) -> Identity:
    """Return who asks. Raises `Refused(DRAFT_INCOMPLETE)` when nobody has said so."""
    if "identity" not in answers:
        raise Refused(Reason.DRAFT_INCOMPLETE)
    return Identity(**answers["identity"])
