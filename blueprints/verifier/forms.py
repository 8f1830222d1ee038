"""The short code printed under the code to scan."""
from wtforms import ValidationError

from insurance.references import read_code
from web.forms import Form, TextField, at_most, required


class CodeForm(Form):
    """A code as people type it: spaces, dashes, small letters and look-alikes are understood."""

    code = TextField("Code court", [required("Saisissez le code court."), at_most(40)])

    def validate_code(self, field):
        """Keep the code meant, or say how one is made."""
        code = read_code(field.data)
        if code is None:
            raise ValidationError("Ce code n’est pas complet : il a douze lettres et chiffres.")
        field.data = code
