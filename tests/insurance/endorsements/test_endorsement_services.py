"""A change is written, quoted, signed and applied: nothing twice, nothing that was not read, nothing lost."""
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

import wording
from insurance.billing.models import Instalment
from insurance.clock import today
from insurance.database import db, transaction
from insurance.documents.models import Document
from insurance.endorsements import queries, reviewing, services, signing
from insurance.endorsements.models import Endorsement, EndorsementDraft
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Event, EventKind
from insurance.outbox import MailKind
from insurance.people.models import Customer
from insurance.signatures.models import Signature
from tests.insurance.endorsements.conftest import SIGNED_LINE, later
from tests.support.endorsements import CAR, HOME, LICENCE
from tests.support.factories import make_customer
from tests.support.mailbox import deliver, waiting, words
from tests.support.portfolio import changed

OTHERS = {"licence": LICENCE | {"licence_number": "", "origin": "elsewhere"}}


def refused(reason):
    return pytest.raises(Refused, match=reason)


def events(kind):
    return db.session.scalar(select(func.count()).select_from(Event).where(Event.kind == kind))


def schedule():
    rows = db.session.scalars(select(Instalment).order_by(Instalment.position))
    return [(row.due_on.isoformat(), row.amount_cents, row.state) for row in rows]


# Writing and quoting

def test_a_draft_keeps_each_answer_and_is_forgotten_after_a_month(counter):
    counter.write(Kind.ADD_DRIVER, history=None, when=None)
    assert set(db.session.scalar(select(EndorsementDraft)).answers) == {"identity", "licence", "experience", "role"}
    with later(29):
        services.purge()
    assert db.session.scalar(select(EndorsementDraft)) is not None
    with later(31):
        services.purge()
    assert db.session.scalar(select(EndorsementDraft)) is None


def test_an_unfinished_draft_has_no_price(counter):
    counter.write(Kind.ADD_DRIVER, role=None)
    with refused(Reason.DRAFT_INCOMPLETE):
        services.make_quote(counter.customer, counter.contract.public_id, Kind.ADD_DRIVER, counter.offer)


def test_a_quote_has_a_number_and_lasts_thirty_days_and_changes_nothing(counter):
    quote = counter.quote(Kind.PARKING)
    assert (quote.reference, quote.state, quote.expires_on) == ("MOD-2026-000001", "quoted", today() + timedelta(days=30))
    assert (counter.contract.vehicle.parking, counter.contract.premium_cents) == ("street", 42960)
    assert len(counter.contract.versions) == 1


def test_the_same_answers_give_the_same_quote_and_others_another_one(counter):
    first = counter.quote(Kind.PARKING)
    assert counter.quote(Kind.PARKING).id == first.id
    second = counter.quote(Kind.PARKING, parking={"parking": "collective_garage"})
    db.session.refresh(first)
    assert (first.state, second.state, second.reference) == ("lapsed", "quoted", "MOD-2026-000002")
    assert first.quote["after"]["vehicle"]["parking"] == "private_garage"


def test_a_change_that_changes_nothing_is_refused(counter):
    with refused(Reason.NOTHING_TO_CHANGE):
        counter.quote(Kind.USAGE, usage={"usage": "private_commute"})


@pytest.mark.parametrize("changes", [{"status": "terminated", "end_date": "2026-11-01"},
                                     {"status": "suspended", "suspended_on": "2026-11-20"}])
def test_a_contract_that_does_not_cover_cannot_be_changed(counter, bring_in, changes):
    bring_in(SIGNED_LINE | changes)
    with refused(Reason.NOT_CHANGEABLE):
        counter.quote(Kind.PARKING)


def test_a_contract_of_somebody_else_does_not_exist(counter, app):
    stranger = make_customer("Karim", "Benali")
    public_id = counter.contract.public_id
    quote = counter.quote(Kind.PARKING)
    with pytest.raises(NotFound):
        services.make_quote(stranger, public_id, Kind.PARKING, counter.offer)
    for verb in (lambda: services.quote_again(stranger, quote.public_id, counter.offer),
                 lambda: signing.ask_code(stranger, quote.public_id, counter.offer, counter.passwords),
                 lambda: signing.withdraw(stranger, quote.public_id, counter.insurer, None)):
        with pytest.raises(NotFound):
            verb()


