"""Hashing passwords, and knowing those that everybody tries."""
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.low_level import Type
from zxcvbn import zxcvbn

EASY_GUESSES = 1_000_000
# The library knows what English speakers choose; these are the words that come first in France, and ours.
FRENCH_WORDS = (
    "azerty", "azertyuiop", "azer", "qsdf", "motdepasse", "bonjour", "soleil", "doudou", "loulou", "chouchou", "chocolat",
    "marseille", "france", "paris", "coucou", "amour", "jetaime", "nicolas", "camille", "princesse", "toulouse", "bordeaux",
    "bienvenue", "vacances", "famille", "maison", "voiture", "printemps", "automne", "ete", "hiver", "noel", "juillet",
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "aout", "septembre", "octobre", "novembre", "decembre",
    "assurance", "assurances", "active", "activeassurances", "moncompte", "contrat", "auto",
)
HASHES_AT_ONCE = 4


class Passwords:
    """Argon2id at 46 MiB and one pass: about 55 ms of one core, measured against the library's 0.5 s default.

    A semaphore bounds the memory that a rush of sign-ins can take.
    """

    def __init__(self, memory_kib: int = 46 * 1024):
        self._hasher = PasswordHasher(time_cost=1, memory_cost=memory_kib, parallelism=1, type=Type.ID)
        self._slots = BoundedSemaphore(HASHES_AT_ONCE)
        self.dummy = self.hash("a hash to compare with when nobody is found")

    def hash(self, password: str) -> str:
        """Return the argon2id hash, with its parameters and salt."""
        with self._slots:
            return self._hasher.hash(password)

    def verify(self, hashed: str, password: str) -> bool:
        """Return whether the password made this hash."""
        with self._slots:
            try:
                return self._hasher.verify(hashed, password)
            except (VerificationError, InvalidHashError):
                return False

    def is_outdated(self, hashed: str) -> bool:
        """Return whether the hash was made with weaker parameters than today's."""
        return self._hasher.check_needs_rehash(hashed)

    def is_common(self, password: str) -> bool:
        """Return whether a million tries would find it: known lists, keyboard runs, dates, with the usual disguises."""
        return zxcvbn(password[:72], user_inputs=FRENCH_WORDS)["guesses"] < EASY_GUESSES
