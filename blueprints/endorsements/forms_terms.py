"""What is asked of the plan, the options, the payment, the day; and the forms of a signature."""
from wtforms import RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.endorsements.step_form import StepForm, choices, day_of
from insurance.clock import today
from insurance.contracts.models import PaymentFrequency
from insurance.endorsements.rules import Flaw, day_flaw, options_of_plan
from web.forms import DateField, Form, TextField, TicksField, at_most, required
from wording import FREQUENCIES, OPTIONS, PRODUCTS, collection_day


class PlanForm(StepForm):
    """Another plan."""

    product = RadioField("Formule", [required("Choisissez une formule.")], choices=choices(PRODUCTS))

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else the present plan."""
        return page.answers.get("plan") or page.facts

    def flaws(self, page):
        """Another plan than the present one."""
        return {"product": Flaw.NOTHING_CHANGES} if self.product.data == page.facts["product"] else {}

    @property
    def answer(self):
        """The plan."""
        return {"product": self.product.data}


class OptionsForm(StepForm):
    """The options, ticked as they will be."""

    options = TicksField("Vos options")

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else the present options."""
        return page.answers.get("options") or {"options": page.facts.get("options", [])}

    def prepare(self, page):
        """Offer the options that go with the plan, and those that the contract has."""
        vehicle = page.facts["vehicle"]
        fit = options_of_plan(page.facts["product"], day_of(vehicle["first_registration"]), page.days.first, page.conditions)
        offered = [code for code in OPTIONS if code in fit or code in page.facts.get("options", ())]
        self.options.choices = [SelectChoice(code.value, OPTIONS[code][0]) for code in offered]

    def flaws(self, page):
        """Other options than the present ones."""
        is_same = set(self.options.data) == set(page.facts.get("options", ()))
        return {"options": Flaw.NOTHING_CHANGES} if is_same else {}

    @property
    def answer(self):
        """The options, in their usual order."""
        return {"options": [code.value for code in OPTIONS if code in self.options.data]}


class PaymentForm(StepForm):
    """How often the premium is paid."""

    frequency = RadioField("Paiement", [required("Choisissez un rythme.")])

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else the present rhythm."""
        return page.answers.get("payment") or page.facts["premium"]

    def prepare(self, page):
        """Offer the rhythms that go with the way of paying."""
        offered = page.conditions.frequencies[page.facts["premium"]["method"]]
        self.frequency.choices = [SelectChoice(code, FREQUENCIES[PaymentFrequency(code)].capitalize()) for code in offered]

    def flaws(self, page):
        """Another rhythm than the present one."""
        return {"frequency": Flaw.NOTHING_CHANGES} if self.frequency.data == page.facts["premium"]["frequency"] else {}

    @property
    def answer(self):
        """The rhythm."""
        return {"frequency": self.frequency.data}


class CollectionDayForm(StepForm):
    """The day of the month on which the account is debited."""

    day = RadioField("Jour du mois", [required("Choisissez un jour.")])

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else the present day."""
        kept = page.answers.get("collection_day", {}).get("day") or page.facts["premium"].get("collection_day")
        return {"day": str(kept)} if kept else None

    def prepare(self, page):
        """Offer the days of the product, and that of the contract if it is another."""
        days = {*page.conditions.collection_days, page.facts["premium"].get("collection_day")} - {None}
        self.day.choices = [SelectChoice(str(day), collection_day(day).capitalize()) for day in sorted(days)]

    def flaws(self, page):
        """Another day than the present one."""
        return {"day": Flaw.NOTHING_CHANGES} if self.answer["day"] == page.facts["premium"].get("collection_day") else {}

    @property
    def answer(self):
        """The day."""
        return {"day": int(self.day.data)}


class WhenForm(StepForm):
    """The day from which the change holds."""

    on = DateField("À partir du", [required("Choisissez une date.")])

    @classmethod
    def data_of(cls, page):
        """Return the answer kept while it is still possible, else the first possible day."""
        kept = day_of(page.answers.get("when", {}).get("on"))
        return {"on": kept if kept is not None and kept >= page.days.first else page.days.first}

    def flaws(self, page):
        """A day on which the contract can be changed."""
        flaw = day_flaw(self.on.data, page.days, today())
        return {"on": flaw} if flaw else {}

    @property
    def answer(self):
        """The day."""
        return {"on": self.on.data.isoformat()}


class CodeForm(Form):
    """The code that signs."""

    code = TextField("Code reçu par e-mail", [required("Écrivez les six chiffres du code."), at_most(20)])


class AnswerForm(Form):
    """What an adviser asked for."""

    text = TextAreaField("Votre réponse", [required("Écrivez votre réponse."), at_most(2000)])
