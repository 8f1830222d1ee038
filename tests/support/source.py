"""Our own source, read as a tree: who imports whom, what is called where."""
import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
PRODUCT = ("app.py", "config.py", "wording", "insurance", "gateways", "printing", "web", "blueprints", "commands",
           "demo", "migrations")


@dataclass(frozen=True)
class Module:
    """A file of the product: its dotted name, its path from the root, its syntax tree."""

    name: str
    path: str
    tree: ast.Module

    @property
    def room(self):
        """The folder at the root that it belongs to, or its own name."""
        return self.name.partition(".")[0]

    @property
    def imports(self):
        """The dotted names that it imports; for `from a import b`, both a.b and a (b may be a module or a name)."""
        names = set()
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module)
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
        return names


@cache
def modules():
    """Return every module of the product by name."""
    files = [path for part in PRODUCT for path in ([ROOT / part] if part.endswith(".py") else (ROOT / part).rglob("*.py"))]
    found = {}
    for file in files:
        path = file.relative_to(ROOT)
        name = ".".join(path.with_suffix("").parts).removesuffix(".__init__")
        found[name] = Module(name, path.as_posix(), ast.parse(file.read_text("utf-8")))
    return found


@cache
def imported_by(name):
    """Return the names of our own modules that a module imports."""
    ours = modules()
    wanted = {one for one in ours[name].imports if one in ours}
    # `from a.b import c`, when a.b.c is a module, is an import of c and not of the package's own file
    packages = {one for one in wanted if any(other.startswith(one + ".") for other in wanted)}
    return frozenset(wanted - packages - {name})


def strings_of(tree):
    """Yield (line, text) for each text of a tree that is not a docstring."""
    docstrings = {id(node.body[0].value) for node in ast.walk(tree)
                  if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef) and node.body
                  and isinstance(node.body[0], ast.Expr) and isinstance(node.body[0].value, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value
