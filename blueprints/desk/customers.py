"""Finding a customer, and their file on one page."""
from flask import redirect, request, url_for

import wording
from blueprints.desk import bp, reading
from blueprints.desk.queues import page_of
from blueprints.documents.routes import pdf_answer
from insurance.accounts.queries import account_of
from insurance.billing import queries as billing
from insurance.billing.rules import arrears_of
from insurance.clock import now
from insurance.contracts.queries import contracts_of, find_contract
from insurance.contracts.rules import cover_at, cover_dates
from insurance.documents.queries import documents_of, find_document
from insurance.history.queries import whole_history_of
from insurance.outbox import mails_of
from insurance.staff import readings
from insurance.staff.assignments import held_of
from insurance.staff.models import Role
from insurance.staff.queries import find_adviser
from insurance.staff.search import AT_MOST, find_customer, search
from web.access import adviser_only, current_adviser
from web.mails import subject_of
from web.pages import older_than, show

PAGE_SIZE = 30


@bp.get("/recherche")
@adviser_only()
def find():
    """Customers by name, plate, number, e-mail or telephone; a reference leads straight to its page."""
    typed = request.args.get("q", "").strip()
    page = page_of(typed.upper()) if typed else None
    if page is not None:
        return redirect(page, 303)
    found = search(typed)
    if typed:
        readings.note(current_adviser, None, "search", typed)
    return show("desk/search.html", fragment="desk/_found.html", typed=typed, found=found[:AT_MOST],
                has_more=len(found) > AT_MOST)


@bp.get("/clients/<public_id>")
@adviser_only()
def customer(public_id):
    """Who they are, their contracts, their documents, what is open, what happened."""
    customer = find_customer(public_id)
    if reading.why(customer) is None:
        return reading.to_opening(customer)
    reading.note(customer, "file")
    contracts = contracts_of(customer)
    instalments = billing.instalments_of(contracts)
    return show("desk/customer.html", customer=customer, account=account_of(customer), contracts=contracts,
                covers={one.id: cover_at(cover_dates(one), now()) for one in contracts},
                dues={one.id: billing.next_due(instalments[one.id]) for one in contracts},
                arrears={one.id: arrears_of(one, instalments[one.id], now()) for one in contracts},
                documents=documents_of(customer), held=held_of(customer),
                mails=[(mail, subject_of(mail)) for mail in mails_of(customer, 10)],
                events=whole_history_of(customer, size=10), why=reading.why(customer))


@bp.get("/clients/<public_id>/contrats/<contract>")
@adviser_only()
def customer_contract(public_id, contract):
    """One of their contracts, whole."""
    customer = find_customer(public_id)
    if reading.why(customer) is None:
        return reading.to_opening(customer)
    found = find_contract(customer, contract)
    reading.note(customer, "contract", found.number)
    instalments = billing.instalments_of([found])[found.id]
    return show("desk/contract.html", customer=customer, contract=found, cover=cover_at(cover_dates(found), now()),
                instalments=instalments, mandate=billing.mandate_of(found), due=billing.next_due(instalments))


@bp.get("/clients/<public_id>/documents/<document>")
@adviser_only()
def customer_document(public_id, document):
    """One of their documents, as they have it."""
    customer = find_customer(public_id)
    if reading.why(customer) is None:
        return reading.to_opening(customer)
    found = find_document(customer, document)
    reading.note(customer, "document", found.number or wording.DOCUMENT_KINDS[found.kind])
    return pdf_answer(found)


@bp.get("/clients/<public_id>/historique")
@adviser_only()
def customer_history(public_id):
    """All that happened, and what only the desk sees."""
    customer = find_customer(public_id)
    if reading.why(customer) is None:
        return reading.to_opening(customer)
    reading.note(customer, "history")
    events = whole_history_of(customer, before=older_than(), size=PAGE_SIZE + 1)
    return show("desk/history.html", fragment="desk/_history.html", customer=customer, events=events[:PAGE_SIZE],
                older=events[PAGE_SIZE - 1].id if len(events) > PAGE_SIZE else None)


@bp.get("/consultations")
@adviser_only(Role.SUPERVISOR)
def journal():
    """Who read what, and why; of one customer or by one adviser when asked."""
    of, by = request.args.get("client", ""), request.args.get("conseiller", "")
    whose, who = find_customer(of) if of else None, find_adviser(by) if by else None
    lines = readings.readings(whose, who, older_than(), PAGE_SIZE + 1)
    older = lines[PAGE_SIZE - 1][0].id if len(lines) > PAGE_SIZE else None
    return show("desk/journal.html", fragment="desk/_journal.html", lines=lines[:PAGE_SIZE], whose=whose, who=who,
                older=url_for("desk.journal", client=of or None, conseiller=by or None, avant=older) if older else "")
