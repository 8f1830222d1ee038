"""The dashboard: one handler for its cards."""
from flask import abort, current_app, g, render_template, request, session
from flask_login import current_user
from markupsafe import Markup

from blueprints.dashboard import bp
from blueprints.documents.proof import version_for_phones
from insurance.accounts.email_change import needs_check
from insurance.accounts.queries import account_of
from insurance.accounts.rules import REMIND_AFTER_DAYS
from insurance.billing import queries as billing
from insurance.claims.accounts import without_account
from insurance.claims.queries import missing, open_claims_of
from insurance.clock import now
from insurance.contracts.queries import contracts_of
from insurance.contracts.rules import Cover, cover_at, cover_dates
from insurance.database import abandon_reading
from insurance.documents.queries import news_of
from insurance.endorsements.queries import under_way_of
from insurance.outbox import last_bounce
from insurance.pieces.queries import progress_of
from insurance.terminations.models import TerminationState
from insurance.terminations.queries import requests_of
from web.access import customer_only
from web.logs import log_crash
from web.pages import show, show_if_changed, version_of


def _contracts_now():
    """The customer's contracts, read once for all the cards of a page."""
    if "contracts" not in g:
        g.contracts = contracts_of(current_user)
    return g.contracts


def _covers(contracts) -> dict:
    return {contract.id: cover_at(cover_dates(contract), now()) for contract in contracts}


def _attestation() -> dict:
    """The contracts whose proof matters today: those that have not ended, else the last one that did."""
    contracts = _contracts_now()
    covers = _covers(contracts)
    alive = [contract for contract in contracts if covers[contract.id] is not Cover.ENDED]
    return {"contracts": alive or contracts[:1], "covers": covers, "proof_version": version_for_phones(contracts),
            "customer_key": "" if session.get("is_shared") else current_user.phone_key}


def _alerts() -> dict:
    contracts = _contracts_now()
    account, requests = account_of(current_user), requests_of(contracts)
    password_age = now() - account.password_set_at
    return {"alerts": billing.alerts_of(contracts, billing.instalments_of(contracts)),
            "is_password_old": password_age.days >= REMIND_AFTER_DAYS,
            "is_email_doubtful": needs_check(account, current_app.config["EMAIL_CHECK_DAYS"]),
            "bounce": last_bounce(current_user),
            "pieces": _pieces_awaited(contracts),
            "changes": under_way_of(contracts),
            "terminations": [(one, requests[one.id]) for one in contracts
                             if one.id in requests and requests[one.id].state == TerminationState.REQUESTED]}


def _pieces_awaited(contracts) -> list:
    """The contracts whose pieces are not all accepted, with how far they are, those due first."""
    progress = progress_of(contracts)
    found = [(one, progress[one.id]) for one in contracts if one.id in progress and not progress[one.id].is_complete]
    return sorted(found, key=lambda awaited: awaited[1].due_on)


def _claims() -> dict:
    """The claims that have not ended, each with the pieces that it waits for and the promise that stands."""
    claims = open_claims_of(current_user)
    return {"claims": [(one, missing(one.pieces), next((made for made in one.promises if made.ended_at is None), None))
                       for one in claims], "without_account": without_account(claims)}


def _contracts() -> dict:
    contracts = _contracts_now()
    instalments = billing.instalments_of(contracts)
    return {"contracts": contracts, "covers": _covers(contracts),
            "news": news_of(current_user),
            "dues": {one.id: billing.next_due(instalments[one.id]) for one in contracts}}


CARDS = {"attestation": _attestation, "alertes": _alerts, "sinistres": _claims, "contrats": _contracts}


@bp.get("/")
@customer_only
def index():
    """All the cards, already filled: the first page needs one round trip."""
    return show("dashboard/index.html", cards=[_rendered(name) for name in CARDS])


@bp.get("/accueil/<name>")
@customer_only
def card(name):
    """One card, refreshed; 204 when the phone already shows it."""
    if name not in CARDS:
        abort(404)
    try:
        return show_if_changed(f"dashboard/_{name}.html", request.args.get("vu", ""), name=name, **CARDS[name]())
    except Exception as error:  # a card that fails must not take the others with it
        _abandon(error)
        return show("dashboard/_failed.html", fragment="dashboard/_failed.html", name=name, version="")


def _rendered(name: str) -> Markup:
    """A card for the first page; its failure stays its own."""
    try:
        context = CARDS[name]()
        template = f"dashboard/_{name}.html"
        version = version_of(render_template(template, is_fragment=True, version="", name=name, **context))
        return Markup(render_template(template, version=version, name=name, **context))
    except Exception as error:
        _abandon(error)
        return Markup(render_template("dashboard/_failed.html", name=name, version=""))


def _abandon(error: Exception) -> None:
    """Leave to the other cards a database that answers, and nothing that was read with the one that failed."""
    log_crash(error)
    abandon_reading()
    g.pop("contracts", None)
