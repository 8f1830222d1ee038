"""A year lived day by day over many contracts, with every promise about money and cover checked each day.

`python -m bench.a_year [contracts] [days] [seed]`: 2,000 contracts and 365 days when nothing is said. Contracts come in by
the real import, payments go through the demonstration's bank, whose messages are late, doubled, lost or wrong; the worker
is missing one day in ten; the insurer's files come every week and know nothing of what was paid here. What a contract is
worth is compared with an account of our own, made from the bank's books and the letters that left.
"""
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

import wording
from app import create_app
from bench.import_rate import write_lines
from commands.database import ensure
from commands.portfolio import import_file
from gateways.payments.sandbox import Messages, Sandbox
from insurance.arrears import services as arrears
from insurance.arrears.models import FormalNotice, NoticeMode
from insurance.billing.queries import instalments_of
from insurance.calendar import add_months
from insurance.clock import held_at
from insurance.contracts.models import Contract
from insurance.contracts.rules import cover_at, cover_dates
from insurance.database import db
from insurance.errors import Refused
from insurance.history.models import Actor
from insurance.outbox import MailKind, OutgoingMail
from insurance.payments import reminders, services
from insurance.payments.models import Payment
from insurance.payments.provider import Forged
from insurance.payments.queries import payable_of, whole_payment
from insurance.payments.rules import outcome_of

PARIS = ZoneInfo("Europe/Paris")
START = date(2027, 1, 4)
MONTHS = {"monthly": 1, "quarterly": 3, "half_yearly": 6, "yearly": 12}
HABITS = ("punctual", "late", "never", "halves", "clumsy", "disputes")
FAULTS = [one.value for one in Messages if one is not Messages.PROMPT]


def at(day: date, hour: int = 9, minute: int = 0, second: int = 0) -> datetime:
    """Return an instant by the clocks of Paris, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, second, tzinfo=PARIS).astimezone(UTC)


@dataclass
class Taken:
    """Money that the bank took, for which instalments, and when it was taken back, if it was."""

    at: datetime
    parts: dict[date, int]
    back_at: datetime | None = None


@dataclass
class Life:
    """A contract as our own account sees it."""

    number: str
    habit: str
    is_yearly: bool
    is_debited: bool
    anniversary: str
    dues: dict[date, int]
    bounced: set[date] = field(default_factory=set)
    taken: list[Taken] = field(default_factory=list)

    def left(self, due: date, moment: datetime) -> int:
        """What is not paid of an instalment at an instant, by the bank's books; a debit that did not bounce is paid."""
        if self.is_debited and due not in self.bounced:
            return 0
        paid = sum(one.parts.get(due, 0) for one in self.taken
                   if one.at <= moment and (one.back_at is None or one.back_at > moment))
        return self.dues[due] - paid

    def is_clear(self, dues, moment: datetime) -> bool:
        return all(self.left(due, moment) <= 0 for due in dues)


def off_between(life: Life, letter_on: date, named: list[date]) -> tuple[datetime, datetime | None] | None:
    """Return when a letter stops the cover and when it is back (None: not yet), by our own reading of L113-3."""
    off = at(letter_on + timedelta(days=30), 0)
    in_time = [one.at for one in life.taken if at(letter_on, 0) <= one.at < off and life.is_clear(named, one.at)]
    if in_time:
        return None
    ends = []
    if not life.is_yearly:
        month, day = map(int, life.anniversary.split("-"))
        first = off.astimezone(PARIS).date()
        ends.append(at(min(one for one in (date(year, month, day) for year in (first.year, first.year + 1)) if one > first), 0))
    for one in life.taken:
        paid_on = one.at.astimezone(PARIS).date()
        back = at(paid_on + timedelta(days=1), 12)
        due_by_then = [due for due in life.dues if due < paid_on or due in named]
        if one.at >= off and life.is_clear(due_by_then, one.at) and life.is_clear(due_by_then, back - timedelta(seconds=1)):
            ends.append(back)
    return off, min(ends, default=None)


