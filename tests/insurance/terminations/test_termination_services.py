"""A request is entered once, told to those who must know, taken back while it waits, closed by the insurer's books."""
import json
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.exc import IntegrityError

import printing
import wording
from gateways.storage import FolderStorage
from insurance.accounts.models import Attempt
from insurance.clock import held_at
from insurance.contracts.models import Contract
from insurance.contracts.queries import find_contract
from insurance.contracts.termination import Motive, Refusal
from insurance.database import db, transaction
from insurance.documents.facts import facts_from_dict
from insurance.documents.models import Document, DocumentKind
from insurance.errors import NotFound, Reason, Refused
from insurance.history.models import Actor, Event, EventKind
from insurance.history.recorder import record
from insurance.outbox import MailKind, OutgoingMail
from insurance.people.models import Customer
from insurance.portfolio.reader import read
from insurance.portfolio.services import import_portfolio
from insurance.terminations import journey, queries, services
from insurance.terminations.models import TerminationDraft, TerminationRequest, TerminationSource, TerminationState
from insurance.terminations.rules import Identity
from tests.support.factories import make_contract, make_customer
from tests.support.portfolio import LINE

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
OFFICE = "office@insurer.example"
WHO = {"last_name": "marchand", "first_name": "SOPHIE", "email": "typed@example.org", "contract_number": "aa 7204 118",
       "plate": ""}


@pytest.fixture(autouse=True)
def that_day():
    """Every test happens on 23 November 2026."""
    with held_at(NOW):
        yield


@pytest.fixture
def customer(app):
    return make_customer("Sophie", "Marchand")


@pytest.fixture
def contract(customer):
    """Two years old, renewed on 15 June, paid to 14 December."""
    return make_contract(customer, "AA-7204-118", effective_on=date(2024, 6, 15), anniversary="06-15", instalments=[
        (date(2026, 10, 15), 35_80, "paid"), (date(2026, 11, 15), 35_80, "paid"),
        (date(2026, 12, 15), 35_80, "upcoming")])


def answered(customer, contract, motive="any_time", **more):
    services.keep_answer(customer, contract, "motive", {"motive": motive})
    for step, answer in more.items():
        services.keep_answer(customer, contract, step, answer)


def seen_by(customer, contract):
    whole = find_contract(customer, contract.public_id)
    declared = journey.declaration(queries.draft_of(customer, whole).answers, journey.FOR_CUSTOMERS)
    return queries.outcome_of(whole, declared).fingerprint


def ask(customer, contract, motive="any_time", **more):
    answered(customer, contract, motive, **more)
    return services.request_termination(customer, contract.public_id, seen_by(customer, contract), OFFICE)


def ask_as_visitor(motive="any_time", address="here", **who):
    secret = services.keep_visitor_answer("", "identity", WHO | who)
    services.keep_visitor_answer(secret, "motive", {"motive": motive})
    declared = journey.declaration(queries.visitor_draft(secret).answers, journey.FOR_VISITORS)
    services.request_as_visitor(secret, declared.fingerprint, address, OFFICE)
    return secret


def import_end(contract, customer=None, **values):
    """Write what an import writes, with its line of history."""
    with transaction() as session:
        session.execute(update(Contract).where(Contract.id == contract.id).values(**values))
        record(EventKind.CONTRACT_CHANGED, Actor.INSURER, customer or contract.customer, contract,
               number=contract.number)
    db.session.expire_all()


def requests():
    db.session.expire_all()
    return db.session.scalars(select(TerminationRequest).order_by(TerminationRequest.reference)).all()


def mails(kind=None):
    query = select(OutgoingMail).order_by(OutgoingMail.id)
    return db.session.scalars(query.where(OutgoingMail.kind == kind) if kind else query).all()


def kinds_of_events():
    kinds = db.session.scalars(select(Event.kind).order_by(Event.id))
    return [kind for kind in kinds if kind.startswith("termination")]


