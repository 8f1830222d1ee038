"""What somebody was typing when their session ended: kept sealed for half an hour, for them alone.

It hangs on a random key that stays in the browser, and on the person whose session it was: either is not enough.
"""
import json
import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import String, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from insurance.clock import now
from insurance.database import Key, db, transaction
from insurance.references import hash_secret, new_id
from insurance.sealing import Sealed

KEPT_FOR = timedelta(minutes=30)
FORMS_AT_ONCE = 5
LONGEST = 64 * 1024
"""In characters of JSON: no form of the house is longer."""

Fields = Sequence[tuple[str, str]]


class UnsentForm(db.Model):
    """The fields of one form, under the hash of a browser's key. `page` is the address at which the form is seen."""

    __tablename__ = "unsent_form"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    key_hash: Mapped[str] = mapped_column(String(64), index=True)
    person_id: Mapped[str] = mapped_column(String(36))
    page: Mapped[str] = mapped_column(String(300))
    fields: Mapped[str] = mapped_column(Sealed)
    kept_until: Mapped[datetime] = mapped_column(index=True)


def keep(key: str, person_id: str, page: str, fields: Fields) -> bool:
    """Keep what was typed on a page, in the place of what was kept of it before; return False when it is too long."""
    words = json.dumps(list(fields))
    if len(words) > LONGEST or len(page) > 300:
        return False
    with transaction() as session:
        kept = list(session.scalars(_alive(key).order_by(UnsentForm.id)))
        others = [form for form in kept if form.page != page and form.person_id == person_id]
        for form in kept:
            if form not in others[-(FORMS_AT_ONCE - 1):]:
                session.delete(form)
        session.add(UnsentForm(key_hash=hash_secret(key), person_id=person_id, page=page, fields=words,
                               kept_until=now() + KEPT_FOR))
    return True


def find(key: str, person_id: str, page: str) -> list[tuple[str, str]]:
    """Return what this person typed on a page, nothing once it is too old or for anybody else."""
    form = db.session.scalar(_alive(key).where(UnsentForm.person_id == person_id, UnsentForm.page == page))
    return [(name, value) for name, value in json.loads(form.fields)] if form is not None else []


def belongs_to(key: str, person_id: str) -> bool:
    """Return whether this browser keeps something that this very person typed."""
    return db.session.scalar(_alive(key).where(UnsentForm.person_id == person_id).limit(1)) is not None


def whose(key: str) -> str | None:
    """Return who typed what this browser keeps, None when it keeps nothing any more."""
    form = db.session.scalar(_alive(key).limit(1))
    return form.person_id if form is not None else None


def forget(key: str, page: str | None = None) -> None:
    """Forget what was typed on a page, or all that this browser keeps."""
    with transaction() as session:
        those = UnsentForm.key_hash == hash_secret(key)
        session.execute(delete(UnsentForm).where(those if page is None else those & (UnsentForm.page == page)))


def purge() -> None:
    """Forget what is too old to be given back."""
    with transaction() as session:
        session.execute(delete(UnsentForm).where(UnsentForm.kept_until < now()))


def _alive(key: str):
    return select(UnsentForm).where(UnsentForm.key_hash == hash_secret(key), UnsentForm.kept_until > now())
