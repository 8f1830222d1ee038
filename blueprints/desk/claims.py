"""The claims desk: what waits, a claim on one page, its pieces, its messages."""
from flask import flash, redirect, render_template, request, url_for

from blueprints.attachments.routes import file_answer
from blueprints.desk import bp, reading
from blueprints.desk.claim_forms import RefusalForm, ReplyForm
from blueprints.desk.claim_moves import moves_of
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.sections import in_file
from blueprints.desk.work import holding
from blueprints.documents.routes import pdf_answer
from insurance.claims import handling, queue
from insurance.claims.following import find_piece
from insurance.claims.models import Claim, PieceRefusal
from insurance.claims.paper import paper_of
from insurance.claims.queries import account_for, missing
from insurance.claims.rules import legal_deadlines
from insurance.claims.timeline import story_of
from insurance.claims.workflow import ENDED
from insurance.clock import PARIS
from insurance.errors import NotFound
from insurance.staff.assignments import be_in_hand
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.pages import show
from wording import CLAIM_KINDS, CLAIM_STATES, MESSAGE_TEMPLATES, PROMISES, declared_words, filled

QUEUE = "sinistres"
STATE_KINDS = {"pieces-asked": "warning", "refused": "refusal", "settlement": "good", "closed": "neutral",
               "withdrawn": "neutral"}


@bp.get("/sinistres/<reference>")
@adviser_only(Role.CLAIMS)
def claim(reference):
    """A claim, whole: what was told, what was sent, what is due, what may be done."""
    found = queue.claim_known_as(reference)
    if found.reference != reference:
        return redirect(_href(found.reference), 303)
    reading.note(found.customer, "claim", found.reference, about=found.reference)
    return _page(found, ReplyForm(words=_template_words(found)))


@bp.get("/sinistres/<reference>/declaration")
@adviser_only(Role.CLAIMS)
def claim_declaration(reference):
    """The paper of the declaration, as its customer has it."""
    found = queue.claim_known_as(reference)
    paper = paper_of(found)
    if paper is None:
        raise NotFound(reference)
    reading.note(found.customer, "document", paper.number, about=found.reference)
    return pdf_answer(paper)


@bp.get("/sinistres/<reference>/pieces/<piece>")
@adviser_only(Role.CLAIMS)
def claim_piece(reference, piece):
    """A photo or a paper, as it is kept."""
    found = queue.claim_known_as(reference)
    attachment = _attachment(found, piece)
    reading.note(found.customer, "piece", found.reference, about=found.reference)
    return file_answer(attachment.file_key, attachment.media_type, attachment.name)


@bp.get("/sinistres/<reference>/pieces/<piece>/vignette")
@adviser_only(Role.CLAIMS)
def claim_thumbnail(reference, piece):
    """A small picture of a photo: part of the page, whose reading is written down."""
    attachment = _attachment(queue.claim_known_as(reference), piece)
    if attachment.thumbnail_key is None:
        raise NotFound(piece)
    return file_answer(attachment.thumbnail_key, attachment.media_type, attachment.name)


@bp.post("/sinistres/<reference>/pieces/<piece>/accord")
@adviser_only(Role.CLAIMS)
def accept_piece(reference, piece):
    """Accept a piece."""
    handling.accept_piece(_piece_in_hand(reference, piece), current_adviser)
    flash("La pièce est acceptée.")
    return redirect(_href(reference) + "#pieces", 303)


@bp.route("/sinistres/<reference>/pieces/<piece>/refus", methods=["GET", "POST"])
@adviser_only(Role.CLAIMS)
def refuse_piece(reference, piece):
    """Refuse a piece with its reason, and ask for another: the clock stops until it comes."""
    found = queue.claim_known_as(reference)
    shown, form = find_piece(found, piece), RefusalForm()
    if form.validate_on_submit():
        handling.refuse_piece(_piece_in_hand(reference, piece), current_adviser, PieceRefusal(form.refusal.data),
                              form.note.data or "")
        flash("La pièce est refusée, le client est prévenu.")
        return redirect(_href(reference) + "#pieces", 303)
    return show("desk/refuse_piece.html", status=422 if form.errors else 200, form=form, claim=found, piece=shown)


