"""What the calendar does by itself, each day: one table to read. app.py installs it."""
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from insurance import unsent
from insurance.accounts import email_check, reminders
from insurance.accounts import services as accounts
from insurance.arrears import services as arrears
from insurance.arrears.models import NoticeMode
from insurance.attachments import unused
from insurance.checks import services as checks
from insurance.claims import watch as claims
from insurance.claims.models import ClaimPiece
from insurance.claims.queries import contracts_with_open_claims
from insurance.corrections.models import CorrectionFile
from insurance.documents import news, renewals, retention, weights
from insurance.endorsements import applying
from insurance.endorsements import services as endorsements
from insurance.endorsements.conditions_table import Conditions
from insurance.insurer import Insurer
from insurance.letters import services as letters
from insurance.mandates import services as mandates
from insurance.payments import links as payment_links
from insurance.payments import reminders as payment_reminders
from insurance.pieces import services as pieces
from insurance.pieces.models import PieceFile
from insurance.pieces.table import PiecesTable
from insurance.schedule import Job, from_midnight
from insurance.signatures import services as signatures
from insurance.staff import readings
from insurance.staff import services as staff
from insurance.terminations import services as terminations

# Where a file that a customer sent may serve as something.
NAMES_OF_FILES = (PieceFile.attachment_id, ClaimPiece.attachment_id, CorrectionFile.attachment_id)


@dataclass(frozen=True)
class MoneySettings:
    """What the insurer chose: how many days before an instalment it is reminded of, and a debit announced; who sends
    formal notices."""

    reminder_days: tuple[int, ...]
    notices: str
    debit_notice_days: int


@dataclass(frozen=True)
class Patience:
    """How many hours a photo that was announced is awaited in silence, how many days a file that serves as nothing is kept."""

    awaited_hours: int
    unused_file_days: int


def jobs(insurer: Insurer, words, conditions: Conditions, renewal_notice_days: int, pieces_table: PiecesTable,
         keeping: retention.Keeping, storage: retention.Storage, weigh: weights.Weigh, money: MoneySettings,
         patience: Patience, addresses: email_check.CheckSettings) -> Mapping[str, Job]:
    """Return the jobs of a day by name, in their order. `words` is the wording: a paper holds its words.

    Papers are issued before they are told of.
    """
    return {
        "remind-old-passwords": reminders.remind_of_old_passwords,
        "check-addresses": partial(email_check.ask_each_year, addresses),
        "apply-endorsements": from_midnight(lambda: applying.apply_due(conditions, insurer, words)),
        "ask-for-pieces": partial(pieces.follow_forgotten, pieces_table),
        "remind-of-pieces": partial(pieces.remind, pieces_table),
        "claim-dates": claims.watch_promises,
        "claim-pieces": partial(claims.ask_again, patience.awaited_hours),
        "claims-histories": partial(checks.alert, insurer.email),
        "formal-notices": lambda: arrears.follow(NoticeMode(money.notices), insurer, words),
        "announce-debits": partial(payment_reminders.announce_debits, money.debit_notice_days),
        "remind-of-instalments": partial(payment_reminders.remind, money.reminder_days),
        "purge-payment-links": payment_links.purge,
        "purge-mandates": mandates.purge,
        "purge-claims": claims.purge,
        "forget-unused-files": lambda: unused.forget(storage, patience.unused_file_days, NAMES_OF_FILES, retention.kept_files()),
        "purge-accounts": accounts.purge,
        "purge-endorsements": endorsements.purge,
        "purge-signatures": signatures.purge,
        "purge-staff": staff.purge,
        "purge-readings": readings.purge,
        "purge-terminations": terminations.purge,
        "purge-unsent": unsent.purge,
        "send-renewal-notices": lambda: renewals.send_notices(insurer, words, renewal_notice_days),
        "weigh-papers": partial(weights.weigh_papers, weigh),
        "announce-removals": partial(retention.announce_removals, keeping, contracts_with_open_claims()),
        "remove-documents": partial(retention.remove_documents, storage),
        "write-letters": letters.write_letters,
        "tell-of-documents": news.tell_of_documents,
    }
