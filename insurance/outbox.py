"""Mails waiting to leave. A mail is written in the same transaction as the fact that it tells; a worker sends it."""
import uuid
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import JSON, Index, String, Text, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from insurance.clock import now
from insurance.database import Key, db, transaction
from insurance.notices import Channel, NoticeKind, is_refused
from insurance.references import new_id
from insurance.sealing import Sealed

LEASE = timedelta(seconds=60)
RETRY_AFTER = [timedelta(seconds=s) for s in (30, 120, 600, 3600, 4 * 3600, 12 * 3600, 24 * 3600)]


class MailKind(StrEnum):
    """What a mail says. Each kind has its two parts in `templates/emails/`."""

    OPEN_ACCOUNT = "open-account"
    ALREADY_OPEN = "already-open"
    ACCOUNT_OPENED = "account-opened"
    RESET_PASSWORD = "reset-password"
    PASSWORD_CHANGED = "password-changed"
    PASSWORD_OLD = "password-old"  # once a year
    CONTRACT_NUMBERS = "contract-numbers"
    ACCOUNT_HELD = "account-held"
    QUESTION_RECEIVED = "question-received"
    QUESTION = "question"
    PROFILE_CHANGED = "profile-changed"
    PROFILE_HANDED_OVER = "profile-handed-over"  # to the insurer, whose systems must know
    CORRECTION_RECEIVED = "correction-received"
    CORRECTION_ACCEPTED = "correction-accepted"
    CORRECTION_REFUSED = "correction-refused"
    EMAIL_CONFIRM = "email-confirm"  # to the new address
    EMAIL_ASKED = "email-asked"  # to the present one, at once
    EMAIL_CHANGED = "email-changed"  # to the former one, with the way back
    EMAIL_PASSWORD_CHANGED = "email-password-changed"  # to the former one, while there is a way back
    EMAIL_RESTORED = "email-restored"  # to the address that is back
    EMAIL_REMOVED = "email-removed"  # to the one that left
    EMAIL_CHECK = "email-check"  # once a year (L111-10)
    RENEWAL_NOTICE = "renewal-notice"  # the amount, the last day to refuse (L113-15-1)
    REMOVAL_ANNOUNCED = "removal-announced"  # two months before documents are removed (L111-11)
    HISTORY_CHECKED = "history-checked"  # somebody checks it first: by when it comes
    HISTORY_RELEASED = "history-released"
    HISTORY_DUE = "history-due"  # to the insurer, before the legal delay ends
    LETTER_SENT = "letter-sent"  # the paper that was asked for
    DOCUMENTS_READY = "documents-ready"  # what came since the last one
    PIECES_ASKED = "pieces-asked"
    PIECES_REMINDER = "pieces-reminder"
    PIECE_REFUSED = "piece-refused"
    PIECES_COMPLETE = "pieces-complete"
    PIECES_HANDED_OVER = "pieces-handed-over"  # to the insurer: the contract is definitive
    TERMINATION_RECEIVED = "termination-received"  # reception, end and effects (D113-7, R113-12)
    TERMINATION_ACKNOWLEDGED = "termination-acknowledged"  # to an address that anybody may have typed: no content
    TERMINATION_WITHDRAWN = "termination-withdrawn"
    TERMINATION_PROCESSED = "termination-processed"
    TERMINATION_HANDED_OVER = "termination-handed-over"  # to the insurer: asked for, or taken back
    TERMINATION_TYPED = "termination-typed"  # to the insurer, what a visitor typed
    CLAIM_FILED = "claim-filed"  # reference, what happens next, free choice of the repairer (L211-5-1)
    CLAIM_MOVED = "claim-moved"
    CLAIM_ANSWERED = "claim-answered"  # a few words of whoever handles it
    CLAIM_ACCOUNT = "claim-account"  # where the amount is transferred was said, or changed
    CLAIM_LATE = "claim-late"  # a date that was promised has passed
    CLAIM_PIECES_AWAITED = "claim-pieces-awaited"  # announced by a phone, and not here
    FORMAL_NOTICE = "formal-notice"
    COVER_SUSPENDED = "cover-suspended"
    COVER_BACK = "cover-back"
    FORMAL_NOTICE_HANDED_OVER = "formal-notice-handed-over"  # to the insurer: to send, sent, what followed
    PAYMENT_RECEIVED = "payment-received"
    PAYMENT_REFUNDED = "payment-refunded"
    PAYMENT_TAKEN_BACK = "payment-taken-back"  # by the bank: a dispute, a debit that came back
    DEBIT_ANNOUNCED = "debit-announced"  # fourteen days before it (SEPA)
    MANDATE_SIGNED = "mandate-signed"  # another account is debited, and from when
    MANDATE_REVOKED = "mandate-revoked"
    MANDATE_HANDED_OVER = "mandate-handed-over"  # to the insurer, whose books must follow
    INSTALMENT_DUE = "instalment-due"
    INSTALMENT_LATE = "instalment-late"
    TERMINATION_REFUNDED = "termination-refunded"
    PAYMENT_HANDED_OVER = "payment-handed-over"  # to the insurer, whose books must follow
    STAFF_INVITED = "staff-invited"
    STAFF_FACTOR_RESET = "staff-factor-reset"
    STAFF_HELD = "staff-held"
    SIGNATURE_CODE = "signature-code"
    ENDORSEMENT_ACCEPTED = "endorsement-accepted"  # what was signed, on a durable medium
    ENDORSEMENT_APPLIED = "endorsement-applied"
    ENDORSEMENT_REFUSED = "endorsement-refused"
    ENDORSEMENT_QUESTION = "endorsement-question"  # an adviser asks for more
    ENDORSEMENT_WITHDRAWN = "endorsement-withdrawn"
    ENDORSEMENT_REVIEWED_AGAIN = "endorsement-reviewed-again"  # the contract changed before the day: an adviser looks
    ENDORSEMENT_HANDED_OVER = "endorsement-handed-over"  # to the insurer, whose systems must follow


