"""The line of history. SQL triggers refuse to update or delete it (see migrations)."""
import uuid
from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from insurance.clock import now
from insurance.database import Key, db
from insurance.references import new_id


class Actor(StrEnum):
    """Who did it."""

    CUSTOMER = "customer"
    ADVISER = "adviser"  # one of the insurer's people, at the desk: the line says which
    INSURER = "insurer"  # the insurer's own systems, through an import
    RULE = "rule"  # a date that passed, a job that ran
    UNKNOWN = "unknown"  # somebody who is not signed in


class EventKind(StrEnum):
    """What happened. Every kind is worded in `wording.EVENTS`."""

    ACCOUNT_REQUESTED = "account.requested"
    ACCOUNT_OPENED = "account.opened"
    SIGNED_IN = "account.signed-in"
    SIGNED_OUT = "account.signed-out"
    SIGN_IN_REFUSED = "account.sign-in-refused"
    ACCOUNT_HELD = "account.held"
    RESET_REQUESTED = "account.reset-requested"
    PASSWORD_CHANGED = "account.password-changed"
    NUMBERS_SENT = "account.numbers-sent"
    DEVICE_REVOKED = "account.device-revoked"
    ACCESS_REFUSED = "access.refused"
    CONTRACT_RECORDED = "contract.recorded"
    CONTRACT_CHANGED = "contract.changed"
    CHANGE_HEARD = "contract.change-heard"
    HOLDER_CHANGED = "holder.changed"
    DOCUMENT_ADDED = "document.added"
    DOCUMENT_ISSUED = "document.issued"
    PAPER_ISSUED = "document.paper-issued"
    HISTORY_ASKED = "history-check.asked"
    HISTORY_DUE = "history-check.due"
    HISTORY_RELEASED = "history-check.released"
    LETTER_ASKED = "letter.asked"
    LETTER_PREPARED = "letter.prepared"
    LETTER_SENT = "letter.sent"
    LETTER_WITHDRAWN = "letter.withdrawn"
    REMOVAL_ANNOUNCED = "document.removal-announced"
    DOCUMENTS_REMOVED = "document.removed"
    CORRECTION_ASKED = "correction.asked"
    CORRECTION_ACCEPTED = "correction.accepted"
    CORRECTION_REFUSED = "correction.refused"
    CORRECTION_WITHDRAWN = "correction.withdrawn"
    QUESTION_SENT = "question.sent"
    EMAIL_CHANGE_ASKED = "email.change-asked"
    EMAIL_CHANGE_DROPPED = "email.change-dropped"
    EMAIL_CHANGED = "email.changed"
    EMAIL_RESTORED = "email.restored"
    EMAIL_VERIFIED = "email.verified"
    EMAIL_CHECK_ASKED = "email.check-asked"
    EMAIL_CHECK_REMINDED = "email.check-reminded"
    EMAIL_BOUNCED = "email.bounced"
    PAPER_ASKED = "paper.asked"
    PAPER_STOPPED = "paper.stopped"
    NOTICE_REFUSED = "notice.refused"
    NOTICE_WANTED = "notice.wanted"
    CONSENT_GIVEN = "consent.given"
    CONSENT_WITHDRAWN = "consent.withdrawn"
    PIECES_ASKED = "pieces.asked"
    PIECES_COMPLETE = "pieces.complete"
    PIECE_ASKED_AGAIN = "piece.asked-again"
    PIECE_RECEIVED = "piece.received"
    PIECE_TAKEN_BACK = "piece.taken-back"
    PIECE_ACCEPTED = "piece.accepted"
    PIECE_REFUSED = "piece.refused"
    PIECE_WAIVED = "piece.waived"
    TERMINATION_REQUESTED = "termination.requested"
    TERMINATION_WITHDRAWN = "termination.withdrawn"
    TERMINATION_PROCESSED = "termination.processed"
    CLAIM_FILED = "claim.filed"
    CLAIM_PIECES_ASKED = "claim.pieces-asked"
    CLAIM_COMPLETED = "claim.completed"
    CLAIM_TAKEN = "claim.taken-in-charge"
    CLAIM_APPRAISAL_SET = "claim.appraisal-set"
    CLAIM_REPAIR_BEGUN = "claim.repair-begun"
    CLAIM_TOTAL_LOSS = "claim.total-loss"
    CLAIM_RECOVERY_AWAITED = "claim.recovery-awaited"
    CLAIM_THIRD_PARTY_AWAITED = "claim.third-party-awaited"
    CLAIM_DECIDED = "claim.decided"
    CLAIM_SETTLED = "claim.settled"
    CLAIM_CLOSED = "claim.closed"
    CLAIM_REFUSED = "claim.refused"
    CLAIM_WITHDRAWN = "claim.withdrawn"
    CLAIM_REOPENED = "claim.reopened"
    CLAIM_CONTESTED = "claim.contested"
    CLAIM_HANDLER_CHANGED = "claim.handler-changed"
    CLAIM_DATE_MOVED = "claim.date-moved"
    CLAIM_DATE_MISSED = "claim.date-missed"
    CLAIM_PIECE_RECEIVED = "claim.piece-received"
    CLAIM_PIECE_ACCEPTED = "claim.piece-accepted"
    CLAIM_PIECE_REFUSED = "claim.piece-refused"
    CLAIM_PIECE_DROPPED = "claim.piece-dropped"
    CLAIM_MESSAGE_SENT = "claim.message-sent"
    CLAIM_ACCOUNT_GIVEN = "claim.account-given"
    ENDORSEMENT_QUOTED = "endorsement.quoted"
    ENDORSEMENT_LAPSED = "endorsement.lapsed"
    ENDORSEMENT_ACCEPTED = "endorsement.accepted"
    ENDORSEMENT_SUBMITTED = "endorsement.submitted"
    ENDORSEMENT_APPROVED = "endorsement.approved"
    ENDORSEMENT_QUESTIONED = "endorsement.questioned"
    ENDORSEMENT_ANSWERED = "endorsement.answered"
    ENDORSEMENT_REFUSED = "endorsement.refused"
    ENDORSEMENT_SENT_BACK = "endorsement.sent-back"
    ENDORSEMENT_APPLIED = "endorsement.applied"
    ENDORSEMENT_CONFIRMED = "endorsement.confirmed"
    ENDORSEMENT_WITHDRAWN = "endorsement.withdrawn"
    NOTICE_SENT = "notice.sent"
    NOTICE_DROPPED = "notice.dropped"
    COVER_SUSPENDED = "notice.cover-suspended"
    ARREARS_PAID = "notice.arrears-paid"
    ARREARS_UNPAID_AGAIN = "notice.unpaid-again"
    COVER_RESUMED = "notice.cover-resumed"
    POSTING_PROPOSED = "posting.proposed"
    POSTING_ENTERED = "posting.entered"
    POSTING_REFUSED = "posting.refused"
    PAYMENT_STARTED = "payment.started"
    PAYMENT_RECEIVED = "payment.received"
    PAYMENT_REFUSED = "payment.refused"
    PAYMENT_REFUNDED = "payment.refunded"
    REFUND_ASKED = "payment.refund-asked"
    PAYMENT_DISPUTED = "payment.disputed"
    DEBIT_RETURNED = "payment.debit-returned"
    MANDATE_SIGNED = "mandate.signed"
    MANDATE_REVOKED = "mandate.revoked"
    CLAIM_ANSWERED = "claim.answered"
    STAFF_INVITED = "staff.invited"
    STAFF_OPENED = "staff.opened"
    STAFF_SIGNED_IN = "staff.signed-in"
    STAFF_SIGNED_OUT = "staff.signed-out"
    STAFF_SIGN_IN_REFUSED = "staff.sign-in-refused"
    STAFF_HELD = "staff.held"
    STAFF_PASSWORD_CHANGED = "staff.password-changed"
    STAFF_FACTOR_RESET = "staff.factor-reset"
    STAFF_FACTOR_SET = "staff.factor-set"
    STAFF_DISABLED = "staff.disabled"
    STAFF_ENABLED = "staff.enabled"
    STAFF_ROLES_CHANGED = "staff.roles-changed"
    WORK_TAKEN = "work.taken"
    WORK_GIVEN = "work.given"
    WORK_RELEASED = "work.released"


