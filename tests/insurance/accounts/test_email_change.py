"""Changing the e-mail of an account, as its owner, as a thief of the session, as a stranger who receives the link."""
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from insurance.accounts import email_change, services, throttle
from insurance.accounts.models import LinkPurpose, MailLink, SignedInDevice
from insurance.accounts.queries import account_of
from insurance.clock import held_at, now
from insurance.database import db, transaction
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import record
from insurance.outbox import OutgoingMail
from insurance.people.rules import EmailFlaw
from tests.support.factories import PASSWORD, begin_device, make_contract, make_customer, open_account
from tests.support.mailbox import deliver, words

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OLD, NEW, LATER = "sophie.marchand@example.org", "sophie@example.net", "s.marchand@example.net"
INSURER = "contact@insurer.example"
ADDRESS = throttle.key_of("address", "192.0.2.1")
OTHER_PASSWORD = "Saule-pleureur-7!"


@pytest.fixture(autouse=True)
def clock(app):
    with held_at(START):
        yield


def later(**delay):
    return held_at(now() + timedelta(**delay))


@pytest.fixture
def ask(app, sophie, passwords):
    """Ask for an address as Sophie, and return the flaw if there is one."""
    def ask(email=NEW, password=PASSWORD, customer=sophie):
        return email_change.ask(customer, email, password, ADDRESS, passwords)
    return ask


@pytest.fixture
def confirm(sophie, passwords):
    """Use a confirmation link, signed in as Sophie unless said otherwise."""
    def confirm(secret, signed_in=sophie, password=""):
        email_change.confirm(secret, INSURER, passwords, signed_in, password, ADDRESS)
    return confirm


@pytest.fixture
def undo(passwords):
    """Use an undo link, and return the secret of the reset link."""
    return lambda secret: email_change.undo(secret, INSURER, passwords)


@pytest.fixture
def change(ask, confirm):
    """Change the address, and return the secret of the link that undoes it."""
    def change(email=NEW):
        before = secrets_of("email-changed")
        assert ask(email) is None
        confirm(secret_of("email-confirm", email))
        (secret,) = secrets_of("email-changed") - before
        return secret
    return change


def secrets_of(kind, recipient=None):
    query = select(OutgoingMail.secret).where(OutgoingMail.kind == kind)
    return set(db.session.scalars(query.where(OutgoingMail.recipient == recipient) if recipient else query))


def secret_of(kind, recipient=None):
    """Return the secret of the only link of this kind that still works."""
    def works(secret):
        link = db.session.scalar(select(MailLink).where(MailLink.secret_hash == services.hash_secret(secret)))
        return link.consumed_at is None and link.expires_at > now()

    (secret,) = filter(works, secrets_of(kind, recipient))
    return secret


def sent(kind):
    return sorted(db.session.scalars(select(OutgoingMail.recipient).where(OutgoingMail.kind == kind)))


def events(customer):
    return list(db.session.scalars(select(Event.kind).where(Event.customer_id == customer.id)))


def reason_of(call, *values, **named):
    with pytest.raises(Refused) as caught:
        call(*values, **named)
    return caught.value.reason


def sign_in(passwords, identifier, password=PASSWORD):
    return services.sign_in(identifier, password, ADDRESS, passwords)


# The owner

def test_the_new_box_receives_the_link_and_the_old_one_a_warning_at_once(app, ask, sophie):
    assert ask("  Sophie@Example.NET ") is None
    assert (sent("email-confirm"), sent("email-asked")) == ([NEW], [OLD])
    assert (sophie.email, email_change.pending_change(sophie).email) == (OLD, NEW)
    assert email_change.pending_change(sophie).expires_at == START + timedelta(hours=24)
    link, warning = sorted(deliver(app), key=lambda mail: mail["To"] == OLD)
    assert "Sophie" not in words(link), "whoever reads a box typed wrong is not told whose account it is"
    assert NEW not in words(warning)
    assert EventKind.EMAIL_CHANGE_ASKED in events(sophie)


def test_once_confirmed_the_new_address_signs_in_and_the_old_one_no_longer_does(change, sophie, passwords):
    with later(hours=2):
        change()
        assert (sophie.email, email_change.pending_change(sophie)) == (NEW, None)
        assert account_of(sophie).email_verified_at == now()
        assert sign_in(passwords, NEW) is sophie
        assert reason_of(sign_in, passwords, OLD) is Reason.WRONG_CREDENTIALS
    assert EventKind.EMAIL_CHANGED in events(sophie)


