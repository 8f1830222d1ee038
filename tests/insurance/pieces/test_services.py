"""From the demand to the definitive contract: what is asked, received, decided, reminded, and what never happens twice."""
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from insurance.clock import held_at, now, today
from insurance.contracts.models import Contract, ContractVersion
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind, OutgoingMail
from insurance.pieces import desk, queries, services
from insurance.pieces.models import PieceRefusal, PieceState
from insurance.pieces.table import read
from insurance.staff.work import Whose
from insurance.versions.services import amend
from tests.support.factories import make_attachment, make_contract, make_customer
from tests.support.mailbox import waiting

TABLE = read()
INSURER = "back-office@assureur.example"


def pieces(contract):
    return queries.pieces_of(contract)


def states(contract):
    return [piece.state for piece in pieces(contract)]


def refused(reason, action, *arguments):
    with pytest.raises(Refused) as refusal:
        action(*arguments)
    assert refusal.value.reason is reason


def change(contract, **values):
    """Change a contract as an import does, and say so."""
    with transaction() as session:
        whole = session.get(Contract, contract.id)
        for name, value in values.items():
            setattr(whole, name, value)
        record(EventKind.CONTRACT_CHANGED, Actor.INSURER, whole.customer, whole, number=whole.number, changes=list(values))


@pytest.fixture
def photo(app, camille):
    """A photo of Camille's, another each time it is called."""
    shades = iter(range(100))

    def photo(**values):
        return make_attachment(app, camille, b"\xff\xd8\xff" + bytes([next(shades)]), **values)

    return photo


@pytest.fixture
def send(camille, photo):
    """Send a photo for a piece."""
    def send(piece, *files):
        return services.send(camille, piece.public_id, files or [photo()])

    return send


@pytest.fixture
def accept(adviser):
    """Accept a piece as it stands."""
    def accept(piece):
        return services.accept(piece.public_id, desk.piece_for_desk(piece.public_id).revision, adviser, INSURER)

    return accept


@pytest.fixture
def refuse(adviser):
    """Refuse a piece as it stands."""
    def refuse(piece, refusal=PieceRefusal.UNREADABLE, note=""):
        return services.refuse(piece.public_id, desk.piece_for_desk(piece.public_id).revision, refusal, note, adviser)

    return refuse


def test_a_provisional_contract_asks_for_its_pieces_as_soon_as_it_is_recorded(camille, provisional):
    assert [(piece.kind, piece.subject) for piece in pieces(provisional)] == [
        ("licence", "Camille Durand"), ("registration_certificate", ""), ("claims_history", "")]
    assert {piece.due_on for piece in pieces(provisional)} == {today() + timedelta(days=30)}
    mail = db.session.scalar(select(OutgoingMail).where(OutgoingMail.kind == MailKind.PIECES_ASKED))
    assert (mail.recipient, len(mail.details["asked"])) == (camille.email, 3)
    line = db.session.scalar(select(Event).where(Event.kind == EventKind.PIECES_ASKED))
    assert line.details == {"number": provisional.number, "count": 3}


def test_a_contract_in_force_asks_for_nothing(camille):
    assert pieces(make_contract(camille)) == []
    assert waiting() == []


def test_the_day_that_the_insurer_wrote_is_the_one_and_follows_it(camille):
    contract = make_contract(camille, state="provisional", documents_due_on=today() + timedelta(days=9))
    assert {piece.due_on for piece in pieces(contract)} == {today() + timedelta(days=9)}
    change(contract, documents_due_on=today() + timedelta(days=20))
    assert {piece.due_on for piece in pieces(contract)} == {today() + timedelta(days=20)}


def test_a_plan_that_changes_asks_for_what_it_lacks_and_no_longer_for_what_it_does_not_need(provisional):
    change(provisional, product="comprehensive")
    assert len(pieces(provisional)) == 8
    change(provisional, product="third_party")
    assert len(pieces(provisional)) == 3
    change(provisional, product="comprehensive")
    assert states(provisional) == [PieceState.MISSING] * 8
    assert waiting().count(MailKind.PIECES_ASKED) == 2


def test_what_the_insurer_made_definitive_by_itself_asks_for_nothing_more(provisional, send):
    send(pieces(provisional)[0])
    change(provisional, state="active")
    assert pieces(provisional) == []
    assert queries.progress_of([provisional]) == {}


