"""What the insurer's people do with a claim: who has it, what it waits for, the date that each step leaves."""
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from insurance.claims import following, handling, services
from insurance.claims.handling import Asking
from insurance.claims.models import ClaimState, PieceKind, PieceRefusal, PromiseKind, PromiseOutcome
from insurance.claims.queries import any_claim, events_of, find_claim, missing, promises_of, standing_promise
from insurance.claims.queue import work_of
from insurance.claims.workflow import claim_workflow
from insurance.clock import held_at, now, today
from insurance.contracts.models import PastClaim, VersionSource
from insurance.contracts.queries import find_contract
from insurance.database import db
from insurance.errors import Reason, Refused
from insurance.history.models import Actor, EventKind
from insurance.outbox import OutgoingMail
from insurance.staff import assignments
from tests.support.claims import filed
from tests.support.factories import make_attachment

MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture
def claim(sophie, contract):
    """A claim that waits to be taken, filed on a Monday morning; the clock stays there."""
    with held_at(MONDAY):
        yield filed(sophie, contract)


@pytest.fixture
def taken(claim, nadia):
    """The same, once Nadia has taken it."""
    assignments.take(work_of(claim), nadia)
    return any_claim(claim.public_id)


def due_on(claim):
    promise = standing_promise(claim)
    return promise and (promise.kind, promise.due_at.date())


def mails():
    return [mail.details for mail in db.session.scalars(select(OutgoingMail).where(OutgoingMail.kind == "claim-moved"))]


def refusal(action):
    with pytest.raises(Refused) as refused:
        action()
    return refused.value.reason


def test_of_two_people_who_take_a_claim_one_has_it_and_the_customer_knows_the_name(claim, nadia, paul):
    assignments.take(work_of(claim), nadia)
    assignments.take(work_of(claim), nadia)
    assert refusal(lambda: assignments.take(work_of(claim), paul)) is Reason.IN_ANOTHER_HAND
    claim = any_claim(claim.public_id)
    assert (claim.handler_name, claim.state) == ("Nadia Cherif", ClaimState.TAKEN_IN_CHARGE)
    line = events_of(claim)[-1]
    assert (line.kind, line.adviser_name) == (EventKind.CLAIM_TAKEN, "Nadia Cherif")
    assert [one["handler"] for one in mails()] == ["Nadia Cherif"]


def test_taking_a_claim_keeps_the_first_promise_and_makes_the_next_one(taken):
    first, second = promises_of(taken)
    assert (first.kind, first.outcome) == (PromiseKind.TAKE_IN_CHARGE, PromiseOutcome.KEPT)
    assert (second.kind, second.due_at) == (PromiseKind.APPOINT, datetime(2026, 11, 26, 22, 59, 59, tzinfo=UTC))


def test_a_claim_is_given_to_somebody_and_put_back_without_changing_what_was_promised(taken, nadia, paul):
    promised = due_on(taken)
    assignments.give(work_of(taken), paul, by=nadia)
    assert any_claim(taken.public_id).handler_name == "Paul Roy"
    assignments.release(work_of(taken), by=paul)
    claim = any_claim(taken.public_id)
    assert (claim.handler_id, claim.state, due_on(claim)) == (None, ClaimState.TAKEN_IN_CHARGE, promised)


def test_two_people_do_not_decide_the_same_claim_twice(taken, nadia):
    handling.decide(taken.public_id, nadia, 0, 30000, seen=taken.revision)
    assert refusal(lambda: handling.refuse(taken.public_id, nadia, "Non garanti.", seen=taken.revision - 1)) is (
        Reason.CHANGED_MEANWHILE)


def test_while_a_piece_is_waited_for_the_insurer_s_clock_stops_and_runs_again_when_it_is_here(app, sophie, taken, nadia):
    with held_at(MONDAY + timedelta(days=1)):
        handling.ask_for_pieces(taken.public_id, nadia, [Asking(PieceKind.QUOTE, "avec les pièces")], "Il me faut un devis.")
        assert due_on(taken) is None
        claim = any_claim(taken.public_id)
        assert (claim.state, [(one.kind, one.note) for one in missing(claim.pieces)]) == (
            ClaimState.PIECES_ASKED, [("quote", "avec les pièces")])
    with held_at(MONDAY + timedelta(days=8)):  # a Tuesday, two working days were left
        services.add_to_claim(sophie, taken.public_id, PieceKind.QUOTE, make_attachment(app, sophie))
        assert any_claim(taken.public_id).state == ClaimState.COMPLETE
        assert due_on(taken) == (PromiseKind.APPOINT, date(2026, 12, 3))
    assert [one.outcome for one in promises_of(taken)] == [PromiseOutcome.KEPT, PromiseOutcome.PAUSED, None]


def test_being_taken_in_charge_is_due_even_while_pieces_are_waited_for(sophie, contract):
    with held_at(MONDAY):
        claim = filed(sophie, contract, "theft")
        assert claim.state == ClaimState.PIECES_ASKED
        assert due_on(claim) == (PromiseKind.TAKE_IN_CHARGE, date(2026, 11, 26))


