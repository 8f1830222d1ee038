"""Mails as they are written: one text source a kind, two parts (text and HTML)."""
import re

from flask import current_app, render_template
from markupsafe import Markup, escape

BUTTON = re.compile(r"\[(?P<label>[^\]]+)\] (?P<url>https?://\S+)")


def written(kind: str, details: dict, secret: str | None) -> tuple[str, str, str]:
    """Return the subject, the text and the HTML of a mail.

    The template `emails/<kind>.txt` holds the subject on its first line, then paragraphs. A paragraph
    "[Label] https://…" becomes a button, lines that begin with "- " a list.
    """
    base = current_app.config["BASE_URL"]
    source = render_template(f"emails/{kind}.txt", base=base, secret=secret, **details).strip()
    subject, _, body = source.partition("\n")
    paragraphs = [part.strip() for part in re.split(r"\n\s*\n", body) if part.strip()]
    text = "\n\n".join(BUTTON.sub(lambda found: f"{found['label']}\u00a0:\n{found['url']}", one) for one in paragraphs)
    html = render_template("emails/frame.html", subject=subject, parts=[_html(one) for one in paragraphs])
    return subject.strip(), text + "\n", html


def subject_of(mail) -> str:
    """Return the subject of a mail that was written, its secret left out."""
    return written(mail.kind, mail.details, None)[0]


def _html(paragraph: str) -> Markup:
    button = BUTTON.fullmatch(paragraph)
    if button:
        return Markup('<p><a class="button" href="{}">{}</a></p>').format(button["url"], button["label"])
    lines = paragraph.splitlines()
    if all(line.startswith("- ") for line in lines):
        return Markup("<ul>{}</ul>").format(Markup("").join(Markup("<li>{}</li>").format(one[2:]) for one in lines))
    return Markup("<p>{}</p>").format(Markup("<br>").join(escape(line) for line in lines))