NOTICE_OF = {
    **dict.fromkeys((
        MailKind.OPEN_ACCOUNT, MailKind.ALREADY_OPEN, MailKind.ACCOUNT_OPENED, MailKind.RESET_PASSWORD,
        MailKind.PASSWORD_CHANGED, MailKind.CONTRACT_NUMBERS, MailKind.ACCOUNT_HELD, MailKind.PROFILE_CHANGED,
        MailKind.EMAIL_CONFIRM, MailKind.EMAIL_ASKED, MailKind.EMAIL_CHANGED, MailKind.EMAIL_PASSWORD_CHANGED,
        MailKind.EMAIL_RESTORED, MailKind.EMAIL_REMOVED, MailKind.SIGNATURE_CODE, MailKind.CLAIM_ACCOUNT,
        MailKind.MANDATE_SIGNED, MailKind.MANDATE_REVOKED), NoticeKind.SECURITY),
    **dict.fromkeys((
        MailKind.EMAIL_CHECK, MailKind.RENEWAL_NOTICE, MailKind.REMOVAL_ANNOUNCED, MailKind.DOCUMENTS_READY, MailKind.TERMINATION_RECEIVED,
        MailKind.TERMINATION_ACKNOWLEDGED, MailKind.TERMINATION_WITHDRAWN, MailKind.TERMINATION_PROCESSED,
        MailKind.PIECES_ASKED, MailKind.PIECES_REMINDER, MailKind.PIECE_REFUSED, MailKind.PIECES_COMPLETE),
        NoticeKind.CONTRACTS),
    **dict.fromkeys((
        MailKind.ENDORSEMENT_ACCEPTED, MailKind.ENDORSEMENT_APPLIED, MailKind.ENDORSEMENT_REFUSED,
        MailKind.ENDORSEMENT_QUESTION, MailKind.ENDORSEMENT_WITHDRAWN, MailKind.ENDORSEMENT_REVIEWED_AGAIN),
        NoticeKind.CONTRACTS),
    **dict.fromkeys((
        MailKind.QUESTION_RECEIVED, MailKind.CLAIM_FILED, MailKind.CLAIM_MOVED, MailKind.CLAIM_ANSWERED, MailKind.CLAIM_LATE,
        MailKind.CLAIM_PIECES_AWAITED, MailKind.LETTER_SENT, MailKind.CORRECTION_RECEIVED, MailKind.CORRECTION_ACCEPTED,
        MailKind.HISTORY_CHECKED, MailKind.HISTORY_RELEASED,
        MailKind.CORRECTION_REFUSED), NoticeKind.REQUESTS),
    **dict.fromkeys((
        MailKind.FORMAL_NOTICE, MailKind.COVER_SUSPENDED, MailKind.COVER_BACK, MailKind.PAYMENT_RECEIVED,
        MailKind.PAYMENT_REFUNDED, MailKind.PAYMENT_TAKEN_BACK, MailKind.TERMINATION_REFUNDED,
        MailKind.DEBIT_ANNOUNCED), NoticeKind.CONTRACTS),
    **dict.fromkeys((MailKind.PASSWORD_OLD, MailKind.INSTALMENT_DUE, MailKind.INSTALMENT_LATE), NoticeKind.REMINDERS),
}
"""Which notice each mail to a customer is: those of a kind that the customer refused do not leave."""

