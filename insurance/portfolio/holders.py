"""Who holds a contract: one person across contracts, recognised even when the insurer corrects a detail."""
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.people.models import Customer
from insurance.portfolio.books import Books, person_key
from insurance.portfolio.records import Holder, Record
from insurance.references import new_id

_COLUMNS = ("title", "first_name", "last_name", "born_on", "phone", "address_line1", "address_line2", "postcode",
            "city", "country")


def holder_of(record: Record, contract: Contract | None, books: Books) -> tuple[Customer, list[str]]:
    """Return the holder whom a line names, brought up to date, and the names of the columns that changed.

    A person is known by e-mail, name and birth date. When exactly that person is unknown and the contract's present
    holder shares two of the three, the third was corrected and it is still the same person, with the same account.
    Otherwise it is somebody new. A new person has no changes.
    """
    holder, key = record.holder, person_key(record.holder)
    customer = books.people.get(key)
    if customer is None and contract is not None and _is_same_person(contract.customer, key):
        customer = contract.customer
    if customer is None:
        customer = Customer(id=new_id())
        db.session.add(customer)
        _update(customer, holder, key)
        changes = []
    else:
        changes = _update(customer, holder, key)
    books.people[key] = customer
    return customer, changes


def _is_same_person(customer: Customer, key: tuple) -> bool:
    present = (customer.email, customer.name_key, customer.born_on)
    return sum(one == other for one, other in zip(present, key, strict=True)) >= 2


def _update(customer: Customer, holder: Holder, key: tuple) -> list[str]:
    wanted = {name: getattr(holder, name) for name in _COLUMNS} | {"email": key[0]}
    changes = [name for name, value in wanted.items() if getattr(customer, name) != value]
    for name in changes:
        setattr(customer, name, wanted[name])
    customer.name_key = key[1]
    return changes
