"""Static files under a build number: no bundler, no stale file, each compressed once."""
import gzip
import mimetypes
import re
from functools import cache
from hashlib import blake2s
from pathlib import Path
from posixpath import dirname, join, normpath

import brotli
from flask import Flask, Response, abort, request

from web.access import public
from web.styles import stylesheet

ORDER = ("_layers", "reset", "tokens", "base", "layout")  # the rest in any order: the layers decide
COMPRESSIBLE = ("text/", "application/json", "application/manifest+json", "image/svg+xml")
NAMED = re.compile(r'(?:href|src)="/static/[^/]+/([^"]+)"')
BEHAVIOURS = re.compile(r'data-behaviour="([^"]+)"')
IMPORTS = re.compile(r'(?:from|import|import\() ?"(\.{1,2}/[^"]+\.js)"')
FOREVER = "public, max-age=31536000, immutable"

mimetypes.add_type("text/javascript", ".js")
mimetypes.add_type("application/manifest+json", ".webmanifest")


class Assets:
    """The static folder as it was when the program started."""

    def __init__(self, folder: Path):
        self.files = {path.relative_to(folder).as_posix(): path.read_bytes()
                      for path in sorted(folder.rglob("*")) if path.is_file()}
        self.parts: dict[str, tuple[str, str]] = {}  # the styles that pages carry, by page (web/styles.py)
        self.css = self.joined()
        self.files["app.css"] = self.css
        digest = blake2s(digest_size=5)
        for name, content in sorted(self.files.items()):
            digest.update(name.encode() + b"\0" + content)
        self.build = digest.hexdigest()

    def joined(self, is_wanted=lambda name, text: True) -> bytes:
        """Return the stylesheets as one, without comments and useless spaces; those alone whose name and text are wanted."""
        sheets = {name: content.decode() for name, content in self.files.items()
                  if name.startswith("css/") and name.endswith(".css")}
        wanted = [sheets[name] for name in sorted(sheets, key=_rank) if is_wanted(name, sheets[name])]
        text = re.sub(r"/\*.*?\*/", "", "\n".join(wanted), flags=re.S)
        text = re.sub(r"\s+", " ", text)
        text = re.sub(r"\s*([{};,>])\s*", r"\1", text).replace(";}", "}")
        return text.strip().encode()

    def needed_by(self, html: str) -> list[str]:
        """Return the names of the files without which a page does not work: styles, scripts, and what these import."""
        waiting = [name for name in NAMED.findall(html) if name.endswith((".css", ".js"))]
        waiting += [f"js/behaviours/{name}.js" for names in BEHAVIOURS.findall(html) for name in names.split()]
        needed = []
        while waiting:
            name = waiting.pop(0)
            if name not in needed:
                needed.append(name)
                source = self.files[name].decode()
                waiting += [normpath(join(dirname(name), path)) for path in IMPORTS.findall(source)]
        return needed


@cache
def assets_in(folder: Path) -> Assets:
    """Return the files of a folder, read once for the life of the process."""
    return Assets(folder)


def _rank(name: str) -> tuple[int, str]:
    stem = name.removeprefix("css/").removesuffix(".css")
    return (ORDER.index(stem) if stem in ORDER else len(ORDER), name)


@cache
def _compressed(content: bytes, encoding: str) -> bytes:
    return brotli.compress(content, quality=11) if encoding == "br" else gzip.compress(content, 9, mtime=0)


def _compressed_fast(content: bytes, encoding: str) -> bytes:
    return brotli.compress(content, quality=5) if encoding == "br" else gzip.compress(content, 6)


def _best_encoding() -> str | None:
    return next((one for one in ("br", "gzip") if request.accept_encodings[one] > 0), None)


def install(app: Flask, folder: Path) -> Assets:
    """Serve the folder under its build number, give the templates `stylesheet()`, and compress what is worth it."""
    assets = assets_in(folder)

    @app.get("/static/<build>/<path:filename>", endpoint="static")
    @public
    def static_file(build, filename):
        """A file of today's build for ever; under an older number, today's file for now."""
        content = assets.files.get(filename)
        if content is None:
            abort(404)
        mimetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
        response = Response(content, mimetype=mimetype)
        encoding = _best_encoding()
        if encoding and mimetype.startswith(COMPRESSIBLE):
            response.data = _compressed(content, encoding)
            response.headers["Content-Encoding"] = encoding
        response.vary.add("Accept-Encoding")
        response.headers["Cache-Control"] = FOREVER if build == assets.build else "no-cache"
        return response

    @app.url_defaults
    def add_build(endpoint, values):
        if endpoint == "static":
            values.setdefault("build", assets.build)

    @app.after_request
    def compress(response):
        """Pages are compressed as they go: a few milliseconds against seconds of a poor network. Those that are the same for
        all are compressed once, as well as can be, like files."""
        encoding = _best_encoding()
        if (encoding and not response.direct_passthrough and "Content-Encoding" not in response.headers
                and response.mimetype.startswith(COMPRESSIBLE) and len(response.data) > 400):
            compressed = _compressed if getattr(response, "is_same_for_all", False) else _compressed_fast
            response.data = compressed(response.data, encoding)
            response.headers["Content-Encoding"] = encoding
            response.vary.add("Accept-Encoding")
        return response

    app.jinja_env.globals["stylesheet"] = stylesheet
    app.extensions["assets"] = assets
    return assets
