"""The special conditions of a contract (conditions particulières)."""
from insurance.documents.facts_terms import CoverageLine, NamedDriver, SpecialConditionsFacts
from printing import mentions, parts
from printing.booklet import SECTION, Booklet, Strip
from printing.transcript import Column, Entry, Section, Table, Transcript, coefficient, day_of_year, unbroken
from wording.figures import euros, grouped, long_date

SEE_GENERAL_CONDITIONS = "Voir CG"
READ = ("vehicle", "drivers", "coverages", "premium", "duration")


def conditions_transcript(facts: SpecialConditionsFacts) -> Transcript:
    """Return the words of the special conditions: the mentions of art. L112-4 du code des assurances."""
    dated = f"Version {facts.version} du {unbroken(long_date(facts.version_on))}"
    return Transcript("Conditions particulières", dated, (
        mentions.holder(facts), mentions.contract(facts), _insurer(facts), _vehicle(facts), _drivers(facts),
        _coverages(facts), _premium(facts), _duration(facts), _duties(), mentions.signatures(facts, facts.acceptance),
        mentions.check(facts)))


def print_conditions(facts: SpecialConditionsFacts) -> bytes:
    """Return the special conditions as a PDF."""
    words = conditions_transcript(facts)
    sheet = Booklet(words, facts)

    def strips() -> list[Strip]:
        duties = words["duties"]
        return [
            Strip(parts.opening(sheet, facts, words["contract"])),
            *parts.section(sheet, words["insurer"]),
            *(strip for slug in READ for strip in parts.section(sheet, words[slug])),
            *parts.section(sheet, duties, is_bold=True),
            Strip(parts.signatures(sheet, facts, words["signatures"]), SECTION),
            Strip(parts.check(sheet, words["check"]), SECTION),
        ]

    sheet.flow(strips)
    return sheet.finished()


def _insurer(facts: SpecialConditionsFacts) -> Section:
    plain = mentions.insurer(facts)
    return Section(plain.slug, plain.title, (*plain.entries[:2], Entry("Autorité de contrôle", (facts.supervisor,))))


def _vehicle(facts: SpecialConditionsFacts) -> Section:
    entries = [*mentions.identity(facts.vehicle)]
    if facts.vehicle.plate and facts.vehicle.serial_number:
        entries.append(Entry("N° d’identification", (facts.vehicle.serial_number,)))
    if facts.energy:
        entries.append(Entry("Énergie", (facts.energy,)))
    if facts.fiscal_power is not None:
        entries.append(Entry("Puissance fiscale", (f"{facts.fiscal_power}\u00a0CV",)))
    entries.append(Entry("Première mise en circulation", (long_date(facts.first_registered_on),)))
    entries.append(Entry("Usage", (facts.usage,)))
    if facts.parking:
        entries.append(Entry("Stationnement habituel", (facts.parking,)))
    if facts.mileage_limit_km is not None:
        entries.append(Entry("Kilométrage annuel", (f"{grouped(facts.mileage_limit_km)}\u00a0km au plus",)))
    if facts.trailers:
        entries.append(Entry("Remorques et semi-remorques couvertes", (facts.trailers,)))
    if facts.has_paid_transport:
        entries.append(Entry("Transport", ("Transport public particulier de personnes à titre onéreux",)))
    return Section("vehicle", "Véhicule assuré", tuple(entries))


def _drivers(facts: SpecialConditionsFacts) -> Section:
    return Section("drivers", "Conducteurs", table=Table(
        "Conducteurs nommés au contrat",
        (Column("Nom", 9), Column("Qualité", 10), Column("Date de naissance", 8), Column("Permis n°", 7),
         Column("Permis obtenu le", 8)), tuple(map(_driver, facts.drivers))))


def _driver(driver: NamedDriver) -> tuple[str, ...]:
    return (driver.name, driver.role, long_date(driver.born_on), driver.licence_number or mentions.NOT_KNOWN,
            long_date(driver.licensed_on) if driver.licensed_on else mentions.NOT_KNOWN)


def _coverages(facts: SpecialConditionsFacts) -> Section:
    options = f"Options\u00a0: {', '.join(facts.options)}." if facts.options else "Sans option."
    return Section("coverages", f"Formule\u00a0: {facts.product}", sentences=(options,), table=Table(
        "Garanties souscrites, franchise à votre charge, plafond d’indemnisation. CG\u00a0: conditions générales.",
        (Column("Garantie", 4), Column("Franchise", 3, True), Column("Plafond", 3, True)),
        tuple(map(_coverage, facts.coverages))))


def _coverage(coverage: CoverageLine) -> tuple[str, ...]:
    if coverage.deductible_cents is None:
        deductible = SEE_GENERAL_CONDITIONS
    else:
        deductible = euros(coverage.deductible_cents) if coverage.deductible_cents else "Sans franchise"
    limit = SEE_GENERAL_CONDITIONS if coverage.limit_cents is None else euros(coverage.limit_cents)
    return coverage.name, deductible, limit


def _premium(facts: SpecialConditionsFacts) -> Section:
    entries = [Entry("Cotisation annuelle", (f"{euros(facts.premium_cents)}, taxes comprises",)),
               Entry("Paiement", (f"{facts.frequency}, {facts.method}".capitalize(),))]
    if facts.coefficient_hundredths is not None:
        entries.append(Entry("Coefficient de réduction-majoration", (coefficient(facts.coefficient_hundredths),)))
    return Section("premium", "Cotisation", tuple(entries))


def _duration(facts: SpecialConditionsFacts) -> Section:
    effect = Entry("Prise d’effet", (f"{long_date(facts.effective_on)}, 0\u00a0h",))
    if facts.ends_on is not None:
        return Section("duration", "Durée", (effect, Entry("Fin", (f"{long_date(facts.ends_on)}, 24\u00a0h",))))
    return Section("duration", "Durée", (
        effect, Entry("Échéance annuelle", (day_of_year(facts.anniversary_on),)),
        Entry("Prochaine échéance", (long_date(facts.anniversary_on),)),
    ), ("Le contrat dure un an et se renouvelle d’année en année. Vous pouvez le refuser deux mois avant l’échéance"
        " (article L113-12 du code des assurances) ou, après un an, résilier à tout moment (article L113-15-2)."
        + _general_conditions(facts),))


def _general_conditions(facts: SpecialConditionsFacts) -> str:
    if not facts.general_conditions:
        return ""
    return f" Ces conditions particulières complètent les conditions générales {facts.general_conditions}."


def _duties() -> Section:
    """Return the duty to declare and what it costs to neglect it: very apparent letters (art. L112-4)."""
    return Section("duties", "Vos déclarations", sentences=(
        "Les réponses reprises ici ont servi à établir ce contrat. Signalez-nous dans les quinze jours tout changement"
        " qui les rend inexactes (article L113-2).",
        "Une fausse déclaration intentionnelle rend le contrat nul (article L113-8). Une erreur ou un oubli de bonne"
        " foi réduit l’indemnité en proportion de la cotisation payée (article L113-9).",
    ))
