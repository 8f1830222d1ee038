"""Static files: found under the number of the build, compressed once, and never stale."""
import gzip
import re

import brotli
import pytest

from web.assets import Assets


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "css" / "components").mkdir(parents=True)
    (tmp_path / "css" / "_layers.css").write_text("@layer a, b;")
    (tmp_path / "css" / "base.css").write_text("/* why */\nbody {\n  color: red;\n}\n")
    (tmp_path / "css" / "components" / "card.css").write_text(".card > p { margin: 0; }")
    (tmp_path / "app.js").write_text("export const one = 1;\n")
    return tmp_path


def test_the_layers_come_first_and_comments_and_spaces_leave(folder):
    assert Assets(folder).css == b"@layer a,b;body{color: red}.card>p{margin: 0}"


def test_the_number_changes_with_any_file_and_with_nothing_else(folder):
    first = Assets(folder).build
    assert Assets(folder).build == first
    (folder / "app.js").write_text("export const one = 2;\n")
    assert Assets(folder).build != first


def test_a_file_that_changes_its_name_changes_the_number(folder):
    first = Assets(folder).build
    (folder / "app.js").rename(folder / "other.js")
    assert Assets(folder).build != first


@pytest.mark.parametrize(("accepted", "encoding", "unpack"), [
    ("br, gzip", "br", brotli.decompress), ("gzip", "gzip", gzip.decompress), ("identity", None, bytes),
    ("br;q=0, gzip", "gzip", gzip.decompress),
])
def test_a_file_travels_as_small_as_the_browser_understands(visitor, accepted, encoding, unpack):
    plain = visitor.ask("/static/x/app.css").data
    answer = visitor.ask("/static/x/app.css", headers={"Accept-Encoding": accepted})
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data) == plain
    assert "Accept-Encoding" in answer.headers["Vary"]


def test_a_page_travels_compressed_too(visitor):
    answer = visitor.ask("/securite", headers={"Accept-Encoding": "br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert "<h1>" in brotli.decompress(answer.data).decode()


def test_what_is_small_or_compressed_already_is_left_alone(visitor):
    for path in ("/sante", "/static/x/icons/icon-192.png"):
        assert "Content-Encoding" not in visitor.ask(path, headers={"Accept-Encoding": "br"}).headers


@pytest.mark.parametrize("path", ["/static/x/../app.py", "/static/x/..%2fapp.py", "/static/x/%2e%2e/app.py", "/static/x//etc/passwd",
                                  "/static/x/", "/static/x/css", "/static/x/app.css/", "/static/x/.git/config"])
def test_nothing_outside_the_folder_is_served(visitor, path):
    assert visitor.ask(path).status_code in (308, 404)


@pytest.mark.parametrize(("name", "mimetype"), [("app.css", "text/css"), ("js/app.js", "text/javascript"),
                                              ("icons/favicon.svg", "image/svg+xml")])
def test_a_file_says_what_it_is(visitor, name, mimetype):
    assert visitor.ask("/static/x/" + name).mimetype == mimetype


def test_every_file_that_a_page_asks_for_exists(browser):
    for path in ("/", "/contrats/", "/documents/", "/attestation", "/profil/", "/plus", "/connexion", "/verifier", "/hors-ligne"):
        html = browser.ask(path, follow_redirects=True).text
        for url in set(re.findall(r'(?:src|href)="(/static/[^"]+)"', html)):
            assert browser.ask(url).status_code == 200, f"{path} asks for {url}"


def test_every_file_that_the_worker_keeps_exists(visitor):
    script = visitor.ask("/service-worker.js")
    assert script.headers["Cache-Control"] == "no-cache"
    urls = set(re.findall(r'"(/[^"]+)"', script.text))
    assert len(urls) > 5
    for url in urls:
        assert visitor.ask(url).status_code == 200, url