def certificates():
    return db.session.scalars(select(Document).where(Document.kind == DocumentKind.TERMINATION_CERTIFICATE)
                              .order_by(Document.id)).all()


def test_a_request_is_entered_with_its_end_its_account_its_mails_and_its_line_of_history(customer, contract):
    ask(customer, contract)
    request, = requests()
    assert request.reference == "RES-2026-000001"
    assert (request.state, request.source) == (TerminationState.REQUESTED, TerminationSource.SIGNED_IN)
    assert (request.motive, request.basis, request.refusal) == (Motive.ANY_TIME, Motive.ANY_TIME, None)
    assert (request.ends_on, request.covered_until) == (date(2026, 12, 23), date(2026, 12, 23))
    assert (request.refund_cents, request.still_due_cents, request.refund_by) == (0, 10_59, None)
    assert request.requested_at == NOW
    assert [(mail.kind, mail.recipient) for mail in mails()] == [
        (MailKind.TERMINATION_RECEIVED, "sophie.marchand@example.org"), (MailKind.TERMINATION_HANDED_OVER, OFFICE)]
    assert mails()[0].details["ends_on"] == "2026-12-23"
    assert kinds_of_events() == [EventKind.TERMINATION_REQUESTED]
    assert db.session.scalar(select(func.count()).select_from(TerminationDraft)) == 0


def test_the_contract_itself_is_not_touched(customer, contract):
    before = (contract.state, contract.ends_on, contract.revision)
    ask(customer, contract)
    db.session.expire_all()
    assert (contract.state, contract.ends_on, contract.revision) == before


def test_what_was_paid_for_the_days_after_the_end_comes_back_within_thirty_days(customer):
    contract = make_contract(customer, effective_on=date(2024, 6, 15), anniversary="06-15", premium_cents=480_00,
                             payment_frequency="yearly", instalments=[(date(2026, 6, 15), 480_00, "paid")])
    request = ask(customer, contract)
    assert (request.refund_cents, request.refund_by) == (round(48000 * 173 / 365), date(2027, 1, 22))


def test_without_any_instalment_in_the_books_no_account_is_made(customer):
    contract = make_contract(customer, effective_on=date(2024, 6, 15))
    request = ask(customer, contract)
    assert request.ends_on == date(2026, 12, 23)
    assert (request.refund_cents, request.still_due_cents, request.refund_by) == (None, None, None)


def test_a_request_without_a_date_can_be_sent_all_the_same(customer):
    contract = make_contract(customer, effective_on=date(2026, 6, 1), anniversary="12-20")
    request = ask(customer, contract)
    assert (request.basis, request.refusal, request.ends_on) == (None, Refusal.FIRST_YEAR, None)
    assert request.possible_from == date(2027, 6, 1)
    assert (request.refund_cents, request.still_due_cents) == (None, None)


def test_the_last_renewal_notice_of_the_documents_decides_whether_it_was_late(customer, contract):
    assert ask_outcome(customer, contract, "late_renewal_notice") == ("late_renewal_notice", date(2026, 11, 24))
    with transaction() as session:
        session.add(Document(customer_id=customer.id, contract_id=contract.id, kind=DocumentKind.RENEWAL_NOTICE,
                             title="Avis", issued_on=date(2026, 3, 1)))
    assert ask_outcome(customer, contract, "late_renewal_notice") == ("any_time", date(2026, 12, 23))
    assert Motive.LATE_RENEWAL_NOTICE not in queries.ends_by_motive(find_contract(customer, contract.public_id))


def ask_outcome(customer, contract, motive):
    answered(customer, contract, motive)
    whole = find_contract(customer, contract.public_id)
    found = queries.outcome_of(whole, journey.declaration({"motive": {"motive": motive}}, journey.FOR_CUSTOMERS))
    return found.basis, found.ends_on


def test_a_contract_that_is_not_in_force_yet_counts_from_its_first_day(customer):
    contract = make_contract(customer, effective_on=date(2027, 2, 1), anniversary="02-01")
    request = ask(customer, contract, "renewal")
    assert request.ends_on == date(2028, 1, 31)


