"""The proof as bytes: a COSE_Sign1 (RFC 9052) with ES256, and its digits. The format is docs/proof-format.md."""
import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import cbor2
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from insurance.proofs.facts import ProofFacts, Verdict
from insurance.references import CROCKFORD

MAX_TOKEN_BYTES = 512
KID_BYTES = 4

_SIGN1_TAG = 18
_ALG, _KID, _ES256 = 1, 4, -7
_COORDINATE_BYTES = 32
_CODE_BYTES = 8
_GROUP_BYTES = 7
_DIGITS = {0: 0, 1: 3, 2: 5, 3: 8, 4: 10, 5: 13, 6: 15, 7: 17}
"""How many decimal digits hold a group of so many bytes."""

_CODE, _CONTRACT, _HOLDER, _PLATE, _SERIAL, _VEHICLE, _EFFECTIVE, _PROVISIONAL, _ISSUED, _EXPIRES = range(1, 11)
_EPOCH_DAY = date(1970, 1, 1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Unreadable(ValueError):
    """These digits or bytes are not a proof."""


@dataclass(frozen=True)
class Reading:
    """What a check gives: its verdict, and the facts when they are the insurer's (valid or expired), else None."""

    verdict: Verdict
    facts: ProofFacts | None = None


def sign(facts: ProofFacts, key: ec.EllipticCurvePrivateKey) -> bytes:
    """Return the proof of `facts` under a P-256 `key`. Same facts, same key: same bytes (RFC 6979)."""
    protected, payload = _protected(kid_of(key.public_key())), _payload(facts)
    der = key.sign(_to_be_signed(protected, payload), ec.ECDSA(hashes.SHA256(), deterministic_signing=True))
    signature = b"".join(number.to_bytes(_COORDINATE_BYTES) for number in decode_dss_signature(der))
    return _message(protected, payload, signature)


def verify(token: bytes, published_keys: dict, now: datetime) -> Reading:
    """Return what `token` is worth at `now` (aware), under a published key set (JWKS). Any bytes have an answer.

    A proof that is both expired and altered is forged: the signature is looked at before anything it covers.
    """
    try:
        protected, payload, signature = _parts(token)
    except Unreadable:
        return Reading(Verdict.UNREADABLE)
    key = _key_of(protected[-KID_BYTES:], published_keys)
    if key is None:
        return Reading(Verdict.UNKNOWN_KEY)
    if not _is_signed(protected, payload, signature, key):
        return Reading(Verdict.FORGED)
    try:
        facts = _facts(payload)
    except Unreadable:
        return Reading(Verdict.UNREADABLE)
    return Reading(Verdict.EXPIRED if now >= facts.expires_at else Verdict.VALID, facts)


def to_digits(token: bytes) -> str:
    """Return `token` in decimal digits: every 7 bytes, read as one big-endian number, give 17 digits."""
    groups = (token[start:start + _GROUP_BYTES] for start in range(0, len(token), _GROUP_BYTES))
    return "".join(str(int.from_bytes(group)).zfill(_DIGITS[len(group)]) for group in groups)


def from_digits(digits: str) -> bytes:
    """Return the bytes that `to_digits` wrote as `digits`; Unreadable for anything that it cannot have written."""
    group_digits, token = _DIGITS[_GROUP_BYTES], b""
    if len(digits) > 3 * MAX_TOKEN_BYTES or digits.strip("0123456789"):
        raise Unreadable("digits only")
    for start in range(0, len(digits), group_digits):
        group = digits[start:start + group_digits]
        size = next((size for size, length in _DIGITS.items() if length == len(group)), None)
        if size is None or int(group) >= 256 ** size:
            raise Unreadable("this group of digits holds no bytes")
        token += int(group).to_bytes(size)
    return token


def kid_of(key: ec.EllipticCurvePublicKey) -> bytes:
    """Return the identifier of a key: the first four bytes of its COSE thumbprint (RFC 9679, SHA-256)."""
    x, y = _coordinates(key)
    return hashlib.sha256(_encoded({1: 2, -1: 1, -2: x, -3: y})).digest()[:KID_BYTES]


def jwk_of(key: ec.EllipticCurvePublicKey) -> dict:
    """Return a public key as it is published (RFC 7517); its `kid` is that of the proofs, in hexadecimal."""
    x, y = _coordinates(key)
    return {"kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": kid_of(key).hex(),
            "x": _base64url(x), "y": _base64url(y)}


def _payload(facts: ProofFacts) -> bytes:
    """Return the facts as a CBOR map; what is absent has no entry."""
    entries = {
        _CODE: _code_bytes(facts.code),
        _CONTRACT: facts.contract_number,
        _HOLDER: facts.holder_name,
        _PLATE if facts.is_registered else _SERIAL: facts.plate,
        _VEHICLE: facts.vehicle,
        _EFFECTIVE: (facts.effective_on - _EPOCH_DAY).days,
        _ISSUED: _seconds(facts.issued_at),
        _EXPIRES: _seconds(facts.expires_at),
    }
    if facts.provisional_until is not None:
        entries[_PROVISIONAL] = (facts.provisional_until - _EPOCH_DAY).days
    return _encoded(entries)


def _facts(payload: bytes) -> ProofFacts:
    """Return the facts of a payload whose signature is good; Unreadable unless `_payload` would write it again."""
    entries = _decoded(payload)
    try:
        is_registered = _PLATE in entries
        facts = ProofFacts(
            code=_code_text(entries[_CODE]), contract_number=entries[_CONTRACT], holder_name=entries[_HOLDER],
            plate=entries[_PLATE if is_registered else _SERIAL], vehicle=entries[_VEHICLE], is_registered=is_registered,
            effective_on=_day(entries[_EFFECTIVE]),
            provisional_until=_day(entries[_PROVISIONAL]) if _PROVISIONAL in entries else None,
            issued_at=_EPOCH + timedelta(seconds=entries[_ISSUED]),
            expires_at=_EPOCH + timedelta(seconds=entries[_EXPIRES]))
    except (LookupError, TypeError, ValueError, OverflowError) as error:
        raise Unreadable("these are not the facts of a proof") from error
    if _payload(facts) != payload:
        raise Unreadable("these facts are written in another way than ours")
    return facts


def _message(protected: bytes, payload: bytes, signature: bytes) -> bytes:
    return _encoded(cbor2.CBORTag(_SIGN1_TAG, [protected, {}, payload, signature]))


def _parts(token: bytes) -> tuple[bytes, bytes, bytes]:
    """Return the protected header, payload and signature of a token that has exactly our shape, else Unreadable."""
    message = _decoded(token) if len(token) <= MAX_TOKEN_BYTES else None
    match message:
        case cbor2.CBORTag(value=[bytes() as protected, {}, bytes() as payload, bytes() as signature]):
            is_ours = protected == _protected(protected[-KID_BYTES:]) and len(signature) == 2 * _COORDINATE_BYTES
            if is_ours and _message(protected, payload, signature) == token:
                return protected, payload, signature
    raise Unreadable("this is not a COSE_Sign1 of ours")


def _is_signed(protected: bytes, payload: bytes, signature: bytes, key: ec.EllipticCurvePublicKey) -> bool:
    """True when `signature` (r then s, 32 bytes each) is the key's over this header and this payload."""
    halves = signature[:_COORDINATE_BYTES], signature[_COORDINATE_BYTES:]
    der = encode_dss_signature(*(int.from_bytes(half) for half in halves))
    try:
        key.verify(der, _to_be_signed(protected, payload), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True


def _to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Return the Sig_structure of RFC 9052, section 4.4, without external data."""
    return _encoded(["Signature1", protected, b"", payload])


def _protected(kid: bytes) -> bytes:
    return _encoded({_ALG: _ES256, _KID: kid})


def _key_of(kid: bytes, published_keys: dict) -> ec.EllipticCurvePublicKey | None:
    """Return the published key that has this identifier, None when there is none."""
    for jwk in published_keys["keys"]:
        if jwk["kid"] == kid.hex():
            x, y = (int.from_bytes(base64.urlsafe_b64decode(jwk[name] + "=")) for name in ("x", "y"))
            return ec.EllipticCurvePublicNumbers(x, y, ec.SECP256R1()).public_key()
    return None


def _coordinates(key: ec.EllipticCurvePublicKey) -> tuple[bytes, bytes]:
    numbers = key.public_numbers()
    return numbers.x.to_bytes(_COORDINATE_BYTES), numbers.y.to_bytes(_COORDINATE_BYTES)


def _encoded(value) -> bytes:
    return cbor2.dumps(value, canonical=True)


def _decoded(data: bytes):
    """Return the CBOR item that `data` holds; Unreadable when it holds none."""
    try:
        return cbor2.loads(data, allow_indefinite=False, max_depth=4)
    except cbor2.CBORDecodeError as error:
        raise Unreadable("this is not CBOR") from error


def _code_bytes(code: str) -> bytes:
    """Return the 60 bits of a code in eight bytes."""
    number = 0
    for character in code:
        number = number * len(CROCKFORD) + CROCKFORD.index(character)
    return number.to_bytes(_CODE_BYTES)


def _code_text(packed: bytes) -> str:
    """Return the code that `_code_bytes` packed (bytes of another length make another payload, refused later)."""
    number = int.from_bytes(packed)
    return "".join(CROCKFORD[number >> shift & 31] for shift in range(55, -1, -5))


def _day(days: int) -> date:
    return _EPOCH_DAY + timedelta(days=days)


def _seconds(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(seconds=1)


def _base64url(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
