"""French number plates: how they are compared, recognised and displayed (pure).

Three families run on French roads: SIV (AB-123-CD, since 2009), provisional WW (WW-123-AB) and FNI (1234 AB 75, kept
until the vehicle is registered again). Anything else is a foreign plate or a mistake: it is kept as it was written.
"""
import re
import unicodedata
from enum import StrEnum

_NOT_KEY = re.compile(r"[^A-Z0-9]")
_SPACES = re.compile(r"\s+")
_SIV = re.compile(r"(?!SS|WW)([A-HJ-NP-TV-Z]{2})(?!000)(\d{3})(?!SS)([A-HJ-NP-TV-Z]{2})", re.ASCII)
_WW = re.compile(r"(WW)(?!000)(\d{3})([A-HJ-NP-TV-Z]{2})", re.ASCII)
_FNI = re.compile(r"(?!0+[A-Z])(\d{1,4})([A-Z]{1,3})(0[1-9]|[1-8]\d|9[0-5]|2[AB]|97[1-6])", re.ASCII)


class PlateFamily(StrEnum):
    """The French series a plate belongs to."""

    SIV = "siv"
    WW = "ww"
    FNI = "fni"


_FAMILIES = ((PlateFamily.SIV, _SIV, "-"), (PlateFamily.WW, _WW, "-"), (PlateFamily.FNI, _FNI, " "))


def normalise(written: str) -> str:
    """Return the key under which a plate is compared: capitals and digits only.

    `AB-123-CD`, `ab 123 cd` and `AB123CD` are one plate; the result is empty when nothing of a plate was written.
    """
    return _NOT_KEY.sub("", unicodedata.normalize("NFKC", written).upper())


def family_of(written: str) -> PlateFamily | None:
    """Return the French series of a plate, or None when it looks like none of them.

    The letters I, O and U never appear on a SIV or WW plate, nor does SS; they did on FNI plates, which are therefore
    never doubted for their letters.
    """
    key = normalise(written)
    return next((family for family, pattern, _ in _FAMILIES if pattern.fullmatch(key)), None)


def is_plausible(written: str) -> bool:
    """Say whether this could be a French plate. A foreign plate is not one: warn about it, never refuse it."""
    return family_of(written) is not None


def display_form(written: str) -> str:
    """Return a plate as it is read on the vehicle: AB-123-CD, WW-123-AB, 1234 AB 75; another one as written."""
    key = normalise(written)
    for _, pattern, separator in _FAMILIES:
        if parts := pattern.fullmatch(key):
            return separator.join(parts.groups())
    return _SPACES.sub(" ", written).strip().upper()
