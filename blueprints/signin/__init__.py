"""Coming in: sign-in, account creation, forgotten password, forgotten numbers."""
from flask import Blueprint

bp = Blueprint("signin", __name__)

from blueprints.signin import recover, routes, sign_up
