"""The proof as bytes and digits: fixed vectors, round trips, and everything that must be refused."""
import contextlib
from datetime import date, timedelta
from hashlib import sha256

import cbor2
import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from hypothesis import given
from hypothesis import strategies as st

from insurance.proofs import signing
from insurance.proofs.facts import Verdict
from insurance.proofs.signing import Reading, Unreadable
from insurance.references import CROCKFORD, new_code
from tests.support.proofs import (
    DURING_LIFE,
    EXPIRES_AT,
    HEADER,
    ISSUED_AT,
    KEY,
    PUBLISHED,
    proof_facts,
    proof_token,
    signed_message,
)

VECTOR = (
    "d28449a201260444b7f9223da0584fa80148099de3a27a2b914b0269414137323034313138036f536f70686965204d61"
    "726368616e64046947482d3438322d4b54066b50657567656f742032303807195040091a6b03ee0c0a1a6b17b48c5840"
    "6aac8c0d3325bad8ed80b0caa73c5d684e67605824b138a7a391110d726431c474c31876b1fbff52c0443781aa29f54b"
    "611993aaadf50f598f27061a5a34c5ea"
)
DIGITS = (
    "592551968947010601934257906552840822421246617165283457332737669208091836757880721924913853861262"
    "618480293892806324637302798079036751984920064082333282861212030098002671252910345196523985615770"
    "403997747482301221434471286830667243933338282839421010066987245362231814545974802206871167675218"
    "447186164562358884140082796272329457093095003247193747896879549192595480420140769318790067102523"
    "24330"
)
KID = "b7f9223d"


def check(token, now=DURING_LIFE, keys=PUBLISHED):
    return signing.verify(token, keys, now)


def payload_of(token: bytes) -> bytes:
    return cbor2.loads(token).value[2]


# What is written

def test_the_format_does_not_move():
    assert proof_token().hex() == VECTOR
    assert signing.to_digits(proof_token()) == DIGITS


def test_the_same_facts_under_the_same_key_are_the_same_bytes():
    assert proof_token() == proof_token()


def test_the_payload_says_what_the_format_says():
    assert cbor2.loads(payload_of(proof_token(provisional_until=date(2026, 4, 16)))) == {
        1: bytes.fromhex("099de3a27a2b914b"), 2: "AA7204118", 3: "Sophie Marchand", 4: "GH-482-KT", 6: "Peugeot 208",
        7: (date(2026, 4, 1) - date(1970, 1, 1)).days, 8: (date(2026, 4, 16) - date(1970, 1, 1)).days,
        9: int(ISSUED_AT.timestamp()), 10: int(EXPIRES_AT.timestamp()),
    }


def test_the_key_id_begins_the_cose_thumbprint_of_the_key():
    numbers = KEY.public_key().public_numbers()
    cose_key = b"\xa4\x01\x02\x20\x01\x21\x58\x20" + numbers.x.to_bytes(32) + b"\x22\x58\x20" + numbers.y.to_bytes(32)
    assert sha256(cose_key).hexdigest()[:8] == signing.kid_of(KEY.public_key()).hex() == KID


# What is read back

@pytest.mark.parametrize("changes", [
    {}, {"provisional_until": date(2026, 4, 16)}, {"code": "000000000000"}, {"code": "ZZZZZZZZZZZZ"},
    {"is_registered": False, "plate": "SN 0042/7"}, {"holder_name": "Éléonore D’Œuvre"}, {"vehicle": "Škoda Fabia"},
    {"holder_name": "Marie-Charlotte Anne de la Rochefoucauld d'Estissac"},
], ids=str)
def test_what_was_signed_is_what_is_read(changes):
    assert check(proof_token(**changes)) == Reading(Verdict.VALID, proof_facts(**changes))


@given(code=st.text(CROCKFORD, min_size=12, max_size=12), holder_name=st.text(min_size=1).filter(str.strip),
       vehicle=st.text(min_size=1).filter(str.strip), is_registered=st.booleans(),
       plate=st.text("ABCDEFGH0123456789- ", min_size=1, max_size=40).filter(str.strip),
       effective_on=st.dates(date(1970, 1, 1)), seconds=st.integers(-10 ** 9, 10 ** 9))