def test_a_vehicle_of_an_occupation_is_not_ended_at_any_time(customer):
    contract = make_contract(customer, effective_on=date(2024, 6, 15), vehicle={"usage": "professional"})
    assert ask(customer, contract).refusal == Refusal.NOT_A_PRIVATE_CONTRACT


def test_confirming_twice_is_one_request(customer, contract):
    first = ask(customer, contract)
    again = services.request_termination(customer, contract.public_id, "whatever", OFFICE)
    assert again.id == first.id
    assert len(requests()) == len(mails(MailKind.TERMINATION_RECEIVED)) == 1


def test_the_database_itself_refuses_a_second_request_that_waits(customer, contract):
    request = ask(customer, contract)
    with pytest.raises(IntegrityError), transaction() as session:
        session.add(TerminationRequest(
            reference="RES-2026-000099", customer_id=customer.id, contract_id=contract.id, source="public",
            state="requested", motive=request.motive))


def test_what_is_confirmed_is_what_was_read(customer, contract):
    answered(customer, contract)
    seen = seen_by(customer, contract)
    services.keep_answer(customer, contract, "motive", {"motive": "renewal"})
    with pytest.raises(Refused) as refused:
        services.request_termination(customer, contract.public_id, seen, OFFICE)
    assert refused.value.reason is Reason.CHANGED_MEANWHILE
    with held_at(NOW + timedelta(days=1)), pytest.raises(Refused):  # midnight passed: another day of end
        services.request_termination(customer, contract.public_id, seen, OFFICE)
    assert requests() == mails() == []


@pytest.mark.parametrize("answers", [{}, {"motive": {"motive": "vehicle_sold"}}])
def test_half_a_request_is_not_sent(customer, contract, answers):
    for step, answer in answers.items():
        services.keep_answer(customer, contract, step, answer)
    with pytest.raises(Refused) as refused:
        services.request_termination(customer, contract.public_id, "", OFFICE)
    assert refused.value.reason is Reason.DRAFT_INCOMPLETE


def test_a_contract_that_already_has_its_end_is_not_ended_again(customer, contract):
    answered(customer, contract)
    import_end(contract, ends_on=date(2027, 6, 14))
    with pytest.raises(Refused) as refused:
        services.request_termination(customer, contract.public_id, "", OFFICE)
    assert refused.value.reason is Reason.NOT_TERMINABLE


def test_somebody_elses_contract_does_not_exist(customer, contract, karim):
    ask(customer, contract)
    for act in (lambda: services.request_termination(karim, contract.public_id, "", OFFICE),
                lambda: services.withdraw(karim, contract.public_id, OFFICE)):
        with pytest.raises(NotFound):
            act()
    assert requests()[0].state == TerminationState.REQUESTED


def test_a_request_is_taken_back_once_while_it_waits(customer, contract):
    ask(customer, contract)
    services.withdraw(customer, contract.public_id, OFFICE)
    services.withdraw(customer, contract.public_id, OFFICE)
    assert requests()[0].state == TerminationState.WITHDRAWN
    assert [mail.kind for mail in mails()][2:] == [MailKind.TERMINATION_WITHDRAWN, MailKind.TERMINATION_HANDED_OVER]
    assert mails()[-1].details["state"] == "withdrawn"
    assert kinds_of_events() == [EventKind.TERMINATION_REQUESTED, EventKind.TERMINATION_WITHDRAWN]


def test_after_a_withdrawal_another_request_starts_from_nothing(customer, contract):
    ask(customer, contract)
    services.withdraw(customer, contract.public_id, OFFICE)
    assert queries.draft_of(customer, contract) is None
    second = ask(customer, contract, "renewal")
    assert [request.state for request in requests()] == ["withdrawn", "requested"]
    assert queries.request_of(contract).id == second.id


