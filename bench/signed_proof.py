"""The signed proof and its QR code, against the bare ECDSA signature of the same bytes."""
from datetime import UTC, date, datetime, timedelta
from itertools import count

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

from bench.portal import BASE_URL
from bench.rounds import Row, compare
from insurance.proofs.facts import ProofFacts, expiry
from insurance.proofs.signing import sign, to_digits
from web.qr import modules, qr_svg

PREFIX = BASE_URL.upper() + "/V#"
SIGNATURE_BYTES = 64
START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def report() -> list[Row]:
    """Measure, and return the rows to print."""
    key = ec.generate_private_key(ec.SECP256R1())
    token = sign(_facts(0), key)
    numbers = count(1)

    def bare():
        return key.sign(token, ec.ECDSA(hashes.SHA256()))

    def signed():
        return sign(_facts(next(numbers)), key)

    def drawn():  # another instant each time: the code of a proof already drawn is remembered
        return qr_svg(PREFIX, to_digits(signed()))

    signature, whole = compare(signed, bare), compare(drawn, bare)
    yardstick = f"a bare ECDSA signature: {1 / signature.yardstick:,.0f} a second"
    return [
        Row("signed proof", f"{1 / signature.ours:,.0f} a second", f"{signature.ratio:.1f}", yardstick),
        Row("with its QR code", f"{1 / whole.ours:,.0f} a second", f"{whole.ratio:.0f}", yardstick),
        Row("its size", f"{len(token)} bytes", f"{len(token) / SIGNATURE_BYTES:.1f}",
            f"its signature: {SIGNATURE_BYTES} bytes; the code has {modules(PREFIX, to_digits(token))} modules a side"),
    ]


def _facts(number: int) -> ProofFacts:
    """Return the facts of a proof made at another second for each number."""
    issued_at = START + timedelta(seconds=number)
    return ProofFacts(
        code="K7F3M9X2Q4AB", contract_number="AA-7204-118", holder_name="Sophie Marchand", plate="GH-482-KT",
        vehicle="Peugeot 208", is_registered=True, effective_on=date(2024, 1, 2), provisional_until=None,
        issued_at=issued_at, expires_at=expiry(issued_at, 15))
