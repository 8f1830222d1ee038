"""The drawing of a year of payments: a column a month, as high as what falls due in it."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from insurance.calendar import add_months
from insurance.payments.queries import Line

MONTH_WIDTH, HEIGHT = 26, 84  # units of the drawing
LETTERS = "JFMAMJJASOND"


@dataclass(frozen=True)
class Bar:
    """A part of a month's column: where it stands, from its top, in units of the drawing; `kind` is its look."""

    left: int
    top: int
    height: int
    kind: str


@dataclass(frozen=True)
class Chart:
    """Twelve months: their letters, their bars, and where today is."""

    letters: tuple[str, ...]
    bars: tuple[Bar, ...]
    today_at: int | None
    width: int = 12 * MONTH_WIDTH
    height: int = HEIGHT


def chart(lines: Sequence[Line], first: date, today: date) -> Chart:
    """Return the drawing of the twelve months from `first` on."""
    months = [add_months(first.replace(day=1), number) for number in range(12)]
    columns = [[line for line in lines if (line.instalment.due_on.year, line.instalment.due_on.month) == (one.year, one.month)]
               for one in months]
    highest = max([1, *(sum(line.instalment.amount_cents for line in column) for column in columns)])
    bars = []
    for place, column in enumerate(columns):
        top = HEIGHT
        for line in column:
            height = max(3, HEIGHT * line.instalment.amount_cents // highest)
            top -= height
            bars.append(Bar(place * MONTH_WIDTH, top, height, kind_of(line)))
    now = next((place for place, one in enumerate(months) if (one.year, one.month) == (today.year, today.month)), None)
    return Chart(tuple(LETTERS[one.month - 1] for one in months), tuple(bars),
                 None if now is None else now * MONTH_WIDTH + MONTH_WIDTH * (today.day - 1) // 31)


def kind_of(line: Line) -> str:
    """Return how an instalment looks: paid, late, on its way, to come."""
    if line.instalment.left_cents == 0:
        return "paid"
    if line.is_on_the_way:
        return "moving"
    return "late" if line.is_late else "coming"