def test_an_imported_end_closes_the_request_and_issues_a_certificate_that_can_be_printed(customer, contract):
    ask(customer, contract)
    import_end(contract, ends_on=date(2026, 12, 23))
    assert requests()[0].state == TerminationState.PROCESSED
    assert kinds_of_events()[-1] == EventKind.TERMINATION_PROCESSED
    document, = certificates()
    facts = facts_from_dict(document.facts)
    assert (document.number, document.customer_id) == ("CER-2026-000001", customer.id)
    assert (facts.ends_on, facts.asked_on, facts.reason) == (
        date(2026, 12, 23), NOW.date(), wording.MOTIVES[Motive.ANY_TIME][0])
    assert (facts.refund_cents, facts.still_due_cents) == (0, 10_59)
    assert printing.render(facts).startswith(b"%PDF")
    mail, = mails(MailKind.TERMINATION_PROCESSED)
    assert (mail.recipient, mail.details["has_certificate"]) == ("sophie.marchand@example.org", True)


def test_importing_again_closes_and_issues_nothing_more(customer, contract):
    ask(customer, contract)
    for _ in range(2):
        import_end(contract, ends_on=date(2026, 12, 23))
    assert len(certificates()) == len(mails(MailKind.TERMINATION_PROCESSED)) == 1


def test_another_day_than_the_one_announced_is_told_and_certified(customer, contract):
    ask(customer, contract)
    import_end(contract, ends_on=date(2026, 12, 31), termination_reason="Accord entre les parties")
    facts = facts_from_dict(certificates()[0].facts)
    assert (facts.ends_on, facts.reason) == (date(2026, 12, 31), "Accord entre les parties")
    details = mails(MailKind.TERMINATION_PROCESSED)[0].details
    assert (details["ends_on"], details["asked_end"]) == ("2026-12-31", "2026-12-23")


def test_an_end_that_is_corrected_replaces_the_certificate(customer, contract):
    ask(customer, contract)
    import_end(contract, ends_on=date(2026, 12, 23))
    import_end(contract, ends_on=date(2026, 12, 20))
    assert [one.replaced_at is None for one in certificates()] == [False, True]
    assert len(mails(MailKind.TERMINATION_PROCESSED)) == 1


def test_a_sold_vehicle_was_covered_until_the_sale(customer, contract):
    ask(customer, contract, "vehicle_sold", event={"motive": "vehicle_sold", "on": "2026-11-20"})
    request, = requests()
    assert (request.ends_on, request.covered_until) == (date(2026, 12, 3), date(2026, 11, 20))
    import_end(contract, ends_on=date(2026, 12, 3))
    assert facts_from_dict(certificates()[0].facts).covered_until == date(2026, 11, 20)


@pytest.mark.parametrize("values", [{"ends_on": date(2020, 1, 1)}, {"state": "terminated"}])
def test_an_end_that_no_certificate_can_tell_still_closes_the_request(customer, contract, values):
    ask(customer, contract)
    import_end(contract, **values)
    assert requests()[0].state == TerminationState.PROCESSED
    assert certificates() == []
    assert mails(MailKind.TERMINATION_PROCESSED)[0].details["has_certificate"] is False


def test_no_certificate_says_that_nothing_is_owed_when_the_books_cannot_tell(customer):
    contract = make_contract(customer, effective_on=date(2024, 6, 15))
    ask(customer, contract)
    import_end(contract, ends_on=date(2026, 12, 23))
    assert certificates() == []


def test_a_change_that_brings_no_end_leaves_the_request_waiting(customer, contract):
    ask(customer, contract)
    import_end(contract, premium_cents=500_00)
    assert requests()[0].state == TerminationState.REQUESTED


def test_a_withdrawn_request_is_not_closed_by_a_later_end(customer, contract):
    ask(customer, contract)
    services.withdraw(customer, contract.public_id, OFFICE)
    import_end(contract, ends_on=date(2027, 6, 14))
    assert requests()[0].state == TerminationState.WITHDRAWN
    assert certificates() == mails(MailKind.TERMINATION_PROCESSED) == []