def test_a_quote_keeps_its_price_for_thirty_days_and_is_made_again_after(counter, app):
    quote = counter.quote(Kind.PARKING)
    dear = counter.offer.tariff
    counter.offer = services.Offer(Doubled(dear), counter.offer.conditions)
    with later(20):
        kept = services.quote_again(counter.customer, quote.public_id, counter.offer)
        assert kept.reference != quote.reference
        assert (kept.premium_after_cents, kept.expires_on) == (quote.premium_after_cents, quote.expires_on)
        assert kept.effective_on == today()
        assert kept.quote["replaces"] == {"reference": quote.reference, "premium_cents": quote.premium_after_cents,
                                          "is_price_kept": True, "has_expired": False}
    with later(31):
        made_again = services.quote_again(counter.customer, kept.public_id, counter.offer)
        assert made_again.premium_after_cents != quote.premium_after_cents
        assert made_again.quote["replaces"]["has_expired"] is True


class Doubled:
    """A tariff that was raised for garages in between."""

    def __init__(self, tariff):
        self._tariff, self.name = tariff, "doubled"

    def price(self, risk):
        """Return twice the price of a garage."""
        seen = self._tariff.price(risk)
        if risk.parking != "private_garage":
            return seen
        return replace(seen, lines=tuple(replace(one, cents=2 * one.cents) for one in seen.lines),
                       annual_cents=2 * seen.annual_cents)


# Signing

def test_a_signed_change_is_applied_with_all_that_follows(counter, app):
    done = counter.change(Kind.ADD_DRIVER)
    contract = counter.contract
    assert (done.state, done.version_number, done.effective_on) == ("applied", 2, date(2026, 11, 23))
    assert [driver.full_name for driver in contract.drivers] == ["Sophie Marchand", "Antoine Marchand"]
    assert contract.premium_cents == done.premium_after_cents == 44050
    assert contract.versions[0].source == "portal"
    papers = db.session.scalars(select(Document).where(Document.number.is_not(None), Document.replaced_at.is_(None))).all()
    assert sorted(paper.kind for paper in papers) == ["attestation", "endorsement", "special_conditions"]
    avenant = next(paper.facts for paper in papers if paper.kind == "endorsement")
    assert (avenant["subject"], avenant["effective_on"], avenant["version"]) == ("Ajout d’un conducteur", "2026-11-23", 2)
    assert avenant["changes"] == [{"label": "Conducteur secondaire", "before": "",
                                   "after": "Antoine Marchand, né le 30 novembre 1987"}]
    assert (avenant["premium_before_cents"], avenant["premium_after_cents"], avenant["due_cents"]) == (42960, 44050, 119)
    assert avenant["acceptance"] == {"accepted_on": "2026-11-23", "accepted_at": "10\u00a0h\u00a000",
                                     "code_sent_to": "s•••••@example.org"}
    assert schedule() == [("2026-11-02", 3580, "paid"), ("2026-12-10", 3640, "upcoming"),
                          ("2026-12-20", 3639, "upcoming")]
    assert db.session.scalar(select(EndorsementDraft)) is None
    assert [kind for kind in waiting() if kind.startswith("endorsement")] == [
        MailKind.ENDORSEMENT_APPLIED, MailKind.ENDORSEMENT_HANDED_OVER]
    assert [events(kind) for kind in (EventKind.ENDORSEMENT_QUOTED, EventKind.ENDORSEMENT_ACCEPTED,
                                      EventKind.ENDORSEMENT_APPLIED)] == [1, 1, 1]


def test_the_mails_say_what_was_signed_and_what_was_declared(counter, app):
    counter.change(Kind.VEHICLE)
    code, applied, office, asked = deliver(app)
    assert "Certificat d’immatriculation" in words(asked)
    assert "Renault Clio" in words(applied)
    assert "Immatriculation\u00a0: GH-482-KT → AB-123-CD" in words(applied)
    assert "trois jours" in words(applied)
    assert office["To"] == app.config["INSURER_EMAIL"]
    assert "> Ancien véhicule\u00a0: Vendu, donné ou repris" in words(office)
    assert "R451-5" in words(office)
    assert code["To"] == counter.customer.email


def test_the_signature_keeps_what_was_shown_when_and_from_where(counter):
    done = counter.change(Kind.PARKING)
    signature = db.session.get(Signature, done.signature_id)
    assert signature.shown["quote"]["premium_after_cents"] == done.premium_after_cents
    assert (signature.reference, signature.email) == (done.reference, "sophie.marchand@example.org")
    assert (signature.device, signature.signed_at) == ("iPhone, Safari", done.accepted_at)
    assert len(signature.code_hash) > 40


