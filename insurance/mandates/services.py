"""Changing the account that is debited: typed with the password, signed with a code, used after some days, undone till then.

Whoever changes the account may make another pay, or nobody: so it takes the password and the mail box, every address of
the customer is told, and nothing is debited from the new account for some days. docs/security.md says what this is
worth.
"""
from datetime import date

from sqlalchemy import delete

from insurance import outbox
from insurance.accounts import throttle
from insurance.accounts.email_change import former_addresses
from insurance.accounts.proving import prove_password
from insurance.billing.banks import bank_of
from insurance.billing.iban import IbanFlaw, flaw_in, masked, normalise
from insurance.billing.models import InstalmentState, SignedMandate
from insurance.billing.queries import coming_mandate_of, instalments_of, mandate_of
from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.contracts.queries import find_contract
from insurance.database import db, one_at_a_time, transaction
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.insurer import Insurer
from insurance.mandates.paper import issue_paper, withdraw_paper
from insurance.mandates.queries import find_mandate, may_change_account
from insurance.mandates.rules import DRAFT_LIFE, first_use, mandate_reference
from insurance.outbox import MailKind
from insurance.references import new_code
from insurance.signatures import services as signatures
from insurance.signatures.models import Signature, SignaturePurpose
from insurance.signatures.rules import fingerprint_of


def write(customer, public_id: str, written: str, holder: str, password: str, address_key: str, insurer: Insurer,
          passwords) -> SignedMandate | IbanFlaw:
    """Keep the account typed for a contract, to be signed within the hour, or return what is wrong with its number.

    Raises `Refused`: WRONG_CREDENTIALS, TOO_MANY_ATTEMPTS; NOT_CHANGEABLE when the contract is not debited or has ended;
    SAME_ACCOUNT when it is the account already.
    """
    flaw, iban = flaw_in(written), normalise(written)
    if flaw is not None:
        return flaw
    prove_password(customer, password, throttle.key_of("account", str(customer.id)), address_key, passwords)
    with transaction() as session:
        contract = _changeable(customer, public_id, insurer)
        last = mandate_of(contract, date.max)
        if last is not None and last.iban == iban:
            raise Refused(Reason.SAME_ACCOUNT)
        session.execute(delete(SignedMandate).where(
            SignedMandate.contract_id == contract.id, SignedMandate.signed_at.is_(None)))
        mandate = SignedMandate(
            contract_id=contract.id, customer_id=customer.id, reference=mandate_reference(contract.number_key, new_code()),
            iban=iban, masked_iban=masked(iban), bank=bank_of(iban), holder=holder)
        session.add(mandate)
    return mandate


def shown(mandate: SignedMandate, insurer: Insurer, first_use_days: int) -> dict:
    """Return what the page of a signature says of a mandate, as JSON values: what is signed is this and nothing else.

    The account is masked; its whole number belongs to the reference, and never changes under it.
    """
    return {"reference": mandate.reference, "account": mandate.masked_iban, "holder": mandate.holder,
            "creditor": insurer.name, "creditor_identifier": insurer.creditor_identifier, "first_use_days": first_use_days}


def ask_code(customer, public_id: str, insurer: Insurer, first_use_days: int, passwords) -> Signature | None:
    """Send the code that signs a mandate; None when it is signed already.

    Raises `NotFound`, also when the hour has passed; `Refused`: NOT_CHANGEABLE, TOO_MANY_ATTEMPTS.
    """
    mandate = find_mandate(customer, public_id)
    if mandate.signed_at is not None:
        return None
    _refuse_unless_signable(customer, mandate, insurer)
    return signatures.ask(customer, SignaturePurpose.MANDATE, mandate.reference, shown(mandate, insurer, first_use_days),
                          passwords)


