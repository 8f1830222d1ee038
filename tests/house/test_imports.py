"""Imports go down: what the house is made of, room by room, and no loop."""
import sys
from graphlib import CycleError, TopologicalSorter

import pytest

from tests.support.source import imported_by, modules

# Each room, the rooms it may look into, and the packages of others that it may use.
ROOMS = {
    "config": (set(), set()),
    "insurance": (set(), {"sqlalchemy", "flask_sqlalchemy", "cryptography", "cbor2", "jsonschema"}),
    "gateways": ({"insurance"}, {"argon2", "zxcvbn", "cryptography", "PIL", "pikepdf", "stripe"}),
    "wording": ({"insurance"}, set()),
    "printing": ({"wording", "insurance"}, {"fpdf", "segno", "pikepdf"}),
    "web": ({"wording", "insurance"}, {"flask", "flask_login", "flask_wtf", "wtforms", "werkzeug", "jinja2", "markupsafe",
                                       "itsdangerous", "babel", "segno", "brotli", "structlog"}),
    "blueprints": ({"insurance", "web", "printing", "wording"},
                   {"flask", "flask_login", "wtforms", "markupsafe", "sqlalchemy"}),
    "demo": (set(), {"fpdf", "PIL"}),
    "commands": ({"insurance", "gateways", "demo", "web", "wording"}, {"click", "flask", "sqlalchemy", "alembic", "waitress"}),
    "migrations": ({"insurance"}, {"alembic", "sqlalchemy"}),
    "app": ({"commands", "config", "wording", "blueprints", "gateways", "insurance", "printing", "web"},
            {"flask", "flask_login", "flask_wtf", "werkzeug", "pysqlite3"}),
}
# The subjects of the business, from the ground up; those of a line do not know each other.
SUBJECTS = [{"history"}, {"people", "workflow"}, {"contracts"}, {"accounts", "billing"}, {"staff"},
            {"attachments", "signatures", "versions"}, {"documents"}, {"claims"},
            {"complaints", "mandates", "proofs", "payments", "terminations", "endorsements", "pieces", "letters", "corrections",
             "checks"},
            {"messages", "portfolio", "arrears", "accounting"},
            {"reactions", "daily", "tables"}]
STAGES = ["models", "rules", "journey", "workflow", "queries", "services"]
NAMES = sorted(modules())


def test_a_room_looks_only_into_the_rooms_below_it():
    assert [(name, one) for name, one in _imports()
            if modules()[one].room not in ROOMS[modules()[name].room][0] | {modules()[name].room}] == []


def test_a_room_uses_only_the_packages_it_is_given():
    ours_or_given = set(ROOMS) | set(sys.stdlib_module_names)
    assert [(name, one) for name, module in modules().items() for one in sorted(module.imports)
            if one.partition(".")[0] not in ours_or_given | ROOMS[module.room][1]] == []


def test_only_one_file_of_the_business_knows_that_flask_exists():
    knows = [name for name in NAMES if name.startswith("insurance") and "flask_sqlalchemy" in modules()[name].imports]
    assert knows == ["insurance.database"]


def test_the_web_tools_know_no_word_of_insurance_but_its_refusals():
    assert {one for name, one in _imports() if name.startswith("web.") and one.startswith("insurance")} == {
        "insurance.errors"}


def test_a_subject_imports_only_the_subjects_below_it():
    assert [(name, one) for name, one in _imports()
            if name.startswith("insurance.") and one.startswith("insurance.") and _subject(one) != _subject(name)
            and _height(one) >= max(_height(name), 1)] == []


def test_within_a_subject_a_stage_imports_only_those_before_it():
    assert [(name, one) for name, one in _imports()
            if name.rpartition(".")[0] == one.rpartition(".")[0] and {_stage(name), _stage(one)} <= set(STAGES)
            and STAGES.index(_stage(one)) >= STAGES.index(_stage(name))] == []


def test_no_import_leads_back_to_where_it_started():
    blueprints = {name for name in NAMES if name.startswith("blueprints.")}  # a package holds bp, its routes fill it
    graph = {name: imported_by(name) - {name.rpartition(".")[0]} if name in blueprints else imported_by(name)
             for name in NAMES}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" → ".join(error.args[1]))


def test_app_is_imported_by_nobody():
    assert [name for name in NAMES if "app" in imported_by(name)] == []


def _imports():
    return [(name, one) for name in NAMES for one in sorted(imported_by(name))]


def _stage(name):
    return name.rpartition(".")[2]


def _subject(name):
    return name.split(".")[1]


def _height(name):
    """Return how high a subject stands; what is no subject (the clock, money, the outbox…) is the ground."""
    return next((height for height, subjects in enumerate(SUBJECTS, 1) if _subject(name) in subjects), 0)
