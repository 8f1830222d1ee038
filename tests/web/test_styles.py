"""The styles that a page carries: those of all that it draws, and of nothing else."""
import re

import pytest

from tests.support.dom import parse

CARRYING = ("/connexion", "/creer-mon-compte", "/contact", "/verifier", "/hors-ligne", "/attestation",
            "/mot-de-passe-oublie", "/nulle-part", "/securite")
CLASS = re.compile(r"\.([a-z][a-z0-9_-]*)")


def carried_by(html):
    return re.search(r"<style>(.*?)</style>", html, re.S)[1]


@pytest.fixture
def everything(visitor):
    """The stylesheet of the whole portal."""
    return visitor.ask("/static/x/app.css").text


@pytest.mark.parametrize("path", CARRYING)
def test_a_page_carries_the_styles_of_all_that_it_draws(browser, visitor, everything, path):
    html = (browser if path == "/attestation" else visitor).ask(path).text
    drawn = {name for node in parse(html).walk() for name in node.attrs.get("class", "").split()}
    styled = drawn & set(CLASS.findall(everything))
    assert styled
    assert styled - set(CLASS.findall(carried_by(html))) == set()


def test_a_page_carries_nothing_that_it_does_not_draw(visitor, everything):
    carried = carried_by(visitor.ask("/connexion").text)
    assert len(carried) < len(everything) * 2 / 3
    assert ".tab-bar__link" in everything
    assert ".tab-bar__link" not in carried


def test_the_pages_of_one_template_carry_the_same_styles(visitor):
    first, second = (carried_by(visitor.ask(path).text) for path in ("/nulle-part", "/nulle-part/non-plus"))
    assert first == second
