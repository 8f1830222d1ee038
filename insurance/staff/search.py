"""Finding a customer at the desk: by name, plate, contract number, e-mail or telephone, through an index each.

What is typed is forgiven: accents, case, hyphens, spaces, the order of the two names, the end of a plate or number. The
piece of a name (« Rochefoucauld » for « de La Rochefoucauld ») is looked for last, for that reads every name.
"""
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import and_, select
from sqlalchemy.orm import joinedload

from insurance.contracts.models import Contract, Vehicle
from insurance.database import begins_with, db
from insurance.errors import NotFound
from insurance.people.models import Customer
from insurance.people.rules import fold, name_key, normal_email, normal_phone, number_key, phone_flaw

AT_MOST = 20
SHORTEST = 3
LONGEST = 80


class FoundBy(StrEnum):
    """What of a customer matched what was typed."""

    NUMBER = "number"
    PLATE = "plate"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


@dataclass(frozen=True)
class Found:
    """A customer who matches, by what, with the contract that matched or else the newest."""

    customer: Customer
    by: FoundBy
    contract: Contract | None


def find_customer(public_id: str) -> Customer:
    """Return a customer. Raises `NotFound`."""
    customer = db.session.scalar(select(Customer).where(Customer.phone_key == public_id))
    if customer is None:
        raise NotFound(public_id)
    return customer


def search(typed: str) -> list[Found]:
    """Return the customers whom a text may designate, twenty-one at most: the last says only that there are more."""
    typed = " ".join(typed.split())[:LONGEST]
    if len(fold(typed)) < SHORTEST:
        return []
    if "@" in typed:
        found = [Found(customer, FoundBy.EMAIL, None) for customer in _customers(
            (Customer.email == normal_email(typed)) | (Customer.imported_email == normal_email(typed)))]
    else:
        found = _by_contract(typed) or _by_phone(typed) or _by_name(typed)
    return _with_contracts(found)


def _by_contract(typed: str) -> list[Found]:
    """Contracts whose number or plate begins so. Names have no figure, numbers and plates have one."""
    key = number_key(typed)
    if len(key) < SHORTEST or not any(character.isdigit() for character in key):
        return []
    whole = (joinedload(Contract.vehicle), joinedload(Contract.customer))
    numbered = select(Contract).where(begins_with(Contract.number_key, key)).order_by(Contract.number_key)
    plated = select(Contract).join(Vehicle).where(begins_with(Vehicle.plate_key, key)).order_by(Vehicle.plate_key)
    return [Found(contract.customer, by, contract) for query, by in ((numbered, FoundBy.NUMBER), (plated, FoundBy.PLATE))
            for contract in db.session.scalars(query.options(*whole).limit(AT_MOST + 1))]


def _by_phone(typed: str) -> list[Found]:
    number = normal_phone(typed)
    if phone_flaw(number) is not None:
        return []
    as_french = "+33" + number[-9:]  # what a file writes of a number overseas
    return [Found(customer, FoundBy.PHONE, None) for customer in _customers(Customer.phone.in_({number, as_french}))]


def _by_name(typed: str) -> list[Found]:
    """Names that begin so, whichever of the two was typed first; else those that hold each word somewhere."""
    words = typed.split()
    ways = {name_key(" ".join(words[place:]), " ".join(words[:place])) for place in range(1, len(words))}
    ways |= {name_key(" ".join(words[:place]), " ".join(words[place:])) for place in range(1, len(words))}
    people = []
    for way in sorted(ways | {fold(typed)}):
        people += _customers(begins_with(Customer.name_key, way))
    if not people:
        people = _customers(and_(*(Customer.name_key.contains(fold(word), autoescape=True) for word in words)))
    return [Found(customer, FoundBy.NAME, None) for customer in people]


def _customers(condition) -> list[Customer]:
    return list(db.session.scalars(
        select(Customer).where(condition).order_by(Customer.name_key, Customer.id).limit(AT_MOST + 1)))


def _with_contracts(found: list[Found]) -> list[Found]:
    """Keep each customer once, and give the newest contract to those found by themselves."""
    once = list({one.customer.id: one for one in reversed(found)}.values())[::-1][:AT_MOST + 1]
    bare = [one.customer.id for one in once if one.contract is None]
    newest: dict = {}
    if bare:
        query = (select(Contract).where(Contract.customer_id.in_(bare)).order_by(Contract.effective_on)
                 .options(joinedload(Contract.vehicle)))
        newest = {contract.customer_id: contract for contract in db.session.scalars(query)}
    return [one if one.contract is not None else Found(one.customer, one.by, newest.get(one.customer.id)) for one in once]
