"""No template is lost, none asks for something that does not exist, and every page of every demo customer is good."""
import re
import shutil
from html import unescape
from pathlib import Path

import pytest
from jinja2 import StrictUndefined, Undefined, nodes
from jinja2.utils import missing
from sqlalchemy import select

import wording
from app import create_app
from commands.database import upgrade
from commands.portfolio import import_demonstration
from demo import FEATURED
from insurance.database import db
from insurance.people.models import Customer
from insurance.staff.models import Role
from tests.house.test_wording import PLAIN_SPACE
from tests.support.browser import HX, Browser
from tests.support.factories import PASSWORD, make_adviser, open_account
from tests.support.routes import address, rules, things_of
from tests.support.source import ROOT, modules, strings_of

FOLDER = ROOT / "templates"
NAMES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*") if path.is_file())


@pytest.fixture(scope="session")
def demo_books(tmp_path_factory, passwords):
    """An instance folder that holds the demonstration, an account for each of its customers."""
    folder = tmp_path_factory.mktemp("demo")
    app = create_app(INSTANCE_PATH=folder, TESTING=True, MODE="demo", PASSWORDS=passwords)
    with app.app_context():
        upgrade()
        assert import_demonstration() == 0
        for customer in db.session.scalars(select(Customer)).all():
            open_account(app, customer)
        db.session.remove()
        db.engine.dispose()
    return folder


@pytest.fixture
def demo(demo_books, tmp_path, portal):
    """The demonstration as it is served; the test reads its database. A value that a template lacks is an error."""
    shutil.copytree(demo_books, tmp_path / "demo")
    reader = portal(tmp_path / "demo", MODE="demo")
    app = portal(tmp_path / "demo", MODE="demo")
    app.jinja_env.undefined = _undefined
    with reader.app_context():
        yield app
        db.session.remove()


def _undefined(hint=None, obj=missing, name=None, exc=None):
    """A name without a value is an error, and so is a code without words; only a template's own dict may lack a key."""
    is_optional = isinstance(obj, dict) and not any(obj is table for table in vars(wording).values())
    kind = Undefined if is_optional else StrictUndefined
    return kind(hint, obj, name, *([exc] if exc else []))


def _tree(app, name):
    return app.jinja_env.parse(app.jinja_env.loader.get_source(app.jinja_env, name)[0], name)


def _constants(app, name, kind):
    """Return the templates that a template names, for one kind of node; a name that is computed is an error."""
    for node in _tree(app, name).find_all(kind):
        template = node.template
        assert isinstance(template, nodes.Const), f"{name}: a template is named by a constant"
        yield template.value


def test_every_template_is_used(app):
    used = {text for module in modules().values() for _, text in strings_of(module.tree)}
    used |= {f"emails/{path.name}" for path in (FOLDER / "emails").glob("*.txt")}  # one a kind: test_wording.py
    used |= {f"dashboard/_{name}.html" for name in ("attestation", "alertes", "sinistres", "contrats")}  # one a card
    for name in NAMES:
        for kind in (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport):
            used |= set(_constants(app, name, kind))
    assert [name for name in NAMES if name not in used] == []


def test_every_macro_that_is_imported_exists_and_is_used(app):
    for name in NAMES:
        tree = _tree(app, name)
        named = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
        for imports in tree.find_all(nodes.FromImport):
            macros = vars(app.jinja_env.get_template(imports.template.value).make_module({}))
            for one in imports.names:
                original, alias = one if isinstance(one, tuple) else (one, one)
                assert original in macros, f"{name}: {imports.template.value} has no {original}"
                assert alias in named, f"{name}: {alias} is imported and not used"


def test_every_address_that_a_template_makes_exists(portal, tmp_path):
    app = portal(tmp_path / "instance", MODE="demo")
    for name in NAMES:
        for call in _tree(app, name).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and call.node.name == "url_for":
                endpoint = call.args[0].value
                given = {argument.key for argument in call.kwargs}
                wanted = [rule.arguments - {"build"} for rule in app.url_map.iter_rules(endpoint)]
                assert any(arguments <= given for arguments in wanted), f"{name}: {endpoint} needs {wanted}"


