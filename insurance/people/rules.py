"""Names, e-mails, telephones, addresses, contract numbers: how they are compared, what is forgiven or refused."""
import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

ON_CONTRACTS_WITHIN = timedelta(hours=24)
REFUSED_FOR = timedelta(days=30)

LONGEST_EMAIL, LONGEST_LINE, LONGEST_POSTCODE, LONGEST_CITY = 254, 200, 12, 120
"""The limits of the portfolio format: what is typed here can come back from the insurer's systems."""

_EMAIL = re.compile(r"(?P<box>[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64})@"
                    r"(?P<domain>(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9])")
_MISTYPED_DOMAINS = frozenset({
    "gmail.con", "gmail.cm", "gmail.om", "gmial.com", "gmai.com", "gmal.com", "gamil.com", "gnail.com",
    "hotmail.con", "hotmial.com", "hotmial.fr", "hotmai.com", "outlok.com", "outlook.con", "outlok.fr",
    "yahoo.con", "yaho.fr", "yaho.com", "orange.f", "ornage.fr", "wanado.fr", "wanadoo.f", "laposte.ne", "icloud.con",
})
_PHONE_SPACERS = re.compile(r"[\s.\-\u2010-\u2015()/_]+")
_OVERSEAS = {  # the first three figures of a number overseas, and the code of its territory
    **dict.fromkeys(("262", "263", "269", "639", "692", "693"), "262"), **dict.fromkeys(("590", "690", "691"), "590"),
    **dict.fromkeys(("594", "694"), "594"), **dict.fromkeys(("596", "696", "697"), "596"),
}
_POSTABLE = frozenset("°ºª")


class EmailFlaw(StrEnum):
    """Why an e-mail address is not accepted. Worded in `wording.EMAIL_FLAWS`."""

    NOT_AN_EMAIL = "not-an-email"
    HAS_ACCENT = "has-accent"
    MISTYPED_DOMAIN = "mistyped-domain"
    UNCHANGED = "unchanged"


class PhoneFlaw(StrEnum):
    """Why a telephone number is not accepted. Worded in `wording.PHONE_FLAWS`."""

    NOT_A_NUMBER = "not-a-number"
    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    SPECIAL_RATE = "special-rate"
    NOT_ABROAD = "not-abroad"


class AddressFlaw(StrEnum):
    """Why a line of a postal address is not accepted. Worded in `wording.ADDRESS_FLAWS`."""

    NO_STREET = "no-street"
    NO_CITY = "no-city"
    NOT_A_POSTCODE = "not-a-postcode"
    NOT_LATIN = "not-latin"


@dataclass(frozen=True)
class PostalAddress:
    """Where the post finds somebody. `line2` and, abroad, `postcode` may be empty; `country` is two capital letters."""

    line1: str
    line2: str
    postcode: str
    city: str
    country: str


def fold(text: str) -> str:
    """Return a text without accents, case, spaces, hyphens or other marks: how names and words are compared."""
    spelled = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae").replace("ß", "ss")
    decomposed = unicodedata.normalize("NFKD", spelled).casefold()
    return "".join(character for character in decomposed if character.isalnum())


def name_key(first_name: str, last_name: str) -> str:
    """Return the key under which two spellings of the same name meet."""
    return f"{fold(last_name)}|{fold(first_name)}"


def normal_email(email: str) -> str:
    """Return an e-mail as it is compared: without spaces around, in lower case, composed."""
    return unicodedata.normalize("NFC", email.strip()).lower()


def number_key(number: str) -> str:
    """Return a contract number as it is compared: capitals and digits only."""
    return "".join(character for character in number.upper() if character.isascii() and character.isalnum())


def email_flaw(email: str) -> EmailFlaw | None:
    """Return what is obviously wrong with an e-mail in its normal form, None when a mail may reach it.

    Stricter than an import: an accented letter is a slip of somebody who types, not the address of their box.
    """
    if not email.isascii():
        return EmailFlaw.HAS_ACCENT if _EMAIL.fullmatch(_plain(email)) else EmailFlaw.NOT_AN_EMAIL
    found = _EMAIL.fullmatch(email) if len(email) <= LONGEST_EMAIL else None
    if found is None or ".." in email or found["box"].startswith(".") or found["box"].endswith("."):
        return EmailFlaw.NOT_AN_EMAIL
    return EmailFlaw.MISTYPED_DOMAIN if found["domain"] in _MISTYPED_DOMAINS else None


