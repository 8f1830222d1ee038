"""Stripe's hosted Checkout, through its SDK: no card number ever comes here.

The order's key is the `client_reference_id` of the session, a metadata of its payment intent, and the idempotency key of
its creation. What is taken is known by the id of the payment intent, whoever tells it: a message, or an answer.
"""
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

import stripe

from insurance.clock import now
from insurance.payments.models import PaymentEventKind as Kind
from insurance.payments.models import Refusal
from insurance.payments.provider import Answer, Checkout, Fact, Forged, Order, Unreachable

TIMEOUT_SECONDS = 20
RETRIES = 2
EVERYTHING = ["payment_intent.latest_charge.refunds"]
# What Stripe says of a refused card (`decline_code`, else `code`), and what its holder is told.
REFUSALS = {
    "insufficient_funds": Refusal.INSUFFICIENT_FUNDS, "card_velocity_exceeded": Refusal.LIMIT_REACHED,
    "withdrawal_count_limit_exceeded": Refusal.LIMIT_REACHED, "expired_card": Refusal.EXPIRED_CARD,
    "incorrect_number": Refusal.WRONG_NUMBER, "invalid_number": Refusal.WRONG_NUMBER,
    "incorrect_cvc": Refusal.WRONG_NUMBER, "invalid_cvc": Refusal.WRONG_NUMBER,
    "pin_try_exceeded": Refusal.TOO_MANY_CODES, "authentication_required": Refusal.CONFIRMATION_NEEDED,
    "authentication_not_handled": Refusal.CONFIRMATION_NEEDED,
    "payment_intent_authentication_failure": Refusal.CONFIRMATION_EXPIRED,
    "issuer_not_available": Refusal.BANK_UNAVAILABLE, "processing_error": Refusal.BANK_UNAVAILABLE,
    "reenter_transaction": Refusal.BANK_UNAVAILABLE, "try_again_later": Refusal.BANK_UNAVAILABLE,
    "lost_card": Refusal.BLOCKED, "stolen_card": Refusal.BLOCKED, "pickup_card": Refusal.BLOCKED,
    "restricted_card": Refusal.BLOCKED, "fraudulent": Refusal.BLOCKED, "merchant_blacklist": Refusal.BLOCKED,
    "security_violation": Refusal.BLOCKED,
}
REFUNDS = {"succeeded": Kind.REFUNDED, "failed": Kind.REFUND_FAILED, "canceled": Kind.REFUND_FAILED}


