"""The demonstration has lived: somebody is in each state that a claim may reach."""
from sqlalchemy import func, select

from commands.demo import open_desk
from commands.demo_claims import declare_claims
from commands.portfolio import import_demonstration
from insurance.claims.models import Claim, ClaimPiece, ClaimPromise
from insurance.claims.queries import standing_promise
from insurance.claims.workflow import ENDED
from insurance.clock import now
from insurance.database import db


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
