"""Opening an account, coming in, coming back in: what works, what does not, and what nobody is told."""
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from gateways.passwords import Passwords
from insurance.accounts import services, throttle
from insurance.accounts.models import Account, LinkPurpose, MailLink, SignedInDevice, SignUp
from insurance.accounts.queries import account_of, customers_known_as, holder_matching
from insurance.accounts.rules import PasswordFlaw
from insurance.clock import held_at
from insurance.database import db, transaction
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Event, EventKind
from insurance.outbox import MailKind, OutgoingMail
from tests.support.factories import PASSWORD, begin_device, make_contract, make_customer, open_account
from tests.support.mailbox import waiting

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ADDRESS = throttle.key_of("address", "192.0.2.1")


@pytest.fixture
def camille(app):
    """A customer without an account, whose name and number are easily mistyped."""
    customer = make_customer("Anne-Cécile", "Lefèvre d’Arc", "camille@example.org")
    make_contract(customer, "AA-7311-640")
    return customer


@pytest.fixture
def link_of(app):
    """Return the secret of the newest link that a mail to somebody holds."""
    def link_of(customer, kind):
        return db.session.scalars(select(OutgoingMail.secret).where(
            OutgoingMail.customer_id == customer.id, OutgoingMail.kind == kind).order_by(OutgoingMail.id.desc())).first()
    return link_of


def ask(passwords, number="AA-7311-640", last="Lefèvre d’Arc", first="Anne-Cécile", email="camille@example.org",
        password=PASSWORD):
    """Go through the two steps of a sign-up, and return the secret that the browser keeps."""
    secret = services.begin_sign_up(number, last, first, email)
    assert services.choose_password(secret, password, passwords) == []
    return secret


def events(customer=None):
    query = select(Event.kind).order_by(Event.id)
    return list(db.session.scalars(query.where(Event.customer_id == customer.id) if customer is not None else query))


def reason_of(call, *values, **named):
    with pytest.raises(Refused) as caught:
        call(*values, **named)
    return caught.value.reason


def sign_in(passwords, identifier, password=PASSWORD, address=ADDRESS):
    return services.sign_in(identifier, password, address, passwords)


@pytest.mark.parametrize(("number", "last", "first", "email"), [
    ("AA-7311-640", "Lefèvre d’Arc", "Anne-Cécile", "camille@example.org"),
    ("aa7311640", "LEFEVRE D'ARC", "anne cecile", "CAMILLE@Example.ORG"),
    (" aa 7311 640 ", "lefevre-darc", "ANNECECILE", " camille@example.org "),
    ("AA.7311.640", "Lefèvre  d Arc", "Anne Ce\u0301cile", "camille@example.org"),
])
def test_a_name_a_number_and_an_address_are_understood_however_they_are_typed(camille, number, last, first, email):
    assert holder_matching(number, last, first, email) is camille


@pytest.mark.parametrize(("number", "last", "first", "email"), [
    ("AA-7311-641", "Lefèvre d’Arc", "Anne-Cécile", "camille@example.org"),
    ("AA-7311-640", "Lefevre", "Anne-Cécile", "camille@example.org"),
    ("AA-7311-640", "Lefèvre d’Arc", "Anne", "camille@example.org"),
    ("AA-7311-640", "Anne-Cécile", "Lefèvre d’Arc", "camille@example.org"),
    ("AA-7311-640", "Lefèvre d’Arc", "Anne-Cécile", "other@example.org"), ("", "", "", ""),
])
def test_one_wrong_value_designates_nobody(camille, number, last, first, email):
    assert holder_matching(number, last, first, email) is None


def test_a_right_identity_gets_a_mail_and_no_account_before_its_link(camille, passwords, link_of):
    ask(passwords)
    assert waiting() == [MailKind.OPEN_ACCOUNT]
    assert account_of(camille) is None
    assert len(link_of(camille, MailKind.OPEN_ACCOUNT)) == 43


def test_a_wrong_identity_goes_through_the_same_steps_and_gets_nothing(camille, passwords):
    ask(passwords, last="Somebody Else")
    assert waiting() == []
    assert EventKind.ACCOUNT_REQUESTED not in events(camille)


def test_what_a_wrong_identity_typed_is_not_kept(camille, passwords):
    ask(passwords, number="ZZ-0000-000", last="Martin-Dupuis", first="Zoé", email="zoe@example.net")
    kept = db.session.scalar(select(SignUp))
    assert kept.customer_id is None
    assert "example" not in kept.key_hash


