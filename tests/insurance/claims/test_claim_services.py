"""A declaration is kept as it is told, its pieces are received once, and it is filed once."""
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from insurance.claims import services
from insurance.claims.models import Claim, ClaimDraft, ClaimState, PieceKind, PieceState, PromiseKind
from insurance.claims.pieces import Announced
from insurance.claims.queries import drafts_of, events_of, find_claim, find_draft, find_notebook, standing_promise
from insurance.clock import held_at, now, today
from insurance.database import db, transaction
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import EventKind
from tests.support.claims import PHONE_TIMES, answers_of, filed
from tests.support.factories import make_attachment


def kept(customer, contract, *announced, sequence=1, **changed):
    return services.keep_notebook(customer, "n-1", answers_of(contract, **changed), PHONE_TIMES, announced, sequence,
                                  "P-7K3M-92")


def test_the_same_notebook_kept_twice_is_one_draft_with_the_times_of_the_phone_beside_ours(sophie, contract):
    first, again = kept(sophie, contract), kept(sophie, contract)
    assert first.id == again.id
    assert db.session.scalar(select(func.count()).select_from(ClaimDraft)) == 1
    assert (again.phone_times, again.provisional_reference) == (PHONE_TIMES, "P-7K3M-92")
    assert abs(again.changed_at - now()) < timedelta(minutes=1)


def test_an_older_copy_of_a_notebook_never_replaces_a_newer_one(sophie, contract):
    kept(sophie, contract, sequence=5, when={"place": "A1, sortie 13"})
    draft = kept(sophie, contract, sequence=4, when={"place": "Lille"})
    assert (draft.answers["when"]["place"], draft.sequence) == ("A1, sortie 13", 5)


def test_what_no_question_asks_is_not_kept(sophie, contract):
    draft = services.keep_notebook(sophie, "n-1", {
        "kind": {"kind": "glass", "admin": "yes"}, "unheard": {"of": "x"}, "when": "yesterday",
        "people": {"parties": [{"name": "Paul", "iban": "FR76"}, "nobody"]}, "damage": {"impacts": "front"}}, {}, [])
    assert draft.answers == {"kind": {"kind": "glass"}, "people": {"parties": [{"name": "Paul"}]}, "damage": {}}


def test_what_a_phone_announces_is_missing_until_it_arrives_and_may_be_taken_back_before_filing(sophie, contract):
    plates, damage = Announced("p-1", PieceKind.PLATES, bytes=1000), Announced("p-2", PieceKind.DAMAGE)
    draft = kept(sophie, contract, plates, damage)
    assert [(one.client_id, one.state) for one in draft.pieces] == [("p-1", "missing"), ("p-2", "missing")]
    draft = kept(sophie, contract, plates, sequence=2)
    assert [one.client_id for one in draft.pieces] == ["p-1"]


def test_a_piece_that_arrives_twice_is_received_once_with_its_hash(app, sophie, contract):
    kept(sophie, contract, Announced("p-1", PieceKind.PLATES))
    photo = make_attachment(app, sophie)
    first = services.receive_piece(sophie, "n-1", "p-1", photo)
    with held_at(now() + timedelta(hours=1)):
        again = services.receive_piece(sophie, "n-1", "p-1", photo)
    assert (first.id, first.received_at) == (again.id, again.received_at)
    assert (again.state, again.kind, again.sha256) == ("received", "plates", photo.received_sha256)
    assert photo.used_at is not None


def test_a_piece_that_was_not_announced_is_received_all_the_same(app, sophie, contract):
    kept(sophie, contract)
    services.receive_piece(sophie, "n-1", "p-9", make_attachment(app, sophie), PieceKind.OVERVIEW)
    assert [(one.client_id, one.kind, one.state) for one in find_notebook(sophie, "n-1").pieces] == [
        ("p-9", "overview", "received")]


def test_another_file_under_the_name_of_a_piece_that_is_here_is_refused(app, sophie, contract):
    kept(sophie, contract, Announced("p-1", PieceKind.PLATES))
    services.receive_piece(sophie, "n-1", "p-1", make_attachment(app, sophie))
    with pytest.raises(Refused) as refusal:
        services.receive_piece(sophie, "n-1", "p-1", make_attachment(app, sophie, b"\xff\xd8\xff another"))
    assert refusal.value.reason is Reason.KEY_OF_ANOTHER_FILE


def test_a_notebook_of_somebody_else_is_not_found(app, sophie, karim, contract):
    draft = kept(sophie, contract)
    for ask in (lambda: find_draft(karim, draft.public_id), lambda: find_notebook(karim, "n-1"),
                lambda: services.receive_piece(karim, "n-1", "p-1", make_attachment(app, karim))):
        with pytest.raises(NotFound):
            ask()


