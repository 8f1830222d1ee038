"""What all forms share: French words for what is missing, and forgiving fields."""
from typing import ClassVar

from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length


class Form(FlaskForm):
    """A form whose errors are said next to the field, in French: ours first, the library's own for the rest."""

    class Meta(FlaskForm.Meta):
        """Where the library finds its French words."""

        locales: ClassVar = ["fr"]


def required(words: str) -> DataRequired:
    """Return a validator that says what to write; spaces are not an answer."""
    return DataRequired(message=words)


def at_most(length: int) -> Length:
    """Return a validator for a reasonable length."""
    return Length(max=length, message=f"{length}\u00a0caractères au plus.")


class TextField(StringField):
    """A line of text, without spaces around and without control characters."""

    def process_formdata(self, valuelist):
        """Keep what a person meant to type."""
        if valuelist:
            typed = "".join(" " if character.isspace() else character for character in valuelist[0])
            self.data = "".join(character for character in typed if character.isprintable()).strip()

