"""The worker's job: take a mail from the outbox, write it, hand it over, say what became of it."""
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr

from flask import current_app

from gateways.mail import Bounced, Unsent
from insurance import outbox
from insurance.accounts import email_check
from insurance.outbox import OutgoingMail
from web.logs import log
from web.mails import written


def send_one(owner: str) -> bool:
    """Send the oldest mail that is due and return whether there was one."""
    mail = outbox.lease(owner)
    if mail is None:
        return False
    try:
        current_app.extensions["mailer"].send(message_of(mail))
    except Bounced as error:
        email_check.note_bounce(mail, owner, str(error))
        log.warning("mail bounced", kind=mail.kind)
    except Unsent as error:
        outbox.mark_failed(mail, owner, str(error))
        log.warning("mail unsent", kind=mail.kind, count=mail.attempts)
    except Exception as error:  # a mail that cannot even be written must not come back for ever
        outbox.mark_failed(mail, owner, type(error).__name__)
        log.error("mail unwritten", kind=mail.kind, exception_type=type(error).__name__)
    else:
        outbox.mark_sent(mail, owner)
        log.info("mail sent", kind=mail.kind)
    return True


def message_of(mail: OutgoingMail) -> EmailMessage:
    """Return the message, the same each time it is tried: its Message-ID is its key in the outbox."""
    subject, text, html = written(mail.kind, mail.details, mail.secret)
    sender = current_app.config["MAIL_FROM"]
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, mail.recipient, subject
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = f"<{mail.id}@{parseaddr(sender)[1].partition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if "reply_to" in mail.details:
        message["Reply-To"] = mail.details["reply_to"]
    message.set_content(text)
    message.add_alternative(html, subtype="html")
    return message
