"""Who may use each route, and what a route that only reads never does. The routes are found, not listed."""
import re

import pytest
from sqlalchemy import func, select, text

from insurance.accounts import throttle
from insurance.contracts.models import Contract
from insurance.database import Base, db
from insurance.history.models import Event, EventKind
from tests.support.browser import HX, Browser
from tests.support.dom import parse
from tests.support.factories import PASSWORD, make_quote
from tests.support.routes import READING, access_of, address, is_somebodys, rules, things_of


@pytest.fixture(autouse=True)
def _quotes(app, sophie, karim):
    """Each of them has a change of a contract that is priced: its pages lead somewhere."""
    for customer in (sophie, karim):
        make_quote(app, customer)


@pytest.fixture
def values(app, karim):
    """What fills the addresses: Karim's things, once he too has signed in."""
    Browser(app.test_client()).sign_in(karim.email, PASSWORD)
    return things_of(karim)


def test_every_route_says_who_may_use_it(app):
    assert {rule.rule: access_of(app, rule) for rule in rules(app)
            if access_of(app, rule) not in ("public", "customer", "adviser", "demo", "signed")} == {}


def test_signed_out_every_private_page_leads_to_sign_in_and_back_again(app, visitor, values):
    for rule in rules(app, "customer", "GET"):
        path = address(app, rule, values)
        answer = visitor.ask(path)
        assert answer.status_code == 303, path
        wanted = "" if path == "/" else "?suite=" + path
        assert answer.location == "/connexion" + wanted, path


def test_signed_out_every_private_fragment_makes_the_phone_leave_the_page(app, visitor, values):
    for rule in rules(app, "customer", "GET"):
        answer = visitor.ask(address(app, rule, values), headers=HX | {"HX-Current-URL": "http://localhost/profil/"})
        assert (answer.status_code, answer.text) == (401, ""), rule
        assert answer.headers["HX-Redirect"] == "/connexion?suite=/profil/&fin=1", rule


def test_signed_out_every_private_form_leads_to_sign_in(app, visitor, values):
    for rule in rules(app, "customer", "POST"):
        answer = visitor.post(address(app, rule, values))
        assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/connexion"), rule


def forms(app):
    """Return the routes that receive a form; a program signs what it sends, and has no form."""
    return [rule for rule in rules(app, method="POST") if access_of(app, rule) != "signed"]


def test_every_form_without_its_token_is_refused(app, browser, visitor, values):
    for rule in forms(app):
        for one in (browser, visitor):
            answer = one.ask(address(app, rule, values), "POST")
            assert answer.status_code == 400, rule
            assert "restée ouverte trop longtemps" in answer.text, rule


def test_a_form_with_the_token_of_another_session_is_refused(app, browser, visitor, values):
    foreign = visitor.token
    for rule in forms(app):
        answer = browser.ask(address(app, rule, values), "POST", data={"csrf_token": foreign})
        assert answer.status_code == 400, rule


@pytest.mark.parametrize("headers", [
    {"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"}, {"Origin": "https://elsewhere.example"},
    {"Origin": "http://localhost.elsewhere.example"}, {"Origin": "http://localhost:8080"},
])
def test_what_another_site_sends_is_refused_even_with_a_good_token(app, browser, values, headers):
    for rule in rules(app, method="POST"):
        answer = browser.post(address(app, rule, values), headers=headers)
        assert answer.status_code == 403, rule
    assert browser.is_signed_in


def test_what_our_own_pages_send_is_accepted(browser):
    answer = browser.post("/profil/telephone/oubli", headers={"Origin": "http://localhost", "Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303


def test_another_customers_thing_does_not_exist_whatever_the_route(app, browser, sophie, values):
    own = [rule for rule in rules(app, "customer") if is_somebodys(rule)]
    assert own
    for rule in own:
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            throttle.forget(throttle.key_of("refusals", str(sophie.id)))  # the history keeps so many an hour
            before = _refusals(sophie)
            path = address(app, rule, values)
            theirs = _answer(browser, path, method)
            unknown = _answer(browser, re.sub("|".join(filter(None, values.values())), "0" * 13, path), method)
            assert theirs.status_code == 404, (method, path)
            assert _same(theirs) == _same(unknown), f"{method} {path}: theirs and nobody's do not look the same"
            assert _refusals(sophie) == before + 2, f"{method} {path}: the refusal is not in the history"


def test_the_owner_reaches_every_one_of_them(app, browser, sophie):
    values = things_of(sophie)
    for rule in rules(app, "customer", "GET"):
        assert browser.ask(address(app, rule, values)).status_code == 200, rule


def test_another_customers_thing_named_by_a_form_does_not_exist_either(app, browser, sophie, karim, values):
    theirs = {mine: values[model] for model, mine in things_of(sophie).items()}
    sent = 0
    for rule in rules(app, "customer", "GET"):
        answer = browser.ask(address(app, rule, things_of(sophie)))
        page = parse(answer.text if answer.mimetype == "text/html" else "")
        for form in page.all("form"):
            fields = {node.attrs["name"]: node.attrs.get("value", "") for node in form.walk() if node.attrs.get("name")}
            for name in [name for name, value in fields.items() if value in theirs]:
                before = _refusals(sophie)
                answer = browser.ask(form.attrs["action"], form.attrs["method"].upper(),
                                     data=fields | {name: theirs[fields[name]]})
                assert answer.status_code == 404, f"{form.attrs['action']} with {name}"
                assert _refusals(sophie) == before + 1
                sent += 1
    assert sent


def test_the_refused_customer_is_not_told_about_it_in_somebody_elses_history(app, browser, karim, values):
    browser.ask("/contrats/" + values[Contract])
    assert _refusals(karim) == 0


def test_no_page_that_is_only_read_writes_anything(app, browser, sophie):
    values = things_of(sophie)
    before = all_rows()
    for rule in rules(app, method="GET"):
        for headers in ({}, HX):
            answer = browser.ask(address(app, rule, values), headers=headers)
            assert answer.status_code < 500, rule
            assert all_rows() == before, f"reading {rule.rule} wrote something"


def test_a_page_is_only_changed_by_a_post(app):
    assert [rule.endpoint for rule in rules(app) if rule.methods - READING - {"POST"}] == ["claims.keep_notebook"]  # no page


def test_no_two_handlers_answer_the_same_address(app):
    addresses = [(rule.rule, method) for rule in rules(app) for method in rule.methods - {"HEAD", "OPTIONS"}]
    assert len(addresses) == len(set(addresses))


def _answer(browser, path, method):
    return browser.ask(path) if method == "GET" else browser.post(path)


def _same(answer):
    """Return what two answers have in common when they tell the same: not the incident, nor the second."""
    text = re.sub(r"R[2-9A-Z]{7}|[0-9A-Z]{8}", "", answer.text)
    return re.sub(r"\d+\u00a0h\u00a0\d\d", "", text)


def _refusals(customer):
    return db.session.scalar(select(func.count()).select_from(Event).where(
        Event.customer_id == customer.id, Event.kind == EventKind.ACCESS_REFUSED))


def all_rows(besides=()):
    """Return all that is written, but for when each device was last seen, and what is in these tables besides."""
    tables = [table.name for table in Base.metadata.sorted_tables if table.name not in {"signed_in_device", "desk_session", *besides}]
    rows = {name: sorted(map(repr, db.session.execute(text(f'SELECT * FROM "{name}"')))) for name in tables}  # noqa: S608
    db.session.rollback()
    return rows
