"""Claims, the drafts in which they are written, their pieces, and the dates that the insurer promises."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, String, Text, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.attachments.models import Attachment
from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_id, new_public_id
from insurance.sealing import Sealed


class ClaimKind(StrEnum):
    """What happened, as the customer says it."""

    COLLISION = "collision"  # with another vehicle
    ALONE = "alone"
    PARKED = "parked"  # hit while parked, the other driver gone or not
    THEFT = "theft"
    ATTEMPTED_THEFT = "attempted-theft"
    VANDALISM = "vandalism"
    GLASS = "glass"
    FIRE = "fire"
    STORM = "storm"  # or hail
    NATURAL_DISASTER = "natural-disaster"
    OTHER = "other"


class ClaimState(StrEnum):
    """Where a claim stands. Before it is filed there is only a draft."""

    FILED = "filed"
    PIECES_ASKED = "pieces-asked"
    COMPLETE = "complete"
    TAKEN_IN_CHARGE = "taken-in-charge"
    APPRAISAL = "appraisal"
    REPAIR = "repair"
    TOTAL_LOSS = "total-loss"  # véhicule économiquement irréparable
    THEFT_WAIT = "theft-wait"  # a stolen vehicle may still be found
    WAITING_THIRD_PARTY = "waiting-third-party"
    DECISION = "decision"
    SETTLEMENT = "settlement"
    CLOSED = "closed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    REOPENED = "reopened"


class PieceKind(StrEnum):
    """What a piece of a claim shows: a shot of the guided list, or a paper."""

    OVERVIEW = "overview"
    PLATES = "plates"
    DAMAGE = "damage"
    PLACE = "place"
    SKETCH = "sketch"
    REPORT_FRONT = "report-front"  # constat amiable
    REPORT_BACK = "report-back"
    E_REPORT = "e-report"
    LICENCE = "licence"
    REGISTRATION = "registration"
    POLICE_REPORT = "police-report"  # récépissé de dépôt de plainte
    MEDICAL_CERTIFICATE = "medical-certificate"
    QUOTE = "quote"
    INVOICE = "invoice"
    PURCHASE_INVOICE = "purchase-invoice"
    NON_PLEDGE = "non-pledge"  # certificat de situation administrative
    FIRE_REPORT = "fire-report"
    WEATHER_REPORT = "weather-report"
    LOSS_STATEMENT = "loss-statement"  # état estimatif
    OTHER = "other"


class PieceState(StrEnum):
    """Where a piece stands."""

    MISSING = "missing"
    RECEIVED = "received"
    ACCEPTED = "accepted"
    REFUSED = "refused"


class PieceSource(StrEnum):
    """Why a piece is in the file."""

    ANNOUNCED = "announced"  # the phone said that it would send it
    SENT = "sent"
    ASKED = "asked"  # by the insurer, or by a rule


class PieceRefusal(StrEnum):
    """Why a piece will not do."""

    UNREADABLE = "unreadable"
    INCOMPLETE = "incomplete"
    OUT_OF_DATE = "out-of-date"
    WRONG_PIECE = "wrong-piece"
    OTHER = "other"


class PromiseKind(StrEnum):
    """What the insurer says that it will have done by a date."""

    TAKE_IN_CHARGE = "take-in-charge"
    CHECK_PIECES = "check-pieces"
    APPOINT = "appoint"  # say what comes next, once somebody is in charge
    APPRAISE = "appraise"
    REPAIR = "repair"
    OFFER = "offer"  # for a vehicle that is not worth repairing
    THEFT_WAIT = "theft-wait"
    THIRD_PARTY = "third-party"
    SETTLE = "settle"  # say the amount and the day of payment
    PAY = "pay"
    LOOK_AGAIN = "look-again"  # at a claim that was reopened, or a decision that is contested


class PromiseOutcome(StrEnum):
    """What became of a promise."""

    KEPT = "kept"
    MISSED = "missed"
    POSTPONED = "postponed"  # another date was given before it was missed
    PAUSED = "paused"  # the customer has something to send first
    DROPPED = "dropped"  # the claim was withdrawn or refused


class Claim(db.Model):
    """A claim, as it was filed and as it stands. Days are French days, instants UTC, amounts cents.

    `declaration` is what was declared, by step (`journey`), frozen at filing. `noticed_on` is day 0 of the legal delay,
    `declare_by` its last day. `phone_filed_at` is when the phone says that it was sent: its own clock, which may be
    wrong. `handler_id` and `handler_name` are who the customer was told has it in hand at the desk. `due_on` is the first
    day by which the law or a promise wants something of the insurer, None once the claim has ended.
    """

    __tablename__ = "claim"
    __table_args__ = (Index("ix_claim_customer_id_filed_at", "customer_id", "filed_at"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    reference: Mapped[str] = mapped_column(String(24), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    state: Mapped[str] = mapped_column(String(24), index=True)
    declaration: Mapped[dict] = mapped_column(JSON)
    occurred_on: Mapped[date]
    noticed_on: Mapped[date]
    declare_by: Mapped[date | None]  # no decree yet: the delay of a natural disaster does not run
    has_injury: Mapped[bool] = mapped_column(default=False)
    filed_at: Mapped[datetime] = mapped_column(default=now)
    phone_filed_at: Mapped[datetime | None]
    provisional_reference: Mapped[str | None] = mapped_column(String(12))
    handler_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("adviser.id"), index=True)
    handler_name: Mapped[str | None] = mapped_column(String(160))
    appraiser: Mapped[str | None] = mapped_column(String(160))
    appraisal_on: Mapped[date | None]
    appraisal_place: Mapped[str | None] = mapped_column(String(200))
    reported_on: Mapped[date | None]  # the loss adjuster's report: total loss counts from it
    repairer: Mapped[str | None] = mapped_column(String(200))
    liability_percent: Mapped[int | None]
    decided_on: Mapped[date | None]
    contested_at: Mapped[datetime | None]
    settlement_cents: Mapped[int | None]
    deductible_cents: Mapped[int | None]
    payment_on: Mapped[date | None]
    is_paid_to_repairer: Mapped[bool] = mapped_column(default=False, server_default=false())
    due_on: Mapped[date | None] = mapped_column(index=True)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    contract: Mapped[Contract] = relationship(lazy="raise_on_sql")
    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
    pieces: Mapped[list["ClaimPiece"]] = relationship(order_by="ClaimPiece.id", lazy="raise_on_sql")
    promises: Mapped[list["ClaimPromise"]] = relationship(order_by="ClaimPromise.id", lazy="raise_on_sql")
    messages: Mapped[list["ClaimMessage"]] = relationship(order_by="ClaimMessage.id", lazy="raise_on_sql")


class ClaimDraft(db.Model):
    """A claim being written, online or in a phone's notebook: the answers, by step. It remembers the claim it became.

    `client_id` is what the phone calls its notebook, `provisional_reference` what it showed before any network;
    `sequence` counts the phone's own changes, so that an older copy never replaces a newer one. `phone_times` are the
    phone's own times (ISO 8601), kept beside ours.
    """

    __tablename__ = "claim_draft"
    __table_args__ = (UniqueConstraint("customer_id", "client_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    client_id: Mapped[str] = mapped_column(String(36))
    provisional_reference: Mapped[str | None] = mapped_column(String(12))
    answers: Mapped[dict] = mapped_column(JSON, default=dict)
    phone_times: Mapped[dict] = mapped_column(JSON, default=dict)
    sequence: Mapped[int] = mapped_column(default=0)
    begun_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now, index=True)
    claim_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("claim.id"), index=True)
    reminded_at: Mapped[datetime | None]  # of what was announced and has not arrived

    pieces: Mapped[list["ClaimPiece"]] = relationship(order_by="ClaimPiece.id", lazy="raise_on_sql")
    claim: Mapped[Claim | None] = relationship(lazy="raise_on_sql")


class ClaimPiece(db.Model):
    """A photo or a paper of a claim: announced or asked for, then received, then accepted or refused.

    `client_id` is what the phone calls it, the same at each try. A piece of a draft becomes one of its claim when it is
    filed, and keeps its `draft_id`. `sha256` is that of the bytes that came. `phone_taken_at` is the phone's own time.
    """

    __tablename__ = "claim_piece"
    __table_args__ = (UniqueConstraint("draft_id", "client_id"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"), index=True)
    draft_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("claim_draft.id"))
    claim_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("claim.id"), index=True)
    client_id: Mapped[str | None] = mapped_column(String(36))
    kind: Mapped[str] = mapped_column(String(24))
    source: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12), default=PieceState.MISSING)
    is_needed: Mapped[bool] = mapped_column(default=False)  # the claim is not complete without it
    name: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(String(300), default="")  # what the insurer asks for, in its own words
    announced_at: Mapped[datetime] = mapped_column(default=now)
    announced_bytes: Mapped[int | None]
    phone_taken_at: Mapped[datetime | None]
    due_on: Mapped[date | None]
    attachment_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("attachment.id"), index=True)
    sha256: Mapped[str | None] = mapped_column(String(64))
    received_at: Mapped[datetime | None]
    refusal: Mapped[str | None] = mapped_column(String(16))
    refusal_note: Mapped[str] = mapped_column(String(300), default="")
    reviewed_at: Mapped[datetime | None]

    attachment: Mapped[Attachment | None] = relationship(lazy="raise_on_sql")


class ClaimPromise(db.Model):
    """Something that the insurer said it would have done by an instant, and what became of it.

    At most one is open for a claim. `alerted_at` is when the desk was warned, before the date; `missed_at` when the date
    had passed. `reason` is why it was missed or postponed, as the customer reads it. `days_left` are the working days
    that a pause has kept.
    """

    __tablename__ = "claim_promise"
    __table_args__ = (
        Index("ix_claim_promise_one_open", "claim_id", unique=True, sqlite_where=text("ended_at IS NULL"),
              postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    claim_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("claim.id"), index=True)
    kind: Mapped[str] = mapped_column(String(24))
    made_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime] = mapped_column(index=True)
    alerted_at: Mapped[datetime | None]
    missed_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    outcome: Mapped[str | None] = mapped_column(String(12))
    reason: Mapped[str] = mapped_column(Text, default="")
    days_left: Mapped[int | None]

    claim: Mapped[Claim] = relationship(lazy="raise_on_sql", viewonly=True)


class ClaimMessage(db.Model):
    """A few words between the customer and whoever handles the claim. `adviser_name` is None when the customer wrote."""

    __tablename__ = "claim_message"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    claim_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("claim.id"), index=True)
    adviser_name: Mapped[str | None] = mapped_column(String(160))
    words: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]


class ClaimAccount(db.Model):
    """The bank account to which the amount of a claim is transferred. The IBAN is sealed at rest, and shown masked."""

    __tablename__ = "claim_account"

    claim_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("claim.id"), primary_key=True)
    holder: Mapped[str] = mapped_column(String(70))  # as a SEPA transfer names them, at most 70 characters
    iban: Mapped[str] = mapped_column(Sealed, deferred=True)
    masked_iban: Mapped[str] = mapped_column(String(24))
    given_at: Mapped[datetime] = mapped_column(default=now)
