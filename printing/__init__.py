"""The printing room: facts in, PDF bytes out. Nothing here decides anything, reads a database or asks the time."""
from collections.abc import Callable
from typing import Any, NamedTuple

from insurance.documents.facts import AttestationFacts, UnregisteredAttestationFacts
from printing import attestation
from printing.transcript import Transcript


class Printer(NamedTuple):
    """The two ways of showing the facts of a paper: `pdf` for the file, `transcript` for the page."""

    pdf: Callable[[Any], bytes]
    transcript: Callable[[Any], Transcript]


PRINTERS: dict[type, Printer] = {
    AttestationFacts: Printer(attestation.print_memo, attestation.memo_transcript),
    UnregisteredAttestationFacts: Printer(attestation.print_attestation, attestation.attestation_transcript),
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
