"""What is wrong with a line, said so that an operator can mend it without reading code."""
import re
from dataclasses import dataclass

SHOWN = 80
_SECRET_FIELDS = ("iban", "licence_number")
_IBAN_LIKE = re.compile(r"[A-Za-z]{2}\d{2}(?: ?[A-Za-z0-9]){11,30}")
_NAMED_SECRET = re.compile(r'("(?:iban|licence_number)"\s*:\s*")([^"]*)')
_NO_BREAK_SPACE = "\u00a0\u202f"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a line: where (`vehicle.first_registration`), the value found, and why it is refused.

    `field` is empty when the line as a whole is at fault. `value` is at most 80 characters, its secrets masked.
    """

    field: str
    value: str
    reason: str


@dataclass(frozen=True, slots=True)
class Rejection:
    """A line that does not enter: its number (from 1), its contract when it can be read, and all its faults."""

    line: int
    contract_number: str | None
    faults: tuple[Fault, ...]

    @property
    def field(self) -> str:
        """The field of the first fault."""
        return self.faults[0].field

    @property
    def value(self) -> str:
        """The value of the first fault."""
        return self.faults[0].value

    @property
    def reason(self) -> str:
        """The reason of the first fault."""
        return self.faults[0].reason


def fault(field: str, value: object, reason: str) -> Fault:
    """Return a fault whose field and value are fit for a terminal and a log: short, printable, without secret."""
    return Fault(shown(field), "" if value is None else _shown_value(field, value), reason)


def shown(text: str) -> str:
    """Return at most 80 characters of a text, secrets masked, unprintable characters written as escapes."""
    cut = masked(text[:4 * SHOWN])
    printable = "".join(
        character if character.isprintable() or character in _NO_BREAK_SPACE
        else f"\\u{ord(character):04x}" for character in cut)
    return printable if len(printable) <= SHOWN else printable[:SHOWN - 1] + "…"


def masked(text: str) -> str:
    """Return a text of the same length in which account and licence numbers are hidden."""
    text = _NAMED_SECRET.sub(lambda found: found[1] + _hidden(found[2]), text)
    return _IBAN_LIKE.sub(lambda found: _hidden(found[0]), text)


def _shown_value(field: str, value: object) -> str:
    if isinstance(value, dict):
        return "{…}"
    if isinstance(value, list | tuple):
        return "[…]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int) and value.bit_length() > 4 * SHOWN:
        return "(a very long number)"
    text = str(value)
    if field.rpartition(".")[2] in _SECRET_FIELDS:
        text = _hidden(text[:SHOWN])
    return shown(text)


def _hidden(secret: str) -> str:
    """Keep the first four and last four characters of a long secret, the first two of a short one."""
    if len(secret) >= 15:
        return secret[:4] + "•" * (len(secret) - 8) + secret[-4:]
    return secret[:2] + "•" * (len(secret) - 2)
