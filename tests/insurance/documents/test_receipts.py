"""A receipt for each payment: issued when the books say that it came, taken back when it went."""
from datetime import date, timedelta

import pytest

import wording
from insurance.billing.queries import instalments_of
from insurance.clock import held_at
from insurance.database import transaction
from insurance.documents.queries import documents_of
from insurance.documents.receipts import issue_receipts, period_paid, receipt_for
from insurance.errors import NotFound
from tests.support.books import NOON, TODAY, the_contract
from tests.support.factories import make_contract, make_customer
from tests.support.portfolio import LINE, changed

PAID = {"status": "paid", "paid_on": "2026-12-03"}


def with_december(**values):
    return changed("instalments.1", LINE["instalments"][1] | values)


def test_the_history_of_payments_that_comes_with_a_contract_issues_nothing(bring_in, issued):
    bring_in(LINE)
    assert issued("payment_receipt") == []


def test_a_payment_that_the_files_bring_has_its_receipt_once(bring_in, issued):
    bring_in(LINE)
    with held_at(NOON + timedelta(days=11)):
        for _ in range(2):
            bring_in(with_december(**PAID))
        rows = {facts.due_on: (row, facts) for row, facts in issued("payment_receipt")}
    assert set(rows) == {date(2026, 11, 2), date(2026, 12, 2)}  # what was paid in the last month
    row, facts = rows[date(2026, 12, 2)]
    assert (facts.amount_cents, facts.paid_on, facts.method) == (3580, date(2026, 12, 3), "par prélèvement")
    assert (facts.period_from, facts.period_until) == (date(2026, 12, 2), date(2027, 1, 1))
    assert row.is_news


def test_an_old_payment_that_the_files_correct_is_not_news(bring_in, issued):
    bring_in(LINE)
    bring_in(changed("instalments.0", LINE["instalments"][0] | {"paid_on": "2026-10-01"}))
    assert issued("payment_receipt") == []


def test_a_payment_whose_day_is_not_known_has_no_receipt(bring_in, issued):
    bring_in(LINE)
    bring_in(changed("instalments", [{"due_date": "2026-11-02", "amount_cents": 3580, "status": "paid"}]))
    assert issued("payment_receipt") == []


def test_a_debit_that_comes_back_takes_its_receipt_with_it(bring_in, issued):
    bring_in(LINE)
    with held_at(NOON + timedelta(days=11)):
        bring_in(with_december(**PAID))
        bring_in(with_december(status="unpaid"))
        standing = {one.facts["due_on"] for one in documents_of(the_contract().customer) if one.kind == "payment_receipt"}
        assert standing == {"2026-11-02"}
        bring_in(with_december(**PAID | {"paid_on": "2026-12-04"}))
    assert len(issued("payment_receipt")) == 3


def test_a_receipt_stays_when_the_files_no_longer_tell_its_payment(bring_in, issued, app):
    bring_in(LINE)
    contract = the_contract()
    receipt = receipt_for(contract, ("2026-11-02", 3580), app.extensions["insurer"], wording)
    bring_in(changed("instalments", [], changed("effective_date", "2024-01-03")))
    assert receipt.replaced_at is None


def test_a_receipt_that_is_asked_twice_is_one(bring_in, issued, app):
    bring_in(LINE)
    ask = [receipt_for(the_contract(), ("2026-11-02", 3580), app.extensions["insurer"], wording) for _ in range(2)]
    assert ask[0] is ask[1]
    assert not ask[0].is_news
    for wrong in (("2026-11-02", 1), ("2026-12-02", 3580), ("", 0)):
        with pytest.raises(NotFound):
            receipt_for(the_contract(), wrong, app.extensions["insurer"], wording)


def test_what_was_paid_here_does_not_pretend_to_know_how(app, noon, issued):
    contract = make_contract(make_customer(), instalments=[(TODAY, 3580, "paid")])
    with transaction():
        instalments_of([contract])[contract.id][0].paid_cents = 3580
    issue_receipts([contract], app.extensions["insurer"], wording)
    (_, facts), = issued("payment_receipt")
    assert facts.method == ""


@pytest.mark.parametrize(("days", "values", "until"), [
    ([0], {}, date(2027, 1, 1)), ([0, 30], {}, TODAY + timedelta(days=29)), ([0, 0, 90], {}, date(2027, 1, 1)),
    ([0], {"ends_on": date(2026, 12, 1)}, date(2026, 12, 1)), ([0], {"ends_on": date(2026, 11, 1)}, TODAY)])
def test_a_payment_pays_until_the_next_one_the_renewal_or_the_end(app, noon, days, values, until):
    contract = make_contract(make_customer(), instalments=[(TODAY + timedelta(days=one), 900, "paid") for one in days], **values)
    schedule = instalments_of([contract])[contract.id]
    assert period_paid(contract, schedule[0], schedule) == (TODAY, until)