def test_a_piece_that_is_refused_says_why_and_is_waited_for_again(app, sophie, taken, nadia):
    piece = services.add_to_claim(sophie, taken.public_id, PieceKind.DAMAGE, make_attachment(app, sophie)).public_id
    handling.refuse_piece(piece, nadia, PieceRefusal.UNREADABLE, "La plaque est coupée.")
    claim = any_claim(taken.public_id)
    assert claim.state == ClaimState.PIECES_ASKED
    assert [(one.refusal, one.refusal_note) for one in missing(claim.pieces)] == [("unreadable", "La plaque est coupée.")]
    services.add_to_claim(sophie, taken.public_id, PieceKind.DAMAGE, make_attachment(app, sophie, b"sharp"))
    claim = any_claim(taken.public_id)
    assert (claim.state, [one.state for one in claim.pieces]) == (ClaimState.COMPLETE, ["received"])
    handling.accept_piece(piece, nadia)
    handling.accept_piece(piece, nadia)
    assert [line.kind for line in events_of(claim)].count(EventKind.CLAIM_PIECE_ACCEPTED) == 1


def test_a_piece_that_has_not_arrived_can_be_neither_accepted_nor_refused(taken, nadia):
    handling.ask_for_pieces(taken.public_id, nadia, [Asking(PieceKind.QUOTE)], "")
    piece = any_claim(taken.public_id).pieces[0]
    assert refusal(lambda: handling.accept_piece(piece.public_id, nadia)) is Reason.MOVE_NOT_ALLOWED
    assert refusal(lambda: handling.refuse_piece(piece.public_id, nadia, PieceRefusal.OTHER)) is Reason.MOVE_NOT_ALLOWED


def test_an_appraisal_promises_its_report_and_a_total_loss_an_offer_within_fifteen_days(taken, nadia):
    handling.appraise(taken.public_id, nadia, date(2026, 11, 25), "M. Expert", "Garage du Nord, Lille")
    assert due_on(taken) == (PromiseKind.APPRAISE, date(2026, 12, 2))
    with held_at(MONDAY + timedelta(days=7)):
        handling.declare_total_loss(taken.public_id, nadia, reported_on=date(2026, 11, 27))
    assert due_on(taken) == (PromiseKind.OFFER, date(2026, 12, 12))
    assert any_claim(taken.public_id).state == ClaimState.TOTAL_LOSS


def test_a_promise_of_an_offer_counts_from_the_report_not_from_the_day_it_was_written_down(taken, nadia):
    handling.appraise(taken.public_id, nadia, date(2026, 11, 25), "M. Expert", "Lille")
    handling.declare_total_loss(taken.public_id, nadia, reported_on=date(2026, 11, 20))
    assert due_on(taken) == (PromiseKind.OFFER, date(2026, 12, 5))


def test_only_a_stolen_vehicle_is_waited_for(taken, sophie, contract, nadia):
    assert refusal(lambda: handling.await_recovery(taken.public_id, nadia)) is Reason.MOVE_NOT_ALLOWED
    stolen = filed(sophie, contract, "theft")
    assignments.take(work_of(stolen), nadia)
    handling.await_recovery(stolen.public_id, nadia)
    assert due_on(stolen) == (PromiseKind.THEFT_WAIT, date(2026, 12, 23))


def test_a_decision_a_settlement_and_a_payment_leave_each_their_date_and_the_claim_closes(taken, nadia):
    handling.decide(taken.public_id, nadia, 50, 30000, "Les deux conducteurs changeaient de file.")
    assert due_on(taken) == (PromiseKind.SETTLE, date(2026, 11, 30))
    handling.settle(taken.public_id, nadia, 125000, date(2026, 12, 4))
    assert due_on(taken) == (PromiseKind.PAY, date(2026, 12, 4))
    handling.close(taken.public_id, nadia, "Le virement est parti.")
    claim = any_claim(taken.public_id)
    assert (claim.state, claim.liability_percent, claim.deductible_cents, claim.settlement_cents, due_on(claim)) == (
        ClaimState.CLOSED, 50, 30000, 125000, None)
    assert [line.kind for line in events_of(claim)][-3:] == [
        EventKind.CLAIM_DECIDED, EventKind.CLAIM_SETTLED, EventKind.CLAIM_CLOSED]


def test_a_claim_that_is_decided_stands_among_those_of_its_contract_and_a_refused_one_does_not(sophie, taken, contract, nadia):
    handling.decide(taken.public_id, nadia, 100, 0)
    past = find_contract(sophie, contract.public_id).past_claims
    assert [(one.reference, one.kind, one.at_fault_percent, one.is_closed, one.source) for one in past] == [
        (taken.reference, "other", 100, False, VersionSource.PORTAL)]
    handling.settle(taken.public_id, nadia, 0, today())
    handling.close(taken.public_id, nadia)
    assert find_contract(sophie, contract.public_id).past_claims[0].is_closed
    handling.reopen(taken.public_id, nadia, "Une facture de plus.")
    handling.refuse(taken.public_id, nadia, "La garantie ne joue pas.")
    assert find_contract(sophie, contract.public_id).past_claims == []


