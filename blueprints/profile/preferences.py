"""Paper, notices, consents, the language of the proof: what is chosen with one tap, and taken back with one."""
from flask import abort, flash, redirect, request, url_for
from flask_login import current_user

from blueprints.profile import bp
from blueprints.profile.edit import is_edited
from blueprints.profile.forms import LanguageForm
from blueprints.profile.page import back_office
from insurance.notices import CHANNELS, REFUSABLE, Channel, NoticeKind, refused_by
from insurance.people import preferences as services
from insurance.people.models import ConsentPurpose, Language
from insurance.people.queries import consents_of, standing_consents
from insurance.people.services import choose_paper
from web.access import customer_only
from web.limits import limited
from web.pages import show
from wording import CONSENTS, NOTICES


@bp.get("/preferences")
@customer_only
def preferences():
    """All that the customer may choose."""
    return _show()


@bp.get("/preferences/courrier")
@customer_only
def paper():
    """Whether documents are posted too."""
    return _show("paper")


@bp.post("/preferences/courrier")
@customer_only
@limited(calls=30, seconds=900)
def change_paper():
    """Have documents posted, or no longer."""
    is_wanted = _is_wanted()
    choose_paper(current_user, is_wanted, back_office())
    flash("Vos documents viendront aussi par courrier." if is_wanted else "Vos documents ne viendront plus par courrier.")
    return redirect(url_for("profile.paper"), 303)


@bp.get("/preferences/notifications")
@customer_only
def notices():
    """What the insurer writes about, and what may be refused."""
    return _show("notices")


@bp.post("/preferences/notifications")
@customer_only
@limited(calls=30, seconds=900)
def change_notices():
    """Refuse a kind of notice on a channel, or want it again."""
    notice, channel = _named(NoticeKind, "nature"), _named(Channel, "canal")
    is_wanted = _is_wanted()
    services.choose_notice(current_user, notice, channel, is_wanted, NOTICES[notice][0])
    flash("Vous recevrez de nouveau ces messages." if is_wanted else "Vous ne recevrez plus ces messages.")
    return redirect(url_for("profile.notices"), 303)


@bp.get("/preferences/accords")
@customer_only
def consents():
    """What the customer agreed to, since when, and what became of it."""
    return _show("consents")


@bp.post("/preferences/accords")
@customer_only
@limited(calls=30, seconds=900)
def change_consents():
    """Give a consent or take it back."""
    purpose, is_given = _named(ConsentPurpose, "finalite"), _is_wanted()
    services.decide_consent(current_user, purpose, is_given, *CONSENTS[purpose], back_office())
    flash("Votre accord est enregistré." if is_given else "Votre accord est retiré.")
    return redirect(url_for("profile.consents"), 303)


@bp.get("/preferences/langue")
@customer_only
def language():
    """The language in which the proof opens, or the form that says it."""
    return _show("language", LanguageForm(data={"language": current_user.proof_language}) if is_edited() else None)


@bp.post("/preferences/langue")
@customer_only
@limited(calls=30, seconds=900)
def change_language():
    """Choose the language of the proof."""
    form = LanguageForm()
    if not form.validate_on_submit():
        return _show("language", form)
    services.choose_language(current_user, Language(form.language.data))
    flash("Votre choix est enregistré. La copie de ce téléphone va suivre.")
    return redirect(url_for("profile.language"), 303)


def _show(part: str = "", form=None):
    """Render the preferences, or only `part` when HTMX asks for it."""
    decisions = consents_of(current_user)
    return show("profile/preferences.html", fragment=f"profile/_{part}.html" if part else None,
                status=422 if form is not None and form.errors else 200, part=part, form=form,
                refused=refused_by(current_user), channels=CHANNELS, refusable=REFUSABLE, decisions=decisions,
                consents=standing_consents(decisions))


def _named(kind, field: str):
    """Return what a button of ours names; nobody types it."""
    try:
        return kind(request.form.get(field, ""))
    except ValueError:
        abort(400)


def _is_wanted() -> bool:
    return _named(str, "choix") == "oui"
