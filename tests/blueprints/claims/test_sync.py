"""A phone's notebook arrives: its words, the act of filing, its pieces. Twice is once, in disorder is in order, late is welcome."""
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from uuid import uuid4

import pytest
from sqlalchemy import select

from insurance.claims.models import Claim, ClaimDraft, ClaimPiece, PieceState
from insurance.claims.queries import claims_of, find_notebook
from insurance.contracts.queries import contracts_of
from insurance.database import db
from tests.support import pictures
from tests.support.browser import Browser
from tests.support.claims import answers_of
from tests.support.factories import PASSWORD

NOTEBOOK, PLATES, DAMAGE = (str(uuid4()) for _ in range(3))
JSON = {"Accept": "application/json"}


class Phone:
    """A phone that sends its notebook as js/notebook/delivery.js does."""

    def __init__(self, browser):
        self.browser = browser

    def call(self, method, path, **options):
        token = self.browser.ask("/carnet/session").json["token"]
        return self.browser.ask(f"/sinistres/carnets/{path}", method, headers=JSON | {"X-CSRFToken": token}, **options)

    def keep(self, answers, announced=(), version=1, notebook=NOTEBOOK, **values):
        note = {"reference": "P-7K3M-92", "version": version, "startedAt": "2026-11-14T17:20:00Z",
                "savedAt": "2026-11-14T17:30:00Z", "phoneTime": "2026-11-16T17:31:00Z", "answers": answers,
                "pieces": [{"id": one, "shot": shot, "size": 300_000, "sha256": "", "addedAt": "2026-11-14T17:25:00Z"}
                           for one, shot in announced]}
        return self.call("PUT", notebook, json=note | values)

    def file(self, notebook=NOTEBOOK):
        return self.call("POST", f"{notebook}/envoi", json={"finishedAt": "2026-11-14T17:40:00Z"})

    def send(self, piece, content, notebook=NOTEBOOK, **values):
        form = {"file": (BytesIO(content), "IMG_1.jpg"), "taken_at": "2026-11-14T17:22:05Z"} | values
        return self.call("POST", f"{notebook}/pieces/{piece}", data=form, content_type="multipart/form-data")


@pytest.fixture
def phone(browser):
    return Phone(browser)


@pytest.fixture
def answers(sophie):
    return answers_of(contracts_of(sophie)[0])


@pytest.fixture(scope="module")
def photo():
    return pictures.photo(320, 240)


def test_a_notebook_written_with_no_network_becomes_a_claim_with_its_photos(phone, sophie, answers, photo):
    kept = phone.keep(answers, [(PLATES, "plates"), (DAMAGE, "damage")])
    assert kept.json["faults"] == {}
    filed = phone.file()
    assert filed.json["reference"].startswith("SIN-")
    claim, = claims_of(sophie)
    assert filed.json["url"] == f"/sinistres/{claim.public_id}/enregistre"
    assert claim.provisional_reference == "P-7K3M-92"
    assert claim.phone_filed_at == datetime(2026, 11, 14, 17, 40, tzinfo=UTC)
    assert {piece.kind: piece.state for piece in claim.pieces if piece.client_id} == {
        "plates": PieceState.MISSING, "damage": PieceState.MISSING}
    receipt = phone.send(PLATES, photo, latitude="50.62925", longitude="3.05726")
    assert receipt.status_code == 200
    assert receipt.json["sha256"] == sha256(photo).hexdigest()
    assert receipt.json["fingerprint"] == receipt.json["sha256"][:8].upper()
    piece = next(one for one in claims_of(sophie)[0].pieces if one.kind == "plates")
    assert (piece.state, piece.attachment.latitude) == (PieceState.RECEIVED, 50.62925)


def test_each_thing_sent_twice_is_there_once(phone, sophie, answers, photo):
    for _ in range(2):
        phone.keep(answers, [(PLATES, "plates")])
    first, second = phone.send(PLATES, photo).json, phone.send(PLATES, photo).json
    assert first == second
    assert phone.file().json == phone.file().json
    again = phone.send(PLATES, photo)
    assert again.json == first
    assert len(claims_of(sophie)) == 1
    assert db.session.query(ClaimPiece).filter_by(client_id=PLATES).count() == 1


def test_a_piece_that_arrives_before_it_was_announced_is_of_its_own_kind(phone, sophie, answers, photo):
    phone.keep(answers)
    phone.send(PLATES, photo, shot="plates")
    phone.send(DAMAGE, pictures.photo(330, 240))
    phone.keep(answers, [(PLATES, "plates"), (DAMAGE, "damage")], version=2)
    assert {(one.client_id, one.kind, one.state) for one in db.session.scalars(select(ClaimPiece))} == {
        (PLATES, "plates", PieceState.RECEIVED), (DAMAGE, "damage", PieceState.RECEIVED)}


