"""Bank account numbers: the ISO 13616 check digits and the key of a French RIB (pure)."""
import re
from enum import StrEnum

_FORM = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", re.ASCII)
_RIB_COUNTRIES = ("FR", "MC")
_RIB = re.compile(r"\d{10}[A-Z0-9]{11}\d{2}", re.ASCII)
_RIB_LETTERS = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "12345678912345678923456789")

# Length of an IBAN in each country of the SEPA area (EPC list of SEPA scheme countries).
LENGTHS = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}


class IbanFlaw(StrEnum):
    """What is wrong with an account number."""

    SHAPE = "shape"
    LENGTH = "length"
    CHECK_DIGITS = "check-digits"
    RIB_KEY = "rib-key"
    NOT_SEPA = "not-sepa"  # well written, and out of reach of a SEPA transfer or debit


_FAULTS = {
    IbanFlaw.SHAPE: "An IBAN is two letters, two digits, then 11 to 30 letters or digits.",
    IbanFlaw.LENGTH: "An IBAN of {country} has {expected} characters; this one has {length}.",
    IbanFlaw.CHECK_DIGITS: "The check digits do not match: a character of the IBAN is wrong.",
    IbanFlaw.RIB_KEY: "The RIB key (the last two digits) does not match the account.",
}


def normalise(written: str) -> str:
    """Return an IBAN without its spaces, in capitals: the form in which it is stored and compared."""
    return "".join(written.split()).upper()


def has_valid_check_digits(iban: str) -> bool:
    """Say whether a normalised IBAN passes the modulo 97 of ISO 13616 (letters count from 10 to 35)."""
    if not _FORM.fullmatch(iban) or iban[2:4] in ("00", "01", "99"):
        return False
    turned = iban[4:] + iban[:4]
    return int("".join(str(int(character, 36)) for character in turned)) % 97 == 1


def rib_key(bban: str) -> int:
    """Return the key of a French account: 5 digits of bank, 5 of branch, 11 characters of account, key excluded.

    97 minus (89 x bank + 15 x branch + 3 x account) modulo 97, letters being counted 1 to 9, 1 to 9, 2 to 9.
    """
    digits = bban.translate(_RIB_LETTERS)
    bank, branch, account = int(digits[:5]), int(digits[5:10]), int(digits[10:21])
    return 97 - (89 * bank + 15 * branch + 3 * account) % 97


def masked(written: str) -> str:
    """Return what is shown of an IBAN: its country and its last four characters."""
    iban = normalise(written)
    return f"{iban[:2]}•• •••• •••• {iban[-4:]}"


def flaw_in(written: str) -> IbanFlaw | None:
    """Return what is wrong with an IBAN to or from which money must move in the SEPA area, None when it stands.

    A French or Monegasque account must also carry the right RIB key, which catches the typing errors that modulo 97 lets
    through.
    """
    return _flaw(normalise(written)) or (None if normalise(written)[:2] in LENGTHS else IbanFlaw.NOT_SEPA)


def fault_in(written: str) -> str | None:
    """Return what is wrong with an IBAN, in plain English for an operator, or None when it stands.

    A country outside the SEPA area is judged on its check digits alone.
    """
    iban = normalise(written)
    flaw = _flaw(iban)
    return _FAULTS[flaw].format(country=iban[:2], expected=LENGTHS.get(iban[:2]), length=len(iban)) if flaw else None


def _flaw(iban: str) -> IbanFlaw | None:
    if not _FORM.fullmatch(iban):
        return IbanFlaw.SHAPE
    if LENGTHS.get(iban[:2], len(iban)) != len(iban):
        return IbanFlaw.LENGTH
    if not has_valid_check_digits(iban):
        return IbanFlaw.CHECK_DIGITS
    account = iban[4:]
    if iban[:2] in _RIB_COUNTRIES and (not _RIB.fullmatch(account) or rib_key(account[:21]) != int(account[21:])):
        return IbanFlaw.RIB_KEY
    return None


def is_valid(written: str) -> bool:
    """Say whether this is a well-formed IBAN whose check digits, and RIB key in France, are right."""
    return fault_in(written) is None
