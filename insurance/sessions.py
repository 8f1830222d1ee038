"""Sessions that live in the database: a random token known by its hash, which can be listed, ended, and grows old."""
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import ClassVar
from uuid import UUID

from sqlalchemy import select, update

from insurance.clock import now
from insurance.database import db, transaction
from insurance.references import hash_secret

SEEN_EVERY = timedelta(seconds=60)
REMEMBERED_FOR = timedelta(days=7)  # after it lapsed, a session still says whose it was


@dataclass(frozen=True)
class KeptSessions:
    """Sessions end after `idle` without a request, and `longest` after sign-in whatever happens.

    A subject says in which `table` its people's sessions are, and which column, `person_id`, says whose they are.
    """

    idle: timedelta
    longest: timedelta
    table: ClassVar
    person_id: ClassVar[str]

    def begin(self, person_id: str, token: str, contents: dict, label: str):
        """Remember that somebody signed in from a browser."""
        with transaction():
            kept = self.table(token_hash=hash_secret(token), contents=contents, label=label[:60],
                              **{self.person_id: UUID(person_id)})
            db.session.add(kept)
        return kept

    def find(self, token: str):
        """Return the session that is still open under this token, else None; note, at most once a minute, that it was seen."""
        moment = now()
        kept = db.session.scalar(select(self.table).where(self.table.token_hash == hash_secret(token), *self._alive(moment)))
        if kept is not None and moment - kept.seen_at >= SEEN_EVERY:
            with transaction():
                kept.seen_at = moment
        return kept

    def find_lapsed(self, token: str):
        """Return the session that was left alone too long under this token, for a week; None for one that was ended."""
        return db.session.scalar(select(self.table).where(self.table.token_hash == hash_secret(token), *self._recent()))

    def was_theirs(self, person_id: str, secret: str | None) -> bool:
        """Return whether a session of this person that nobody ended, of these days, has this CSRF secret."""
        theirs = select(self.table.contents).where(getattr(self.table, self.person_id) == UUID(person_id), *self._recent())
        return secret is not None and any(one.get("csrf_token") == secret for one in db.session.scalars(theirs))

    def save(self, kept, contents: dict) -> None:
        """Keep what the session holds."""
        self._write(kept, contents=contents)

    def end(self, kept) -> None:
        """Sign the browser out, and forget what its session held."""
        self._write(kept, ended_at=now(), contents={})

    def whose(self, kept) -> str:
        """Return the key of the person whose session it is."""
        return str(getattr(kept, self.person_id))

    def _alive(self, moment: datetime) -> tuple:
        """Return what must hold of a session for it to be one still."""
        return (self.table.ended_at.is_(None), self.table.seen_at > moment - self.idle,
                self.table.signed_in_at > moment - self.longest)

    def _recent(self) -> tuple:
        return (self.table.ended_at.is_(None), self.table.seen_at > now() - REMEMBERED_FOR)

    def _write(self, kept, **values) -> None:
        with transaction():
            db.session.execute(update(self.table).where(self.table.id == kept.id).values(**values))
