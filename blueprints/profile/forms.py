"""The forms of the profile. What is accepted is decided by the rules of people: here are only the questions."""
from wtforms import PasswordField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from insurance.people.rules import LONGEST_CITY, LONGEST_EMAIL, LONGEST_LINE, LONGEST_POSTCODE, PostalAddress
from web.forms import Form, TextField, at_most, required
from wording import LANGUAGES


class ChangePasswordForm(Form):
    """The current password, and the new one."""

    current = PasswordField("Mot de passe actuel", [required("Écrivez votre mot de passe actuel.")])
    password = PasswordField("Nouveau mot de passe", [required("Choisissez un nouveau mot de passe.")])


class AddressForm(Form):
    """A postal address. The countries are those of the settings, and the one where the customer already lives."""

    line1 = TextField("Numéro et rue", [required("Écrivez le numéro et la rue."), at_most(LONGEST_LINE)])
    line2 = TextField("Complément", [at_most(LONGEST_LINE)])
    postcode = TextField("Code postal", [at_most(LONGEST_POSTCODE)])
    city = TextField("Ville", [required("Écrivez le nom de la ville."), at_most(LONGEST_CITY)])
    country = SelectField("Pays")

    @property
    def address(self) -> PostalAddress:
        """What was typed."""
        return PostalAddress(self.line1.data, self.line2.data or "", self.postcode.data or "", self.city.data,
                             self.country.data)


class PhoneForm(Form):
    """A telephone number, or none."""

    number = TextField("Numéro de téléphone", [at_most(40)])


class EmailForm(Form):
    """A new e-mail address, and the password: an open session is not proof enough."""

    new_email = TextField("Nouvelle adresse e-mail", [required("Écrivez la nouvelle adresse."), at_most(LONGEST_EMAIL)])
    current = PasswordField("Mot de passe actuel", [required("Écrivez votre mot de passe actuel."), at_most(1000)])


class LanguageForm(Form):
    """The language in which the proof opens."""

    language = RadioField("Mon attestation s’ouvre en", choices=[
        SelectChoice(language.value, words) for language, words in LANGUAGES.items()])


class PasswordProofForm(Form):
    """The password of the account that a link belongs to, from a browser that is not signed in."""

    current = PasswordField("Le mot de passe de votre compte", [required("Écrivez votre mot de passe."), at_most(1000)])
