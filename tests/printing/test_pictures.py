"""Every page of every kind looks as it did when somebody looked at it."""
import shutil

import pytest

import printing
from tests.support import golden, papers
from tests.support.printed import needs_poppler, placed_words

every_paper = pytest.mark.parametrize("make", papers.EVERY, ids=lambda make: make.__name__)


@needs_poppler
@every_paper
def test_a_page_looks_as_it_did_when_somebody_looked_at_it(make):
    drawn, kept = golden.pages_of(printing.render(make())), golden.kept(make.__name__)
    assert len(drawn) == len(kept), "a page more or less: look, then `python -m tests.support.golden`"
    for number, (one, other) in enumerate(zip(drawn, kept, strict=True), 1):
        assert golden.different_pixels(one, other) <= golden.ALLOWED, \
            f"page {number} changed: look, then `python -m tests.support.golden`"


@needs_poppler
@pytest.mark.skipif(not shutil.which("pdftocairo"), reason="pdftocairo is not installed")
@pytest.mark.parametrize("make", [papers.memo, papers.green_card, papers.special_conditions], ids=lambda make: make.__name__)
def test_another_program_that_shows_the_same_page_agrees(make):
    for one, other in zip(golden.pages_of(printing.render(make()), "pdftocairo"), golden.kept(make.__name__), strict=True):
        assert golden.different_pixels(one, other) <= golden.ALLOWED


@needs_poppler
@pytest.mark.parametrize(("make", "first", "last"), [(papers.memo, "Mme", "Marchand"), (papers.renewal_notice, "Prime", "référence"),
                                                     (papers.green_card, "59800", "Lille")], ids=lambda one: getattr(one, "__name__", one))
def test_a_line_that_moves_by_a_millimetre_is_seen(make, first, last, tmp_path):
    pdf = printing.render(make())
    page = golden.drawn(pdf)[0]
    words = placed_words(pdf, tmp_path)
    start = next(word for word in words if word.text == first)
    end = next(word for word in words if word.text == last and word.top == start.top)
    box = [round(side * golden.DPI / 72) for side in (start.left, start.top, end.right, end.bottom)]
    line = page.crop(box)
    page.paste(255, box)
    page.paste(line, (box[0], box[1] + round(golden.DPI / 25.4)))
    assert golden.different_pixels(golden.small(page), golden.kept(make.__name__)[0]) > golden.ALLOWED


def test_the_pictures_are_those_of_the_papers_and_are_light():
    named = {path.stem.rpartition("-")[0] for path in golden.FOLDER.glob("*.png")}
    assert named == {make.__name__ for make in papers.EVERY}
    assert sum(path.stat().st_size for path in golden.FOLDER.glob("*.png")) < 420_000
