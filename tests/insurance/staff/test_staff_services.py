"""Letting the insurer's people in, with two factors, and shutting them out."""
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from insurance.accounts import throttle
from insurance.accounts.rules import PasswordFlaw
from insurance.clock import held_at, now
from insurance.database import db
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.outbox import MailKind
from insurance.staff import queries, services
from insurance.staff.models import Adviser, DeskSession, Role, StaffLink, StaffLinkPurpose
from insurance.staff.rules import new_totp_secret, step_of, totp_code
from insurance.staff.sessions import DeskSessions
from tests.support.factories import STAFF_PASSWORD, make_adviser
from tests.support.mailbox import waiting

HERE, NEW = "an address", "Marelle-bleue-19?"
SESSIONS = DeskSessions(idle=timedelta(minutes=15), longest=timedelta(hours=8))


@pytest.fixture
def hasher(app):
    return app.extensions["passwords"]


def code_of(adviser, later=0):
    return totp_code(adviser.totp_secret, step_of(now()) + later)


def sign_in(adviser, hasher, password=STAFF_PASSWORD, code=None):
    return services.sign_in(adviser.email, password, code if code is not None else code_of(adviser), HERE, hasher)


def refusal(call, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        call(*args, **kwargs)
    return refused.value.reason


def lines(kind):
    return list(db.session.scalars(select(Event).where(Event.kind == kind)))


def test_somebody_invited_chooses_a_password_and_records_a_telephone_in_one_go(app, hasher):
    secret = services.add("Nadia Cherif", " Nadia@Assureur.example ", [Role.CLAIMS, Role.ADVISER], Actor.INSURER)
    nadia = queries.adviser_known_as("nadia@assureur.EXAMPLE")
    assert (nadia.roles, nadia.password_hash, waiting()) == (["adviser", "claims"], None, [MailKind.STAFF_INVITED])
    seed = new_totp_secret()
    assert services.accept_invitation(secret, NEW, seed, totp_code(seed, step_of(now())), hasher) == []
    assert services.sign_in(nadia.email, NEW, totp_code(seed, step_of(now()) + 1), HERE, hasher).id == nadia.id
    line = lines(EventKind.STAFF_SIGNED_IN)[0]
    assert (line.actor, line.adviser_id, line.adviser_name, line.customer_id) == (
        Actor.ADVISER, nadia.id, "Nadia Cherif", None)


def test_the_code_that_recorded_a_telephone_does_not_sign_in_too(app, hasher):
    secret, seed = services.add("Nadia", "n@assureur.example", [Role.ADVISER], Actor.INSURER), new_totp_secret()
    code = totp_code(seed, step_of(now()))
    services.accept_invitation(secret, NEW, seed, code, hasher)
    assert refusal(services.sign_in, "n@assureur.example", NEW, code, HERE, hasher) is Reason.WRONG_CREDENTIALS


def test_an_invitation_works_once_and_not_for_long_and_a_newer_one_kills_it(app, hasher):
    seed = new_totp_secret()
    first = services.add("Nadia", "n@assureur.example", [Role.ADVISER], Actor.INSURER)
    nadia = queries.adviser_known_as("n@assureur.example")
    second = services.invite(nadia, Actor.INSURER)
    code = totp_code(seed, step_of(now()))
    assert refusal(services.accept_invitation, first, NEW, seed, code, hasher) is Reason.LINK_NO_LONGER_VALID
    with held_at(now() + services.LINK_LIFE):
        assert refusal(services.accept_invitation, second, NEW, seed, code, hasher) is Reason.LINK_NO_LONGER_VALID
    assert services.accept_invitation(second, NEW, seed, code, hasher) == []
    assert refusal(services.accept_invitation, second, NEW, seed, code, hasher) is Reason.LINK_NO_LONGER_VALID


def test_a_poor_password_or_a_wrong_code_leaves_the_invitation_as_it_was(app, hasher):
    secret, seed = services.add("Nadia Cherif", "n@assureur.example", [Role.ADVISER], Actor.INSURER), new_totp_secret()
    code = totp_code(seed, step_of(now()))
    assert PasswordFlaw.ABOUT_YOU in services.accept_invitation(secret, "Cherif-2026!", seed, code, hasher)
    assert refusal(services.accept_invitation, secret, NEW, seed, "000000", hasher) is Reason.WRONG_CODE
    nadia = queries.adviser_known_as("n@assureur.example")
    assert (nadia.password_hash, nadia.totp_secret) == (None, None)
    assert services.accept_invitation(secret, NEW, seed, code, hasher) == []


def test_the_same_address_is_one_person(app, adviser):
    assert refusal(services.add, "Other", adviser.email.upper(), [Role.CLAIMS], Actor.INSURER) is Reason.ADVISER_EXISTS


@pytest.mark.parametrize("wrong", [{"password": "Autre-chose-1!"}, {"code": "000000"}, {"code": ""},
                                   {"password": "", "code": "000000"}])
def test_neither_a_password_nor_a_code_opens_the_desk_alone(adviser, hasher, wrong):
    assert refusal(sign_in, adviser, hasher, **wrong) is Reason.WRONG_CREDENTIALS
    assert [line.adviser_id for line in lines(EventKind.STAFF_SIGN_IN_REFUSED)] == [None]
    assert sign_in(adviser, hasher).id == adviser.id


def test_a_code_opens_the_desk_once(adviser, hasher):
    code = code_of(adviser)
    sign_in(adviser, hasher, code=code)
    assert refusal(sign_in, adviser, hasher, code=code) is Reason.WRONG_CREDENTIALS
    assert sign_in(adviser, hasher, code=code_of(adviser, later=1)).id == adviser.id


@pytest.mark.parametrize("books", ["app", "postgres_app"])
def test_a_code_typed_twice_at_the_same_instant_opens_the_desk_once(request, portal, books):
    app = request.getfixturevalue(books)
    adviser, moment = make_adviser(app), now()
    email, code = adviser.email, code_of(adviser)

    def try_it(number):
        with app.app_context(), held_at(moment):
            try:
                services.sign_in(email, STAFF_PASSWORD, code, f"address {number}", app.extensions["passwords"])
                return "in"
            except Refused as error:
                return error.reason

    db.session.rollback()
    with ThreadPoolExecutor(4) as several:
        answers = list(several.map(try_it, range(4)))
    assert sorted(answers) == ["in"] + [Reason.WRONG_CREDENTIALS] * 3


def test_an_unknown_address_is_refused_in_the_same_words(app, hasher):
    assert refusal(services.sign_in, "x@y.example", NEW, "123456", HERE, hasher) is Reason.WRONG_CREDENTIALS
    assert lines(EventKind.STAFF_SIGN_IN_REFUSED)[0].details == {"name": ""}


def test_ten_failures_hold_the_access_and_tell_its_owner(adviser, hasher):
    moment = now()
    for _ in range(throttle.HELD_AFTER):
        moment += throttle.HELD_FOR
        with held_at(moment):
            assert refusal(sign_in, adviser, hasher, password="x") is Reason.WRONG_CREDENTIALS
    assert waiting() == [MailKind.STAFF_HELD]
    with held_at(moment):
        assert refusal(sign_in, adviser, hasher) is Reason.TOO_MANY_ATTEMPTS
    with held_at(moment + throttle.HELD_FOR):
        assert sign_in(adviser, hasher).id == adviser.id


def test_a_lost_telephone_is_replaced_by_a_link_and_the_password_together(adviser, supervisor, hasher):
    session = SESSIONS.begin(str(adviser.id), "token", {}, "Firefox")
    secret = services.reset_second_factor(adviser, by=supervisor)
    assert SESSIONS.find("token") is None, session
    assert refusal(services.sign_in, adviser.email, STAFF_PASSWORD, "123456", HERE, hasher) is Reason.WRONG_CREDENTIALS
    seed = new_totp_secret()
    code = totp_code(seed, step_of(now()))
    assert refusal(services.record_second_factor, secret, "wrong", seed, code, HERE, hasher) is Reason.WRONG_CREDENTIALS
    assert refusal(services.record_second_factor, secret, STAFF_PASSWORD, seed, "1", HERE, hasher) is Reason.WRONG_CODE
    services.record_second_factor(secret, STAFF_PASSWORD, seed, code, HERE, hasher)
    assert sign_in(adviser, hasher, code=totp_code(seed, step_of(now()) + 1)).id == adviser.id


def test_a_link_does_only_what_it_is_for(adviser, supervisor, hasher):
    secret = services.reset_second_factor(adviser, by=supervisor)
    assert refusal(queries.find_staff_link, secret, StaffLinkPurpose.INVITATION) is Reason.LINK_NO_LONGER_VALID


def test_an_access_that_is_closed_is_closed_at_once(adviser, supervisor, hasher):
    SESSIONS.begin(str(adviser.id), "token", {}, "Firefox")
    secret = services.invite(adviser, supervisor)
    services.disable(adviser, by=supervisor)
    services.disable(adviser, by=supervisor)
    assert SESSIONS.find("token") is None
    assert queries.active_adviser(str(adviser.id)) is None
    assert refusal(sign_in, adviser, hasher) is Reason.WRONG_CREDENTIALS
    assert refusal(queries.find_staff_link, secret, StaffLinkPurpose.INVITATION) is Reason.LINK_NO_LONGER_VALID
    assert len(lines(EventKind.STAFF_DISABLED)) == 1
    services.enable(adviser, by=supervisor)
    assert sign_in(adviser, hasher, code=code_of(adviser, later=1)).id == adviser.id


@pytest.mark.parametrize("act", [services.disable, services.enable, services.reset_second_factor])
def test_nobody_changes_their_own_access(supervisor, act):
    assert refusal(act, supervisor, by=supervisor) is Reason.NOT_ONESELF
    assert refusal(services.change_roles, supervisor, [Role.ADVISER], by=supervisor) is Reason.NOT_ONESELF


def test_a_change_of_password_takes_the_old_one_and_a_code_and_ends_the_other_sessions(adviser, hasher):
    here, there = (SESSIONS.begin(str(adviser.id), name, {}, "Firefox") for name in ("here", "there"))
    change = lambda current, code, password: services.change_password(  # noqa: E731
        adviser, current, code, password, HERE, hasher, keep=here.id)
    assert refusal(change, "wrong", code_of(adviser), NEW) is Reason.WRONG_CREDENTIALS
    assert refusal(change, STAFF_PASSWORD, "000000", NEW) is Reason.WRONG_CODE
    assert change(STAFF_PASSWORD, code_of(adviser), "short") != []
    assert change(STAFF_PASSWORD, code_of(adviser), NEW) == []
    assert (SESSIONS.find("here").id, SESSIONS.find("there")) == (here.id, None), there
    assert sign_in(adviser, hasher, password=NEW, code=code_of(adviser, later=1)).id == adviser.id


def test_the_secret_of_a_telephone_is_sealed_in_the_database(adviser):
    stored = db.session.execute(text("SELECT totp_secret FROM adviser")).scalar()
    assert adviser.totp_secret not in stored
    assert stored.startswith("gAAAA")


def test_a_session_of_the_desk_ends_by_itself(adviser):
    start = now()
    SESSIONS.begin(str(adviser.id), "token", {}, "Firefox")
    for minutes in range(10, 8 * 60, 10):
        with held_at(start + timedelta(minutes=minutes)):
            assert SESSIONS.find("token") is not None
    with held_at(start + timedelta(hours=8, minutes=1)):
        assert SESSIONS.find("token") is None
    with held_at(start + timedelta(hours=7, minutes=50) + timedelta(minutes=16)):
        assert SESSIONS.find("token") is None


def test_somebody_unknown_is_not_found(app):
    with pytest.raises(NotFound):
        queries.find_adviser("nobody")


def test_the_team_is_read_by_role(adviser, handler, supervisor):
    assert [one.name for one in queries.staff()] == ["Julien Faure", "Nadia Cherif", "Paule Renard"]
    assert [one.name for one in queries.staff(Role.CLAIMS)] == ["Julien Faure", "Paule Renard"]


def test_old_links_and_sessions_are_forgotten(adviser, supervisor):
    services.invite(adviser, supervisor)
    SESSIONS.begin(str(adviser.id), "token", {}, "Firefox")
    services.purge()
    assert [len(db.session.scalars(select(table)).all()) for table in (StaffLink, DeskSession)] == [1, 1]
    with held_at(now() + timedelta(days=366)):
        services.purge()
    assert [len(db.session.scalars(select(table)).all()) for table in (StaffLink, DeskSession, Adviser)] == [0, 0, 2]