def test_every_icon_that_a_template_draws_exists(app):
    drawn = app.jinja_env.get_template("components/icon.html").make_module({}).icon
    for name in NAMES:
        for call in _tree(app, name).find_all(nodes.Call):
            texts = [argument.value for argument in call.kwargs if argument.key == "icon"]
            if isinstance(call.node, nodes.Name) and call.node.name in ("icon", "draw"):
                texts += call.args[:1]
            for text in texts:
                if isinstance(text, nodes.Const) and text.value:
                    assert re.search(r"<(path|circle|rect|line)", drawn(text.value)), f"{name}: no icon {text.value}"


def test_no_template_writes_a_style_a_script_or_an_unescaped_value():
    for name in NAMES:
        source = (FOLDER / name).read_text("utf-8")
        assert not re.search(r"\sstyle=|\son[a-z]+=\"|hx-on|\bjs:|\|\s*safe\b|autoescape", source), name
        assert "<script>" not in source, name


def test_every_page_that_a_customer_of_the_demonstration_can_reach_is_good(demo):
    for customer in db.session.scalars(select(Customer)).all():
        browser, reached, waiting = Browser(demo.test_client()), set(), {"/"}
        browser.sign_in(customer.email, PASSWORD)
        while waiting:
            path = waiting.pop()
            reached.add(path)
            page = browser.visit(path)
            assert _plain_spaces(browser.response) == [], path
            waiting |= {link for link in map(_page_of, page.all("a")) if link} - reached
        assert len(reached) > 15, customer.full_name


def test_every_fragment_of_a_featured_customer_is_good(demo):
    for featured in FEATURED:
        customer = db.session.scalar(select(Customer).where(Customer.email == featured.email))
        browser = Browser(demo.test_client())
        browser.sign_in(customer.email, PASSWORD)
        for rule in rules(demo, "customer", "GET"):
            path = address(demo, rule, things_of(customer))
            if "None" not in path:
                assert browser.ask(path, headers=HX).status_code in (200, 303, 404, 409), path


def test_every_page_of_the_desk_that_a_supervisor_can_reach_is_good(demo):
    browser, reached, waiting = Browser(demo.test_client()), set(), {"/conseil/", "/conseil/recherche?q=a", "/conseil/mot-de-passe"}
    browser.sign_in_adviser(make_adviser(demo, "Paule Renard", [Role.SUPERVISOR]))
    for customer in db.session.scalars(select(Customer)).all():
        browser.visit(f"/conseil/clients/{customer.phone_key}")
        browser.send(f"/conseil/clients/{customer.phone_key}/ouverture", reason="call")
        waiting.add(f"/conseil/clients/{customer.phone_key}")
    while waiting:
        path = waiting.pop()
        reached.add(path)
        page = browser.visit(path)
        if page is browser.response:
            continue  # a file
        assert _plain_spaces(browser.response) == [], path
        waiting |= {link for link in map(_page_of, page.all("a")) if link.startswith("/conseil/")} - reached
    assert len(reached) > 40


def _page_of(link):
    """Return the page of ours to which a link leads, without its place in it; nothing for a file or another site."""
    path = link.attrs.get("href", "").partition("#")[0]
    return path if path.startswith("/") and not path.endswith(("/pdf", ".pdf", ".zip", ".ics")) else ""


def test_every_public_page_is_good(demo):
    visitor = Browser(demo.test_client())
    for rule in [rule for access in ("public", "demo") for rule in rules(demo, access, "GET")]:
        path = address(demo, rule, {})
        visitor.visit(path, status=visitor.ask(path, follow_redirects=True).status_code)
        assert visitor.response.status_code in (200, 401, 404, 410), path
        assert _plain_spaces(visitor.response) == [], path


def _plain_spaces(response):
    """Return the texts of a page in which French punctuation follows a space that may end a line."""
    if response.mimetype != "text/html":
        return []
    html = re.sub(r"<(script|style|textarea)\b.*?</\1>", "", response.text, flags=re.S)
    return [text for text in map(unescape, re.split(r"<[^>]+>", html)) if PLAIN_SPACE.search(text)]


def test_the_folder_of_templates_is_the_one_that_is_served(app):
    assert Path(app.root_path, app.template_folder) == FOLDER