def test_a_second_tap_changes_nothing_more(counter):
    quote = counter.quote(Kind.PARKING)
    code = counter.ask_code(quote)
    assert counter.sign(quote, code).state == "applied"
    assert counter.sign(quote, code).state == "applied"
    assert signing.ask_code(counter.customer, quote.public_id, counter.offer, counter.passwords) is None
    assert (events(EventKind.ENDORSEMENT_APPLIED), len(counter.contract.versions)) == (1, 2)


def test_a_wrong_code_signs_nothing(counter):
    quote = counter.quote(Kind.PARKING)
    code = counter.ask_code(quote)
    with refused(Reason.SIGNING_CODE_WRONG):
        counter.sign(quote, "000000" if code != "000000" else "111111")
    assert counter.contract.vehicle.parking == "street"
    assert counter.sign(quote, f"{code[:3]} {code[3:]}").state == "applied"


def test_a_quote_that_is_no_longer_what_was_read_cannot_be_signed(counter, bring_in):
    quote = counter.quote(Kind.PARKING)
    code = counter.ask_code(quote)
    bring_in(changed("premium.annual_cents", 50000, SIGNED_LINE))
    with refused(Reason.QUOTE_EXPIRED):
        counter.sign(quote, code)
    again = services.quote_again(counter.customer, quote.public_id, counter.offer)
    assert again.premium_before_cents == 50000
    assert counter.sign(again).state == "applied"


def test_an_instalment_that_was_paid_in_between_is_read_again_before_signing(counter, bring_in):
    quote = counter.quote(Kind.PARKING)
    bring_in(changed("instalments.1.status", "paid", SIGNED_LINE))
    with refused(Reason.QUOTE_EXPIRED):
        counter.ask_code(quote)
    again = services.quote_again(counter.customer, quote.public_id, counter.offer)
    assert again.premium_after_cents == quote.premium_after_cents
    assert [one["due_on"] for one in again.quote["dues"]] == ["2026-12-20"]


def test_one_change_at_a_time(counter):
    waiting_one = counter.change(Kind.ADD_DRIVER, **OTHERS)
    assert (waiting_one.state, waiting_one.reasons) == ("under_review", ["foreign-licence"])
    with refused(Reason.CHANGE_UNDER_WAY):
        counter.quote(Kind.PARKING)
    signing.withdraw(counter.customer, waiting_one.public_id, counter.insurer, wording)
    assert counter.change(Kind.PARKING).state == "applied"


def test_two_quotes_may_be_compared_and_only_one_is_signed_on_the_same_contract(counter):
    parking, usage = counter.quote(Kind.PARKING), counter.quote(Kind.USAGE)
    counter.sign(parking)
    with refused(Reason.QUOTE_EXPIRED):
        counter.sign(usage)


# Under way

def test_what_the_customer_may_sign_or_must_answer_is_under_way_and_what_is_done_is_not(counter, adviser):
    def under_way():
        return [(one.kind, one.state) for one in queries.under_way_of([counter.contract])]
    counter.quote(Kind.PARKING)
    foreign = counter.quote(Kind.ADD_DRIVER, licence=LICENCE | {"origin": "elsewhere"})
    assert sorted(under_way()) == [("add_driver", "quoted"), ("parking", "quoted")]
    with later(31):
        assert under_way() == []
    counter.sign(foreign)
    assert under_way() == [("add_driver", "under_review")]
    reviewing.question(foreign.public_id, adviser, "Lequel ?", wording)
    assert under_way() == [("add_driver", "answer_awaited")]
    reviewing.refuse(foreign.public_id, adviser, "Non.", counter.insurer, wording)
    assert under_way() == [("parking", "quoted")]
    counter.change(Kind.USAGE)
    assert under_way() == []  # the quote is of the contract as it was


# Applying

def test_a_change_for_a_day_to_come_waits_for_it_and_is_applied_once(app, counter):
    done = counter.change(Kind.PARKING, when={"on": "2026-12-01"})
    assert (done.state, counter.contract.vehicle.parking) == ("scheduled", "street")
    apply = app.extensions["daily"]["apply-endorsements"]
    with later(7):
        apply()
        assert counter.contract.vehicle.parking == "street"
    with later(8):
        apply()
        apply()
        assert counter.contract.vehicle.parking == "private_garage"
    assert (db.session.get(Endorsement, done.id).state, events(EventKind.ENDORSEMENT_APPLIED)) == ("applied", 1)
    assert [kind for kind in waiting() if kind.startswith("endorsement")] == [
        MailKind.ENDORSEMENT_ACCEPTED, MailKind.ENDORSEMENT_HANDED_OVER,
        MailKind.ENDORSEMENT_APPLIED, MailKind.ENDORSEMENT_HANDED_OVER]


