"""What the operator types, sees, and gets as exit status."""
import json
import os
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from commands.portfolio import RejectionsFile
from insurance.billing.models import Instalment
from insurance.clock import held_at, now
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.models import Document
from insurance.people.models import Customer
from insurance.portfolio.faults import Rejection, fault
from tests.support.portfolio import IBAN, as_bytes, changed, numbered


@pytest.fixture
def portal(app):
    """An empty portal that accepts the demonstration."""
    app.config["MODE"] = "demo"
    return app


@pytest.fixture
def flask(portal):
    """Type `flask …`."""
    return lambda *words: portal.test_cli_runner().invoke(args=[str(word) for word in words])


@pytest.fixture
def portfolio(tmp_path):
    """Write lines in a portfolio, with its document, and return its path."""
    def portfolio(*lines):
        (tmp_path / "files").mkdir(exist_ok=True)
        (tmp_path / "files" / "general.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
        path = tmp_path / "portfolio.jsonl"
        path.write_bytes(b"".join(as_bytes(line) for line in lines))
        return path
    return portfolio


def count(portal, model):
    with portal.app_context():
        return db.session.scalar(select(func.count()).select_from(model))


def test_a_clean_import_says_how_many_and_exits_with_zero(flask, portfolio):
    path = portfolio(numbered("ZA-0000-001"), numbered("ZA-0000-002"))
    result = flask("portfolio", "import", path)
    assert result.exit_code == 0, result.output
    assert result.stdout.startswith("2 contracts in ")
    assert result.stdout.rstrip().endswith("2 created, 0 updated, 0 unchanged, 0 rejected.")
    again = flask("portfolio", "import", path)
    assert again.exit_code == 0
    assert again.stdout.rstrip().endswith("0 created, 0 updated, 2 unchanged, 0 rejected.")
    assert not path.with_name("portfolio.rejected.jsonl").exists()


def test_refused_lines_are_explained_in_a_private_file_and_exit_with_one(flask, portfolio):
    wrong = changed("status", "lost", changed("premium.iban", IBAN[:-1], numbered("ZB-0000-002")))
    path = portfolio(numbered("ZB-0000-001"), wrong, "{", numbered("ZB-0000-003"))
    result = flask("portfolio", "import", path)
    assert result.exit_code == 1
    assert "2 created, 0 updated, 0 unchanged, 2 rejected." in result.stdout
    assert "Refused: line 2, ZB-0000-002, status (lost): Unknown code." in result.stderr
    rejected = path.with_name("portfolio.rejected.jsonl")
    assert f"Every reason is in {rejected}" in result.stderr
    assert stat.S_IMODE(rejected.stat().st_mode) == 0o600
    first, second = map(json.loads, rejected.read_text("utf-8").splitlines())
    assert first == {"line": 2, "contract_number": "ZB-0000-002", "field": "status", "value": "lost",
                     "reason": "Unknown code. Expected one of: provisional, active, suspended, terminated."}
    assert (second["line"], second["contract_number"]) == (3, None)
    assert IBAN[6:20] not in rejected.read_text("utf-8")


def test_a_later_import_without_refusal_takes_the_old_explanations_away(flask, portfolio):
    path = portfolio("{")
    assert flask("portfolio", "import", path).exit_code == 1
    assert flask("portfolio", "import", portfolio(numbered("ZC-0000-001"))).exit_code == 0
    assert not path.with_name("portfolio.rejected.jsonl").exists()


def test_explanations_never_follow_a_link_planted_beside_the_portfolio(flask, portfolio, tmp_path):
    path = portfolio("{")
    (tmp_path / "precious").write_text("precious")
    path.with_name("portfolio.rejected.jsonl").symlink_to(tmp_path / "precious")
    assert flask("portfolio", "import", path).exit_code == 1
    assert (tmp_path / "precious").read_text() == "precious"


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="needs a folder in which nobody can write")
def test_explanations_go_to_the_instance_when_the_folder_is_read_only(portal):
    with RejectionsFile(Path("/proc/self/portfolio.jsonl"), Path(portal.instance_path)) as rejections:
        rejections.add(Rejection(1, None, (fault("", None, "Why."),)))
    assert rejections.path == Path(portal.instance_path) / "portfolio.rejected.jsonl"
    assert rejections.path.read_text().startswith('{"line": 1,')


@pytest.mark.parametrize("content", [None, b"", "{}".encode("utf-16")])
def test_a_file_that_cannot_be_used_exits_with_two_and_says_why(flask, tmp_path, content):
    path = tmp_path / "portfolio.jsonl"
    if content is not None:
        path.write_bytes(content)
    result = flask("portfolio", "import", path)
    assert result.exit_code == 2
    assert "portfolio.jsonl" in result.stderr
    assert "Traceback" not in result.output


def test_a_quiet_import_says_nothing_when_all_is_well(flask, portfolio):
    result = flask("portfolio", "import", portfolio(numbered("ZD-0000-001")), "--quiet")
    assert (result.exit_code, result.output) == (0, "")


def test_a_disk_that_is_full_exits_with_two_and_says_what_is_saved(flask, portal, portfolio, monkeypatch):
    class Full:
        def keep(self, content):
            raise OSError(28, "No space left on device")

    monkeypatch.setitem(portal.extensions, "storage", Full())
    result = flask("portfolio", "import", portfolio(numbered("ZE-0000-001")))
    assert result.exit_code == 2
    assert "No space left on device. 0 contracts are saved; run the same command again." in result.stderr


def test_the_demonstration_never_enters_a_real_portal(portal, flask):
    portal.config["MODE"] = "production"
    result = flask("portfolio", "demo")
    assert result.exit_code == 2
    assert "this needs MODE=demo" in result.stderr
    assert count(portal, Contract) == 0


def test_the_demonstration_comes_in_and_names_whom_to_be(flask, portal):
    result = flask("portfolio", "demo")
    assert result.exit_code == 0, result.output
    assert "AA-7204-118  Sophie Marchand, sophie.marchand@example.org" in result.stdout
    assert (count(portal, Contract), count(portal, Customer)) == (14, 13)
    again = flask("portfolio", "demo", "--quiet")
    assert (again.exit_code, again.output) == (0, "")
    assert count(portal, Contract) == 14


def test_the_demonstration_brought_in_again_weeks_later_piles_nothing_up(flask, portal):
    def rows():
        with portal.app_context():
            papers = select(func.count()).where(Document.file_key.is_not(None), Document.replaced_at.is_(None))
            return count(portal, Contract), count(portal, Instalment), db.session.scalar(papers)

    assert flask("portfolio", "demo", "--quiet").exit_code == 0
    before = rows()
    for days in (1, 40):
        with held_at(now() + timedelta(days=days)):
            result = flask("portfolio", "demo")
        assert result.exit_code == 0, result.output
        assert rows() == before
