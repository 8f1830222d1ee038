"""The printing room: facts in, PDF bytes out. Nothing here decides anything, reads a database or asks the time."""
from collections.abc import Callable
from typing import Any, NamedTuple

from insurance.documents.facts import AttestationFacts, UnregisteredAttestationFacts
from insurance.documents.facts_abroad import GreenCardFacts
from insurance.documents.facts_claim import ClaimDeclarationFacts
from insurance.documents.facts_history import ClaimsHistoryFacts
from insurance.documents.facts_mandate import MandateFacts
from insurance.documents.facts_payment import FormalNoticeFacts, PaymentReceiptFacts, PaymentScheduleFacts, RenewalNoticeFacts
from insurance.documents.facts_termination import TerminationCertificateFacts
from insurance.documents.facts_terms import EndorsementFacts, SpecialConditionsFacts
from printing import (
    attestation,
    claim_declaration,
    claims_history,
    endorsement,
    formal_notice,
    green_card,
    mandate,
    payment_receipt,
    payment_schedule,
    renewal_notice,
    special_conditions,
    termination,
)
from printing.transcript import Transcript


class Printer(NamedTuple):
    """The two ways of showing the facts of a paper: `pdf` for the file, `transcript` for the page."""

    pdf: Callable[[Any], bytes]
    transcript: Callable[[Any], Transcript]


PRINTERS: dict[type, Printer] = {
    AttestationFacts: Printer(attestation.print_memo, attestation.memo_transcript),
    UnregisteredAttestationFacts: Printer(attestation.print_attestation, attestation.attestation_transcript),
    ClaimsHistoryFacts: Printer(claims_history.print_history, claims_history.history_transcript),
    GreenCardFacts: Printer(green_card.print_card, green_card.card_transcript),
    PaymentScheduleFacts: Printer(payment_schedule.print_schedule, payment_schedule.schedule_transcript),
    PaymentReceiptFacts: Printer(payment_receipt.print_receipt, payment_receipt.receipt_transcript),
    FormalNoticeFacts: Printer(formal_notice.print_notice, formal_notice.notice_transcript),
    MandateFacts: Printer(mandate.print_mandate, mandate.mandate_transcript),
    RenewalNoticeFacts: Printer(renewal_notice.print_notice, renewal_notice.notice_transcript),
    SpecialConditionsFacts: Printer(special_conditions.print_conditions, special_conditions.conditions_transcript),
    EndorsementFacts: Printer(endorsement.print_endorsement, endorsement.endorsement_transcript),
    ClaimDeclarationFacts: Printer(claim_declaration.print_declaration, claim_declaration.declaration_transcript),
    TerminationCertificateFacts: Printer(termination.print_certificate, termination.certificate_transcript),
}


def render(facts: Any) -> bytes:
    """Return a paper as a PDF. The same facts give the same bytes, today and in five years.

    Raises LookupError for facts that no printer knows.
    """
    return _printer_of(facts).pdf(facts)


def transcript(facts: Any) -> Transcript:
    """Return the words of a paper in reading order, for the page that stands beside the PDF.

    Raises LookupError for facts that no printer knows.
    """
    return _printer_of(facts).transcript(facts)


def _printer_of(facts: Any) -> Printer:
    if type(facts) not in PRINTERS:
        raise LookupError(f"no printer for {type(facts).__name__}")
    return PRINTERS[type(facts)]
