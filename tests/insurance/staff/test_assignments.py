"""One thing, one pair of hands: whoever presses first has it, on both databases."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select

from insurance.clock import today
from insurance.database import db, transaction
from insurance.errors import Reason, Refused
from insurance.history.models import Event, EventKind
from insurance.history.queries import deeds_of, history_of, whole_history_of
from insurance.people.models import Customer
from insurance.references import new_id
from insurance.staff import assignments, services
from insurance.staff.models import Role
from insurance.staff.work import Glance, Whose, Work
from tests.support.factories import make_adviser, make_customer

CLAIMS = (Role.CLAIMS,)


@pytest.fixture
def work(sophie):
    return Work("thing", new_id(), "SIN-2026-000001", sophie.id, CLAIMS)


@pytest.fixture
def other(app):
    return make_adviser(app, "Lucie Armand", [Role.CLAIMS])


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.reason


def test_what_is_taken_is_in_one_hand_and_twice_is_once(work, handler, other):
    assignments.take(work, by=handler)
    assignments.take(work, by=handler)
    assert assignments.holder_of(work).name == "Julien Faure"
    assert refusal(assignments.take, work, by=other) is Reason.IN_ANOTHER_HAND
    assert [event.kind for event in deeds_of(handler)] == [EventKind.WORK_TAKEN]
    assert [one.reference for one in assignments.in_hand_of(handler)] == ["SIN-2026-000001"]


@pytest.mark.parametrize("books", ["app", "postgres_app"])
def test_when_many_take_the_same_thing_at_once_one_of_them_has_it(request, books):
    app = request.getfixturevalue(books)
    customer = make_customer()
    keys = [make_adviser(app, f"Conseiller {number}", CLAIMS).id for number in range(6)]
    work = Work("thing", new_id(), "SIN-2026-000001", customer.id, CLAIMS)
    db.session.rollback()

    def take(key):
        with app.app_context():
            adviser = db.session.get(services.Adviser, key)
            try:
                assignments.take(work, by=adviser)
                return key
            except Refused as error:
                return error.reason

    with ThreadPoolExecutor(6) as several:
        answers = list(several.map(take, keys))
    holder = assignments.holder_of(work)
    assert [answer for answer in answers if answer in keys] == [holder.id]
    assert answers.count(Reason.IN_ANOTHER_HAND) == 5
    assert len(db.session.scalars(select(Event).where(Event.kind == EventKind.WORK_TAKEN)).all()) == 1


def test_what_one_has_in_hand_is_given_to_a_colleague_whose_work_it_is(work, handler, other, adviser, sophie):
    assignments.take(work, by=handler)
    assert refusal(assignments.give, work, adviser, by=handler) is Reason.NOT_YOUR_ROLE
    assignments.give(work, other, by=handler)
    assignments.give(work, other, by=other)
    assert assignments.holder_of(work).name == "Lucie Armand"
    assert refusal(assignments.give, work, handler, by=handler) is Reason.IN_ANOTHER_HAND
    kinds = [event.kind for event in whole_history_of(sophie) if event.kind.startswith("work.")]
    assert kinds == [EventKind.WORK_GIVEN, EventKind.WORK_TAKEN]


def test_what_nobody_has_is_anybodys_to_give(work, handler, other):
    assignments.give(work, other, by=handler)
    assert assignments.holder_of(work).name == "Lucie Armand"


def test_a_supervisor_moves_and_puts_back_what_others_have(work, handler, other, supervisor):
    assignments.take(work, by=handler)
    assignments.give(work, other, by=supervisor)
    assert refusal(assignments.release, work, by=handler) is Reason.IN_ANOTHER_HAND
    assignments.release(work, by=supervisor)
    assignments.release(work, by=handler)
    assert assignments.holder_of(work) is None


def test_nothing_is_given_to_somebody_whose_access_is_closed(work, handler, other, supervisor):
    services.disable(other, by=supervisor)
    assert refusal(assignments.give, work, other, by=handler) is Reason.NOT_YOUR_ROLE


def test_closing_an_access_puts_back_all_that_it_held(work, handler, supervisor, sophie):
    assignments.take(work, by=handler)
    services.disable(handler, by=supervisor)
    assert (assignments.holder_of(work), assignments.held_of(sophie)) == (None, [])


def test_the_customer_does_not_read_who_at_the_desk_has_what(work, handler, sophie):
    before = len(history_of(sophie))
    assignments.take(work, by=handler)
    assert len(history_of(sophie)) == before


def test_two_things_do_not_wait_for_one_another(work, handler, other, sophie):
    second = Work("thing", new_id(), "SIN-2026-000002", sophie.id, CLAIMS)
    assignments.take(work, by=handler)
    assignments.take(second, by=other)
    assert {one.adviser.name for one in assignments.held_of(sophie)} == {"Julien Faure", "Lucie Armand"}


def test_a_thing_that_is_done_is_in_nobodys_hand(work, handler):
    assignments.take(work, by=handler)
    with transaction():
        assignments.close(work)
    assert assignments.holder_of(work) is None


def test_a_queue_is_counted_and_split_by_who_has_what(app, handler, other):
    people = [make_customer("Une", f"Personne{number}", born_on=today() + timedelta(days=number - 2)) for number in range(4)]
    for person, adviser in ((people[0], handler), (people[1], other)):
        assignments.take(Work("person", person.id, person.last_name, person.id, CLAIMS), by=adviser)
    seen = assignments.glance("person", Customer.id, Customer.born_on, handler, Customer.first_name == "Une")
    assert seen == Glance(waiting=4, mine=1, late=2, due_on=today() - timedelta(days=2))

    def of(whose):
        query = assignments.of_whom(select(Customer).order_by(Customer.last_name), "person", Customer.id, handler, whose)
        return [(one.last_name, held.adviser.name if held else None) for one, held in db.session.execute(query)]

    assert of(Whose.MINE) == [("Personne0", "Julien Faure")]
    assert of(Whose.FREE) == [("Personne2", None), ("Personne3", None)]
    assert [name for name, _ in of(Whose.ALL)] == ["Personne0", "Personne1", "Personne2", "Personne3"]
