"""The profile as one page made of parts, each of which can be shown alone, to be read or to be edited."""
from flask import Response, current_app
from flask_login import current_user

from insurance.accounts.email_change import needs_check, pending_change
from insurance.accounts.queries import account_of, contract_numbers_of
from insurance.corrections.queries import newest_correction
from insurance.history.models import Actor
from insurance.outbox import last_bounce
from insurance.people.queries import last_changes
from insurance.people.rules import on_contracts_by
from insurance.people.services import BackOffice
from web.pages import show


def show_profile(part: str = "", form=None) -> Response:
    """Render the profile, or only `part` when HTMX asks for it. A form means that this part is being edited."""
    account, changes = account_of(current_user), last_changes(current_user)
    moved = changes.get("address")
    return show(
        "profile/index.html", fragment=f"profile/_{part}.html" if part else None,
        status=422 if form is not None and form.errors else 200, part=part, form=form, account=account, changes=changes,
        country=countries().get(current_user.country, current_user.country),
        on_contracts_by=on_contracts_by(moved.occurred_at) if moved and moved.actor == Actor.CUSTOMER else None,
        correction=newest_correction(current_user),
        pending=pending_change(current_user), needs_check=needs_check(account, current_app.config["EMAIL_CHECK_DAYS"]),
        bounce=last_bounce(current_user))


def countries() -> dict[str, str]:
    """Return the countries where customers may live, by code, as the settings name them: « FR France|BE Belgique »."""
    pairs = (entry.strip().partition(" ") for entry in current_app.config["COUNTRIES"].split("|"))
    return {code: name or code for code, _, name in pairs}


def back_office() -> BackOffice:
    """Return who at the insurer must know of what this customer changes."""
    return BackOffice(current_app.config["INSURER_EMAIL"], tuple(contract_numbers_of(current_user)))
