"""What providers of payments send: signed messages, the only word by which money is believed to have come."""
from flask import abort, current_app, request

from blueprints.payments import bp
from insurance.payments import services
from insurance.payments.provider import Forged
from web.access import signed_only
from web.logs import log


@bp.post("/paiements/messages/<name>")
@signed_only
def hear(name):
    """204 once it is written; 400 for a message that the provider did not sign: nothing of it is believed."""
    provider = current_app.extensions["payments"].named(name) or abort(404)
    try:
        facts = provider.heard(request.get_data(), request.headers.get(provider.header, ""))
    except Forged as error:
        log.warning("payment message forged", kind=name, error=str(error))
        abort(400)
    services.hear(facts)
    return "", 204
