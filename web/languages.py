"""A text in several languages in one page, of which the styles show one: the switch needs no network."""
from collections.abc import Mapping
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date, format_datetime, get_timezone
from markupsafe import Markup, escape

from web import filters

LOCALES = {"en": "en_GB"}  # babel's English is American
AT = {"en": "{0}, {1}", "de": "{0}, {1} Uhr", "es": "{0}, {1}", "it": "{0}, ore {1}"}


def said(texts: Mapping[str, str], **values) -> Markup:
    """Return a text in each of its languages, its values in the place of their braces; days are written in each.

    An empty text is left out.
    """
    return Markup("").join(
        Markup('<span lang="{}">{}</span>').format(
            language, Markup(escape(text)).format(**{name: written(one, language) for name, one in values.items()}))
        for language, text in texts.items() if text)


def written(value, language: str):
    """Return a value as a language writes it: an instant with its hour in Paris, a day in full, anything else as it is."""
    if isinstance(value, datetime):
        return filters.at_hour(value) if language == "fr" else moment_in(value, language)
    return day_in(value, language) if isinstance(value, date) else value


def day_in(value: date, language: str) -> str:
    """Return a day in full: 5 décembre 2026, 5 December 2026, 5. Dezember 2026."""
    if language == "fr":
        return filters.day(value)
    return format_date(value, "long", LOCALES.get(language, language))


def short_day_in(value: date, language: str) -> str:
    """Return a day as short as it can be without doubt: 05/12/2026, 5 Dec 2026, 05.12.2026."""
    if language == "fr":
        return filters.short_day(value)
    return format_date(value, "medium", LOCALES.get(language, language))


def moment_in(value: datetime, language: str) -> str:
    """Return an instant and its hour in Paris: 5 décembre 2026 à 14 h 32; 5 December 2026, 14:32."""
    if language == "fr":
        return filters.moment(value)
    hour = format_datetime(value, "HH:mm", get_timezone("Europe/Paris"), LOCALES.get(language, language))
    return AT[language].format(day_in(value.astimezone(filters.PARIS).date(), language), hour)


def said_day(value: date, languages) -> Markup:
    """Return a day in figures or short, in each language."""
    return said({language: short_day_in(value, language) for language in languages})


def said_moment(value: datetime, languages) -> Markup:
    """Return an instant, in each language."""
    return said({language: moment_in(value, language) for language in languages})


def country_in(code: str, language: str) -> str | None:
    """Return the name of a country, by its two letters, in a language; None when there is no such country."""
    return Locale.parse(LOCALES.get(language, language)).territories.get(code)
