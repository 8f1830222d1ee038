"""The forms of the front door."""
from wtforms import BooleanField, EmailField, PasswordField
from wtforms.validators import Regexp

from web.forms import Form, TextField, at_most, required

EMAIL = Regexp(r"^\s*[^@\s\0-\x1f]+@[^@\s\0-\x1f]+\.[^@\s\0-\x1f]+\s*$",
               message="Écrivez l’adresse en entier, par exemple nom@exemple.fr.")


class SignInForm(Form):
    """E-mail or contract number, and password."""

    identifier = TextField("E-mail ou numéro de contrat", [
        required("Écrivez votre e-mail ou votre numéro de contrat."), at_most(254)])
    password = PasswordField("Mot de passe", [required("Écrivez votre mot de passe."), at_most(1000)])
    is_shared = BooleanField("Ce téléphone est partagé : n’y garder aucune copie")


class IdentityForm(Form):
    """Who asks for an account. Only the form of the values is checked: what they designate is not told."""

    contract_number = TextField("Numéro de contrat", [required("Écrivez votre numéro de contrat."), at_most(40)])
    last_name = TextField("Nom", [required("Écrivez votre nom."), at_most(120)])
    first_name = TextField("Prénom", [required("Écrivez votre prénom."), at_most(120)])
    email = EmailField("E-mail", [required("Écrivez votre adresse e-mail."), at_most(254), EMAIL])


class PasswordForm(Form):
    """A new password."""

    password = PasswordField("Mot de passe", [required("Choisissez un mot de passe.")])


class ConfirmationForm(Form):
    """The confirmation of an account from another device than the one that asked for it."""

    password = PasswordField("Le mot de passe que vous avez choisi", [required("Écrivez le mot de passe choisi.")])


class ForgottenForm(Form):
    """Whom to send a reset link to."""

    identifier = TextField("E-mail ou numéro de contrat", [
        required("Écrivez votre e-mail ou votre numéro de contrat."), at_most(254)])


class ForgottenNumbersForm(Form):
    """Whom to send the list of contract numbers to."""

    email = EmailField("E-mail", [required("Écrivez votre adresse e-mail."), at_most(254), EMAIL])


class ConfirmForm(Form):
    """A button, and the token that protects it."""
