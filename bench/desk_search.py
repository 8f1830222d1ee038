"""Finding a customer at the desk among 100,000 contracts, against reading one of them by its primary key.

`growth` is the same search among ten times fewer contracts: 1 means that the size of the books does not matter.
"""
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from timeit import timeit

from sqlalchemy import insert

from app import create_app
from bench.rounds import Comparison, Row, compare
from commands.database import ensure
from insurance.contracts.models import Contract, Vehicle
from insurance.database import db, transaction
from insurance.people.models import Customer
from insurance.people.rules import name_key, number_key
from insurance.references import new_id
from insurance.staff.search import search

MANY, FEWER, BATCH = 100_000, 10_000, 10_000
SYLLABLES = ("ba", "che", "du", "fo", "gui", "le", "ma", "nou", "pé", "ro", "sau", "ti", "va", "wi", "ya", "zo")
FIRST_NAMES = ("Anne-Marie", "Béatrice", "Camille", "Driss", "Élodie", "François", "Gaël", "Hélène")
MIDDLE = 5_432
"""The customer who is looked for: neither the first nor the last."""


def report() -> list[Row]:
    """Measure, and return the rows to print."""
    with _books(FEWER) as look_up:
        fewer = {name: _seconds_each(typed) for name, typed in _typed().items()}
    with _books(MANY) as look_up:
        many = {name: compare(lambda typed=typed: search(typed), look_up) for name, typed in _typed().items()}
    return [_row(name, many[name], many[name].ours / fewer[name]) for name in many]


def _row(name: str, cost: Comparison, growth: float) -> Row:
    return Row(f"{name} (growth {growth:.1f})", f"{cost.ours * 1000:.2f} ms", f"{cost.ratio:.0f}",
               f"a customer by primary key: {cost.yardstick * 1000:.2f} ms")


def _seconds_each(typed: str) -> float:
    """Return how long a search takes, the median of a few."""
    return median(timeit(lambda: search(typed), number=5) / 5 for _ in range(7))


def _typed() -> dict[str, str]:
    """Return what an adviser types, by what it is."""
    first, last = _name(MIDDLE)
    return {"first and last name": f"{first} {last}", "contract number": _number(MIDDLE),
            "plate": _plate(MIDDLE), "telephone": _phone(MIDDLE),
            "piece of a name": last[2:-1], "nobody": "Xqzkw"}


@contextmanager
def _books(count: int) -> Iterator[Callable[[], object]]:
    """Give a look-up by primary key in books of `count` contracts, one a customer, on SQLite."""
    with TemporaryDirectory(prefix="bench-") as folder:
        app = create_app(INSTANCE_PATH=Path(folder), MODE="demo", TESTING=True)
        with app.app_context():
            ensure()
            keys = [key for start in range(0, count, BATCH) for key in _enter(range(start, start + BATCH))]

            def look_up():
                db.session.expunge_all()
                return db.session.get(Customer, keys[MIDDLE])

            yield look_up
            db.session.remove()
            db.engine.dispose()


def _enter(numbers: range) -> list:
    people, contracts, vehicles = [], [], []
    for number in numbers:
        first, last = _name(number)
        customer, contract = new_id(), new_id()
        people.append({"id": customer, "phone_key": f"{number:013d}", "title": "Mme", "first_name": first,
                       "last_name": last, "name_key": name_key(first, last),
                       "born_on": date(1980, 1, 1 + number % 28), "email": f"p{number}@example.org", "phone": _phone(number),
                       "address_line1": "1 rue du Port", "postcode": "59000", "city": "Lille", "country": "FR"})
        contracts.append({"id": contract, "public_id": f"{number:013d}", "customer_id": customer, "number": _number(number),
                          "number_key": number_key(_number(number)), "state": "active", "product": "third_party",
                          "effective_on": date(2024, 1, 1), "anniversary": "01-01", "bonus_malus_hundredths": 76,
                          "bonus_malus_on": date(2026, 1, 1), "premium_cents": 40000, "payment_frequency": "yearly",
                          "payment_method": "card", "revision": 1})
        vehicles.append({"contract_id": contract, "plate": _plate(number), "plate_key": number_key(_plate(number)),
                         "make": "Peugeot", "model": "208", "first_registered_on": date(2021, 5, 4), "usage": "private"})
    with transaction() as session:
        for table, rows in ((Customer, people), (Contract, contracts), (Vehicle, vehicles)):
            session.execute(insert(table), rows)
    return [one["id"] for one in people]


_LAST_NAMES = ["".join(parts).capitalize() for parts in product(SYLLABLES, repeat=4)]


def _name(number: int) -> tuple[str, str]:
    return FIRST_NAMES[number % len(FIRST_NAMES)], _LAST_NAMES[number * 7919 % len(_LAST_NAMES)]


def _number(number: int) -> str:
    return f"BE-{number:07d}"


def _plate(number: int) -> str:
    first, second = divmod(number % 676, 26)
    return f"{chr(65 + first)}{chr(65 + second)}-{number // 676 % 1000:03d}-{chr(65 + number % 26)}Z"


def _phone(number: int) -> str:
    return f"+336{number:08d}"
