"""cose.js in a real browser: it reads what Python signed, and gives the same verdict on everything else."""
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from insurance.proofs import signing
from insurance.proofs.facts import Verdict
from tests.support.proofs import (
    DURING_LIFE,
    EXPIRES_AT,
    HEADER,
    ISSUED_AT,
    PUBLISHED,
    proof_facts,
    proof_token,
    signed_message,
)
from web import filters

SCRIPTS = Path(__file__).parents[3] / "static" / "js" / "verifier"
SITE = "https://checker.example/"  # a secure origin, where WebCrypto exists; no request leaves the machine


@pytest.fixture
def checker(phone):
    """A blank page of a secure site that has our scripts."""
    def answer(route):
        name = route.request.url.removeprefix(SITE)
        if name.endswith(".js"):
            route.fulfill(path=SCRIPTS / name, content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Vide</title>", content_type="text/html")

    phone.route(f"{SITE}**", answer)
    phone.goto(SITE)
    return phone


def verdicts(checker, many, now=DURING_LIFE, keys=PUBLISHED):
    """Return what cose.js says of many proofs in digits."""
    return checker.evaluate("""async ([many, keys, now]) => {
        const { check } = await import("/cose.js");
        return Promise.all(many.map(async (digits) => (await check(digits, keys, new Date(now))).verdict));
    }""", [many, keys, now.isoformat()])


def facts(checker, digits):
    """Return the facts that cose.js reads, instants as ISO texts."""
    return checker.evaluate("""async ([digits, keys, now]) => {
        const { check } = await import("/cose.js");
        return JSON.parse(JSON.stringify((await check(digits, keys, new Date(now))).facts));
    }""", [digits, PUBLISHED, DURING_LIFE.isoformat()])


def digits_of(**changes):
    return signing.to_digits(proof_token(**changes))


def iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%S.000Z")


def test_a_browser_reads_the_facts_that_were_signed(checker):
    assert facts(checker, digits_of(provisional_until=datetime(2026, 4, 16).date())) == {
        "code": "K7F3M9X2Q4AB", "contractNumber": "AA7204118", "holderName": "Sophie Marchand", "plate": "GH-482-KT",
        "isRegistered": True, "vehicle": "Peugeot 208", "effectiveOn": "2026-04-01T00:00:00.000Z",
        "provisionalUntil": "2026-04-16T00:00:00.000Z", "issuedAt": iso(ISSUED_AT), "expiresAt": iso(EXPIRES_AT),
    }


def test_a_browser_reads_a_serial_number_accents_and_the_first_and_last_codes(checker):
    read = facts(checker, digits_of(is_registered=False, plate="SN 0042/7", holder_name="Éléonore Œ", code="0" * 12))
    assert (read["isRegistered"], read["plate"], read["holderName"], read["code"], read["provisionalUntil"]) == (
        False, "SN 0042/7", "Éléonore Œ", "0" * 12, None)
    assert facts(checker, digits_of(code="Z" * 12))["code"] == "Z" * 12


def test_a_browser_says_expired_at_the_end_of_the_proof(checker):
    assert verdicts(checker, [digits_of()], now=EXPIRES_AT - timedelta(seconds=1)) == ["valid"]
    assert verdicts(checker, [digits_of()], now=EXPIRES_AT) == ["expired"]


def test_a_browser_does_not_know_a_key_that_is_not_published(checker):
    stranger = ec.derive_private_key(12345, ec.SECP256R1())
    foreign = signing.to_digits(signing.sign(proof_facts(), stranger))
    assert verdicts(checker, [foreign]) == ["unknown-key"]
    assert verdicts(checker, [digits_of()], keys={"keys": []}) == ["unknown-key"]


def test_a_browser_and_python_agree_on_every_altered_byte(checker):
    token = proof_token()
    altered = [token[:at] + bytes([token[at] ^ change]) + token[at + 1:]
               for at in range(len(token)) for change in (0x01, 0x20, 0x80)]
    altered += [token[:length] for length in range(len(token))] + [token + b"\0", b"", bytes(600)]
    expected = [signing.verify(one, PUBLISHED, DURING_LIFE).verdict for one in altered]
    assert set(expected) == {Verdict.FORGED, Verdict.UNKNOWN_KEY, Verdict.UNREADABLE}
    assert verdicts(checker, [signing.to_digits(one) for one in altered]) == expected


@pytest.mark.parametrize("payload", [
    "a0", "01", "f6", "80", "bf01ff", "a1014101", "a2024161014161", "a10102a0", "a1f401", "a118010a",
    "a1fb0000000000000000",
], ids=str)
def test_a_browser_and_python_agree_on_signed_payloads_of_another_shape(checker, payload):
    token = signed_message(HEADER, bytes.fromhex(payload))
    assert signing.verify(token, PUBLISHED, DURING_LIFE).verdict is Verdict.UNREADABLE
    assert verdicts(checker, [signing.to_digits(token)]) == ["unreadable"]


def test_a_browser_refuses_digits_that_were_never_written(checker):
    junk = ["1", "12", "256", "99999999999999999", "12a", "-12", "٣٣٣", " 123", "0" * 5000, digits_of() + "0"]
    assert set(verdicts(checker, junk)) == {"unreadable"}


def test_days_and_hours_are_written_as_by_the_portal(checker):
    instants = [datetime(2026, 5, 1, 22, 30, tzinfo=UTC), datetime(2026, 12, 31, 23, 5, tzinfo=UTC),
                datetime(2026, 3, 29, 1, 0, tzinfo=UTC), datetime(2026, 8, 15, 7, 9, tzinfo=UTC)]
    now = datetime(2027, 1, 1, tzinfo=UTC)
    ages = [timedelta(seconds=20), timedelta(minutes=1), timedelta(minutes=59), timedelta(hours=1), timedelta(hours=23),
            timedelta(days=1), timedelta(days=14), timedelta(minutes=-9)]
    written = checker.evaluate("""async ([instants, ages, now]) => {
        const { ago, day, hour, moment, parisDay } = await import("/dates.js");
        return [instants.map((at) => [moment(new Date(at)), hour(new Date(at)), day(parisDay(new Date(at)))]),
                ages.map((at) => ago(new Date(at), new Date(now)))];
    }""", [[iso(at) for at in instants], [iso(now - age) for age in ages], iso(now)])
    assert written == [[[filters.moment(at), filters.hour(at), filters.day(at)] for at in instants],
                       [filters.ago(now - age, now) for age in ages]]
