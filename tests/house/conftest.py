"""People who have one of everything that an address can name."""
import pytest

from tests.support.factories import make_attachment


@pytest.fixture
def sophie(app, sophie):
    """Sophie, who has sent a file."""
    make_attachment(app, sophie)
    return sophie


@pytest.fixture
def karim(app, karim):
    """Karim, who has sent one too."""
    make_attachment(app, karim)
    return karim
