"""What a customer finds of each contract under « Mes documents »: its documents, and what can be had of it at once."""
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from insurance.billing.queries import instalments_of
from insurance.contracts.models import Contract
from insurance.contracts.queries import contracts_of
from insurance.documents.models import Document, DocumentKind
from insurance.documents.on_demand import kinds_on_demand
from insurance.documents.queries import documents_of, downloadable, former_documents_of, news_of, tells_the_truth
from insurance.documents.receipts import has_receipt
from insurance.documents.retention import announced_removal
from insurance.documents.weights import Weight, weight_of


@dataclass(frozen=True)
class Shelf:
    """The documents of a contract, newest first, and what may be done with them.

    `new` are those that nobody opened, `hidden` those that would not tell the truth today (both by id). `former` no
    longer stand. `weight` is that of all that can be downloaded; `removal_on` the first announced day, if any. Of a
    search, only what was searched for is there, and nothing is offered.
    """

    contract: Contract
    documents: Sequence[Document]
    new: frozenset[uuid.UUID]
    hidden: frozenset[uuid.UUID]
    weight: Weight
    removal_on: date | None
    former: Sequence[Document] = ()
    on_demand: Sequence[DocumentKind] = ()
    has_receipts: bool = False


def shelves_of(customer, kind: str = "", year: int | None = None) -> list[Shelf]:
    """Return a shelf for each contract of a customer, those in force first; of one kind or one year when asked.

    A search leaves out the contracts in which it finds nothing.
    """
    contracts, is_search = contracts_of(customer), bool(kind or year)
    found, news = documents_of(customer, kind=kind, year=year), {one.id for one in news_of(customer)}
    former = [] if is_search else former_documents_of(customer)
    instalments = {} if is_search else instalments_of(contracts)
    shelves = []
    for contract in contracts:
        documents = [one for one in found if one.contract_id == contract.id]
        older = [one for one in former if one.contract_id == contract.id]
        offers = {} if is_search else {
            "former": older, "has_receipts": any(map(has_receipt, instalments[contract.id])),
            "on_demand": kinds_on_demand(contract, instalments[contract.id], {one.kind for one in documents})}
        if documents or not is_search:
            shelves.append(Shelf(
                contract, documents, new=frozenset(one.id for one in documents if one.id in news),
                hidden=frozenset(one.id for one in documents if not tells_the_truth(one, contract)),
                weight=weight_of(*downloadable(contract, [*documents, *older])),
                removal_on=announced_removal(documents), **offers))
    return shelves
