"""The payment schedule (échéancier): what falls due, when, and what was paid on the day of issue."""
from insurance.documents.facts_payment import DirectDebit, PaymentScheduleFacts, ScheduledInstalment
from printing import mentions, parts
from printing.booklet import SECTION, Booklet, Strip
from printing.transcript import Column, Entry, Section, Table, Transcript, period, unbroken
from wording.figures import euros, long_date


def schedule_transcript(facts: PaymentScheduleFacts) -> Transcript:
    """Return the words of a payment schedule; for a direct debit, its announcement fourteen days ahead."""
    return Transcript("Échéancier", f"Contrat {facts.contract_number}", (
        mentions.holder(facts), mentions.contract(facts), _total(facts), _instalments(facts),
        *([_debit(facts, facts.direct_debit)] if facts.direct_debit else []), mentions.insurer(facts)))


def print_schedule(facts: PaymentScheduleFacts) -> bytes:
    """Return the payment schedule as a PDF."""
    words = schedule_transcript(facts)
    sheet = Booklet(words, facts)

    def strips() -> list[Strip]:
        return [
            Strip(parts.opening(sheet, facts, words["contract"])),
            Strip(parts.figure(sheet, words["total"]), SECTION),
            *parts.section(sheet, words["instalments"]),
            *(parts.section(sheet, words["debit"], 2) if facts.direct_debit else []),
        ]

    sheet.flow(strips)
    return sheet.finished()


def _total(facts: PaymentScheduleFacts) -> Section:
    left = facts.total_cents - facts.paid_cents
    return Section("total", "Cotisation de l’année, taxes comprises", (Entry("Total", (euros(facts.total_cents),)),), (
        f"{period(facts.period_from, facts.period_until).capitalize()}, à payer {facts.frequency}, {facts.method}.",
        f"Déjà payé\u00a0: {euros(facts.paid_cents)}. Reste à payer\u00a0: {euros(left)}."))


def _instalments(facts: PaymentScheduleFacts) -> Section:
    return Section("instalments", "Échéances", table=Table(
        f"Situation le {unbroken(long_date(facts.issued_on))}",
        (Column("Date", 3), Column("Situation", 4), Column("Montant", 2, True)),
        tuple((long_date(one.due_on), _situation(one), euros(one.amount_cents)) for one in facts.instalments),
        ("Total", "", euros(facts.total_cents))))


def _situation(one: ScheduledInstalment) -> str:
    if one.is_unpaid:
        return "Impayée"
    if not one.is_paid:
        return "À venir"
    return f"Payée le {long_date(one.paid_on)}" if one.paid_on else "Payée"


def _debit(facts: PaymentScheduleFacts, debit: DirectDebit) -> Section:
    entries = [Entry("Compte débité", (debit.masked_account,)), Entry("Créancier", (debit.creditor_name,))]
    if debit.mandate_reference:
        entries.append(Entry("Référence du mandat (RUM)", (debit.mandate_reference,)))
    if debit.creditor_identifier:
        entries.append(Entry("Identifiant du créancier (ICS)", (debit.creditor_identifier,)))
    return Section("debit", "Prélèvement", tuple(entries), (*_announcement(facts), (
        "Vous pouvez demander à votre banque le remboursement d’un prélèvement pendant huit semaines, et pendant treize"
        " mois s’il n’était pas autorisé."),))


def _announcement(facts: PaymentScheduleFacts) -> tuple[str, ...]:
    """Return the pre-notification of the debits that are fourteen days away or more."""
    if facts.announced_from is None:
        return ()
    return ("Cet échéancier vous annonce, quatorze jours au moins à l’avance, les prélèvements à partir du"
            f" {unbroken(long_date(facts.announced_from))}\u00a0: il n’y aura pas d’autre avis.",)
