"""Some months lived day by day, by a handful of contracts: the small sister of `python -m bench.a_year`."""
from bench.a_year import live_a_year


def test_day_after_day_nobody_is_shown_as_covered_who_is_not_and_nobody_pays_twice(tmp_path):
    counts = live_a_year(tmp_path, contracts=12, days=100, seed=1)
    for happened in ("payments", "suspended contract-days", "mails formal-notice", "mails cover-suspended", "mails cover-back"):
        assert counts[happened], f"a year in which there was no {happened} proves nothing"
