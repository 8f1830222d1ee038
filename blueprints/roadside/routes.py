"""Pages for when things went wrong. They are the same for everybody: what is personal comes from the phone."""
from blueprints.roadside import bp
from web.access import public
from web.pages import show


@bp.get("/accident")
@public
def accident():
    """What to do now: safety first, then the right number, then the rest."""
    return same_for_all("roadside/accident.html")


@bp.get("/accident/echange")
@public
def exchange():
    """The exchange between two drivers: what the phone keeps is shown, what it reads is kept."""
    return same_for_all("roadside/exchange.html")


def same_for_all(template: str, **context):
    """Show a page that phones keep: nobody's notices are in it, and it is worth being compressed as well as can be."""
    page = show(template, get_flashed_messages=lambda **_options: [], **context)
    page.is_same_for_all = True
    return page
