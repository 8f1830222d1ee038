"""Pages and fragments: the only file that knows HTMX request headers."""
from hashlib import blake2s
from uuid import UUID

from flask import Response, make_response, render_template, request


def wants_fragment() -> bool:
    """Return whether HTMX asks for a piece of the page rather than the page."""
    return "HX-Request" in request.headers and "HX-History-Restore-Request" not in request.headers


def older_than() -> UUID | None:
    """Return the line after which a long list goes on, as its address says (`avant`); None for its beginning."""
    try:
        return UUID(request.args.get("avant", ""))
    except ValueError:
        return None


def wants_data() -> bool:
    """Return whether a script of ours asks: it reads data, and follows no page."""
    return request.accept_mimetypes.best == "application/json"


def show(page: str, fragment: str | None = None, status: int = 200, **context) -> Response:
    """Render `page`, or only `fragment` (and the pending notices) when HTMX asks for it."""
    partial = fragment is not None and wants_fragment()
    html = render_template(fragment if partial else page, is_fragment=partial, **context)
    if partial:
        html += render_template("layouts/_notices.html", is_fragment=True)
    response = make_response(html, status)
    response.vary.add("HX-Request")
    return response


def show_if_changed(fragment: str, seen: str, **context) -> Response:
    """Render a fragment that knows its own version, or answer 204 when the phone already shows it.

    The fragment receives `version`; it sends it back as `seen` when it refreshes itself. 204 makes HTMX do nothing.
    """
    html = render_template(fragment, is_fragment=True, version="", **context)
    version = version_of(html)
    if seen == version:
        return Response(status=204)
    return show(fragment, fragment=fragment, version=version, **context)


def version_of(html: str) -> str:
    """Return a short fingerprint of what a fragment says."""
    return blake2s(html.encode(), digest_size=6).hexdigest()
