"""The telephones of the insurer's invented people. Registered in demo mode only: elsewhere this address does not exist."""
from flask import Blueprint

from insurance.clock import now
from insurance.staff.queries import staff
from insurance.staff.rules import STEP_SECONDS, step_of, totp_code
from web.access import demo_only
from web.pages import show

bp = Blueprint("backstage", __name__, url_prefix="/demo/conseil")


@bp.get("/")
@demo_only
def index():
    """The code that each adviser's telephone shows now: the next one too, for who has just used the first."""
    step = step_of(now())
    seconds = (step + 1) * STEP_SECONDS - int(now().timestamp())
    phones = [(one, one.totp_secret, [totp_code(one.totp_secret, wanted) for wanted in (step, step + 1)])
              for one in staff() if one.totp_secret]
    return show("backstage/index.html", fragment="backstage/_phones.html", phones=phones, seconds=seconds)
