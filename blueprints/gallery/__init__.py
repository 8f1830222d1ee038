"""Every component in every state, to be looked at. Registered in demo mode only."""
from flask import Blueprint
from markupsafe import Markup
from wtforms import BooleanField, DateField, EmailField, PasswordField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from web.access import demo_only
from web.forms import Form, required
from web.pages import show
from web.qr import qr_svg

bp = Blueprint("gallery", __name__)


class GalleryForm(Form):
    """A field of each sort, refused so that its error shows."""

    email = EmailField("E-mail", [required("Écrivez votre adresse e-mail.")])
    password = PasswordField("Mot de passe", [required("Écrivez votre mot de passe.")])
    kind = RadioField("Que s’est-il passé", choices=[
        SelectChoice("traffic", "Accident de la circulation"), SelectChoice("theft", "Vol ou tentative de vol"),
        SelectChoice("other", "Autre dommage")], validators=[required("Choisissez une réponse.")])
    plan = SelectField("Formule", choices=[SelectChoice("third", "Au tiers"), SelectChoice("all", "Tous risques")])
    noticed_on = DateField("Date", [required("Écrivez une date.")])
    story = TextAreaField("Ce qui s’est passé", [required("Dites ce qui s’est passé.")])
    agreed = BooleanField("J’ai relu ma réponse", [required("Cochez la case.")])


@bp.get("/demo/galerie")
@demo_only
def index():
    """The components, on one page."""
    form = GalleryForm(formdata=None)
    form.validate()
    return show("gallery/index.html", form=form, qr=Markup(qr_svg("HTTPS://EXAMPLE.ORG/V#", "12345678901234567" * 24)))
