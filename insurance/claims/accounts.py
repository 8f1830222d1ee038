"""The account to which the amount of a claim is transferred: given by its customer, who proves that they are, and told by mail."""
from collections.abc import Iterable
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import joinedload, undefer

from insurance import outbox
from insurance.accounts import throttle
from insurance.accounts.proving import prove_password
from insurance.billing.iban import IbanFlaw, flaw_in, masked, normalise
from insurance.claims.models import Claim, ClaimAccount, ClaimState
from insurance.claims.queries import account_for, is_transferred
from insurance.claims.services import about, locked_claim, mail_details
from insurance.clock import now
from insurance.database import db, transaction
from insurance.errors import Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind


def without_account(claims: Iterable[Claim]) -> set:
    """Return the ids of those of these claims that wait for an account."""
    waiting = {claim.id for claim in claims if is_transferred(claim)}
    return waiting - set(db.session.scalars(select(ClaimAccount.claim_id).where(ClaimAccount.claim_id.in_(waiting)))) \
        if waiting else waiting


def give_account(customer, public_id: str, written: str, holder: str, password: str, address_key: str,
                 passwords) -> IbanFlaw | None:
    """Note to which account the amount of a claim is transferred, or return what is wrong with its number.

    The same again is once. Raises `Refused(WRONG_CREDENTIALS)`, `Refused(TOO_MANY_ATTEMPTS)`, and
    `Refused(MOVE_NOT_ALLOWED)` when no amount is to be transferred.
    """
    flaw, iban = flaw_in(written), normalise(written)
    if flaw is not None:
        return flaw
    prove_password(customer, password, throttle.key_of("account", str(customer.id)), address_key, passwords)
    with transaction():
        claim = locked_claim(customer, public_id)
        if not is_transferred(claim):
            raise Refused(Reason.MOVE_NOT_ALLOWED)
        account = account_for(claim)
        if account is not None and (account.iban, account.holder) == (iban, holder):
            return None
        if account is None:
            account = ClaimAccount(claim_id=claim.id)
            db.session.add(account)
        account.iban, account.masked_iban, account.holder, account.given_at = iban, masked(iban), holder, now()
        record(EventKind.CLAIM_ACCOUNT_GIVEN, Actor.CUSTOMER, customer, claim.contract, **about(claim),
               account=account.masked_iban)
        outbox.post(MailKind.CLAIM_ACCOUNT, customer.email, customer, first_name=customer.first_name,
                    account=account.masked_iban, **mail_details(claim))
    return None


def transfers(until: date) -> list[tuple[Claim, ClaimAccount]]:
    """Return what is to be transferred by a day, with the whole number of each account: for whoever pays, and nobody else."""
    return [tuple(row) for row in db.session.execute(
        select(Claim, ClaimAccount).join(ClaimAccount, ClaimAccount.claim_id == Claim.id)
        .where(Claim.state == ClaimState.SETTLEMENT, Claim.is_paid_to_repairer.is_(False), Claim.payment_on <= until)
        .options(joinedload(Claim.customer), undefer(ClaimAccount.iban)).order_by(Claim.payment_on, Claim.reference))]