def test_a_wrong_identity_has_its_password_judged_by_the_same_rules(camille, passwords):
    for first, email in (("Anne-Cécile", "camille@example.org"), ("Zoélie", "zoe@example.net")):
        secret = services.begin_sign_up("AA-7311-640", "Lefèvre d’Arc", first, email)
        assert services.choose_password(secret, "short", passwords) == [
            PasswordFlaw.TOO_SHORT, PasswordFlaw.NO_UPPER_CASE, PasswordFlaw.NO_DIGIT, PasswordFlaw.NO_SYMBOL]
        assert services.choose_password(secret, "Lefevre-Darc-9!", passwords) == [PasswordFlaw.ABOUT_YOU]
        assert services.choose_password(secret, f"{first}-aime-9-Chats", passwords) == [PasswordFlaw.ABOUT_YOU]


def test_the_link_opens_the_account_in_the_browser_that_asked(camille, passwords, link_of):
    secret = ask(passwords)
    services.open_account(link_of(camille, MailKind.OPEN_ACCOUNT), passwords, secret)
    assert sign_in(passwords, "camille@example.org") is camille
    assert events(camille)[-2:] == [EventKind.ACCOUNT_OPENED, EventKind.SIGNED_IN]
    assert waiting() == [MailKind.OPEN_ACCOUNT, MailKind.ACCOUNT_OPENED]


def test_the_link_opens_the_account_elsewhere_with_the_password_that_was_chosen(camille, passwords, link_of):
    ask(passwords)
    link = link_of(camille, MailKind.OPEN_ACCOUNT)
    assert reason_of(services.open_account, link, passwords, None, "Something-else-1!") is Reason.WRONG_CREDENTIALS
    assert account_of(camille) is None
    services.open_account(link, passwords, None, PASSWORD)
    assert account_of(camille) is not None


def test_the_secret_of_another_sign_up_is_not_the_browser_that_asked(camille, passwords, link_of):
    ask(passwords)
    other = services.begin_sign_up("AA-7311-640", "Lefèvre d’Arc", "Anne-Cécile", "camille@example.org")
    link = link_of(camille, MailKind.OPEN_ACCOUNT)
    assert reason_of(services.open_account, link, passwords, other, "") is Reason.WRONG_CREDENTIALS


def test_the_password_of_a_link_cannot_be_guessed_for_long(camille, passwords, link_of):
    with held_at(START):
        ask(passwords)
        link = link_of(camille, MailKind.OPEN_ACCOUNT)
        reasons = [reason_of(services.open_account, link, passwords, None, "Wrong-one-9!") for _ in range(6)]
        assert reasons == [Reason.WRONG_CREDENTIALS] * 5 + [Reason.TOO_MANY_ATTEMPTS]
        assert reason_of(services.open_account, link, passwords, None, PASSWORD) is Reason.TOO_MANY_ATTEMPTS
    with held_at(START + timedelta(minutes=1)):
        assert services.open_account(link, passwords, None, PASSWORD) is camille


def test_an_account_already_open_gets_another_mail_and_keeps_its_password(camille, passwords, app):
    open_account(app, camille)
    before = account_of(camille).password_hash
    ask(passwords, password="Another-one-77!")
    assert waiting() == [MailKind.ALREADY_OPEN]
    assert account_of(camille).password_hash == before


def test_a_link_that_waited_for_an_account_opened_meanwhile_changes_nothing(camille, passwords, app, link_of):
    secret = ask(passwords, password="Another-one-77!")
    open_account(app, camille)
    services.open_account(link_of(camille, MailKind.OPEN_ACCOUNT), passwords, secret)
    assert sign_in(passwords, "camille@example.org") is camille


@pytest.mark.parametrize(("after", "works"), [
    (timedelta(hours=23, minutes=59), True), (timedelta(hours=24), False), (timedelta(days=30), False)])
def test_the_link_of_a_sign_up_works_for_a_day(camille, passwords, link_of, after, works):
    with held_at(START):
        secret = ask(passwords)
        link = link_of(camille, MailKind.OPEN_ACCOUNT)
    with held_at(START + after):
        if works:
            services.open_account(link, passwords, secret)
        else:
            assert reason_of(services.open_account, link, passwords, secret) is Reason.LINK_NO_LONGER_VALID


def test_a_link_works_once_and_not_for_another_purpose(camille, passwords, link_of):
    secret = ask(passwords)
    link = link_of(camille, MailKind.OPEN_ACCOUNT)
    assert reason_of(services.find_link, link, LinkPurpose.RESET_PASSWORD) is Reason.LINK_NO_LONGER_VALID
    services.open_account(link, passwords, secret)
    assert reason_of(services.open_account, link, passwords, secret) is Reason.LINK_NO_LONGER_VALID


