"""The mentions that the papers about a contract share, in French: the parties, the contract, the check, signatures."""
from insurance.documents.facts_paper import ContractPaper, VehicleFacts
from insurance.documents.facts_terms import Acceptance
from printing.transcript import Entry, Section, phone_href, unbroken, web_href, web_text
from wording.figures import long_date

NOT_KNOWN = "Non communiqué"
NONE = "Néant"


def contract(facts: ContractPaper) -> Section:
    """Return the contract and its vehicle: what a paper is about."""
    return Section("contract", "Contrat", (Entry("Numéro de contrat", (facts.contract_number,)),
                                           *identity(facts.vehicle)))


def identity(vehicle: VehicleFacts) -> tuple[Entry, ...]:
    """Return what tells a vehicle from another: its plate, else its serial number; then its name."""
    mark = Entry("Immatriculation", (vehicle.plate,)) if vehicle.plate else \
        Entry("N° de série", (vehicle.serial_number,))
    return mark, Entry("Marque et modèle", (vehicle.name,))


def holder(facts: ContractPaper) -> Section:
    """Return to whom a paper is addressed."""
    return Section("holder", "Souscripteur", (Entry("Nom", (facts.holder_name,)),
                                              Entry("Adresse", facts.holder_address)))


def insurer(facts: ContractPaper) -> Section:
    """Return who issues a paper, and the number to call when it has one."""
    entries = [Entry("Nom", (facts.insurer_name,)), Entry("Adresse", facts.insurer_address)]
    if facts.insurer_phone:
        entries.append(Entry("Téléphone", (facts.insurer_phone,), phone_href(facts.insurer_phone)))
    return Section("insurer", "Assureur", tuple(entries))


def check(facts: ContractPaper) -> Section:
    """Return what a paper cannot know, and where to ask."""
    return Section("check", "Vérifier ce document", (
        Entry("Adresse", (web_text(facts.verify_url),), web_href(f"{facts.verify_url}/code#{facts.code}")),
        Entry("Code", (facts.spaced_code,)),
    ), (f"Ce document date du {unbroken(long_date(facts.issued_on))}\u00a0: il ignore ce qui s’est passé depuis.",))


def signatures(facts: ContractPaper, acceptance: Acceptance | None) -> Section:
    """Return the two signatures; the holder's is words, since it was given with a one-time code."""
    return Section("signatures", "Signatures", (
        Entry("L’assureur", (facts.insurer_name,)),
        Entry("Le souscripteur", _acceptance(facts, acceptance)),
    ))


def _acceptance(facts: ContractPaper, acceptance: Acceptance | None) -> tuple[str, ...]:
    if acceptance is None:
        return facts.holder_name, "Date et signature\u00a0:"
    sent_to = acceptance.code_sent_to
    code = f", envoyé {'à' if '@' in sent_to else 'au'} {unbroken(sent_to)}" if sent_to else ""
    return (facts.holder_name, f"Accepté le {unbroken(long_date(acceptance.accepted_on))} à"
                               f" {unbroken(acceptance.accepted_at)} par code à usage unique{code}.")
