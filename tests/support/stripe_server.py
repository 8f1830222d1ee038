"""A server that answers as Stripe's does, for what the portal asks of it: sessions, intents, charges, refunds, messages.

The shapes are those of Stripe's API reference, cut to the fields that its SDK needs or that the portal reads.
"""
import hashlib
import hmac
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count
from urllib.parse import parse_qsl

KEY, SECRET = "sk_test_portal", "whsec_portal"


class StripeServer:
    """The server, on a port of its own. `calls` are the requests that it received; `silent`, it answers none."""

    def __init__(self):
        self.sessions, self.refunds, self.answered, self.messages, self.calls = {}, {}, {}, [], []
        self.is_silent = False
        self._numbers = count(1)
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                server.answer(self, "POST")

            def do_GET(self):
                server.answer(self, "GET")

            def log_message(self, *_args):
                pass

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        self._http.shutdown()
        self._http.server_close()

    def answer(self, handler, method):
        body = handler.rfile.read(int(handler.headers.get("Content-Length") or 0)).decode()
        path, _, query = handler.path.partition("?")
        values = dict(parse_qsl(body if method == "POST" else query))
        self.calls.append((method, path, values))
        if self.is_silent:
            handler.connection.close()
            return
        key = handler.headers.get("Idempotency-Key")
        status, found = self.answered.get((path, key)) or self._answer(method, path, values, handler.headers)
        if key and method == "POST" and status == 200:
            self.answered[path, key] = status, found
        text = json.dumps(found).encode()
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Request-Id", f"req_{next(self._numbers)}")
        handler.send_header("Content-Length", str(len(text)))
        handler.end_headers()
        handler.wfile.write(text)

    def _answer(self, method, path, values, headers):
        if headers.get("Authorization") != f"Bearer {KEY}":
            return 401, _error("invalid_request_error", "Invalid API Key provided")
        parts = path.removeprefix("/v1/").split("/")
        if path == "/v1/checkout/sessions" and method == "POST":
            return 200, self._shown(self._new_session(values))
        if parts[:2] == ["checkout", "sessions"]:
            session = self.sessions.get(parts[2])
            if session is None:
                return 404, _error("invalid_request_error", f"No such checkout.session: {parts[2]}")
            if parts[3:] == ["expire"]:
                if session["status"] != "open":
                    return 400, _error("invalid_request_error", "Only Checkout Sessions with a status in [open] can be expired.")
                self.expire(parts[2])
            return 200, self._shown(session, whole="expand[0]" in values)
        if path == "/v1/refunds":
            return self._refund(values)
        if path == "/v1/disputes":
            charge = next(one["charge"] for one in self.sessions.values() if one["intent"]["id"] == values["payment_intent"])
            return 200, {"object": "list", "data": charge["disputes"], "has_more": False, "url": path}
        return 404, _error("invalid_request_error", f"Unrecognized request URL ({method}: {path})")

    def _new_session(self, values):
        number = next(self._numbers)
        metadata = {"order": values["payment_intent_data[metadata][order]"]}
        amount = int(values["line_items[0][price_data][unit_amount]"])
        session = {
            "id": f"cs_test_{number}", "object": "checkout.session", "url": f"https://checkout.stripe.com/c/pay/cs_test_{number}",
            "status": "open", "payment_status": "unpaid", "amount_total": amount, "currency": "eur", "mode": "payment",
            "client_reference_id": values["client_reference_id"], "created": int(time.time()),
            "expires_at": int(values["expires_at"]), "metadata": metadata, "charge": None,
            "intent": {"id": f"pi_{number}", "object": "payment_intent", "amount": amount, "created": int(time.time()),
                       "status": "requires_payment_method", "last_payment_error": None, "metadata": metadata}}
        self.sessions[session["id"]] = session
        return session

    def _shown(self, session, whole=False):
        shown = {name: value for name, value in session.items() if name not in ("intent", "charge")}
        intent = session["intent"]
        if session["status"] == "open" and intent["last_payment_error"] is None and session["charge"] is None:
            return shown | {"payment_intent": None}  # Stripe makes the intent when a card is first tried
        return shown | {"payment_intent": intent | {"latest_charge": session["charge"]} if whole else intent["id"]}

    def _refund(self, values):
        charge = next(one["charge"] for one in self.sessions.values() if one["intent"]["id"] == values["payment_intent"])
        amount = int(values["amount"])
        if amount > charge["amount_captured"] - sum(one["amount"] for one in charge["refunds"]["data"]):
            return 400, _error("invalid_request_error", "Refund amount is greater than unrefunded amount on charge")
        refund = {"id": f"re_{next(self._numbers)}", "object": "refund", "amount": amount, "status": "succeeded",
                  "created": int(time.time()), "payment_intent": values["payment_intent"], "charge": charge["id"],
                  "metadata": {"order": values["metadata[order]"], "key": values["metadata[key]"]}}
        charge["refunds"]["data"].append(refund)
        self.send("refund.created", refund)
        return 200, refund

    def pay(self, reference, **_how):
        """Let the customer pay on the page."""
        session = self.sessions[reference]
        if session["status"] != "open":
            return
        session |= {"status": "complete", "payment_status": "paid"}
        session["charge"] = {
            "id": f"ch_{next(self._numbers)}", "object": "charge", "amount_captured": session["amount_total"], "captured": True,
            "created": int(time.time()), "disputed": False, "disputes": [],
            "refunds": {"object": "list", "data": [], "has_more": False, "url": "/v1/refunds"}}
        self.send("checkout.session.completed", self._shown(session))

    def refuse(self, reference, code):
        """Let the customer try a card that is refused."""
        intent = self.sessions[reference]["intent"]
        intent["last_payment_error"] = {"type": "card_error", "code": "card_declined", "decline_code": code,
                                        "charge": f"ch_{next(self._numbers)}", "message": "Your card was declined."}
        self.send("payment_intent.payment_failed", intent | {"latest_charge": None})

    def expire(self, reference):
        """Let nobody pay any more."""
        self.sessions[reference]["status"] = "expired"
        self.send("checkout.session.expired", self._shown(self.sessions[reference]))

    def dispute(self, reference):
        """Let the holder of the card have the money taken back."""
        session = self.sessions[reference]
        session["charge"]["disputed"] = True
        dispute = {"id": f"dp_{next(self._numbers)}", "object": "dispute", "amount": session["amount_total"], "status": "lost",
                   "created": int(time.time()), "payment_intent": session["intent"]["id"], "charge": session["charge"]["id"]}
        session["charge"]["disputes"].append(dispute)
        self.send("charge.dispute.created", dispute)

    def send(self, kind, thing):
        body = json.dumps({"id": f"evt_{next(self._numbers)}", "object": "event", "type": kind, "created": int(time.time()),
                           "api_version": "2026-10-28.endive", "livemode": False, "data": {"object": thing}}).encode()
        self.messages.append((body, signed(body)))


def signed(body, secret=SECRET, at=None):
    """Return the header with which Stripe signs a message."""
    seconds = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), seconds.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={digest}"


def _error(kind, message):
    return {"error": {"type": kind, "message": message}}