def test_any_facts_survive_the_journey(seconds, **changes):
    moved = timedelta(seconds=seconds)
    facts = proof_facts(issued_at=ISSUED_AT + moved, expires_at=EXPIRES_AT + moved, **changes)
    digits = signing.to_digits(signing.sign(facts, KEY))
    assert check(signing.from_digits(digits), now=ISSUED_AT + moved) == Reading(Verdict.VALID, facts)


def test_a_new_code_fits_in_a_proof():
    code = new_code()
    assert check(proof_token(code=code)).facts.code == code


# What is refused

def test_a_proof_stops_being_believed_at_its_end_and_its_facts_are_still_told():
    assert check(proof_token(), now=EXPIRES_AT - timedelta(seconds=1)).verdict is Verdict.VALID
    assert check(proof_token(), now=EXPIRES_AT) == Reading(Verdict.EXPIRED, proof_facts())


def test_a_byte_altered_anywhere_is_never_valid():
    token = proof_token()
    for position in range(len(token)):
        for change in (0x01, 0x80, 0xff):
            altered = bytearray(token)
            altered[position] ^= change
            reading = check(bytes(altered))
            assert reading.verdict not in (Verdict.VALID, Verdict.EXPIRED), (position, change)
            assert reading.facts is None


def test_other_facts_under_an_old_signature_are_forged():
    protected, _, _, signature = cbor2.loads(proof_token()).value
    stolen = cbor2.CBORTag(18, [protected, {}, payload_of(proof_token(plate="AA-001-AA")), signature])
    assert check(cbor2.dumps(stolen)) == Reading(Verdict.FORGED)


def test_an_altered_proof_is_forged_even_once_expired():
    altered = bytearray(proof_token())
    altered[-1] ^= 1
    assert check(bytes(altered), now=EXPIRES_AT).verdict is Verdict.FORGED


def test_a_key_that_is_not_published_is_unknown():
    stranger = ec.derive_private_key(12345, ec.SECP256R1())
    assert check(signing.sign(proof_facts(), stranger)) == Reading(Verdict.UNKNOWN_KEY)
    assert check(proof_token(), keys={"keys": []}) == Reading(Verdict.UNKNOWN_KEY)


def test_a_stranger_who_borrows_our_key_id_is_a_forger():
    stranger = ec.derive_private_key(12345, ec.SECP256R1())
    assert check(signed_message(HEADER, payload_of(proof_token()), stranger)) == Reading(Verdict.FORGED)


@pytest.mark.parametrize("signature", [bytes(64), b"\xff" * 64, bytes(32) + b"\x01" * 32])
def test_a_signature_of_impossible_numbers_is_forged(signature):
    token = cbor2.CBORTag(18, [HEADER, {}, payload_of(proof_token()), signature])
    assert check(cbor2.dumps(token)) == Reading(Verdict.FORGED)


def test_every_proof_cut_short_is_unreadable():
    token = proof_token()
    for length in range(len(token)):
        assert check(token[:length]) == Reading(Verdict.UNREADABLE)


@pytest.mark.parametrize("rewrite", [
    lambda protected, payload, signature: cbor2.dumps([protected, {}, payload, signature]),
    lambda protected, payload, signature: cbor2.dumps(cbor2.CBORTag(17, [protected, {}, payload, signature])),
    lambda protected, payload, signature: cbor2.dumps(cbor2.CBORTag(18, [protected, {1: 2}, payload, signature])),
    lambda protected, payload, signature: cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, signature, 1])),
    lambda protected, payload, signature: b"\xd8\x12" + cbor2.dumps([protected, {}, payload, signature]),
    lambda protected, payload, signature: b"\xd2\x98\x04" + cbor2.dumps([protected, {}, payload, signature])[1:],
    lambda protected, payload, signature: b"\xd2\x9f" + cbor2.dumps([protected, {}, payload, signature])[1:] + b"\xff",
    lambda protected, payload, signature: proof_token() + b"\x00",
    lambda protected, payload, signature: proof_token() + bytes(512),
])
def test_a_message_written_in_another_way_is_unreadable(rewrite):
    protected, _, payload, signature = cbor2.loads(proof_token()).value
    assert check(rewrite(protected, payload, signature)) == Reading(Verdict.UNREADABLE)


