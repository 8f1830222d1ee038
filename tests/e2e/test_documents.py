"""« Mes documents » on a phone: two touches away, weighed before the touch, new until opened, on paper when asked."""
import io
import re
import zipfile

import pytest

from tests.support.looking import Looker
from tests.support.phone import OLIVIER, PASSWORD, SETTINGS, Phone

BERNARD, LONG_NAME = "AA-5120-033", "AA-7041-590"  # one whose contract ended six years ago; one whose name is very long
WEIGHT = re.compile(r"\d+\s(octets|Ko)|\d+(,\d)?\sMo")


def rows_of(page):
    return page.locator(".file-row").all()


def bytes_behind(phone, address):
    answer = phone.context.request.get(phone.portal.address + address)
    assert answer.status == 200, address
    return answer.body()


def test_a_document_of_long_ago_is_two_touches_away_and_its_weight_is_said_before(phone):
    phone.sign_in(BERNARD)
    page = phone.page
    page.get_by_role("link", name="Mes documents").tap()  # the first touch
    page.wait_for_url("**/documents/")
    assert "terminé le" in phone.text
    rows = rows_of(page)
    assert len(rows) >= 2
    for row in rows:
        assert row.locator(".file-row__thumb").inner_text() == "PDF"
        assert WEIGHT.search(row.inner_text()), row.inner_text()
    link = rows[0].locator("a.cover")
    assert bytes_behind(phone, link.get_attribute("href")).startswith(b"%PDF-")
    box = link.evaluate("one => one.parentElement.closest('.file-row').getBoundingClientRect().height")
    assert box >= 44  # the whole row answers to the second touch
    everything = page.locator("a[href$='tout.zip']")
    assert WEIGHT.search(everything.inner_text())
    names = zipfile.ZipFile(io.BytesIO(bytes_behind(phone, everything.get_attribute("href")))).namelist()
    assert len(names) == len(rows)
    with page.expect_response(lambda answer: answer.url.endswith("/pdf")) as opened:
        link.tap()
    assert opened.value.headers["content-type"] == "application/pdf"


def test_what_is_new_is_marked_until_its_page_is_read(phone):
    phone.sign_in(LONG_NAME)
    page = phone.page
    tag = page.locator(".state-tag", has_text="nouveau")
    before = int(tag.inner_text().split()[0])
    phone.go("/documents/")
    new = page.locator(".file-row", has_text="Nouveau").first
    new.get_by_role("button", name=re.compile("^Lire")).tap()
    page.wait_for_url(re.compile(r"/documents/[0-9a-z]{13}$"))
    page.get_by_role("heading", level=1).wait_for()
    assert page.locator("#mark form").count() == 0
    looker = Looker(phone)
    for address in (page.url.removeprefix(phone.portal.address), "/documents/", "/documents/papier"):
        phone.go(address)
        looker.look()
    assert not looker.faults, "\n".join(looker.faults)
    phone.go("/")
    assert (tag.inner_text() if before > 1 else "") == (f"{before - 1} nouveau" + ("x" if before > 2 else "") if before > 1 else "")


def test_a_page_reached_by_the_link_of_a_mail_says_by_itself_that_it_was_read(phone):
    phone.sign_in(OLIVIER)
    phone.go("/documents/")
    form = phone.page.locator(".file-row form").first
    address = form.get_attribute("action").removesuffix("/ouverture")
    phone.go(address)
    phone.page.wait_for_function("() => !document.querySelector('#mark form')")
    phone.go("/documents/")
    assert phone.page.locator(f"form[action^='{address}/']").count() == 0
    assert phone.page.locator(f"a[href='{address}/pdf']").count() == 1


@pytest.fixture
def plain(browser, demo, road):
    """A phone whose browser runs no script."""
    context = browser.new_context(**SETTINGS, java_script_enabled=False)
    yield Phone(context, demo, road)
    context.close()


def test_without_scripts_a_new_document_opens_and_paper_is_asked_for(plain):
    page = plain.page
    plain.sign_in(BERNARD, PASSWORD)
    plain.go("/documents/")
    page.get_by_role("button", name=re.compile("Relevé d’information")).click()
    page.get_by_role("heading", name="Relevé d’information", exact=True).wait_for()
    page.get_by_role("link", name=re.compile("sur papier")).click()
    page.get_by_role("button", name="Demander ce courrier").click()
    page.get_by_text("C’est demandé").wait_for()
    assert "au plus tard le" in page.inner_text("main")
    plain.go("/documents/")
    assert "courrier demandé" in page.inner_text("main")
