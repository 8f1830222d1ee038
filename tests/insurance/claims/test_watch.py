"""What the calendar does with claims: warnings before a date, the truth after it, files that did not come, old drafts."""
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

import config
from app import create_app
from insurance.claims import following, promises, rules, services, watch
from insurance.claims.models import ClaimDraft, ClaimPiece, PieceKind, PromiseKind
from insurance.claims.pieces import Announced
from insurance.claims.queries import events_of, find_notebook, standing_promise
from insurance.claims.rules import UnreadableDelays
from insurance.clock import held_at
from insurance.database import db
from insurance.history.models import EventKind
from insurance.outbox import OutgoingMail
from tests.support.claims import answers_of, filed
from tests.support.factories import make_attachment

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def claim(sophie, contract):
    with held_at(MONDAY):
        return filed(sophie, contract)


def at(days):
    return held_at(MONDAY + timedelta(days=days))


def mails(kind):
    return [mail.details for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == kind))]


def test_the_desk_is_warned_the_working_day_before_a_date_and_once(claim):
    with at(1):
        watch.watch_promises()
        assert standing_promise(claim).alerted_at is None
    with at(2):
        watch.watch_promises()
    with at(2.2):
        watch.watch_promises()
    assert standing_promise(claim).alerted_at == MONDAY + timedelta(days=2)
    assert mails("claim-late") == []


def test_a_date_that_has_passed_is_told_to_the_customer_once_and_stays_open_until_it_is_explained(claim):
    for days in (4, 4.5, 9):
        with at(days):
            watch.watch_promises()
    promise = standing_promise(claim)
    assert (promise.missed_at, promise.ended_at) == (MONDAY + timedelta(days=4), None)
    assert [line.kind for line in events_of(claim)] == [EventKind.CLAIM_FILED, EventKind.CLAIM_DATE_MISSED]
    assert [one["reference"] for one in mails("claim-late")] == [claim.reference]


def test_nothing_is_late_for_a_claim_that_was_taken_back(sophie, claim):
    with at(1):
        following.withdraw(sophie, claim.public_id)
    with at(9):
        watch.watch_promises()
    assert mails("claim-late") == []


def test_what_a_phone_announced_and_did_not_send_is_asked_for_once_by_mail(app, sophie, contract):
    plates, damage = Announced("p-1", PieceKind.PLATES), Announced("p-2", PieceKind.DAMAGE)
    with at(0):
        services.keep_notebook(sophie, "n-1", answers_of(contract), {}, [plates, damage], 1, "P-7K3M-92")
        services.receive_piece(sophie, "n-1", "p-1", make_attachment(app, sophie))
    with at(0.5):
        watch.ask_again(hours=24)
        assert mails("claim-pieces-awaited") == []
    for days in (1.1, 2):
        with at(days):
            watch.ask_again(hours=24)
    assert [(one["reference"], one["pieces"], one["count"]) for one in mails("claim-pieces-awaited")] == [
        ("P-7K3M-92", ["damage"], 1)]


def test_a_photo_that_will_not_come_is_not_waited_for_any_more(sophie, contract):
    with at(0):
        services.keep_notebook(sophie, "n-1", answers_of(contract, "storm"), {}, [Announced("p-1", PieceKind.DAMAGE)], 1)
        claim = services.file(sophie, find_notebook(sophie, "n-1"))
        following.give_up_piece(sophie, claim.public_id, claim.pieces[0].public_id)
    with at(2):
        watch.ask_again(hours=24)
    assert mails("claim-pieces-awaited") == []


def test_a_declaration_left_alone_for_thirty_days_is_forgotten_and_a_filed_one_is_not(sophie, contract, claim):
    with at(0):
        services.keep_notebook(sophie, "n-1", answers_of(contract), {}, [Announced("p-1", PieceKind.PLATES)], 1)
    with at(29):
        watch.purge()
        assert find_notebook(sophie, "n-1").answers
    with at(31):
        watch.purge()
    assert db.session.scalar(select(func.count()).select_from(ClaimDraft)) == 1
    assert db.session.scalar(select(func.count()).select_from(ClaimPiece)) == 0


def test_the_insurers_own_table_of_delays_holds_from_the_start_and_one_that_cannot_be_used_stops_it(tmp_path, passwords):
    table = json.loads(Path(rules.__file__).with_name("delays.json").read_text("utf-8"))
    own = tmp_path / "delays.json"
    own.write_text(json.dumps(table | {"promises": table["promises"] | {"take-in-charge": {"hours": 24}}}))
    start = {"INSTANCE_PATH": tmp_path / "instance", "TESTING": True, "PASSWORDS": passwords}
    try:
        create_app(**start, CLAIM_DELAYS=str(own))
        assert promises.delays().promised_at(PromiseKind.TAKE_IN_CHARGE, MONDAY) == MONDAY + timedelta(hours=24)
        with pytest.raises(UnreadableDelays):
            create_app(**start, CLAIM_DELAYS=str(tmp_path / "nowhere.json"))
    finally:
        promises.install("")


@pytest.mark.parametrize("name", ["UNUSED_FILE_DAYS", "CLAIM_AWAITED_HOURS"])
def test_nobody_can_be_in_more_of_a_hurry_than_one(tmp_path, monkeypatch, name):
    monkeypatch.setenv(name, "0")
    with pytest.raises(ValueError, match=name):
        config.load(tmp_path)