def sign(customer, public_id: str, typed: str, device: str, origin_hash: str, passwords, insurer: Insurer,
         first_use_days: int, words) -> SignedMandate:
    """Sign a mandate with the code that was sent, and return it; twice is once.

    One that was signed before and is not used yet is revoked. Raises what `ask_code` raises, and `Refused`:
    SIGNING_CODE_WRONG, SIGNING_CODE_EXPIRED.
    """
    mandate = find_mandate(customer, public_id)
    if mandate.signed_at is not None:
        return mandate
    _refuse_unless_signable(customer, mandate, insurer)
    signature = signatures.check(customer, SignaturePurpose.MANDATE, mandate.reference,
                                 fingerprint_of(shown(mandate, insurer, first_use_days)), typed, passwords)
    with transaction():
        one_at_a_time(f"mandate:{mandate.contract_id}")
        mandate = find_mandate(customer, public_id)
        if mandate.signed_at is not None:
            return mandate
        contract = _refuse_unless_signable(customer, mandate, insurer)
        signatures.seal(signature, device, origin_hash)
        waiting, present = coming_mandate_of(contract), mandate_of(contract)
        if waiting is not None:
            waiting.revoked_at = now()
            withdraw_paper(waiting)
        mandate.signature_id, mandate.signed_at = signature.id, signature.signed_at
        mandate.used_from = first_use(mandate.signed_on, first_use_days)
        if present is not None:
            mandate.former_iban, mandate.former_masked = present.iban, present.masked_iban
        record(EventKind.MANDATE_SIGNED, Actor.CUSTOMER, customer, contract, number=contract.number,
               account=mandate.masked_iban, reference=mandate.reference)
        issue_paper(mandate, signature, contract, insurer, words)
        _tell(MailKind.MANDATE_SIGNED, mandate, contract, insurer)
    return mandate


def revoke(customer, public_id: str, insurer: Insurer) -> None:
    """Go back on a mandate that is not used yet: the former account stays; twice is once.

    Raises `NotFound`, `Refused(MOVE_NOT_ALLOWED)` from its first day on.
    """
    with transaction():
        mandate = find_mandate(customer, public_id)
        one_at_a_time(f"mandate:{mandate.contract_id}")
        mandate = find_mandate(customer, public_id)
        if mandate.revoked_at is not None:
            return
        if mandate.signed_at is None or mandate.used_from <= today():
            raise Refused(Reason.MOVE_NOT_ALLOWED)
        contract = db.session.get(Contract, mandate.contract_id)
        contract = find_contract(customer, contract.public_id)
        mandate.revoked_at = now()
        withdraw_paper(mandate)
        record(EventKind.MANDATE_REVOKED, Actor.CUSTOMER, customer, contract, number=contract.number,
               account=mandate.masked_iban, reference=mandate.reference)
        _tell(MailKind.MANDATE_REVOKED, mandate, contract, insurer)


def purge() -> None:
    """Forget the accounts that were typed and not signed in time."""
    with transaction() as session:
        session.execute(delete(SignedMandate).where(
            SignedMandate.signed_at.is_(None), SignedMandate.written_at < now() - DRAFT_LIFE))


def _tell(kind: MailKind, mandate: SignedMandate, contract: Contract, insurer: Insurer) -> None:
    """Tell the customer, at each address that is or may come back theirs, and the insurer, whose books must follow."""
    customer, about = contract.customer, {
        "number": contract.number, "vehicle": contract.vehicle.name, "account": mandate.masked_iban,
        "former_account": mandate.former_masked, "reference": mandate.reference,
        "effective_on": mandate.used_from.isoformat()}
    following = next((one for one in instalments_of([contract])[contract.id]
                      if one.state == InstalmentState.UPCOMING and one.due_on >= today()), None)
    for email in (customer.email, *former_addresses(customer)):
        outbox.post(kind, email, customer, first_name=customer.first_name, public_id=contract.public_id,
                    due_on=following.due_on.isoformat() if following else "",
                    amount_cents=following.left_cents if following else 0,
                    is_on_new=following is not None and following.due_on >= mandate.used_from, **about)
    outbox.post(MailKind.MANDATE_HANDED_OVER, insurer.email, customer, name=customer.full_name,
                is_revoked=kind == MailKind.MANDATE_REVOKED, **about)


def _changeable(customer, public_id: str, insurer: Insurer) -> Contract:
    contract = find_contract(customer, public_id)
    if not may_change_account(contract, insurer):
        raise Refused(Reason.NOT_CHANGEABLE)
    return contract


def _refuse_unless_signable(customer, mandate: SignedMandate, insurer: Insurer) -> Contract:
    """Return the contract of a mandate that may be signed now."""
    if mandate.written_at < now() - DRAFT_LIFE:
        raise NotFound(mandate.public_id)
    return _changeable(customer, db.session.get(Contract, mandate.contract_id).public_id, insurer)
