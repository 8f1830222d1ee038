"""The styles of a page: the stylesheet of the whole portal or, inside a page that must show at once, its own part of it.

A page carries the styles of the components that it draws and no other: the portal grows, its front door does not.
"""
import re
from base64 import b64encode
from hashlib import sha256

from flask import current_app, g, url_for
from jinja2 import Environment, nodes, pass_context
from markupsafe import Markup

_CLASS = re.compile(r"\.([a-z][a-z0-9_-]*)")
_WORD = re.compile(r"[a-z][a-z0-9_-]*")
_NAMED = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)


OF_SOME_PAGES = ("css/components/", "css/pages/")


@pass_context
def stylesheet(context, inline: bool = False) -> Markup:
    """Return the link to the stylesheet, or its part for this page: the policy then allows this very text (headers)."""
    if not inline:
        return Markup('<link rel="stylesheet" href="{}">').format(url_for("static", filename="app.css"))
    parts = current_app.extensions["assets"].parts
    if context.name not in parts:
        parts[context.name] = _part_for(context.environment, context.name)
    css, g.style_hash = parts[context.name]
    return Markup("<style>") + Markup(css) + Markup("</style>")


def _part_for(environment: Environment, page: str) -> tuple[str, str]:
    """Return the styles that a template's page needs, and their hash."""
    words = set(_WORD.findall(_source(environment, page, set())))
    css = current_app.extensions["assets"].joined(
        lambda name, text: not name.startswith(OF_SOME_PAGES) or _is_drawn(text, words)).decode()
    return css, b64encode(sha256(css.encode()).digest()).decode()


def _is_drawn(css: str, words: set[str]) -> bool:
    """Return whether a page that writes these words draws what a stylesheet is about: a class of it is among them."""
    return any(name in words for name in _CLASS.findall(css))


def _source(environment: Environment, name: str, seen: set[str]) -> str:
    """Return the source of a template and of all those it is made of."""
    if name in seen:
        return ""
    seen.add(name)
    source = environment.loader.get_source(environment, name)[0]
    found = [one.template.value for kind in _NAMED for one in environment.parse(source, name).find_all(kind)]
    return source + "".join(_source(environment, one, seen) for one in found)