def test_the_old_box_is_told_and_the_insurer_too(app, change, sophie):
    change()
    assert (sent("email-changed"), sent("profile-handed-over")) == ([OLD], [INSURER])
    (hand_over,) = [mail for mail in deliver(app) if mail["To"] == INSURER]
    assert f"> {NEW}" in words(hand_over)
    assert "AA-7204-118" in words(hand_over)


def test_a_link_works_once_and_for_a_day(ask, confirm):
    ask()
    secret = secret_of("email-confirm")
    with later(hours=24):
        assert reason_of(confirm, secret) is Reason.LINK_NO_LONGER_VALID
    confirm(secret)
    assert reason_of(confirm, secret) is Reason.LINK_NO_LONGER_VALID


def test_asking_for_another_address_or_again_lets_the_older_link_die(ask, confirm, sophie):
    ask()
    first = secret_of("email-confirm", NEW)
    email_change.send_again(sophie)
    second = secret_of("email-confirm", NEW)
    ask(LATER)
    for dead in (first, second):
        assert reason_of(confirm, dead) is Reason.LINK_NO_LONGER_VALID
    confirm(secret_of("email-confirm", LATER))
    assert sophie.email == LATER


def test_a_change_that_waits_can_be_dropped_and_twice_is_once(ask, confirm, sophie):
    ask()
    secret = secret_of("email-confirm")
    email_change.drop(sophie)
    email_change.drop(sophie)
    assert reason_of(confirm, secret) is Reason.LINK_NO_LONGER_VALID
    assert events(sophie).count(EventKind.EMAIL_CHANGE_DROPPED) == 1
    with pytest.raises(NotFound):
        email_change.send_again(sophie)


@pytest.mark.parametrize(("email", "flaw"), [
    (OLD.upper(), EmailFlaw.UNCHANGED), ("nobody", EmailFlaw.NOT_AN_EMAIL), ("rené@example.org", EmailFlaw.HAS_ACCENT),
    ("sophie@gmial.com", EmailFlaw.MISTYPED_DOMAIN), ("a@b.fr\r\nBcc: c@d.fr", EmailFlaw.NOT_AN_EMAIL),
])
def test_an_obviously_wrong_address_is_refused_and_nothing_leaves(ask, sophie, email, flaw):
    assert ask(email) is flaw
    assert (sent("email-confirm"), sent("email-asked"), email_change.pending_change(sophie)) == ([], [], None)


# The thief of an open session

def test_without_the_password_nothing_leaves(ask, sophie):
    assert reason_of(ask, password="A guess-1") is Reason.WRONG_CREDENTIALS
    assert (sent("email-confirm"), sent("email-asked"), email_change.pending_change(sophie)) == ([], [], None)


def test_passwords_cannot_be_tried_there_more_than_at_the_door(ask, sophie, passwords):
    for _ in range(throttle.FREE_TRIES):
        assert reason_of(ask, password="A guess-1") is Reason.WRONG_CREDENTIALS
    assert reason_of(ask, password=PASSWORD) is Reason.TOO_MANY_ATTEMPTS
    assert reason_of(sign_in, passwords, OLD) is Reason.TOO_MANY_ATTEMPTS, "the same tries count in both places"


def test_a_box_cannot_be_flooded(ask, sophie):
    for number in range(email_change.MAILS_PER_HOUR - 1):
        assert ask(f"victim-{number}@example.net") is None
    email_change.send_again(sophie)
    assert reason_of(ask) is Reason.TOO_MANY_ATTEMPTS
    assert reason_of(email_change.send_again, sophie) is Reason.TOO_MANY_ATTEMPTS
    assert reason_of(email_change.ask_check, sophie) is Reason.TOO_MANY_ATTEMPTS
    assert len(sent("email-confirm")) == email_change.MAILS_PER_HOUR
    with later(hours=1, seconds=1):
        assert ask() is None


def test_the_owner_puts_the_old_address_back_within_a_week(change, undo, sophie, passwords):
    secret = change()
    device = begin_device(sophie, "thief", {}, "")
    with later(days=6, hours=23):
        reset = undo(secret)
        assert sophie.email == OLD
        assert db.session.get(SignedInDevice, device.id, populate_existing=True).ended_at == now()
        for identifier in (OLD, NEW, "AA-7204-118"):
            assert reason_of(sign_in, passwords, identifier) is Reason.WRONG_CREDENTIALS, "the thief knew the password"
        assert services.reset_password(reset, OTHER_PASSWORD, passwords) == []
        assert sign_in(passwords, OLD, OTHER_PASSWORD) is sophie
    assert (sent("email-restored"), sent("email-removed")) == ([OLD], [NEW])
    assert EventKind.EMAIL_RESTORED in events(sophie)


