"""The pieces that customers sent: looked at one after the other, accepted, or refused with what to send instead."""
from flask import current_app, flash, redirect, url_for
from wtforms import HiddenField, IntegerField, RadioField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from blueprints.attachments.routes import file_answer
from blueprints.desk import bp, reading
from blueprints.desk.queues import AT_MOST, Line, Queue, register
from blueprints.desk.work import holding
from insurance.clock import PARIS
from insurance.errors import NotFound
from insurance.pieces import desk, services
from insurance.pieces.models import PieceRefusal
from insurance.pieces.queries import pieces_of
from insurance.pieces.rules import progress
from insurance.staff.models import Role
from web.access import adviser_only, current_adviser
from web.forms import Form, at_most
from web.pages import show
from wording import PIECE_REFUSALS, piece_name

QUEUE = "pieces"


class DecisionForm(Form):
    """What an adviser decides of a piece, having seen a state of it: accepted when no reason is chosen."""

    seen = IntegerField(validators=[InputRequired()])
    decision = HiddenField()
    refusal = RadioField("Pourquoi", choices=[SelectChoice(one.value, why) for one, (why, _) in PIECE_REFUSALS.items()],
                         validate_choice=False)
    note = TextAreaField("Votre message au client", [at_most(500)])

    def validate_refusal(self, field):
        """A refusal says why."""
        if self.decision.data == "refuse" and field.data not in list(PieceRefusal):
            raise ValidationError("Choisissez pourquoi la pièce ne convient pas.")


@bp.get("/pieces/<reference>")
@adviser_only(Role.ADVISER)
def pieces(reference):
    """All the pieces of a contract, those to be looked at first."""
    return _shown(_read(reference), DecisionForm(formdata=None))


@bp.post("/pieces/<reference>/<piece>")
@adviser_only(Role.ADVISER)
def decide_piece(reference, piece):
    """Accept or refuse one piece."""
    contract, form = _read(reference), DecisionForm()
    found = desk.piece_for_desk(piece)
    if found.contract_id != contract.id:
        raise NotFound(piece)
    if not form.validate_on_submit():
        return _shown(contract, form, wrong=found.public_id)
    name = piece_name(found.kind, found.subject)
    if form.decision.data == "refuse":
        services.refuse(piece, form.seen.data, PieceRefusal(form.refusal.data), form.note.data or "", current_adviser)
        flash(f"{name}\u00a0: refusée. Le client est prévenu.")
    else:
        services.accept(piece, form.seen.data, current_adviser, current_app.config["INSURER_EMAIL"])
        flash(f"{name}\u00a0: acceptée.")
    return redirect(url_for("desk.pieces", reference=reference), 303)


@bp.get("/pieces/<reference>/fichiers/<file>")
@adviser_only(Role.ADVISER)
def piece_file(reference, file):
    """A file of one of these pieces: a picture shows in the page, a paper is saved."""
    found = desk.find_file(_read(reference, file), file)
    return file_answer(found.file_key, found.media_type, found.name)


def _read(reference, part=""):
    contract = desk.find_work(reference)
    reading.note(contract.customer, "pieces", part or contract.number, about=reference)
    return contract


def _shown(contract, form, wrong=""):
    asked = pieces_of(contract)
    return show("desk/pieces.html", status=422 if wrong else 200, contract=contract, form=form, wrong=wrong,
                progress=progress(asked), reference=desk.work_of(contract).reference,
                pieces=sorted(asked, key=lambda piece: piece.state != "received"),
                **holding(QUEUE, desk.work_of(contract)))


def _lines(adviser, whose):
    return [Line(reference=desk.work_of(contract).reference, customer=contract.customer.full_name,
                 about=f"{contract.number}, {contract.vehicle.name}", href=_href(desk.work_of(contract).reference),
                 state=("warning", f"{count}\u00a0à vérifier"), since=since.astimezone(PARIS).date(), due_on=due_on,
                 due_for="pièces attendues", holder=held.adviser if held else None)
            for contract, count, due_on, since, held in desk.waiting(adviser, whose, AT_MOST + 1)]


def _href(reference):
    return url_for("desk.pieces", reference=reference)


register(Queue(QUEUE, "Pièces à vérifier", (Role.ADVISER,), look=desk.glance, lines=_lines,
               find=lambda reference: desk.work_of(desk.find_work(reference)), href_of=_href))