@bp.post("/sinistres/<reference>/pieces/<piece>/abandon")
@adviser_only(Role.CLAIMS)
def waive_piece(reference, piece):
    """Wait no more for a piece."""
    handling.waive_piece(_piece_in_hand(reference, piece), current_adviser)
    flash("Cette pièce n’est plus attendue.")
    return redirect(_href(reference) + "#pieces", 303)


@bp.post("/sinistres/<reference>/messages")
@adviser_only(Role.CLAIMS)
def reply(reference):
    """Write to the customer."""
    found, form = queue.claim_known_as(reference), ReplyForm()
    if not form.validate_on_submit():
        return _page(found, form, status=422)
    be_in_hand(queue.work_of(found), current_adviser)
    handling.answer(found.public_id, current_adviser, form.words.data.strip())
    flash("Le message est parti.")
    return redirect(_href(reference) + "#messages", 303)


@bp.post("/sinistres/<reference>/messages/lu")
@adviser_only(Role.CLAIMS)
def note_messages_read(reference):
    """Say that what the customer wrote was read."""
    found = queue.claim_known_as(reference)
    be_in_hand(queue.work_of(found), current_adviser)
    handling.note_read(found.public_id, current_adviser)
    return redirect(_href(reference) + "#messages", 303)


def _page(found: Claim, form, status=200):
    promise = next((one for one in found.promises if one.ended_at is None), None)
    return show("desk/claim.html", status=status, claim=found, form=form, story=story_of(found), promise=promise,
                legal={} if found.state in ENDED or found.settlement_cents is not None else legal_deadlines(found),
                missing=missing(found.pieces), moves=moves_of(found, current_adviser), templates=MESSAGE_TEMPLATES,
                state_kind=STATE_KINDS.get(found.state, "info"), draft=queue.draft_of(found),
                account=account_for(found), paper=paper_of(found),
                told=declared_words(found.declaration, CLAIM_KINDS, found.contract.vehicle.name), **holding(QUEUE, queue.work_of(found)))


def _template_words(found: Claim) -> str:
    """Return the text of the template that was chosen, filled in; nothing when none was."""
    _, text = MESSAGE_TEMPLATES.get(request.args.get("modele", ""), ("", ""))
    return filled(text, found, current_adviser)


def _piece_in_hand(reference: str, piece: str) -> str:
    """Return the key of a piece of a claim that the adviser has in hand. Raises `Refused`, `NotFound`."""
    found = queue.claim_known_as(reference)
    be_in_hand(queue.work_of(found), current_adviser)
    return find_piece(found, piece).public_id


def _attachment(found: Claim, piece: str):
    attachment = find_piece(found, piece).attachment
    if attachment is None:
        raise NotFound(piece)
    return attachment


@in_file
def _open_claims(customer):
    return render_template("desk/_claims.html", claims=queue.open_claims_of(customer), state_kinds=STATE_KINDS)


def _lines(adviser, whose):
    rows = queue.waiting(adviser, whose, AT_MOST + 1)
    promises = queue.standing_promises([one for one, _ in rows])
    return [_line(one, held, promises.get(one.id)) for one, held in rows]


def _line(one: Claim, held, promise) -> Line:
    """What is due first is either what was promised or what the law wants."""
    promised_on = promise.due_at.astimezone(PARIS).date() if promise else None
    due_for = PROMISES[promise.kind] if promise and promised_on == one.due_on else "délai légal"
    return Line(reference=one.reference, customer=one.customer.full_name, href=_href(one.reference),
                about=f"{CLAIM_KINDS[one.kind][0]}, {one.contract.vehicle.name}" + (", blessés" if one.has_injury else ""),
                state=(STATE_KINDS.get(one.state, "info"), CLAIM_STATES[one.state]),
                since=one.filed_at.astimezone(PARIS).date(), due_on=one.due_on, due_for=due_for if one.due_on else "",
                holder=held.adviser if held else None)


def _href(reference: str) -> str:
    return url_for("desk.claim", reference=reference)


register(Queue(QUEUE, "Sinistres", (Role.CLAIMS,), look=queue.glance, lines=_lines,
               find=lambda reference: queue.work_of(queue.claim_known_as(reference)), href_of=_href))
