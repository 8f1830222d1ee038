"""A very small DOM on top of the standard library: enough to read our own pages."""
from html.parser import HTMLParser

VOID = {"meta", "link", "input", "br", "img", "hr", "source"}
TEXT_ONLY = {"script", "style"}


class Node:
    """An element: its tag, its attributes, its children (elements and pieces of text)."""

    def __init__(self, tag, attrs=(), parent=None):
        self.tag, self.attrs, self.parent, self.children = tag, dict(attrs), parent, []

    def walk(self):
        """Yield this element and all below it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Node):
                yield from child.walk()

    def all(self, tag=None, **attrs):
        """Return the elements of a tag that carry these attributes (data_x for data-x, class_ for class)."""
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
        return [node for node in self.walk() if (tag is None or node.tag == tag)
                and all(node.attrs.get(name) == value for name, value in wanted.items())]

    def by_id(self, key):
        """Return the element with this id."""
        return next(node for node in self.walk() if node.attrs.get("id") == key)

    @property
    def text(self):
        """The words, without their markup, single spaces between them."""
        if self.tag in TEXT_ONLY:
            return ""
        parts = (child.text if isinstance(child, Node) else child for child in self.children)
        return " ".join(" ".join(parts).split())

    def replace_with(self, node):
        """Put another element in the place of this one."""
        siblings = self.parent.children
        siblings[siblings.index(self)] = node
        node.parent = self.parent

    def __eq__(self, other):
        """Two elements are the same when they say the same; a token is signed with the second at which it was made."""
        return (isinstance(other, Node) and self.tag == other.tag and self._said() == other._said()
                and self.children == other.children)

    def _said(self):
        tokens = {"value"} if self.attrs.get("name") == "csrf_token" else {"data-hx-headers:inherited"}
        return {name: value for name, value in self.attrs.items() if name not in tokens}

    __hash__ = None


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.here = Node("#document")

    def handle_starttag(self, tag, attrs):
        node = Node(tag, attrs, self.here)
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag, attrs):
        self.here.children.append(Node(tag, attrs, self.here))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        self.here = self.here.parent

    def handle_data(self, data):
        if data.strip():
            self.here.children.append(" ".join(data.split()))


def parse(html):
    """Return the document; an element closed by another's tag fails."""
    builder = _Builder()
    builder.feed(html)
    assert builder.here is builder.root, f"<{builder.here.tag}> is never closed"
    return builder.root
