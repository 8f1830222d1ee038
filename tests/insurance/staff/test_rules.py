"""The codes of a telephone are those of RFC 6238, and none is accepted twice."""
from base64 import b32encode
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from insurance.staff.models import Adviser, Role
from insurance.staff.rules import matching_step, new_totp_secret, provisioning_uri, step_of, totp_code

RFC_SECRET = b32encode(b"12345678901234567890").decode()
NOON = datetime(2026, 11, 27, 12, 0, 15, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), [
    (59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (1234567890, "005924"), (2000000000, "279037"),
    (20000000000, "353130"),
])
def test_the_codes_are_those_of_the_vectors_of_rfc_6238(seconds, code):
    assert totp_code(RFC_SECRET, step_of(datetime.fromtimestamp(seconds, UTC))) == code


@pytest.mark.parametrize("seconds", [-44, -16, 0, 14, 29, 44])
def test_a_telephone_may_be_half_a_minute_wrong(seconds):
    shown = totp_code(RFC_SECRET, step_of(NOON + timedelta(seconds=seconds)))
    assert matching_step(RFC_SECRET, shown, NOON, None) == step_of(NOON + timedelta(seconds=seconds))


@pytest.mark.parametrize("seconds", [-46, 46, 3600, -86400])
def test_a_telephone_may_not_be_wrong_by_more(seconds):
    shown = totp_code(RFC_SECRET, step_of(NOON + timedelta(seconds=seconds)))
    assert matching_step(RFC_SECRET, shown, NOON, None) is None


def test_a_code_that_was_used_and_those_before_it_are_dead_and_the_next_one_lives():
    used = step_of(NOON)
    assert matching_step(RFC_SECRET, totp_code(RFC_SECRET, used), NOON, used) is None
    assert matching_step(RFC_SECRET, totp_code(RFC_SECRET, used - 1), NOON, used) is None
    assert matching_step(RFC_SECRET, totp_code(RFC_SECRET, used + 1), NOON, used) == used + 1


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "1234567", "٢٨٧٠٨٢", "𝟚𝟠𝟟𝟘𝟠𝟚"])
def test_what_is_not_six_figures_is_no_code(typed):
    assert matching_step(RFC_SECRET, typed, datetime.fromtimestamp(59, UTC), None) is None


def test_a_code_may_be_typed_with_a_space_in_the_middle():
    assert matching_step(RFC_SECRET, "287 082", datetime.fromtimestamp(59, UTC), None) == 1


def test_a_secret_has_160_bits_and_is_never_the_same_twice():
    assert len({new_totp_secret() for _ in range(50)}) == 50
    assert all(len(new_totp_secret()) == 32 for _ in range(5))


def test_the_address_that_a_telephone_reads_holds_the_secret_and_who_it_is_for():
    uri = urlsplit(provisioning_uri(RFC_SECRET, "nadia@assureur.example", "Active Assurances"))
    asked = parse_qs(uri.query)
    assert (uri.scheme, uri.netloc) == ("otpauth", "totp")
    assert uri.path == "/Active%20Assurances:nadia%40assureur.example"
    assert (asked["secret"], asked["digits"], asked["period"], asked["issuer"]) == (
        [RFC_SECRET], ["6"], ["30"], ["Active Assurances"])


@pytest.mark.parametrize(("roles", "asked", "may"), [
    ([Role.ADVISER], [], True), ([Role.ADVISER], [Role.CLAIMS], False), ([Role.CLAIMS], [Role.ADVISER, Role.CLAIMS], True),
    ([Role.SUPERVISOR], [Role.COMPLAINTS], True), ([], [Role.ADVISER], False), ([Role.ADVISER], [Role.SUPERVISOR], False),
])
def test_a_role_opens_what_is_its_own_and_a_supervisor_everything(roles, asked, may):
    assert Adviser(roles=[role.value for role in roles]).may(*asked) is may
