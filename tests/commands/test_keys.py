"""The keys that sign proofs, in the operator's hands."""
import re

import pytest

from insurance.clock import now


@pytest.fixture
def flask(app):
    """Type `flask …`."""
    return lambda *words: app.test_cli_runner().invoke(args=list(words))


def published(app):
    return [key["kid"] for key in app.extensions["keyring"].published(now())["keys"]]


def test_a_new_key_signs_and_the_one_before_stays_published(app, flask):
    keyring = app.extensions["keyring"]
    keyring.current(now())
    before = published(app)
    result = flask("keys", "rotate")
    assert result.exit_code == 0
    assert re.search(r"New key: [0-9a-f]+", result.output)
    assert len(published(app)) == 2
    assert before[0] in published(app)


def test_a_key_that_is_withdrawn_is_published_no_more_and_another_one_signs(app, flask):
    kid = flask("keys", "rotate").output.rpartition(" ")[2].strip()
    result = flask("keys", "withdraw", kid)
    assert result.exit_code == 0
    assert "Withdrawn" in result.output
    assert published(app) == []
    app.extensions["keyring"].current(now())
    assert kid not in published(app)
    assert len(published(app)) == 1


def test_a_key_that_does_not_exist_says_where_to_look(flask):
    result = flask("keys", "withdraw", "nothing")
    assert result.exit_code == 1
    assert "There is no key nothing" in result.output
    assert "Traceback" not in result.output


def test_a_rotation_made_by_a_command_is_seen_at_once_by_the_server(flask, visitor):
    before = visitor.ask("/.well-known/mva-keys.json").json["keys"]
    flask("keys", "rotate")
    assert len(visitor.ask("/.well-known/mva-keys.json").json["keys"]) == len(before) + 1
