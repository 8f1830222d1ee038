"""Proofs for tests: one key that never changes, one set of facts to vary."""
from datetime import UTC, date, datetime

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from insurance.proofs import signing
from insurance.proofs.facts import ProofFacts

KEY = ec.derive_private_key(0xAC71FE, ec.SECP256R1())
PUBLISHED = {"keys": [signing.jwk_of(KEY.public_key())]}
HEADER = cbor2.dumps({1: -7, 4: signing.kid_of(KEY.public_key())})
ISSUED_AT = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
DURING_LIFE = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
EXPIRES_AT = datetime(2026, 12, 8, 7, 41, tzinfo=UTC)
ADDRESS = "HTTPS://MON-COMPTE.ACTIVE-ASSURANCES.FR/V#"


def proof_facts(**changes) -> ProofFacts:
    """Return the facts of Sophie's proof, with `changes`."""
    values = {
        "code": "K7F3M9X2Q4AB", "contract_number": "AA7204118", "holder_name": "Sophie Marchand",
        "plate": "GH-482-KT", "vehicle": "Peugeot 208", "is_registered": True, "effective_on": date(2026, 4, 1),
        "provisional_until": None, "issued_at": ISSUED_AT, "expires_at": EXPIRES_AT,
    }
    return ProofFacts(**values | changes)


def proof_token(**changes) -> bytes:
    """Return the proof of `proof_facts(**changes)`, signed with `KEY`."""
    return signing.sign(proof_facts(**changes), KEY)


def signed_message(protected: bytes, payload: bytes, key=KEY) -> bytes:
    """Sign any header and any payload, the way an older or a newer version could."""
    structure = cbor2.dumps(["Signature1", protected, b"", payload])
    r, s = decode_dss_signature(key.sign(structure, ec.ECDSA(hashes.SHA256())))
    return cbor2.dumps(cbor2.CBORTag(18, [protected, {}, payload, r.to_bytes(32) + s.to_bytes(32)]))
