"""An endorsement of a contract (avenant): what changes, from when, for how much, and its acceptance."""
from insurance.documents.facts_terms import EndorsementFacts
from printing import mentions, parts
from printing.booklet import SECTION, Booklet, Strip
from printing.transcript import Column, Entry, Section, Table, Transcript, unbroken
from wording.figures import euros, long_date


def endorsement_transcript(facts: EndorsementFacts) -> Transcript:
    """Return the words of an endorsement (art. L112-3 du code des assurances)."""
    return Transcript("Avenant", facts.subject, (
        mentions.holder(facts), mentions.contract(facts), _changes(facts), _premium(facts), _law(),
        mentions.signatures(facts, facts.acceptance), mentions.insurer(facts), mentions.check(facts)))


def print_endorsement(facts: EndorsementFacts) -> bytes:
    """Return the endorsement as a PDF."""
    words = endorsement_transcript(facts)
    sheet = Booklet(words, facts)

    def strips() -> list[Strip]:
        return [
            Strip(parts.opening(sheet, facts, words["contract"])),
            *(strip for slug in ("changes", "premium", "law") for strip in parts.section(sheet, words[slug])),
            Strip(parts.signatures(sheet, facts, words["signatures"]), SECTION),
            Strip(parts.check(sheet, words["check"]), SECTION),
        ]

    sheet.flow(strips)
    return sheet.finished()


def _changes(facts: EndorsementFacts) -> Section:
    return Section("changes", "Ce qui change", (
        Entry("À partir du", (long_date(facts.effective_on),)),
        Entry("Version du contrat", (str(facts.version),)),
    ), ("Cet avenant modifie votre contrat. Tout ce qu’il ne cite pas reste comme avant.",), Table(
        "Termes modifiés", (Column("Élément", 3), Column("Avant", 4), Column("Après", 4)),
        tuple((one.label, one.before or mentions.NONE, one.after or mentions.NONE) for one in facts.changes)))


def _premium(facts: EndorsementFacts) -> Section:
    sign = "+" if facts.difference_cents > 0 else ""
    return Section("premium", "Votre cotisation", (
        Entry("Avant, par an", (euros(facts.premium_before_cents),)),
        Entry("Après, par an", (euros(facts.premium_after_cents),)),
        Entry("Différence", (sign + euros(facts.difference_cents),)),
    ), (_until_renewal(facts),))


def _until_renewal(facts: EndorsementFacts) -> str:
    until = f"jusqu’à l’échéance du {unbroken(long_date(facts.anniversary_on))}"
    if facts.due_cents:
        return f"Pour la période qui va {until}, il reste {euros(facts.due_cents)} à payer, taxes comprises."
    if facts.refund_cents:
        return f"Pour la période qui va {until}, nous vous rendons {euros(facts.refund_cents)}, taxes comprises."
    return f"Il n’y a rien à payer ni à rendre {until}. Les montants comprennent les taxes."


def _law() -> Section:
    """Return what the insurer must recall when the risk changes (art. L113-4, last paragraph)."""
    return Section("law", "Quand le risque change", sentences=(
        "Si un changement augmente le risque, nous pouvons proposer une nouvelle cotisation, à laquelle vous répondez"
        " sous trente jours, ou mettre fin au contrat avec un préavis de dix jours. S’il le diminue, vous avez droit à"
        " une baisse\u202f; à défaut, vous pouvez mettre fin au contrat, trente jours après l’avoir demandé (article"
        " L113-4 du code des assurances).",))
