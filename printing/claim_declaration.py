"""The paper of a declaration of claim (déclaration de sinistre)."""
from itertools import groupby

from insurance.documents.facts_claim import ClaimDeclarationFacts, ToldStep
from printing import mentions, parts
from printing.booklet import SECTION, Booklet, Strip, glued
from printing.layout import TEXT, Line
from printing.palette import SECOND_INK
from printing.transcript import Column, Entry, Section, Table, Transcript, unbroken
from wording.figures import long_date

SHORT = 38
"""The longest answer, in letters, that reads well in a column."""

HASH_GROUP = 32


def declaration_transcript(facts: ClaimDeclarationFacts) -> Transcript:
    """Return the words of a declaration: what it is about, what was told, what was sent and when it came."""
    return Transcript("Déclaration de sinistre", facts.subject, (
        mentions.holder(facts), mentions.contract(facts), _file(facts), *map(_told, facts.told), *_sent(facts),
        *_awaited(facts), _next(facts), mentions.insurer(facts), mentions.check(facts)))


def print_declaration(facts: ClaimDeclarationFacts) -> bytes:
    """Return the declaration as a PDF."""
    words = declaration_transcript(facts)
    sheet = Booklet(words, facts)
    named = {section.slug for section in words.sections}

    def strips() -> list[Strip]:
        return [
            Strip(parts.opening(sheet, facts, words["contract"])),
            *parts.section(sheet, words["file"]),
            *(strip for step in facts.told for strip in _answers(sheet, words[_slug(step)])),
            *(strip for slug in ("files", "awaited") if slug in named for strip in parts.section(sheet, words[slug], per_row=2)),
            Strip(sheet.panel(words["next"].title, words["next"].sentences), SECTION),
            Strip(parts.certified(sheet, facts, words["insurer"], words["check"]), SECTION),
        ]

    sheet.flow(strips)
    return sheet.finished()


def _file(facts: ClaimDeclarationFacts) -> Section:
    entries = [Entry("Dossier", (facts.reference,)),
               Entry("Reçue le", (f"{long_date(facts.filed_on)} à {facts.filed_at}",)),
               Entry("Date du sinistre", (long_date(facts.occurred_on),))]
    if facts.declare_by:
        entries.append(Entry("À déclarer au plus tard le", (long_date(facts.declare_by),)))
    if facts.phone_filed_on:
        entries.append(Entry("Envoyée, à l’heure du téléphone",
                             (f"{long_date(facts.phone_filed_on)} à {facts.phone_filed_at}",)))
    if facts.provisional_reference:
        entries.append(Entry("Référence du téléphone", (facts.provisional_reference,)))
    return Section("file", "Votre déclaration", tuple(entries))


def _told(step: ToldStep) -> Section:
    return Section(_slug(step), step.title, tuple(Entry(one.question, one.lines) for one in step.answers))


def _slug(step: ToldStep) -> str:
    """Return how the section of a step is found: the paper has a contract of its own."""
    return f"told-{step.slug}"


def _sent(facts: ClaimDeclarationFacts) -> list[Section]:
    """Return the files that came, and those that the phone has still to send."""
    table = Table("Reçus avec la déclaration, avec leur empreinte SHA-256", (
        Column("Fichier", 6), Column("Pris le", 5), Column("Reçu le", 5), Column("Empreinte", 9)),
        tuple((one.name, one.taken_at or mentions.NOT_KNOWN, one.received_at, _grouped(one.sha256)) for one in facts.files))
    said = (f"Annoncé par le téléphone, pas encore arrivé\u00a0: {', '.join(facts.announced)}.",) if facts.announced else ()
    if not facts.files:
        said = (*said, "Aucun fichier n’est encore arrivé.")
    return [Section("files", "Photos et documents", sentences=said, table=table if facts.files else None)]


def _awaited(facts: ClaimDeclarationFacts) -> list[Section]:
    entries = tuple(Entry(one.name, (f"avant le {long_date(one.due_on)}" if one.due_on else "dès que possible",))
                    for one in facts.awaited)
    return [Section("awaited", "À nous envoyer encore", entries)] if entries else []


def _next(facts: ClaimDeclarationFacts) -> Section:
    return Section("next", "Ce document, et la suite", sentences=(
        "Il reprend votre déclaration telle que nous l’avons reçue. Il ne dit rien de sa prise en charge\u202f: la suite et"
        f" ses dates sont dans votre espace, dossier {unbroken(facts.reference)}.",
        "Vous choisissez librement votre réparateur (article L211-5-1 du code des assurances). N’engagez pas de réparation"
        " avant notre accord."))


def _answers(sheet: Booklet, section: Section) -> list[Strip]:
    """Return a step as it is read: short answers in columns, long ones across the page, in the order of the questions."""
    strips: list[Strip] = []
    for is_short, group in groupby(section.entries, key=_is_short):
        entries = list(group)
        strips += [Strip(parts.fields(sheet, entries), 2.4)] if is_short else [
            strip for entry in entries for strip in _long(sheet, entry)]
    return [Strip(glued(Strip(parts.heading(sheet, section)), strips[0]), SECTION), *strips[1:]]


def _is_short(entry: Entry) -> bool:
    return len(entry.lines) == 1 and len(entry.lines[0]) <= SHORT


def _long(sheet: Booklet, entry: Entry) -> list[Strip]:
    """Return a long answer line by line: a page may end between two of them."""
    label, first, *others = [Line(entry.label, parts.SMALL, colour=SECOND_INK), *(Line(one, TEXT) for one in entry.lines)]
    return [Strip(sheet.columns([label, first], has_rule=False), 2.4),
            *(Strip(sheet.columns([one], has_rule=False), 0.4) for one in others)]


def _grouped(sha256: str) -> str:
    """Return a hash on two lines."""
    return " ".join(sha256[start:start + HASH_GROUP] for start in range(0, len(sha256), HASH_GROUP))
