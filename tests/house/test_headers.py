"""What every answer says to the browser, whatever it answers: pages, failures, files, redirects."""
import re
from base64 import b64encode
from hashlib import sha256

import pytest

from insurance.contracts.models import Contract, Coverage
from insurance.database import transaction
from tests.support.browser import HX, Browser
from tests.support.factories import PASSWORD
from tests.support.routes import address, rules, things_of

POLICY = {"default-src 'none'", "script-src 'self'", "img-src 'self' data: blob:", "connect-src 'self'",
          "manifest-src 'self'", "worker-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"}
KEPT_BY_BROWSERS = ("/static/", "/verifier", "/V", "/v", "/.well-known/", "/manifest", "/service-worker", "/hors-ligne")
HTTPS = "https://mon-compte.example"


@pytest.fixture
def failing(app, portal):
    """The portal as it is in production: a crash is a page and not a trace."""
    return portal(app.instance_path, TESTING=False)


@pytest.fixture
def secure(app, portal):
    """The portal behind https."""
    return portal(app.instance_path, BASE_URL=HTTPS)


def check(answer):
    """Every header that protects is there, once, and says what it should."""
    headers = answer.headers
    policy = set(headers["Content-Security-Policy"].split("; "))
    assert {rule for rule in policy if not rule.startswith("style-src")} == POLICY
    styles = next(rule for rule in policy if rule.startswith("style-src"))
    assert re.fullmatch(r"style-src 'self'( 'sha256-[A-Za-z0-9+/=]{44}')?", styles), styles
    assert ("sha256" in styles) == ("<style>" in answer.text if answer.mimetype == "text/html" else False)
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "microphone=()" in headers["Permissions-Policy"]
    assert "Server" not in headers
    assert "X-Powered-By" not in headers


def test_every_route_answers_with_the_headers_that_protect(app, browser, sophie):
    values = things_of(sophie)
    for rule in rules(app, method="GET"):
        for headers in ({}, HX):
            answer = browser.ask(address(app, rule, values), headers=headers)
            check(answer)
            if rule.endpoint != "verifier.keys":
                assert "Access-Control-Allow-Origin" not in answer.headers, rule
            assert len(answer.headers.getlist("Content-Security-Policy")) == 1


def test_every_page_that_holds_something_private_is_kept_by_nobody(app, browser, visitor, sophie):
    values = things_of(sophie)
    for one in (browser, visitor):
        for rule in rules(app, method="GET"):
            answer = one.ask(address(app, rule, values))
            kept = answer.headers["Cache-Control"] != "no-store"
            assert kept <= rule.rule.startswith(KEPT_BY_BROWSERS), rule


@pytest.mark.parametrize(("method", "url", "status"), [
    ("GET", "/nulle-part", 404), ("GET", "/static/old/nothing.css", 404), ("POST", "/plus", 405), ("PUT", "/contact", 405),
    ("POST", "/contact", 400), ("GET", "/deconnexion", 405), ("GET", "/profil/", 303), ("GET", "/contrats", 308),
    ("GET", "/creer-mon-compte/confirmation/nothing", 410), ("GET", "/accueil/nothing", 404),
])
def test_a_failure_carries_the_same_headers(visitor, browser, method, url, status):
    one = visitor if status == 303 else browser
    answer = one.ask(url, method)
    assert answer.status_code == status
    check(answer)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_body_that_is_too_long_is_refused_with_the_same_headers(browser):
    answer = browser.ask("/contact", "POST", data={"text": "x" * 300_000})
    assert answer.status_code == 413
    check(answer)


def test_a_crash_carries_the_same_headers(failing, sophie):
    with transaction() as session:
        session.query(Coverage).update({"code": "flood"})
    browser = Browser(failing.test_client())
    browser.sign_in(sophie.email, PASSWORD)
    answer = browser.ask("/contrats/" + things_of(sophie)[Contract])
    assert answer.status_code == 500
    check(answer)
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/connexion", "/verifier", "/hors-ligne", "/attestation"])
def test_the_one_inline_style_is_the_one_that_the_policy_names(browser, visitor, path):
    answer = (browser if path == "/attestation" else visitor).ask(path)
    styles = re.findall(r"<style>(.*?)</style>", answer.text, re.S)
    assert len(styles) == 1
    digest = b64encode(sha256(styles[0].encode()).digest()).decode()
    assert f"'sha256-{digest}'" in answer.headers["Content-Security-Policy"]


def test_a_static_file_is_kept_for_ever_under_its_number_and_never_under_another(visitor):
    page = visitor.visit("/connexion")
    script = next(node.attrs["src"] for node in page.all("script"))
    assert visitor.ask(script).headers["Cache-Control"] == "public, max-age=31536000, immutable"
    old = re.sub(r"/static/[^/]+/", "/static/0123456789/", script)
    assert visitor.ask(old).headers["Cache-Control"] == "no-cache"
    assert visitor.ask(old).data == visitor.ask(script).data


def test_the_cookie_cannot_be_read_by_a_script_nor_sent_by_another_site(browser):
    for line in browser.post("/profil/telephone/oubli").headers.getlist("Set-Cookie"):
        pytest.fail(f"nothing to say about a session that is kept here: {line}")
    visitor = Browser(browser.client.application.test_client())
    lines = visitor.ask("/connexion").headers.getlist("Set-Cookie")
    assert len(lines) == 1
    name, *attributes = lines[0].split("; ")
    assert name.startswith("sid=")
    assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax"]


def test_over_https_the_cookie_is_bound_to_this_very_host(secure, sophie):
    browser = Browser(secure.test_client())
    page = browser.ask("/connexion", base_url=HTTPS)
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)[1]
    answer = browser.ask("/connexion", "POST", base_url=HTTPS, headers={"Referer": HTTPS + "/connexion", "Origin": HTTPS},
                         data={"csrf_token": token, "identifier": sophie.email, "password": PASSWORD})
    assert answer.status_code == 303
    for line in page.headers.getlist("Set-Cookie") + answer.headers.getlist("Set-Cookie"):
        name, *attributes = line.split("; ")
        assert name.startswith("__Host-sid=")
        assert sorted(attributes) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    assert browser.ask("/plus", base_url=HTTPS).status_code == 200


def test_over_https_the_browser_is_told_to_stay_there(secure):
    answer = Browser(secure.test_client()).ask("/connexion", base_url=HTTPS)
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert answer.headers["Content-Security-Policy"].endswith("; upgrade-insecure-requests")


def test_without_https_the_browser_is_not_told_to_stay_there(visitor):
    assert "Strict-Transport-Security" not in visitor.ask("/connexion").headers
