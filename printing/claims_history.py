"""The claims history (relevé d'information): the lettered sections of the European model, with their English names.

The text of the annex of règlement d'exécution (UE) 2024/1855 could not be read: the order and the letters are those
that French insurers report of their own forms since July 2025.
"""
from insurance.documents.facts_history import ClaimsHistoryFacts, HistoryClaim, HistoryDriver
from printing import mentions, parts
from printing.booklet import SECTION, Booklet, Strip
from printing.transcript import Column, Entry, Section, Table, Transcript, coefficient, period, unbroken
from wording.figures import long_date

LETTERED = ("insurer", "holder", "vehicle", "contract", "claims", "bonus_malus", "drivers", "termination")


def history_transcript(facts: ClaimsHistoryFacts) -> Transcript:
    """Return the words of a claims history: annexe à l'article A121-1 du code des assurances, art. 12."""
    return Transcript("Relevé d’information", "Relevé de sinistres, modèle européen", (
        _insurer(facts), _holder(facts), _vehicle(facts), _contract(facts), _claims(facts), _bonus_malus(facts),
        _drivers(facts), _termination(facts), mentions.check(facts)))


def print_history(facts: ClaimsHistoryFacts) -> bytes:
    """Return the claims history as a PDF, of two pages when there is much to say."""
    words = history_transcript(facts)
    sheet = Booklet(words, facts)

    def strips() -> list[Strip]:
        lettered = [strip for slug in LETTERED for strip in parts.section(sheet, words[slug])]
        return [*lettered, Strip(parts.check(sheet, words["check"]), SECTION)]

    sheet.flow(strips)
    return sheet.finished()


def _insurer(facts: ClaimsHistoryFacts) -> Section:
    return Section("insurer", "A. Entreprise d’assurance", (
        Entry("Nom", (facts.insurer_name,), gloss="Name"),
        Entry("Adresse", facts.insurer_address, gloss="Address"),
        Entry("Pays et code", (f"{facts.insurer_country} {facts.insurer_code}",), gloss="Country and code"),
    ), gloss="Insurance undertaking")


def _holder(facts: ClaimsHistoryFacts) -> Section:
    return Section("holder", "B. Souscripteur", (
        Entry("Nom", (facts.holder_name,), gloss="Name"),
        Entry("Adresse", facts.holder_address, gloss="Address"),
        Entry("Date de naissance", (long_date(facts.holder_born_on),), gloss="Date of birth"),
    ), gloss="Policyholder")


def _vehicle(facts: ClaimsHistoryFacts) -> Section:
    vehicle = facts.vehicle
    return Section("vehicle", "C. Véhicule", (
        Entry("Immatriculation", (vehicle.plate or mentions.NONE,), gloss="Registration"),
        Entry("N° d’identification", (vehicle.serial_number or mentions.NOT_KNOWN,), gloss="VIN"),
        Entry("Marque et modèle", (vehicle.name,), gloss="Make and model"),
        Entry("Usage", (facts.usage,), gloss="Use"),
    ), gloss="Vehicle")


def _contract(facts: ClaimsHistoryFacts) -> Section:
    if facts.ended_on is None:
        cover = f"depuis le {unbroken(long_date(facts.effective_on))}, en\u00a0cours"
    else:
        cover = period(facts.effective_on, facts.ended_on)
    return Section("contract", "D. Contrat", (
        Entry("Numéro de contrat", (facts.contract_number,), gloss="Policy number"),
        Entry("Souscrit le", (long_date(facts.subscribed_on),), gloss="Taken out on"),
        Entry("Période de garantie", (cover,), gloss="Cover"),
    ), gloss="Insurance contract")


