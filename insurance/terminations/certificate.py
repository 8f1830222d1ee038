"""The termination certificate of a contract whose end is in the insurer's books: its facts, and issuing it once."""
from dataclasses import replace

from insurance.clock import PARIS
from insurance.contracts.termination import Motive, ended_on
from insurance.documents.facts_termination import TerminationCertificateFacts
from insurance.documents.issuing import enter_paper, paper_mentions, standing_paper
from insurance.documents.models import Document, DocumentKind
from insurance.history.models import Actor
from insurance.insurer import Insurer
from insurance.terminations.models import TerminationRequest
from insurance.terminations.queries import facts_of

END_TIME = "24 h"  # a contract covers its last day to the end: contracts.rules.cover_dates


def certify(contract, request: TerminationRequest, insurer: Insurer, words) -> Document | None:
    """Issue the certificate of an ended contract, inside the caller's transaction, and return it if it is new.

    None when the one that stands gives the same day, or when the books hold no payment from which to make the account:
    a certificate that says that nothing is owed must be sure of it. `words` is the wording: a paper holds its words.
    """
    standing = standing_paper(contract, DocumentKind.TERMINATION_CERTIFICATE)
    if standing is not None and standing.facts["ends_on"] == contract.ends_on.isoformat():
        return None
    facts = certificate_facts(contract, request, insurer, words)
    if facts is None:
        return None
    return enter_paper(contract, DocumentKind.TERMINATION_CERTIFICATE, facts, Actor.RULE, words, replacing=standing)


def certificate_facts(
    contract, request: TerminationRequest, insurer: Insurer, words,
) -> TerminationCertificateFacts | None:
    """Return what the certificate says, its number left blank; None when the account cannot be made, or no day fits."""
    known = facts_of(contract)
    if known.paid_until is None or contract.ends_on < contract.effective_on:
        return None
    basis = Motive(request.basis or request.motive)
    account = ended_on(contract.ends_on, basis, replace(known, event_on=request.event_on))
    return TerminationCertificateFacts(
        **paper_mentions(contract, insurer), effective_on=contract.effective_on, ends_on=contract.ends_on,
        end_time=END_TIME,
        covered_until=account.covered_until if account.covered_until < contract.ends_on else None,
        reason=contract.termination_reason or words.MOTIVES[basis][0],
        asked_on=request.requested_at.astimezone(PARIS).date(), refund_cents=account.refund_cents,
        refund_by=account.refund_by, still_due_cents=account.still_due_cents)
