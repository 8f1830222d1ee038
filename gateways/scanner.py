"""A virus scanner that speaks the protocol of clamd, on this machine or another. What it has not read is not taken."""
import socket
import struct
from contextlib import suppress
from typing import BinaryIO
from urllib.parse import urlsplit

from insurance.attachments.cleaning import Flaw, Unfit

SLICE = 64 * 1024
LONGEST_ANSWER = 4096


class ClamdScanner:
    """Gives each file to clamd (INSTREAM): `tcp://host:3310` or `unix:/run/clamav/clamd.ctl`."""

    def __init__(self, address: str, seconds: float = 20):
        self.seconds = seconds
        parts = urlsplit(address)
        if parts.scheme == "unix" and parts.path:
            self.place = parts.path
        elif parts.scheme == "tcp" and parts.hostname:
            self.place = (parts.hostname, parts.port or 3310)
        else:
            raise ValueError(f"SCANNER must be tcp://host:port or unix:/path, not {address!r}")

    def scan(self, file: BinaryIO) -> None:
        """Let clamd read a file. Raises `Unfit`: infected; or not scanned, when it does not say that all is well."""
        answer = self._asked(b"zINSTREAM\0", file)
        if answer.endswith(b" FOUND"):
            raise Unfit(Flaw.INFECTED)
        if answer != b"stream: OK":
            raise Unfit(Flaw.NOT_SCANNED)

    def answers(self) -> bool:
        """Return whether clamd is there (see `flask doctor`)."""
        return self._asked(b"zPING\0") == b"PONG"

    def _asked(self, command: bytes, file: BinaryIO | None = None) -> bytes:
        """Say a command, then a file in slices, each with its length; return the answer, empty when there is none."""
        with suppress(OSError), self._connected() as line:
            with suppress(BrokenPipeError, ConnectionResetError):  # it may refuse before the end: what it says is read
                line.sendall(command)
                if file is not None:
                    while part := file.read(SLICE):
                        line.sendall(struct.pack("!L", len(part)) + part)
                    line.sendall(struct.pack("!L", 0))
            return self._answer(line)
        return b""

    def _connected(self) -> socket.socket:
        if isinstance(self.place, tuple):
            return socket.create_connection(self.place, timeout=self.seconds)
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(self.seconds)
        try:
            line.connect(self.place)
        except OSError:
            line.close()
            raise
        return line

    @staticmethod
    def _answer(line: socket.socket) -> bytes:
        answer = b""
        while b"\0" not in answer and len(answer) < LONGEST_ANSWER:
            part = line.recv(1024)
            if not part:
                return b""
            answer += part
        return answer.partition(b"\0")[0]


def scanner(setting: str) -> ClamdScanner | None:
    """Return the scanner that the setting `SCANNER` names, None when it names none. Raises `ValueError`."""
    return ClamdScanner(setting) if setting else None
