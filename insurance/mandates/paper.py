"""The paper of a mandate (mandat de prélèvement SEPA): issued as it is signed, withdrawn with it."""
from insurance.billing.iban import masked
from insurance.billing.models import SignedMandate
from insurance.clock import PARIS, now
from insurance.contracts.models import Contract
from insurance.documents.facts_mandate import MandateFacts
from insurance.documents.facts_terms import Acceptance
from insurance.documents.issuing import enter_paper, paper_mentions, standing_paper
from insurance.documents.models import DocumentKind
from insurance.history.models import Actor
from insurance.insurer import Insurer
from insurance.mandates.queries import paper_of
from insurance.signatures.models import Signature
from insurance.signatures.rules import masked_email


def issue_paper(mandate: SignedMandate, signature: Signature, contract: Contract, insurer: Insurer, words) -> None:
    """Issue the paper of a mandate, inside the transaction that signs it; the one before no longer stands."""
    there = mandate.signed_at.astimezone(PARIS)
    facts = MandateFacts(
        **paper_mentions(contract, insurer), creditor_identifier=insurer.creditor_identifier, reference=mandate.reference,
        debtor_name=mandate.holder, account=mandate.iban, bank=mandate.bank, used_from=mandate.used_from,
        former_account=masked(mandate.former_iban) if mandate.former_iban else "",
        acceptance=Acceptance(accepted_on=there.date(), accepted_at=words.hour(there),
                              code_sent_to=masked_email(signature.email)))
    enter_paper(contract, DocumentKind.SEPA_MANDATE, facts, Actor.CUSTOMER, words,
                replacing=standing_paper(contract, DocumentKind.SEPA_MANDATE))


def withdraw_paper(mandate: SignedMandate) -> None:
    """Let the paper of a mandate that is revoked stand no longer."""
    paper = paper_of(mandate)
    if paper is not None:
        paper.replaced_at = now()
