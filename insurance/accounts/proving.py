"""Proving, in an open session, that one is its owner: before what a thief of a phone would change first."""
from insurance.accounts import throttle
from insurance.accounts.queries import account_of
from insurance.errors import Reason, Refused


def prove_password(customer, password: str, key: str, address_key: str, passwords) -> None:
    """Raise `Refused` unless this is the password: an open session is not proof enough of who holds the phone."""
    throttle.enter(key, address_key)
    if not passwords.verify(account_of(customer).password_hash, password):
        raise Refused(Reason.WRONG_CREDENTIALS)
    throttle.forget(key)
