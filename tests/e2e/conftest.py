"""A real Chromium and a real server: one portal for all these tests, a phone of its own for each."""
import shutil

import pytest

from gateways.passwords import Passwords
from tests.support.phone import ARGUMENTS, PASSWORD, SETTINGS, Phone
from tests.support.portal import Portal, Road

CHROMIUM = shutil.which("chromium")


def pytest_collection_modifyitems(items):
    """Without a browser there is nothing to see: `make test` installs one where it may."""
    if CHROMIUM is None:
        for item in items:
            if "/e2e/" in str(item.path):
                item.add_marker(pytest.mark.skip(reason="needs chromium"))


@pytest.fixture(scope="session")
def base_url():
    """Tests write whole addresses: the port is known once the portal runs."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    """Debian's browser."""
    return browser_type_launch_args | {"executable_path": CHROMIUM, "headless": True, "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    """A small phone, in Paris."""
    return browser_context_args | SETTINGS


@pytest.fixture(scope="session")
def browser(launch_browser):
    """A real browser, in the place of the one that the other tests imagine."""
    browser = launch_browser()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def road():
    """The road from every phone to the portal."""
    road = Road()
    yield road
    road.close()


@pytest.fixture(scope="session")
def served(tmp_path_factory, road):
    """The demonstration, where every customer has an account with the same password."""
    portal = Portal(tmp_path_factory.mktemp("served") / "instance", road.address)
    portal.start()
    portal.open_accounts(Passwords().hash(PASSWORD))
    road.target = portal.port
    yield portal
    portal.kill()


@pytest.fixture
def demo(served, road):
    """The running demonstration, its road open."""
    road.open()
    return served


@pytest.fixture
def phone(context, demo, road):
    """A phone on which nobody has signed in yet."""
    return Phone(context, demo, road)