class Year:
    """The books, the bank, the lives, and the day that it is."""

    def __init__(self, app: Flask, folder: Path, contracts: int, seed: int):
        self.app, self.random = app, random.Random(seed)  # noqa: S311 (a simulation must be repeatable)
        self.bank = Sandbox(folder / "bank.db", "secret", "https://portal.example/demo/banque/")
        self.folder, self.counts = folder, Counter()
        self.lines = self._portfolio(contracts)
        self.lives = {line["contract_number"]: self._life_of(line, HABITS[place % len(HABITS)])
                      for place, line in enumerate(self.lines)}
        self.pages: dict[str, tuple[Life, Payment, str]] = {}

    def _portfolio(self, contracts: int) -> list[dict]:
        lines = [json.loads(line) for line in write_lines(self.folder / "portfolio", contracts).read_text("utf-8").splitlines()]
        for line in lines:
            frequency = self.random.choice(list(MONTHS))
            method = self.random.choice(["card", "card", "direct_debit"])
            first, step = START + timedelta(days=self.random.randrange(2, 32)), MONTHS[frequency]
            days = [add_months(first, step * number) for number in range(12 // step)]
            line |= {"status": "active", "end_date": None, "anniversary": f"{first:%m-%d}", "effective_date": "2024-01-01",
                     "documents": [], "instalments": [{"due_date": day.isoformat(), "amount_cents": 1200 * step, "status": "upcoming"}
                                                      for day in days]}
            line["premium"] = {"annual_cents": 14400, "frequency": frequency, "method": method}
            for name in ("formal_notice_on", "suspended_on", "may_be_terminated_on", "documents_due_on", "termination_reason",
                         "renewal"):
                line.pop(name, None)
        return lines

    @staticmethod
    def _life_of(line: dict, habit: str) -> Life:
        return Life(line["contract_number"], habit, line["premium"]["frequency"] == "yearly",
                    line["premium"]["method"] == "direct_debit", line["anniversary"],
                    {date.fromisoformat(one["due_date"]): one["amount_cents"] for one in line["instalments"]})

    def bring_in(self) -> None:
        """Import what the insurer says: of debits what the bank did, of cards nothing that was paid here."""
        path = self.folder / "portfolio" / "week.jsonl"
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in self.lines), "utf-8")
        if import_file(path, quiet=True) != 0:
            raise AssertionError("the import refused a line")

    def live(self, day: date) -> None:
        """Live one day: the file, the customers, the bank, the worker; check at each hour that matters."""
        self.check(at(day, 0, 0, 1))
        with held_at(at(day, 8)):
            if (day - START).days % 7 == 0:
                self._tell_of_debits(day)
                self.bring_in()
        with held_at(at(day, 9)):
            if self.random.random() > 0.1:
                for _ in range(2):
                    arrears.follow(NoticeMode.PORTAL, self.app.extensions["insurer"], wording)
                    reminders.remind((7, 1))
        with held_at(at(day, 10)):
            for contract in self._contracts():
                self._customer(self.lives[contract.number], contract, day)
        for hour, minute in ((10, 1), (10, 5), (11, 0)):
            with held_at(at(day, hour, minute)):
                self._worker()
        self.check(at(day, 11, 59, 59), is_quiet=True)
        self.check(at(day, 12), is_quiet=True)
        self.check_money()

    def _contracts(self) -> Iterator[Contract]:
        db.session.rollback()
        return iter(db.session.scalars(select(Contract).order_by(Contract.number).options(
            joinedload(Contract.vehicle), joinedload(Contract.customer))).all())

    def _tell_of_debits(self, day: date) -> None:
        for line in self.lines:
            life = self.lives[line["contract_number"]]
            if life.is_debited:
                for one in line["instalments"]:
                    due = date.fromisoformat(one["due_date"])
                    if due < day and one["status"] == "upcoming":
                        bounces = life.habit != "punctual" and self.random.random() < 0.3
                        one |= {"status": "unpaid"} if bounces else {"status": "paid", "paid_on": one["due_date"]}
                        if bounces:
                            life.bounced.add(due)

    def _customer(self, life: Life, contract: Contract, day: date) -> None:
        late = [due for due in life.dues if due <= day and life.left(due, at(day, 10)) > 0]
        if life.habit == "disputes" and life.taken and self.random.random() < 0.03:
            last = life.taken[-1]
            if last.back_at is None:
                last.back_at = at(day, 10)
                self.bank.dispute(self.pages[life.number][2])
                self.counts["disputes"] += 1
            return
        waits = {"punctual": 0, "late": 48, "halves": 43, "clumsy": 12, "disputes": 41}.get(life.habit)
        if waits is None or not late or (day - late[0]).days < waits or self.random.random() < 0.6:
            return
        payable = {one.due_on: one.left_cents for one in payable_of(contract)}
        days = [due for due in late if due in payable]
        if not days:
            return
        total = sum(payable[due] for due in days)
        amount = total // 2 if life.habit == "halves" and len(life.taken) % 2 == 0 else None
        try:
            payment = services.agree(contract, days, Actor.CUSTOMER, self.bank, amount)
            page = services.page_of(whole_payment(payment.id), self.bank, "x", "https://portal.example").reference
        except Refused:
            self.counts["refused to agree"] += 1
            return
        if life.habit == "clumsy" and self.random.random() < 0.5:
            self.bank.pay(page, self.random.choice(["51", "61", "54", "05"]))
            self.counts["refused cards"] += 1
            if self.random.random() < 0.5:
                return
        self.bank.pay(page, messages=self.random.choice(["prompt", "prompt", *FAULTS]))
        parts = {date.fromisoformat(part["due_on"]): part["cents"] for part in payment.parts}
        life.taken.append(Taken(at(day, 10), parts))
        self.pages[life.number] = (life, payment, page)
        self.counts["payments"] += 1

    def _worker(self) -> None:
        def post(body: bytes, signature: str) -> int:
            try:
                services.hear(self.bank.heard(body, signature))
            except Forged:
                return 400
            return 204

        while self.bank.deliver(post):
            pass
        while services.look_again(lambda _name: self.bank):
            pass

    def check(self, moment: datetime, is_quiet: bool = False) -> None:
        """Nobody is shown as covered who is not; once all is known, nobody who is covered is shown as not."""
        letters = defaultdict(list)
        for notice in db.session.scalars(select(FormalNotice).where(FormalNotice.sent_on.is_not(None))):
            letters[notice.contract_id].append((notice.sent_on, [date.fromisoformat(due) for due in notice.dues]))
        for contract in self._contracts():
            life = self.lives[contract.number]
            shown = cover_at(cover_dates(contract), moment).is_in_force
            periods = [off_between(life, *letter) for letter in letters[contract.id]]
            is_off = any(off <= moment and (back is None or moment < back) for off, back in filter(None, periods))
            if shown and is_off:
                raise AssertionError(f"{moment}: {life} is shown as covered; {periods}; {contract.resumes_at}")
            if is_quiet and not shown and not is_off:
                raise AssertionError(f"{moment}: {life} is covered, and not shown as such; {periods}; {contract.resumes_at}")
            self.counts["suspended contract-days"] += is_quiet and is_off
        self.counts["looks"] += 1

    def check_money(self) -> None:
        """The ledger and the bank say the same, and no instalment is paid more than once."""
        taken = self.bank.taken_cents()
        kept: Counter = Counter()
        for payment in db.session.scalars(select(Payment).options(selectinload(Payment.events))):
            outcome = outcome_of(payment.events)
            kept[payment.contract_id] += outcome.kept_cents
            if outcome.kept_cents != taken.get(payment.public_id, 0):
                raise AssertionError(f"{payment.reference}: {outcome} here, {taken.get(payment.public_id, 0)} at the bank")
        contracts = list(self._contracts())
        for contract_id, schedule in instalments_of(contracts).items():
            if sum(one.paid_cents for one in schedule) != kept[contract_id]:
                raise AssertionError(f"{contract_id}: {kept[contract_id]} received, elsewhere than in the instalments")

    def check_mails(self) -> None:
        """Nothing was told twice."""
        told = Counter()
        for mail in db.session.scalars(select(OutgoingMail)):
            if mail.kind in (MailKind.FORMAL_NOTICE, MailKind.COVER_SUSPENDED, MailKind.COVER_BACK):
                told[mail.kind, mail.details["reference"]] += 1
            elif mail.kind == MailKind.INSTALMENT_LATE:
                told[mail.kind, mail.details["number"], mail.details["due_on"]] += 1
            self.counts[f"mails {mail.kind}"] += 1
        if twice := {key: count for key, count in told.items() if count > 1}:
            raise AssertionError(f"told twice: {twice}")


def live_a_year(folder: Path, contracts: int, days: int, seed: int) -> Counter:
    """Live so many days, and return what happened, counted. Raises AssertionError for a promise that does not hold."""
    app = create_app(INSTANCE_PATH=folder / "instance", MODE="demo", DATABASE_URL=f"sqlite:///{folder}/portal.db", TESTING=True)
    with app.app_context():
        ensure()
        year = Year(app, folder, contracts, seed)
        with held_at(at(START - timedelta(days=1))):
            year.bring_in()
        for number in range(days):
            year.live(START + timedelta(days=number))
        year.check_mails()
        db.session.remove()
        db.engine.dispose()
    return year.counts


def main(contracts: int = 2000, days: int = 365, seed: int = 2027) -> None:
    """Live the year, and print what happened in it."""
    with TemporaryDirectory(prefix="year-") as folder:
        counts = live_a_year(Path(folder), contracts, days, seed)
    print(f"{contracts:,} contracts, {days} days, seed {seed}: every promise held.")
    for name, count in sorted(counts.items()):
        print(f"  {name:40}{count:>10,}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
