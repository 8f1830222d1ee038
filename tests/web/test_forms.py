"""What is typed is understood, and what is missing is said in French."""
import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form as PlainForm

from web.forms import TextField, at_most, required


class OneLine(PlainForm):
    line = TextField("Ligne", [required("Écrivez une ligne."), at_most(10)])


@pytest.mark.parametrize(("typed", "kept"), [
    ("  AA-1 ", "AA-1"), ("a\r\nb", "a  b"), ("a\x00b\x1b[31m", "ab[31m"), ("\u200bx", "x"), ("l’été", "l’été"), ("a\u2028b", "a b"),
])
def test_a_line_is_one_line_without_what_cannot_be_seen(typed, kept):
    form = OneLine(MultiDict({"line": typed}))
    assert form.line.data == kept


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "\r\n"])
def test_an_empty_line_is_said_to_be_missing(typed):
    form = OneLine(MultiDict({"line": typed}))
    assert not form.validate()
    assert form.line.errors == ["Écrivez une ligne."]


def test_a_line_that_is_too_long_says_how_long_it_may_be():
    form = OneLine(MultiDict({"line": "x" * 11}))
    assert not form.validate()
    assert form.line.errors == ["10\u00a0caractères au plus."]


def test_a_form_of_each_page_says_in_french_what_is_missing(visitor):
    for url in ("/connexion", "/creer-mon-compte", "/mot-de-passe-oublie", "/identifiants-oublies", "/contact"):
        visitor.visit(url)
        page = visitor.send(url, 422)
        errors = [node.text for node in page.walk() if node.attrs.get("class") == "field__error"]
        assert errors, url
        assert all("required" not in words and "field" not in words for words in errors), errors
        assert all(node.attrs["aria-invalid"] == "true" for node in page.walk()
                   if node.attrs.get("aria-describedby", "").endswith("-error")), url
