"""What a customer adds to a claim that is filed."""
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from blueprints.attachments.forms import FilesForm
from insurance.claims.models import PieceKind
from web.forms import Form, at_most, required
from wording import CLAIM_PIECES


class PieceForm(FilesForm):
    """Photos or papers, all of one kind."""

    kind = SelectField("Ce que montre le fichier", [required("Choisissez ce que montre le fichier.")],
                       choices=[SelectChoice(kind.value, CLAIM_PIECES[kind]) for kind in PieceKind])


class WordsForm(Form):
    """A few words for whoever handles the claim."""

    words = TextAreaField("Votre message", [required("Écrivez votre message."), at_most(2000)])
