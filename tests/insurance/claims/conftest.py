"""A customer's contract, and two of the insurer's people."""
import pytest

from insurance.contracts.queries import contracts_of
from insurance.staff.models import Role
from tests.support.factories import make_adviser


@pytest.fixture
def contract(sophie):
    """The contract of Sophie's."""
    return contracts_of(sophie)[0]


@pytest.fixture
def nadia(app):
    """Somebody who handles claims."""
    return make_adviser(app, "Nadia Cherif", roles=[Role.CLAIMS])


@pytest.fixture
def paul(app):
    """Somebody else who does."""
    return make_adviser(app, "Paul Roy", roles=[Role.CLAIMS])