def test_contracts_that_were_there_before_anybody_asked_are_found_by_the_daily_job(camille):
    contract = make_contract(camille)
    with transaction() as session:
        session.get(Contract, contract.id).state = "provisional"
    assert pieces(contract) == []
    services.follow_forgotten(TABLE)
    services.follow_forgotten(TABLE)
    assert len(pieces(contract)) == 9
    assert waiting() == [MailKind.PIECES_ASKED]


def test_another_holder_is_asked_afresh_and_sees_nothing_of_the_former_one(provisional, send):
    send(pieces(provisional)[0])
    other = make_customer("Denis", "Roy")
    change(provisional, customer=other)
    db.session.refresh(provisional)
    assert states(provisional) == [PieceState.MISSING] * 3
    assert {piece.customer_id for piece in pieces(provisional)} == {other.id}


def test_what_is_sent_is_received_and_waits_for_somebody(provisional, send, adviser):
    piece = send(pieces(provisional)[0])
    assert (piece.state, piece.received_at is not None) == (PieceState.RECEIVED, True)
    (contract, count, due_on, since, held), = desk.waiting(adviser, Whose.ALL, 10)
    assert (contract.number, count, due_on, held) == (provisional.number, 1, piece.due_on, None)
    assert since == piece.received_at
    found = desk.glance(adviser)
    assert (found.waiting, found.late, found.due_on) == (1, 0, piece.due_on)


def test_the_same_files_again_change_nothing(provisional, send, photo):
    one, file = pieces(provisional)[0], photo()
    send(one, file)
    before = db.session.scalar(select(func.count()).select_from(Event))
    again = send(one, file)
    assert len(again.current_files) == 1
    assert db.session.scalar(select(func.count()).select_from(Event)) == before


def test_a_page_more_joins_those_that_are_there_up_to_the_number_of_the_table(provisional, send, photo):
    one = pieces(provisional)[0]
    for _ in range(4):
        send(one)
    assert len(desk.piece_for_desk(one.public_id).current_files) == 4
    refused(Reason.PIECE_IS_FULL, send, one)


def test_a_piece_made_of_one_picture_keeps_the_newest_and_takes_no_paper(camille, send, photo):
    contract = make_contract(camille, "AA-2", plate="CD-1-EF", state="provisional", payment_method="card")
    front = next(piece for piece in pieces(contract) if piece.kind == "photo_front")
    send(front, photo(name="first.jpg"))
    newer = photo(name="second.jpg")
    send(front, newer)
    assert [one.attachment_id for one in desk.piece_for_desk(front.public_id).current_files] == [newer.id]
    refused(Reason.PICTURE_EXPECTED, send, front, photo(media_type="application/pdf"))


def test_a_file_taken_back_is_no_longer_there_and_without_any_the_piece_is_missing(camille, provisional, send, photo):
    one, first, second = pieces(provisional)[0], photo(), photo()
    send(one, first, second)
    services.take_back(camille, one.public_id, first.public_id)
    assert [file.attachment_id for file in desk.piece_for_desk(one.public_id).current_files] == [second.id]
    services.take_back(camille, one.public_id, second.public_id)
    assert states(provisional)[0] == PieceState.MISSING
    refused(Reason.MOVE_NOT_ALLOWED, services.take_back, camille, one.public_id, second.public_id)


def test_a_refusal_says_why_and_leaves_room_for_what_comes_instead(provisional, send, refuse):
    one = send(pieces(provisional)[0])
    refuse(one, PieceRefusal.ONE_SIDE, "  Le verso, s'il vous plaît.  ")
    told = desk.piece_for_desk(one.public_id)
    assert (told.state, told.refusal, told.note) == ("refused", "one_side", "Le verso, s'il vous plaît.")
    mail = db.session.scalar(select(OutgoingMail).where(OutgoingMail.kind == MailKind.PIECE_REFUSED))
    assert (mail.details["why"], mail.details["note"]) == ("one_side", "Le verso, s'il vous plaît.")
    again = send(one)
    assert (again.state, again.refusal, again.note) == ("received", None, None)
    whole = desk.piece_for_desk(one.public_id)
    assert (len(whole.files), len(whole.current_files)) == (2, 1)


def test_the_very_file_that_was_refused_may_be_sent_again(provisional, send, refuse, photo):
    one, file = pieces(provisional)[0], photo()
    send(one, file)
    refuse(one)
    assert send(one, file).state == PieceState.RECEIVED
    assert len(desk.piece_for_desk(one.public_id).current_files) == 1


