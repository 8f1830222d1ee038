"""Finding people. These look-ups are the only ones that start from what an unknown person typed."""
from sqlalchemy import select

from insurance.accounts.models import Account
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.people.models import Customer
from insurance.people.rules import name_key, normal_email, number_key

SAME_EMAIL_AT_MOST = 4  # a household may share an address


def customers_known_as(identifier: str) -> list[Customer]:
    """Return the customers whom an e-mail address or a contract number may designate, in a fixed order."""
    if "@" in identifier:
        query = select(Customer).where(Customer.email == normal_email(identifier))
    else:
        query = select(Customer).join(Contract).where(Contract.number_key == number_key(identifier))
    return list(db.session.scalars(query.order_by(Customer.id).limit(SAME_EMAIL_AT_MOST)))


def holder_matching(contract_number: str, last_name: str, first_name: str, email: str) -> Customer | None:
    """Return the holder whom these four values designate together, None when one of them is wrong."""
    holder = db.session.scalar(
        select(Customer).join(Contract).where(Contract.number_key == number_key(contract_number)))
    if holder is None or holder.name_key != name_key(first_name, last_name) or holder.email != normal_email(email):
        return None
    return holder


def account_of(customer) -> Account | None:
    """Return the customer's account, None while it has not been opened."""
    return db.session.get(Account, customer.id)


def contract_numbers_of(customer) -> list[str]:
    """Return the numbers of all the customer's contracts, ended ones included."""
    return list(db.session.scalars(
        select(Contract.number).where(Contract.customer_id == customer.id).order_by(Contract.effective_on.desc())))
