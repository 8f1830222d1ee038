"""The French words of every state, kind, event and refusal, by subject. Templates and printers read them; nothing else is here."""
from wording.attachments import FLAWS, MEDIA_TYPES
from wording.billing import FREQUENCIES, INSTALMENT_STATES, METHODS
from wording.changes import contract_changes, subject_of
from wording.contracts import (
    CHANGES,
    CONTRACT_STATES,
    COVERAGES,
    COVERS,
    DRIVER_ROLES,
    ENERGIES,
    OPTIONS,
    PARKINGS,
    PAST_CLAIMS,
    PRODUCTS,
    USAGES,
    VERSION_SOURCES,
    change_names,
)
from wording.documents import DOCUMENT_KINDS, STANDINGS
from wording.exchange import exchange_text
from wording.history import ACTORS, EVENTS, author_words, desk_author, event_words
from wording.people import ADDRESS_FLAWS, EMAIL_FLAWS, PASSWORD_FLAWS, PHONE_FLAWS
from wording.preferences import CHANNELS, CONSENTS, LANGUAGES, NOTICES
from wording.refusals import ERRORS, REASONS
from wording.staff import FOUND_BY, MAIL_STATES, READING_PARTS, READING_REASONS, ROLES, WHOSE
from wording.terminations import EVENT_DAYS, MOTIVES, TERMINATION_REFUSALS, TERMINATION_SOURCES, TERMINATION_STATES

__all__ = [
    "ACTORS",
    "ADDRESS_FLAWS",
    "CHANGES",
    "CHANNELS",
    "CONSENTS",
    "CONTRACT_STATES",
    "COVERAGES",
    "COVERS",
    "DOCUMENT_KINDS",
    "DRIVER_ROLES",
    "EMAIL_FLAWS",
    "ENERGIES",
    "ERRORS",
    "EVENTS",
    "EVENT_DAYS",
    "FLAWS",
    "FOUND_BY",
    "FREQUENCIES",
    "INSTALMENT_STATES",
    "LANGUAGES",
    "MAIL_STATES",
    "MEDIA_TYPES",
    "METHODS",
    "MOTIVES",
    "NOTICES",
    "OPTIONS",
    "PARKINGS",
    "PASSWORD_FLAWS",
    "PAST_CLAIMS",
    "PHONE_FLAWS",
    "PRODUCTS",
    "READING_PARTS",
    "READING_REASONS",
    "REASONS",
    "ROLES",
    "STANDINGS",
    "TERMINATION_REFUSALS",
    "TERMINATION_SOURCES",
    "TERMINATION_STATES",
    "USAGES",
    "VERSION_SOURCES",
    "WHOSE",
    "author_words",
    "change_names",
    "contract_changes",
    "desk_author",
    "event_words",
    "exchange_text",
    "subject_of",
]
