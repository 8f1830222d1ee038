"""« Mon mandat de prélèvement »: which account is debited, choosing another, signing for it, going back on it."""
from flask import current_app, flash, redirect, request, url_for
from flask_login import current_user

import wording
from blueprints.endorsements.forms_terms import CodeForm
from blueprints.payments import bp
from blueprints.payments.forms import AccountForm
from blueprints.profile.edit import password_words_of
from blueprints.signin.routes import address_key, words_of
from insurance.billing import queries as billing
from insurance.billing.banks import bank_of
from insurance.billing.iban import IbanFlaw
from insurance.clock import today
from insurance.contracts.models import PaymentMethod
from insurance.contracts.queries import contracts_of, find_contract
from insurance.errors import NotFound, Reason, Refused
from insurance.mandates import queries, services
from insurance.mandates.rules import DRAFT_LIFE, first_use
from insurance.signatures.models import SignaturePurpose
from insurance.signatures.queries import last_asked
from web.access import customer_only
from web.limits import limited
from web.pages import show
from web.sessions import device_label


@bp.get("/paiements/contrats/<public_id>/mandat")
@customer_only
def mandate(public_id):
    """The mandate of a contract, the one that comes if another account was given, the next debit, the rights."""
    contract = find_contract(current_user, public_id)
    if contract.payment_method != PaymentMethod.DIRECT_DEBIT:
        raise NotFound(public_id)
    present, coming = billing.mandate_of(contract), billing.coming_mandate_of(contract)
    due = billing.next_due(billing.instalments_of([contract])[contract.id])
    return show("payments/mandate.html", contract=contract, mandate=present, coming=coming, due=due,
                bank=bank_of(present.iban) if present else "", debited=billing.mandate_of(contract, due.due_on) if due else None,
                papers={one.reference: paper for one in (present, coming) if one and (paper := queries.paper_of(one))},
                past=[one for one in billing.signed_mandates_of(contract) if one not in (present, coming)],
                may_change=_may_change(contract), notice_days=current_app.config["DEBIT_NOTICE_DAYS"])


@bp.route("/paiements/contrats/<public_id>/compte", methods=["GET", "POST"])
@customer_only
@limited(calls=30, seconds=900)
def change_account(public_id):
    """Give another account to debit: its number, its holder, the password; then a code is sent to sign."""
    contract = find_contract(current_user, public_id)
    form = AccountForm(holder=current_user.full_name)
    if form.validate_on_submit():
        written = _written(contract, form)
        if written is not None:
            services.ask_code(current_user, written.public_id, current_app.extensions["insurer"], _first_use_days(),
                              current_app.extensions["passwords"])
            return redirect(url_for("payments.sign_mandate", public_id=written.public_id), 303)
    return show("payments/account.html", status=422 if form.errors else 200, contract=contract, form=form,
                mandate=billing.mandate_of(contract), coming=billing.coming_mandate_of(contract),
                used_from=first_use(today(), _first_use_days()), may_change=_may_change(contract))


@bp.route("/paiements/mandats/<public_id>/signature", methods=["GET", "POST"])
@customer_only
@limited(calls=60, seconds=900)
def sign_mandate(public_id):
    """The code, and what it signs."""
    mandate, form, extensions = queries.find_mandate(current_user, public_id), CodeForm(), current_app.extensions
    contract = _contract_of(mandate)
    if mandate.signed_at is None and form.validate_on_submit():
        try:
            mandate = services.sign(
                current_user, public_id, form.code.data, device_label(request.headers.get("User-Agent", "")), address_key(),
                extensions["passwords"], extensions["insurer"], _first_use_days(), wording)
        except Refused as error:
            if error.reason not in (Reason.SIGNING_CODE_WRONG, Reason.SIGNING_CODE_EXPIRED):
                raise
            form.code.errors = [words_of(error)]
    if mandate.signed_at is not None:
        return redirect(url_for("payments.mandate", public_id=contract.public_id), 303)
    return show("payments/sign.html", status=422 if form.errors else 200, form=form, mandate=mandate, contract=contract,
                former=billing.mandate_of(contract), used_from=first_use(today(), _first_use_days()),
                until=mandate.written_at + DRAFT_LIFE,
                asked=last_asked(current_user, SignaturePurpose.MANDATE, mandate.reference))


@bp.post("/paiements/mandats/<public_id>/code")
@customer_only
@limited(calls=20, seconds=900)
def ask_mandate_code(public_id):
    """Send another code."""
    services.ask_code(current_user, public_id, current_app.extensions["insurer"], _first_use_days(),
                      current_app.extensions["passwords"])
    return redirect(url_for("payments.sign_mandate", public_id=public_id), 303)


@bp.post("/paiements/mandats/<public_id>/annulation")
@customer_only
@limited(calls=20, seconds=900)
def revoke_mandate(public_id):
    """Go back on a change of account before its first day."""
    mandate = queries.find_mandate(current_user, public_id)
    services.revoke(current_user, public_id, current_app.extensions["insurer"])
    flash("Le changement de compte est annulé. Un e-mail vous le confirme.")
    return redirect(url_for("payments.mandate", public_id=_contract_of(mandate).public_id), 303)


def _written(contract, form):
    """Return what was written from a form, or say beside its fields what is wrong."""
    try:
        written = services.write(current_user, contract.public_id, form.iban.data, form.holder.data.strip(), form.current.data,
                                 address_key(), current_app.extensions["insurer"], current_app.extensions["passwords"])
    except Refused as error:
        if error.reason is Reason.SAME_ACCOUNT:
            form.iban.errors = [words_of(error)]
        elif error.reason in (Reason.WRONG_CREDENTIALS, Reason.TOO_MANY_ATTEMPTS):
            form.current.errors = [password_words_of(error)]
        else:
            raise
        return None
    if isinstance(written, IbanFlaw):
        form.iban.errors = [wording.IBAN_FLAWS[written]]
        return None
    return written


def _contract_of(mandate):
    contract = next((one for one in contracts_of(current_user) if one.id == mandate.contract_id), None)
    if contract is None:
        raise NotFound(mandate.public_id)
    return contract


def _may_change(contract) -> bool:
    return queries.may_change_account(contract, current_app.extensions["insurer"])


def _first_use_days() -> int:
    return current_app.config["MANDATE_FIRST_USE_DAYS"]
