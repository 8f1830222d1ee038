"""The mails that the demonstration sent. Registered in demo mode only: elsewhere these addresses do not exist."""
from email import policy
from email.parser import BytesParser
from pathlib import Path

from flask import Blueprint, abort, current_app
from markupsafe import Markup, escape

from web.access import demo_only
from web.pages import show

bp = Blueprint("mailbox", __name__, url_prefix="/demo/e-mails")
SHOWN = 50


def _folder() -> Path:
    return Path(current_app.instance_path) / "mails"


def _read(path: Path):
    with open(path, "rb") as file:
        return BytesParser(policy=policy.default).parse(file)


@bp.get("/")
@demo_only
def index():
    """The newest mails first, as they were written to the folder."""
    paths = sorted(_folder().glob("*.eml"), key=lambda path: path.stat().st_mtime_ns, reverse=True)[:SHOWN]
    return show("mailbox/index.html", mails=[(path.stem, _read(path)) for path in paths])


@bp.get("/<name>")
@demo_only
def detail(name):
    """One mail: its text, with its links alive."""
    path = _folder() / f"{name}.eml"
    if not path.is_file() or path.parent != _folder():
        abort(404)
    mail = _read(path)
    text = mail.get_body(("plain",)).get_content()
    return show("mailbox/detail.html", mail=mail, text=_with_links(text))


def _with_links(text: str) -> Markup:
    """The text of a mail whose addresses can be touched. Only addresses of this portal become links."""
    base = current_app.config["BASE_URL"]
    parts = []
    for line in text.splitlines():
        if line.startswith(base):
            parts.append(Markup('<a href="{}">{}</a>').format(line[len(base):] or "/", line))
        else:
            parts.append(escape(line))
    return Markup("<br>").join(parts)
