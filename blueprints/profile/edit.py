"""Editing the profile in place: each part is read or edited at one address, and sent back to it."""
from flask import current_app, flash, redirect, request, url_for
from flask_login import current_user
from wtforms.fields.choices import SelectChoice

from blueprints.profile import bp
from blueprints.profile.forms import AddressForm, EmailForm, PhoneForm
from blueprints.profile.page import back_office, countries, show_profile
from blueprints.signin.routes import address_key, words_of
from insurance.accounts import email_change
from insurance.errors import Reason, Refused
from insurance.people import services
from web import unsent
from web.access import customer_only
from web.filters import phone as readable
from web.limits import limited
from wording import ADDRESS_FLAWS, EMAIL_FLAWS, PHONE_FLAWS


@bp.get("/adresse")
@customer_only
def address():
    """The postal address, or its form."""
    return show_profile("address", _address_form() if is_edited() else None)


@bp.post("/adresse")
@customer_only
@limited(calls=30, seconds=900)
def change_address():
    """Change the postal address."""
    form = _address_form()
    if form.validate_on_submit():
        flaws = services.change_address(current_user, form.address, back_office())
        for name, flaw in flaws.items():
            form[name].errors = [ADDRESS_FLAWS[flaw]]
        if not flaws:
            flash("Votre adresse est enregistrée.")
            return redirect(url_for("profile.address"), 303)
    return show_profile("address", form)


@bp.get("/telephone")
@customer_only
def phone():
    """The telephone number, or its form."""
    form = PhoneForm(number=readable(current_user.phone or "")) if is_edited() else None
    return show_profile("phone", form)


@bp.post("/telephone")
@customer_only
@limited(calls=30, seconds=900)
def change_phone():
    """Change the telephone number; an empty one takes it away."""
    form = PhoneForm()
    if form.validate_on_submit():
        flaw = services.change_phone(current_user, form.number.data or "", back_office())
        if flaw is None:
            flash("Votre numéro est enregistré." if form.number.data else "Votre numéro est effacé.")
            return redirect(url_for("profile.phone"), 303)
        form.number.errors = [PHONE_FLAWS[flaw]]
    return show_profile("phone", form)


@bp.get("/e-mail")
@customer_only
def email():
    """The e-mail address and the change that waits, or the form."""
    return show_profile("email", EmailForm() if is_edited() else None)


@bp.post("/e-mail")
@customer_only
@limited(calls=30, seconds=900)
def change_email():
    """Ask for another e-mail address. The same words whoever else may have it."""
    form = EmailForm()
    if form.validate_on_submit():
        try:
            flaw = email_change.ask(current_user, form.new_email.data, form.current.data, address_key(),
                                    current_app.extensions["passwords"])
        except Refused as error:
            form.current.errors = [password_words_of(error)]
        else:
            if flaw is None:
                flash("Un lien de confirmation est parti vers la nouvelle adresse.")
                return redirect(url_for("profile.email"), 303)
            form.new_email.errors = [EMAIL_FLAWS[flaw]]
    return show_profile("email", form)


@bp.post("/e-mail/renvoi")
@customer_only
def send_email_again():
    """Send the confirmation link again."""
    email_change.send_again(current_user)
    flash("Un nouveau lien est parti. Le précédent ne fonctionne plus.")
    return redirect(url_for("profile.email"), 303)


@bp.post("/e-mail/annulation")
@customer_only
def drop_email_change():
    """Forget the change that waits."""
    email_change.drop(current_user)
    flash("La demande est annulée. Votre adresse ne change pas.")
    return redirect(url_for("profile.email"), 303)


@bp.post("/e-mail/verification")
@customer_only
def check_email():
    """Let a link leave, with which the customer confirms that the address is read."""
    email_change.ask_check(current_user)
    flash("Un e-mail vient de partir. Ouvrez-le, puis touchez le lien.")
    return redirect(url_for("profile.email"), 303)


def password_words_of(error: Refused) -> str:
    """Return why it was refused, to somebody of whom only the password was asked."""
    return "Ce mot de passe est incorrect." if error.reason is Reason.WRONG_CREDENTIALS else words_of(error)


def is_edited() -> bool:
    """Return whether the form of a part is asked for, or holds what was typed, rather than what it says."""
    asked = request.args.get("modifier")
    return asked == "1" or (asked is None and unsent.is_here())


def _address_form() -> AddressForm:
    """Return the form as it was sent, else with the present address; a country that the list lacks may stay."""
    present = {"line1": current_user.address_line1, "line2": current_user.address_line2,
               "postcode": current_user.postcode, "city": current_user.city, "country": current_user.country}
    form = AddressForm(data=None if request.method == "POST" else present)
    choices = {current_user.country: current_user.country} | countries()
    form.country.choices = [SelectChoice(code, name) for code, name in choices.items()]
    return form
