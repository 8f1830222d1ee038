"""The browsers on which advisers are signed in: what the web's sessions need to know and keep."""
from datetime import datetime

from insurance.sessions import KeptSessions
from insurance.staff.models import Adviser, DeskSession


class DeskSessions(KeptSessions):
    """The sessions of advisers. They end at once when the access is closed."""

    table = DeskSession
    person_id = "adviser_id"

    def _alive(self, moment: datetime) -> tuple:
        return (*super()._alive(moment), DeskSession.adviser.has(Adviser.is_active))
