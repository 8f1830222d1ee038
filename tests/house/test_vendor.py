"""The code of others is what its README says: nobody mends it in place, nobody brings some in without a line."""
import re
from hashlib import sha256
from pathlib import Path

VENDOR = Path(__file__).resolve().parents[2] / "static" / "vendor"
LINE = re.compile(r"^\| `([^`]+)` \|.*`([^`]+-LICENSE\.txt)` \| `([0-9a-f]{64})` \|$", re.M)


def test_each_file_of_others_has_its_origin_its_licence_and_its_hash():
    told = {name: (licence, digest) for name, licence, digest in LINE.findall((VENDOR / "README.md").read_text("utf-8"))}
    assert set(told) == {path.name for path in VENDOR.glob("*.js")}
    for name, (licence, digest) in told.items():
        assert sha256((VENDOR / name).read_bytes()).hexdigest() == digest, name
        assert (VENDOR / licence).is_file(), name
