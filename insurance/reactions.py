"""When this event is written, do that: one table to read. app.py installs it."""
from sqlalchemy import select, update
from sqlalchemy.orm import joinedload

from insurance.accounts import email_change
from insurance.accounts.models import Account
from insurance.arrears import services as arrears
from insurance.billing.queries import instalments_of
from insurance.claims import handling
from insurance.claims import paper as claim_papers
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents import news
from insurance.documents.contract_papers import issue_contract_papers
from insurance.documents.receipts import issue_receipts
from insurance.documents.services import issue_attestations
from insurance.endorsements.applying import close_heard, drop_ended
from insurance.history.models import Event, EventKind
from insurance.history.recorder import install_reactions
from insurance.insurer import Insurer
from insurance.payments import mails as payment_mails
from insurance.payments.ledger import settle_all
from insurance.pieces import services as pieces
from insurance.pieces.table import PiecesTable
from insurance.terminations.services import close_ended

# The parts of a record, in the portfolio format, that the papers of a contract are about.
TERMS = frozenset({"status", "product", "holder", "vehicle", "drivers", "coverages", "options", "premium"})


def install(insurer: Insurer, words, pieces_table: PiecesTable) -> None:
    """Let the events of the house have their consequences. `words` is the wording: a paper holds its words."""

    def renew_attestations(events: list[Event]) -> None:
        """A contract that changed may need another attestation: the one that stands must say the truth."""
        _renew(Contract.id.in_({event.contract_id for event in events}))

    def renew_attestations_of_holders(events: list[Event]) -> None:
        """A holder's new name or address stands on the attestation of each of their contracts."""
        _renew(Contract.customer_id.in_({event.customer_id for event in events}))

    def close_terminations(events: list[Event]) -> None:
        """An end that the insurer has written answers the request for it."""
        close_ended(events, insurer, words)

    def follow_with_pieces(events: list[Event]) -> None:
        """A change that was accepted here calls for its pieces; a contract that is provisional, for all of its own."""
        for event in events:
            if "reference" in event.details:
                pieces.ask_after(event.contract_id, event.details["reference"], event.details["version"], pieces_table)
        pieces.follow({event.contract_id for event in events}, pieces_table)

    def follow_endorsements(events: list[Event]) -> None:
        """A contract that ended, or that is somebody else's now, has no change that waits any more."""
        drop_ended(events, insurer, words)

    def issue_papers_of_changes(events: list[Event]) -> None:
        """A change of terms gives the contract its special conditions anew, unless its papers came with it."""
        changed = {event.contract_id for event in events if TERMS.intersection(event.details.get("changes", ()))}
        for contract in db.session.scalars(select(Contract).where(Contract.id.in_(changed)).order_by(Contract.id)):
            issue_contract_papers(contract, insurer, words)

    def settle_and_issue_receipts(events: list[Event]) -> None:
        """What was paid here stays paid whatever changed; what is paid has its receipt, what came back has none any more."""
        settle_all(list(db.session.scalars(select(Contract).where(Contract.id.in_({event.contract_id for event in events})))))
        moved = {event.contract_id for event in events if event.kind != EventKind.CONTRACT_CHANGED
                 or "instalments" in event.details.get("changes", ())}
        if moved:
            issue_receipts(list(db.session.scalars(select(Contract).where(Contract.id.in_(moved)))), insurer, words)

    def heed_payments(events: list[Event]) -> None:
        """What was paid, or came back, has its effect on the cover."""
        arrears.heed(_contracts_of(events), insurer)

    def follow_notices(events: list[Event]) -> None:
        """What the insurer's files say of a formal notice is followed as if it had been sent here."""
        arrears.adopt(_contracts_of(events))

    def tell_of_payments(events: list[Event]) -> None:
        """Whoever paid reads that it came, or went back; the insurer's books follow."""
        payment_mails.tell(events, insurer)

    def issue_declarations(events: list[Event]) -> None:
        """A claim that is filed has its paper, which names the photos that were on their way once they are here."""
        claim_papers.issue_declarations(events, insurer, words)

    def _renew(which) -> None:
        whole = (joinedload(Contract.vehicle), joinedload(Contract.customer))
        contracts = list(db.session.scalars(select(Contract).where(which).options(*whole)))
        issue_attestations(contracts, instalments_of(contracts), insurer)

    install_reactions({
        EventKind.CONTRACT_RECORDED: [renew_attestations, follow_notices, follow_with_pieces],
        EventKind.CONTRACT_CHANGED: [renew_attestations, issue_papers_of_changes, settle_and_issue_receipts, follow_notices,
                                     follow_with_pieces, close_terminations, follow_endorsements],
        EventKind.CHANGE_HEARD: [close_heard],
        EventKind.HOLDER_CHANGED: [renew_attestations_of_holders, doubt_new_addresses,
                                   email_change.heed_imported_addresses],
        EventKind.PAYMENT_RECEIVED: [settle_and_issue_receipts, heed_payments, tell_of_payments],
        EventKind.PAYMENT_REFUNDED: [settle_and_issue_receipts, heed_payments, tell_of_payments],
        EventKind.PAYMENT_DISPUTED: [settle_and_issue_receipts, heed_payments, tell_of_payments],
        EventKind.DEBIT_RETURNED: [settle_and_issue_receipts, heed_payments, tell_of_payments],
        EventKind.ACCOUNT_OPENED: [forget_old_news],
        EventKind.PASSWORD_CHANGED: [email_change.heed_new_passwords],
        EventKind.WORK_TAKEN: [handling.heed_hands],
        EventKind.WORK_GIVEN: [handling.heed_hands],
        EventKind.WORK_RELEASED: [handling.heed_hands],
        EventKind.CLAIM_FILED: [issue_declarations],
        EventKind.CLAIM_PIECE_RECEIVED: [issue_declarations],
        EventKind.CLAIM_PIECE_DROPPED: [issue_declarations],
        EventKind.CLAIM_CLOSED: [handling.leave_hands],
        EventKind.CLAIM_REFUSED: [handling.leave_hands],
        EventKind.CLAIM_WITHDRAWN: [handling.leave_hands],
    })


def _contracts_of(events: list[Event]) -> list[Contract]:
    return list(db.session.scalars(
        select(Contract).where(Contract.id.in_({event.contract_id for event in events})).order_by(Contract.id)
        .options(joinedload(Contract.vehicle), joinedload(Contract.customer))))


def forget_old_news(events: list[Event]) -> None:
    """What was there long before the account is not news to it."""
    news.forget_old_news({event.customer_id for event in events})


def doubt_new_addresses(events: list[Event]) -> None:
    """An e-mail address that the insurer corrected has not been verified by its owner (L111-10)."""
    changed = {event.customer_id for event in events if "email" in event.details.get("changes", ())}
    if changed:
        db.session.execute(update(Account).where(Account.customer_id.in_(changed)).values(
            email_verified_at=None, check_asked_at=None, check_reminded_at=None))