def test_the_request_of_a_former_holder_lapses_and_is_not_the_new_ones_to_read(customer, contract, karim):
    ask(customer, contract, "other", details={"text": "Une affaire privée"})
    import_end(contract, karim, customer_id=karim.id)
    assert requests()[0].state == TerminationState.WITHDRAWN
    assert queries.request_of(find_contract(karim, contract.public_id)) is None
    assert ask(karim, contract).customer_id == karim.id


def test_a_visitor_who_names_a_contract_and_its_holder_enters_a_request_told_to_the_known_address(customer, contract):
    ask_as_visitor()
    request, = requests()
    assert (request.source, request.contract_id, request.ends_on) == (
        TerminationSource.PUBLIC, contract.id, date(2026, 12, 23))
    assert [(mail.kind, mail.recipient) for mail in mails()] == [
        (MailKind.TERMINATION_RECEIVED, "sophie.marchand@example.org"), (MailKind.TERMINATION_TYPED, OFFICE),
        (MailKind.TERMINATION_ACKNOWLEDGED, "typed@example.org")]
    assert mails()[2].details == {}


@pytest.mark.parametrize("who", [{"contract_number": "AA-7204-119"}, {"last_name": "Durand"}, {"first_name": "Sofia"}])
def test_a_visitor_who_is_mistaken_enters_nothing_and_the_insurer_hears_of_it(customer, contract, who):
    ask_as_visitor(**who)
    assert requests() == []
    assert [(mail.kind, mail.recipient) for mail in mails()] == [
        (MailKind.TERMINATION_TYPED, OFFICE), (MailKind.TERMINATION_ACKNOWLEDGED, "typed@example.org")]


def test_the_address_of_the_books_receives_the_confirmation_and_no_acknowledgement(customer, contract):
    ask_as_visitor(email=" Sophie.Marchand@example.org ")
    assert [mail.kind for mail in mails()] == [MailKind.TERMINATION_RECEIVED, MailKind.TERMINATION_TYPED]


def test_a_visitors_second_tap_sends_nothing(customer, contract):
    secret = ask_as_visitor()
    services.request_as_visitor(secret, "", "here", OFFICE)
    assert len(requests()) == 1
    assert len(mails()) == 3


def test_what_a_visitor_typed_is_forgotten_once_sent_and_the_next_request_starts_afresh(customer, contract):
    secret = ask_as_visitor()
    assert queries.visitor_draft(secret).answers == {}
    assert services.keep_visitor_answer(secret, "identity", WHO) != secret


def test_a_request_that_waits_already_is_confirmed_again_and_not_entered_twice(customer, contract):
    first = ask(customer, contract)
    ask_as_visitor("renewal")
    assert [request.id for request in requests()] == [first.id]
    assert requests()[0].motive == Motive.ANY_TIME
    assert len(mails(MailKind.TERMINATION_RECEIVED)) == 2


def test_nobody_can_flood_the_customer_nor_an_address_that_they_type(customer, contract):
    for number in range(12):
        ask_as_visitor(address=f"address {number}")
    assert len(mails(MailKind.TERMINATION_RECEIVED)) == 1 + services.MAILS_PER_HOUR
    assert len(mails(MailKind.TERMINATION_ACKNOWLEDGED)) == services.ACKNOWLEDGEMENTS_PER_DAY


def test_one_network_address_sends_a_few_requests_an_hour(app):
    for number in range(services.VISITOR_REQUESTS_PER_HOUR):
        ask_as_visitor(contract_number=f"AA-{number}")
    with pytest.raises(Refused) as refused:
        ask_as_visitor(contract_number="AA-9")
    assert refused.value.reason is Reason.TOO_MANY_ATTEMPTS
    assert len(mails(MailKind.TERMINATION_TYPED)) == services.VISITOR_REQUESTS_PER_HOUR
    with held_at(NOW + timedelta(hours=2)):
        ask_as_visitor(contract_number="AA-9")


