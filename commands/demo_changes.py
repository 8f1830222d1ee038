"""What two of the invented people have begun to change: so that the demonstration shows a quote and a change under way."""
from datetime import timedelta

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

import wording
from insurance.clock import held_at, now, today
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.endorsements import services, signing
from insurance.endorsements.models import Endorsement, EndorsementKind
from insurance.outbox import MailKind, mails_of

QUOTED, SUBMITTED = "AA-6310-742", "AA-7133-460"
IDENTITY = {"title": "Mme", "first_name": "Nadège", "last_name": "Okafor", "birth_date": "1988-06-21", "link": "spouse"}
NO_HISTORY = {"has_history": False, "claims": False, "sanctions": False}


def begin_changes() -> None:
    """Let Marcel have a price for fewer kilometres since four days, and Driss a driver whom an adviser looks at.

    Nothing once either of them has changed anything.
    """
    quoted, submitted = (db.session.scalar(select(Contract).where(Contract.number == number).options(
        joinedload(Contract.customer))) for number in (QUOTED, SUBMITTED))
    if db.session.scalar(select(Endorsement.id).where(Endorsement.contract_id.in_([quoted.id, submitted.id])).limit(1)):
        return
    with held_at(now() - timedelta(days=4)):
        _quote(quoted, EndorsementKind.MILEAGE, mileage={"mileage_limit_km": 5000},
               when={"on": (today() + timedelta(days=20)).isoformat()})
    with held_at(now() - timedelta(days=1)):
        quote = _quote(submitted, EndorsementKind.ADD_DRIVER, identity=IDENTITY, experience={"insured": True},
                       licence={"licence_date": "2011-03-08", "licence_number": "", "origin": "elsewhere"},
                       role={"role": "occasional"}, history=NO_HISTORY,
                       when={"on": (today() + timedelta(days=1)).isoformat()})
        _sign(submitted.customer, quote)


def _quote(contract: Contract, kind: EndorsementKind, **answers) -> Endorsement:
    for step, answer in answers.items():
        services.keep_answer(contract.customer, contract, kind, step, answer)
    return services.make_quote(contract.customer, contract.public_id, kind, current_app.extensions["offer"])


def _sign(customer, quote: Endorsement) -> None:
    """Sign a quote with the code of the mail that brings it."""
    extensions = current_app.extensions
    signing.ask_code(customer, quote.public_id, extensions["offer"], extensions["passwords"])
    code = next(mail.secret for mail in mails_of(customer, 5) if mail.kind == MailKind.SIGNATURE_CODE)
    signing.sign(customer, quote.public_id, code, "Android, Chrome", "0" * 64, extensions["passwords"],
                 extensions["offer"], extensions["insurer"], wording)
