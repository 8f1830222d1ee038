"""What the forms of all steps share: filled with what was kept, their flaws said beside the fields, their answer as JSON."""
from datetime import date
from functools import cached_property

from wtforms.fields.choices import SelectChoice

from insurance.endorsements.changes import driver_named
from insurance.endorsements.conditions_table import Conditions
from insurance.endorsements.rules import Window
from web.forms import Form
from wording import ENDORSEMENT_FLAWS

YES, NO = "oui", "non"


class Writing:
    """What is being written: a kind of change of a contract, what the contract says, what was answered so far."""

    def __init__(self, contract, kind: str, facts: dict, answers: dict, conditions: Conditions, days: Window):
        self.contract, self.kind, self.facts, self.answers = contract, kind, facts, answers
        self.conditions, self.days = conditions, days

    @cached_property
    def chosen_driver(self) -> dict | None:
        """The driver of the contract that the change is about, None for somebody new."""
        chosen = self.answers.get("who", {}).get("driver")
        return driver_named(self.facts, chosen) if chosen else None


class StepForm(Form):
    """One step. `answer` is what it keeps, once it is valid and `flaws` finds nothing."""

    @classmethod
    def filled(cls, page: Writing) -> "StepForm":
        """Return the form as it was sent, else with the answer kept."""
        form = cls(data=cls.data_of(page))
        form.prepare(page)
        return form

    @classmethod
    def data_of(cls, page: Writing) -> dict | None:
        """Return what fills the form: the answer kept, unless the step knows better."""
        return page.answers.get(cls.step_name(), None)

    @classmethod
    def step_name(cls) -> str:
        """Return the name of the step, that of the class: UsageForm asks the step « usage »."""
        return cls.__name__.removesuffix("Form").lower()

    def prepare(self, page: Writing) -> None:
        """Bring the questions to the contract."""

    def flaws(self, page: Writing) -> dict:
        """Return what is wrong with well-typed answers, by field (`rules.Flaw`)."""
        return {}

    def is_right(self, page: Writing) -> bool:
        """Return whether the form was sent and can be kept; what cannot be is said beside its field."""
        if not self.validate_on_submit():
            return False
        found = self.flaws(page)
        for name, flaw in found.items():
            self[name].errors = [ENDORSEMENT_FLAWS[flaw]]
        return not found


def choices(words: dict) -> list[SelectChoice]:
    """Return the choices of a field, from a table of words; of a pair, the first is the name."""
    return [SelectChoice(str(code), said if isinstance(said, str) else said[0]) for code, said in words.items()]


def yes_or_no() -> list[SelectChoice]:
    """Return the two answers of a question."""
    return [SelectChoice(YES, "Oui"), SelectChoice(NO, "Non")]


def day_of(text: str | None) -> date | None:
    """Return the day of a text that may be missing."""
    return date.fromisoformat(text) if text else None