def test_days_without_a_worker_are_made_up_and_the_change_keeps_its_day(app, counter):
    done = counter.change(Kind.PARKING, when={"on": "2026-12-01"})
    with later(12):
        app.extensions["daily"]["apply-endorsements"]()
    applied = db.session.get(Endorsement, done.id)
    assert (applied.state, applied.effective_on, applied.due_cents) == ("applied", date(2026, 12, 1), done.due_cents)


def test_a_change_whose_contract_moved_under_it_goes_to_an_adviser(app, counter, bring_in):
    done = counter.change(Kind.PARKING, when={"on": "2026-12-01"})
    bring_in(changed("premium.annual_cents", 50000, SIGNED_LINE))
    with later(8):
        app.extensions["daily"]["apply-endorsements"]()
    sent_back = db.session.get(Endorsement, done.id)
    assert (sent_back.state, sent_back.reasons) == ("under_review", ["contract-changed"])
    assert (counter.contract.vehicle.parking, counter.contract.premium_cents) == ("street", 50000)
    assert MailKind.ENDORSEMENT_REVIEWED_AGAIN in waiting()


def test_a_change_elsewhere_in_the_contract_does_not_stop_it(app, counter, bring_in):
    counter.change(Kind.PARKING, when={"on": "2026-12-01"})
    bring_in(changed("options", [], SIGNED_LINE))
    with later(8):
        app.extensions["daily"]["apply-endorsements"]()
    assert (counter.contract.vehicle.parking, counter.contract.options) == ("private_garage", [])


def test_the_insurers_line_that_brings_the_change_closes_it(counter, bring_in):
    done = counter.change(Kind.PARKING)
    bring_in(changed("instalments.1.status", "paid", SIGNED_LINE))
    assert db.session.get(Endorsement, done.id).state == "applied"
    assert counter.contract.vehicle.parking == "private_garage"
    bring_in(changed("vehicle.parking", "private_garage",
                     changed("premium.annual_cents", done.premium_after_cents, SIGNED_LINE)))
    db.session.expire_all()
    assert (db.session.get(Endorsement, done.id).state, events(EventKind.ENDORSEMENT_CONFIRMED)) == ("confirmed", 1)


def test_a_contract_that_ends_drops_the_change_that_waits(counter, bring_in):
    done = counter.change(Kind.PARKING, when={"on": "2026-12-01"})
    bring_in(SIGNED_LINE | {"status": "terminated", "end_date": "2026-11-30"})
    db.session.expire_all()
    assert db.session.get(Endorsement, done.id).state == "withdrawn"
    assert MailKind.ENDORSEMENT_WITHDRAWN in waiting()


def test_a_contract_that_becomes_somebody_elses_tells_them_nothing(counter, bring_in):
    done = counter.change(Kind.PARKING, when={"on": "2026-12-01"})
    holder = SIGNED_LINE["holder"] | {"first_name": "Karim", "last_name": "Benali", "email": "karim@example.org",
                                      "birth_date": "1980-01-01"}
    bring_in(SIGNED_LINE | {"holder": holder})
    db.session.expire_all()
    assert db.session.get(Endorsement, done.id).state == "withdrawn"
    assert MailKind.ENDORSEMENT_WITHDRAWN not in waiting()


def test_a_change_taken_back_in_time_never_happens(app, counter):
    done = counter.change(Kind.PARKING, when={"on": "2026-12-01"})
    for _ in range(2):
        signing.withdraw(counter.customer, done.public_id, counter.insurer, wording)
    with later(8):
        app.extensions["daily"]["apply-endorsements"]()
    assert (counter.contract.vehicle.parking, events(EventKind.ENDORSEMENT_WITHDRAWN)) == ("street", 1)
    applied = counter.change(Kind.PARKING)
    with refused(Reason.MOVE_NOT_ALLOWED):
        signing.withdraw(counter.customer, applied.public_id, counter.insurer, wording)


