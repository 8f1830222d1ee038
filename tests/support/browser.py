"""A customer's browser: reads pages, checks what must hold on each, fills forms, swaps fragments like HTMX."""
from collections import Counter
from contextvars import Context
from itertools import count

from insurance.clock import held_at, now
from insurance.database import db
from insurance.staff.rules import step_of, totp_code
from tests.support.dom import parse
from tests.support.factories import STAFF_PASSWORD

HX = {"HX-Request": "true"}
UNLABELLED = {"hidden", "submit", "button"}
UNTYPED = {"checkbox", "radio", "submit", "button"}
_addresses = count(1)


class Browser:
    """A test client that looks at what it receives.

    Each browser comes from a network address of its own: limits by address must not add up from test to test. After
    each answer the test stops reading the database as it was before.
    """

    def __init__(self, client, user_agent="Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Safari/604.1"):
        number = next(_addresses)
        client.environ_base["REMOTE_ADDR"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
        client.environ_base["HTTP_USER_AGENT"] = user_agent
        self.client = client
        self.page = None
        self.response = None

    def ask(self, url, method="GET", **options):
        """Send one request and return the bare answer: no redirect is followed, nothing is checked.

        It is answered outside the test's own application context, as in a server: else it would share its database
        session, and its `g`, in which whoever signed in first would be remembered.
        """
        response = Context().run(self._answer, now(), url, method, options)
        db.session.rollback()
        return response

    def _answer(self, moment, url, method, options):
        with held_at(moment):
            return self.client.open(url, method=method, **options)

    def visit(self, url, status=200):
        """Open a page, following redirects, and return it."""
        return self._look(self.ask(url, follow_redirects=True), status)

    def send(self, url, status=200, **values):
        """Fill the form of the present page whose action is `url`, send it, follow, and return the page.

        A field that the form does not have is an error: a person could not have typed it.
        """
        form = self.form(url)
        fields = {node.attrs["name"]: _value_of(node) for node in form.walk()
                  if node.attrs.get("name") and node.attrs.get("type") not in UNTYPED}
        names = {node.attrs.get("name") for node in form.walk()}
        assert set(values) <= names, f"{set(values) - names} are not in the form"
        address = form.attrs.get("action", self.url)
        return self._look(self.ask(address, "POST", data=fields | values, follow_redirects=True), status)

    def form(self, url):
        """Return the form of the present page whose action is `url`, whatever its query."""
        return next(node for node in self.page.all("form")
                    if node.attrs.get("action", self.url).partition("?")[0] == url)

    def post(self, url, data=None, **options):
        """Send a form that no page shows, with a good token, and return the bare answer."""
        return self.ask(url, "POST", data={"csrf_token": self.token_for(url)} | (data or {}), **options)

    def swap(self, url, into):
        """Ask for a fragment and put it where HTMX would (outerHTML); return the page."""
        response = self.ask(url, headers=HX)
        assert response.status_code == 200
        assert "<html" not in response.text, "a fragment is a piece of a page"
        fragment = next(child for child in parse(response.text).children if not isinstance(child, str))
        assert fragment.attrs.get("id") == into, "a fragment owns its target"
        self.page.by_id(into).replace_with(fragment)
        return self.page

    def sign_in(self, identifier, password, status=200, **values):
        """Sign in through the form."""
        self.visit("/connexion")
        return self.send("/connexion", status, identifier=identifier, password=password, **values)

    def sign_in_adviser(self, adviser, status=200, **values):
        """Sign in at the desk through its form, with the code that the adviser's telephone shows now.

        A code is good once: the next half minutes are those of whoever has already come in.
        """
        db.session.refresh(adviser, ["totp_secret", "totp_step"])
        step = max(step_of(now()), (adviser.totp_step or 0) + 1)
        self.visit("/conseil/connexion")
        return self.send("/conseil/connexion", status, **{"email": adviser.email, "password": STAFF_PASSWORD,
                                                          "code": totp_code(adviser.totp_secret, step)} | values)

    @property
    def url(self):
        """The path of the page that is open."""
        return self.response.request.path

    @property
    def token(self):
        """A token with which this browser's forms are accepted."""
        return self.token_for("/")

    def token_for(self, url):
        """Return a token with which this browser's form to `url` is accepted: the desk has a session of its own."""
        page = parse(self.ask("/conseil/connexion" if is_of_desk(url) else "/contact", follow_redirects=True).text)
        return page.all("input", name="csrf_token")[0].attrs["value"]

    @property
    def is_signed_in(self):
        """Whether the portal knows who this is."""
        return self.ask("/session").status_code == 204

    def _look(self, response, status):
        assert response.status_code == status, f"{response.request.path}: {response.status_code}, not {status}"
        self.response = response
        if response.mimetype != "text/html" or "<html" not in response.text:
            return response
        self.page = parse(response.text)
        check(self.page, response.request.path)
        return self.page


def _value_of(node):
    """Return what a field of a form holds; of a list, what is chosen, or else its first line."""
    if node.tag != "select":
        return node.attrs.get("value", node.text)
    options = node.all("option")
    return next((one for one in options if "selected" in one.attrs), options[0]).attrs["value"] if options else ""


def is_of_desk(url):
    """Return whether an address is one of the desk's."""
    return url == "/conseil" or url.startswith("/conseil/")


def check(page, url):
    """What must hold on every page."""
    assert len(page.all("h1")) == 1, f"{url}: one h1"
    assert page.all("title")[0].text, f"{url}: a title"
    assert page.all("html")[0].attrs.get("lang") == "fr", f"{url}: a language"
    ids = Counter(node.attrs["id"] for node in page.walk() if "id" in node.attrs)
    assert not [key for key, count in ids.items() if count > 1], f"{url}: an id is there twice"
    labelled = {node.attrs.get("for") for node in page.all("label")}
    for node in page.walk():
        assert "style" not in node.attrs, f"{url}: a style attribute on <{node.tag}>"
        assert not [name for name in node.attrs if name.startswith("on")], f"{url}: a script attribute on <{node.tag}>"
        if node.tag in ("input", "textarea", "select") and node.attrs.get("type") not in UNLABELLED:
            assert node.attrs.get("id") in labelled, f"{url}: {node.attrs.get('name')} has no label"
        if node.tag == "form" and node.attrs.get("method", "get").lower() == "post":
            assert node.all("input", name="csrf_token"), f"{url}: a form without its token"
        if node.tag == "script":
            assert "src" in node.attrs, f"{url}: an inline script"
        for name in ("aria-describedby", "aria-controls", "aria-labelledby"):
            missing = set(node.attrs.get(name, "").split()) - set(ids)
            assert not missing, f"{url}: {name} names {missing}, which is not there"
