"""Sending a mail: into a folder of .eml files by default, through SMTP by configuration."""
import os
import re
import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

SECONDS = 20


class Bounced(Exception):
    """The receiving server says that this address will never take mail."""


class Unsent(Exception):
    """The mail did not leave, or nobody knows: try again later, under the same Message-ID."""


class Mailer(Protocol):
    """What the worker needs of a way to send mail."""

    def send(self, message: EmailMessage) -> None:
        """Hand the message over. Raises `Bounced` (final) or `Unsent` (to be tried again)."""


class FolderMailer:
    """Writes each message as one .eml file, named after its Message-ID: sending it again changes nothing."""

    def __init__(self, folder: Path):
        self.folder = folder

    def send(self, message: EmailMessage) -> None:
        """Write the file whole, or not at all. Raises `Unsent` when the disk refuses."""
        name = re.sub(r"[^A-Za-z0-9.-]", "_", message["Message-ID"].strip("<>").split("@")[0]) + ".eml"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            draft = self.folder / f".{name}.{os.getpid()}"
            with open(draft, "wb") as file:
                file.write(message.as_bytes(policy=SMTP_POLICY))
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, self.folder / name)
        except OSError as error:
            raise Unsent(str(error)) from error


class SmtpMailer:
    """Speaks SMTP: `smtp://user:password@host:587` (STARTTLS), `smtps://host:465`, `smtp+plain://localhost:25`."""

    def __init__(self, url: str):
        parts = urlsplit(url)
        self.scheme, self.host = parts.scheme, parts.hostname
        self.port = parts.port or {"smtps": 465, "smtp": 587, "smtp+plain": 25}[parts.scheme]
        self.user, self.password = parts.username, parts.password

    def send(self, message: EmailMessage) -> None:
        """Hand the message to the server. Raises `Bounced` on a final refusal of the recipient, else `Unsent`."""
        try:
            server = self._greeted()
            try:
                self._introduced(server)
                server.send_message(message)
            finally:
                _leave(server)
        except smtplib.SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            said = f"{code} {words.decode(errors='replace')}"
            raise (Bounced if 500 <= code < 600 else Unsent)(said) from error
        except (smtplib.SMTPException, OSError) as error:
            raise Unsent(f"{type(error).__name__}: {error}") from error

    def _greeted(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            return smtplib.SMTP_SSL(self.host, self.port, timeout=SECONDS, context=ssl.create_default_context())
        return smtplib.SMTP(self.host, self.port, timeout=SECONDS)

    def _introduced(self, server: smtplib.SMTP) -> None:
        """Nothing is said in clear to a server that should encrypt: `starttls` fails when it does not."""
        if self.scheme == "smtp":
            server.starttls(context=ssl.create_default_context())
        if self.user:
            server.login(unquote(self.user), unquote(self.password or ""))


def _leave(server: smtplib.SMTP) -> None:
    """Hang up. How the server says goodbye matters no more: it has taken the mail, or refused it."""
    with suppress(smtplib.SMTPException, OSError):
        server.quit()
    server.close()


def mailer(setting: str, instance: Path) -> Mailer:
    """Return the mailer that the setting `MAIL` names: "folder" or an SMTP address."""
    return FolderMailer(instance / "mails") if setting == "folder" else SmtpMailer(setting)
