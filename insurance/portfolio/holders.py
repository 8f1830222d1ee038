"""Who holds a contract: one person across contracts, recognised even when a detail is corrected on either side.

Customers correct their own details on the portal, and the insurer's files repeat the old ones until its systems know.
So a file is heard only where it says something new: a value that differs from the one it gave before.
"""
from insurance.clock import now
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.people.models import Customer
from insurance.people.rules import fold, name_key, normal_email, normal_phone, refused_now
from insurance.portfolio.books import Books, PersonKey, person_key
from insurance.portfolio.records import Holder, Record
from insurance.references import new_id

# Each column of a customer, and where the format says it.
_PLACES = {
    "title": ("title",), "first_name": ("first_name",), "last_name": ("last_name",), "born_on": ("birth_date",),
    "email": ("email",), "phone": ("phone",), "address_line1": ("address", "line1"),
    "address_line2": ("address", "line2"), "postcode": ("address", "postcode"), "city": ("address", "city"),
    "country": ("address", "country"),
}
_MEANING = {"email": normal_email, "phone": normal_phone}


def holder_of(record: Record, contract: Contract | None, books: Books) -> tuple[Customer, list[str]]:
    """Return the holder whom a line names, brought up to date, and the names of the columns that changed.

    A person is known by e-mail, name and birth date, the e-mail being the one that the files gave last or the one that
    the customer chose here. When exactly that person is unknown and the contract's present holder shares two of the
    three, the third was corrected and it is still the same person, with the same account. Otherwise it is somebody
    new. A new person has no changes.
    """
    key = person_key(record.holder)
    customer = books.people.get(key)
    if customer is None and contract is not None and _is_same_person(contract.customer, key):
        customer = contract.customer
    said = record.facts["holder"]
    if customer is None:
        customer, changes = _newcomer(record.holder, key), []
    else:
        changes = _update(customer, record.holder, key, said, _said_before(customer, contract, books))
    books.people[key] = customer
    books.said[customer.id].append(said)
    return customer, changes


def _newcomer(holder: Holder, key: PersonKey) -> Customer:
    customer = Customer(id=new_id(), name_key=key[1], imported_email=key[0], refused_emails={}, **_wanted(holder, key))
    db.session.add(customer)
    return customer


def _is_same_person(customer: Customer, key: PersonKey) -> bool:
    shared = (key[0] in (customer.email, customer.imported_email), key[1] == customer.name_key,
              key[2] == customer.born_on)
    return sum(shared) >= 2


def _said_before(customer: Customer, contract: Contract | None, books: Books) -> list[dict]:
    """Return what the files said of this person: for this contract, or for the others when this one is new to them."""
    if contract is None or customer is not contract.customer:
        return books.said[customer.id]
    return [contract.versions[0].facts.get("holder", {})] if contract.versions else []


def _update(customer: Customer, holder: Holder, key: PersonKey, said: dict, before: list[dict]) -> list[str]:
    """Write the columns in which a line says something new, and return those that this changed."""
    wanted = _wanted(holder, key)
    heard = {name for name in wanted if _is_heard(name, said, before, getattr(customer, name))}
    if key[0] in refused_now(customer.refused_emails, now()):
        heard.discard("email")  # a thief had chosen it, and the insurer noted it before the owner put theirs back
    changes = [name for name in wanted if name in heard and getattr(customer, name) != wanted[name]]
    for name in changes:
        setattr(customer, name, wanted[name])
    customer.name_key = name_key(customer.first_name, customer.last_name)
    if "email" in heard:
        customer.imported_email = key[0]
    return changes


def _is_heard(name: str, said: dict, before: list[dict], present) -> bool:
    """Return whether a line says something new about a column.

    Another spelling (case, accents, spaces) of what was said is not news: it replaces that, never what was typed here.
    """
    value, former = _text(said, name), [_text(one, name) for one in before]
    meaning = _MEANING.get(name, fold)
    if all(meaning(value) != meaning(one) for one in former):
        return True
    return str(present or "") in former and meaning(str(present or "")) == meaning(value)


def _text(said: dict, name: str) -> str:
    for step in _PLACES[name]:
        said = said.get(step) or {}
    return str(said or "")


def _wanted(holder: Holder, key: PersonKey) -> dict:
    """Return the columns of a customer as a line gives them."""
    return {name: getattr(holder, name) for name in _PLACES if name != "email"} | {"email": key[0]}
