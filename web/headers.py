"""What every answer says to the browser: what it may run, keep, and show to others."""
from functools import cache
from itertools import chain
from urllib.parse import urlsplit

from flask import Flask, abort, g, request

SAFE = {"GET", "HEAD", "OPTIONS"}


@cache
def content_policy(is_secure: bool, style_hash: str = "") -> str:
    """Return the Content-Security-Policy: our own files, plus the styles that a page carries, by their hash. No exception."""
    styles = f"'self' 'sha256-{style_hash}'" if style_hash else "'self'"
    rules = ["default-src 'none'", "script-src 'self'", f"style-src {styles}", "img-src 'self' data: blob:",
             "connect-src 'self'", "manifest-src 'self'", "worker-src 'self'", "form-action 'self'",
             "base-uri 'none'", "frame-ancestors 'none'"]
    return "; ".join(rules + (["upgrade-insecure-requests"] if is_secure else []))


def install(app: Flask, is_secure: bool) -> None:
    """Add the headers to every answer, errors included, and refuse what another site or no person sends."""
    @app.before_request
    def refuse_other_sites():
        if request.method in SAFE:
            return
        origin = request.headers.get("Origin")
        if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
            abort(403)
        if origin not in (None, "null") and urlsplit(origin).netloc != request.host:
            abort(403)

    @app.before_request
    def refuse_what_nobody_types():
        """A NUL belongs to no text: PostgreSQL cannot even look for it."""
        values = chain([[request.path]], request.args.listvalues(), request.form.listvalues())
        if any("\0" in value for value in chain.from_iterable(values)):
            abort(400)

    @app.after_request
    def protect(response):
        headers = response.headers
        headers.setdefault("Content-Security-Policy", content_policy(is_secure, g.get("style_hash", "")))
        headers["X-Content-Type-Options"] = "nosniff"
        headers["X-Frame-Options"] = "DENY"
        headers["Referrer-Policy"] = "same-origin"
        headers["Cross-Origin-Opener-Policy"] = "same-origin"
        headers["Cross-Origin-Resource-Policy"] = "same-origin"
        headers["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"
        headers.setdefault("Cache-Control", "no-store")
        if is_secure:
            headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        return response
