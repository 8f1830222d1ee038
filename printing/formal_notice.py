"""The formal notice (mise en demeure): what is late, and what happens on which day."""
from insurance.documents.facts_payment import FormalNoticeFacts
from printing import mentions, parts
from printing.transcript import Column, Entry, Section, Table, Transcript, unbroken
from wording.figures import euros, long_date


def notice_transcript(facts: FormalNoticeFacts) -> Transcript:
    """Return the words of a formal notice: the sum, the instalments, the three days of article L113-3."""
    return Transcript("Mise en demeure", f"Lettre recommandée, contrat {facts.contract_number}", (
        mentions.holder(facts), mentions.contract(facts), _sum(facts), _instalments(facts), _days(facts), _law(),
        mentions.insurer(facts), mentions.check(facts)))


def print_notice(facts: FormalNoticeFacts) -> bytes:
    """Return the formal notice as a PDF, the holder's address in the window of an envelope."""
    return parts.sum_paper(notice_transcript(facts), facts, "instalments", "days", "law")


def _sum(facts: FormalNoticeFacts) -> Section:
    return Section("sum", "Somme à payer", (Entry("Montant", (euros(facts.total_cents),)),), (
        "Cette somme n’est pas payée plus de dix jours après son échéance. Nous vous mettons en demeure de la payer.",))


def _instalments(facts: FormalNoticeFacts) -> Section:
    return Section("instalments", "Ce qui n’est pas payé", table=Table(
        f"Situation le {unbroken(long_date(facts.issued_on))}", (Column("Échéance", 3), Column("Reste à payer", 2, True)),
        tuple((long_date(one.due_on), euros(one.amount_cents)) for one in facts.instalments),
        ("Total", euros(facts.total_cents))))


def _days(facts: FormalNoticeFacts) -> Section:
    suspended, terminable = unbroken(long_date(facts.suspended_on)), unbroken(long_date(facts.terminable_on))
    return Section("days", "Ce qui se passe sans paiement", (
        Entry("Cette lettre part le", (long_date(facts.issued_on),)),
        Entry("Garanties suspendues le", (long_date(facts.suspended_on),)),
        Entry("Résiliation possible à partir du", (long_date(facts.terminable_on),)),
    ), (
        f"Payez avant le {suspended}\u00a0: vos garanties continuent. À partir de ce jour à 0\u00a0h, un accident ne serait plus"
        " couvert, et rouler sans assurance est un délit.",
        f"À partir du {terminable}, nous pourrons résilier le contrat. La somme resterait due.",
        "Si vous payez tout ce qui est dû après la suspension, les garanties reprennent le lendemain à midi.",
        "Pour payer\u00a0: votre espace client, page «\u00a0Mes paiements\u00a0», ou le téléphone ci-dessous."))


def _law() -> Section:
    return Section("law", "Ce que dit la loi (article L113-3 du code des assurances)", sentences=(
        "À défaut de paiement d’une cotisation, ou d’une fraction de cotisation, dans les dix jours de son échéance, la"
        " garantie ne peut être suspendue que trente jours après la mise en demeure de l’assuré. L’assureur a le droit de"
        " résilier le contrat dix jours après l’expiration de ce délai de trente jours.",
        "Le contrat non résilié reprend ses effets pour l’avenir à midi, le lendemain du jour où ont été payées les cotisations"
        " de la mise en demeure et celles qui sont venues à échéance pendant la suspension."))
