"""A customer's browser: reads pages, checks what must hold on each, fills forms, swaps fragments like HTMX."""
from collections import Counter

from tests.support.dom import parse

HX = {"HX-Request": "true"}
UNLABELLED = {"hidden", "submit", "button"}


class Browser:
    """A test client that looks at what it receives."""

    def __init__(self, client):
        self.client = client
        self.page = None
        self.response = None

    def visit(self, url, status=200):
        """Open a page, following redirects, and return it."""
        return self._look(self.client.get(url, follow_redirects=True), status)

    def send(self, url, status=200, form=0, **values):
        """Fill the form of the present page whose action is `url`, send it, follow, and return the page.

        A field that the form does not have is an error: a person could not have typed it.
        """
        target = next(node for node in self.page.all("form") if node.attrs.get("action", self.url).partition("?")[0] == url)
        fields = {node.attrs["name"]: node.attrs.get("value", "") for node in target.walk()
                  if node.attrs.get("name") and node.attrs.get("type") not in ("checkbox", "radio", "submit")}
        names = {node.attrs.get("name") for node in target.walk()}
        assert set(values) <= names, f"{set(values) - names} are not in the form"
        return self._look(self.client.post(target.attrs.get("action", self.url), data=fields | values,
                                           follow_redirects=True), status)

    def swap(self, url, into):
        """Ask for a fragment and put it where HTMX would (outerHTML); return the page."""
        response = self.client.get(url, headers=HX)
        assert response.status_code == 200 and "<html" not in response.text, "a fragment is a piece of a page"
        fragment = next(child for child in parse(response.text).children if not isinstance(child, str))
        assert fragment.attrs.get("id") == into, "a fragment owns its target"
        self.page.by_id(into).replace_with(fragment)
        return self.page

    def sign_in(self, identifier, password):
        """Sign in through the form."""
        self.visit("/connexion")
        return self.send("/connexion", identifier=identifier, password=password)

    @property
    def url(self):
        """The path of the page that is open."""
        return self.response.request.path

    def _look(self, response, status):
        assert response.status_code == status, f"{response.request.path}: {response.status_code}, not {status}"
        self.response = response
        if response.mimetype != "text/html":
            return response
        self.page = parse(response.text)
        check(self.page, response.request.path)
        return self.page


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
