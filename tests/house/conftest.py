"""People who have one of everything that an address can name."""
import pytest

from insurance.contracts.queries import contracts_of
from tests.support.claims import filed
from tests.support.factories import make_attachment


@pytest.fixture
def sophie(app, sophie):
    """Sophie, who has sent a file and filed a claim."""
    make_attachment(app, sophie)
    filed(sophie, contracts_of(sophie)[0])
    return sophie


@pytest.fixture
def karim(app, karim):
    """Karim, who has done the same."""
    make_attachment(app, karim)
    filed(karim, contracts_of(karim)[0])
    return karim