def test_the_way_back_is_closed_after_a_week_and_after_use(change, undo):
    secret = change()
    with later(days=7):
        assert reason_of(undo, secret) is Reason.LINK_NO_LONGER_VALID
    undo(secret)
    assert reason_of(undo, secret) is Reason.LINK_NO_LONGER_VALID


def test_changing_twice_does_not_outrun_the_owner(change, undo, sophie):
    owners = change(NEW)
    with later(hours=1):
        thiefs = change(LATER)
        undo(owners)
        assert sophie.email == OLD
        assert reason_of(undo, thiefs) is Reason.LINK_NO_LONGER_VALID, "the thief's own way back died with his change"


def test_going_one_change_back_leaves_the_older_way_back_open(change, undo, sophie, passwords):
    first = change(NEW)
    with later(hours=1):
        reset = undo(change(LATER))
        assert sophie.email == NEW
        services.reset_password(reset, PASSWORD + "2", passwords)
        undo(first)
        assert sophie.email == OLD


def test_changing_the_password_does_not_close_the_way_back_and_the_old_box_hears_of_it(change, undo, sophie, passwords):
    secret = change()
    assert services.change_password(sophie, PASSWORD, OTHER_PASSWORD, ADDRESS, passwords, keep=None) == []
    assert sent("email-password-changed") == [OLD]
    undo(secret)
    assert sophie.email == OLD


def test_nobody_hears_of_a_new_password_who_cannot_come_back(change, sophie, passwords):
    change()
    with later(days=8):
        services.change_password(sophie, PASSWORD, OTHER_PASSWORD, ADDRESS, passwords, keep=None)
    assert sent("email-password-changed") == []


def test_a_reset_by_the_new_address_is_told_to_the_old_one_which_still_can_undo(change, undo, sophie, passwords):
    secret = change()
    services.ask_for_reset(NEW)
    services.reset_password(secret_of("reset-password", NEW), OTHER_PASSWORD, passwords)
    assert sent("email-password-changed") == [OLD]
    undo(secret)
    assert reason_of(sign_in, passwords, OLD, OTHER_PASSWORD) is Reason.WRONG_CREDENTIALS


def test_a_new_password_stops_a_change_that_waits(ask, confirm, sophie, passwords):
    ask()
    secret = secret_of("email-confirm")
    services.ask_for_reset(OLD)
    services.reset_password(secret_of("reset-password", OLD), OTHER_PASSWORD, passwords)
    assert email_change.pending_change(sophie) is None
    assert reason_of(confirm, secret) is Reason.LINK_NO_LONGER_VALID


def test_links_that_left_for_the_old_box_die_at_the_change(ask, confirm, sophie, passwords):
    services.ask_for_reset(OLD)
    email_change.ask_check(sophie)
    reset, check = secret_of("reset-password"), secret_of("email-check")
    ask()
    confirm(secret_of("email-confirm"))
    assert reason_of(services.reset_password, reset, OTHER_PASSWORD, passwords) is Reason.LINK_NO_LONGER_VALID
    assert reason_of(email_change.confirm_check, check) is Reason.LINK_NO_LONGER_VALID


def test_links_that_left_for_the_thiefs_box_die_when_the_owner_undoes(change, ask, undo, confirm, sophie, passwords):
    secret = change()
    services.ask_for_reset(NEW)
    ask(LATER)
    reset, pending = secret_of("reset-password", NEW), secret_of("email-confirm", LATER)
    undo(secret)
    assert reason_of(services.reset_password, reset, OTHER_PASSWORD, passwords) is Reason.LINK_NO_LONGER_VALID
    assert reason_of(confirm, pending) is Reason.LINK_NO_LONGER_VALID


# The stranger who receives a link: an address typed wrong, or somebody else's

def test_the_box_alone_does_not_take_the_account(ask, confirm, sophie, karim):
    ask()
    secret = secret_of("email-confirm")
    for somebody in (None, karim):
        assert reason_of(confirm, secret, signed_in=somebody) is Reason.WRONG_CREDENTIALS
    assert sophie.email == OLD
    confirm(secret, signed_in=None, password=PASSWORD)
    assert sophie.email == NEW


