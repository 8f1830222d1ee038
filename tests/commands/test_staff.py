"""The insurer's people, in the operator's hands."""
import pytest

from commands.demo import open_desk
from demo import STAFF, STAFF_PASSWORD
from insurance.staff import services
from insurance.staff.queries import adviser_known_as
from insurance.staff.rules import step_of, totp_code
from tests.support.browser import Browser
from tests.support.mailbox import deliver, link_in

EMAIL = "lucie@assureur.example"


@pytest.fixture
def flask(app):
    """Type `flask staff …`."""
    return lambda *words: app.test_cli_runner().invoke(args=["staff", *words])


def add(flask, *more):
    return flask("add", EMAIL, "--name", "Lucie Armand", "--role", "claims", "--role", "adviser", *more)


def test_somebody_is_added_invited_and_listed(app, flask):
    assert add(flask).exit_code == 0
    assert link_in(deliver(app)[0]).startswith("/conseil/invitation/")
    assert flask("list").output == f"{EMAIL}  Lucie Armand  adviser,claims  invited\n"


@pytest.mark.parametrize("words", [
    ("add", "not an address", "--name", "X", "--role", "claims"), ("add", EMAIL, "--name", " ", "--role", "claims"),
    ("add", EMAIL, "--name", "X", "--role", "emperor"), ("add", EMAIL, "--role", "claims"), ("add", EMAIL, "--name", "X"),
    ("disable", EMAIL), ("enable", EMAIL), ("invite", EMAIL), ("reset-second-factor", EMAIL),
])
def test_what_makes_no_sense_is_said_and_changes_nothing(app, flask, words):
    result = flask(*words)
    assert result.exit_code != 0
    assert "Error" in result.output
    assert adviser_known_as(EMAIL) is None


def test_the_same_address_twice_says_what_to_do(flask):
    add(flask)
    assert "staff invite" in add(flask).output


def test_an_access_is_closed_opened_and_its_telephone_forgotten(app, flask, adviser):
    def state():
        return flask("list").output.strip().rpartition("  ")[2]

    assert state() == "open"
    for command, expected in (("disable", "closed"), ("enable", "open"), ("reset-second-factor", "second factor to record")):
        assert flask(command, adviser.email).exit_code == 0
        assert state() == expected, command
    assert link_in(deliver(app)[-1]).startswith("/conseil/second-facteur/")


def test_an_invitation_is_sent_again(app, flask):
    add(flask)
    assert flask("invite", EMAIL).exit_code == 0
    first, second = map(link_in, deliver(app))
    visitor = Browser(app.test_client())
    visitor.visit(first, 410)
    visitor.visit(second)


def test_the_demonstration_has_two_people_whose_codes_are_on_a_page_of_its_own(app, portal, visitor):
    visitor.visit("/demo/conseil/", 404)
    open_desk()
    open_desk()
    demo = Browser(portal(app.instance_path, MODE="demo").test_client())
    page = demo.visit("/demo/conseil/")
    for one in STAFF:
        adviser = adviser_known_as(one.email)
        row = next(node.text for node in page.all("p", class_="list-row__title") if one.name in node.text)
        assert totp_code(adviser.totp_secret, step_of(services.now())) in row
        desk = Browser(app.test_client())
        desk.sign_in_adviser(adviser, password=STAFF_PASSWORD)
        assert desk.url == "/conseil/"
    assert demo.swap("/demo/conseil/", into="phones")


def test_the_check_up_tells_of_the_people_of_the_demonstration_in_production(app):
    app.config["BASE_URL"] = "https://mon-compte.example"
    assert "advisers of the demonstration" not in app.test_cli_runner().invoke(args=["doctor"]).output
    open_desk()
    assert "advisers of the demonstration" in app.test_cli_runner().invoke(args=["doctor"]).output
