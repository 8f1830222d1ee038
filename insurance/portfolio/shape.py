"""The shape of a record, checked by a walk that is compiled once from schema.json.

A general JSON Schema library says the same more slowly (1,450 lines a second against 11,000; a test checks that both
agree) and in its own words. The keywords used by the schema are therefore compiled into small functions, each with a
sentence for the operator; a keyword that this file does not know is an error at start, never a rule silently skipped.
"""
import json
import re
from calendar import monthrange
from collections.abc import Callable
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from operator import gt, lt, pos

from insurance.portfolio.faults import Fault, fault

Check = Callable[[object, str, list[Fault]], None]

ENOUGH = 20  # faults: a line made to be wrong is not worth more of our time

_ANNOTATIONS = {"$schema", "$defs", "title", "description", "default"}
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@<>()\[\],;:\\\"]+\.[^\s@<>()\[\],;:\\\".]{2,}")
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
           "December")
_WORDS = {"string": "text", "integer": "a whole number", "number": "a number", "boolean": "true or false",
          "null": "null", "array": "a list", "object": "an object"}


def load_schema() -> dict:
    """Return the schema of a record, as published in schema.json."""
    return json.loads(resources.files(__package__).joinpath("schema.json").read_text("utf-8"))


@lru_cache(maxsize=1)
def record_check() -> Check:
    """Return the compiled check of a whole record: it adds to a list the faults of a value read from JSON."""
    schema = load_schema()
    return compile_check(schema, schema.get("$defs", {}))


def compile_check(schema: dict, definitions: dict) -> Check:
    """Return a function that appends to a list what is wrong with a value, according to this part of the schema.

    Raises ValueError on a keyword that is not understood.
    """
    if "$ref" in schema:
        return compile_check(definitions[schema["$ref"].removeprefix("#/$defs/")], definitions)
    if unknown := set(schema) - _ANNOTATIONS - set(_COMPILERS) - {"type", "required", "additionalProperties"}:
        raise ValueError(f"schema keywords that are not understood: {sorted(unknown)}")
    declared = schema.get("type", ())
    types = frozenset([declared] if isinstance(declared, str) else declared)
    if "number" in types:
        types |= {"integer"}
    rules = [(kinds, build(schema, definitions))
             for keyword, (kinds, build) in _COMPILERS.items() if keyword in schema]

    def check(value: object, path: str, faults: list[Fault]) -> None:
        kind = kind_of(value)
        if types and kind not in types:
            faults.append(fault(path, value, f"Expected {_listed(types)}, found {_WORDS[kind]}."))
            return
        for kinds, rule in rules:
            if kind in kinds:
                rule(value, path, faults)

    return check


def kind_of(value: object) -> str:
    """Return the JSON type of a value; a number without a fraction is an integer, as JSON Schema says."""
    if isinstance(value, float):
        return "integer" if value.is_integer() else "number"
    return _KINDS[type(value)]


@lru_cache(maxsize=4096)
def fault_in_day(text: str) -> str | None:
    """Return why a text is not a calendar day written YYYY-MM-DD, or None when it is one."""
    if not _ISO_DAY.fullmatch(text):
        return "Expected a day written YYYY-MM-DD, as in 2026-12-05."
    year, month, day = int(text[:4]), int(text[5:7]), int(text[8:])
    if year < 1:
        return "There is no year 0."
    if not 1 <= month <= 12:
        return f"There is no month {month}."
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        return f"{_MONTHS[month - 1]} {year} has {last} days: there is no day {day}."
    return None


def is_email(text: str) -> bool:
    """Say whether a text could be one e-mail address. Accented letters are accepted (RFC 6531)."""
    return _EMAIL.fullmatch(text) is not None and ".." not in text


_KINDS = {str: "string", int: "integer", bool: "boolean", type(None): "null", list: "array", dict: "object"}
_ALL = frozenset(_WORDS)
_TEXT, _NUMBER = frozenset({"string"}), frozenset({"integer", "number"})
_LIST, _OBJECT = frozenset({"array"}), frozenset({"object"})


