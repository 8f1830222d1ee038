"""Writes the demonstration portfolio with the dates of the day."""
import json
import re
import shutil
from calendar import monthrange
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
TEMPLATE = HERE / "portfolio.jsonl"
FILES = HERE / "files"

_RELATIVE = re.compile(r"@(MM-DD )?today((?:[+-]\d+[dmy])*)")
_STEP = re.compile(r"([+-]\d+)([dmy])")


def write_portfolio(folder: Path, today: date, template: Path = TEMPLATE) -> Path:
    """Write portfolio.jsonl and its PDFs in a folder, the dates counted from `today`, and return its path.

    What is there already under the same names is replaced. Raises ValueError on a date of the template that cannot be
    read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(FILES, folder / "files", dirs_exist_ok=True)
    portfolio = folder / "portfolio.jsonl"
    with template.open(encoding="utf-8") as lines, portfolio.open("w", encoding="utf-8") as written:
        for line in lines:
            written.write(json.dumps(resolved(json.loads(line), today), ensure_ascii=False) + "\n")
    return portfolio


def resolved(value, today: date):
    """Return JSON values in which every text that begins with @ has become a day (YYYY-MM-DD, or MM-DD when asked)."""
    if isinstance(value, dict):
        return {name: resolved(part, today) for name, part in value.items()}
    if isinstance(value, list):
        return [resolved(part, today) for part in value]
    if isinstance(value, str) and value.startswith("@"):
        return _day(value, today)
    return value


def _day(text: str, today: date) -> str:
    found = _RELATIVE.fullmatch(text)
    if not found:
        raise ValueError(f'{text!r} is not a relative day, as in "@today-3y+40d" or "@MM-DD today-3y+40d"')
    day = today
    for number, unit in _STEP.findall(found[2]):
        day = _moved(day, int(number), unit)
    return f"{day:%m-%d}" if found[1] else day.isoformat()


def _moved(day: date, number: int, unit: str) -> date:
    """Move a day; a month that is too short gives its last day, as a contract of 29 February does."""
    if unit == "d":
        return day + timedelta(days=number)
    months = day.year * 12 + day.month - 1 + number * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
