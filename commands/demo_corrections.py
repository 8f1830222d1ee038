"""What one of the invented people has asked to be corrected: so that the demonstration shows an identity that is checked."""
from dataclasses import replace
from io import BytesIO

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from demo.pictures import picture
from insurance.attachments.services import receive
from insurance.contracts.models import Contract
from insurance.corrections import services
from insurance.corrections.models import Correction, CorrectionCause
from insurance.corrections.rules import identity_of
from insurance.database import db

CONTRACT = "AA-7311-640"


def ask_correction() -> None:
    """Let Camille have asked for her married name. Nothing once anything was asked."""
    if db.session.scalar(select(Correction.id).limit(1)) is not None:
        return
    camille = db.session.scalar(
        select(Contract).where(Contract.number == CONTRACT).options(joinedload(Contract.customer))).customer
    proof = receive(camille, BytesIO(picture("Acte de mariage", camille.full_name)), "IMG_2107.jpg",
                    current_app.extensions["cleanroom"], current_app.extensions["storage"])
    asked = replace(identity_of(camille), last_name=f"{camille.last_name}-Moreau", birth_name=camille.last_name)
    services.ask(camille, asked, CorrectionCause.MARRIAGE, "Nous nous sommes mariés cet été.", [proof])
