"""The tables of an installation: made when it is new, refused when they are of another version."""
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from commands.database import ensure
from insurance.database import Base, db


@pytest.fixture
def empty(portal, tmp_path):
    """A portal whose instance folder does not exist yet."""
    app = portal(tmp_path / "new" / "instance")
    with app.app_context():
        yield app
        db.session.remove()


def run(app, *words):
    return app.test_cli_runner().invoke(args=list(words))


def present():
    return set(inspect(db.engine).get_table_names())


def test_a_new_installation_gets_its_tables_from_the_first_command(empty):
    ensure()
    assert present() == {table.name for table in Base.metadata.sorted_tables} | {"alembic_version"}
    ensure()


def test_upgrading_is_a_command(empty):
    assert run(empty, "database", "upgrade").exit_code == 0
    assert run(empty, "database", "upgrade").exit_code == 0
    assert "customer" in present()


@pytest.mark.parametrize("command", [("purge",), ("doctor",), ("worker", "--once"), ("portfolio", "import", "nothing.jsonl"),
                                     ("serve", "--port", "1")])
def test_every_command_refuses_to_work_on_tables_of_another_version(app, command):
    with db.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'another'"))
    result = run(app, *command)
    assert result.exit_code == 1
    assert "Type: flask database upgrade" in result.output


@pytest.mark.parametrize("command", [("purge",), ("worker", "--once"), ("keys", "rotate"), ("database", "upgrade")])
def test_every_command_works_in_an_empty_folder(empty, command):
    result = run(empty, *command)
    assert result.exit_code == 0, result.output
    assert "Traceback" not in result.output


def test_the_folder_of_an_installation_is_for_its_owner_only(empty):
    assert Path(empty.instance_path).stat().st_mode & 0o077 == 0
    for name in ("session.secret", "data.secret"):
        assert (Path(empty.instance_path) / "keys" / name).stat().st_mode & 0o077 == 0
