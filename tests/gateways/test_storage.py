"""Files are kept under the hash of their bytes, and under nothing else."""
import threading
from datetime import timedelta
from hashlib import sha256

import pytest

from gateways.storage import FolderStorage
from insurance.clock import held_at, now


@pytest.fixture
def storage(tmp_path):
    return FolderStorage(tmp_path / "files")


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4", bytes(range(256)) * 4000])
def test_what_was_kept_is_found_again(storage, content):
    assert storage.read(storage.keep(content)) == content


def test_the_key_is_what_the_file_is(storage):
    assert storage.keep(b"x") == sha256(b"x").hexdigest() == storage.keep(b"x")


def test_the_same_bytes_are_one_file(storage):
    for _ in range(3):
        storage.keep(b"x")
    assert len([path for path in storage.folder.rglob("*") if path.is_file()]) == 1


def test_many_who_keep_the_same_file_at_once_leave_one_whole_file(storage):
    content = b"x" * 1_000_000
    threads = [threading.Thread(target=storage.keep, args=(content,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    file, = [path for path in storage.folder.rglob("*") if path.is_file()]
    assert file.read_bytes() == content


@pytest.mark.parametrize("key", ["", "..", "../../etc/passwd", "a" * 63, "a" * 65, "A" * 64, "/" * 64, "g" * 64, "\x00" * 64])
def test_what_is_no_key_leads_nowhere(storage, key):
    (storage.folder.parent / "secret").write_bytes(b"x")
    with pytest.raises(FileNotFoundError):
        storage.read(key)


def test_a_key_without_its_file_is_not_found(storage):
    with pytest.raises(FileNotFoundError):
        storage.read("0" * 64)


def test_what_is_forgotten_is_gone_unless_it_was_kept_again_lately(storage):
    key = storage.keep(b"x")
    storage.forget(key, timedelta(days=1))
    assert storage.read(key) == b"x"
    with held_at(now() + timedelta(days=2)):
        storage.keep(b"x")
        storage.forget(key, timedelta(days=1))
        assert storage.read(key) == b"x"
    with held_at(now() + timedelta(days=4)):
        for _ in range(2):
            storage.forget(key, timedelta(days=1))
    with pytest.raises(FileNotFoundError):
        storage.read(key)