def test_a_newer_link_makes_the_older_ones_die(camille, passwords, link_of):
    first_secret = ask(passwords)
    first = link_of(camille, MailKind.OPEN_ACCOUNT)
    second_secret = ask(passwords)
    assert reason_of(services.open_account, first, passwords, first_secret) is Reason.LINK_NO_LONGER_VALID
    services.open_account(link_of(camille, MailKind.OPEN_ACCOUNT), passwords, second_secret)


def test_the_database_holds_no_secret_that_would_open_anything(camille, passwords, link_of):
    secret = ask(passwords)
    link = link_of(camille, MailKind.OPEN_ACCOUNT)
    with db.engine.connect() as connection:
        rows = [str(tuple(row)) for table in ("mail_link", "sign_up", "outgoing_mail")
                for row in connection.exec_driver_sql(f"SELECT * FROM {table}")]  # noqa: S608
    assert rows
    assert not [row for row in rows if link in row or secret in row or PASSWORD in row]


def test_a_sign_up_left_for_an_hour_starts_again(camille, passwords):
    with held_at(START):
        secret = services.begin_sign_up("AA-7311-640", "Lefèvre d’Arc", "Anne-Cécile", "camille@example.org")
    with held_at(START + timedelta(hours=1)):
        assert reason_of(services.choose_password, secret, PASSWORD, passwords) is Reason.SIGN_UP_EXPIRED
    assert reason_of(services.find_sign_up, "") is Reason.SIGN_UP_EXPIRED


def test_nobody_can_flood_a_mail_box(camille, passwords, app):
    with held_at(START):
        for _ in range(4):
            ask(passwords)
        open_account(app, camille)
        for _ in range(4):
            services.ask_for_reset("camille@example.org")
            services.send_contract_numbers("camille@example.org")
        assert len(waiting()) == services.MAILS_PER_HOUR
    with held_at(START + timedelta(hours=1, seconds=1)):
        services.ask_for_reset("camille@example.org")
        assert len(waiting()) == services.MAILS_PER_HOUR + 1


@pytest.mark.parametrize("identifier", ["sophie.marchand@example.org", " Sophie.Marchand@EXAMPLE.org", "AA-7204-118",
                                        "aa 7204 118", "aa7204118", "Aa-7204–118"])
def test_one_signs_in_with_an_address_or_a_number_however_typed(sophie, passwords, identifier):
    assert sign_in(passwords, identifier) is sophie


@pytest.mark.parametrize("password", [PASSWORD.lower(), PASSWORD + " ", " " + PASSWORD, PASSWORD[:-1], "", PASSWORD * 2])
def test_a_password_is_compared_exactly_as_it_was_typed(sophie, passwords, password):
    assert reason_of(sign_in, passwords, sophie.email, password) is Reason.WRONG_CREDENTIALS


def test_a_customer_without_an_account_does_not_sign_in(camille, passwords):
    assert reason_of(sign_in, passwords, "camille@example.org") is Reason.WRONG_CREDENTIALS
    assert events(camille)[-1] == EventKind.SIGN_IN_REFUSED


class CountingPasswords(Passwords):
    """The real thing, that also remembers how much work it did."""

    def __init__(self):
        self.verified, self.hashed = 0, 0
        super().__init__(memory_kib=64)

    def verify(self, hashed, password):
        self.verified += 1
        return super().verify(hashed, password)

    def hash(self, password):
        self.hashed += 1
        return super().hash(password)


@pytest.mark.parametrize("identifier", ["sophie.marchand@example.org", "AA-7204-118", "nobody@example.org", "ZZ-1111-111",
                                        "camille@example.org", "", "@"])
def test_the_same_work_is_done_whoever_is_named(sophie, camille, identifier):
    passwords = CountingPasswords()
    before = passwords.verified, passwords.hashed
    reason_of(sign_in, passwords, identifier, "Wrong-one-9!")
    assert (passwords.verified - before[0], passwords.hashed - before[1]) == (1, 0)


@pytest.mark.parametrize("last", ["Lefèvre d’Arc", "Nobody"])
def test_the_same_work_is_done_whoever_signs_up(camille, last):
    passwords = CountingPasswords()
    before = passwords.hashed
    ask(passwords, last=last)
    assert passwords.hashed - before == 1