def test_what_the_insurer_s_file_says_of_a_claim_is_not_overwritten(taken, contract, nadia):
    row = PastClaim(contract_id=contract.id, reference=taken.reference, occurred_on=date(2026, 11, 1), kind="accident",
                    at_fault_percent=0)
    db.session.add(row)
    db.session.commit()
    handling.decide(taken.public_id, nadia, 100, 0)
    db.session.refresh(row)
    assert (row.kind, row.at_fault_percent) == ("accident", 0)


def test_a_delay_is_explained_before_the_date_or_after_it_and_the_customer_reads_the_reason(sophie, taken, nadia):
    handling.explain_delay(taken.public_id, nadia, "L’expert est malade.", date(2026, 12, 2), seen=taken.revision)
    with held_at(datetime(2026, 12, 3, 9, 0, tzinfo=UTC)):
        handling.explain_delay(taken.public_id, nadia, "Nous n’avons pas eu son rapport.", date(2026, 12, 9))
    _, postponed, missed, standing = promises_of(taken)
    assert (postponed.outcome, missed.outcome, missed.reason) == (
        PromiseOutcome.POSTPONED, PromiseOutcome.MISSED, "Nous n’avons pas eu son rapport.")
    assert standing.due_at == datetime(2026, 12, 9, 22, 59, 59, tzinfo=UTC)
    assert [line.details["said"] for line in events_of(taken)[-2:]] == [
        "L’expert est malade.", "Nous n’avons pas eu son rapport."]
    assert mails()[-1]["said"] == "Nous n’avons pas eu son rapport."


def test_a_date_that_has_passed_cannot_be_promised(taken, nadia):
    assert refusal(lambda: handling.explain_delay(taken.public_id, nadia, "…", date(2026, 11, 22))) is Reason.DAY_PASSED
    assert standing_promise(taken).outcome is None
    handling.refuse(taken.public_id, nadia, "Non garanti.")
    assert refusal(lambda: handling.explain_delay(taken.public_id, nadia, "…", date(2026, 12, 2))) is Reason.NOTHING_PROMISED


def test_a_move_made_after_its_date_leaves_the_promise_missed(taken, nadia):
    with held_at(MONDAY + timedelta(days=20)):
        handling.repair(taken.public_id, nadia, "Garage du Nord", "Le garage était fermé.")
    assert [(one.outcome, one.reason) for one in promises_of(taken)][1] == (PromiseOutcome.MISSED, "Le garage était fermé.")


def test_a_claim_that_was_refused_has_nothing_promised_any_more(taken, nadia):
    handling.refuse(taken.public_id, nadia, "Le contrat ne couvre pas le vandalisme.")
    assert (due_on(taken), promises_of(taken)[-1].outcome) == (None, PromiseOutcome.DROPPED)
    assert claim_workflow.allowed(any_claim(taken.public_id), Actor.CUSTOMER) == ["reopen"]


def test_the_customer_contests_a_decision_once_and_has_a_date_for_the_answer(sophie, taken, nadia):
    assert refusal(lambda: following.contest(sophie, taken.public_id, "Non.")) is Reason.MOVE_NOT_ALLOWED
    handling.decide(taken.public_id, nadia, 100, 0)
    following.contest(sophie, taken.public_id, "J’étais à l’arrêt.")
    claim = following.contest(sophie, taken.public_id, "J’étais à l’arrêt.")
    assert claim.contested_at is not None
    assert due_on(claim) == (PromiseKind.LOOK_AGAIN, date(2026, 11, 30))
    assert [one.words for one in find_claim(sophie, taken.public_id).messages] == ["J’étais à l’arrêt."]


def test_the_customer_takes_a_claim_back_and_has_it_opened_again(sophie, taken, nadia):
    following.withdraw(sophie, taken.public_id)
    assert following.withdraw(sophie, taken.public_id).state == ClaimState.WITHDRAWN
    assert due_on(taken) is None
    following.reopen(sophie, taken.public_id, "J’ai retrouvé un témoin.")
    claim = following.reopen(sophie, taken.public_id, "J’ai retrouvé un témoin.")
    assert (claim.state, due_on(claim)) == (ClaimState.REOPENED, (PromiseKind.LOOK_AGAIN, date(2026, 11, 30)))
    handling.decide(taken.public_id, nadia, 0, 0)
    handling.settle(taken.public_id, nadia, 100, today())
    assert refusal(lambda: following.withdraw(sophie, taken.public_id)) is Reason.MOVE_NOT_ALLOWED


def test_the_same_message_sent_twice_is_one_message(sophie, taken):
    following.write(sophie, taken.public_id, "Quand vient l’expert ?")
    following.write(sophie, taken.public_id, "Quand vient l’expert ?")
    assert len(find_claim(sophie, taken.public_id).messages) == 1
    assert now() == MONDAY