def test_an_older_copy_that_arrives_late_is_not_heard(phone, sophie, answers):
    phone.keep(answers, version=5)
    phone.keep({"kind": {"kind": "glass"}}, version=4)
    assert find_notebook(sophie, NOTEBOOK).answers["kind"] == {"kind": "collision"}


def test_a_clock_that_is_wrong_is_kept_beside_ours_and_misleads_nobody(phone, sophie, answers):
    phone.keep(answers, phoneTime="2031-01-01T00:00:00Z")
    times = find_notebook(sophie, NOTEBOOK).phone_times
    assert times["begun_at"] == "2026-11-14T17:20:00Z"
    assert times["phone_clock"] == "2031-01-01T00:00:00Z"
    assert datetime.fromisoformat(times["heard_at"]).year < 2031


def test_what_is_missing_or_wrong_is_said_in_words_and_what_is_there_stays(phone, sophie, answers):
    partial = answers | {"when": {"occurred_on": "2999-01-01"}}
    kept = phone.keep(partial)
    assert set(kept.json["faults"]["when"]) == {"occurred_on", "place"}
    filed = phone.file()
    assert filed.status_code == 409
    assert filed.json["words"]
    assert "when" in filed.json["faults"]
    assert find_notebook(sophie, NOTEBOOK).answers["when"] == {"occurred_on": "2999-01-01"}
    assert claims_of(sophie) == []


@pytest.mark.parametrize("said", [None, [], "x", {"answers": []}, {"answers": {}, "version": "1"}, {"version": 1}])
def test_what_is_not_a_notebook_is_refused_in_words(phone, said):
    answer = phone.call("PUT", NOTEBOOK, json=said)
    assert (answer.status_code, list(answer.json)) == (422, ["words"])


def test_strange_values_inside_a_notebook_harm_nothing(phone, sophie, answers):
    strange = {"kind": {"kind": ["collision"], "x": 1}, "unheard": {"of": "it"}, "people": {"parties": ["x", {"name": 3}]}}
    announced = [1, {"id": "not-a-uuid"}, {"id": DAMAGE, "shot": "unheard-of", "size": -1, "addedAt": "never"},
                 {"id": PLATES, "shot": ["plates"]}]
    answer = phone.keep(strange | {"contact": {"repairer": "Garage\0 du \ud83d Lac"}}, reference="<script>", startedAt=5,
                        pieces=announced)
    assert answer.status_code == 200
    draft = find_notebook(sophie, NOTEBOOK)
    assert draft.provisional_reference is None
    assert draft.answers["contact"] == {"repairer": "Garage du  Lac"}
    assert [(one.client_id, one.kind) for one in draft.pieces] == [(DAMAGE, "other"), (PLATES, "other")]


def test_a_file_that_will_not_do_says_why_and_another_piece_is_not_stopped(phone, answers, photo):
    phone.keep(answers, [(PLATES, "plates"), (DAMAGE, "damage")])
    refused = phone.send(PLATES, b"not a picture at all")
    assert refused.status_code == 422
    assert refused.json["words"]
    assert phone.send(DAMAGE, photo).status_code == 200


def test_another_file_under_the_same_name_is_refused_in_words(phone, answers, photo):
    phone.keep(answers, [(PLATES, "plates")])
    phone.send(PLATES, photo)
    other = phone.send(PLATES, pictures.photo(300, 200, seed=2))
    assert (other.status_code, list(other.json)) == (409, ["words"])


def test_a_piece_of_a_notebook_that_never_came_is_not_taken(phone, photo):
    assert phone.send(PLATES, photo, notebook=str(uuid4())).status_code == 404


def test_a_session_that_has_ended_is_told_to_the_phone_and_nothing_is_read(app, visitor, photo):
    token = visitor.token
    for method, path in (("PUT", NOTEBOOK), ("POST", f"{NOTEBOOK}/envoi"), ("POST", f"{NOTEBOOK}/pieces/{PLATES}")):
        answer = visitor.ask(f"/sinistres/carnets/{path}", method, headers=JSON | {"X-CSRFToken": token})
        assert (answer.status_code, answer.data) == (401, b""), path


def test_a_notebook_of_the_same_name_on_another_customers_phone_is_another_notebook(app, phone, sophie, karim, answers, photo):
    phone.keep(answers, [(PLATES, "plates")])
    browser = Browser(app.test_client())
    browser.sign_in(karim.email, PASSWORD)
    other = Phone(browser)
    assert other.file().status_code == 404
    assert other.send(PLATES, photo).status_code == 404
    other.keep({"kind": {"kind": "glass"}})
    assert find_notebook(sophie, NOTEBOOK).answers["kind"] == {"kind": "collision"}
    assert db.session.query(ClaimDraft).count() == 2
    assert db.session.query(Claim).count() == 0
