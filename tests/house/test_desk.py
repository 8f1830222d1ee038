"""Who may use each route of the desk: no customer, and of the insurer's people those whose role it is."""
import pytest

from insurance.staff.models import Role
from tests.house.test_routes import all_rows
from tests.support.browser import HX, is_of_desk
from tests.support.factories import make_adviser
from tests.support.routes import access_of, address, rules, things_of

JOURNAL = {"file_reading"}
REACHED = (200, 204, 303, 404, 409, 410, 422)


def roles_of(app, rule):
    """Return the roles of which a route asks one; none when any adviser may."""
    return app.view_functions[rule.endpoint].roles


def test_the_desk_is_under_one_path_and_nothing_else_is(app):
    for rule in rules(app):
        if access_of(app, rule) == "adviser":
            assert is_of_desk(rule.rule), rule
        elif is_of_desk(rule.rule):
            assert access_of(app, rule) == "public", rule


def test_a_customer_meets_the_door_of_the_desk_on_each_of_its_routes(app, browser, visitor, sophie, adviser):
    values = things_of(sophie)
    for rule in rules(app, "adviser"):
        path = address(app, rule, values)
        for one in (browser, visitor):
            answer = one.ask(path) if "GET" in rule.methods else one.post(path)
            assert answer.status_code == 303, rule
            assert answer.location.startswith("/conseil/connexion"), rule
            if "GET" in rule.methods:
                fragment = one.ask(path, headers=HX)
                assert (fragment.status_code, fragment.text) == (401, ""), rule


def test_an_adviser_is_nobody_to_the_pages_of_customers(app, at_desk, adviser, sophie):
    desk, values = at_desk(adviser), things_of(sophie)
    for rule in rules(app, "customer", "GET"):
        assert desk.ask(address(app, rule, values)).status_code == 303, rule


@pytest.mark.parametrize("role", Role)
def test_each_role_reaches_what_is_its_own_and_nothing_else(app, at_desk, sophie, role):
    one = make_adviser(app, "Une Personne", [role])
    desk, values = at_desk(one), things_of(sophie)
    for rule in rules(app, "adviser"):
        path = address(app, rule, values)
        answer = desk.ask(path) if "GET" in rule.methods else desk.post(path)
        if one.may(*roles_of(app, rule)):
            assert answer.status_code in REACHED, f"{rule}: {answer.status_code}"
        else:
            assert answer.status_code == 403, f"{rule} must be shut to {role}: {answer.status_code}"
            assert "réservée à d’autres rôles" in answer.text


def test_a_page_of_the_desk_that_is_only_read_changes_nothing_but_who_read_it(app, at_desk, supervisor, sophie):
    desk, values = at_desk(supervisor), things_of(sophie)
    desk.visit(f"/conseil/clients/{sophie.phone_key}")
    desk.send(f"/conseil/clients/{sophie.phone_key}/ouverture", reason="call")
    before = all_rows(besides=JOURNAL)
    for rule in rules(app, "adviser", "GET"):
        for headers in ({}, HX):
            assert desk.ask(address(app, rule, values), headers=headers).status_code < 500, rule
            assert all_rows(besides=JOURNAL) == before, f"reading {rule.rule} wrote something"
