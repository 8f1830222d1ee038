"""A file that serves as nothing is forgotten after a while, with its bytes; one that serves stays."""
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from insurance.attachments import services
from insurance.attachments.models import Attachment, AttachmentKey
from insurance.attachments.queries import attachments_sent_as
from insurance.claims import services as claims
from insurance.claims.models import PieceKind
from insurance.clock import held_at, now, today
from insurance.contracts.queries import contracts_of
from insurance.database import db, transaction
from insurance.documents.models import Document
from tests.support.claims import filed
from tests.support.files import photo


@pytest.fixture
def receive(app):
    def receive(customer, colour, key=""):
        return services.receive(customer, BytesIO(photo(colour=colour)), "photo.jpg", app.extensions["cleanroom"],
                                app.extensions["storage"], client_key=key)

    return receive


def run(app, days=31):
    with held_at(now() + timedelta(days=days)):
        app.extensions["daily"]["forget-unused-files"]()


def is_kept(app, key):
    try:
        return bool(app.extensions["storage"].read(key))
    except FileNotFoundError:
        return False


def test_a_file_that_serves_as_nothing_is_forgotten_after_thirty_days_and_may_be_sent_again(app, sophie, receive):
    sent = receive(sophie, "teal", "k-1")
    keys = [sent.file_key, sent.thumbnail_key]
    run(app, days=29)
    assert attachments_sent_as(sophie, ["k-1"])
    run(app)
    run(app)
    assert (attachments_sent_as(sophie, ["k-1"]), db.session.scalars(select(AttachmentKey)).all()) == ({}, [])
    assert [is_kept(app, key) for key in keys] == [False, False]
    assert is_kept(app, receive(sophie, "teal", "k-1").file_key)


def test_a_file_of_a_claim_stays_and_one_taken_back_from_a_declaration_goes(app, sophie, receive):
    claim, used, taken_back = filed(sophie, contracts_of(sophie)[0]), receive(sophie, "teal"), receive(sophie, "navy")
    claims.add_to_claim(sophie, claim.public_id, PieceKind.DAMAGE, used)
    draft = claims.begin(sophie)
    piece = claims.add_to_draft(sophie, draft.public_id, PieceKind.DAMAGE, taken_back)
    claims.remove_from_draft(sophie, draft.public_id, piece.public_id)
    gone = taken_back.file_key
    run(app)
    assert db.session.scalars(select(Attachment)).all() == [used]
    assert (is_kept(app, used.file_key), is_kept(app, gone)) == (True, False)


def test_bytes_that_somebody_else_or_a_document_keeps_too_stay(app, sophie, karim, receive):
    mine, theirs = receive(sophie, "teal"), receive(karim, "teal")
    alone = receive(sophie, "navy")
    assert mine.file_key == theirs.file_key
    contract, shared, documented = contracts_of(sophie)[0], mine.file_key, alone.file_key
    claims.add_to_claim(karim, filed(karim, contracts_of(karim)[0]).public_id, PieceKind.DAMAGE, theirs)
    with transaction():
        db.session.add(Document(customer_id=sophie.id, contract_id=contract.id, kind="other", title="Photo",
                                issued_on=today(), file_key=documented))
    run(app)
    assert db.session.scalars(select(Attachment)).all() == [theirs]
    assert (is_kept(app, shared), is_kept(app, documented)) == (True, True)
