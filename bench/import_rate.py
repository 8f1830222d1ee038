"""Bringing a portfolio in: lines a second, against reading the same lines with `json.loads` alone; peak memory.

Each measure is a process of its own, with an empty SQLite database: that is what the operator runs.
"""
import json
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bench.rounds import Row, medians

ROOT = Path(__file__).resolve().parents[1]
LINES = 400
ROUNDS = 3


def report() -> list[Row]:
    """Measure, and return the rows to print."""
    small = [_measured(LINES) for _ in range(ROUNDS)]
    large = _measured(4 * LINES)
    new = medians([(one["seconds"] / LINES, one["json_seconds"] / LINES) for one in small])
    again = medians([(one["again_seconds"] / LINES, one["json_seconds"] / LINES) for one in small])
    reading = f"json.loads of the same lines: {1 / new.yardstick:,.0f} lines/s"
    peak = small[0]["peak_mb"]
    return [
        Row("new contracts", f"{1 / new.ours:,.0f} lines/s", f"{new.ratio:.0f}", reading),
        Row("the same file again", f"{1 / again.ours:,.0f} lines/s", f"{again.ratio:.0f}", reading),
        Row(f"peak memory, {4 * LINES:,} lines", f"{large['peak_mb']:.0f} MB", f"{large['peak_mb'] / peak:.2f}",
            f"{LINES:,} lines: {peak:.0f} MB"),
    ]


def _measured(lines: int) -> dict:
    with TemporaryDirectory(prefix="bench-") as folder:
        done = subprocess.run([sys.executable, "-m", "bench.import_rate", folder, str(lines)], cwd=ROOT,  # noqa: S603
                              check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def write_lines(folder: Path, count: int) -> Path:
    """Write a portfolio of `count` contracts: the demonstration's, again and again, under other numbers and people."""
    from demo.load import write_portfolio
    from insurance.clock import today

    demonstration = write_portfolio(folder, today())
    models = [json.loads(line) for line in demonstration.read_text(encoding="utf-8").splitlines()]
    portfolio = folder / "many.jsonl"
    with portfolio.open("w", encoding="utf-8") as file:
        for position in range(count):
            line = models[position % len(models)]
            line["contract_number"] = f"BE-{position:07d}"
            line["holder"]["email"] = f"person-{position}@example.org"
            file.write(json.dumps(line, ensure_ascii=False) + "\n")
    return portfolio


def _run(folder: Path, count: int) -> dict:
    """Import twice in this process, read with `json.loads`, and return the seconds and the peak memory."""
    from app import create_app
    from commands.database import ensure
    from commands.portfolio import import_file

    portfolio = write_lines(folder / "portfolio", count)
    app = create_app(INSTANCE_PATH=folder / "instance", MODE="demo", DATABASE_URL=f"sqlite:///{folder}/portal.db")
    with app.app_context():
        ensure()
        seconds, status = _timed(lambda: import_file(portfolio, quiet=True))
        again_seconds, status_again = _timed(lambda: import_file(portfolio, quiet=True))
    if status or status_again:
        raise SystemExit("the import refused a line of the demonstration")
    peak = _peak_mb()
    with portfolio.open("rb") as file:
        json_seconds, _ = _timed(lambda: [None for line in file if json.loads(line) is None])
    return {"seconds": seconds, "again_seconds": again_seconds, "json_seconds": json_seconds, "peak_mb": peak}


def _timed(action):
    started = perf_counter()
    result = action()
    return perf_counter() - started, result


def _peak_mb() -> float:
    """The most memory this process has held. Not `ru_maxrss`: on Linux it counts the parent's before the exec."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


if __name__ == "__main__":
    print(json.dumps(_run(Path(sys.argv[1]), int(sys.argv[2]))))
