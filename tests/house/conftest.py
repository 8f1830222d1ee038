"""People who have one of everything that an address can name."""
import pytest

from insurance.contracts.queries import contracts_of
from tests.support.claims import filed
from tests.support.factories import make_attachment, make_piece


def _with_everything(app, customer):
    contract = contracts_of(customer)[0]
    make_attachment(app, customer)
    make_piece(contract)
    filed(customer, contract)
    return customer


@pytest.fixture
def sophie(app, sophie):
    """Sophie, who has sent a file, of whom a piece is asked, who has filed a claim."""
    return _with_everything(app, sophie)


@pytest.fixture
def karim(app, karim):
    """Karim, the same."""
    return _with_everything(app, karim)