TO_THE_INSURER = frozenset({
    MailKind.QUESTION, MailKind.PROFILE_HANDED_OVER, MailKind.PIECES_HANDED_OVER, MailKind.TERMINATION_HANDED_OVER,
    MailKind.TERMINATION_TYPED, MailKind.ENDORSEMENT_HANDED_OVER, MailKind.PAYMENT_HANDED_OVER,
    MailKind.FORMAL_NOTICE_HANDED_OVER, MailKind.MANDATE_HANDED_OVER,
    MailKind.HISTORY_DUE, MailKind.STAFF_INVITED, MailKind.STAFF_FACTOR_RESET, MailKind.STAFF_HELD})
"""The mails that customers never receive."""


class MailState(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    LEASED = "leased"
    SENT = "sent"
    BOUNCED = "bounced"  # the address does not exist: said by the receiving server
    DEAD = "dead"  # given up after the last retry; shown to the operator


class OutgoingMail(db.Model):
    """A mail to send once. `secret` (a link) is sealed, and erased as soon as the mail has left."""

    __tablename__ = "outgoing_mail"
    __table_args__ = (Index("ix_outgoing_mail_state_run_at", "state", "run_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(String(32))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(Key, index=True)
    recipient: Mapped[str] = mapped_column(String(254))
    details: Mapped[dict] = mapped_column(JSON, default=dict)
    secret: Mapped[str | None] = mapped_column(Sealed, deferred=True)  # a lost key spoils one mail, not the queue
    state: Mapped[str] = mapped_column(String(12), default=MailState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    run_at: Mapped[datetime] = mapped_column(default=now)
    lease_until: Mapped[datetime | None]
    owner: Mapped[str | None] = mapped_column(String(64))
    last_error: Mapped[str | None] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(default=now)
    sent_at: Mapped[datetime | None]


def post(kind: MailKind, recipient: str, customer=None, secret: str | None = None, **details) -> None:
    """Put a mail in the outbox, inside the caller's transaction: it leaves if and only if the fact is true.

    A customer who refused its kind of notice is spared it (`notices.REFUSABLE`).
    """
    notice = NOTICE_OF.get(kind)
    if customer is not None and notice is not None and is_refused(customer.id, notice, Channel.MAIL):
        return
    db.session.add(OutgoingMail(kind=kind, recipient=recipient, secret=secret, details=details,
                                customer_id=customer.id if customer is not None else None))


def lease(owner: str) -> OutgoingMail | None:
    """Take the oldest mail that is due, for `LEASE`; None when nothing waits.

    A worker that dies leaves its lease behind: the mail is due again when the lease runs out. At least once, then,
    and the Message-ID never changes, so that a receiving server recognises the second copy.
    """
    moment = now()
    due = or_(
        (OutgoingMail.state == MailState.WAITING) & (OutgoingMail.run_at <= moment),
        (OutgoingMail.state == MailState.LEASED) & (OutgoingMail.lease_until < moment),
    )
    if db.session.scalar(select(OutgoingMail.id).where(due).limit(1)) is None:
        return None  # a read is enough to know that there is nothing: no write lock taken
    with transaction():
        mail = db.session.scalar(
            select(OutgoingMail).where(due).order_by(OutgoingMail.run_at).limit(1).with_for_update(skip_locked=True))
        if mail is not None:
            mail.state, mail.owner, mail.lease_until = MailState.LEASED, owner, moment + LEASE
            mail.attempts += 1
    return mail


def _finish(mail: OutgoingMail, owner: str, **values) -> bool:
    """Write the outcome if the lease is still ours (fencing): a slow worker cannot undo another's work."""
    with transaction():
        done = db.session.execute(
            update(OutgoingMail)
            .where(OutgoingMail.id == mail.id, OutgoingMail.owner == owner, OutgoingMail.state == MailState.LEASED)
            .values(lease_until=None, owner=None, **values))
    return done.rowcount == 1


def mark_sent(mail: OutgoingMail, owner: str) -> bool:
    """Say that the mail has left, and forget its secret."""
    return _finish(mail, owner, state=MailState.SENT, sent_at=now(), secret=None, last_error=None)


def mark_bounced(mail: OutgoingMail, owner: str, error: str) -> bool:
    """Say that the address refused the mail for good."""
    return _finish(mail, owner, state=MailState.BOUNCED, secret=None, last_error=error)


def mark_failed(mail: OutgoingMail, owner: str, error: str) -> bool:
    """Say that it did not leave this time: it will be tried again later, and less and less often, seven times."""
    if mail.attempts > len(RETRY_AFTER):
        return _finish(mail, owner, state=MailState.DEAD, secret=None, last_error=error)
    return _finish(mail, owner, state=MailState.WAITING, last_error=error,
                   run_at=now() + RETRY_AFTER[mail.attempts - 1])


def mails_of(customer, limit: int) -> list[OutgoingMail]:
    """Return the newest mails about a customer, to whomever they went, whatever their state."""
    return list(db.session.scalars(
        select(OutgoingMail).where(OutgoingMail.customer_id == customer.id).order_by(OutgoingMail.id.desc()).limit(limit)))


def last_bounce(customer) -> OutgoingMail | None:
    """Return the last mail to a customer's present address if it came back, None when it arrived or none has left."""
    newest = db.session.scalar(
        select(OutgoingMail).where(OutgoingMail.customer_id == customer.id, OutgoingMail.recipient == customer.email,
                                   OutgoingMail.state.in_((MailState.SENT, MailState.BOUNCED)))
        .order_by(OutgoingMail.id.desc()).limit(1))
    return newest if newest is not None and newest.state == MailState.BOUNCED else None


def sent_mails(limit: int = 50) -> list[OutgoingMail]:
    """Return the newest mails, whatever their state (the demo's mail page and the operator read it)."""
    return list(db.session.scalars(select(OutgoingMail).order_by(OutgoingMail.id.desc()).limit(limit)))


def count_dead() -> int:
    """Return how many mails were given up, for the operator to look at."""
    return db.session.scalar(select(func.count()).where(OutgoingMail.state == MailState.DEAD))
