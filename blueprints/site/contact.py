"""Writing to the insurer, signed in or not, also from an error page."""
from flask import current_app, flash, redirect, request, session, url_for
from flask_login import current_user
from wtforms import EmailField, HiddenField, TextAreaField

from blueprints.signin.forms import EMAIL
from blueprints.site import bp
from insurance.clock import now
from insurance.people.services import ask_question
from web.access import public, to_sign_in
from web.filters import moment
from web.forms import Form, TextField, at_most, required
from web.limits import limited
from web.pages import show


class ContactForm(Form):
    """A question. The number and the step of an error page come along, unseen."""

    email = EmailField("Votre e-mail", [required("Écrivez l’adresse où vous répondre."), at_most(254), EMAIL])
    contract_number = TextField("Numéro de contrat", [at_most(40)])
    subject = TextField("Sujet", [required("Dites en quelques mots de quoi il s’agit."), at_most(120)])
    text = TextAreaField("Votre message", [required("Écrivez votre message."), at_most(5000)])
    incident = HiddenField(validators=[at_most(12)])
    step = HiddenField(validators=[at_most(60)])


@bp.get("/contact")
@public
def contact():
    """How to reach the insurer, and the form."""
    form = ContactForm(incident=request.args.get("incident", "")[:12], step=request.args.get("etape", "")[:60])
    if form.incident.data and not form.subject.data:
        form.subject.data = f"Une page n’a pas fonctionné ({form.incident.data})"
    if current_user.is_authenticated and not form.email.data:
        form.email.data = current_user.email
    return show("site/contact.html", form=form)


@bp.post("/contact")
@public
@limited(calls=10, seconds=900)
def ask():
    """Send the question: it leaves by mail to the insurer, an acknowledgement to the writer.

    A customer whose session has ended signs in first: the question is theirs, and comes back as it was written.
    """
    if session.has_lapsed:
        return to_sign_in()
    form = ContactForm()
    if not form.validate_on_submit():
        return show("site/contact.html", status=422, form=form)
    customer = current_user if current_user.is_authenticated else None
    session["question"] = ask_question(
        form.email.data, form.subject.data, form.text.data, sent_at=moment(now()),
        insurer_email=current_app.config["INSURER_EMAIL"], customer=customer, number=form.contract_number.data,
        incident=form.incident.data, step=form.step.data)
    return redirect(url_for("site.asked"), 303)


@bp.get("/contact/envoye")
@public
def asked():
    """What happens next."""
    if "question" not in session:
        flash("Votre message n’a pas été retrouvé. S’il est important, envoyez-le de nouveau.", "error")
        return redirect(url_for("site.contact"), 303)
    return show("site/asked.html", reference=session["question"])