def test_what_changed_since_it_was_looked_at_must_be_looked_at_again(camille, provisional, send, photo, adviser):
    one, second = send(pieces(provisional)[0]), photo()
    seen = desk.piece_for_desk(one.public_id).revision
    send(one, second)
    refused(Reason.CHANGED_MEANWHILE, services.accept, one.public_id, seen, adviser, INSURER)
    seen = desk.piece_for_desk(one.public_id).revision
    services.take_back(camille, one.public_id, second.public_id)
    refused(Reason.CHANGED_MEANWHILE, services.refuse, one.public_id, seen, PieceRefusal.CROPPED, "", adviser)


def test_only_what_was_received_is_decided_and_only_by_an_adviser(provisional, adviser):
    missing = desk.piece_for_desk(pieces(provisional)[0].public_id)
    refused(Reason.MOVE_NOT_ALLOWED, services.accept, missing.public_id, missing.revision, adviser, INSURER)
    with pytest.raises(NotFound):
        services.accept("0" * 13, 1, adviser, INSURER)


def test_once_all_are_accepted_the_contract_is_definitive_and_its_papers_follow(camille, provisional, send, accept, adviser):
    for piece in pieces(provisional):
        send(piece)
        accept(piece)
    db.session.refresh(provisional)
    assert (provisional.state, provisional.documents_due_on) == ("active", None)
    assert states(provisional) == [PieceState.ACCEPTED] * 3
    line = db.session.scalar(select(Event).where(Event.kind == EventKind.PIECES_COMPLETE))
    assert (line.adviser_name, line.details) == (adviser.name, {"number": provisional.number})
    assert waiting()[-2:] == [MailKind.PIECES_COMPLETE, MailKind.PIECES_HANDED_OVER]
    kinds = set(db.session.scalars(select(Document.kind).where(Document.contract_id == provisional.id)))
    assert {"attestation", "special_conditions"} <= kinds
    assert db.session.scalar(select(func.count()).where(ContractVersion.contract_id == provisional.id)) == 2
    refused(Reason.MOVE_NOT_ALLOWED, send, pieces(provisional)[0])


def test_a_piece_refused_in_between_keeps_the_contract_provisional(provisional, send, accept, refuse):
    first, second, third = pieces(provisional)
    for piece in (first, second, third):
        send(piece)
    accept(first)
    refuse(second)
    accept(third)
    db.session.refresh(provisional)
    assert provisional.state == "provisional"
    send(second)
    accept(second)
    db.session.refresh(provisional)
    assert provisional.state == "active"


def test_another_change_of_the_contract_does_not_make_it_definitive(provisional, adviser):
    amend(provisional, {"premium": {"annual_cents": 50000}}, adviser)
    assert len(pieces(provisional)) == 3


def test_reminders_leave_on_their_days_once_each_and_say_what_is_missing(provisional, send, refuse, accept):
    first, second, _ = pieces(provisional)
    due = first.due_on
    send(first)
    accept(first)
    send(second)
    refuse(second)
    sent = []
    for day in range(31 + 10):
        with held_at(now() + timedelta(days=day)):
            services.remind(TABLE)
            services.remind(TABLE)
            for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == MailKind.PIECES_REMINDER)).all()[len(sent):]:
                sent.append((due - today()).days)
                assert [(one["kind"], one["refusal"]) for one in mail.details["asked"]] == [
                    ("registration_certificate", "unreadable"), ("claims_history", None)]
    assert sent == [15, 5, 1, -3]


def test_days_without_a_worker_bring_one_reminder_not_three(provisional):
    with held_at(now() + timedelta(days=29)):
        services.remind(TABLE)
    assert waiting().count(MailKind.PIECES_REMINDER) == 1


def test_what_was_asked_for_late_is_not_reminded_the_next_day(camille):
    make_contract(camille, state="provisional", documents_due_on=today() + timedelta(days=10))
    with held_at(now() + timedelta(days=1)):
        services.remind(TABLE)
    assert waiting() == [MailKind.PIECES_ASKED]


def test_nobody_is_reminded_of_what_is_being_checked(provisional, send):
    for piece in pieces(provisional):
        send(piece)
    with held_at(now() + timedelta(days=29)):
        services.remind(TABLE)
    assert MailKind.PIECES_REMINDER not in waiting()


def test_somebody_elses_piece_is_not_there(provisional, app, photo):
    stranger = make_customer("Denis", "Roy")
    with pytest.raises(NotFound):
        services.send(stranger, pieces(provisional)[0].public_id, [photo()])
