"""A secret that nobody gave is made once, and everybody agrees on it."""
import stat
import subprocess
import sys

from gateways.secretfile import read_or_make
from tests.support.source import ROOT


def test_a_secret_is_made_once_and_read_ever_after(tmp_path):
    made = iter("ab")
    assert [read_or_make(tmp_path / "keys" / "one", lambda: next(made)) for _ in range(3)] == ["a", "a", "a"]


def test_only_its_owner_reads_it(tmp_path):
    path = tmp_path / "keys" / "one"
    read_or_make(path, lambda: "x")
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_secret_that_somebody_put_there_is_respected(tmp_path):
    (tmp_path / "one").write_text("given\n")
    assert read_or_make(tmp_path / "one", lambda: "made") == "given"


def test_nothing_else_is_left_in_the_folder(tmp_path):
    read_or_make(tmp_path / "one", lambda: "x")
    assert [path.name for path in tmp_path.iterdir()] == ["one"]


def test_processes_that_start_at_once_agree(tmp_path):
    program = ("import secrets, sys; from pathlib import Path; from gateways.secretfile import read_or_make; sys.stdin.read(1);"
               "print(read_or_make(Path(sys.argv[1]) / 'keys' / 'one', lambda: secrets.token_hex(32)))")
    processes = [subprocess.Popen([sys.executable, "-c", program, tmp_path], cwd=ROOT, stdin=subprocess.PIPE,
                                  stdout=subprocess.PIPE, text=True) for _ in range(4)]
    for process in processes:
        process.stdin.write("x")
        process.stdin.flush()
    said = [process.communicate()[0].strip() for process in processes]
    assert len(set(said)) == 1
    assert len(said[0]) == 64
    assert len(list((tmp_path / "keys").iterdir())) == 1
