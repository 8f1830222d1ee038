"""What is chosen before paying."""
from datetime import date

from wtforms import PasswordField
from wtforms.fields.choices import SelectChoice

from web.filters import day, money
from web.forms import Form, TextField, TicksField, at_most, required


class ChoiceForm(Form):
    """The instalments to pay, by their days."""

    days = TicksField("Ce que vous payez", [required("Choisissez une échéance au moins.")], choices=[])

    def offer(self, instalments) -> "ChoiceForm":
        """Offer these instalments, and return the form."""
        self.days.choices = [SelectChoice(one.due_on.isoformat(), f"{money(one.left_cents)}, échéance du {day(one.due_on)}")
                             for one in instalments]
        return self

    @property
    def chosen(self) -> list[date]:
        """The days that are ticked."""
        return [date.fromisoformat(one) for one in self.days.data or ()]


class QuietForm(Form):
    """Its token."""


class AccountForm(Form):
    """The account to debit, and the password: an open session is not proof enough."""

    iban = TextField("IBAN du compte à prélever", [required("Écrivez votre IBAN."), at_most(50)],
                     description="Il est sur votre RIB, et dans l’application de votre banque. Espaces acceptés.")
    holder = TextField("Titulaire du compte", [required("Écrivez le nom du titulaire."), at_most(70)])
    current = PasswordField("Votre mot de passe", [required("Écrivez votre mot de passe."), at_most(1000)])
