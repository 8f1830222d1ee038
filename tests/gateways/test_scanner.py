"""A scanner is believed when it says that all is well, and nothing is taken otherwise: real conversations, real sockets."""
import contextlib
import socket
import struct
import threading
from io import BytesIO

import pytest

from gateways.cleaning import Cleanroom
from gateways.scanner import ClamdScanner, scanner
from insurance.attachments.cleaning import Flaw, Unfit
from tests.support.files import photo

FILE = bytes(range(256)) * 1000


class Clamd:
    """A program that speaks as clamd does: it reads the command and the slices, then says what it was told to say."""

    def __init__(self, listener, says, reads_all=True):
        self.listener, self.says, self.reads_all = listener, says, reads_all
        self.heard = b""
        threading.Thread(target=self._talk, daemon=True).start()

    def _talk(self):
        with contextlib.suppress(OSError):
            line, _ = self.listener.accept()
            with line, line.makefile("rb") as words:
                command = _until_nul(words)
                while command == b"zINSTREAM" and self.reads_all and (size := struct.unpack("!L", words.read(4))[0]):
                    self.heard += words.read(size)
                line.sendall(self.says)


def _until_nul(words):
    command = b""
    while (letter := words.read(1)) not in (b"\0", b""):
        command += letter
    return command


@pytest.fixture(params=["tcp", "unix"])
def listener(request, tmp_path):
    """A place to listen at, and its address."""
    if request.param == "tcp":
        listening = socket.create_server(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{listening.getsockname()[1]}"
    else:
        path = str(tmp_path / "clamd.ctl")
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(path)
        listening.listen()
        address = f"unix:{path}"
    yield listening, address
    listening.close()


def scan(address, content=FILE, seconds=2):
    ClamdScanner(address, seconds).scan(BytesIO(content))


def flaw(address, **options):
    with pytest.raises(Unfit) as refusal:
        scan(address, **options)
    return refusal.value.flaw


def test_a_file_that_clamd_finds_clean_passes_and_it_has_read_all_of_it(listener):
    clamd = Clamd(listener[0], b"stream: OK\0")
    scan(listener[1])
    assert clamd.heard == FILE


def test_a_file_that_clamd_finds_infected_is_refused(listener):
    Clamd(listener[0], b"stream: Eicar-Test-Signature FOUND\0")
    assert flaw(listener[1]) is Flaw.INFECTED


@pytest.mark.parametrize("says", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK", b"stream: OKAY\0",
                                  b"stream: x ERROR\0", b"\0", b"x" * 10_000])
def test_any_other_answer_is_not_a_scan(listener, says):
    Clamd(listener[0], says)
    assert flaw(listener[1]) is Flaw.NOT_SCANNED


def test_one_that_refuses_before_the_end_is_heard(listener):
    Clamd(listener[0], b"INSTREAM size limit exceeded. ERROR\0", reads_all=False)
    assert flaw(listener[1], content=FILE * 40) is Flaw.NOT_SCANNED


def test_one_that_never_answers_is_not_waited_for_for_ever(listener):
    assert flaw(listener[1], seconds=0.2) is Flaw.NOT_SCANNED


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:9", "unix:/nowhere/clamd.ctl"])
def test_one_that_is_not_there_lets_nothing_through(address):
    assert flaw(address) is Flaw.NOT_SCANNED
    assert not ClamdScanner(address).answers()


def test_it_is_asked_whether_it_is_there(listener):
    Clamd(listener[0], b"PONG\0")
    assert ClamdScanner(listener[1], 2).answers()


def test_a_room_with_a_scanner_cleans_nothing_without_it(listener, tmp_path):
    listening, address = listener
    room = Cleanroom(tmp_path, scanner(address))
    content = photo()
    clamd = Clamd(listening, b"stream: OK\0")
    assert room.clean(BytesIO(content)).width == 320
    assert clamd.heard == content
    Clamd(listening, b"stream: Eicar FOUND\0")
    with pytest.raises(Unfit):
        room.clean(BytesIO(content))


def test_a_setting_that_names_no_scanner_stops_the_start():
    assert scanner("") is None
    for wrong in ("clamd", "tcp://", "unix:", "http://localhost"):
        with pytest.raises(ValueError, match="SCANNER"):
            scanner(wrong)
