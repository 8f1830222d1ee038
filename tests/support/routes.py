"""Every route of the portal, with addresses that lead to real things. A new route cannot hide: it must be filled here."""
from sqlalchemy import select

from insurance.accounts.models import SignedInDevice
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.documents.models import Document

READING = {"GET", "HEAD", "OPTIONS"}
# Routes whose argument names no customer's thing: a value with which they answer.
NOBODYS = {
    "dashboard.card": {"name": "contrats"},
    "signin.confirm": {"secret": "nothing"},
    "signin.reset": {"secret": "nothing"},
    "verifier.standing": {"code": "000000000000"},
    "static": {"build": "old", "filename": "app.css"},
}


def rules(app, access=None, method=None):
    """Return the routes of an access and a method, in a fixed order."""
    return sorted((rule for rule in app.url_map.iter_rules()
                   if (access is None or access_of(app, rule) == access)
                   and (method is None or method in rule.methods)), key=lambda rule: (rule.rule, rule.endpoint))


def access_of(app, rule):
    """Return who may use a route, as its handler says; None when it does not say."""
    return getattr(app.view_functions[rule.endpoint], "access", None)


def things_of(customer):
    """Return the arguments of each route that reads or changes a customer's thing, filled with this customer's own."""
    def key(model):
        return {"public_id": db.session.scalar(select(model.public_id).where(model.customer_id == customer.id).limit(1))}

    return {
        "contracts.detail": key(Contract),
        "documents.detail": key(Document),
        "documents.pdf": key(Document),
        "documents.proof_pdf": key(Contract),
        "profile.end_device": key(SignedInDevice),
    }


def address(app, rule, values):
    """Return the path of a route. KeyError when it has arguments and nobody said with what to fill them."""
    arguments = values[rule.endpoint] if rule.arguments else {}
    assert set(arguments) == set(rule.arguments) and None not in arguments.values(), rule
    with app.test_request_context():
        return app.url_for(rule.endpoint, **arguments)
