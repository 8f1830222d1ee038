"""The direct debit mandate (mandat de prélèvement SEPA), with the mentions of the core scheme."""
from insurance.documents.facts_mandate import MandateFacts
from printing import mentions, parts
from printing.booklet import SECTION, Booklet, Strip
from printing.transcript import Entry, Section, Transcript, unbroken
from wording.figures import long_date


def mandate_transcript(facts: MandateFacts) -> Transcript:
    """Return the words of a mandate: who may debit which account, under which reference, and the rights of its holder."""
    return Transcript("Mandat de prélèvement SEPA", f"Contrat {facts.contract_number}", (
        mentions.holder(facts), mentions.contract(facts), _account(facts), _creditor(facts), _rights(facts),
        _signature(facts), mentions.insurer(facts), mentions.check(facts)))


def print_mandate(facts: MandateFacts) -> bytes:
    """Return the mandate as a PDF: the account is its largest words."""
    words = mandate_transcript(facts)
    sheet = Booklet(words, facts)

    def strips() -> list[Strip]:
        account = words["account"]
        return [
            Strip(parts.opening(sheet, facts, words["contract"])),
            Strip(parts.figure(sheet, account), SECTION),
            Strip(parts.fields(sheet, account.entries[1:]), 4),
            *parts.section(sheet, words["creditor"]),
            *parts.section(sheet, words["rights"]),
            *parts.section(sheet, words["signature"], 1),
            Strip(parts.certified(sheet, facts, words["insurer"], words["check"]), SECTION),
        ]

    sheet.flow(strips)
    return sheet.finished()


def _account(facts: MandateFacts) -> Section:
    entries = [Entry("IBAN", (grouped(facts.account),)), Entry("Titulaire du compte", (facts.debtor_name,))]
    if facts.bank:
        entries.append(Entry("Banque", (facts.bank,)))
    entries.append(Entry("Type de paiement", ("Récurrent",)))
    former = f" Jusque-là, le compte {facts.former_account} reste prélevé." if facts.former_account else ""
    return Section("account", "Compte à débiter (IBAN)", tuple(entries), (
        f"Ce compte est prélevé à partir du {unbroken(long_date(facts.used_from))}.{former}",))


def _creditor(facts: MandateFacts) -> Section:
    return Section("creditor", "Créancier", (
        Entry("Nom et adresse", (facts.insurer_name, *facts.insurer_address)),
        Entry("Identifiant (ICS)", (facts.creditor_identifier or mentions.NOT_KNOWN,)),
        Entry("Référence du mandat (RUM)", (facts.reference,))))


def _rights(facts: MandateFacts) -> Section:
    return Section("rights", "Ce que vous autorisez, et vos droits", sentences=(
        f"En signant ce mandat, vous autorisez {facts.insurer_name} à envoyer des instructions à votre banque pour débiter"
        f" votre compte, et votre banque à débiter votre compte conformément aux instructions de {facts.insurer_name}.",
        "Vous bénéficiez du droit d’être remboursé par votre banque, selon la convention que vous avez passée avec elle\u00a0:"
        " dans les huit semaines qui suivent le débit d’un prélèvement autorisé, et sans tarder, au plus tard dans les"
        " treize mois, s’il n’était pas autorisé. Votre banque tient à votre disposition un document qui explique ces"
        " droits. Sans prélèvement pendant trente-six mois, ce mandat n’est plus valable."))


def _signature(facts: MandateFacts) -> Section:
    """Return the words of the holder's signature."""
    return Section("signature", "Signature", mentions.signatures(facts, facts.acceptance).entries[1:])


def grouped(iban: str) -> str:
    """Return an IBAN in groups of four, as a bank prints it."""
    return " ".join(iban[start:start + 4] for start in range(0, len(iban), 4))
