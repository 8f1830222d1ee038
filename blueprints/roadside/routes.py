"""Pages for when things went wrong. They are the same for everybody: what is personal comes from the phone."""
from blueprints.roadside import bp
from web.access import public
from web.pages import show


@bp.get("/accident")
@public
def accident():
    """What to do now: safety first, then the right number, then the rest."""
    return show("roadside/accident.html", get_flashed_messages=lambda **_options: [])
