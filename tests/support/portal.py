"""The portal as it runs for real: a process of its own, and the road that leads to it, which can be cut."""
import contextlib
import http.client
import json
import os
import select
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

from insurance.clock import now, today
from tests.support.slow import SlowLink

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 30


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


class Portal:
    """`flask demo` on a free port, with an instance folder of its own. `address` is where customers reach it."""

    def __init__(self, instance: Path, address: str = "", tree: Path = ROOT):
        self.instance, self.tree, self.port = instance, tree, free_port()
        self.address = address or f"http://localhost:{self.port}"
        self._process = None

    def start(self) -> None:
        """Serve, and return once it answers."""
        log = (self.instance.parent / f"{self.instance.name}.log").open("ab")
        self._process = subprocess.Popen(self._flask("demo", "--port", str(self.port)), cwd=self.tree, env=self._env(),
                                         stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not self._answers():
            assert self._process.poll() is None, "the portal did not start: " + Path(log.name).read_text()
            assert time.monotonic() < deadline, "the portal does not answer"
            time.sleep(0.05)

    def kill(self) -> None:
        """Stop it as a power cut does."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._process = None

    def run(self, *command: str) -> None:
        """Run a command of the operator."""
        done = subprocess.run(self._flask(*command), cwd=self.tree, env=self._env(), capture_output=True, text=True,
                              check=False)
        assert done.returncode == 0, done.stdout + done.stderr

    def import_contract(self, number: str, **changes) -> None:
        """Bring in one contract of the demonstration again, with some of its fields changed."""
        lines = map(json.loads, (self.instance / "demo" / "portfolio.jsonl").read_text("utf-8").splitlines())
        line = next(one for one in lines if one["contract_number"] == number) | changes
        file = self.instance / "demo" / "changed.jsonl"
        file.write_text(json.dumps(line) + "\n", "utf-8")
        self.run("portfolio", "import", str(file), "--quiet")

    def suspend(self, number: str) -> None:
        """Bring in a contract whose cover the insurer suspends today."""
        self.import_contract(number, status="suspended", formal_notice_on=(today() - timedelta(days=30)).isoformat(),
                             suspended_on=today().isoformat())

    def open_accounts(self, password_hash: str) -> None:
        """Give every customer of the demonstration an account, as the link of the mail does, with one password."""
        self._write("INSERT INTO account (customer_id, password_hash, password_set_at, opened_at, email_verified_at) "
                    "SELECT id, ?, recorded_at, recorded_at, recorded_at FROM customer", password_hash)

    def close_account(self, number: str) -> None:
        """Take the account of the holder of a contract away, as if it had never been opened."""
        self._write("DELETE FROM account WHERE customer_id IN (SELECT customer_id FROM contract WHERE number = ?)",
                    number)

    def let_sessions_lapse(self) -> None:
        """Make every session as old as one that was left alone for an hour."""
        self._write("UPDATE signed_in_device SET seen_at = ?", f"{now() - timedelta(hours=1):%Y-%m-%d %H:%M:%S.%f}")

    def forget_attempts(self) -> None:
        """Forget the sign-ins that the limits count: tests come from one address, customers do not."""
        self._write("DELETE FROM attempt")

    def ask(self, path: str, cookie: str = "") -> tuple[int, bytes]:
        """Ask for a page from outside any phone; return its status and its words."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as wire:
            wire.request("GET", path, headers={"Cookie": cookie} if cookie else {})
            answer = wire.getresponse()
            return answer.status, answer.read()

    def _write(self, statement: str, *values) -> None:
        with contextlib.closing(sqlite3.connect(self.instance / "portal.db", timeout=10)) as books, books:
            books.execute(statement, values)

    def _answers(self) -> bool:
        try:
            return self.ask("/sante")[0] == 200
        except OSError:
            return False

    def _flask(self, *command: str) -> list[str]:
        return [sys.executable, "-m", "flask", "--app", "app", *command]

    def _env(self) -> dict[str, str]:
        own = {"INSTANCE_PATH": str(self.instance), "MODE": "demo", "BASE_URL": self.address}
        return {name: value for name, value in os.environ.items() if name != "DATABASE_URL"} | own


def copy_of_the_tree(folder: Path) -> Path:
    """Copy the program, so that a test can serve another build of it."""
    ignored = shutil.ignore_patterns(".*", "__pycache__", "instance", "tests", "bench")
    shutil.copytree(ROOT, folder, ignore=ignored, dirs_exist_ok=True)
    return folder


class Road:
    """What stands between phones and a portal: a relay that can be cut, fall silent, or answer in its place."""

    def __init__(self):
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self.address = f"http://localhost:{self.port}"
        self._relay, self._open, self._lock = self._cut, set(), threading.Lock()
        self.target = None
        threading.Thread(target=self._accept, daemon=True).start()

    def open(self) -> None:
        """Let everything through."""
        self._change(self._forward)

    def cut(self) -> None:
        """Refuse everything: no network, or no server."""
        self._change(self._cut)

    def fall_silent(self) -> None:
        """Accept everything and never answer: the network that a phone believes in."""
        self._change(self._hold)

    def answer(self, status: str, words: str = "Rien ici") -> None:
        """Answer everything with a status and a page, as a broken server or its proxy does."""
        head = f"HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {len(words)}\r\nConnection: close\r\n"
        self._change(lambda phone: self._say(phone, f"{head}\r\n{words}".encode()))

    def cut_after(self, beginning: bytes) -> None:
        """Let everything through until the answer to a request that begins so; nothing passes after it."""
        self._change(lambda phone: self._forward(phone, beginning))

    def cut_inside(self, beginning: bytes, size: int | None = None) -> None:
        """Let everything through until a request that begins so; `size` bytes of it pass, then nothing does.

        Without a size all of it passes, and its answer is lost.
        """
        self._change(lambda phone: self._forward_inside(phone, beginning, size))

    def slow(self, bits_per_second: int, round_trip: float) -> SlowLink:
        """Let everything through, slowly; return the link, which counts what it carries."""
        link = SlowLink(bits_per_second, round_trip)
        self._change(lambda phone: link.relay(phone, self.target))
        return link

    @property
    def is_cut(self) -> bool:
        """Whether nothing passes any more."""
        return self._relay == self._cut

    def close(self) -> None:
        """Stop for good."""
        self._listener.close()
        self.cut()

    def _change(self, relay) -> None:
        with self._lock:
            self._relay, left, self._open = relay, self._open, set()
        for one in left:
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        while True:
            try:
                phone, _ = self._listener.accept()
            except OSError:
                return
            with self._lock:
                relay = self._relay
                self._open.add(phone)
            threading.Thread(target=self._serve, args=(relay, phone), daemon=True).start()

    def _serve(self, relay, phone) -> None:
        with phone, contextlib.suppress(OSError):
            relay(phone)

    def _cut(self, phone) -> None:
        """Close at once."""

    def _hold(self, phone) -> None:
        while phone.recv(65536):
            pass

    def _say(self, phone, answer: bytes) -> None:
        phone.recv(65536)
        phone.sendall(answer)

    def _forward_inside(self, phone, beginning: bytes, size: int | None) -> None:
        with socket.create_connection(("127.0.0.1", self.target)) as portal:
            passed, other = None, {phone: portal, portal: phone}
            while True:
                for one in select.select(list(other), [], [])[0]:
                    content = one.recv(16384)
                    if not content:
                        return
                    if one is phone and passed is None and content.startswith(beginning):
                        passed = 0
                    if passed is not None:
                        passed += len(content)
                        if one is portal or (size is not None and passed >= size):
                            return self.cut()
                    other[one].sendall(content)

    def _forward(self, phone, last: bytes | None = None) -> None:
        with socket.create_connection(("127.0.0.1", self.target)) as portal:
            other, is_last = {phone: portal, portal: phone}, False
            while True:
                for one in select.select(list(other), [], [])[0]:
                    content = one.recv(65536)
                    if not content:
                        return
                    other[one].sendall(content)
                    if is_last and one is portal:
                        return self.cut()
                    is_last = is_last or (last is not None and content.startswith(last))
