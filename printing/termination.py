"""The termination certificate (certificat de résiliation)."""
from insurance.documents.facts_termination import TerminationCertificateFacts
from printing import mentions, parts
from printing.booklet import SECTION, Booklet, Strip
from printing.transcript import Entry, Section, Transcript, unbroken
from wording.figures import euros, long_date


def certificate_transcript(facts: TerminationCertificateFacts) -> Transcript:
    """Return the words of a termination certificate: the end, its reason, what is given back, what remains to do."""
    return Transcript("Certificat de résiliation", f"Contrat {facts.contract_number}", (
        mentions.holder(facts), mentions.contract(facts), _end(facts), _money(facts), _duty(facts),
        mentions.insurer(facts), mentions.check(facts)))


def print_certificate(facts: TerminationCertificateFacts) -> bytes:
    """Return the termination certificate as a PDF: the day and the hour of the end are its largest words."""
    words = certificate_transcript(facts)
    sheet = Booklet(words, facts)

    def strips() -> list[Strip]:
        end, duty = words["end"], words["duty"]
        return [
            Strip(parts.opening(sheet, facts, words["contract"])),
            Strip(parts.figure(sheet, end), SECTION),
            Strip(parts.fields(sheet, end.entries[1:]), 4),
            *parts.section(sheet, words["money"]),
            Strip(sheet.panel(duty.title, duty.sentences), SECTION),
            Strip(parts.certified(sheet, facts, words["insurer"], words["check"]), SECTION),
        ]

    sheet.flow(strips)
    return sheet.finished()


def _end(facts: TerminationCertificateFacts) -> Section:
    entries = [Entry("Fin du contrat", (long_date(facts.ends_on),)),
               Entry("Prise d’effet du contrat", (long_date(facts.effective_on),)),
               Entry("Motif", (facts.reason,))]
    if facts.asked_on:
        entries.append(Entry("Demande reçue le", (long_date(facts.asked_on),)))
    return Section("end", "Fin du contrat", tuple(entries), (_cover_end(facts),))


def _cover_end(facts: TerminationCertificateFacts) -> str:
    """Return when the cover stops: at the end of the contract, or before (art. L121-11)."""
    if facts.covered_until is None:
        return f"Les garanties s’arrêtent ce jour-là à {unbroken(facts.end_time)}."
    return (f"Le contrat s’arrête ce jour-là à {unbroken(facts.end_time)}, les garanties le"
            f" {unbroken(long_date(facts.covered_until))} à 24\u00a0h.")


def _money(facts: TerminationCertificateFacts) -> Section:
    if facts.still_due_cents:
        return Section("money", "Cotisation", (Entry("Reste à payer", (euros(facts.still_due_cents),)),), (
            "La cotisation des jours couverts avant la fin du contrat reste due.",))
    if not facts.refund_cents:
        return Section("money", "Cotisation", sentences=("Il n’y a rien à payer ni à rendre.",))
    refund = [Entry("Montant rendu", (euros(facts.refund_cents),))]
    if facts.refund_by:
        refund.append(Entry("Au plus tard le", (long_date(facts.refund_by),)))
    return Section("money", "Cotisation", tuple(refund), (
        "La part de cotisation payée pour les jours qui suivent la fin du contrat vous est rendue.",))


def _duty(facts: TerminationCertificateFacts) -> Section:
    """Return the duty to stay insured and where the claims history is: it is due at the end of a contract (art. 12)."""
    return Section("duty", "Ce véhicule doit rester assuré", sentences=(
        "Tant qu’il est en état de rouler, même à l’arrêt, un véhicule doit être assuré (article L211-1 du code des"
        " assurances). Son nouveau contrat commence au plus tard à la fin de celui-ci.",
        "Nous signalons la fin de la garantie au fichier des véhicules assurés (FVA) dans les soixante-douze heures.",
        "Votre relevé d’information, que demande un nouvel assureur, est dans votre espace client. Vos documents y"
        " restent cinq ans au moins.",
    ))
