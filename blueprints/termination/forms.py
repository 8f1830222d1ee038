"""What each step asks. What the answers are worth is decided by the rules of terminations."""
from wtforms import EmailField, HiddenField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.signin.forms import EMAIL
from insurance.contracts.termination import Motive
from insurance.terminations.journey import event_day_in, motive_in
from web.forms import DateField, Form, TextField, at_most, required
from wording import EVENT_DAYS, MOTIVES


class IdentityForm(Form):
    """Who a visitor is, and for which contract. Only how it is written is checked: what it designates is not told."""

    last_name = TextField("Nom", [required("Écrivez votre nom."), at_most(120)])
    first_name = TextField("Prénom", [required("Écrivez votre prénom."), at_most(120)])
    email = EmailField("E-mail", [required("Écrivez votre adresse e-mail."), at_most(254), EMAIL])
    contract_number = TextField("Numéro de contrat", [required("Écrivez votre numéro de contrat."), at_most(40)])
    plate = TextField("Immatriculation du véhicule assuré", [at_most(40)])

    @classmethod
    def filled(cls, answers: dict) -> "IdentityForm":
        """Return the form as it was sent, else with the answer kept."""
        return cls(data=answers.get("identity"))

    @property
    def answer(self) -> dict:
        """What was typed."""
        names = ("last_name", "first_name", "email", "contract_number", "plate")
        return {name: self[name].data or "" for name in names}


class MotiveForm(Form):
    """Why the contract is to end: the list that art. D113-7, 3° asks for."""

    motive = RadioField("Motif", [required("Choisissez un motif. Aucun ne convient : choisissez « Autres ».")],
                        choices=[SelectChoice(motive.value, name) for motive, (name, _) in MOTIVES.items()])

    @classmethod
    def filled(cls, answers: dict) -> "MotiveForm":
        """Return the form as it was sent, else with the answer kept."""
        return cls(data={"motive": motive_in(answers)})

    @property
    def answer(self) -> dict:
        """What was chosen."""
        return {"motive": self.motive.data}


class EventForm(Form):
    """The day of the event of the motive chosen (art. D113-7, 4°)."""

    on = DateField(validators=[required("Indiquez cette date.")])
    chosen: Motive

    @classmethod
    def filled(cls, answers: dict) -> "EventForm":
        """Return the form as it was sent, else with the answer kept; its label names the event."""
        form = cls(data={"on": event_day_in(answers)})
        form.chosen = motive_in(answers)
        form.on.label.text = EVENT_DAYS[form.chosen][0]
        return form

    @property
    def answer(self) -> dict:
        """The day, with the motive that it belongs to."""
        return {"motive": self.chosen.value, "on": self.on.data.isoformat()}


class DetailsForm(Form):
    """A motive that the list does not have, in the customer's own words."""

    text = TextAreaField("Votre motif", [required("Écrivez votre motif, en quelques mots."), at_most(1000)])

    @classmethod
    def filled(cls, answers: dict) -> "DetailsForm":
        """Return the form as it was sent, else with the answer kept."""
        return cls(data=answers.get("details"))

    @property
    def answer(self) -> dict:
        """What was typed."""
        return {"text": self.text.data.strip()}


class ReviewForm(Form):
    """The last button, with the fingerprint of what was read above it."""

    seen = HiddenField()


class TokenForm(Form):
    """A button, and the token that protects it."""
