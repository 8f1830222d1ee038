"""What all forms share: French words for what is missing, and forgiving fields."""
import re
from typing import ClassVar

from flask_wtf import FlaskForm
from flask_wtf.csrf import generate_csrf
from flask_wtf.form import _Auto
from wtforms import Field, FileField, HiddenField, PasswordField, SelectMultipleField, StringField, SubmitField
from wtforms.fields.core import UnboundField
from wtforms.validators import DataRequired, Length, StopValidation
from wtforms.widgets import CheckboxInput, DateInput, ListWidget, TextInput

from web import unsent
from web.days import NoSuchDay, read_day

CHOOSE = "Choisissez une des réponses proposées."
OURS = {"Not a valid choice.": CHOOSE, "Invalid Choice: could not coerce.": CHOOSE}
SECRET = (PasswordField, FileField)
UNTYPED = (*SECRET, HiddenField, SubmitField)


class Form(FlaskForm):
    """A form whose errors are said next to the field, in French: ours first, the library's own for the rest.

    Shown again after its session had ended, it holds what was typed (web/unsent.py); it has been sent by nobody.
    """

    class Meta(FlaskForm.Meta):
        """Where the library finds its French words."""

        locales: ClassVar = ["fr"]

        def get_translations(self, form):
            """Return the words of the library, under ours."""
            return _Words(super().get_translations(form))

    def __init_subclass__(cls, **kwargs):
        """Never keep what a field of this form hides."""
        super().__init_subclass__(**kwargs)
        unsent.never_keep(_names_of(cls, SECRET))

    def __init__(self, formdata=_Auto, **kwargs):
        if formdata is _Auto and not self.is_submitted():
            formdata = unsent.fields_for(_names_of(type(self)) - _names_of(type(self), UNTYPED))
        super().__init__(formdata, **kwargs)


class _Words:
    """The words of a library of forms, of which some are said otherwise."""

    def __init__(self, library):
        self.library = library

    def gettext(self, text: str) -> str:
        """Return what is said of a message."""
        return OURS.get(text) or self.library.gettext(text)

    def ngettext(self, one: str, several: str, count: int) -> str:
        """Return what is said of a message about a number of things."""
        return self.library.ngettext(one, several, count)


def _names_of(form: type, kinds: tuple[type, ...] = (Field,)) -> set[str]:
    """Return the names of the fields of a form that are of these kinds."""
    unbound = {name: field for one in reversed(form.__mro__) for name, field in vars(one).items()
               if isinstance(field, UnboundField)}
    return {name for name, field in unbound.items() if issubclass(field.field_class, kinds)}


def form_token() -> str:
    """Return a token with which this session's forms are accepted, for a script that sends one."""
    return generate_csrf()


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


class TicksField(SelectMultipleField):
    """Several choices to tick, or none."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class DateField(Field):
    """A day, however it is typed: `data` is a date, or None.

    `type="date"`, because the calendar of the phone then opens without a line of JavaScript and sends 2026-12-05. A
    numeric keyboard would not do: that of an iPhone has no slash. A browser without a calendar (Opera Mini, an old
    WebView) shows a line of text instead, so whatever people write by hand is understood too. The calendar writes the
    day in the order of the phone's own language: the page that follows spells the month out.
    """

    widget = DateInput()

    def _value(self) -> str:
        if self.data is not None:
            return self.data.isoformat()
        return self.raw_data[0] if self.raw_data else ""

    def process_formdata(self, valuelist):
        """Read what was typed; what cannot be read is said when the form is checked."""
        if valuelist:
            try:
                self.data = read_day(valuelist[0])
            except NoSuchDay:
                self.data = None

    def pre_validate(self, form):
        """Say what to write, rather than that nothing was written."""
        if self.data is not None or not self.raw_data or not self.raw_data[0].strip():
            return
        try:
            read_day(self.raw_data[0])
        except NoSuchDay:
            raise StopValidation("Cette date n’existe pas\u00a0: vérifiez le jour et le mois.") from None
        raise StopValidation("Écrivez la date ainsi\u00a0: 5/12/2026.")


class MoneyField(Field):
    """An amount, however it is typed (1 234,50 €, 1234.5): `data` is in cents, or None."""

    widget = TextInput()
    _WRITTEN = re.compile(r"(\d{1,7})(?:[.,](\d{1,2}))?")

    def _value(self) -> str:
        if self.data is not None:
            return f"{self.data // 100},{self.data % 100:02d}"
        return self.raw_data[0] if self.raw_data else ""

    def process_formdata(self, valuelist):
        """Read what was typed; what cannot be read is said when the form is checked."""
        if valuelist:
            bare = "".join(character for character in valuelist[0] if not character.isspace()).removesuffix("€")
            found = self._WRITTEN.fullmatch(bare)
            self.data = int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0")) if found else None

    def pre_validate(self, form):
        """Say how an amount is written."""
        if self.data is None and self.raw_data and self.raw_data[0].strip():
            raise StopValidation("Écrivez un montant comme 1 234,50.")
