"""A number for each request, that an error page shows and the logs repeat."""
import secrets

from flask import g

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def incident_number() -> str:
    """Return the number of this request, such as R7K3M92X: readable aloud, the same all along the request."""
    if "incident" not in g:
        g.incident = "R" + "".join(secrets.choice(LETTERS) for _ in range(7))
    return g.incident
