"""The imported papers of a contract: added, replaced by a newer edition, never taken away.

Code des assurances, art. L111-11: what was put at the customer's disposal stays there at least five years after the
contract, so a paper that the portfolio no longer mentions is kept.
"""
import hashlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Protocol

from sqlalchemy import select

from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.models import Document
from insurance.documents.news import is_recent
from insurance.people.models import Customer
from insurance.portfolio import records
from insurance.portfolio.books import Books
from insurance.portfolio.document_files import DocumentFile, UnfitFile
from insurance.portfolio.records import Record


class Storage(Protocol):
    """Where the bytes of documents are kept, under their SHA-256."""

    def keep(self, content: bytes) -> str:
        """Keep these bytes durably and return their key."""


class Shelf:
    """Puts files in a storage, each one once per import."""

    def __init__(self, storage: Storage):
        self._storage = storage
        self.keep = lru_cache(maxsize=1024)(self._keep)

    def _keep(self, file: DocumentFile) -> str:
        """Keep a file and return its key. Raises UnfitFile when it is no longer the one that was checked."""
        try:
            content = file.path.read_bytes()
        except OSError:
            raise UnfitFile(f"{file.path.name} disappeared during the import.") from None
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise UnfitFile(f"{file.path.name} changed during the import.")
        return self._storage.keep(content)


def file_papers(contract: Contract, record: Record, books: Books, shelf: Shelf) -> list[Document]:
    """File the papers that a line names and return those that are new to the contract.

    The same bytes under the same title are the same paper, whose date may have been corrected. Other bytes under the
    same title and the same date are a new edition, which replaces the older one.
    """
    present = list(books.documents.get(contract.id, ()))
    wanted = _without(dict.fromkeys(record.documents), present, lambda paper: (*_content(paper), paper.issued_on))
    for paper in list(wanted):
        same = next((row for row in present if _row_content(row) == _content(paper)), None)
        if same is not None:
            same.issued_on = paper.issued_on
            present.remove(same)
            wanted.remove(paper)
    added = []
    for paper in wanted:
        for row in present:
            if (row.kind, row.title, row.issued_on) == (paper.kind, paper.title, paper.issued_on):
                row.replaced_at = now()
        added.append(Document(
            customer_id=contract.customer.id, contract_id=contract.id, kind=paper.kind, title=paper.title,
            issued_on=paper.issued_on, file_key=shelf.keep(paper.file), size_bytes=paper.file.size_bytes,
            is_news=is_recent(paper.issued_on, today())))
    books.late += added
    return added


def hand_over(contract: Contract, customer: Customer, moment: datetime) -> None:
    """Give the imported papers of a contract to its new holder; what was issued to the former one no longer stands."""
    for row in db.session.scalars(select(Document).where(Document.contract_id == contract.id)):
        if row.file_key is not None:
            row.customer_id = customer.id
        elif row.replaced_at is None:
            row.replaced_at = moment


def _without(papers: Iterable[records.Document], present: list[Document], key: Callable) -> list[records.Document]:
    """Return the papers that no row states exactly, and take the rows that do out of `present`."""
    rows = {(*_row_content(row), row.issued_on): row for row in present}
    left = []
    for paper in papers:
        row = rows.pop(key(paper), None)
        if row is None:
            left.append(paper)
        else:
            present.remove(row)
    return left


def _content(paper: records.Document) -> tuple[str, str, str]:
    return paper.kind, paper.title, paper.file.sha256


def _row_content(row: Document) -> tuple[str, str, str | None]:
    return row.kind, row.title, row.file_key