def normal_phone(typed: str) -> str:
    """Return a telephone number in E.164 (+33612345678), however it is typed; what cannot be one comes back as it is.

    A number without the code of a country is French; those of the five territories overseas get their own code.
    """
    text = unicodedata.normalize("NFKC", typed).strip()
    if text.startswith(("+", "00")):
        text = text.replace("(0)", "")
    text = _PHONE_SPACERS.sub("", text)
    if text.startswith("00"):
        text = "+" + text[2:]
    elif text.startswith("0"):
        text = "+33" + text[1:]
    if text.startswith("+330"):
        text = "+33" + text[4:]
    if len(text) == 12 and text.startswith("+33") and text[3:6] in _OVERSEAS:
        text = f"+{_OVERSEAS[text[3:6]]}{text[3:]}"
    return text


def phone_flaw(number: str) -> PhoneFlaw | None:
    """Return why nobody can be called at a number in its normal form, None when somebody can.

    In France a mobile or a fixed line has nine figures after +33, the first from 1 to 7, or 9; 08 is a service. Abroad
    E.164 asks for fifteen figures at most.
    """
    figures = number[1:]
    if not number.startswith("+") or not (figures.isascii() and figures.isdigit()):
        return PhoneFlaw.NOT_A_NUMBER
    if not number.startswith("+33"):
        return None if 8 <= len(figures) <= 15 and figures[0] != "0" else PhoneFlaw.NOT_ABROAD
    if len(figures) != 11:
        return PhoneFlaw.TOO_SHORT if len(figures) < 11 else PhoneFlaw.TOO_LONG
    return {"8": PhoneFlaw.SPECIAL_RATE, "0": PhoneFlaw.NOT_A_NUMBER}.get(figures[2])


def normal_address(address: PostalAddress) -> PostalAddress:
    """Return an address with single spaces, its postcode as the post writes it: 59000 for « 59 000 » or « F-59000 »."""
    lines = {name: " ".join(value.split()) for name, value in vars(address).items()}
    if address.country == "FR":
        lines["postcode"] = lines["postcode"].replace(" ", "").upper().removeprefix("F-")
    return PostalAddress(**lines)


def address_flaws(address: PostalAddress) -> dict[str, AddressFlaw]:
    """Return what is wrong with an address in its normal form, by line; nothing when the post can deliver."""
    flaws = {name: AddressFlaw.NOT_LATIN for name, value in vars(address).items() if not _is_postable(value)}
    if not fold(address.line1):
        flaws["line1"] = AddressFlaw.NO_STREET
    if not any(character.isalpha() for character in address.city):
        flaws["city"] = AddressFlaw.NO_CITY
    if address.country == "FR" and not re.fullmatch("[0-9]{5}", address.postcode):
        flaws["postcode"] = AddressFlaw.NOT_A_POSTCODE
    return flaws


def on_contracts_by(changed_at: datetime) -> datetime:
    """Return when a change made here stands on the contracts at the latest: what the guide promises, 24 hours."""
    return changed_at + ON_CONTRACTS_WITHIN


def refused_now(refused: dict[str, str], now: datetime) -> dict[str, str]:
    """Return the addresses that are refused still, each with the instant until which no file that gives it is heard."""
    return {email: until for email, until in refused.items() if datetime.fromisoformat(until) > now}


def _plain(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(character for character in decomposed if not unicodedata.combining(character))


def _is_postable(text: str) -> bool:
    """Return whether a postman reads every character, and our papers can print them: Latin letters, figures, marks."""
    return not any(
        (character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")) or not character.isprintable()
        or unicodedata.category(character) in ("So", "Cn", "Co") for character in set(text) - _POSTABLE)