AT_DESK_ONLY = frozenset({EventKind.WORK_TAKEN, EventKind.WORK_GIVEN, EventKind.WORK_RELEASED})
"""Who has something in hand is the desk's business: these lines about a customer are not shown to them."""
_BY_ADVISER = text("adviser_id IS NOT NULL")  # few lines are: the index stays small


class Event(db.Model):
    """One thing that happened: when, what, who, to whom, on what. Never updated, never deleted.

    `adviser_id` and `adviser_name` say which adviser did it, under the name they had that day.
    """

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_customer_id_id", "customer_id", "id"),
        Index("ix_event_adviser_id_id", "adviser_id", "id", sqlite_where=_BY_ADVISER, postgresql_where=_BY_ADVISER),
    )

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    occurred_at: Mapped[datetime] = mapped_column(default=now)
    kind: Mapped[str] = mapped_column(String(40))
    actor: Mapped[str] = mapped_column(String(16))
    customer_id: Mapped[uuid.UUID | None] = mapped_column(Key)
    contract_id: Mapped[uuid.UUID | None] = mapped_column(Key)
    adviser_id: Mapped[uuid.UUID | None] = mapped_column(Key)
    adviser_name: Mapped[str | None] = mapped_column(String(160))
    details: Mapped[dict] = mapped_column(JSON, default=dict)
