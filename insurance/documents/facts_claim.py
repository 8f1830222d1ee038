"""What the paper of a declaration of claim says (déclaration de sinistre), frozen when it is filed.

Where the values come from, besides those of `facts_paper`: `reference`, `occurred_on`, `declare_by` and
`provisional_reference` from the `Claim`; `subject` names it, `told` are its answers in words, step by step, as they were
read before sending; `filed_at` and `phone_filed_at` are times of day in Paris, the second by the phone's own clock, empty
for a declaration that was written online. `files` are those that came with the declaration, `announced` those that its
phone has still to send, `awaited` what was asked for at once.
"""
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from insurance.documents.facts import paper_kind, refuse_blanks
from insurance.documents.facts_paper import ContractPaper

HASH_LETTERS = frozenset("0123456789abcdef")


@dataclass(frozen=True, kw_only=True)
class ToldAnswer:
    """A question and what was answered, line by line."""

    question: str
    lines: tuple[str, ...]

    def __post_init__(self):
        refuse_blanks(self)


@dataclass(frozen=True, kw_only=True)
class ToldStep:
    """What a step of the declaration was called, and what was answered there. `slug` is its name in the journey."""

    slug: str
    title: str
    answers: tuple[ToldAnswer, ...]

    def __post_init__(self):
        refuse_blanks(self)


@dataclass(frozen=True, kw_only=True)
class DeclaredFile:
    """A photo or a paper that came with the declaration: its days and hours, and the SHA-256 of the bytes that came.

    `taken_at` is by the clock of the phone or of the camera, empty when neither said it.
    """

    name: str
    taken_at: str
    received_at: str
    sha256: str

    def __post_init__(self):
        refuse_blanks(self, but={"taken_at"})
        if len(self.sha256) != 64 or not HASH_LETTERS.issuperset(self.sha256):
            raise ValueError("a SHA-256 is 64 hexadecimal letters")


@dataclass(frozen=True, kw_only=True)
class AwaitedPaper:
    """Something that the claim needs and that was not there when it was filed, with the day by which it is asked for."""

    name: str
    due_on: date | None

    def __post_init__(self):
        refuse_blanks(self)


@paper_kind("claim_declaration")
@dataclass(frozen=True, kw_only=True)
class ClaimDeclarationFacts(ContractPaper):
    """A claim as it was declared: what happened, when and where, what was sent, and when it came.

    `declare_by` is the last day of the legal delay (art. L113-2, 4°), None while it does not run. Raises ValueError for
    a claim filed before it happened.
    """

    reference: str
    subject: str
    occurred_on: date
    declare_by: date | None
    filed_on: date
    filed_at: str
    phone_filed_on: date | None = None
    phone_filed_at: str = ""
    provisional_reference: str = ""
    told: tuple[ToldStep, ...]
    files: tuple[DeclaredFile, ...]
    announced: tuple[str, ...]
    awaited: tuple[AwaitedPaper, ...]

    may_be_blank: ClassVar[frozenset[str]] = frozenset(
        {"phone_filed_at", "provisional_reference", "files", "announced", "awaited"})

    def __post_init__(self):
        super().__post_init__()
        if self.filed_on < self.occurred_on:
            raise ValueError("a claim is filed after it happened")
