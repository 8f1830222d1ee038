"""The forms of the desk's door and of its team."""
from wtforms import EmailField, PasswordField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from insurance.payments.models import Means
from insurance.staff.models import ReadingReason, Role
from web.forms import DateField, Form, MoneyField, TextField, TicksField, at_most, required
from wording import MEANS, READING_REASONS, ROLES

CODE = "Écrivez les 6 chiffres de votre téléphone."


class SignInForm(Form):
    """What an adviser has and knows: an address, a password, a telephone."""

    email = EmailField("E-mail professionnel", [required("Écrivez votre adresse e-mail."), at_most(254)])
    password = PasswordField("Mot de passe", [required("Écrivez votre mot de passe."), at_most(1000)])
    code = TextField("Code de l’application", [required(CODE), at_most(20)])


class InvitationForm(Form):
    """A new password, and the proof that the telephone knows the secret."""

    password = PasswordField("Nouveau mot de passe", [required("Choisissez un mot de passe.")])
    code = TextField("Code affiché par l’application", [required(CODE), at_most(20)])


class SecondFactorForm(Form):
    """The password that is known already, and the proof that the telephone knows another secret."""

    password = PasswordField("Votre mot de passe", [required("Écrivez votre mot de passe."), at_most(1000)])
    code = TextField("Code affiché par l’application", [required(CODE), at_most(20)])


class PasswordForm(Form):
    """A change of password: an open session is not proof enough of who holds the mouse."""

    current = PasswordField("Mot de passe actuel", [required("Écrivez votre mot de passe actuel."), at_most(1000)])
    code = TextField("Code de l’application", [required(CODE), at_most(20)])
    password = PasswordField("Nouveau mot de passe", [required("Choisissez un nouveau mot de passe.")])


class RolesForm(Form):
    """What somebody does."""

    roles = TicksField("Rôles", [required("Choisissez un rôle au moins.")],
                       choices=[SelectChoice(role.value, ROLES[role]) for role in Role])


class AdviserForm(RolesForm):
    """Somebody new in the team."""

    name = TextField("Prénom et nom", [required("Écrivez le prénom et le nom."), at_most(160)])
    email = EmailField("E-mail professionnel", [required("Écrivez l’adresse e-mail."), at_most(254)])


class ReadingForm(Form):
    """Why a customer's file is opened."""

    reason = RadioField("Pourquoi ouvrez-vous ce dossier ?", [required("Choisissez un motif.")],
                        choices=[SelectChoice(reason.value, READING_REASONS[reason]) for reason in ReadingReason
                                 if reason is not ReadingReason.WORK])
    note = TextField("Précision", [at_most(200)])

    def validate_note(self, field):
        """Another reason than those of the list has to be said."""
        if self.reason.data == ReadingReason.OTHER and not field.data:
            raise ValidationError("Dites en quelques mots pourquoi.")


class NoticeSentForm(Form):
    """A registered letter that was posted."""

    sent_on = DateField("Postée le", [required("Écrivez la date d’envoi.")])
    tracking = TextField("Numéro du recommandé", [at_most(40)])


class PostingForm(Form):
    """Money that somebody saw come."""

    number = TextField("Numéro de contrat", [required("Écrivez le numéro de contrat."), at_most(20)])
    amount = MoneyField("Montant reçu, en euros", [required("Écrivez le montant.")])
    means = RadioField("Moyen", [required("Choisissez le moyen.")], choices=[
        SelectChoice(one.value, MEANS[one].capitalize()) for one in (Means.TRANSFER, Means.CHEQUE, Means.PHONE)])
    moved_on = DateField("Reçu le", [required("Écrivez la date.")])
    reason = TextField("Raison de la saisie", [required("Écrivez pourquoi vous le saisissez à la main."), at_most(300)])


class RefundForm(Form):
    """A refund that was ordered."""

    means = RadioField("Moyen", [required("Choisissez le moyen.")], choices=[
        SelectChoice(one.value, MEANS[one].capitalize()) for one in (Means.TRANSFER, Means.CARD)])
    moved_on = DateField("Ordonné le", [required("Écrivez la date.")])
    reason = TextField("Référence du virement, ou précision", [required("Écrivez la référence de l’ordre."), at_most(300)])


class CardRefundForm(Form):
    """A part of a card payment to give back."""

    amount = MoneyField("Montant à rendre, en euros", [required("Écrivez le montant.")])
