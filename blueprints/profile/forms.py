"""The forms of the profile."""
from wtforms import PasswordField

from web.forms import Form, required


class ChangePasswordForm(Form):
    """The current password, and the new one."""

    current = PasswordField("Mot de passe actuel", [required("Écrivez votre mot de passe actuel.")])
    password = PasswordField("Nouveau mot de passe", [required("Choisissez un nouveau mot de passe.")])
