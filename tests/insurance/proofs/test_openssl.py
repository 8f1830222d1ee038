"""A second opinion: openssl says that our proofs are signed. Nothing of `signing` takes part in the check."""
import shutil

import pytest

from tests.support.cose import openssl_says
from tests.support.proofs import PUBLISHED, proof_token

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="needs the openssl command")


def test_openssl_agrees_that_a_proof_is_signed(tmp_path):
    assert openssl_says(tmp_path, proof_token(), PUBLISHED["keys"][0]) == "Verified OK"


def test_openssl_agrees_that_an_altered_proof_is_forged(tmp_path):
    token = proof_token().replace(b"GH-482-KT", b"GH-482-KU")
    assert openssl_says(tmp_path, token, PUBLISHED["keys"][0]) == "Verification failure"
