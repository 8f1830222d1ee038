"""Bringing contracts in: `flask portfolio import FILE` and `flask portfolio demo`.

Exit status of the import: 0 when every line was accepted, 1 when some were refused, 2 when it could not be carried out.
"""
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from sqlalchemy.exc import SQLAlchemyError

from commands.database import ensure
from demo import FEATURED
from demo.load import write_portfolio
from insurance.clock import today
from insurance.portfolio.faults import Rejection
from insurance.portfolio.reader import UnusableFile, read
from insurance.portfolio.services import Outcome, Saved, import_portfolio

SOME_REFUSED, NOT_DONE, INTERRUPTED = 1, 2, 130
SHOWN_REFUSALS = 5

group = AppGroup("portfolio", help="Bring contracts in from the insurer's systems.")


@group.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--quiet", is_flag=True, help="Say nothing unless something is refused.")
def import_command(file: Path, quiet: bool) -> None:
    """Create or update the contracts of FILE (JSON Lines, see docs/import-format.md).

    Lines that are refused are explained in FILE.rejected.jsonl. Running it again is always safe.
    """
    ensure()
    raise SystemExit(import_file(file, quiet))


@group.command("demo")
@click.option("--quiet", is_flag=True, help="Say nothing.")
def demo_command(quiet: bool) -> None:
    """Bring in the demonstration portfolio, its dates counted from today. Refused outside MODE=demo."""
    if current_app.config["MODE"] != "demo":
        raise SystemExit(_stopped("Invented people have no place among real ones: this needs MODE=demo.", NOT_DONE))
    ensure()
    status = import_demonstration()
    if status == 0 and not quiet:
        click.echo("The demonstration portfolio is in. Create an account as one of:")
        for one in FEATURED:
            click.echo(f"  {one.contract_number}  {one.first_name} {one.last_name}, {one.email}\n    {one.shows}")
    raise SystemExit(status)


def import_demonstration() -> int:
    """Bring in the demonstration portfolio, its dates counted from today, and return the exit status of the import."""
    return import_file(write_portfolio(Path(current_app.instance_path) / "demo", today()), quiet=True)


def import_file(file: Path, quiet: bool = False) -> int:
    """Import a portfolio, tell the operator about it, and return the exit status."""
    counts: Counter[str] = Counter()
    started = time.monotonic()
    rejections = RejectionsFile(file, Path(current_app.instance_path))
    try:
        with rejections, _progress(file, quiet) as advance:
            lines = read(file, today=today(), on_progress=advance)
            for outcome in import_portfolio(lines, current_app.extensions["storage"]):
                counts[_tell(outcome, rejections)] += 1
    except UnusableFile as error:
        return _stopped(str(error), NOT_DONE)
    except KeyboardInterrupt:
        return _stopped(f"Interrupted. {_kept(counts)}", INTERRUPTED)
    except (SQLAlchemyError, OSError) as error:
        words = str(getattr(error, "orig", None) or error).partition("\n")[0]
        return _stopped(f"Stopped: {words}. {_kept(counts)}", NOT_DONE)
    refused = counts["rejected"]
    if refused or not quiet:
        click.echo(_summary(counts, time.monotonic() - started), err=quiet)
    if refused:
        click.echo(f"Every reason is in {rejections.path}", err=True)
    return SOME_REFUSED if refused else 0


def _tell(outcome: Saved | Rejection, rejections: "RejectionsFile") -> str:
    if isinstance(outcome, Saved):
        return outcome.outcome
    if rejections.count < SHOWN_REFUSALS:
        found = outcome.faults[0]
        place = ", ".join(filter(None, (f"line {outcome.line}", outcome.contract_number, found.field)))
        value = f" ({found.value})" if found.value else ""
        click.echo(f"Refused: {place}{value}: {found.reason}", err=True)
    rejections.add(outcome)
    return "rejected"


def _kept(counts: Counter) -> str:
    return f"{sum(counts[outcome] for outcome in Outcome):,} contracts are saved; run the same command again."


def _stopped(words: str, status: int) -> int:
    click.echo(words, err=True)
    return status


def _summary(counts: Counter, seconds: float) -> str:
    total = counts.total()
    rate = f"{total / seconds:,.0f} a second" if seconds > 0 else "at once"
    parts = ", ".join(f"{counts[name]:,} {name}" for name in (*Outcome, "rejected"))
    return f"{total:,} contracts in {seconds:.1f} s ({rate}): {parts}."


@contextmanager
def _progress(file: Path, quiet: bool) -> Iterator:
    """Show how far the file was read, on a terminal only, and give the function that advances."""
    if quiet or not sys.stderr.isatty() or not file.is_file():
        yield lambda _count: None
        return
    with click.progressbar(length=file.stat().st_size, label=file.name, file=sys.stderr) as bar:
        yield bar.update


class RejectionsFile:
    """FILE.rejected.jsonl: one line per fault, readable by its owner only, made when there is something to say.

    The one of an earlier import is removed. Beside the portfolio, or in the instance folder when that is read-only.
    """

    def __init__(self, portfolio: Path, other_folder: Path):
        name = portfolio.name.removesuffix(".jsonl") + ".rejected.jsonl"
        self._places = (portfolio.parent / name, other_folder / name)
        self._file = None
        self.path: Path | None = None
        self.count = 0

    def __enter__(self) -> "RejectionsFile":
        for place in self._places:
            try:
                place.unlink(missing_ok=True)
            except OSError:
                continue
        return self

    def __exit__(self, *_error) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, rejection: Rejection) -> None:
        """Write the faults of a line."""
        if self._file is None:
            self._open()
        for found in rejection.faults:
            self._file.write(json.dumps({
                "line": rejection.line, "contract_number": rejection.contract_number, "field": found.field,
                "value": found.value, "reason": found.reason}, ensure_ascii=False) + "\n")
        self.count += 1

    def _open(self) -> None:
        for place in self._places:
            try:
                handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            except OSError:
                if place == self._places[-1]:
                    raise
            else:
                self._file, self.path = os.fdopen(handle, "w", encoding="utf-8"), place
                return