def test_another_vehicle_has_its_own_attestation_and_its_own_presumption(counter, bring_in):
    bring_in(SIGNED_LINE | {"fva_transmitted_on": "2024-01-03"})
    counter.change(Kind.VEHICLE, vehicle=CAR)
    contract = counter.contract
    assert (contract.vehicle.plate, contract.covered_from, contract.fva_transmitted_on) == (
        "AB-123-CD", date(2026, 11, 23), None)
    memo = db.session.scalar(select(Document).where(Document.kind == "attestation", Document.replaced_at.is_(None)))
    assert (memo.facts["plate"], memo.facts["effective_on"]) == ("AB-123-CD", "2026-11-23")


def test_a_move_gives_the_customer_the_new_address_on_its_day(app, counter):
    counter.change(Kind.ADDRESS, when={"on": "2026-12-01"})
    assert db.session.scalar(select(Customer.city)) == "Lille"
    with later(8):
        app.extensions["daily"]["apply-endorsements"]()
    assert db.session.scalar(select(Customer.city)) == "Paris"
    assert counter.contract.vehicle.garage == {"line1": "3 rue Oberkampf", "postcode": "75011", "city": "Paris"}


def test_a_move_of_the_holder_alone_changes_the_address_and_no_term(counter):
    counter.change(Kind.ADDRESS)
    kept = {"is_home": False, "line1": "3 rue Oberkampf", "postcode": "75011", "city": "Paris", "parking": "private_garage"}
    done = counter.change(Kind.ADDRESS, garage=kept, address=HOME | {"line1": "9 rue du Bac", "postcode": "75007"})
    assert (done.state, done.version_number, done.due_cents) == ("applied", 2, 0)
    assert db.session.scalar(select(Customer.address_line1)) == "9 rue du Bac"
    assert [one.label for one in wording.contract_changes(done.quote["before"], done.quote["after"])] == [
        "Adresse du souscripteur"]


def test_another_day_of_the_debit_moves_what_is_not_announced_yet(counter, bring_in):
    done = counter.change(Kind.COLLECTION_DAY)
    assert (done.premium_after_cents, done.due_cents, counter.contract.collection_day) == (42960, 0, 15)
    assert sorted(schedule())[1:] == [("2026-12-15", 3580, "upcoming"), ("2026-12-20", 3580, "upcoming")]
    bring_in(changed("instalments", [*SIGNED_LINE["instalments"][:1], SIGNED_LINE["instalments"][1] | {
        "status": "paid", "paid_on": "2026-12-10"}, SIGNED_LINE["instalments"][2]], SIGNED_LINE))
    assert counter.contract.collection_day == 15  # a file that says nothing of the day does not undo it


def test_another_rhythm_asks_the_same_sum(counter):
    done = counter.change(Kind.PAYMENT)
    assert (done.premium_after_cents, done.due_cents, counter.contract.payment_frequency) == (42960, 0, "yearly")
    assert schedule() == [("2026-11-02", 3580, "paid"), ("2026-12-10", 7160, "upcoming")]


def test_without_an_instalment_to_come_a_rise_is_asked_once_and_a_fall_refunded(counter, bring_in):
    bring_in(changed("instalments", [SIGNED_LINE["instalments"][0]], SIGNED_LINE))
    counter.change(Kind.ADD_DRIVER)
    assert schedule()[1:] == [("2026-12-07", 119, "upcoming")]
    fall = counter.change(Kind.PARKING)
    assert (fall.due_cents, fall.quote["refund_cents"]) == (-276, 157)
    assert schedule()[1:] == []


def test_quotes_that_nobody_accepted_are_forgotten_long_after(counter):
    counter.quote(Kind.PARKING)
    counter.change(Kind.USAGE)
    with later(119):
        services.purge()
    assert db.session.scalar(select(func.count()).select_from(Endorsement)) == 2
    with later(121):
        services.purge()
    assert db.session.scalars(select(Endorsement.kind)).all() == [Kind.USAGE]


def test_the_database_lets_only_one_change_wait_for_a_contract(counter):
    done = counter.change(Kind.PARKING, when={"on": "2026-12-01"})
    other = counter.contract
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(Endorsement(
            reference="MOD-X", customer_id=done.customer_id, contract_id=other.id, kind=Kind.USAGE, state="scheduled",
            answers={}, quote={}, reasons=[], effective_on=today(), premium_before_cents=1, premium_after_cents=1,
            due_cents=0, expires_on=today()))
