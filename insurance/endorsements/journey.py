"""The steps of each kind of change. The path is computed from the answers each time, never kept.

Answers are JSON values, by step: days in ISO 8601, codes of the portfolio format. What each step holds is what its form
gives (`blueprints/endorsements/forms`); the last one, `when`, says from which day. After it comes the quote.
"""
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from insurance.endorsements.models import EndorsementKind as Kind
from insurance.endorsements.rules import VehicleChange
from insurance.errors import Reason, Refused

QUOTE = "quote"


@dataclass(frozen=True)
class Step:
    """A question, and whether these answers lead to it. It is answered once it is among them."""

    name: str
    asked_if: Callable[[dict], bool] = lambda _answers: True


def _has_licence(answers: dict) -> bool:
    return bool(answers.get("licence", {}).get("licence_date"))


def _history(part: str) -> Callable[[dict], bool]:
    return lambda answers: answers.get("history", {}).get("has_history", False) and answers["history"][part]


def _changes(what: VehicleChange) -> Callable[[dict], bool]:
    return lambda answers: answers.get("what", {}).get("what") == what


_WHO, _WHEN = Step("who"), Step("when")
_DRIVER = (Step("identity"), Step("licence"), Step("experience", _has_licence), Step("role"))
STEPS: dict[Kind, tuple[Step, ...]] = {
    Kind.ADD_DRIVER: (*_DRIVER, Step("history"), Step("claims", _history("claims")),
                      Step("sanctions", _history("sanctions")), _WHEN),
    Kind.CHANGE_DRIVER: (_WHO, *_DRIVER, _WHEN),
    Kind.REMOVE_DRIVER: (_WHO, _WHEN),
    Kind.VEHICLE: (Step("what"), Step("plate", _changes(VehicleChange.NEW_PLATE)),
                   Step("vehicle", _changes(VehicleChange.OTHER_VEHICLE)),
                   Step("use", _changes(VehicleChange.OTHER_VEHICLE)),
                   Step("former", _changes(VehicleChange.OTHER_VEHICLE)), _WHEN),
    Kind.ADDRESS: (Step("address"), Step("garage"), _WHEN),
    Kind.USAGE: (Step("usage"), _WHEN),
    Kind.PARKING: (Step("parking"), _WHEN),
    Kind.MILEAGE: (Step("mileage"), _WHEN),
    Kind.PLAN: (Step("plan"), _WHEN),
    Kind.OPTIONS: (Step("options"), _WHEN),
    Kind.PAYMENT: (Step("payment"),),
    Kind.COLLECTION_DAY: (Step("collection_day"),),
}


def path(kind: str, answers: dict) -> list[str]:
    """Return the steps that these answers lead through, in order; the last one is the quote."""
    return [step.name for step in STEPS[Kind(kind)] if step.asked_if(answers)] + [QUOTE]


def next_to_answer(kind: str, answers: dict) -> str:
    """Return the first step without an answer; the quote when none is left."""
    return next(step for step in path(kind, answers) if step == QUOTE or step not in answers)


def may_visit(kind: str, answers: dict, name: str) -> bool:
    """Return whether a step may be opened: it is on the path, and nothing before it waits for an answer."""
    way = path(kind, answers)
    return name in way and way.index(name) <= way.index(next_to_answer(kind, answers))


def complete(kind: str, answers: dict) -> dict:
    """Return the answers that count, those of the path. Raises `Refused(DRAFT_INCOMPLETE)` while one is missing."""
    if next_to_answer(kind, answers) != QUOTE:
        raise Refused(Reason.DRAFT_INCOMPLETE)
    return {step: answers[step] for step in path(kind, answers)[:-1]}


def kept_after(kind: str, step: str, answer: dict, answers: dict) -> dict:
    """Return the answers once a step is answered: another driver chosen forgets what was said of the former one."""
    forgets = step == "who" and kind == Kind.CHANGE_DRIVER and answers.get("who") != answer
    return {step: answer} if forgets else answers | {step: answer}


def day_in(answers: dict, first: date) -> date:
    """Return the day from which the change is asked for; the first possible one when the kind does not ask."""
    return date.fromisoformat(answers["when"]["on"]) if "when" in answers else first

