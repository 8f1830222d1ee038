"""What a password must be."""
from enum import StrEnum

from insurance.people.rules import fold

MIN_LENGTH, MAX_LENGTH = 8, 200
REMIND_AFTER_DAYS = 365


class PasswordFlaw(StrEnum):
    """Why a password is not accepted. Worded in `wording.PASSWORD_FLAWS`."""

    TOO_SHORT = "too-short"
    TOO_LONG = "too-long"
    NO_LOWER_CASE = "no-lower-case"
    NO_UPPER_CASE = "no-upper-case"
    NO_DIGIT = "no-digit"
    NO_SYMBOL = "no-symbol"
    ABOUT_YOU = "about-you"
    COMMON = "common"


def password_flaws(password: str, forbidden_words, is_common) -> list[PasswordFlaw]:
    """Return what is wrong with a password, nothing when it will do.

    Eight characters of four classes are 53 bits, above the 50 that CNIL deliberation 2022-100 asks for when tries
    are limited. `forbidden_words` are the person's own (names, e-mail, contract numbers); `is_common` says whether a
    password is among those that everybody tries.
    """
    flaws = []
    if len(password) < MIN_LENGTH:
        flaws.append(PasswordFlaw.TOO_SHORT)
    if len(password) > MAX_LENGTH:
        return [PasswordFlaw.TOO_LONG]
    for flaw, belongs in (
        (PasswordFlaw.NO_LOWER_CASE, str.islower),
        (PasswordFlaw.NO_UPPER_CASE, str.isupper),
        (PasswordFlaw.NO_DIGIT, str.isdigit),
        (PasswordFlaw.NO_SYMBOL, lambda character: not character.isalnum()),
    ):
        if not any(belongs(character) for character in password):
            flaws.append(flaw)
    folded = fold(password)
    if any(word in folded for word in forbidden_words if len(word) >= 4):
        flaws.append(PasswordFlaw.ABOUT_YOU)
    if not flaws and is_common(password):
        flaws.append(PasswordFlaw.COMMON)
    return flaws


def forbidden_words(first_name: str, last_name: str, email: str, numbers) -> list[str]:
    """Return, folded, the words that a person's password may not hold."""
    words = {fold(word) for word in (first_name, last_name, email, email.split("@")[0], *numbers)}
    words |= {fold(part) for name in (first_name, last_name) for part in name.replace("-", " ").split()}
    return sorted(word for word in words if word)