class Stripe:
    """Stripe. `api` is another address than its own, for tests; empty in production."""

    name = "stripe"
    header = "Stripe-Signature"

    def __init__(self, key: str, webhook_secret: str, api: str = "", retries: int = RETRIES):
        if not key or not webhook_secret:
            raise ValueError("PAYMENTS=stripe needs STRIPE_KEY and STRIPE_WEBHOOK_SECRET")
        self._webhook_secret = webhook_secret
        self._client = stripe.StripeClient(
            key, http_client=stripe.RequestsClient(timeout=TIMEOUT_SECONDS), max_network_retries=retries,
            base_addresses={"api": api} if api else None)

    def open(self, order: Order) -> Checkout:
        """Make the page on which this order is paid, or return the one that was made."""
        about = {"order": order.key, "reference": order.reference}
        with _asked():
            session = self._client.v1.checkout.sessions.create({
                "mode": "payment", "locale": "fr", "client_reference_id": order.key, "metadata": about,
                "line_items": [{"quantity": 1, "price_data": {
                    "currency": "eur", "unit_amount": order.amount_cents, "product_data": {"name": order.label}}}],
                "payment_intent_data": {"description": order.label, "metadata": about},
                "success_url": order.return_url, "cancel_url": order.return_url,
                "expires_at": int(order.expires_at.timestamp()),
            }, {"idempotency_key": order.key})
        return Checkout(session.id, session.url)

    def look(self, reference: str) -> Answer:
        """Return all that is known of a payment."""
        with _asked():
            session = self._client.v1.checkout.sessions.retrieve(reference, {"expand": EVERYTHING})
        return self._answer(session)

    def close(self, reference: str) -> Answer:
        """Make a page that can no longer be paid, unless it was: what is returned says which."""
        with _asked(), suppress(stripe.InvalidRequestError):  # it is no longer open: the answer says why
            self._client.v1.checkout.sessions.expire(reference)
        return self.look(reference)

    def refund(self, reference: str, amount_cents: int, key: str) -> list[Fact]:
        """Give back a part of a payment that was taken, once under this key."""
        with _asked():
            session = self._client.v1.checkout.sessions.retrieve(reference)
            try:
                refund = self._client.v1.refunds.create({
                    "payment_intent": session.payment_intent, "amount": amount_cents,
                    "metadata": {"order": session.client_reference_id, "key": key},
                }, {"idempotency_key": key})
            except stripe.InvalidRequestError:  # more than what is left
                return [Fact(Kind.REFUND_FAILED, key, now(), session.client_reference_id, reference, amount_cents)]
        return _refund_facts(refund)

    def heard(self, body: bytes, signature: str) -> list[Fact]:
        """Return what a signed message states, nothing when it is about something else. Raises `Forged`."""
        try:
            event = stripe.Webhook.construct_event(body, signature, self._webhook_secret)
        except (stripe.SignatureVerificationError, ValueError) as error:
            raise Forged(str(error)) from None
        thing, at = event.data.object, _instant(event.created)
        if thing.object == "checkout.session":
            return _session_facts(thing, at)
        if thing.object == "payment_intent":
            return _refusal_facts(thing)
        if thing.object == "refund":
            return _refund_facts(thing)
        return _dispute_facts(thing) if thing.object == "dispute" else []

    def _answer(self, session) -> Answer:
        intent = session.payment_intent
        facts = _session_facts(session, _instant(session.created))
        if intent is not None:
            facts += _refusal_facts(intent)
            charge = intent.latest_charge
            if charge is not None and charge.captured:
                facts = [one for one in facts if one.kind is not Kind.CAPTURED] + [
                    Fact(Kind.CAPTURED, intent.id, _instant(charge.created), session.client_reference_id, session.id,
                         charge.amount_captured)]
                facts += [fact for one in (charge.refunds.data if charge.refunds else []) for fact in _refund_facts(one)]
                if charge.disputed:
                    with _asked():
                        disputes = self._client.v1.disputes.list({"payment_intent": intent.id})
                    facts += [fact for one in disputes.data for fact in _dispute_facts(one)]
        return Answer(session.status == "open", [_of_order(one, session) for one in facts])


@contextmanager
def _asked():
    """Whatever Stripe could not, or would not, answer: what was asked may have been done."""
    try:
        yield
    except stripe.StripeError as error:
        raise Unreachable(type(error).__name__) from error


def _session_facts(session, at: datetime) -> list[Fact]:
    about = {"order_key": session.client_reference_id or "", "reference": session.id}
    if session.payment_status == "paid":
        intent = session.payment_intent
        return [Fact(Kind.CAPTURED, getattr(intent, "id", intent), at, amount_cents=session.amount_total, **about)]
    if session.status == "expired":
        return [Fact(Kind.CLOSED, "expired", at, **about)]
    return [Fact(Kind.PENDING, "pending", at, **about)] if session.status == "complete" else []


def _refusal_facts(intent) -> list[Fact]:
    error = intent.last_payment_error
    if error is None:
        return []
    code = getattr(error, "decline_code", None) or getattr(error, "code", None) or ""
    key = getattr(error, "charge", None) or f"{intent.id}:{code}"
    return [Fact(Kind.REFUSED, key, _instant(intent.created), getattr(intent.metadata, "order", ""),
                 refusal=REFUSALS.get(code, Refusal.NOT_HONOURED))]


def _refund_facts(refund) -> list[Fact]:
    kind = REFUNDS.get(refund.status)
    if kind is None:
        return []
    return [Fact(kind, getattr(refund.metadata, "key", refund.id), _instant(refund.created),
                 getattr(refund.metadata, "order", ""), refund.payment_intent, refund.amount)]


def _dispute_facts(dispute) -> list[Fact]:
    fact = Fact(Kind.DISPUTED, dispute.id, _instant(dispute.created), reference=dispute.payment_intent,
                amount_cents=dispute.amount)
    won = Fact(Kind.DISPUTE_WON, dispute.id, now(), reference=dispute.payment_intent, amount_cents=dispute.amount)
    return [fact, won] if dispute.status == "won" else [fact]


def _of_order(fact: Fact, session) -> Fact:
    return Fact(fact.kind, fact.key, fact.occurred_at, session.client_reference_id, session.id, fact.amount_cents,
                fact.refusal)


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
