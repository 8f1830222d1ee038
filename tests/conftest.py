"""A portal as new for each test: a migrated database copied from a template, people, a browser."""
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings
from jinja2 import FileSystemBytecodeCache

from app import create_app, install_gateways
from commands.database import upgrade
from gateways.passwords import Passwords
from insurance.database import db
from insurance.staff.models import Role
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, make_adviser, make_contract, make_customer, open_account
from tests.support.postgres import migrated, postgres, postgres_app, postgres_server  # noqa: F401  (fixtures)

os.environ.pop("INSTANCE_PATH", None)
settings.register_profile("house", deadline=None)  # speed is for the bench: a busy machine proves nothing
settings.load_profile("house")


@pytest.fixture(scope="session")
def passwords():
    """Argon2id as in production but for its memory, so that a hundred sign-ins stay fast."""
    return Passwords(memory_kib=1024)


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory):
    """The templates, compiled once for all the portals of the tests."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def portal(passwords, compiled_templates):
    """Make a portal, as a process that starts: `portal(instance_folder, **settings)`."""
    made = []

    def portal(folder, **settings):
        app = create_app(**{"INSTANCE_PATH": folder, "TESTING": True, "PASSWORDS": passwords} | settings)
        app.jinja_env.bytecode_cache = compiled_templates
        made.append(app)
        return app

    yield portal
    for app in made:
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="session")
def empty_books(tmp_path_factory):
    """The file of a database that the migrations made, with nothing in it."""
    folder = tmp_path_factory.mktemp("template")
    app = create_app(INSTANCE_PATH=folder, TESTING=True)
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return folder / "portal.db"


@pytest.fixture(scope="session")
def process(tmp_path_factory, empty_books, passwords, compiled_templates):
    """The portal of one process, made once: to compile two hundred routes and the questions to the base takes longer than a test."""
    instance = tmp_path_factory.mktemp("process") / "instance"
    instance.mkdir()
    app = create_app(INSTANCE_PATH=instance, TESTING=True, PASSWORDS=passwords)
    app.jinja_env.bytecode_cache = compiled_templates
    with app.app_context():
        db.engine.dispose()
    shutil.copy(empty_books, instance / "portal.db")
    shutil.copytree(instance, instance.with_name("as-new"))
    return app


@pytest.fixture
def app(process):
    """The portal, its instance folder, settings and gateways as new; the test runs inside its application context."""
    instance = Path(process.instance_path)
    shutil.rmtree(instance)
    shutil.copytree(instance.with_name("as-new"), instance)
    settings, extensions = dict(process.config), dict(process.extensions)
    install_gateways(process, instance)
    with process.app_context():
        yield process
        db.session.remove()
        db.engine.dispose()
    for of_the_process, as_before in ((process.config, settings), (process.extensions, extensions)):
        of_the_process.clear()
        of_the_process.update(as_before)


@pytest.fixture
def server(app, portal):
    """The same portal as another process serves it: nothing is shared with the test but the instance folder."""
    return portal(app.instance_path, DATABASE_URL=app.config["DATABASE_URL"], BASE_URL=app.config["BASE_URL"],
                  MODE=app.config["MODE"])


@pytest.fixture
def sophie(app):
    """A customer with an account and one contract in force."""
    customer = make_customer("Sophie", "Marchand")
    make_contract(customer, "AA-7204-118", plate="GH-482-KT")
    return open_account(app, customer)


@pytest.fixture
def karim(app):
    """Another customer, to whom nothing of Sophie's belongs."""
    customer = make_customer("Karim", "Benali")
    make_contract(customer, "AA-7188-052", plate="FA-913-LN")
    return open_account(app, customer)


@pytest.fixture
def adviser(app):
    """One of the insurer's people: contracts, pieces, messages."""
    return make_adviser(app)


@pytest.fixture
def handler(app):
    """One of the insurer's people: claims."""
    return make_adviser(app, "Julien Faure", [Role.CLAIMS])


@pytest.fixture
def supervisor(app):
    """One of the insurer's people: everything, and the team."""
    return make_adviser(app, "Paule Renard", [Role.SUPERVISOR])


@pytest.fixture
def at_desk(app):
    """Open a browser in which an adviser is signed in at the desk: `at_desk(adviser)`."""

    def at_desk(adviser):
        browser = Browser(app.test_client(), user_agent="Mozilla/5.0 (X11; Linux x86_64; rv:149.0) Firefox/149.0")
        browser.sign_in_adviser(adviser)
        assert browser.url == "/conseil/"
        return browser

    return at_desk


@pytest.fixture
def visitor(app):
    """A browser in which nobody is signed in."""
    return Browser(app.test_client())


@pytest.fixture
def browser(app, sophie):
    """A browser in which Sophie is signed in."""
    browser = Browser(app.test_client())
    browser.sign_in(sophie.email, PASSWORD)
    assert browser.page.all("h1")[0].text == "Bonjour Sophie"
    return browser
