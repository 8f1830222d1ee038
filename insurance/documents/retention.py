"""How long documents are kept after the end of their contract, how their removal is announced, and the removal.

Code des assurances, art. L111-11: what was put at the customer's disposal in their personal space stays there five
years at least after the end of the relation, and its removal is announced two months before, at least. Kept longer: the
documents of a contract on which a claim is still open.

A removed document loses its file and its facts. Its line stays, for whoever holds its code and for the insurer's next file,
which may still name it; so does the history.
"""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from sqlalchemy import Select, exists, null, or_, select, union_all, update
from sqlalchemy.orm import joinedload

from insurance import outbox
from insurance.accounts.queries import account_of
from insurance.attachments.models import Attachment
from insurance.calendar import add_months
from insurance.clock import PARIS, now, today
from insurance.contracts.models import Contract, ContractState, PastClaim
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind

SHORTEST_YEARS, SHORTEST_NOTICE_MONTHS = 5, 2  # L111-11
KEPT_AT_LEAST = timedelta(days=1)
"""How long a file that nothing names any more is left alone: an import may be about to name it again."""


@dataclass(frozen=True)
class Keeping:
    """For how many years documents outlive their contract, and how many months before their removal is announced.

    Raises ValueError for less than the law asks.
    """

    years: int = SHORTEST_YEARS
    notice_months: int = SHORTEST_NOTICE_MONTHS

    def __post_init__(self):
        if self.years < SHORTEST_YEARS or self.notice_months < SHORTEST_NOTICE_MONTHS:
            raise ValueError("documents are kept five years at least, and their removal is announced two months before (L111-11)")

    def removable_from(self, ended_on: date) -> date:
        """Return the first day on which the documents of a contract that ended on a day may be removed."""
        return add_months(ended_on, 12 * self.years) + timedelta(days=1)

    def removal_day(self, ended_on: date, on: date) -> date | None:
        """Return the day to announce on a day, None when it is too early to announce any."""
        possible = self.removable_from(ended_on)
        if on < add_months(possible, -self.notice_months):
            return None
        return max(possible, add_months(on, self.notice_months))


class Storage(Protocol):
    """Where the bytes of files are kept, under their SHA-256."""

    def forget(self, key: str, kept_for: timedelta) -> None:
        """Remove the bytes under a key, unless they were kept again within `kept_for`; nothing when there are none."""


def ended_on(contract) -> date | None:
    """Return the last day of a contract, None while it goes on."""
    if contract.ends_on is not None:
        return contract.ends_on
    return contract.recorded_at.astimezone(PARIS).date() if contract.state == ContractState.TERMINATED else None


def announce_removals(keeping: Keeping, with_open_claims: Select) -> None:
    """Announce the removal of the documents of old contracts, and take back what is no longer true. A job of the calendar.

    `with_open_claims` is the query of the contracts whose claims the portal follows: those in the insurer's books are known.
    """
    needed = or_(Contract.id.in_(with_open_claims),
                 exists().where(PastClaim.contract_id == Contract.id, PastClaim.is_closed.is_(False)))
    _take_back(keeping, needed)
    latest_end = add_months(today(), keeping.notice_months - 12 * keeping.years)
    waiting = select(Document.contract_id).where(Document.removed_at.is_(None), Document.removal_on.is_(None)).distinct()
    old = select(Contract.id).where(
        Contract.id.in_(waiting), or_(Contract.ends_on <= latest_end, Contract.state == ContractState.TERMINATED),
        ~needed)
    for contract_id in db.session.scalars(old.order_by(Contract.id)).all():
        with transaction():
            _announce(_whole(contract_id), keeping)


def remove_documents(storage: Storage) -> None:
    """Remove the documents whose announced day has come. A job of the calendar."""
    due = select(Document.contract_id).where(Document.removed_at.is_(None), Document.removal_on <= today()).distinct()
    for contract_id in db.session.scalars(due).all():
        with transaction():
            _remove(_whole(contract_id))
    for key in db.session.scalars(_unnamed_files()).all():
        storage.forget(key, KEPT_AT_LEAST)


def kept_files():
    """Return the query of the keys under which documents that were not removed are kept."""
    return select(Document.file_key).where(Document.removed_at.is_(None), Document.file_key.is_not(None))


def announced_removal(documents: Sequence[Document]) -> date | None:
    """Return the first announced day among these documents, None when none is announced."""
    return min((one.removal_on for one in documents if one.removal_on is not None), default=None)


def _announce(contract: Contract, keeping: Keeping) -> None:
    end = ended_on(contract)
    day = None if end is None else keeping.removal_day(end, today())
    if day is None:
        return
    count = db.session.execute(
        update(Document).where(Document.contract_id == contract.id, Document.removed_at.is_(None),
                               Document.removal_on.is_(None)).values(removal_on=day)).rowcount
    record(EventKind.REMOVAL_ANNOUNCED, Actor.RULE, contract.customer, contract, number=contract.number,
           count=count, on=day.isoformat())
    if account_of(contract.customer) is not None:
        outbox.post(MailKind.REMOVAL_ANNOUNCED, contract.customer.email, contract.customer,
                    first_name=contract.customer.first_name, number=contract.number, vehicle=contract.vehicle.name,
                    ended_on=end.isoformat(), removal_on=day.isoformat(), count=count, public_id=contract.public_id)


def _take_back(keeping: Keeping, needed) -> None:
    """Forget the announcements that a later end, an open claim or a longer keeping has made untrue."""
    announced = select(Document.contract_id).where(Document.removed_at.is_(None), Document.removal_on.is_not(None)).distinct()
    contracts = db.session.scalars(select(Contract).where(Contract.id.in_(announced))).all()
    open_ids = set(db.session.scalars(select(Contract.id).where(Contract.id.in_(announced), needed)))
    kept = [one.id for one in contracts
            if one.id in open_ids or ended_on(one) is None or keeping.removal_day(ended_on(one), today()) is None]
    if kept:
        with transaction():
            db.session.execute(update(Document).where(Document.contract_id.in_(kept), Document.removed_at.is_(None))
                               .values(removal_on=None))


def _remove(contract: Contract) -> None:
    count = db.session.execute(
        update(Document).where(Document.contract_id == contract.id, Document.removed_at.is_(None),
                               Document.removal_on <= today())
        .values(removed_at=now(), facts=null(), size_bytes=None)).rowcount
    record(EventKind.DOCUMENTS_REMOVED, Actor.RULE, contract.customer, contract, number=contract.number, count=count)


def _unnamed_files():
    """Return the query of the keys that only removed documents name: their bytes may go."""
    held = union_all(kept_files(), select(Attachment.file_key),
                     select(Attachment.thumbnail_key).where(Attachment.thumbnail_key.is_not(None)))
    recent = now() - timedelta(days=31)  # once is enough, a month of nights is sure
    return select(Document.file_key).distinct().where(
        Document.removed_at > recent, Document.file_key.is_not(None), Document.file_key.not_in(held))


def _whole(contract_id) -> Contract:
    return db.session.scalar(select(Contract).where(Contract.id == contract_id)
                             .options(joinedload(Contract.vehicle), joinedload(Contract.customer)))
