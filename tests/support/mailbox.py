"""The mails of a portal: what waits in the outbox, what the folder of .eml files received, the links they hold."""
import re
from email import policy
from email.parser import BytesParser
from pathlib import Path

from sqlalchemy import select

from commands.sending import send_one
from insurance.database import db
from insurance.outbox import MailKind, OutgoingMail

ADDRESS = re.compile(r"https?://[^\s/]+(/\S*)")


def waiting():
    """Return the kinds of all the mails that were written, the oldest first."""
    return list(db.session.scalars(select(OutgoingMail.kind).order_by(OutgoingMail.id)))


def deliver(app):
    """Send all that is due, and return the mails of the folder, the oldest first."""
    while send_one("a test"):
        pass
    return delivered(app)


def delivered(app):
    """Return the mails of the folder, the oldest first."""
    files = sorted((Path(app.instance_path) / "mails").glob("*.eml"))
    return [BytesParser(policy=policy.default).parsebytes(file.read_bytes()) for file in files]


def words(mail):
    """Return the text part of a mail."""
    return mail.get_body(("plain",)).get_content()


def link_in(mail):
    """Return the path of the first address that a mail holds."""
    return ADDRESS.search(words(mail))[1]


def code_sent():
    """Return the code of the last mail that carries one to sign with."""
    return db.session.scalar(select(OutgoingMail.secret).where(OutgoingMail.kind == MailKind.SIGNATURE_CODE)
                             .order_by(OutgoingMail.id.desc()).limit(1))
