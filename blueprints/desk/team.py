"""The team, for supervisors: who is in it, what each does, whose access is closed."""
from flask import flash, redirect, request, url_for

from blueprints.desk import bp
from blueprints.desk.forms import AdviserForm, RolesForm
from insurance.errors import Refused
from insurance.history.queries import deeds_of
from insurance.staff import queries, services
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.pages import show
from wording import REASONS


@bp.route("/equipe/", methods=["GET", "POST"])
@adviser_only(Role.SUPERVISOR)
def team():
    """Everybody, and how somebody new comes in."""
    form = AdviserForm()
    if form.validate_on_submit():
        try:
            services.add(form.name.data, form.email.data, form.roles.data, by=current_adviser)
        except Refused as error:
            form.email.errors = [REASONS[error.reason]]
        else:
            flash(f"L’invitation est partie à {form.email.data}.")
            return redirect(url_for("desk.team"), 303)
    return show("desk/team.html", status=422 if form.errors else 200, form=form, staff=queries.staff())


@bp.route("/equipe/<public_id>", methods=["GET", "POST"])
@adviser_only(Role.SUPERVISOR)
def member(public_id):
    """Somebody's roles, and what they did."""
    adviser = queries.find_adviser(public_id)
    form = RolesForm(data={"roles": adviser.roles})
    if form.validate_on_submit():
        services.change_roles(adviser, form.roles.data, by=current_adviser)
        flash("Les rôles sont changés.")
        return redirect(url_for("desk.member", public_id=public_id), 303)
    return show("desk/member.html", status=422 if form.errors else 200, form=form, adviser=adviser,
                events=deeds_of(adviser))


@bp.post("/equipe/<public_id>/acces")
@adviser_only(Role.SUPERVISOR)
def change_access(public_id):
    """Invite again, reset the second factor, close or open somebody's access."""
    adviser = queries.find_adviser(public_id)
    act, words = ACTS.get(request.form.get("acte", ""), (None, ""))
    if act is not None:
        act(adviser, by=current_adviser)
        flash(words.format(name=adviser.name))
    return redirect(url_for("desk.member", public_id=public_id), 303)


ACTS = {
    "invitation": (services.invite, "Une nouvelle invitation est partie à {name}."),
    "facteur": (services.reset_second_factor, "Le deuxième facteur de {name} est remis à zéro\u00a0; un lien est parti."),
    "fermeture": (services.disable, "L’accès de {name} est fermé."),
    "ouverture": (services.enable, "L’accès de {name} est rouvert."),
}
