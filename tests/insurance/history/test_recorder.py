"""What happened is written once, and what follows from it happens with it."""
import pytest
from sqlalchemy import func, select

import wording
from insurance import reactions
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.history import recorder
from insurance.history.models import Actor, Event, EventKind
from insurance.history.queries import history_of
from insurance.history.recorder import install_reactions, record
from insurance.pieces.table import read as read_pieces
from tests.support.factories import make_customer


@pytest.fixture
def reacted(app):
    """What a reaction was given, transaction by transaction; the house's own reactions come back afterwards."""
    seen = []
    install_reactions({EventKind.SIGNED_IN: [lambda events: seen.append([event.details["number"] for event in events])]})
    yield seen
    reactions.install(app.extensions["insurer"], wording, read_pieces())


def sign_in_and_fail(block):
    """Write a line inside a block, and fail before its end."""
    with block:
        record(EventKind.SIGNED_IN, Actor.CUSTOMER, number=7)
        raise LookupError


def test_a_reaction_runs_once_for_a_transaction_with_all_its_events(reacted):
    with transaction():
        for number in range(3):
            record(EventKind.SIGNED_IN, Actor.CUSTOMER, number=number)
            record(EventKind.SIGNED_OUT, Actor.CUSTOMER, number=number)
        assert reacted == []
    assert reacted == [[0, 1, 2]]


def test_a_reaction_does_not_run_for_what_did_not_happen(reacted):
    with pytest.raises(LookupError):
        sign_in_and_fail(transaction())
    with transaction():
        record(EventKind.SIGNED_IN, Actor.CUSTOMER, number=2)
    assert reacted == [[2]]


def test_a_reaction_does_not_run_for_what_a_savepoint_has_undone(reacted):
    with transaction() as session:
        record(EventKind.SIGNED_IN, Actor.CUSTOMER, number=1)
        with pytest.raises(LookupError):
            sign_in_and_fail(session.begin_nested())
    assert reacted == [[1]]


def test_a_reaction_that_fails_undoes_what_it_reacts_to(app):
    install_reactions({EventKind.SIGNED_IN: [lambda events: 1 / 0]})
    with pytest.raises(ZeroDivisionError), transaction():
        record(EventKind.SIGNED_IN, Actor.CUSTOMER)
    reactions.install(app.extensions["insurer"], wording, read_pieces())
    assert db.session.scalar(select(func.count()).select_from(Event)) == 0


def test_the_house_reacts_to_a_new_contract_with_its_attestation(sophie):
    assert db.session.scalar(select(func.count()).select_from(Document)) == 1
    assert EventKind.CONTRACT_RECORDED in recorder._reactions


def test_a_history_is_read_by_its_owner_newest_first_page_after_page(sophie, karim):
    with transaction():
        for number in range(5):
            record(EventKind.SIGNED_IN, Actor.CUSTOMER, sophie, number=number)
            record(EventKind.SIGNED_IN, Actor.CUSTOMER, karim, number=100 + number)
    first = history_of(sophie, size=2)
    second = history_of(sophie, before=first[-1].id, size=2)
    assert len({event.id for event in first + second}) == 4
    assert [event.id for event in first + second] == sorted((event.id for event in first + second), reverse=True)
    everything = history_of(sophie, size=100)
    assert {event.details.get("number") for event in everything} & {100, 101, 102, 103, 104} == set()


def test_somebody_to_whom_nothing_happened_has_no_history(app):
    assert history_of(make_customer()) == []
