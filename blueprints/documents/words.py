"""The words of the papers, in each language in which a page shows them: the card is read abroad, the others are French."""
from flask import request
from flask_login import current_user

import printing
from insurance.documents.facts_abroad import GreenCardFacts
from insurance.people.models import Language
from printing.green_card import FRENCH, Tongue, card_transcript
from printing.transcript import Transcript
from web.languages import country_in, day_in
from wording import ISO_CODES, LANGUAGES


def transcripts_of(facts) -> dict[Language, Transcript]:
    """Return the words of a paper by language, the French ones first."""
    if not isinstance(facts, GreenCardFacts):
        return {Language.FRENCH: printing.transcript(facts)}
    return {language: card_transcript(facts, _tongue(language)) for language in LANGUAGES}


def language_asked() -> str:
    """Return the language that the address asks for, else the one of the profile."""
    asked = request.args.get("langue", "")
    return asked if asked in LANGUAGES else current_user.proof_language


def _tongue(language: Language) -> Tongue:
    if language is Language.FRENCH:
        return FRENCH
    return Tongue(language, lambda day: day_in(day, language),
                  lambda country: country_in(ISO_CODES.get(country.code, ""), language) or country.name)
