"""What the books already say about a few lines of a portfolio, read in a handful of queries."""
import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload, selectinload, undefer

from insurance.billing.models import Instalment, Renewal, SepaMandate
from insurance.contracts.models import Contract, ContractVersion
from insurance.database import db
from insurance.documents.models import Document
from insurance.people.models import Customer
from insurance.people.rules import name_key, normal_email
from insurance.portfolio.records import Holder, Record

PersonKey = tuple[str, str, date]


@dataclass
class Books:
    """The rows that the lines of a batch may touch. `late` collects new rows that refer to a contract by its key.

    `said` is what the insurer's files last said of a person, contract by contract: the holder of each newest version.
    It is read for those whom the file may give a contract that is not theirs yet.
    """

    contracts: dict[str, Contract]
    people: dict[PersonKey, Customer]
    mandates: dict[uuid.UUID, SepaMandate]
    renewals: dict[uuid.UUID, Renewal]
    instalments: dict[uuid.UUID, list[Instalment]]
    documents: dict[uuid.UUID, list[Document]]
    said: dict[uuid.UUID, list[dict]] = field(default_factory=lambda: defaultdict(list))
    late: list = field(default_factory=list)


def person_key(holder: Holder) -> PersonKey:
    """Return what makes one person of the holders of several contracts: e-mail, name, birth date."""
    return normal_email(holder.email), name_key(holder.first_name, holder.last_name), holder.born_on


def unchanged_numbers(records: Sequence[Record]) -> set[str]:
    """Return the number keys of the contracts that the books already describe exactly so, account number included."""
    query = (select(Contract.number_key, Contract.source_digest, SepaMandate.iban)
             .outerjoin(SepaMandate, SepaMandate.contract_id == Contract.id)
             .where(Contract.number_key.in_([record.number_key for record in records])))
    known = {number_key: (digest, account) for number_key, digest, account in db.session.execute(query)}
    return {record.number_key for record in records
            if record.number_key in known and _is_same(record, *known[record.number_key])}


def _is_same(record: Record, digest: str, account: str | None) -> bool:
    return digest == record.digest and record.account.iban in (None, account)


def open_books(records: Sequence[Record]) -> Books:
    """Return the rows of these records' contracts and of the people whom they name; no query when there is none."""
    if not records:
        return Books({}, {}, {}, {}, {}, {})
    contracts = db.session.scalars(
        select(Contract)
        .where(Contract.number_key.in_([record.number_key for record in records]))
        .options(joinedload(Contract.customer), joinedload(Contract.vehicle), selectinload(Contract.drivers),
                 selectinload(Contract.coverages), selectinload(Contract.past_claims),
                 selectinload(Contract.versions), undefer(Contract.said))).all()
    ids = [contract.id for contract in contracts]
    people = _people_of(records)
    return Books(
        contracts={contract.number_key: contract for contract in contracts},
        people=people,
        mandates={row.contract_id: row for row in _rows_of(SepaMandate, ids)},
        renewals={row.contract_id: row for row in _rows_of(Renewal, ids)},
        instalments=_by_contract(_rows_of(Instalment, ids, Instalment.position)),
        documents=_by_contract(row for row in _rows_of(Document, ids, Document.id)
                               if row.file_key is not None and row.replaced_at is None),
        said=_said_of(_gaining(records, contracts, people)))


def _people_of(records: Sequence[Record]) -> dict[PersonKey, Customer]:
    """Return the people whom these records name: by the e-mail that the files know, or by the one they have here.

    A former identity, corrected here, still names its owner, unless it is somebody else's present one.
    """
    emails = {normal_email(record.holder.email) for record in records}
    found = db.session.scalars(
        select(Customer).where(Customer.email.in_(emails) | Customer.imported_email.in_(emails))).all()
    former = {(email, name, date.fromisoformat(day)): person for person in found for name, day in person.former_identities
              for email in (person.email, person.imported_email)}
    people = {(person.email, person.name_key, person.born_on): person for person in found}
    return former | people | {(person.imported_email, person.name_key, person.born_on): person
                              for person in found if person.imported_email}


def _gaining(records: Sequence[Record], contracts: Sequence[Contract], people: dict) -> set[uuid.UUID]:
    """Return the known people to whom these records may give a contract."""
    holders = {contract.number_key: contract.customer_id for contract in contracts}
    named = [(record.number_key, people.get(person_key(record.holder))) for record in records]
    gaining = {person.id for number, person in named if person is not None and holders.get(number) != person.id}
    has_newcomers = len(contracts) < len(records)  # somebody of this batch, once corrected, may be whom they name
    return gaining | set(holders.values()) if has_newcomers else gaining


def _said_of(customer_ids: set[uuid.UUID]) -> dict[uuid.UUID, list[dict]]:
    """Return what the newest version of each contract of these customers says of its holder."""
    said = defaultdict(list)
    if customer_ids:
        newest = (select(ContractVersion.contract_id, func.max(ContractVersion.number).label("number"))
                  .join(Contract).where(Contract.customer_id.in_(customer_ids))
                  .group_by(ContractVersion.contract_id).subquery())
        rows = db.session.execute(
            select(Contract.customer_id, ContractVersion.facts).join(Contract)
            .join(newest, (newest.c.contract_id == ContractVersion.contract_id)
                  & (newest.c.number == ContractVersion.number)))
        for customer_id, facts in rows:
            said[customer_id].append(facts.get("holder", {}))
    return said


def _rows_of(model, contract_ids: list[uuid.UUID], *order):
    if not contract_ids:
        return []
    return db.session.scalars(select(model).where(model.contract_id.in_(contract_ids)).order_by(*order)).all()


def _by_contract(rows) -> dict[uuid.UUID, list]:
    grouped = defaultdict(list)
    for row in rows:
        grouped[row.contract_id].append(row)
    return grouped