@pytest.mark.parametrize("protected", [
    {1: -8, 4: bytes.fromhex(KID)}, {4: bytes.fromhex(KID)}, {1: -7}, {1: -7, 2: [4], 4: bytes.fromhex(KID)},
    {1: -7, 4: b"longer than four"},
], ids=str)
def test_another_algorithm_or_another_header_is_unreadable(protected):
    assert check(signed_message(cbor2.dumps(protected), payload_of(proof_token()))) == Reading(Verdict.UNREADABLE)


@pytest.mark.parametrize("change", [
    {11: "new"}, {1: bytes(7)}, {1: b"\xff" * 8}, {1: "K7F3M9X2Q4AB"}, {2: None}, {2: 5}, {3: "  Sophie"},
    {3: "S" * 41}, {4: ""}, {5: "both"}, {7: 2 ** 60}, {7: "today"}, {7: -1}, {7: True}, {9: 1.5}, {9: 2 ** 63},
    {10: 0}, {8: 1}, {True: 1}, {1.0: 1}, {"x": 1},
], ids=str)
def test_signed_facts_of_another_shape_are_unreadable(change):
    payload = cbor2.dumps(cbor2.loads(payload_of(proof_token())) | change)
    assert check(signed_message(HEADER, payload)) == Reading(Verdict.UNREADABLE)


@pytest.mark.parametrize("payload", [b"", b"\xff", cbor2.dumps([1] * 20), cbor2.dumps(5), cbor2.dumps(b"\x04" * 20),
                                     cbor2.dumps("4"), cbor2.dumps(None), cbor2.dumps({})], ids=str)
def test_a_signed_payload_that_is_no_map_of_facts_is_unreadable(payload):
    assert check(signed_message(HEADER, payload)) == Reading(Verdict.UNREADABLE)


def test_facts_written_in_another_order_are_unreadable():
    entries = cbor2.loads(payload_of(proof_token()))
    backwards = cbor2.dumps(dict(reversed(entries.items())))
    assert check(signed_message(HEADER, backwards)) == Reading(Verdict.UNREADABLE)


@given(st.binary(max_size=600))
def test_any_bytes_have_a_verdict(junk):
    assert check(junk).facts is None


CBOR_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary(max_size=80),
    lambda inside: st.lists(inside, max_size=5) | st.dictionaries(st.integers() | st.text(), inside, max_size=4)
    | st.builds(cbor2.CBORTag, st.integers(0, 2 ** 20), inside), max_leaves=12)


@given(CBOR_VALUES, CBOR_VALUES)
def test_any_cbor_has_a_verdict(header_like, payload_like):
    message = cbor2.CBORTag(18, [HEADER, header_like, cbor2.dumps(payload_like), bytes(64)])
    assert check(cbor2.dumps(message)).facts is None
    assert check(cbor2.dumps(header_like)) == Reading(Verdict.UNREADABLE)
    assert check(signed_message(HEADER, cbor2.dumps(payload_like))[:512]).facts is None


# Digits

@given(st.binary(max_size=signing.MAX_TOKEN_BYTES))
def test_digits_give_back_their_bytes(token):
    assert signing.from_digits(signing.to_digits(token)) == token


@given(st.text("0123456789", max_size=60))
def test_bytes_have_one_writing_in_digits(digits):
    try:
        token = signing.from_digits(digits)
    except Unreadable:
        return
    assert signing.to_digits(token) == digits


@pytest.mark.parametrize("junk", ["1", "12", "1234", "256", "99999999999999999", "12a", "-12", "+123", "1_0", "１２３",
                                  "٣٣٣", " 123", "12.", "000\n", "0" * 17_000, "#123"])
def test_digits_that_were_never_written_are_refused(junk):
    with pytest.raises(Unreadable):
        signing.from_digits(junk)


@given(st.text())
def test_any_text_is_digits_or_is_refused(text):
    with contextlib.suppress(Unreadable):
        signing.from_digits(text)
