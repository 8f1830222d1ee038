"""Sessions: a signed cookie before sign-in (it holds a CSRF secret, nothing more), a line in the database after.

The cookie of a signed-in customer is a random token, kept as a hash: it can be listed, revoked, and dies at
sign-out. A token that the client brings is never adopted, and sign-in always makes a new one.
"""
import re
import secrets
from typing import Protocol

from flask import session
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import CallbackDict

TOKEN = re.compile(r"s\.([A-Za-z0-9_-]{43})")


class Devices(Protocol):
    """Where the sessions of signed-in customers are kept (insurance.accounts.devices)."""

    def begin(self, customer_id: str, token: str, contents: dict, label: str):
        """Remember a device."""

    def find(self, token: str):
        """Return the device that still is signed in under this token, or None; note that it was seen."""

    def save(self, device, contents: dict) -> None:
        """Keep what the session holds."""

    def end(self, device) -> None:
        """Sign the device out."""


class PortalSession(CallbackDict, SessionMixin):
    """The session of one request. `device` is set when somebody is signed in; `has_lapsed` when somebody was."""

    def __init__(self, contents=None, device=None):
        def changed(self):
            self.modified = True

        super().__init__(contents or {}, changed)
        self.modified = False
        self.accessed = True
        self.device = device
        self.begins_for: str | None = None
        self.has_lapsed = False
        self.ends = False
        self.failure: Exception | None = None


class PortalSessions(SessionInterface):
    """Opens and saves sessions; `devices` is given by app.py."""

    def __init__(self, devices: Devices, secret_key: str, is_secure: bool):
        self.devices = devices
        self.is_secure = is_secure
        self.cookie = "__Host-sid" if is_secure else "sid"
        self._signer = URLSafeSerializer(secret_key, salt="visitor")

    def open_session(self, app, request):
        """Return the session of a signed-in device, of a visitor, or a new one for anything unreadable.

        A database that fails here is said by `raise_failure`, once there is a session with which to answer in words.
        """
        try:
            return self._opened(request.cookies.get(self.cookie, ""))
        except Exception as error:
            unopened = PortalSession()
            unopened.failure = error
            return unopened

    def _opened(self, value: str) -> PortalSession:
        token = TOKEN.fullmatch(value)
        if token:
            device = self.devices.find(token[1])
            if device is not None:
                return PortalSession(dict(device.contents) | {"_user_id": str(device.customer_id)}, device)
            lapsed = PortalSession()
            lapsed.has_lapsed = True
            return lapsed
        if value:
            try:
                contents = self._signer.loads(value)
                return PortalSession(contents if isinstance(contents, dict) else {})
            except BadSignature:
                pass
        return PortalSession()

    def save_session(self, app, session, response):
        """Write what changed and set the cookie, only when there is something to say."""
        response.vary.add("Cookie")
        if session.ends or session.begins_for:
            if session.device is not None:
                self.devices.end(session.device)
            if session.begins_for:
                token = secrets.token_urlsafe(32)
                self.devices.begin(session.begins_for, token, _contents(session), session.get("label", ""))
                self._set(response, f"s.{token}")
                return
        if not session.modified and not session.ends:
            return
        if session.device is not None and not session.ends:
            self.devices.save(session.device, _contents(session))
        elif session:
            self._set(response, self._signer.dumps(dict(session)))
        else:
            response.delete_cookie(self.cookie, path="/", secure=self.is_secure, httponly=True, samesite="Lax")

    def _set(self, response, value: str) -> None:
        response.set_cookie(self.cookie, value, path="/", secure=self.is_secure, httponly=True, samesite="Lax")


def _contents(session) -> dict:
    return {key: value for key, value in session.items() if key not in ("_user_id", "_fresh", "_id")}


def raise_failure() -> None:
    """Before each request, raise what kept its session from being read: nobody is taken for a visitor meanwhile."""
    if session.failure is not None:
        raise session.failure


def begin(customer_id: str, label: str, **contents) -> None:
    """Start a new session for a customer: nothing of the visitor's session survives but what is given here."""
    session.clear()
    session.update(contents, label=label, csrf_token=secrets.token_hex(20))
    session.begins_for = customer_id


def end() -> None:
    """End the session: the device is signed out, the cookie forgotten."""
    session.clear()
    session.ends = True


def device_label(user_agent: str) -> str:
    """Return words by which a person recognises a device, from what its browser says of itself."""
    def first(table):
        return next((name for mark, name in table if mark in user_agent), None)

    system = first([("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
                    ("Mac OS X", "Mac"), ("CrOS", "Chromebook"), ("Linux", "Linux")])
    browser = first([("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("FxiOS", "Firefox"),
                     ("Firefox", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari")])
    return ", ".join(part for part in (system, browser) if part)

