"""What a change asks for afterwards: the pieces of what is new, while the contract stands as it was changed."""
from datetime import date

import pytest

from insurance.endorsements.models import EndorsementKind as Kind
from insurance.outbox import MailKind
from insurance.pieces import desk, queries, services
from insurance.pieces.rules import progress
from tests.insurance.endorsements.conftest import later
from tests.support.endorsements import ANSWERS, CAR
from tests.support.factories import make_adviser, make_attachment
from tests.support.mailbox import deliver, waiting, words

PHOTOS = ["photo_front", "photo_rear", "photo_left", "photo_right", "photo_dashboard"]
INSURER = "back-office@assureur.example"


@pytest.fixture
def asked(counter):
    """What is asked for now: kind, person, state, the change it is about."""
    return lambda: [(one.kind, one.subject, one.state, one.about) for one in queries.pieces_of(counter.contract)]


@pytest.fixture
def settle(app, counter):
    """Send every piece that is missing, and let an adviser accept it."""
    adviser = make_adviser(app)

    def settle():
        for number, piece in enumerate(queries.pieces_of(counter.contract)):
            if piece.state == "missing":
                file = make_attachment(app, counter.customer, f"{piece.about}-{number}".encode())
                services.send(counter.customer, piece.public_id, [file])
                services.accept(piece.public_id, desk.piece_for_desk(piece.public_id).revision, adviser, INSURER)
    return settle


def test_a_new_driver_owes_a_licence_and_is_covered_meanwhile(app, counter, asked):
    done = counter.change(Kind.ADD_DRIVER)
    assert asked() == [("licence", "Antoine Marchand", "missing", done.reference)]
    (piece,) = queries.pieces_of(counter.contract)
    assert piece.due_on == date(2026, 12, 23)
    assert (counter.contract.state, len(counter.contract.drivers)) == ("active", 2)
    mail = words(next(one for one in deliver(app) if "Pièces à envoyer" in one["Subject"])).replace("\u00a0", " ")
    assert "sans attendre ces pièces" in mail
    assert "provisoire" not in mail
    assert "Permis de conduire, Antoine Marchand" in mail


def test_a_driver_who_has_no_licence_yet_owes_none(counter, asked):
    answers = {"licence": {"licence_date": None, "licence_number": "", "origin": "france"}, "experience": None}
    quote = counter.quote(Kind.ADD_DRIVER, **answers)
    assert quote.reasons == ["no-licence"]
    assert asked() == []


def test_another_vehicle_owes_its_certificate_and_its_photos_when_it_is_covered_itself(counter, asked, settle):
    first = counter.change(Kind.VEHICLE)
    assert [kind for kind, *_ in asked()] == ["registration_certificate", *PHOTOS]
    settle()
    assert {state for _, _, state, _ in asked()} == {"accepted"}
    assert waiting()[-2:] == [MailKind.PIECES_COMPLETE, MailKind.PIECES_HANDED_OVER]
    assert counter.contract.state == "active"
    plate = {"what": {"what": "new_plate"}, "plate": {"plate": "CD-456-EF"}, "vehicle": None, "use": None, "former": None}
    second = counter.change(Kind.VEHICLE, **plate)
    assert first.reference != second.reference
    pieces = queries.pieces_of(counter.contract)
    assert [(one.kind, one.about) for one in pieces if one.state == "missing"] == [
        ("registration_certificate", second.reference)]
    assert (progress(pieces).total, progress(pieces).to_send) == (1, 1)  # those of the first change are done with
    assert [one.current_files for one in pieces if one.state == "missing"] == [[]]


def test_what_no_longer_matters_is_no_longer_asked(counter, asked):
    counter.change(Kind.VEHICLE)
    counter.change(Kind.ADD_DRIVER)
    counter.change(Kind.PLAN)
    assert [(kind, state) for kind, _, state, _ in asked()] == [
        ("licence", "missing"), ("registration_certificate", "missing")]
    counter.change(Kind.REMOVE_DRIVER)
    assert [kind for kind, *_ in asked()] == ["registration_certificate"]


def test_what_is_asked_already_is_not_asked_twice_and_reminders_go_on(app, counter, asked):
    counter.change(Kind.VEHICLE)
    again = {"vehicle": CAR | {"plate": "CD-456-EF", "model": "Mégane"}}
    counter.change(Kind.VEHICLE, **again)
    assert len(asked()) == 6
    assert waiting().count(MailKind.PIECES_ASKED) == 1
    with later(16):
        app.extensions["daily"]["remind-of-pieces"]()
        app.extensions["daily"]["remind-of-pieces"]()
    assert waiting().count(MailKind.PIECES_REMINDER) == 1


@pytest.mark.parametrize("kind", [kind for kind in ANSWERS if kind not in (Kind.ADD_DRIVER, Kind.CHANGE_DRIVER, Kind.VEHICLE)])
def test_other_changes_ask_for_nothing(counter, asked, kind):
    if kind == Kind.REMOVE_DRIVER:
        counter.change(Kind.ADD_DRIVER)
    counter.change(kind)
    assert asked() == []
