"""A second opinion: openssl says that our proofs are signed. Nothing of `signing` takes part in the check."""
import base64
import shutil
import subprocess

import pytest

from tests.support.proofs import PUBLISHED, proof_token

P256_PUBLIC_KEY = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")


def der_integer(number: bytes) -> bytes:
    """Write an unsigned big-endian number as an ASN.1 INTEGER."""
    content = number.lstrip(b"\0") or b"\0"
    content = b"\0" + content if content[0] & 0x80 else content
    return bytes([0x02, len(content)]) + content


def openssl_says(folder, token: bytes, jwk: dict) -> str:
    """Take a proof apart by hand, offset by offset, and let openssl judge it."""
    assert token[:3] + token[12:14] == bytes.fromhex("d28449a058")
    header, payload = token[2:12], token[13:15 + token[14]]
    rest = token[15 + token[14]:]
    assert (rest[:2], len(rest)) == (bytes.fromhex("5840"), 66)
    numbers = der_integer(rest[2:34]) + der_integer(rest[34:])
    point = b"".join(base64.urlsafe_b64decode(jwk[name] + "=") for name in ("x", "y"))
    (folder / "signed.bin").write_bytes(b"\x84\x6aSignature1" + header + b"\x40" + payload)
    (folder / "signature.der").write_bytes(bytes([0x30, len(numbers)]) + numbers)
    (folder / "key.der").write_bytes(P256_PUBLIC_KEY + point)
    subprocess.run(["openssl", "pkey", "-pubin", "-inform", "DER", "-in", "key.der", "-out", "key.pem"],
                   cwd=folder, check=True)
    command = ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature.der", "signed.bin"]
    answer = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    return answer.stdout.strip()


def test_openssl_agrees_that_a_proof_is_signed(tmp_path):
    assert openssl_says(tmp_path, proof_token(), PUBLISHED["keys"][0]) == "Verified OK"


def test_openssl_agrees_that_an_altered_proof_is_forged(tmp_path):
    token = proof_token().replace(b"GH-482-KT", b"GH-482-KU")
    assert openssl_says(tmp_path, token, PUBLISHED["keys"][0]) == "Verification failure"