def test_the_stranger_cannot_try_passwords_for_long(ask, confirm):
    ask()
    secret = secret_of("email-confirm")
    for _ in range(throttle.FREE_TRIES):
        assert reason_of(confirm, secret, None, "A guess-1") is Reason.WRONG_CREDENTIALS
    assert reason_of(confirm, secret, None, PASSWORD) is Reason.TOO_MANY_ATTEMPTS
    confirm(secret)  # the owner, signed in, is not held by it


def test_an_address_that_somebody_else_has_is_asked_for_in_the_same_way(ask, sophie, karim):
    before = set(events(karim))
    assert ask(karim.email) is None
    assert (sent("email-confirm"), sent("email-asked")) == ([karim.email], [OLD])
    assert set(events(karim)) == before


def test_a_household_may_share_an_address(ask, confirm, sophie, karim):
    ask(karim.email)
    confirm(secret_of("email-confirm"))
    assert sophie.email == karim.email


def test_the_same_person_twice_in_the_books_is_told_to_call(ask, confirm, sophie):
    make_customer("Sophie", "Marchand", email=NEW)
    ask()
    assert reason_of(confirm, secret_of("email-confirm")) is Reason.EMAIL_ELSEWHERE
    assert sophie.email == OLD
    assert email_change.pending_change(sophie) is not None


def test_a_link_of_one_kind_opens_nothing_else(change, ask, confirm, undo, passwords):
    undo_secret = change()
    ask(LATER)
    waiting = secret_of("email-confirm", LATER)
    assert reason_of(confirm, undo_secret) is Reason.LINK_NO_LONGER_VALID
    assert reason_of(undo, waiting) is Reason.LINK_NO_LONGER_VALID
    assert reason_of(services.reset_password, undo_secret, OTHER_PASSWORD, passwords) is Reason.LINK_NO_LONGER_VALID
    assert reason_of(services.open_account, waiting, passwords) is Reason.LINK_NO_LONGER_VALID


def test_secrets_are_kept_as_hashes_only(change, ask):
    secrets = {change()}
    ask(LATER)
    secrets.add(secret_of("email-confirm", LATER))
    stored = {value for row in db.session.execute(select(MailLink.__table__)) for value in row}
    assert not secrets & stored


# The insurer

def test_an_address_that_the_insurer_gives_closes_the_ways_back_and_must_be_checked(change, undo, sophie):
    secret = change()
    with transaction():
        sophie.email = LATER
        record(EventKind.HOLDER_CHANGED, Actor.INSURER, sophie, changes=["email"])
    assert reason_of(undo, secret) is Reason.LINK_NO_LONGER_VALID
    assert email_change.needs_check(account_of(sophie))


# Once a year

def test_an_address_is_checked_once_a_year(sophie):
    account = account_of(sophie)
    assert not email_change.needs_check(account)
    with later(days=365, seconds=1):
        assert email_change.needs_check(account)
        email_change.ask_check(sophie)
        assert sent("email-check") == [OLD]
        assert email_change.needs_check(account), "a link that was sent is not a link that was opened"
        email_change.confirm_check(secret_of("email-check"))
        assert not email_change.needs_check(account)
        used = secrets_of("email-check").pop()
        assert reason_of(email_change.confirm_check, used) is Reason.LINK_NO_LONGER_VALID
    assert EventKind.EMAIL_VERIFIED in events(sophie)


def test_a_check_link_lives_a_day_and_a_newer_one_replaces_it(sophie):
    email_change.ask_check(sophie)
    first = secret_of("email-check")
    email_change.ask_check(sophie)
    second = secret_of("email-check")
    assert reason_of(email_change.confirm_check, first) is Reason.LINK_NO_LONGER_VALID
    with later(hours=24):
        assert reason_of(email_change.confirm_check, second) is Reason.LINK_NO_LONGER_VALID


def test_it_is_the_same_on_postgresql(postgres_app, passwords):
    customer = make_customer("Camille", "Roy", OLD)
    make_contract(customer, "AA-0000-009")
    open_account(postgres_app, customer)
    assert email_change.ask(customer, NEW, PASSWORD, ADDRESS, passwords) is None
    email_change.confirm(secret_of("email-confirm"), INSURER, passwords, customer)
    email_change.undo(secret_of("email-changed"), INSURER, passwords)
    assert customer.email == OLD
    purposes = set(db.session.scalars(select(MailLink.purpose).where(MailLink.consumed_at.is_not(None))))
    assert purposes == {LinkPurpose.CHANGE_EMAIL, LinkPurpose.UNDO_EMAIL}
