"""The forms of the claims desk: each move asks for the sentence that the customer reads, and for the next date."""
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from insurance.claims.handling import LIABILITIES
from insurance.claims.models import PieceKind, PieceRefusal
from insurance.clock import today
from web.forms import DateField, Form, MoneyField, TextField, TicksField, at_most, required
from wording import CLAIM_PIECE_REFUSALS, CLAIM_PIECES

SENTENCE = "Écrivez la phrase que le client lira."
DAY = "Indiquez la date que nous lui promettons."


def _not_past(_form, field) -> None:
    """A date that is promised has not gone."""
    if field.data is not None and field.data < today():
        raise ValidationError("Cette date est passée : promettez-en une autre.")


class MoveForm(Form):
    """What every move says. `seen` is the revision of the claim that was read."""

    said = TextAreaField("Ce que le client lira", [required(SENTENCE), at_most(1000)])
    seen = HiddenField()

    @property
    def values(self) -> dict:
        """What the verb of the business is given besides who, whom and what was read."""
        return {"said": self.said.data.strip()}


class DatedForm(MoveForm):
    """A move that leaves a date."""

    due_on = DateField("Prochaine date promise", [required(DAY), _not_past])

    @property
    def values(self) -> dict:
        """The sentence and the date."""
        return super().values | {"due_on": self.due_on.data}


class AppraisalForm(DatedForm):
    """An appraisal: the day, who comes, where."""

    on = DateField("Jour de l’expertise", [required("Indiquez le jour."), _not_past])
    appraiser = TextField("Expert", [required("Écrivez le nom de l’expert ou du cabinet."), at_most(160)])
    place = TextField("Lieu", [required("Écrivez où l’expert verra le véhicule."), at_most(200)])

    @property
    def values(self) -> dict:
        """All of it."""
        return super().values | {"on": self.on.data, "appraiser": self.appraiser.data, "place": self.place.data}


class RepairForm(DatedForm):
    """A repair, at the repairer whom the customer chose."""

    repairer = TextField("Réparateur choisi par le client", [required("Écrivez le nom du réparateur."), at_most(200)])

    @property
    def values(self) -> dict:
        """All of it."""
        return super().values | {"repairer": self.repairer.data}


class TotalLossForm(DatedForm):
    """A vehicle not worth repairing. Without a date the offer is promised fifteen days after the report (L327-1)."""

    reported_on = DateField("Date du rapport d’expertise", [required("Indiquez la date du rapport.")])
    due_on = DateField("Offre promise pour le", [_not_past])

    def validate_reported_on(self, field) -> None:
        """A report has been written."""
        if field.data is not None and field.data > today():
            raise ValidationError("Ce rapport n’existe pas encore.")

    @property
    def values(self) -> dict:
        """All of it."""
        return super().values | {"reported_on": self.reported_on.data}


class DecisionForm(DatedForm):
    """The share of liability, and what stays at the customer's charge."""

    liability = RadioField("Part de responsabilité du client", [required("Choisissez la part de responsabilité.")],
                           choices=[SelectChoice(str(one), f"{one} %") for one in LIABILITIES])
    deductible = MoneyField("Franchise à sa charge, en euros", [InputRequired("Écrivez la franchise, 0 s’il n’y en a pas.")])

    @property
    def values(self) -> dict:
        """All of it."""
        return super().values | {"liability_percent": int(self.liability.data), "deductible_cents": self.deductible.data}


class SettlementForm(MoveForm):
    """The amount, and the day of its payment."""

    amount = MoneyField("Indemnité, en euros", [InputRequired("Écrivez le montant.")])
    payee = RadioField("Versée", choices=[SelectChoice("customer", "Au client, par virement"), SelectChoice("repairer", "Au réparateur")],
                       default="customer")
    payment_on = DateField("Payée le", [required("Indiquez le jour du paiement."), _not_past])

    @property
    def values(self) -> dict:
        """All of it."""
        return super().values | {"settlement_cents": self.amount.data, "payment_on": self.payment_on.data,
                                 "is_paid_to_repairer": self.payee.data == "repairer"}


class DelayForm(Form):
    """Another date for what was promised, and why."""

    said = TextAreaField("La raison, telle que le client la lira", [required("Écrivez la raison."), at_most(1000)])
    due_on = DateField("Nouvelle date", [required(DAY), _not_past])
    seen = HiddenField()

    @property
    def values(self) -> dict:
        """The reason and the date."""
        return {"reason": self.said.data.strip(), "due_on": self.due_on.data}


class PiecesForm(DatedForm):
    """A correction asked of the customer: which pieces, what is to be known of them, by when."""

    kinds = TicksField("Pièces demandées", [required("Cochez une pièce au moins.")],
                        choices=[SelectChoice(kind.value, CLAIM_PIECES[kind]) for kind in PieceKind])
    note = TextField("Précision sur ces pièces", [at_most(300)])

    @property
    def values(self) -> dict:
        """All of it."""
        return super().values | {"asked": [(PieceKind(kind), self.note.data or "") for kind in self.kinds.data]}


class RefusalForm(Form):
    """Why a piece will not do."""

    refusal = SelectField("Pourquoi", choices=[SelectChoice(one.value, CLAIM_PIECE_REFUSALS[one]) for one in PieceRefusal])
    note = TextField("Que doit-il envoyer à la place ?", [at_most(300)])

    def validate_note(self, field) -> None:
        """Another reason than those of the list has to be said."""
        if self.refusal.data == PieceRefusal.OTHER and not field.data:
            raise ValidationError("Dites ce qui ne va pas.")


class ReplyForm(Form):
    """A message to the customer."""

    words = TextAreaField("Message", [required("Écrivez votre message."), at_most(3000)])
