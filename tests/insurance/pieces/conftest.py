"""Camille, whose contract is provisional, and somebody to look at what she sends."""
import pytest

from tests.support.factories import make_contract, make_customer


@pytest.fixture
def camille(app):
    """A customer without an account: pieces are asked of her all the same."""
    return make_customer()


@pytest.fixture
def provisional(camille):
    """Her provisional contract, third party, paid by card: three pieces."""
    return make_contract(camille, state="provisional", product="third_party", payment_method="card")
