"""The receipt of one instalment (quittance)."""
from insurance.documents.facts_payment import PaymentReceiptFacts
from printing import mentions, parts
from printing.transcript import Entry, Section, Transcript, period, unbroken
from wording.figures import euros, long_date


def receipt_transcript(facts: PaymentReceiptFacts) -> Transcript:
    """Return the words of a receipt: the sum, its day, and the days of insurance that it pays for."""
    return Transcript("Quittance", f"Contrat {facts.contract_number}", (
        mentions.holder(facts), mentions.contract(facts), _sum(facts), _payment(facts), mentions.insurer(facts),
        mentions.check(facts)))


def print_receipt(facts: PaymentReceiptFacts) -> bytes:
    """Return the receipt as a PDF."""
    return parts.sum_paper(receipt_transcript(facts), facts, "payment")


def _sum(facts: PaymentReceiptFacts) -> Section:
    return Section("sum", "Somme reçue, taxes comprises", (Entry("Montant", (euros(facts.amount_cents),)),), (
        f"Payée le {unbroken(long_date(facts.paid_on))}{' ' if facts.method else ''}{facts.method}.",))


def _payment(facts: PaymentReceiptFacts) -> Section:
    entries = [Entry("Échéance du", (long_date(facts.due_on),)),
               Entry("Pour l’assurance", (period(facts.period_from, facts.period_until),))]
    if facts.payment_reference:
        entries.append(Entry("Référence du paiement", (facts.payment_reference,)))
    return Section("payment", "Ce que règle ce paiement", tuple(entries), (
        f"{facts.insurer_name} reconnaît avoir reçu cette somme de {facts.holder_name} et lui en donne quittance, sous"
        " réserve de son encaissement définitif.",))
