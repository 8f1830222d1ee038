"""What documents weigh, said before they are opened: people pay for data.

A paper weighs what its PDF weighs, which is known once it was printed: when the customer asks for it, or the night after.
"""
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import select

from insurance.accounts.models import Account
from insurance.database import db, transaction
from insurance.documents.facts import facts_from_dict
from insurance.documents.models import Document

LARGEST_PAPER = 30_000
"""Bytes that a paper never exceeds (a test prints each kind, as crowded as can be)."""

A_NIGHT, AT_ONCE = 2000, 20
"""How many papers are weighed by a job, and in one transaction: printing takes time."""

Weigh = Callable[[Any], int]
"""How to have the bytes of the PDF of facts; insurance/ knows no printer."""


class Weight(NamedTuple):
    """Bytes, and whether they are known rather than a most."""

    size: int
    is_exact: bool


def weight_of(*documents: Document) -> Weight:
    """Return what documents weigh together."""
    return Weight(sum(one.size_bytes or LARGEST_PAPER for one in documents), all(one.size_bytes for one in documents))


def weigh_paper(document: Document, weigh: Weigh) -> None:
    """Note what a paper weighs, if nobody did."""
    if document.size_bytes is None and document.facts:
        with transaction():
            document.size_bytes = weigh(facts_from_dict(document.facts))


def weigh_papers(weigh: Weigh) -> None:
    """Weigh the papers of those who may look at them, the newest first. A job of the calendar."""
    unknown = db.session.scalars(
        select(Document.id).join(Account, Account.customer_id == Document.customer_id)
        .where(Document.facts.is_not(None), Document.size_bytes.is_(None), Document.removed_at.is_(None))
        .order_by(Document.id.desc()).limit(A_NIGHT)).all()
    for start in range(0, len(unknown), AT_ONCE):
        papers: Sequence[Document] = db.session.scalars(
            select(Document).where(Document.id.in_(unknown[start:start + AT_ONCE]))).all()
        sizes = [(one, weigh(facts_from_dict(one.facts))) for one in papers]
        with transaction():
            for paper, size in sizes:
                paper.size_bytes = size
