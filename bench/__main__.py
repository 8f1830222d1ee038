"""`python -m bench [figure…]`: every figure, or those that are named. About two minutes on two cores."""
import sys
from importlib import import_module
from time import perf_counter

FIGURES = {
    "import_rate": "Bringing a portfolio in",
    "pdf_rate": "Printing a paper of each kind",
    "photo_rate": "Cleaning a photo",
    "dashboard_page": "Answering a page",
    "change_price": "Changing a contract",
    "desk_search": "Finding a customer among 100,000 contracts",
    "signed_proof": "Signing a proof",
    "accident": "Declaring an accident from a phone, at 50 kbit/s and 500 ms",
    "page_weights": "Weight of the pages, in brotli",
}


def main(names: list[str]) -> None:
    """Print the figures, each under its title."""
    if unknown := set(names) - set(FIGURES):
        raise SystemExit(f"There is no figure {', '.join(sorted(unknown))}. There are: {', '.join(FIGURES)}.")
    started = perf_counter()
    for name in names or FIGURES:
        print(f"\n{FIGURES[name]} (bench/{name}.py)")
        for row in import_module(f"bench.{name}").report():
            print(f"  {row.name:32}{row.ours:>18}{row.ratio:>8} x  {row.yardstick}", flush=True)
    print(f"\nMedians over several rounds, in {perf_counter() - started:.0f} s. A ratio is worth more than a rate: both"
          " sides of it ran on this machine, in turns.")


if __name__ == "__main__":
    main(sys.argv[1:])
