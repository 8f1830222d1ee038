"""What a direct debit mandate says (mandat de prélèvement SEPA), frozen on the day it is signed.

The mentions are those of the core SEPA scheme: creditor and its identifier (ICS), reference (RUM), debtor, account,
kind of payment, signature. `account` is the whole number: it is sealed in the database (`Document.facts`).
"""
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from insurance.documents.facts import paper_kind
from insurance.documents.facts_paper import ContractPaper
from insurance.documents.facts_terms import Acceptance


@paper_kind("sepa_mandate")
@dataclass(frozen=True, kw_only=True)
class MandateFacts(ContractPaper):
    """The authorisation to debit an account from `used_from` on, given by its holder with a one-time code.

    `reference` is the RUM; `creditor_identifier` the ICS, blank when the insurer has not set it; `bank` is blank when it
    is not known; `former_account`, masked, is the one that it replaces, blank when there was none.
    """

    creditor_identifier: str
    reference: str
    debtor_name: str
    account: str
    bank: str
    used_from: date
    former_account: str
    acceptance: Acceptance

    may_be_blank: ClassVar[frozenset[str]] = frozenset({"creditor_identifier", "bank", "former_account"})
