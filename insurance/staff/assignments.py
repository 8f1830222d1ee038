"""Taking something in hand, giving it to a colleague, putting it back: one adviser at a time, whoever presses first."""
from sqlalchemy import and_, case, func, select

from insurance.clock import now, today
from insurance.database import db, one_at_a_time, transaction
from insurance.errors import Reason, Refused
from insurance.history.models import EventKind
from insurance.history.recorder import record
from insurance.people.models import Customer
from insurance.staff.models import Adviser, Assignment, Role
from insurance.staff.work import Glance, Whose, Work


def take(work: Work, by: Adviser) -> Assignment:
    """Take something in hand; twice is once. Raises `Refused(IN_ANOTHER_HAND)` when a colleague was first."""
    with transaction():
        held = _alone_with(work)
        if held is None:
            held = _assign(work, by)
            record(EventKind.WORK_TAKEN, by, _customer_of(work), **_about(work))
        elif held.adviser_id != by.id:
            raise Refused(Reason.IN_ANOTHER_HAND)
    return held


def give(work: Work, to: Adviser, by: Adviser) -> Assignment:
    """Give something to a colleague whose work it is: what one has in hand, or anything for a supervisor.

    Raises `Refused(IN_ANOTHER_HAND)`, `Refused(NOT_YOUR_ROLE)` when it is not the colleague's work, or access.
    """
    if not to.is_active or not to.may(*work.roles):
        raise Refused(Reason.NOT_YOUR_ROLE)
    with transaction():
        held = _alone_with(work)
        _be_the_holder(held, by)
        if held is not None and held.adviser_id == to.id:
            return held
        if held is None:
            held = _assign(work, to)
        else:
            held.adviser_id, held.taken_at = to.id, now()
            db.session.flush()
            db.session.refresh(held)
        record(EventKind.WORK_GIVEN, by, _customer_of(work), **_about(work), name=to.name)
    return held


def release(work: Work, by: Adviser) -> None:
    """Put something back in its queue; twice is once. Raises `Refused(IN_ANOTHER_HAND)`, but to a supervisor."""
    with transaction():
        held = _alone_with(work)
        if held is not None:
            _be_the_holder(held, by)
            db.session.delete(held)
            record(EventKind.WORK_RELEASED, by, _customer_of(work), **_about(work))


def be_in_hand(work: Work, by: Adviser) -> None:
    """Raise `Refused` unless the adviser has this in hand: `IN_ANOTHER_HAND`, or `NOT_IN_HAND` when nobody has.

    A supervisor acts on what others have in hand, and takes what nobody has like everybody else.
    """
    holder = holder_of(work)
    if holder is None:
        raise Refused(Reason.NOT_IN_HAND)
    if holder.id != by.id and not by.may(Role.SUPERVISOR):
        raise Refused(Reason.IN_ANOTHER_HAND)


def close(work: Work) -> None:
    """Forget who had something in hand, once it is done; inside the caller's transaction."""
    held = _alone_with(work)
    if held is not None:
        db.session.delete(held)


def release_all(adviser: Adviser, by) -> int:
    """Put back all that an adviser has in hand: their access is closed, or they are away. Return how much it was."""
    with transaction():
        held = list(db.session.scalars(select(Assignment).where(Assignment.adviser_id == adviser.id)))
        for one in held:
            db.session.delete(one)
            customer = db.session.get(Customer, one.customer_id) if one.customer_id else None
            record(EventKind.WORK_RELEASED, by, customer, **_about(Work(one.kind, one.subject_id, one.reference, one.customer_id)))
    return len(held)


def holder_of(work: Work) -> Adviser | None:
    """Return who has something in hand, None when nobody has."""
    held = db.session.get(Assignment, (work.kind, work.id), populate_existing=True)
    return held.adviser if held is not None else None


def in_hand_of(adviser: Adviser) -> list[Assignment]:
    """Return what an adviser has in hand, the oldest first."""
    return list(db.session.scalars(
        select(Assignment).where(Assignment.adviser_id == adviser.id).order_by(Assignment.taken_at)))


def held_of(customer) -> list[Assignment]:
    """Return what of a customer somebody at the desk has in hand, the oldest first."""
    return list(db.session.scalars(
        select(Assignment).where(Assignment.customer_id == customer.id).order_by(Assignment.taken_at)))


def glance(kind: str, id_column, due_column, adviser: Adviser, *conditions) -> Glance:
    """Return what waits of a kind of thing, at a glance: its rows for which the conditions hold.

    `due_column` is the first legal day of each, or a null.
    """
    day, is_mine = today(), Assignment.adviser_id == adviser.id
    query = select(func.count(), func.count(case((is_mine, 1))), func.count(case((due_column < day, 1))),
                   func.min(due_column)).select_from(id_column.class_)
    waiting, mine, late, due_on = db.session.execute(_with_holders(query, kind, id_column).where(*conditions)).one()
    return Glance(waiting, mine, late, due_on)


def of_whom(query, kind: str, id_column, adviser: Adviser, whose: Whose = Whose.ALL):
    """Return a query of things of a kind with, as last column, the `Assignment` of each or None; only those of `whose`.

    `query` selects the things, `id_column` is their key.
    """
    query = _with_holders(query.add_columns(Assignment), kind, id_column)
    if whose is Whose.MINE:
        return query.where(Assignment.adviser_id == adviser.id)
    if whose is Whose.FREE:
        return query.where(Assignment.adviser_id.is_(None))
    return query


def _with_holders(query, kind: str, id_column):
    return query.outerjoin(Assignment, and_(Assignment.kind == kind, Assignment.subject_id == id_column))


def _alone_with(work: Work) -> Assignment | None:
    """Return who has something in hand, read anew once nobody else can change it."""
    one_at_a_time(work.lock or f"work:{work.kind}:{work.id}")
    return db.session.get(Assignment, (work.kind, work.id), populate_existing=True)


def _assign(work: Work, adviser: Adviser) -> Assignment:
    held = Assignment(kind=work.kind, subject_id=work.id, reference=work.reference, customer_id=work.customer_id,
                      adviser_id=adviser.id)
    db.session.add(held)
    db.session.flush()
    return held


def _be_the_holder(held: Assignment | None, by: Adviser) -> None:
    """Raise `Refused` unless what is held is theirs, or they are a supervisor. What nobody holds is anybody's to give."""
    if held is not None and held.adviser_id != by.id and not by.may(Role.SUPERVISOR):
        raise Refused(Reason.IN_ANOTHER_HAND)


def _about(work: Work) -> dict:
    """What a line of history says of a thing: subjects react to what becomes of theirs (insurance/reactions.py)."""
    return {"work": work.kind, "subject": str(work.id), "reference": work.reference}


def _customer_of(work: Work) -> Customer | None:
    return db.session.get(Customer, work.customer_id) if work.customer_id else None
