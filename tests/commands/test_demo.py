"""The demonstration has lived: somebody is in each state that a claim may reach, two people have begun a change."""
from datetime import timedelta

from sqlalchemy import func, select

from commands.demo import open_desk
from commands.demo_changes import QUOTED, SUBMITTED, begin_changes
from commands.demo_claims import declare_claims
from commands.portfolio import import_demonstration
from insurance.calendar import add_working_days
from insurance.claims.models import Claim, ClaimPiece, ClaimPromise
from insurance.claims.queries import standing_promise
from insurance.claims.workflow import ENDED
from insurance.clock import now, today
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.endorsements.models import Endorsement
from insurance.endorsements.queries import books_of, is_good_today


def test_people_have_claims_in_their_later_states_and_starting_again_adds_nothing(app):
    assert import_demonstration() == 0
    open_desk()
    declare_claims()
    declare_claims()
    claims = db.session.scalars(select(Claim)).all()
    assert sorted(one.state for one in claims) == [
        "appraisal", "closed", "filed", "pieces-asked", "refused", "repair", "settlement", "theft-wait", "withdrawn"]
    assert set(db.session.scalars(select(ClaimPiece.state))) >= {"missing", "refused", "accepted"}
    assert db.session.scalar(select(func.count()).where(ClaimPromise.outcome == "missed", ClaimPromise.reason != "")) == 1
    standing = [standing_promise(one) for one in claims if one.state not in {*ENDED, "pieces-asked"}]
    assert all(one.due_at > now() for one in standing)


def test_a_price_waits_for_a_signature_and_a_change_for_an_adviser(app):
    import_demonstration()
    begin_changes()
    begin_changes()
    contracts = {contract.id: contract for contract in db.session.scalars(select(Contract))}
    changes = {contracts[one.contract_id].number: one for one in db.session.scalars(select(Endorsement))}
    quote, submitted = changes[QUOTED], changes[SUBMITTED]
    assert [one.state for one in (quote, submitted)] == ["quoted", "under_review"]
    assert quote.expires_on == today() + timedelta(days=26)
    assert is_good_today(quote, books_of(contracts[quote.contract_id]))
    assert submitted.answer_by == add_working_days(today() - timedelta(days=1), 2)