def test_a_visitor_takes_a_request_back_by_the_link_of_the_mail_once(customer, contract):
    ask_as_visitor()
    secret = mails(MailKind.TERMINATION_RECEIVED)[0].secret
    services.withdraw_by_link(secret, OFFICE)
    assert requests()[0].state == TerminationState.WITHDRAWN
    with pytest.raises(Refused) as refused:
        services.withdraw_by_link(secret, OFFICE)
    assert refused.value.reason is Reason.LINK_NO_LONGER_VALID


def test_a_request_made_signed_in_has_no_link_that_takes_it_back(customer, contract):
    ask(customer, contract)
    assert mails(MailKind.TERMINATION_RECEIVED)[0].secret is None
    for secret in ("", "None", "nothing"):
        with pytest.raises(Refused):
            services.withdraw_by_link(secret, OFFICE)


def test_a_visitor_found_and_one_not_found_write_the_same_lines_of_history(customer, contract):
    before = db.session.scalar(select(func.count()).select_from(Event))
    ask_as_visitor()
    found = db.session.scalar(select(func.count()).select_from(Event))
    ask_as_visitor(contract_number="nothing")
    assert found - before == db.session.scalar(select(func.count()).select_from(Event)) - found == 1


def test_drafts_are_forgotten_after_thirty_days_without_a_touch(app, customer, contract):
    answered(customer, contract)
    visitor = services.keep_visitor_answer("", "identity", WHO)
    with held_at(NOW + timedelta(days=29)):
        services.keep_answer(customer, contract, "motive", {"motive": "renewal"})
    with held_at(NOW + timedelta(days=31)):
        result = app.test_cli_runner().invoke(args=["purge"])
        assert result.exit_code == 0, result.output
    assert queries.visitor_draft(visitor) is None
    assert queries.draft_of(customer, contract) is not None
    with held_at(NOW + timedelta(days=60)):
        services.purge()
    assert db.session.scalar(select(func.count()).select_from(TerminationDraft)) == 0


def test_sent_requests_are_not_purged(customer, contract):
    ask(customer, contract)
    with held_at(NOW + timedelta(days=400)):
        services.purge()
    assert len(requests()) == 1


def test_the_limits_name_nobody(customer, contract):
    ask_as_visitor()
    keys = db.session.scalars(select(Attempt.key)).all()
    assert len(keys) == 2
    assert all(len(key) == 64 for key in keys)


def test_the_real_import_of_an_end_closes_the_request(app, tmp_path):
    def bring_in(**changes):
        file = tmp_path / "portfolio.jsonl"
        file.write_text(json.dumps(LINE | {"documents": []} | changes), "utf-8")
        saved, = import_portfolio(read(file, today=NOW.date()), FolderStorage(tmp_path / "kept"))
        return saved.outcome

    bring_in()
    sophie = db.session.scalar(select(Customer))
    contract = queries.contract_named(Identity("Marchand", "Sophie", "", LINE["contract_number"]))
    ask(sophie, contract, "vehicle_sold", event={"motive": "vehicle_sold", "on": "2026-11-20"})
    assert bring_in(end_date="2026-12-03", status="terminated", termination_reason="Vente du véhicule") == "updated"
    assert requests()[0].state == TerminationState.PROCESSED
    assert facts_from_dict(certificates()[0].facts).reason == "Vente du véhicule"


@pytest.mark.parametrize("kind", ["app", "postgres_app"])
def test_two_taps_at_the_same_instant_are_one_request(request, kind):
    app = request.getfixturevalue(kind)
    customer = make_customer()
    contract = make_contract(customer, effective_on=date(2024, 6, 15))
    answered(customer, contract)
    seen, public_id, key = seen_by(customer, contract), contract.public_id, customer.id
    db.session.rollback()

    def tap(_number):
        with app.app_context(), held_at(NOW):
            return services.request_termination(db.session.get(Customer, key), public_id, seen, OFFICE).reference

    with ThreadPoolExecutor(4) as threads:
        assert set(threads.map(tap, range(4))) == {"RES-2026-000001"}
    assert len(requests()) == len(mails(MailKind.TERMINATION_RECEIVED)) == 1
