"""French spaces in all templates, put in once, when they are compiled."""
from jinja2.ext import Extension

from wording.typography import french


class FrenchSpaces(Extension):
    """Applies `french` to the source of every template, once, when it is compiled."""

    def preprocess(self, source, name, filename=None):
        """Return the source with French spaces."""
        return french(source)
