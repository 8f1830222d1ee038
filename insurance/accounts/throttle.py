"""How often one may try. Kept in the database: it survives a restart and holds across servers."""
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select

from insurance.accounts.models import Attempt
from insurance.clock import now
from insurance.database import db, one_at_a_time, transaction
from insurance.errors import Reason, Refused

WINDOW = timedelta(hours=24)
FREE_TRIES, HELD_AFTER = 5, 10
HELD_FOR = timedelta(minutes=30)
ADDRESS_WINDOW = timedelta(minutes=15)
ADDRESS_TRIES = 60  # a mobile network puts many customers behind one address


def key_of(kind: str, value: str) -> str:
    """Return the key under which tries are counted: a hash, so that the table names nobody."""
    return sha256(f"{kind}:{value}".encode()).hexdigest()


def free_again_at(tries: int, last: datetime) -> datetime:
    """Return when the next try is allowed after `tries` failures, the newest at `last`.

    CNIL 2022-100 asks for a delay that grows and a lock at ten at most: nothing for four failures, then 1, 2, 4, 8,
    16 minutes, then 30 minutes each.
    """
    if tries < FREE_TRIES:
        return last
    if tries >= HELD_AFTER:
        return last + HELD_FOR
    return last + timedelta(minutes=2 ** (tries - FREE_TRIES))


def enter(account_key: str, address_key: str) -> int:
    """Count a try before it is made and return how many there are now for this account.

    Counting first means that a burst of parallel tries is a burst of counted tries. Raises
    `Refused(TOO_MANY_ATTEMPTS, until)` when the account or the address has tried too often.
    """
    with transaction():
        one_at_a_time(account_key)
        moment = now()  # once alone: a try that waited its turn comes after those it waited for
        tries, last = _count(account_key, moment - WINDOW)
        if tries and free_again_at(tries, last) > moment:
            raise Refused(Reason.TOO_MANY_ATTEMPTS, until=free_again_at(tries, last))
        from_there, _ = _count(address_key, moment - ADDRESS_WINDOW)
        if from_there >= ADDRESS_TRIES:
            raise Refused(Reason.TOO_MANY_ATTEMPTS, until=moment + ADDRESS_WINDOW)
        db.session.add_all([Attempt(key=key, tried_at=moment) for key in {account_key, address_key}])
    return tries + 1


def allow(key: str, limit: int, within: timedelta) -> bool:
    """Count one more of something and say whether it is still under `limit` per `within`."""
    with transaction():
        one_at_a_time(key)
        count, _ = _count(key, now() - within)
        if count >= limit:
            return False
        db.session.add(Attempt(key=key))
    return True


def forget(key: str) -> None:
    """Start afresh after a success, or after a password was reset by mail."""
    with transaction():
        db.session.execute(delete(Attempt).where(Attempt.key == key))


def purge() -> int:
    """Delete the tries that no limit looks at any more, and return how many."""
    with transaction():
        return db.session.execute(delete(Attempt).where(Attempt.tried_at < now() - WINDOW)).rowcount


def _count(key: str, since: datetime) -> tuple[int, datetime | None]:
    row = db.session.execute(
        select(func.count(), func.max(Attempt.tried_at)).where(Attempt.key == key, Attempt.tried_at >= since)).one()
    return row[0], row[1]
