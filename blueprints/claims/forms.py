"""What a customer adds to a claim that is filed."""
from wtforms import PasswordField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.attachments.forms import FilesForm
from insurance.claims.models import PieceKind
from web.forms import Form, TextField, at_most, required
from wording import CLAIM_PIECES


class PieceForm(FilesForm):
    """Photos or papers, all of one kind."""

    kind = SelectField("Ce que montre le fichier", [required("Choisissez ce que montre le fichier.")],
                       choices=[SelectChoice(kind.value, CLAIM_PIECES[kind]) for kind in PieceKind])


class AccountForm(Form):
    """The account to which an amount is transferred, and the password: an open session is not proof enough."""

    iban = TextField("IBAN", [required("Écrivez votre IBAN."), at_most(50)],
                     description="Il est sur votre RIB, et dans l’application de votre banque.")
    holder = TextField("Titulaire du compte", [required("Écrivez le nom du titulaire."), at_most(70)])
    current = PasswordField("Votre mot de passe", [required("Écrivez votre mot de passe."), at_most(1000)])


class WordsForm(Form):
    """A few words for whoever handles the claim."""

    words = TextAreaField("Votre message", [required("Écrivez votre message."), at_most(2000)])
