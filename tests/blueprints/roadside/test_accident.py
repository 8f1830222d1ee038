"""« Que faire maintenant »: the same page for everybody, and every file that it needs is one that the phone keeps."""
import json
import re

from tests.support.dom import parse


def kit(visitor):
    """Return the pages that the worker keeps, each with its files."""
    script = visitor.ask("/service-worker.js").text
    return json.loads(re.search(r"self\.KIT = (\{.*\});", script)[1])


def test_the_numbers_are_plain_links_that_need_no_script(visitor):
    page = visitor.visit("/accident")
    links = {node.attrs["href"] for node in page.all("a")}
    assert {"tel:112", "sms:114", "tel:+33186767099"} <= links


def test_the_page_says_the_same_to_a_customer_and_to_a_visitor(browser, visitor):
    assert browser.ask("/accident").text == visitor.ask("/accident").text


def test_it_is_one_tap_from_where_people_are(browser, visitor):
    for one, path in ((visitor, "/connexion"), (browser, "/plus"), (browser, "/sinistres/"), (visitor, "/hors-ligne")):
        assert one.visit(path).all("a", href="/accident"), path
    shortcuts = json.loads(visitor.ask("/manifest.webmanifest").text)["shortcuts"]
    assert "/accident?raccourci=1" in [one["url"] for one in shortcuts]


def test_without_a_number_that_reads_sms_the_customer_chooses_whom_to_write_to(app, portal, visitor):
    assert parse(visitor.ask("/accident").text).all("a", href="sms:")
    other = portal(app.instance_path, ASSISTANCE_SMS="06 39 98 00 00").test_client().get("/accident").text
    assert 'href="sms:+33639980000"' in other


def test_the_phone_keeps_each_page_of_an_accident_after_the_files_that_it_needs(visitor):
    for *files, page in kit(visitor)["parts"]:
        html = visitor.ask(page).text
        assert set(re.findall(r'(?:href|src)="(/static/[^"]+\.(?:css|js))"', html)) <= set(files), page
        for name in re.findall(r'data-behaviour="([a-z-]+)"', html):
            assert any(one.endswith(f"/behaviours/{name}.js") for one in files), name
        for one in files:
            assert visitor.ask(one).status_code == 200
            for imported in re.findall(r'(?:from|import\() ?"\.{1,2}/([^"]+)"', visitor.ask(one).text):
                assert any(other.endswith(imported.rpartition("/")[2]) for other in files), (one, imported)


def test_a_page_that_changes_changes_what_the_phone_keeps(app, portal, visitor):
    other = portal(app.instance_path, ASSISTANCE_PHONE="01 23 45 67 89").test_client()
    script = other.get("/service-worker.js").text
    assert kit(visitor)["version"] not in script


def test_signing_out_empties_the_phone_then_has_it_keep_the_pages_of_an_accident_again(browser):
    browser.visit("/plus")
    page = browser.send("/deconnexion")
    assert [node for node in page.walk() if node.attrs.get("data-behaviour") == "keep-roadside"]
