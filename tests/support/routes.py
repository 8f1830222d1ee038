"""Every route of the portal, with addresses that lead to real things. A new route cannot hide: it must be filled here."""
from uuid import UUID

from sqlalchemy import select

from insurance.accounts.models import SignedInDevice
from insurance.attachments.models import Attachment
from insurance.billing.models import SignedMandate
from insurance.claims.models import Claim, ClaimDraft
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.models import Document
from insurance.endorsements.models import Endorsement
from insurance.payments.models import Payment
from insurance.people.models import Customer
from insurance.pieces.models import Piece
from insurance.staff.models import Adviser

READING = {"GET", "HEAD", "OPTIONS"}
# Arguments that name no customer's thing, with a value under which the route answers.
NOBODYS = {
    ("dashboard", "name"): "contrats", ("signin", "secret"): "nothing", ("profile", "secret"): "nothing",
    ("termination", "secret"): "nothing", ("termination", "slug"): "motif",
    ("endorsements", "kind"): "stationnement", ("endorsements", "slug"): "stationnement",
    ("verifier", "code"): "000000000000", ("mailbox", "name"): "nothing",
    ("desk", "secret"): "nothing", ("desk", "queue"): "resiliations", ("desk", "reference"): "RES-2026-000001",
    ("documents", "reference"): "COU-2026-000001", ("desk", "slug"): "cloture",
    ("claims", "piece"): "0" * 13, ("claims", "slug"): "nature", ("claims", "client_id"): UUID(int=0), ("claims", "piece_id"): UUID(int=0),
    ("desk", "piece"): "0" * 13, ("desk", "file"): "0" * 13,
    ("payments", "secret"): "nothing", ("payments", "name"): "sandbox", ("bank", "reference"): "nothing",
    ("static", "build"): "old", ("static", "filename"): "app.css",
}
# What the argument `public_id` names, by blueprint or by route.
THINGS = {"contracts": Contract, "documents": Document, "documents.proof_pdf": Contract, "documents.receipt_list": Contract,
          "documents.card": Contract, "documents.card_pdf": Contract, "documents.everything": Contract,
          "profile": SignedInDevice, "termination": Contract, "attachments": Attachment, "claims": Claim, "claims.step": ClaimDraft,
          "claims.add_files": ClaimDraft, "claims.remove_file": ClaimDraft, "claims.discard": ClaimDraft,
          "payments": Payment, "payments.contract": Contract, "payments.choose": Contract, "payments.pay": Contract,
          "payments.be_quiet": Contract, "payments.file": Contract, "payments.mandate": Contract,
          "payments.change_account": Contract, "payments.sign_mandate": SignedMandate,
          "payments.ask_mandate_code": SignedMandate, "payments.revoke_mandate": SignedMandate,
          "pieces": Piece, "pieces.index": Contract, "endorsements": Endorsement, "endorsements.index": Contract,
          "endorsements.lend": Contract, "endorsements.step": Contract, "endorsements.answer": Contract,
          "endorsements.abandon": Contract}
STAFF = {"desk.member": Adviser, "desk.change_access": Adviser, "desk": Customer}  # what it names at the desk
ARGUMENTS = {"contract": Contract, "document": Document}  # what other arguments name there, beside the customer


def rules(app, access=None, method=None):
    """Return the routes of an access and a method, in a fixed order."""
    return sorted((rule for rule in app.url_map.iter_rules()
                   if (access is None or access_of(app, rule) == access)
                   and (method is None or method in rule.methods)), key=lambda rule: (rule.rule, rule.endpoint))


def access_of(app, rule):
    """Return who may use a route, as its handler says; None when it does not say."""
    return getattr(app.view_functions[rule.endpoint], "access", None)


def is_somebodys(rule):
    """Return whether an address names a customer's thing."""
    return any((_place(rule), argument) not in NOBODYS for argument in rule.arguments)


def things_of(customer):
    """Return, by kind, the public id of the newest thing that belongs to this customer; None when there is none."""
    return {model: db.session.scalar(
        select(model.public_id).where(model.customer_id == customer.id).order_by(model.id.desc()).limit(1))
            for model in set(THINGS.values())} | {
        Customer: customer.phone_key,
        Adviser: db.session.scalar(select(Adviser.public_id).limit(1)) or "nobody"}


def address(app, rule, things):
    """Return the path of a route, filled with these things. KeyError for an argument of which nobody said what it is."""
    arguments = {}
    for argument in rule.arguments:
        if (_place(rule), argument) in NOBODYS:
            arguments[argument] = NOBODYS[_place(rule), argument]
        elif argument in ARGUMENTS:
            arguments[argument] = things[ARGUMENTS[argument]] or "None"
        else:
            assert argument == "public_id", f"{rule}: say in tests/support/routes.py what {argument} names"
            arguments[argument] = things[(STAFF | THINGS).get(rule.endpoint) or (STAFF | THINGS)[_place(rule)]] or "None"
    with app.test_request_context():
        return app.url_for(rule.endpoint, **arguments)


def _place(rule):
    return rule.endpoint.partition(".")[0]
