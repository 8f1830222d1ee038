"""People who have one of everything that an address can name."""
import pytest

import wording
from insurance.claims import services
from insurance.contracts.queries import contracts_of, find_contract
from insurance.documents import on_demand
from tests.support.claims import filed
from tests.support.factories import make_attachment, make_mandate, make_payment, make_piece


def _with_everything(app, customer):
    contract = contracts_of(customer)[0]
    make_attachment(app, customer)
    make_piece(contract)
    make_payment(contract)
    make_mandate(contract, used_in=None)
    filed(customer, contract)
    on_demand.issue(find_contract(customer, contract.public_id), "green_card", app.extensions["insurer"], wording)
    services.begin(customer)
    return customer


@pytest.fixture
def sophie(app, sophie):
    """Sophie, who has sent a file, of whom a piece is asked, who has filed a claim and has an international card, who is paying, and who is
    changing account."""
    return _with_everything(app, sophie)


@pytest.fixture
def karim(app, karim):
    """Karim, the same."""
    return _with_everything(app, karim)
