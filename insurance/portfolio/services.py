"""Putting a portfolio into the books: created, updated or left alone, contract by contract, never deleted on absence.

A line is one whole contract: it enters whole or not at all, and the same line twice writes nothing. Lines are written a
few at a time; when one of them cannot be written, they are written again one by one, so that only that one is left out.
An import that is interrupted has saved whole contracts and is simply run again.
"""
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from sqlalchemy.exc import DataError, IntegrityError

from insurance.clock import now
from insurance.database import db, transaction
from insurance.errors import Refused
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record as record_event
from insurance.portfolio import contract_rows, holders, papers
from insurance.portfolio.books import Books, open_books, unchanged_numbers
from insurance.portfolio.document_files import UnfitFile
from insurance.portfolio.faults import Rejection, fault
from insurance.portfolio.papers import Shelf, Storage
from insurance.portfolio.records import Record
from insurance.versions.services import add_version

LINES_AT_ONCE = 50  # a customer who writes meanwhile waits for one batch at most
_REFUSALS = (IntegrityError, DataError, Refused, UnfitFile, ValueError)


class Outcome(StrEnum):
    """What became of an accepted line."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Saved:
    """A line that is in the books, and what that changed in them."""

    line: int
    contract_number: str
    outcome: Outcome


def import_portfolio(lines: Iterable[Record | Rejection], storage: Storage) -> Iterator[Saved | Rejection]:
    """Save the records of `reader.read` and yield, in the order of the file, what became of each line.

    What is yielded as `Saved` is committed. `storage` keeps the bytes of the documents. A database or a storage that
    fails as a whole raises its own error: what was yielded before stays, and the import can be run again.
    """
    lines = iter(lines)
    shelf = Shelf(storage)
    while batch := list(islice(lines, LINES_AT_ONCE)):
        outcomes = _saved([line for line in batch if isinstance(line, Record)], shelf)
        for line in batch:
            yield outcomes[line.line] if isinstance(line, Record) else line


def _saved(records: list[Record], shelf: Shelf) -> dict[int, Saved | Rejection]:
    """Save these records in one transaction; when it fails because of one of them, each in its own."""
    if not records:
        return {}
    try:
        return _written(records, shelf)
    except _REFUSALS as error:
        if len(records) == 1:
            return {records[0].line: _rejection(records[0], error)}
    outcomes = {}
    for record in records:
        outcomes |= _saved([record], shelf)
    return outcomes


def _rejection(record: Record, error: Exception) -> Rejection:
    if isinstance(error, UnfitFile):
        found = fault("documents", None, str(error))
    else:
        words = str(getattr(error, "orig", None) or error).partition("\n")[0]
        found = fault("", None, f"This contract cannot be recorded: {words}")
    return Rejection(record.line, record.number, (found,))


def _written(records: list[Record], shelf: Shelf) -> dict[int, Saved]:
    """Write these records, all or none, and return what became of each, by line."""
    outcomes = {record.line: Saved(record.line, record.number, Outcome.UNCHANGED) for record in records}
    with transaction() as session:
        unchanged = unchanged_numbers(records)
        rest = [record for record in records if record.number_key not in unchanged]
        books = open_books(rest)
        for record in rest:
            outcomes[record.line] = Saved(record.line, record.number, _entered(record, books, shelf))
        session.flush()  # contracts first: what follows refers to them
        session.add_all(books.late)
    return outcomes


def _entered(record: Record, books: Books, shelf: Shelf) -> Outcome:
    """Bring one contract of the books to what its line says."""
    contract = books.contracts.get(record.number_key)
    if contract is None:
        return _created(record, books, shelf)
    record, digest = contract_rows.heard(contract, record, books), record.digest
    terms = contract_rows.changed_terms(contract, record)
    parts = list(terms)
    if "holder" in terms:
        _hand_over(contract, record, books)
    contract_rows.bring_terms(contract, record)
    parts += contract_rows.write_lists(contract, record, books)
    added = papers.file_papers(contract, record, books, shelf)
    contract.source_digest = digest
    if terms:
        add_version(contract, record.facts, list(terms))
    if parts:
        record_event(EventKind.CONTRACT_CHANGED, Actor.INSURER, contract.customer, contract, number=contract.number,
                     changes=parts)
    for document in added:
        record_event(EventKind.DOCUMENT_ADDED, Actor.INSURER, contract.customer, contract, title=document.title)
    return Outcome.UPDATED if parts or added else Outcome.UNCHANGED


def _created(record: Record, books: Books, shelf: Shelf) -> Outcome:
    customer, changes = holders.holder_of(record, None, books)
    contract = contract_rows.new_contract(record, customer)
    db.session.add(contract)
    books.contracts[record.number_key] = contract
    contract_rows.write_lists(contract, record, books)
    papers.file_papers(contract, record, books, shelf)
    add_version(contract, record.facts, [])
    if changes:
        record_event(EventKind.HOLDER_CHANGED, Actor.INSURER, customer, contract, changes=changes)
    record_event(EventKind.CONTRACT_RECORDED, Actor.INSURER, customer, contract, number=contract.number)
    return Outcome.CREATED


def _hand_over(contract, record: Record, books: Books) -> None:
    """Bring the holder up to date; when it is somebody else, the contract and its imported papers become theirs."""
    customer, changes = holders.holder_of(record, contract, books)
    if changes:
        record_event(EventKind.HOLDER_CHANGED, Actor.INSURER, customer, contract, changes=changes)
    if customer is not contract.customer:
        contract.customer = customer
        papers.hand_over(contract, customer, now())
