"""Several files as one: whole, the same each time, with names that any system takes."""
import zipfile
from datetime import date
from io import BytesIO

from web.archives import zipped

DAY = date(2026, 12, 5)


def archive(*files):
    return b"".join(zipped((name, on, lambda content=content: content) for name, on, content in files))


def names(content):
    return [one.filename for one in zipfile.ZipFile(BytesIO(content)).infolist()]


def test_what_goes_in_comes_out_on_its_day():
    made = archive(("Avis d’échéance", DAY, b"%PDF-1"), ("Quittance", date(1975, 1, 1), b""))
    with zipfile.ZipFile(BytesIO(made)) as read:
        assert read.testzip() is None
        assert read.read("Avis d’échéance.pdf") == b"%PDF-1"
        assert [one.date_time[:3] for one in read.infolist()] == [(2026, 12, 5), (1980, 1, 1)]


def test_the_same_files_are_the_same_bytes():
    assert archive(("a", DAY, b"x" * 9000)) == archive(("a", DAY, b"x" * 9000))


def test_files_are_asked_one_by_one_as_the_answer_leaves():
    asked = []

    def content(number):
        asked.append(number)
        return b"x" * 100

    pieces = zipped((str(number), DAY, lambda number=number: content(number)) for number in range(3))
    next(pieces)
    assert asked == [0]
    assert b"".join(pieces)
    assert asked == [0, 1, 2]


def test_names_are_safe_and_unlike_each_other():
    assert names(archive(("../../etc/passwd", DAY, b""), ("A: b?", DAY, b""), ("a b", DAY, b""), ("\r\n\t", DAY, b""),
                         ("é" * 400, DAY, b""))) == [
        "etc passwd.pdf", "A b.pdf", "a b (2).pdf", "document.pdf", "é" * 150 + ".pdf"]


def test_nothing_is_an_empty_archive():
    assert names(archive()) == []