def _listed(kinds) -> str:
    said = kinds - {"integer"} if "number" in kinds else kinds
    return " or ".join(words for kind, words in _WORDS.items() if kind in said)


def _enum(schema: dict, _definitions: dict) -> Check:
    values = schema["enum"]
    reason = f"Unknown code. Expected one of: {', '.join(str(value) for value in values)}."

    def check(value: object, path: str, faults: list[Fault]) -> None:
        if isinstance(value, bool | list | dict) or value not in values:
            faults.append(fault(path, value, reason))

    return check


def _pattern(schema: dict, _definitions: dict) -> Check:
    matches = re.compile(schema["pattern"].replace("$", r"\Z")).search
    reason = f"Expected {schema['description']}."

    def check(value: str, path: str, faults: list[Fault]) -> None:
        if not matches(value):
            faults.append(fault(path, value, reason))

    return check


def _format(schema: dict, _definitions: dict) -> Check:
    def day(value: str, path: str, faults: list[Fault]) -> None:
        if reason := fault_in_day(value):
            faults.append(fault(path, value, reason))

    def email(value: str, path: str, faults: list[Fault]) -> None:
        if not is_email(value):
            faults.append(fault(path, value, f"Expected {schema['description']}."))

    return {"date": day, "email": email}[schema["format"]]


def _bound(keyword: str, measure: Callable, is_outside: Callable, words: str) -> Callable[[dict, dict], Check]:
    """Return the compiler of a keyword that compares a value, or its length, with a bound."""
    def build(schema: dict, _definitions: dict) -> Check:
        bound = schema[keyword]

        def check(value: object, path: str, faults: list[Fault]) -> None:
            measured = measure(value)
            if is_outside(measured, bound):
                faults.append(fault(path, value, words.format(bound=bound, measured=measured)))

        return check

    return build


def _items(schema: dict, definitions: dict) -> Check:
    check_item = compile_check(schema["items"], definitions)

    def check(value: list, path: str, faults: list[Fault]) -> None:
        for position, item in enumerate(value):
            if len(faults) >= ENOUGH:
                return
            check_item(item, f"{path}[{position}]", faults)

    return check


def _properties(schema: dict, definitions: dict) -> Check:
    checks = {name: compile_check(part, definitions) for name, part in schema["properties"].items()}
    required = schema.get("required", ())
    is_closed = schema.get("additionalProperties", True) is False

    def check(value: dict, path: str, faults: list[Fault]) -> None:
        prefix = f"{path}." if path else ""
        for name in required:
            if name not in value:
                faults.append(fault(prefix + name, None, "This field is required and it is missing."))
        for name, part in value.items():
            if len(faults) >= ENOUGH:
                return
            if name in checks:
                checks[name](part, prefix + name, faults)
            elif is_closed:
                faults.append(fault(prefix + name, part, _unknown_field(name, checks)))

    return check


def _unknown_field(name: str, known) -> str:
    close = get_close_matches(name[:40], known, n=1)
    return f"Unknown field: did you mean {close[0]}?" if close else "Unknown field: the format has none of that name."


_COMPILERS: dict[str, tuple[frozenset[str], Callable[[dict, dict], Check]]] = {
    "enum": (_ALL, _enum),
    "minLength": (_TEXT, _bound("minLength", len, lt, "Expected at least {bound} character(s).")),
    "maxLength": (_TEXT, _bound("maxLength", len, gt, "This text has {measured} characters; {bound} at most.")),
    "format": (_TEXT, _format),
    "pattern": (_TEXT, _pattern),
    "minimum": (_NUMBER, _bound("minimum", pos, lt, "The lowest value allowed is {bound}.")),
    "maximum": (_NUMBER, _bound("maximum", pos, gt, "The highest value allowed is {bound}.")),
    "minItems": (_LIST, _bound("minItems", len, lt, "Expected at least {bound}, found {measured}.")),
    "maxItems": (_LIST, _bound("maxItems", len, gt, "Expected at most {bound}, found {measured}.")),
    "items": (_LIST, _items),
    "properties": (_OBJECT, _properties),
}