def test_a_hash_made_with_weaker_parameters_is_made_again_at_sign_in(app, passwords):
    customer = make_customer()
    open_account(app, customer)
    old = Passwords(memory_kib=64).hash(PASSWORD)
    with transaction():
        account_of(customer).password_hash = old
    sign_in(passwords, customer.email)
    renewed = account_of(customer).password_hash
    assert renewed != old
    assert "m=1024,t=1,p=1" in renewed
    sign_in(passwords, customer.email)
    assert account_of(customer).password_hash == renewed


def test_two_people_of_one_address_each_come_in_with_their_own_password(app, passwords):
    one = make_customer("Jean", "Petit", "petit@example.org")
    two = make_customer("Anne", "Petit", "petit@example.org")
    open_account(app, one)
    open_account(app, two, "Autre-secret-63?")
    assert sign_in(passwords, "petit@example.org") is one
    assert sign_in(passwords, "petit@example.org", "Autre-secret-63?") is two


def test_the_tries_on_an_address_and_on_a_number_are_tries_on_one_account(sophie, passwords):
    with held_at(START):
        for identifier in ("AA-7204-118", sophie.email, "aa7204118", "aa 7204 118", sophie.email.upper()):
            assert reason_of(sign_in, passwords, identifier, "Wrong-one-9!") is Reason.WRONG_CREDENTIALS
        assert reason_of(sign_in, passwords, sophie.email, "Wrong-one-9!") is Reason.TOO_MANY_ATTEMPTS


@pytest.mark.parametrize(("first", "others"), [
    ("ZZ-1111-111", ["zz1111111", "zz 1111 111", "ZZ.1111.111", "zz-1111-111"]),
    ("nobody@example.org", ["NOBODY@example.org", " nobody@example.org", "Nobody@Example.Org", "nobody@example.ORG "]),
])
def test_an_unknown_account_is_held_like_a_known_one_however_it_is_spelled(app, passwords, first, others):
    with held_at(START):
        for identifier in (first, *others):
            assert reason_of(sign_in, passwords, identifier) is Reason.WRONG_CREDENTIALS
        assert reason_of(sign_in, passwords, first) is Reason.TOO_MANY_ATTEMPTS


def test_ten_failures_hold_the_account_and_say_so_once_by_mail(sophie, passwords):
    moment = START
    for number, minutes in enumerate((0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30), 1):
        moment += timedelta(minutes=minutes)
        with held_at(moment):
            assert reason_of(sign_in, passwords, sophie.email, "Wrong-one-9!") is Reason.WRONG_CREDENTIALS
        assert waiting() == ([MailKind.ACCOUNT_HELD] if number >= 10 else [])
    with held_at(moment + timedelta(minutes=29)):
        assert reason_of(sign_in, passwords, sophie.email, PASSWORD) is Reason.TOO_MANY_ATTEMPTS
    with held_at(moment + timedelta(minutes=30)):
        assert sign_in(passwords, sophie.email) is sophie
    assert events(sophie).count(EventKind.ACCOUNT_HELD) == 1


def test_a_reset_works_for_half_an_hour_once(sophie, passwords, link_of):
    with held_at(START):
        services.ask_for_reset("aa7204118")
        link = link_of(sophie, MailKind.RESET_PASSWORD)
    with held_at(START + timedelta(minutes=30)):
        assert reason_of(services.reset_password, link, "Neuve-porte-51!", passwords) is Reason.LINK_NO_LONGER_VALID
    with held_at(START + timedelta(minutes=29, seconds=59)):
        assert services.reset_password(link, "weak", passwords) != []
        assert services.reset_password(link, "Neuve-porte-51!", passwords) == []
        assert reason_of(services.reset_password, link, "Neuve-porte-52!", passwords) is Reason.LINK_NO_LONGER_VALID
    assert reason_of(sign_in, passwords, sophie.email) is Reason.WRONG_CREDENTIALS
    assert sign_in(passwords, sophie.email, "Neuve-porte-51!") is sophie


def test_a_reset_ends_every_session_lifts_the_hold_and_tells(sophie, passwords, link_of):
    for number in range(2):
        begin_device(sophie, f"token {number}", {}, "phone")
    with held_at(START):
        for _ in range(6):
            reason_of(sign_in, passwords, "AA-7204-118", "Wrong-one-9!")
        services.ask_for_reset(sophie.email)
        services.reset_password(link_of(sophie, MailKind.RESET_PASSWORD), "Neuve-porte-51!", passwords)
        assert sign_in(passwords, sophie.email, "Neuve-porte-51!") is sophie
    assert db.session.scalar(select(func.count()).where(SignedInDevice.ended_at.is_(None))) == 0
    assert waiting()[-1] == MailKind.PASSWORD_CHANGED


