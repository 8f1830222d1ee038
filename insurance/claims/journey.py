"""The declaration, step by step. The path is computed from the answers each time, never kept. Pure: answers in, path out.

Answers are one dict per step, by field: texts, lists of texts, or lists of people. What they may be is `questions`.
"""
import json
from dataclasses import asdict
from datetime import date, time
from enum import StrEnum
from hashlib import sha256

from insurance.claims.models import PieceKind
from insurance.claims.questions import OF_THE_REGISTERED, STEPS, WANTED, Field, FieldType, Step, Wanted, When
from insurance.people.rules import normal_phone, phone_flaw

REVIEW = "review"
BY_NAME = {step.name: step for step in STEPS}


class Fault(StrEnum):
    """What is wrong with an answer."""

    REQUIRED = "required"
    NOT_A_CHOICE = "not-a-choice"
    NOT_A_DAY = "not-a-day"
    NOT_A_TIME = "not-a-time"
    NOT_A_NUMBER = "not-a-number"
    NOT_A_PHONE = "not-a-phone"
    NOT_YET = "not-yet"  # what has not happened cannot be declared
    TOO_LONG = "too-long"
    TOO_MANY = "too-many"


def holds(when: When, answers: dict) -> bool:
    """Return whether a condition holds: each of its paths has one of its values, or a list that holds one."""
    return all(_has(answers, path, values) for path, values in when.items())


def asked(step: Step, answers: dict) -> list[Field]:
    """Return the fields of a step that these answers ask for."""
    return [field for field in step.fields if holds(field.asked_if, answers)]


def path(answers: dict) -> list[str]:
    """Return the steps that these answers lead through, in order; the last one is the review."""
    return [step.name for step in STEPS if holds(step.asked_if, answers)] + [REVIEW]


def faults(name: str, answers: dict, today: date) -> dict[str, Fault]:
    """Return what is wrong with the answers to a step, by field; nothing when it is well answered."""
    given = answers.get(name, {})
    found = {field.name: _fault(field, given.get(field.name), today) for field in asked(BY_NAME[name], answers)}
    return {field: fault for field, fault in found.items() if fault is not None}


def is_answered(name: str, answers: dict, today: date) -> bool:
    """Return whether a step was passed, and well answered."""
    return name in answers and not faults(name, answers, today)


def next_to_answer(answers: dict, today: date) -> str:
    """Return the first step of the path without a good answer; the review when none is left."""
    return next((name for name in path(answers)[:-1] if not is_answered(name, answers, today)), REVIEW)


def may_visit(answers: dict, name: str, today: date) -> bool:
    """Return whether a step may be opened: it is on the path, and nothing before it waits for an answer."""
    way = path(answers)
    return name in way and way.index(name) <= way.index(next_to_answer(answers, today))


def on_path(answers: dict) -> dict:
    """Return only the answers that count: those of the steps and of the fields that the others ask for."""
    return {name: {field.name: answers[name][field.name] for field in asked(BY_NAME[name], answers)
                   if answers[name].get(field.name) not in (None, "", [])}
            for name in path(answers)[:-1] if name in answers}


def known(answers: dict) -> dict:
    """Return answers of which only what a question asks is left, in the form in which it is asked: what a phone sends."""
    return {name: {field.name: kept for field in step.fields
                   if (kept := _kept(field, answers[name].get(field.name))) is not None}
            for name, step in BY_NAME.items() if isinstance(answers.get(name), dict)}


def wanted(answers: dict, is_registered: bool = True) -> list[Wanted]:
    """Return the photos and papers that this claim asks for, each once, those worth most first.

    What is not registered (a scooter that stands up) has no registration certificate, and is driven without a licence.
    """
    first: dict[PieceKind, Wanted] = {}
    for one in WANTED:
        if holds(one.asked_if, answers) and (is_registered or one.kind not in OF_THE_REGISTERED):
            first.setdefault(one.kind, one)
    return list(first.values())


def fingerprint(answers: dict) -> str:
    """Return what two readings of the same answers have in common, and no other reading."""
    return sha256(json.dumps(on_path(answers), sort_keys=True).encode()).hexdigest()[:32]


def as_data() -> dict:
    """Return the whole journey as JSON values, for the phone that walks it without network."""
    return {"steps": [asdict(step) for step in STEPS], "wanted": [asdict(one) for one in WANTED]}


def _has(answers: dict, path: str, values: tuple[str, ...]) -> bool:
    step, _, field = path.partition(".")
    given = answers.get(step, {}).get(field)
    return any(one in values for one in (given if isinstance(given, list) else [given]))


def _fault(field: Field, given, today: date) -> Fault | None:
    if given in (None, "", []):
        return Fault.REQUIRED if field.is_required else None
    if field.type is FieldType.PEOPLE:
        return _fault_of_people(field, given)
    if field.type is FieldType.CHOICES:
        return None if set(given) <= set(field.choices) else Fault.NOT_A_CHOICE
    if field.type is FieldType.CHOICE:
        return None if given in field.choices else Fault.NOT_A_CHOICE
    if len(given) > field.most:
        return Fault.TOO_LONG
    return _CHECKS[field.type](given, today) if field.type in _CHECKS else None


def _fault_of_people(field: Field, given: list) -> Fault | None:
    if len(given) > field.most:
        return Fault.TOO_MANY
    texts = [(one.get(part.name, ""), part) for one in given for part in field.fields]
    return Fault.TOO_LONG if any(len(text) > part.most for text, part in texts) else None


def _fault_of_day(given: str, today: date) -> Fault | None:
    try:
        day = date.fromisoformat(given)
    except ValueError:
        return Fault.NOT_A_DAY
    return Fault.NOT_YET if day > today else None


def _fault_of_time(given: str, _today: date) -> Fault | None:
    try:
        time.fromisoformat(given)
    except ValueError:
        return Fault.NOT_A_TIME
    return None


_CHECKS = {
    FieldType.DAY: _fault_of_day,
    FieldType.TIME: _fault_of_time,
    FieldType.NUMBER: lambda given, _today: None if given.isascii() and given.isdigit() else Fault.NOT_A_NUMBER,
    FieldType.PHONE: lambda given, _today: Fault.NOT_A_PHONE if phone_flaw(normal_phone(given)) else None,
}


def _kept(field: Field, given):
    if field.type is FieldType.PEOPLE:
        return [_person(field, one) for one in given if isinstance(one, dict)] if isinstance(given, list) else None
    if field.type is FieldType.CHOICES:
        return [one for one in given if isinstance(one, str)] if isinstance(given, list) else None
    return given if isinstance(given, str) else None


def _person(field: Field, given: dict) -> dict:
    return {part.name: given[part.name] for part in field.fields if isinstance(given.get(part.name), str)}
