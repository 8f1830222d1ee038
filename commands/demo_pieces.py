"""What one of the invented people has sent already: so that the demonstration shows a piece in each of its states."""
from io import BytesIO

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from demo import STAFF
from demo.pictures import picture
from insurance.attachments.services import receive
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.pieces import desk, services
from insurance.pieces.models import PieceRefusal, PieceState
from insurance.pieces.queries import pieces_of
from insurance.staff.queries import adviser_known_as

CONTRACT = "AA-7311-640"
SENT = {"licence": "Permis de conduire", "registration_certificate": "Certificat d'immatriculation",
        "claims_history": "Relevé d'information"}


def send_pieces() -> None:
    """Let Camille have sent three pieces: one accepted, one refused, one that waits. Nothing once anything was sent."""
    contract = db.session.scalar(select(Contract).where(Contract.number == CONTRACT).options(joinedload(Contract.customer)))
    asked = pieces_of(contract)
    if any(piece.state != PieceState.MISSING for piece in asked):
        return
    customer, adviser = contract.customer, adviser_known_as(STAFF[0].email)
    for kind, public_id in [(piece.kind, piece.public_id) for piece in asked if piece.kind in SENT]:
        file = receive(customer, BytesIO(picture(SENT[kind], customer.full_name)), f"IMG_{2041 + list(SENT).index(kind)}.jpg",
                       current_app.extensions["cleanroom"], current_app.extensions["storage"])
        services.send(customer, public_id, [file])
        seen = desk.piece_for_desk(public_id).revision
        if kind == "licence":
            services.accept(public_id, seen, adviser, current_app.config["INSURER_EMAIL"])
        elif kind == "registration_certificate":
            services.refuse(public_id, seen, PieceRefusal.CROPPED, "Le coin en bas à droite manque.", adviser)
