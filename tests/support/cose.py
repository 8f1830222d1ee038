"""A second reader of proofs, after docs/proof-format.md and nothing of ours: offsets by hand, signature by openssl."""
import base64
import subprocess

P256_PUBLIC_KEY = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004")
BYTES_OF = {3: 1, 5: 2, 8: 3, 10: 4, 13: 5, 15: 6, 17: 7}


def bytes_of(digits: str) -> bytes:
    """Return the bytes that the digits of an address stand for: seventeen digits give seven bytes."""
    groups = [digits[start:start + 17] for start in range(0, len(digits), 17)]
    return b"".join(int(group).to_bytes(BYTES_OF[len(group)], "big") for group in groups)


def kid_of(token: bytes) -> str:
    """Return the identifier of the key that signed, in hexadecimal as in the published set."""
    assert token[:8] == bytes.fromhex("d28449a201260444")
    return token[8:12].hex()


def openssl_says(folder, token: bytes, jwk: dict) -> str:
    """Take a proof apart by hand, offset by offset, and let openssl judge it."""
    assert token[:3] + token[12:14] == bytes.fromhex("d28449a058")
    header, payload = token[2:12], token[13:15 + token[14]]
    rest = token[15 + token[14]:]
    assert (rest[:2], len(rest)) == (bytes.fromhex("5840"), 66)
    numbers = _der_integer(rest[2:34]) + _der_integer(rest[34:])
    point = b"".join(base64.urlsafe_b64decode(jwk[name] + "=") for name in ("x", "y"))
    (folder / "signed.bin").write_bytes(b"\x84\x6aSignature1" + header + b"\x40" + payload)
    (folder / "signature.der").write_bytes(bytes([0x30, len(numbers)]) + numbers)
    (folder / "key.der").write_bytes(P256_PUBLIC_KEY + point)
    subprocess.run(["openssl", "pkey", "-pubin", "-inform", "DER", "-in", "key.der", "-out", "key.pem"],
                   cwd=folder, check=True)
    command = ["openssl", "dgst", "-sha256", "-verify", "key.pem", "-signature", "signature.der", "signed.bin"]
    answer = subprocess.run(command, check=False, cwd=folder, capture_output=True, text=True)
    return answer.stdout.strip()


def _der_integer(number: bytes) -> bytes:
    """Write an unsigned big-endian number as an ASN.1 INTEGER."""
    content = number.lstrip(b"\0") or b"\0"
    content = b"\0" + content if content[0] & 0x80 else content
    return bytes([0x02, len(content)]) + content
