"""The signing keys: made once, kept for their owner only, replaced without breaking the proofs that are out."""
import json
import multiprocessing
import stat
from datetime import UTC, datetime, timedelta

import pytest

from gateways.keyring import Keyring
from insurance.proofs import signing
from insurance.proofs.facts import Verdict
from tests.support.proofs import proof_facts

NOW = datetime(2026, 11, 23, 7, 41, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def keyring(tmp_path):
    return Keyring(tmp_path / "keys", overlap_days=45)


def kid(key) -> str:
    return signing.kid_of(key.public_key()).hex()


def published_kids(keyring, now) -> list[str]:
    return [jwk["kid"] for jwk in keyring.published(now)["keys"]]


def test_the_first_key_is_made_when_it_is_needed_and_kept(keyring):
    assert keyring.published(NOW) == {"keys": []}
    first = kid(keyring.current(NOW))
    assert kid(keyring.current(NOW + 400 * DAY)) == first
    assert published_kids(keyring, NOW) == [first]


def test_files_are_readable_by_their_owner_only(keyring, tmp_path):
    keyring.current(NOW)
    keyring.rotate(NOW + DAY)
    files = list((tmp_path / "keys").iterdir())
    assert sorted(file.suffix for file in files) == ["", ".json", ".json", ".pem", ".pem"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


def test_the_side_file_says_since_and_until_when_a_key_signs(keyring, tmp_path):
    first = kid(keyring.current(NOW))
    keyring.rotate(NOW + DAY)
    assert json.loads((tmp_path / "keys" / f"{first}.json").read_text()) == {
        "kid": first, "created_at": "2026-11-23T07:41:00.000000+00:00",
        "retired_at": "2026-11-24T07:41:00.000000+00:00", "withdrawn_at": None}


def test_after_a_rotation_the_new_key_signs_and_the_old_one_still_checks(keyring):
    first = kid(keyring.current(NOW))
    token = signing.sign(proof_facts(), keyring.current(NOW))
    second = keyring.rotate(NOW + DAY)
    assert kid(keyring.current(NOW + DAY)) == second != first
    assert published_kids(keyring, NOW + DAY) == [second, first]
    assert signing.verify(token, keyring.published(NOW + 2 * DAY), NOW + 2 * DAY).verdict is Verdict.VALID


def test_a_retired_key_leaves_after_the_overlap(keyring):
    first = kid(keyring.current(NOW))
    second = keyring.rotate(NOW + DAY)
    assert published_kids(keyring, NOW + 46 * DAY - timedelta(seconds=1)) == [second, first]
    assert published_kids(keyring, NOW + 46 * DAY) == [second]


def test_no_proof_outlives_its_key(tmp_path):
    with pytest.raises(ValueError, match="15 days"):
        Keyring(tmp_path, overlap_days=14, proof_days=15)
    Keyring(tmp_path, overlap_days=15, proof_days=15)


def test_a_stolen_key_leaves_at_once_and_signs_no_more(keyring):
    stolen = kid(keyring.current(NOW))
    token = signing.sign(proof_facts(), keyring.current(NOW))
    keyring.withdraw(stolen, NOW + DAY)
    assert published_kids(keyring, NOW + DAY) == []
    assert kid(keyring.current(NOW + DAY)) != stolen
    assert signing.verify(token, keyring.published(NOW + DAY), NOW + DAY).verdict is Verdict.UNKNOWN_KEY


def test_a_key_withdrawn_after_its_retirement_keeps_the_day_it_retired(keyring, tmp_path):
    first = kid(keyring.current(NOW))
    keyring.rotate(NOW + DAY)
    keyring.withdraw(first, NOW + 2 * DAY)
    kept = json.loads((tmp_path / "keys" / f"{first}.json").read_text())
    assert kept["retired_at"] == "2026-11-24T07:41:00.000000+00:00"


def test_a_key_that_does_not_exist_cannot_be_withdrawn(keyring):
    keyring.current(NOW)
    with pytest.raises(KeyError):
        keyring.withdraw("00000000", NOW)


def test_a_key_whose_writing_was_interrupted_does_not_exist(keyring, tmp_path):
    first = kid(keyring.current(NOW))
    (tmp_path / "keys" / "deadbeef.pem").write_bytes(b"half a key")
    (tmp_path / "keys" / ".deadbeef.json.123").write_text("{")
    assert published_kids(keyring, NOW) == [first]
    assert keyring.rotate(NOW + DAY) == kid(keyring.current(NOW + DAY))


def test_public_keys_tell_nothing_private(keyring):
    keyring.current(NOW)
    (jwk,) = keyring.published(NOW)["keys"]
    assert set(jwk) == {"kty", "crv", "use", "alg", "kid", "x", "y"}
    assert (jwk["kty"], jwk["crv"], jwk["use"], jwk["alg"]) == ("EC", "P-256", "sig", "ES256")


def first_key_of(folder, start, answers):
    start.wait()
    answers.put(kid(Keyring(folder).current(NOW)))


def test_processes_that_start_together_share_one_first_key(tmp_path):
    context = multiprocessing.get_context("spawn")
    start, answers = context.Barrier(3), context.Queue()
    folder = tmp_path / "keys"
    processes = [context.Process(target=first_key_of, args=(folder, start, answers)) for _ in range(3)]
    for process in processes:
        process.start()
    kids = {answers.get(timeout=30) for _ in processes}
    for process in processes:
        process.join()
    assert len(kids) == 1
    assert len(list(folder.glob("*.pem"))) == 1
