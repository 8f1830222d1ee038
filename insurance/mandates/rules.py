"""What a mandate is called, when it is first used, how long what was typed for it waits (pure)."""
from datetime import date, timedelta

from insurance.references import CODE_LENGTH

RUM_MAX = 24
"""Shorter than the 35 characters of the SEPA rulebook: it is also the reference of its signature."""
DRAFT_LIFE = timedelta(hours=1)
"""How long the password that was typed with an account proves who signs for it."""


def mandate_reference(number_key: str, code: str) -> str:
    """Return the unique reference of a mandate (RUM): the contract, as far as there is room, and a random code.

    Capitals, digits and a dash: within the character set of the SEPA rulebook, without a space.
    """
    return f"{number_key.upper()[:RUM_MAX - CODE_LENGTH - 1]}-{code}"


def first_use(signed_on: date, first_use_days: int) -> date:
    """Return the first day on which an account may be debited after its mandate was signed; the former one is till then."""
    return signed_on + timedelta(days=first_use_days)
