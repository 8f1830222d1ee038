"""A phone sends a file and keeps its receipt; its owner, and nobody else, gets the file back."""
from io import BytesIO

import pytest
from sqlalchemy import func, select

from insurance.attachments.models import Attachment
from insurance.database import db
from tests.support.browser import HX, Browser
from tests.support.factories import PASSWORD
from tests.support.files import exif, form_of, noise, photo

PHOTO = photo(exif=exif())


def send(browser, content=PHOTO, name="avant.jpg", url="/pieces-jointes/", headers=None, **fields):
    form = form_of({"csrf_token": browser.token} | fields, (name, content))
    return browser.ask(url, "POST", headers=headers, **form)


def incoming(app):
    return list(app.extensions["incoming"].iterdir())


def test_a_photo_is_answered_with_its_receipt_and_again_with_the_same_one(browser):
    first = send(browser, client_key="k-1", taken_at="2026-11-21T17:40:05Z", latitude="48.85", longitude="2.35")
    assert first.status_code == 201
    said = first.get_json()
    assert said["words"].startswith("reçu le ")
    assert (said["name"], said["received_bytes"], said["media_type"]) == ("avant.jpg", len(PHOTO), "image/jpeg")
    assert said["fingerprint"] == said["sha256"][:8].upper()
    assert send(browser, client_key="k-1").get_json() == said
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 1


def test_what_will_not_do_is_said_in_words_and_as_a_code(browser):
    answer = send(browser, b"\0\0\0\x18ftypheic" + bytes(100), "IMG_0001.HEIC")
    assert (answer.status_code, answer.get_json()["flaw"]) == (422, "heic")
    assert "HEIC" in answer.get_json()["words"]


@pytest.mark.parametrize("fields", [{}, {"file": "text"}, {"latitude": "91", "longitude": "2"}, {"client_key": "k" * 65}])
def test_a_request_that_makes_no_sense_keeps_nothing(app, browser, fields):
    with_file = {"file": (BytesIO(PHOTO), "a.jpg")} if "latitude" in fields or "client_key" in fields else {}
    assert browser.post("/pieces-jointes/", with_file | fields).status_code == 400
    assert db.session.scalar(select(func.count()).select_from(Attachment)) == 0


def test_the_owner_gets_the_file_to_save_and_never_as_a_page(browser):
    said = send(browser, name="avant gauche.jpeg").get_json()
    answer = browser.ask("/pieces-jointes/" + said["id"])
    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["Content-Disposition"] == "attachment; filename*=UTF-8''avant%20gauche.jpg"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    small = browser.ask(f"/pieces-jointes/{said['id']}/vignette")
    assert small.mimetype == "image/jpeg"
    assert len(small.data) < len(answer.data)


def test_somebody_else_gets_nothing(app, browser, karim):
    said = send(browser).get_json()
    other = Browser(app.test_client())
    other.sign_in(karim.email, PASSWORD)
    assert other.ask("/pieces-jointes/" + said["id"]).status_code == 404
    assert other.ask(f"/pieces-jointes/{said['id']}/vignette").status_code == 404


def test_a_photo_heavier_than_any_form_passes_when_one_is_signed_in(browser):
    heavy = noise((2400, 1800))
    assert len(heavy) > 1_000_000
    answer = send(browser, heavy)
    assert answer.status_code == 201
    assert answer.get_json()["size_bytes"] <= 400_000


def test_signed_out_a_heavy_file_leads_to_sign_in_before_it_is_read(visitor):
    answer = send(visitor, bytes(1_000_000))
    assert (answer.status_code, answer.location) == (303, "/connexion")
    assert send(visitor, bytes(1_000_000), headers=HX).status_code == 401


def test_other_routes_take_no_more_than_before(browser):
    assert send(browser, bytes(1_000_000), url="/contact").status_code == 413


def test_of_a_file_that_is_too_heavy_only_the_beginning_touches_the_disk(app, portal, sophie):
    small = portal(app.instance_path, UPLOAD_FILE_MB=1, UPLOAD_REQUEST_MB=3)
    browser = Browser(small.test_client())
    browser.sign_in(sophie.email, PASSWORD)
    answer = send(browser, bytes(2_000_000))
    assert (answer.status_code, answer.get_json()["flaw"]) == (422, "too-heavy")
    assert send(browser, bytes(4_000_000)).status_code == 413
    assert incoming(small) == []


def test_more_files_than_are_taken_at_once_are_not_even_written(app, browser):
    files = [(BytesIO(photo(colour=(shade, 0, 0))), f"{shade}.jpg") for shade in range(12)]
    answer = browser.post("/pieces-jointes/", {"file": files})
    assert answer.status_code == 400
    assert incoming(app) == []
