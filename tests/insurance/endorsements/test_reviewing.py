"""What an adviser does with a change: agree, ask for more, refuse."""
from datetime import date

import pytest
from sqlalchemy import select

import wording
from insurance.database import db
from insurance.endorsements import queries, reviewing, signing
from insurance.endorsements.models import Endorsement
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.endorsements.queries import waiting as queue
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Event, EventKind
from insurance.outbox import MailKind
from insurance.staff.work import Whose
from tests.insurance.endorsements.conftest import SIGNED_LINE, later
from tests.support.endorsements import LICENCE
from tests.support.mailbox import deliver, waiting, words
from tests.support.portfolio import changed

FOREIGN = {"licence": LICENCE | {"origin": "elsewhere"}}


@pytest.fixture
def asked(counter):
    """A change that an adviser must look at."""
    return counter.change(Kind.ADD_DRIVER, **FOREIGN)


def now_is(endorsement):
    db.session.expire_all()
    return db.session.get(Endorsement, endorsement.id)


def waiting_for(adviser):
    return [one.id for one, _ in queue(adviser, Whose.ALL, 10)]


def test_what_waits_is_in_the_queue_and_changes_nothing(counter, asked, adviser):
    assert waiting_for(adviser) == [asked.id]
    assert len(counter.contract.drivers) == 1
    assert [kind for kind in waiting() if kind.startswith("endorsement")] == [
        MailKind.ENDORSEMENT_ACCEPTED, MailKind.ENDORSEMENT_HANDED_OVER]


def test_an_answer_is_promised_in_working_days_and_again_after_each_question(app, counter, asked, adviser):
    assert asked.answer_by == date(2026, 11, 25)
    mail = next(mail for mail in deliver(app) if "chez un conseiller" in mail["Subject"])
    assert "au plus tard le 25 novembre 2026" in words(mail).replace("\u00a0", " ")
    assert queries.glance(adviser).due_on == date(2026, 11, 25)
    with later(4):  # a Friday
        assert queries.glance(adviser).late == 1
        reviewing.question(asked.public_id, adviser, "Et la traduction ?", wording)
        signing.answer_adviser(counter.customer, asked.public_id, "La voici.", counter.offer)
    assert now_is(asked).answer_by == date(2026, 12, 1)


def test_an_agreement_applies_the_change_in_the_advisers_name(counter, asked, adviser):
    reviewing.approve(asked.public_id, adviser, counter.insurer, wording)
    assert (now_is(asked).state, len(counter.contract.drivers)) == ("applied", 2)
    event = db.session.scalar(select(Event).where(Event.kind == EventKind.ENDORSEMENT_APPROVED))
    assert (event.actor, event.adviser_name) == ("adviser", adviser.name)
    assert waiting_for(adviser) == []


def test_an_agreement_that_comes_later_holds_from_its_own_day_at_the_same_yearly_price(counter, asked, adviser):
    with later(10):
        reviewing.approve(asked.public_id, adviser, counter.insurer, wording)
    applied = now_is(asked)
    assert (applied.effective_on, applied.premium_after_cents) == (date(2026, 12, 3), asked.premium_after_cents)
    assert applied.due_cents == round((applied.premium_after_cents - 42960) * 30 / 365)


def test_an_agreement_for_a_day_to_come_is_scheduled(counter, adviser):
    asked = counter.change(Kind.ADD_DRIVER, **FOREIGN, when={"on": "2026-12-01"})
    reviewing.approve(asked.public_id, adviser, counter.insurer, wording)
    assert now_is(asked).state == "scheduled"


def test_a_refusal_says_why_and_the_contract_stays(app, counter, asked, adviser):
    deliver(app)
    reviewing.refuse(asked.public_id, adviser, "Ce permis n’est pas reconnu.", counter.insurer, wording)
    assert (now_is(asked).state, len(counter.contract.drivers)) == ("refused", 1)
    refusal = next(mail for mail in deliver(app) if "pas acceptée" in mail["Subject"])
    assert "> Ce permis n’est pas reconnu." in words(refusal)
    with pytest.raises(Refused, match=Reason.MOVE_NOT_ALLOWED):
        reviewing.approve(asked.public_id, adviser, counter.insurer, wording)


def test_a_question_waits_for_the_customer_and_its_answer_comes_back(app, counter, asked, adviser):
    reviewing.question(asked.public_id, adviser, "Pouvez-vous traduire ce permis ?", wording)
    assert (now_is(asked).state, waiting_for(adviser)) == ("answer_awaited", [])
    signing.answer_adviser(counter.customer, asked.public_id, "Voici : permis de 2006.", counter.offer)
    answered = now_is(asked)
    assert (answered.state, answered.customer_note) == ("under_review", "Voici : permis de 2006.")


def test_a_contract_that_changed_since_cannot_be_agreed_to(counter, asked, adviser, bring_in):
    bring_in(changed("premium.annual_cents", 50000, SIGNED_LINE))
    with pytest.raises(Refused, match=Reason.CONTRACT_CHANGED):
        reviewing.approve(asked.public_id, adviser, counter.insurer, wording)
    assert now_is(asked).state == "under_review"


def test_a_quote_is_nothing_to_an_adviser(counter, adviser):
    quote = counter.quote(Kind.PARKING)
    with pytest.raises(NotFound):
        reviewing.approve(quote.public_id, adviser, counter.insurer, wording)