def test_a_new_password_may_not_be_about_its_owner(sophie, passwords, link_of):
    services.ask_for_reset(sophie.email)
    link = link_of(sophie, MailKind.RESET_PASSWORD)
    assert services.reset_password(link, "Marchand-2026!", passwords) == [PasswordFlaw.ABOUT_YOU]
    assert services.reset_password(link, "x-AA.7204.118-X", passwords) == [PasswordFlaw.ABOUT_YOU]


@pytest.mark.parametrize("identifier", ["nobody@example.org", "ZZ-1111-111", "camille@example.org", "", "@"])
def test_a_reset_for_nobody_sends_nothing_and_says_nothing(sophie, camille, identifier):
    assert services.ask_for_reset(identifier) is None
    assert waiting() == []


def test_the_numbers_leave_for_the_address_of_the_contracts_only(sophie):
    make_contract(sophie, "AA-0000-002", state="terminated", ends_on=date(2020, 1, 1))
    services.send_contract_numbers(" SOPHIE.Marchand@example.org")
    mail = db.session.scalar(select(OutgoingMail))
    assert (mail.kind, mail.recipient) == (MailKind.CONTRACT_NUMBERS, "sophie.marchand@example.org")
    assert sorted(mail.details["numbers"]) == ["AA-0000-002", "AA-7204-118"]
    services.send_contract_numbers("AA-7204-118")
    services.send_contract_numbers("nobody@example.org")
    assert len(waiting()) == 1


def test_changing_the_password_asks_for_the_present_one_and_keeps_this_device_only(sophie, passwords):
    here = begin_device(sophie, "here", {}, "phone")
    there = begin_device(sophie, "there", {}, "tablet")
    assert reason_of(services.change_password, sophie, "wrong", "Neuve-porte-51!", ADDRESS, passwords, here.id) is (
        Reason.WRONG_CREDENTIALS)
    assert services.change_password(sophie, PASSWORD, "weak", ADDRESS, passwords, here.id) != []
    assert services.change_password(sophie, PASSWORD, "Neuve-porte-51!", ADDRESS, passwords, here.id) == []
    db.session.expire_all()
    assert here.ended_at is None
    assert there.ended_at is not None
    assert sign_in(passwords, sophie.email, "Neuve-porte-51!") is sophie


def test_the_present_password_cannot_be_guessed_from_inside(sophie, passwords):
    reasons = [reason_of(services.change_password, sophie, "wrong", "Neuve-porte-51!", ADDRESS, passwords, None)
               for _ in range(6)]
    assert reasons == [Reason.WRONG_CREDENTIALS] * 5 + [Reason.TOO_MANY_ATTEMPTS]


def test_a_device_is_ended_by_its_owner_only(sophie, karim):
    device = begin_device(karim, "token", {}, "phone")
    with pytest.raises(NotFound):
        services.end_device(sophie, device.public_id)
    db.session.expire_all()
    assert device.ended_at is None
    services.end_device(karim, device.public_id)
    services.end_device(karim, device.public_id)
    assert events(karim).count(EventKind.DEVICE_REVOKED) == 1


def test_a_contract_number_designates_its_holder_and_an_address_all_who_share_it(app):
    people = [make_customer(f"P{number}", "Petit", "petit@example.org") for number in range(6)]
    make_contract(people[2], "AA-0000-002")
    assert customers_known_as("aa0000002") == [people[2]]
    assert len(customers_known_as("PETIT@example.org")) == 4
    assert customers_known_as("petit@example") == []


def test_what_no_longer_serves_is_forgotten_and_the_rest_kept(sophie):
    with held_at(START - timedelta(days=400)):
        begin_device(sophie, "ancient", {}, "phone")
    with held_at(START):
        begin_device(sophie, "recent", {}, "phone")
        services.ask_for_reset(sophie.email)
        services.begin_sign_up("ZZ-0000-000", "x", "y", "z@example.org")

    def counts():
        return [db.session.scalar(select(func.count()).select_from(model))
                for model in (SignUp, MailLink, SignedInDevice, Account)]

    with held_at(START + timedelta(hours=20)):
        services.purge()
        assert counts() == [1, 1, 1, 1]
    with held_at(START + timedelta(hours=26)):
        services.purge()
        assert counts() == [0, 0, 1, 1]
