"""The form of a step, made from what the step asks (insurance.claims.questions) and from its words."""
from datetime import date

from wtforms import FieldList, FormField, HiddenField, RadioField, TelField, TextAreaField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import TimeInput

from insurance.claims import journey
from insurance.claims.journey import Fault
from insurance.claims.questions import OTHER_DRIVER, Field, FieldType, Step
from web.forms import DateField, Form, TextField, TicksField
from wording import (
    ANSWER_FAULTS,
    CLAIM_ANSWERS,
    CLAIM_BOXES,
    CLAIM_KINDS,
    CLAIM_PERSON,
    CLAIM_REQUIRED,
    claim_question,
)

YES_NO = {"yes": "Oui", "no": "Non"}


class TimeField(TextField):
    """A time of day, as the phone's own clock writes it: 18:05."""

    widget = TimeInput()


class SendForm(Form):
    """The last button, with the fingerprint of what was read above it."""

    seen = HiddenField()


def form_of(step: Step, answers: dict, contracts, phone: str = "", prefix: str = "", blank: str = "") -> Form:
    """Return the form of a step as it was sent, else with the answers kept; `phone` is the one that is known.

    It asks what the other steps make it ask; what depends on its own answers is there too, and hidden by a script until
    it is asked. `blank` names a list of people that gets one more empty line.
    """
    kind = answers.get("kind", {}).get("kind")
    fields = {field.name: _unbound(field, step.name, kind, contracts) for field in asked_here(step, answers)}
    form = type("StepForm", (Form,), fields)(prefix=prefix, data=_kept(step, answers, contracts, phone))
    for field in step.fields:
        if field.type is FieldType.PEOPLE and field.name in form:
            people = form[field.name]
            wanted = min(field.most, max(2, len(people) + 1)) if field.name == blank else max(1, len(people))
            for _ in range(wanted - len(people)):
                people.append_entry()
    return form


def whole_form(step: Step) -> Form:
    """Return the form of a step with all that it may ever ask, empty: the page that a phone keeps hides what is not asked.

    It belongs to nobody: no token, and names that differ from those of the other steps.
    """
    fields = {field.name: _unbound(field, step.name, None, ()) for field in step.fields}
    form = type("StepForm", (Form,), fields)(formdata=None, prefix=step.name, meta={"csrf": False})
    for field in form:
        if field.type == "FieldList":
            field.append_entry()
    return form


def asked_here(step: Step, answers: dict) -> list[Field]:
    """Return the fields of a step that the answers to the other steps ask for."""
    own = f"{step.name}."
    return [field for field in step.fields if journey.holds(
        {path: values for path, values in field.asked_if.items() if not path.startswith(own)}, answers)]


def answer_in(form: Form, step: Step, answers: dict) -> dict:
    """Return what a form answers, as a draft keeps it; people of whom nothing is said are left out."""
    return {field.name: _written(field, form[field.name]) for field in asked_here(step, answers)}


def say_faults(form: Form, step: Step, answers: dict, today: date) -> bool:
    """Say beside each field what is wrong with its answer, unless the form has said it; return whether anything is."""
    for name, fault in journey.faults(step.name, answers, today).items():
        field = form[name]
        if field.errors:
            continue
        words = [CLAIM_REQUIRED[name] if fault is Fault.REQUIRED else ANSWER_FAULTS[fault]]
        if field.type == "FieldList":
            field.entries[0].form["name"].errors = words
        field.errors = words
    return bool(form.errors)


def _unbound(field: Field, step: str, kind: str | None, contracts):
    label, hint = claim_question(step, field.name, kind)
    options = {"description": hint, "render_kw": None}
    if field.name == "contract":
        return RadioField(label, validate_choice=False, choices=[SelectChoice(
            one.public_id, one.vehicle.name) for one in contracts], **options)
    if field.name == "driver":
        names = dict.fromkeys(driver.full_name for one in contracts for driver in one.drivers)
        return RadioField(label, validate_choice=False, choices=[
            *(SelectChoice(name, name) for name in names), SelectChoice(OTHER_DRIVER, "Une autre personne")], **options)
    if field.name == "position":
        return HiddenField(label)
    if field.type in (FieldType.CHOICE, FieldType.CHOICES):
        one_or_several = RadioField if field.type is FieldType.CHOICE else TicksField
        return one_or_several(label, validate_choice=False, choices=[
            SelectChoice(value, words) for value, words in _choices(field).items()], **options)
    if field.type is FieldType.PEOPLE:
        return FieldList(FormField(_person(field)), label, max_entries=field.most)
    return _LINES.get(field.type, TextField)(label, **options)


_LINES = {FieldType.TEXT: TextAreaField, FieldType.DAY: DateField, FieldType.TIME: TimeField, FieldType.PHONE: TelField}


def _choices(field: Field) -> dict[str, str]:
    """Return the answers of a question in words, in the order in which it gives them."""
    words = CLAIM_BOXES if field.name in ("boxes_a", "boxes_b") else CLAIM_ANSWERS.get(field.name, YES_NO)
    if field.name == "kind":
        words = {kind.value: name for kind, (name, _) in CLAIM_KINDS.items()}
    return {value: words[value] for value in field.choices}


def _person(field: Field) -> type[PlainForm]:
    parts = {}
    for part in field.fields:
        label = CLAIM_PERSON[part.name]
        parts[part.name] = TextField(label) if part.type is not FieldType.CHOICE else RadioField(
            label, validate_choice=False, choices=[SelectChoice(value, words) for value, words in _choices(part).items()])
    return type("PersonForm", (PlainForm,), parts)


def _kept(step: Step, answers: dict, contracts, phone: str) -> dict:
    """Return the answers to a step as its fields hold them; with one contract only, the vehicle is known."""
    kept = dict(answers.get(step.name, {}))
    for field in step.fields:
        if field.type is FieldType.DAY and kept.get(field.name):
            kept[field.name] = _day(kept[field.name])
    if step.name == "contract" and len(contracts) == 1:
        kept.setdefault("contract", contracts[0].public_id)
    if step.name == "contact":
        kept.setdefault("phone", phone)
    return kept


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _written(field: Field, bound):
    if field.type is FieldType.PEOPLE:
        people = [{name: (text or "").strip() for name, text in entry.data.items()} for entry in bound.entries]
        return [one for one in people if any(one.values())]
    if field.type is FieldType.CHOICES:
        return list(bound.data or [])
    if field.type is FieldType.DAY:
        return bound.data.isoformat() if bound.data else ""
    return (bound.data or "").strip()
