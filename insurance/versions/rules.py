"""What the insurer's file says, what it said before, what was changed here: one contract out of the three (pure).

All three are records of the portfolio format. A record is compared unit by unit: a field of the vehicle, of the premium
or of the bonus-malus, one driver, one coverage, one option, or a whole term. A file is heard where it says something
new of a unit; where it repeats what it said before, what was changed here stays (docs/decisions/0012).

The holder is not here: each of its fields is heard by `portfolio.holders`. Nor are instalments, the coming renewal, claims and documents,
which live beside the terms.
"""
import copy
from collections.abc import Iterable, Sequence
from typing import Any

from insurance.people.rules import fold

Unit = tuple[str, ...]
LEFT_OUT = frozenset({"holder", "instalments", "renewal", "claims", "documents"})
_BY_FIELD = frozenset({"vehicle", "premium", "bonus_malus"})
_ABSENT = object()


def patched(facts: dict, changes: dict) -> dict:
    """Return a record with changes made to it: a JSON merge patch (RFC 7396). None takes a field away."""
    result = dict(facts)
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict):
            before = result.get(name)
            result[name] = patched(before if isinstance(before, dict) else {}, value)
        else:
            result[name] = copy.deepcopy(value)
    return result


def patch_between(before: dict, after: dict) -> dict:
    """Return the changes that turn a record into another: `patched(before, patch_between(before, after)) == after`."""
    changes: dict[str, Any] = {name: None for name in before if name not in after}
    for name, value in after.items():
        former = before.get(name)
        if isinstance(value, dict) and isinstance(former, dict):
            inside = patch_between(former, value)
            changes |= {name: inside} if inside else {}
        elif name not in before or former != value:
            changes[name] = value
    return changes


def units_of(facts: dict) -> dict[Unit, Any]:
    """Return the units of a record and what it says of each."""
    found: dict[Unit, Any] = {}
    for name, value in facts.items():
        if name in LEFT_OUT:
            continue
        if name in _BY_FIELD:
            found |= {(name, field): part for field, part in value.items()}
        elif isinstance(value, list):
            found |= {(name, *key): part for key, part in _keyed(name, value)}
        else:
            found[(name,)] = value
    return found


def changed_units(before: dict, after: dict) -> set[Unit]:
    """Return the units in which two records differ."""
    one, other = units_of(before), units_of(after)
    return {unit for unit in one.keys() | other.keys() if one.get(unit, _ABSENT) != other.get(unit, _ABSENT)}


def merged(said_before: dict, ours: dict, says_now: dict) -> dict:
    """Return the record that stands when a file says `says_now`: its news, and ours where it has none."""
    before, own, now = units_of(said_before), units_of(ours), units_of(says_now)
    kept = {unit: own.get(unit, _ABSENT) for unit in own.keys() | now.keys() | before.keys()
            if now.get(unit, _ABSENT) == before.get(unit, _ABSENT) and own.get(unit, _ABSENT) != now.get(unit, _ABSENT)}
    result = copy.deepcopy(says_now)
    for name in dict.fromkeys(unit[0] for unit in kept):
        changes = {unit[1:]: value for unit, value in kept.items() if unit[0] == name}
        if name in _BY_FIELD:
            result[name] = _fields(result.get(name, {}), changes)
        elif () in changes:
            _put(result, name, changes[()])
        else:
            result[name] = _items(name, result.get(name, []), ours.get(name, []), changes)
    return result


def is_heard_of(version: dict, before: dict, stands: dict, says_now: dict) -> bool:
    """Return whether a file has spoken of all that a version changed: what stands there is what the file says."""
    standing, said = units_of(stands), units_of(says_now)
    return all(standing.get(unit, _ABSENT) == said.get(unit, _ABSENT) for unit in changed_units(before, version))


def schedule_that_stands(said_before: Sequence, ours: Sequence, says_now: Sequence) -> tuple:
    """Return the schedule that stands while a file still says the premium that was changed here.

    Instalments are values with a `due_on`, by which they are told apart. What the file says anew of a day wins (paid,
    unpaid, another amount); where it repeats itself, the amount that was computed here stays.
    """
    before, own, now = ({one.due_on: one for one in part} for part in (said_before, ours, says_now))
    days = sorted(before.keys() | own.keys() | now.keys())
    kept = [own.get(day) if now.get(day) == before.get(day) else now.get(day) for day in days]
    return tuple(one for one in kept if one is not None)


def _fields(present: dict, changes: dict[Unit, Any]) -> dict:
    result = dict(present)
    for (field,), value in changes.items():
        _put(result, field, value)
    return result


def _items(name: str, said: list, ours: list, changes: dict[Unit, Any]) -> list:
    """Return the items of the file, in its order, without those taken away here; those added here come last."""
    items = {key: part for key, part in _keyed(name, said) if changes.get(key) is not _ABSENT}
    order = [key for key, _ in _keyed(name, ours)]
    new = sorted((key for key in changes if changes[key] is not _ABSENT), key=order.index)
    return list((items | {key: changes[key] for key in new}).values())


def _put(place: dict, name: str, value: Any) -> None:
    if value is _ABSENT:
        place.pop(name, None)
    else:
        place[name] = copy.deepcopy(value)


def _keyed(name: str, items: Iterable) -> Iterable[tuple[Unit, Any]]:
    """Yield each item of a list under what makes it the same item in another record; twins are told apart by place."""
    seen: dict[Unit, int] = {}
    for item in items:
        key = _key_of(name, item)
        seen[key] = seen.get(key, 0) + 1
        yield (*key, "" if seen[key] == 1 else str(seen[key])), item


def _key_of(name: str, item: Any) -> Unit:
    if name == "drivers":
        return fold(item["last_name"]), fold(item["first_name"]), item["birth_date"]
    return (item["code"],) if isinstance(item, dict) else (str(item),)
