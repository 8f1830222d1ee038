"""What makes the portal an app: the worker, the manifest, the page without network."""
from flask import Blueprint

bp = Blueprint("pwa", __name__)

from blueprints.pwa import routes
