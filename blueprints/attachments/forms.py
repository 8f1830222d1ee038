"""What a phone says of a file that it sends."""
from datetime import UTC, datetime

from wtforms import Field, FloatField
from wtforms.validators import NumberRange, Optional
from wtforms.widgets import HiddenInput

from insurance.attachments.cleaning import Shot
from web.forms import Form, TextField, at_most
from web.uploads import FilesField

NAME_LENGTH = 13


class InstantField(Field):
    """An instant as programs write it (2026-11-23T07:41:00Z): `data` is aware, or None when it is not one."""

    def process_formdata(self, valuelist):
        """Read it; what cannot be read is worth nothing."""
        try:
            self.data = datetime.fromisoformat(valuelist[0]).astimezone(UTC) if valuelist else None
        except (ValueError, OverflowError):
            self.data = None


class NamesField(Field):
    """Short texts that a script writes: `data` is the list of them."""

    widget = HiddenInput()

    def process_formdata(self, valuelist):
        """Keep those that may be names."""
        self.data = [text for text in valuelist if text and len(text) <= NAME_LENGTH]

    def _value(self):
        return ""


class FileForm(Form):
    """One file, what the phone calls it, and when and where the phone says that it was taken."""

    file = FilesField()
    client_key = TextField(validators=[at_most(64)])
    taken_at = InstantField()
    latitude = FloatField(validators=[Optional(), NumberRange(-90, 90)])
    longitude = FloatField(validators=[Optional(), NumberRange(-180, 180)])

    @property
    def shot(self) -> Shot:
        """When and where, as far as it is known."""
        return Shot(self.taken_at.data, self.latitude.data, self.longitude.data)


class FilesForm(Form):
    """Files to send, from the camera or from what the phone holds.

    A page whose script has sent them already, one by one, names them instead: `attached` holds what their receipts call
    them.
    """

    file = FilesField("Fichiers")
    attached = NamesField()
