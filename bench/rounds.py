"""How a figure is measured: ours and its yardstick in turns, several rounds, the median of the ratios."""
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import NamedTuple

ROUNDS = 5
ROUND_SECONDS = 0.2


@dataclass(frozen=True)
class Comparison:
    """Seconds that one thing takes, ours and the yardstick's, and how many times the yardstick ours is worth."""

    ours: float
    yardstick: float
    ratio: float


class Row(NamedTuple):
    """A figure as it is printed: its name, ours, how many times the yardstick that is, and the yardstick."""

    name: str
    ours: str
    ratio: str
    yardstick: str = ""


def compare(ours: Callable[[], object], yardstick: Callable[[], object]) -> Comparison:
    """Return the medians over the rounds; a round runs both, one after the other, so that a busy machine slows both.

    Each function does the thing once. The first calls, which load and cache, are not counted.
    """
    ours()
    yardstick()
    pairs = [(_seconds_each(ours), _seconds_each(yardstick)) for _ in range(ROUNDS)]
    return medians(pairs)


def medians(pairs: list[tuple[float, float]]) -> Comparison:
    """Return the medians of (ours, yardstick) seconds. The ratio is the median of ratios, not the ratio of medians."""
    return Comparison(median(ours for ours, _ in pairs), median(yardstick for _, yardstick in pairs),
                      median(ours / yardstick for ours, yardstick in pairs))


def _seconds_each(action: Callable[[], object]) -> float:
    """Return how long one call takes, on average over a round."""
    count, started = 0, perf_counter()
    while (spent := perf_counter() - started) < ROUND_SECONDS:
        action()
        count += 1
    return spent / count
