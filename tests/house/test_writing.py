"""A fact is written once and a state changes in one place: who records, who commits, who asks the time."""
import ast

from tests.support.source import modules

READERS = ("models", "rules", "journey", "queries")  # the rooms of a subject that write nothing


def _calls(module, name):
    """Return whether a module calls a function by this name, whatever it is imported as."""
    names = {name} | {alias.asname for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom)
                      for alias in node.names if alias.name == name and alias.asname}
    return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names
               for node in ast.walk(module.tree))


def _assigns(module, attribute):
    """Return whether a module sets an attribute of this name on anything."""
    return any(isinstance(node, ast.Attribute) and node.attr == attribute and isinstance(node.ctx, ast.Store)
               for node in ast.walk(module.tree))


def _attribute_calls(module, owner, name):
    return any(isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name
               and ast.unparse(node.func.value) == owner for node in ast.walk(module.tree))


def test_history_is_written_by_the_services_of_the_business_only():
    writers = {name for name, module in modules().items() if _calls(module, "record")}
    assert {name for name in writers if not _may_write(name)} == {"app", "insurance.workflow"}  # a refusal: see app.py


def test_a_state_is_moved_by_the_services_of_the_business_only():
    movers = {name for name, module in modules().items() if _assigns(module, "state")}
    assert {name for name in movers if not _may_write(name)} <= {"insurance.outbox", "insurance.workflow"}


def test_only_the_history_makes_lines_of_history():
    assert {name for name, module in modules().items() if _calls(module, "Event")} <= {"insurance.history.recorder"}


def test_nothing_commits_but_transaction():
    owners = ("session", "db.session", "connection", "db.session()")
    assert [name for name, module in modules().items()
            if any(_attribute_calls(module, owner, "commit") for owner in owners)] == ["insurance.database"]


def test_nobody_else_asks_the_system_what_time_it_is():
    asks = [name for name, module in modules().items()
            if any(_attribute_calls(module, owner, verb) for owner, verb in (
                ("datetime", "now"), ("datetime", "utcnow"), ("date", "today"), ("datetime", "today")))]
    assert asks == ["insurance.clock"]


def test_no_route_writes_to_the_database_by_itself():
    assert [name for name, module in modules().items() if name.startswith(("blueprints", "web", "printing"))
            and (_calls(module, "transaction") or _attribute_calls(module, "db.session", "add"))] == []


def _may_write(name):
    """Return whether a module belongs to a subject of the business, and is not one of those that only read."""
    return name.count(".") == 2 and name.startswith("insurance.") and name.rpartition(".")[2] not in READERS
