"""Reading a customer's file: nobody does it without saying why, and each reading is written down."""
from datetime import datetime, timedelta

from flask import redirect, request, session, url_for

from blueprints.desk import bp
from blueprints.desk.forms import ReadingForm
from insurance.clock import now
from insurance.staff import readings
from insurance.staff.assignments import in_hand_of
from insurance.staff.models import ReadingReason
from insurance.staff.search import find_customer
from web.access import adviser_only, current_adviser, safe_next
from web.pages import show

OPEN_FOR = timedelta(minutes=60)
FILES = "files"  # in the adviser's session: the files that are open, why, and until when


def why(customer) -> tuple[ReadingReason, str] | None:
    """Return why the adviser may read a file now: what they said when they opened it, or what they have in hand of it."""
    said = session.get(FILES, {}).get(customer.phone_key)
    if said is not None and datetime.fromisoformat(said[2]) > now():
        return ReadingReason(said[0]), said[1]
    held = next((one for one in in_hand_of(current_adviser) if one.customer_id == customer.id), None)
    return None if held is None else (ReadingReason.WORK, held.reference)


def note(customer, part: str, subject: str = "", about: str = "") -> None:
    """Write that the adviser reads a part of a file. `about` is the work that they read it for, when that is why."""
    reason, words = (ReadingReason.WORK, about) if about else why(customer) or (None, "")
    readings.note(current_adviser, customer, part, subject, reason, words)


def to_opening(customer):
    """Send the adviser to say why, and back to this page afterwards."""
    return redirect(url_for("desk.open_file", public_id=customer.phone_key, suite=request.full_path.rstrip("?")), 303)


@bp.route("/clients/<public_id>/ouverture", methods=["GET", "POST"])
@adviser_only()
def open_file(public_id):
    """Say why a file is opened: it stays open for an hour, in this session."""
    customer = find_customer(public_id)
    form, wanted = ReadingForm(), safe_next(request.args.get("suite"))
    if form.validate_on_submit():
        kept = {key: said for key, said in session.get(FILES, {}).items() if datetime.fromisoformat(said[2]) > now()}
        session[FILES] = kept | {customer.phone_key: [form.reason.data, form.note.data or "",
                                                      (now() + OPEN_FOR).isoformat()]}
        is_here = wanted and wanted.startswith(url_for("desk.customer", public_id=public_id))
        return redirect(wanted if is_here else url_for("desk.customer", public_id=public_id), 303)
    return show("desk/open_file.html", status=422 if form.errors else 200, form=form, customer=customer, wanted=wanted)