def _claims(facts: ClaimsHistoryFacts) -> Section:
    years = period(facts.claims_since, facts.issued_on) if facts.claims_since <= facts.issued_on else "à ce jour"
    if not facts.claims:
        return Section("claims", "E. Sinistres des cinq dernières années", gloss="Claims, last five years",
                       sentences=(f"Aucun sinistre {years}.",))
    count = f"{len(facts.claims)} sinistre{'s' if len(facts.claims) > 1 else ''} {years}"
    return Section("claims", "E. Sinistres des cinq dernières années", gloss="Claims, last five years", table=Table(
        count, (Column("Survenu le", 4, gloss="Date"), Column("Nature", 5, gloss="Nature"),
                Column("Responsabilité", 4, gloss="Liability"),
                Column("Conducteur responsable", 5, gloss="Driver at fault"),
                Column("Règlement", 3, gloss="Settlement")), tuple(map(_claim, facts.claims))))


def _claim(claim: HistoryClaim) -> tuple[str, ...]:
    driver = claim.responsible_driver or (mentions.NOT_KNOWN if claim.liability_percent else mentions.NONE)
    return (long_date(claim.occurred_on), f"{claim.nature}, {'corporel' if claim.has_injury else 'matériel'}",
            f"{claim.liability_percent}\u00a0%", driver, "Réglé" if claim.is_settled else "Non réglé")


def _bonus_malus(facts: ClaimsHistoryFacts) -> Section:
    title, gloss = "F. Coefficient de réduction-majoration", "Bonus-malus"
    last = long_date(facts.last_renewal_on) if facts.last_renewal_on else mentions.NONE
    last_renewal = Entry("Dernière échéance", (last,), gloss="Last renewal")
    if facts.coefficient_hundredths is None:
        return Section("bonus_malus", title, (last_renewal,), gloss=gloss, sentences=(
            "Ce véhicule n’est pas soumis au coefficient de réduction-majoration (article A121-1 du code des"
            " assurances).",))
    history = Table("Coefficients précédents", (
        Column("Applicable à partir du", gloss="Applied from"), Column("Coefficient", gloss="Coefficient")),
        tuple((long_date(one.applied_from), coefficient(one.hundredths)) for one in facts.coefficient_history))
    years = f"{facts.years_at_floor} an{'s' if facts.years_at_floor > 1 else ''}"
    return Section("bonus_malus", title, (
        Entry("Coefficient", (coefficient(facts.coefficient_hundredths),)),
        Entry("Applicable", (period(facts.coefficient_from, facts.coefficient_until),), gloss="Applies"),
        Entry("Années à 0,50", (years,), gloss="Years at 0.50"),
        last_renewal,
    ), gloss=gloss, table=history if facts.coefficient_history else None)


def _drivers(facts: ClaimsHistoryFacts) -> Section:
    has_periods = any(driver.declared_from for driver in facts.drivers)
    columns = [Column("Nom", 9, gloss="Name"), Column("Qualité", 10, gloss="Capacity"),
               Column("Date de naissance", 8, gloss="Date of birth"), Column("Permis n°", 7, gloss="Licence no."),
               Column("Permis obtenu le", 8, gloss="Licence date")]
    if has_periods:
        columns.append(Column("Période déclarée", 8, gloss="Period declared"))
    return Section("drivers", "G. Conducteurs désignés", gloss="Named drivers", table=Table(
        "Conducteurs nommés au contrat", tuple(columns),
        tuple(_driver(driver, has_periods) for driver in facts.drivers)))


def _driver(driver: HistoryDriver, has_periods: bool) -> tuple[str, ...]:
    cells = (driver.name, driver.role, long_date(driver.born_on), driver.licence_number or mentions.NOT_KNOWN,
             long_date(driver.licensed_on) if driver.licensed_on else mentions.NOT_KNOWN)
    if not has_periods:
        return cells
    if driver.declared_from is None:
        return *cells, mentions.NOT_KNOWN
    if driver.declared_until is None:
        return *cells, f"depuis le {long_date(driver.declared_from)}"
    return *cells, f"du {long_date(driver.declared_from)} au {long_date(driver.declared_until)}"


def _termination(facts: ClaimsHistoryFacts) -> Section:
    return Section("termination", "H. Résiliation et établissement", (
        Entry("Motif de résiliation", (facts.termination_reason or mentions.NONE,), gloss="Reason"),
        Entry("Relevé établi le", (long_date(facts.issued_on),), gloss="Date of issue"),
    ), gloss="Termination and issue")
