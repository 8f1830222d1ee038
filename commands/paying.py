"""The worker's other job: asking providers what became of payments, and playing the part of the demonstration's bank."""
from flask import current_app

from insurance.payments import services
from web.logs import log


def follow_payments() -> None:
    """Ask the providers of the payments whose outcome is awaited; a sandbox first sends its messages."""
    counter = current_app.extensions["payments"]
    sandbox = counter.named("sandbox")
    if sandbox is not None:
        sandbox.deliver(_post)
    asked = services.look_again(counter.named)
    if asked:
        log.info("payments looked at", count=asked)


def _post(body: bytes, signature: str) -> int:
    """Send a message of the sandbox as a bank does, through the whole portal; return the status of the answer."""
    sandbox = current_app.extensions["payments"].named("sandbox")
    answer = current_app.test_client().post(
        f"/paiements/messages/{sandbox.name}", data=body, headers={sandbox.header: signature}, content_type="application/json")
    return answer.status_code
