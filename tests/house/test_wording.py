"""Every state, kind, event and refusal has its French words, and they are typed as French is printed."""
import importlib
import json
import pkgutil
import re
from enum import StrEnum

import pytest

import insurance
import wording
from insurance.history.models import EventKind
from insurance.outbox import NOTICE_OF, TO_THE_INSURER, MailKind
from tests.support.source import ROOT, modules, strings_of

# The enums whose members no customer reads as such, and why.
SILENT = {
    "accounts.models.LinkPurpose": "chooses the page of a link",
    "contracts.plates.PlateFamily": "chooses how a plate is drawn", "portfolio.services.Outcome": "for the operator",
    "proofs.facts.Verdict": "the checking page says it, in static/js/verifier", "outbox.MailKind": "templates/emails",
    "staff.models.StaffLinkPurpose": "chooses the page of a link",
    "contracts.bonus_malus.ClaimEffect": "a step of a calculation",
    "claims.questions.FieldType": "chooses how an answer is written",
    "contracts.bonus_malus_years.Outcome": "a step of a calculation",
    "pieces.models.Change": "names a column of the product table of the pieces",
}
TEMPLATES = "".join(path.read_text("utf-8") for path in sorted((ROOT / "templates").rglob("*.html")))
PLAIN_SPACE = re.compile(r"(?<=[\w»)}€%]) [:;!?»](?!\w)|« ")


def _enums():
    for found in pkgutil.walk_packages(insurance.__path__, "insurance."):
        module = importlib.import_module(found.name)
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, StrEnum) and kind.__module__ == module.__name__:
                yield kind


def _words_of(kind):
    """Return the fullest table of `wording` whose keys are members of this enum."""
    tables = [table for table in vars(wording).values() if isinstance(table, dict)]
    return max((table for table in tables if any(type(key) is kind for key in table)), key=len, default={})


@pytest.mark.parametrize("kind", [kind for kind in _enums()
                                  if f"{kind.__module__}.{kind.__name__}".removeprefix("insurance.") not in SILENT],
                         ids=lambda kind: kind.__name__)
def test_every_member_of_every_enum_has_its_words(kind):
    words = _words_of(kind)
    missing = {member for member in kind if member not in words and f'"{member}"' not in TEMPLATES}
    assert missing == set(), "word them in wording/ or in a template, or say in SILENT why nobody reads them"
    assert all(text and text[0] for text in words.values())


@pytest.mark.parametrize("kind", MailKind)
def test_every_kind_of_mail_is_written(kind):
    assert (ROOT / f"templates/emails/{kind}.txt").is_file()


def test_every_kind_of_mail_says_which_notice_it_is():
    assert set(NOTICE_OF) | TO_THE_INSURER == set(MailKind), "say it in insurance/outbox.py: the profile lets customers refuse some"
    assert set(NOTICE_OF) & TO_THE_INSURER == set()


def test_every_part_of_an_imported_contract_has_its_words():
    format_ = json.loads((ROOT / "insurance/portfolio/schema.json").read_text("utf-8"))["properties"]
    assert set(format_) - set(wording.CHANGES) == {"contract_number"}  # what names a contract does not change
    assert set(format_["claims"]["items"]["properties"]["kind"]["enum"]) == set(wording.PAST_CLAIMS)


def _spoken():
    """Return the files whose texts a customer reads: the wording, the forms, the routes."""
    return [module for name, module in modules().items()
            if name.startswith(("wording", "blueprints.")) or name in ("web.forms", "web.filters", "web.errors")]


@pytest.mark.parametrize("module", _spoken(), ids=lambda module: module.name)
def test_french_is_typed_with_the_spaces_that_it_is_printed_with(module):
    assert [(line, text) for line, text in strings_of(module.tree) if PLAIN_SPACE.search(text)] == []


@pytest.mark.parametrize("module", _spoken(), ids=lambda module: module.name)
def test_an_apostrophe_is_a_real_one_and_nobody_shouts(module):
    french = [(line, text) for line, text in strings_of(module.tree) if re.search(r"[a-zà-ÿ]{2,} [a-zà-ÿ]{2,}", text)]
    assert [(line, text) for line, text in french if re.search(r"[a-zà-ÿ]'[a-zà-ÿ]|!(?!\s*ou)|\b[Oo]ups\b", text)] == []


def test_a_line_of_history_without_its_details_still_says_what_happened():
    class Line:
        kind, details = EventKind.DEVICE_REVOKED, {}

    assert wording.event_words(Line) == "Appareil déconnecté"
    Line.details = {"device": "iPhone, Safari"}
    assert wording.event_words(Line) == "Appareil déconnecté\u00a0: iPhone, Safari"
    Line.kind = "invented.yesterday"
    assert wording.event_words(Line) == "invented.yesterday"


def test_an_unknown_part_that_changed_is_another_piece_of_information_said_once():
    assert wording.change_names(["holder.address", "holder.name", "unheard-of", "unknown"]) == [
        "vos coordonnées", "une autre information"]
