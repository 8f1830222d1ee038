"""Sessions: a signed cookie before sign-in (it holds a CSRF secret, nothing more), a line in the database after.

The cookie of somebody signed in is a random token, kept as a hash: it can be listed, revoked, and dies at sign-out. A
token that the client brings is never adopted, and sign-in always makes a new one.

There are two doors, for customers and for the insurer's own people, each with its cookie and its table. The path of a
request says at which door it knocks: a request never has both sessions, and neither cookie opens the other door.
"""
import re
import secrets
from dataclasses import dataclass
from typing import Protocol

from flask import session
from flask.sessions import SessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import CallbackDict

from web import unsent

TOKEN = re.compile(r"s\.([A-Za-z0-9_-]{43})")


class Devices(Protocol):
    """Where the sessions of people who signed in are kept (insurance.sessions)."""

    def begin(self, person_id: str, token: str, contents: dict, label: str):
        """Remember a device."""

    def whose(self, device) -> str:
        """Return the key of the person who signed in on it."""

    def find(self, token: str):
        """Return the device that still is signed in under this token, or None; note that it was seen."""

    def find_lapsed(self, token: str):
        """Return the device on which this session was left alone too long, a few days ago at most, or None."""

    def was_theirs(self, person_id: str, secret: str | None) -> bool:
        """Return whether a session of this person, left alone since or not, has this CSRF secret."""

    def save(self, device, contents: dict) -> None:
        """Keep what the session holds."""

    def end(self, device) -> None:
        """Sign the device out."""


@dataclass(frozen=True)
class Door:
    """A way in: the paths that lead to it begin with `path`, its cookie is sent to them only."""

    path: str
    cookie: str
    devices: Devices

    def is_for(self, path: str) -> bool:
        """Return whether a request for this path comes to this door."""
        return self.path == "/" or path == self.path or path.startswith(self.path + "/")


class PortalSession(CallbackDict, SessionMixin):
    """The session of one request, at one `door`.

    `device` is set when somebody is signed in, and `person_id` says who; `has_lapsed` is set when somebody was, and
    `lapsed` is their device when nobody ended that session. Its forms are still believed to come from its pages.
    """

    def __init__(self, door: Door, contents=None, device=None, lapsed=None):
        def changed(self):
            self.modified = True

        super().__init__(contents or {}, changed)
        self.modified = False
        self.accessed = True
        self.door = door
        self.device = device
        self.person_id = door.devices.whose(device) if device is not None else None
        self.begins_for: str | None = None
        self.has_lapsed = False
        self.lapsed = lapsed
        self.ends = False
        self.failure: Exception | None = None


class PortalSessions(SessionInterface):
    """Opens and saves sessions, for customers and, under `desk_path`, for the insurer's people. app.py gives both tables."""

    def __init__(self, devices: Devices, desk: Devices, desk_path: str, secret_key: str, is_secure: bool):
        self.devices = devices
        self.is_secure = is_secure
        self.customers = Door("/", "__Host-sid" if is_secure else "sid", devices)
        self.desk = Door(desk_path, "__Secure-desk" if is_secure else "desk", desk)
        self._signers = {door: URLSafeSerializer(secret_key, salt=salt)
                         for door, salt in ((self.customers, "visitor"), (self.desk, "desk-visitor"))}

    def open_session(self, app, request):
        """Return the session of a signed-in device, of a visitor, or a new one for anything unreadable.

        A database that fails here is said by `raise_failure`, once there is a session with which to answer in words.
        """
        door = self.desk if self.desk.is_for(request.path) else self.customers
        try:
            return self._opened(door, request.cookies.get(door.cookie, ""))
        except Exception as error:
            unopened = PortalSession(door)
            unopened.failure = error
            return unopened

    def _opened(self, door: Door, value: str) -> PortalSession:
        token = TOKEN.fullmatch(value)
        if token:
            device = door.devices.find(token[1])
            if device is not None:
                # Flask-Login knows customers only: an adviser is nobody to it, whatever the route.
                known = {"_user_id": door.devices.whose(device)} if door is self.customers else {}
                return PortalSession(door, dict(device.contents) | known, device)
            return self._lapsed(door, token[1])
        if value:
            try:
                contents = self._signers[door].loads(value)
                return PortalSession(door, contents if isinstance(contents, dict) else {})
            except BadSignature:
                pass
        return PortalSession(door)

    def _lapsed(self, door: Door, token: str) -> PortalSession:
        """Return a visitor's session; only the CSRF secret of the one that lapsed comes along, so that forms may be read."""
        device = door.devices.find_lapsed(token)
        contents = {name: device.contents[name] for name in ("csrf_token",) if name in device.contents} if device else {}
        session = PortalSession(door, contents, lapsed=device)
        session.has_lapsed = True
        return session

    def save_session(self, app, session, response):
        """Write what changed and set the cookie, only when there is something to say."""
        response.vary.add("Cookie")
        if session.ends or session.begins_for:
            if session.device is not None:
                session.door.devices.end(session.device)
            if session.begins_for:
                token = secrets.token_urlsafe(32)
                session.door.devices.begin(session.begins_for, token, _contents(session), session.get("label", ""))
                self._set(response, session.door, f"s.{token}")
                return
        if not session.modified and not session.ends:
            return
        if session.device is not None and not session.ends:
            session.door.devices.save(session.device, _contents(session))
        elif session:
            self._set(response, session.door, self._signers[session.door].dumps(dict(session)))
        else:
            response.delete_cookie(session.door.cookie, path=session.door.path, secure=self.is_secure, httponly=True,
                                   samesite="Lax")

    def _set(self, response, door: Door, value: str) -> None:
        response.set_cookie(door.cookie, value, path=door.path, secure=self.is_secure, httponly=True, samesite="Lax")


def _contents(session) -> dict:
    return {key: value for key, value in session.items() if key not in ("_user_id", "_fresh", "_id")}


def raise_failure() -> None:
    """Before each request, raise what kept its session from being read: nobody is taken for a visitor meanwhile."""
    if session.failure is not None:
        raise session.failure


def begin(person_id: str, label: str, **contents) -> None:
    """Start a new session for somebody at this door: nothing of the visitor's survives but what is given here.

    What the same person typed in a session that lapsed comes along (web/unsent.py).
    """
    contents |= unsent.carried_to(person_id)
    session.clear()
    session.update(contents, label=label, csrf_token=secrets.token_hex(20))
    session.begins_for = person_id


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