def test_filing_twice_gives_the_same_claim_with_one_line_of_history(sophie, contract):
    draft = kept(sophie, contract)
    claim = services.file(sophie, draft, datetime(2026, 11, 14, 17, 31, tzinfo=UTC))
    assert services.file(sophie, draft).id == claim.id
    assert db.session.scalar(select(func.count()).select_from(Claim)) == 1
    assert [line.kind for line in events_of(claim)] == [EventKind.CLAIM_FILED, EventKind.CLAIM_PIECES_ASKED]
    assert claim.reference == f"SIN-{today().year}-000001"
    assert claim.phone_filed_at == datetime(2026, 11, 14, 17, 31, tzinfo=UTC)
    assert drafts_of(sophie) == []


def test_a_claim_without_all_its_answers_is_not_filed(sophie, contract):
    for step in ({"when": {"place": ""}}, {"when": {"occurred_on": (today() + timedelta(days=1)).isoformat()}},
                 {"contract": {"contract": "0" * 13}}, {"circumstances": {"box_1_a": ""}}):
        draft = services.keep_notebook(sophie, f"n-{step}"[:36], answers_of(contract, **step), {}, [])
        with pytest.raises(Refused) as refusal:
            services.file(sophie, draft)
        assert refusal.value.reason is Reason.DRAFT_INCOMPLETE, step


def test_filing_promises_to_take_the_claim_in_charge_within_seventy_two_hours(sophie, contract):
    with held_at(datetime(2026, 11, 13, 17, 0, tzinfo=UTC)):
        claim = filed(sophie, contract)
    promise = standing_promise(claim)
    assert (promise.kind, promise.due_at) == (PromiseKind.TAKE_IN_CHARGE, datetime(2026, 11, 16, 17, 0, tzinfo=UTC))


def test_what_a_claim_needs_is_asked_for_by_the_rule_and_it_is_complete_when_the_last_piece_is_here(app, sophie, contract):
    kept(sophie, contract, Announced("p-1", PieceKind.LICENCE), Announced("p-2", PieceKind.DAMAGE))
    claim = services.file(sophie, find_notebook(sophie, "n-1"))
    assert claim.state == ClaimState.PIECES_ASKED
    assert {one.kind for one in claim.pieces if one.is_needed} == {"licence", "registration"}
    services.receive_piece(sophie, "n-1", "p-1", make_attachment(app, sophie))
    assert find_claim(sophie, claim.public_id).state == ClaimState.PIECES_ASKED
    services.add_to_claim(sophie, claim.public_id, PieceKind.REGISTRATION, make_attachment(app, sophie, b"paper"))
    claim = find_claim(sophie, claim.public_id)
    assert claim.state == ClaimState.COMPLETE
    assert [(one.kind, one.state) for one in claim.pieces] == [
        ("licence", "received"), ("damage", PieceState.MISSING), ("registration", "received")]


def test_what_is_driven_without_papers_is_not_asked_for_them(sophie, contract):
    with transaction():
        contract.vehicle.is_registered = False
    stolen = filed(sophie, contract, kind="theft")
    assert {piece.kind for piece in stolen.pieces}.isdisjoint({PieceKind.LICENCE, PieceKind.REGISTRATION})
    assert PieceKind.POLICE_REPORT in {piece.kind for piece in stolen.pieces}


def test_a_claim_that_needs_nothing_waits_as_it_was_filed(sophie, contract):
    assert filed(sophie, contract, "storm").state == ClaimState.FILED


def test_an_answer_given_online_is_kept_and_one_given_after_filing_changes_nothing(sophie, contract):
    draft = services.begin(sophie)
    assert services.begin(sophie).id == draft.id, "an empty declaration is used again"
    for step, given in answers_of(contract).items():
        draft = services.answer(sophie, draft.public_id, step, given)
    assert services.begin(sophie).id != draft.id
    claim = services.file(sophie, draft)
    services.answer(sophie, draft.public_id, "when", {"place": "Ailleurs"})
    assert find_draft(sophie, draft.public_id).answers["when"]["place"] == "12 rue de la Gare, Lille"
    assert claim.declaration["when"]["place"] == "12 rue de la Gare, Lille"


def test_the_legal_delay_runs_from_the_day_the_customer_knew_and_a_late_claim_is_accepted(sophie, contract):
    claim = filed(sophie, contract, when={"occurred_on": "2026-07-01", "noticed_on": "2026-07-10"})
    assert claim.declare_by.isoformat() == "2026-07-20"
    assert claim.state == ClaimState.FILED
