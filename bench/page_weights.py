"""What travels: the bytes of each page compressed with brotli, against a budget."""
import re

from bench.portal import demonstration, visitor_of
from bench.rounds import Row

PAGE, SCRIPTS, PACK = 10_000, 16_000, 15_000
"""Budgets in bytes: a page with the styles it carries, all its scripts, all that a phone keeps of one proof.

A page and its styles of 10 KB fit, with the TLS certificates, in the first flight of a TCP connection (14 KB): a slow
network then shows them after one round trip.
"""

PUBLIC = {"sign-in, styles inside": "/connexion", "verifier, styles inside": "/verifier",
          "without network, styles inside": "/hors-ligne", "accident, styles inside": "/accident",
          "exchange, styles inside": "/accident/echange", "notebook, styles inside": "/carnet",
          "steps of the notebook": "/carnet/etapes"}
PRIVATE = {"dashboard": "/", "contracts": "/contrats/", "documents": "/documents/", "profile": "/profil/",
           "history": "/historique", "proof, styles inside": "/attestation"}
NAMED = re.compile(r'(?:href|src)="((?:/static/|/attestation/)[^"#]+)"')
BEHAVIOURS = re.compile(r'data-behaviour="([^"]+)"')
IMPORTED = re.compile(r'(?:from|import) "(\.{1,2}/[^"]+\.js)"')


def report() -> list[Row]:
    """Weigh, and return the rows to print."""
    with demonstration() as (app, client):
        visitor = visitor_of(app)
        weights = [(name, _weight(visitor, path), PAGE) for name, path in PUBLIC.items()]
        weights += [(name, _weight(client, path), PAGE) for name, path in PRIVATE.items()]
        home, proof = _text(client, "/"), _text(client, "/attestation")
        stylesheet = next(url for url in NAMED.findall(home) if url.endswith(".css"))
        scripts = sum(_weight(client, url) for url in _scripts_of(client, home))
        parts = {url: _weight(client, url) for url in {"/attestation", *NAMED.findall(proof)}}
        kept, papers = sum(parts.values()), sum(size for url, size in parts.items() if url.endswith(".pdf"))
        weights += [("stylesheet of the other pages", _weight(client, stylesheet), PAGE),
                    ("scripts of the dashboard", scripts, SCRIPTS), ("what a phone keeps of a proof", kept, PACK),
                    ("the same without its PDF", kept - papers, PACK)]
    return [Row(name, f"{size:,} bytes", f"{size / budget:.2f}",
                f"budget: {budget:,} bytes{', OVER' if size > budget else ''}") for name, size, budget in weights]


def _weight(client, path: str) -> int:
    """Return how many bytes an answer has on the wire, without its headers."""
    answer = client.get(path)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answered {answer.status_code}")
    return len(answer.data)


def _text(client, path: str) -> str:
    return client.get(path, headers={"Accept-Encoding": "identity"}).text


def _scripts_of(client, html: str) -> set[str]:
    """Return the addresses of a page's scripts: those it names, its behaviours, and what these import."""
    waiting = [url for url in NAMED.findall(html) if url.endswith(".js")]
    folder = next(url for url in waiting if url.endswith("/js/app.js")).removesuffix("app.js")
    waiting += [f"{folder}behaviours/{name}.js" for names in BEHAVIOURS.findall(html) for name in names.split()]
    found = set()
    while waiting:
        url = waiting.pop()
        if url not in found:
            found.add(url)
            waiting += [_resolved(url, path) for path in IMPORTED.findall(_text(client, url))]
    return found


def _resolved(url: str, relative: str) -> str:
    folders = url.split("/")[:-1]
    for part in relative.split("/"):
        if part == "..":
            folders.pop()
        elif part != ".":
            folders.append(part)
    return "/".join(folders)
