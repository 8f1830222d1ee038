"""The notice of a renewal (avis d'échéance): how the premium is made, when it falls due, how to refuse the renewal."""
from insurance.documents.facts_payment import RenewalNoticeFacts
from printing import mentions, parts
from printing.booklet import SECTION, Booklet, Strip
from printing.transcript import Column, Entry, Section, Table, Transcript, coefficient, period, unbroken
from wording.figures import euros, long_date

NO_AMOUNT = "Aucune"


def notice_transcript(facts: RenewalNoticeFacts) -> Transcript:
    """Return the words of a renewal notice: annexe à l'article A121-1, art. 14; L113-15-1, L113-15-2, L125-2."""
    return Transcript("Avis d’échéance", f"Contrat {facts.contract_number}", (
        mentions.holder(facts), mentions.contract(facts), _total(facts), _calculation(facts), _refusal(facts),
        mentions.insurer(facts)))


def print_notice(facts: RenewalNoticeFacts) -> bytes:
    """Return the renewal notice as a PDF: the amount and its day first, then how it is made, then the way out."""
    words = notice_transcript(facts)
    sheet = Booklet(words, facts)

    def strips() -> list[Strip]:
        refusal = words["refusal"]
        return [
            Strip(parts.opening(sheet, facts, words["contract"])),
            Strip(parts.figure(sheet, words["total"]), SECTION),
            *parts.section(sheet, words["calculation"]),
            Strip(sheet.panel(refusal.title, refusal.sentences), SECTION),
        ]

    sheet.flow(strips)
    return sheet.finished()


def _total(facts: RenewalNoticeFacts) -> Section:
    sentences = [f"{period(facts.renewal_on, facts.period_until).capitalize()}.",
                 f"Échéance du {unbroken(long_date(facts.due_on))}, à payer {facts.frequency}, {facts.method}."]
    if facts.previous_total_cents is not None:
        sentences.append(f"L’année d’avant\u00a0: {euros(facts.previous_total_cents)}.")
    return Section("total", "Cotisation de l’année, taxes comprises", (
        Entry("À payer", (euros(facts.total_cents),)),), tuple(sentences))


def _calculation(facts: RenewalNoticeFacts) -> Section:
    rows = [
        ("Prime de référence", euros(facts.reference_premium_cents), ""),
        *_after_coefficient(facts),
        *((f"Majoration\u00a0: {one.label}", "", euros(one.amount_cents)) for one in facts.surcharges),
        *([] if facts.surcharges else [("Majorations", "", NO_AMOUNT)]),
        *((f"Réduction\u00a0: {one.label}", "", euros(-one.amount_cents)) for one in facts.reductions),
        *([] if facts.reductions else [("Réductions", "", NO_AMOUNT)]),
        *((one.label, "", euros(one.amount_cents)) for one in facts.other_lines),
    ]
    if facts.natural_disaster_cents is not None:
        rows.append(("Catastrophes naturelles (article L125-2)", "", euros(facts.natural_disaster_cents)))
    rows.append(("Taxes et contributions", "", euros(facts.taxes_cents)))
    return Section("calculation", "Comment cette cotisation est calculée", table=Table(
        "Éléments de la cotisation annuelle",
        (Column("Élément", 6), Column("Base", 2, True), Column("Montant", 2, True)), tuple(rows),
        ("Total, taxes comprises", "", euros(facts.total_cents))))


def _after_coefficient(facts: RenewalNoticeFacts) -> tuple[tuple[str, str, str], ...]:
    net = euros(facts.net_premium_cents)
    if facts.coefficient_hundredths is None:
        return (("Prime nette", "", net),)
    return (("Coefficient de réduction-majoration", coefficient(facts.coefficient_hundredths), ""),
            ("Prime nette après coefficient", "", net))


def _refusal(facts: RenewalNoticeFacts) -> Section:
    """Return how to refuse the renewal, the day that holds, and the right to leave later (L113-15-1, L113-15-2)."""
    return Section("refusal", "Si vous ne souhaitez pas continuer", sentences=(
        f"Votre contrat se renouvelle le {unbroken(long_date(facts.renewal_on))} pour un an. Vous pouvez refuser ce"
        f" renouvellement jusqu’au {unbroken(long_date(facts.refusal_until))}, deux mois avant (articles L113-12 et"
        " L113-15-1 du code des assurances).",
        _late_notice(facts),
        "Après un an d’assurance, vous pouvez aussi résilier à tout moment, sans frais ni pénalité (article L113-15-2)."
        " Le contrat prend fin un mois après la demande, que votre nouvel assureur nous envoie pour vous\u202f; la"
        " cotisation des jours qui suivent vous est rendue sous trente jours.",
        "Ce véhicule doit rester assuré sans interruption (article L211-1).",
    ))


def _late_notice(facts: RenewalNoticeFacts) -> str:
    if facts.late_refusal_until:
        return ("Cet avis part moins de quinze jours avant cette date, ou après elle\u00a0: vous avez donc vingt jours"
                f" à compter de son envoi, jusqu’au {unbroken(long_date(facts.late_refusal_until))}.")
    return ("Si cet avis partait moins de quinze jours avant cette date, ou après elle, vous auriez vingt jours à"
            " compter de son envoi.")
