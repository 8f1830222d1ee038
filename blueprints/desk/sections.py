"""What is open in a customer's file: each subject shows its own.

    @in_file
    def _requests(customer):
        return render_template("desk/_requests.html", …)
"""
from collections.abc import Callable

from markupsafe import Markup

from insurance.people.models import Customer

Section = Callable[[Customer], str]
_sections: list[Section] = []


def in_file(section: Section) -> Section:
    """Show a part in the file of every customer: its markup, empty when there is nothing open."""
    _sections.append(section)
    return section


def sections_of(customer: Customer) -> list[Markup]:
    """Return the parts of a customer's file that have something open."""
    shown = (section(customer) for section in _sections)
    return [Markup(markup) for markup in shown if markup.strip()]
