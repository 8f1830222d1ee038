"""Changing a contract: the kinds of change, their steps, their price, what becomes of them, in plain words."""
from collections.abc import Iterator
from datetime import date

from insurance.contracts.models import AntecedentKind, Usage
from insurance.contracts.tariff import LineKey
from insurance.endorsements.acceptance import ReviewReason
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.endorsements.models import EndorsementState
from insurance.endorsements.rules import DriverLink, Flaw, FormerVehicle, LicenceOrigin, VehicleChange
from insurance.signatures.models import SignaturePurpose
from wording.billing import FREQUENCIES, collection_day
from wording.contracts import DRIVER_ROLES, ENERGIES, OPTIONS, PARKINGS, PRODUCTS, USAGES
from wording.figures import grouped, long_date

# Each kind: what the button says, how fast it goes, what one should have at hand.
ENDORSEMENT_KINDS = {
    Kind.ADD_DRIVER: (
        "Ajouter un conducteur",
        "Immédiat le plus souvent. Un conseiller regarde : permis étranger, accidents répétés, suspension de permis, "
        "jeune permis sur un véhicule puissant.",
        "son permis de conduire"),
    Kind.CHANGE_DRIVER: (
        "Modifier un conducteur", "Immédiat. Un conseiller regarde un changement de conducteur principal.",
        "son permis de conduire"),
    Kind.REMOVE_DRIVER: ("Retirer un conducteur", "Immédiat.", ""),
    Kind.VEHICLE: (
        "Changer de véhicule ou de plaque",
        "Immédiat le plus souvent. Un conseiller regarde un véhicule très puissant ou de collection.",
        "la carte grise"),
    Kind.ADDRESS: (
        "Déclarer un déménagement", "Immédiat en France. Un conseiller regarde une adresse à l’étranger.",
        "votre nouvelle adresse"),
    Kind.USAGE: (
        "Changer l’usage du véhicule", "Immédiat. Un conseiller regarde les tournées professionnelles.", ""),
    Kind.PARKING: ("Changer le stationnement", "Immédiat.", ""),
    Kind.MILEAGE: ("Changer le kilométrage", "Immédiat.", "une idée des kilomètres par an"),
    Kind.PLAN: (
        "Changer de formule",
        "Immédiat pour une formule moins couverte. Un conseiller regarde une formule plus couverte : il vous demande des "
        "photos du véhicule.",
        "cinq photos du véhicule, pour être mieux couvert"),
    Kind.OPTIONS: ("Changer les options", "Immédiat.", ""),
    Kind.PAYMENT: ("Changer le rythme de paiement", "Immédiat, pour les échéances à venir.", ""),
    Kind.COLLECTION_DAY: ("Changer le jour de prélèvement", "Immédiat, pour les prélèvements à venir.", ""),
}

# What an endorsement is about, as its paper and its mails call it.
ENDORSEMENT_SUBJECTS = {
    Kind.ADD_DRIVER: "Ajout d’un conducteur",
    Kind.CHANGE_DRIVER: "Modification d’un conducteur",
    Kind.REMOVE_DRIVER: "Retrait d’un conducteur",
    Kind.VEHICLE: "Changement de véhicule",
    Kind.ADDRESS: "Changement d’adresse",
    Kind.USAGE: "Changement d’usage du véhicule",
    Kind.PARKING: "Changement de stationnement",
    Kind.MILEAGE: "Changement de kilométrage",
    Kind.PLAN: "Changement de formule",
    Kind.OPTIONS: "Changement d’options",
    Kind.PAYMENT: "Changement du rythme de paiement",
    Kind.COLLECTION_DAY: "Changement du jour de prélèvement",
}

ENDORSEMENT_STATES = {
    EndorsementState.QUOTED: "Devis",
    EndorsementState.LAPSED: "Devis remplacé",
    EndorsementState.UNDER_REVIEW: "Chez un conseiller",
    EndorsementState.ANSWER_AWAITED: "Réponse attendue",
    EndorsementState.SCHEDULED: "Programmé",
    EndorsementState.APPLIED: "En vigueur",
    EndorsementState.CONFIRMED: "En vigueur",
    EndorsementState.REFUSED: "Refusé",
    EndorsementState.WITHDRAWN: "Annulé",
}

REVIEW_REASONS = {
    ReviewReason.NO_LICENCE: "Ce conducteur n’a pas encore le permis : la conduite accompagnée demande notre accord.",
    ReviewReason.FOREIGN_LICENCE: "Son permis n’est pas européen : nous vérifions qu’il est valable en France.",
    ReviewReason.SEVERAL_CLAIMS: "Il a eu plusieurs accidents responsables en 36 mois.",
    ReviewReason.SANCTION: "Son permis a été suspendu ou annulé, ou il a été condamné, ces 36 derniers mois.",
    ReviewReason.ENDED_BY_INSURER: "Un assureur a mis fin à l’un de ses contrats.",
    ReviewReason.NOVICE_IN_A_POWERFUL_VEHICLE: "Un jeune permis conduirait un véhicule puissant.",
    ReviewReason.NEW_MAIN_DRIVER: "Le conducteur principal change : le bonus-malus est à revoir.",
    ReviewReason.POWERFUL_VEHICLE: "Le véhicule dépasse la puissance que nous acceptons sans l’examiner.",
    ReviewReason.OLD_VEHICLE: "Le véhicule a plus de 30 ans : il relève peut-être d’une assurance de collection.",
    ReviewReason.UNREGISTERED_VEHICLE: "Le contrat assure un véhicule sans plaque.",
    ReviewReason.PAID_TRANSPORT: "Le véhicule transporte des personnes contre paiement.",
    ReviewReason.ROUNDS: "Les tournées professionnelles changent les règles du bonus-malus.",
    ReviewReason.ABROAD: "Le véhicule dormirait à l’étranger.",
    ReviewReason.RICHER_PLAN: "La nouvelle formule couvre plus : nous avons besoin de photos du véhicule.",
    ReviewReason.MUCH_DEARER: "La cotisation augmenterait beaucoup.",
    ReviewReason.UNPAID_PREMIUM: "Une cotisation est impayée.",
    ReviewReason.TERMINATION_ASKED: "La fin du contrat est déjà fixée.",
    ReviewReason.CONTRACT_CHANGED: "Le contrat a changé depuis votre accord : le prix n’est plus le même.",
}

ENDORSEMENT_FLAWS = {
    Flaw.NOT_A_NAME: "Écrivez le nom comme sur le permis, en lettres.",
    Flaw.IN_THE_FUTURE: "Cette date n’est pas encore passée. Vérifiez l’année.",
    Flaw.TOO_YOUNG: "Il faut avoir 15 ans pour conduire, même accompagné. Vérifiez l’année.",
    Flaw.TOO_OLD: "Vérifiez l’année de naissance.",
    Flaw.ALREADY_NAMED: "Cette personne est déjà sur le contrat. Pour la modifier, revenez aux modifications.",
    Flaw.LICENSED_TOO_YOUNG: "Le permis ne s’obtient pas avant 16 ans. Vérifiez cette date et la date de naissance.",
    Flaw.NO_LICENCE_DAY: "Écrivez la date du permis : case 10 de la carte, ligne B.",
    Flaw.NO_LICENCE_NUMBER: "Écrivez le numéro du permis : case 5 de la carte.",
    Flaw.NOT_A_LICENCE: "Un numéro de permis a 12 chiffres, ou de 6 à 15 chiffres et lettres s’il est ancien. C’est la case 5.",
    Flaw.TOO_LONG_AGO: "C’était il y a plus de 36 mois : n’en parlez pas ici.",
    Flaw.NOTHING_TICKED: "Cochez ce qui est arrivé, ou choisissez « Rien à déclarer ».",
    Flaw.NO_CLAIM: "Donnez la date d’un sinistre au moins, ou revenez à la question précédente.",
    Flaw.NO_SANCTION: "Cochez ce qui est arrivé et donnez sa date, ou revenez à la question précédente.",
    Flaw.NOT_A_PLATE: "Écrivez la plaque comme AB-123-CD, ou 1234 AB 75 si elle date d’avant 2009. Plaque étrangère : appelez-nous.",
    Flaw.SAME_PLATE: "C’est déjà la plaque du contrat.",
    Flaw.NOT_A_POWER: "Écrivez un nombre de 1 à 99 : case P.6 de la carte grise.",
    Flaw.TOO_OLD_A_VEHICLE: "Vérifiez l’année : case B de la carte grise.",
    Flaw.NOTHING_CHANGES: "C’est déjà ce que dit le contrat. Choisissez autre chose, ou quittez cette page.",
    Flaw.NOT_WITH_THIS_PLAN: "Cette option ne va pas avec votre formule ou l’âge du véhicule.",
    Flaw.IN_THE_PAST: "Un changement ne vaut pas pour des jours passés. Choisissez aujourd’hui ou plus tard.",
    Flaw.BEFORE_CONTRACT: "Le contrat n’a pas encore commencé. Choisissez son premier jour ou plus tard.",
    Flaw.TOO_FAR: "C’est trop loin pour donner un prix. Choisissez une date plus proche.",
    Flaw.AFTER_RENEWAL: "C’est après votre échéance annuelle, dont le prix n’est pas encore connu. Choisissez une date plus proche.",
    Flaw.AFTER_END: "Le contrat sera terminé. Choisissez une date plus proche.",
}

DRIVER_LINKS = {
    DriverLink.SPOUSE: "Conjoint, partenaire ou concubin",
    DriverLink.CHILD: "Enfant",
    DriverLink.PARENT: "Père ou mère",
    DriverLink.RELATIVE: "Autre membre de la famille",
    DriverLink.OTHER: "Autre personne",
}

LICENCE_ORIGINS = {
    LicenceOrigin.FRANCE: "En France",
    LicenceOrigin.EUROPE: "Ailleurs en Europe (Union européenne, Islande, Liechtenstein, Norvège)",
    LicenceOrigin.ELSEWHERE: "Dans un autre pays",
}

VEHICLE_CHANGES = {
    VehicleChange.OTHER_VEHICLE: ("Un autre véhicule", "Il remplace celui du contrat."),
    VehicleChange.NEW_PLATE: ("Une nouvelle plaque", "Le même véhicule : plaque définitive après une plaque WW, erreur, vol de plaque."),
}

FORMER_VEHICLES = {
    FormerVehicle.SOLD: ("Vendu, donné ou repris", "Déclarez la cession sur le site de France Titres dans les quinze jours."),
    FormerVehicle.DESTROYED: ("Détruit", "Gardez le certificat de destruction."),
    FormerVehicle.KEPT: ("Je le garde", "Il ne sera plus assuré par ce contrat, et doit l’être ailleurs tant qu’il peut rouler."),
}

ANTECEDENTS = {
    AntecedentKind.CLAIM: "Sinistre",
    AntecedentKind.ALCOHOL: "Alcool ou stupéfiants au volant",
    AntecedentKind.SUSPENDED: "Permis suspendu de deux à six mois",
    AntecedentKind.SUSPENDED_LONG: "Permis suspendu plus de six mois",
    AntecedentKind.CANCELLED: "Permis annulé, ou suspendu plusieurs fois",
    AntecedentKind.HIT_AND_RUN: "Délit de fuite",
    AntecedentKind.ENDED_BY_INSURER: "Contrat auto résilié par un assureur",
}

FAULTS = {0: "Pas responsable", 50: "Responsable à moitié", 100: "Responsable"}

SIGNATURE_PURPOSES = {
    SignaturePurpose.ENDORSEMENT: "la modification de votre contrat",
    SignaturePurpose.MANDATE: "votre mandat de prélèvement",
}

PRICE_LINES = {
    LineKey.PRODUCT: "Formule",
    LineKey.FISCAL_POWER: "Puissance du véhicule",
    LineKey.VEHICLE_AGE: "Âge du véhicule",
    LineKey.USAGE: "Usage",
    LineKey.PARKING: "Stationnement",
    LineKey.MILEAGE: "Kilométrage",
    LineKey.ZONE: "Lieu où dort le véhicule",
    LineKey.MORE_DRIVERS: "Autre conducteur",
    LineKey.YOUNG_DRIVER: "Conducteur de moins de 25 ans",
    LineKey.NOVICE: "Conducteur novice",
    LineKey.BONUS_MALUS: "Bonus-malus",
    LineKey.SURCHARGE: "Majoration",
    LineKey.PERSONAL_COVER: "Protection des personnes",
    LineKey.OPTION: "Option",
}


def price_detail(key: str, detail: str) -> str:
    """Return what a line of the price is about, more precisely; empty when its name says all."""
    said = _DETAILS.get(LineKey(key))
    return said(detail) if said is not None and detail else ""


def mileage(km: int | None) -> str:
    """Return a mileage limit in words."""
    return "Sans limite" if km is None else f"{grouped(km)}\u00a0km par an au plus"


def declared(kind: str, answers: dict) -> list[tuple[str, str]]:
    """Return what was declared for a change, a label and its words each: what the insurer's people read."""
    return [(label, said) for step, answer in answers.items() for label, said in _DECLARED[step](answer) if said]


def _coefficient(hundredths: str) -> str:
    return f"{int(hundredths) // 100},{int(hundredths) % 100:02d}"


_DETAILS = {
    LineKey.PRODUCT: lambda code: PRODUCTS[code],
    LineKey.FISCAL_POWER: lambda power: f"{power}\u00a0CV",
    LineKey.VEHICLE_AGE: lambda years: f"{years}\u00a0an{'s' if int(years) > 1 else ''}",
    LineKey.USAGE: lambda code: USAGES[code],
    LineKey.PARKING: lambda code: PARKINGS[code],
    LineKey.MILEAGE: lambda km: mileage(int(km)),
    LineKey.ZONE: lambda zone: f"zone {zone}",
    LineKey.MORE_DRIVERS: lambda role: DRIVER_ROLES[role].lower(),
    LineKey.YOUNG_DRIVER: lambda age: f"{age}\u00a0ans",
    LineKey.BONUS_MALUS: _coefficient,
    LineKey.SURCHARGE: lambda kind: ANTECEDENTS[kind],
    LineKey.OPTION: lambda code: OPTIONS[code][0],
}


def _day(text: str | None) -> str:
    return long_date(date.fromisoformat(text)) if text else ""


def _identity(answer: dict) -> Iterator[tuple[str, str]]:
    yield "Conducteur", f"{answer['title']} {answer['first_name']} {answer['last_name']}"
    yield "Né le", _day(answer["birth_date"])
    if answer["link"]:
        yield "Lien avec vous", DRIVER_LINKS[answer["link"]]


def _licence(answer: dict) -> Iterator[tuple[str, str]]:
    if not answer["licence_date"]:
        yield "Permis", "pas encore obtenu"
        return
    yield "Permis du", _day(answer["licence_date"])
    yield "Obtenu", LICENCE_ORIGINS[answer["origin"]]
    yield "Numéro de permis", answer["licence_number"]


def _experience(answer: dict) -> Iterator[tuple[str, str]]:
    if answer.get("accompanied") is not None:
        yield "Conduite accompagnée", "oui" if answer["accompanied"] else "non"
    if answer.get("insured") is not None:
        yield "Assuré ces trois dernières années", "oui" if answer["insured"] else "non"


def _history(answer: dict) -> Iterator[tuple[str, str]]:
    yield "Antécédents de 36 mois", "oui" if answer["has_history"] else "aucun"


def _claims(answer: dict) -> Iterator[tuple[str, str]]:
    for claim in answer["claims"]:
        yield "Sinistre", f"{_day(claim['date'])}, {FAULTS[claim['at_fault_percent']].lower()}"
    if answer["has_more"]:
        yield "Sinistres", "plus de trois"


def _sanctions(answer: dict) -> Iterator[tuple[str, str]]:
    for one in answer["sanctions"]:
        yield ANTECEDENTS[one["kind"]], _day(one["date"])


def _vehicle(answer: dict) -> Iterator[tuple[str, str]]:
    yield "Nouveau véhicule", f"{answer['make']} {answer['model']}"
    yield "Immatriculation", answer["plate"]
    yield "Première mise en circulation", _day(answer["first_registration"])
    yield "Puissance fiscale", f"{answer['fiscal_power']}\u00a0CV"
    yield "Énergie", ENERGIES[answer["energy"]]


def _use(answer: dict) -> Iterator[tuple[str, str]]:
    yield "Usage", USAGES[Usage(answer["usage"])]
    yield "Stationnement la nuit", PARKINGS[answer["parking"]]
    yield "Kilométrage", mileage(answer["mileage_limit_km"])


def _address(answer: dict) -> Iterator[tuple[str, str]]:
    town = f"{answer['postcode']} {answer['city']}".strip()
    parts = (answer["line1"], answer["line2"], town, "" if answer["country"] == "FR" else answer["country"])
    yield "Nouvelle adresse", ", ".join(part for part in parts if part)


def _garage(answer: dict) -> Iterator[tuple[str, str]]:
    place = ", ".join(part for part in (answer["line1"], f"{answer['postcode']} {answer['city']}".strip()) if part)
    yield "Le véhicule dort", "à cette adresse" if answer["is_home"] else place
    yield "Stationnement la nuit", PARKINGS[answer["parking"]]


_DECLARED = {
    "who": lambda answer: iter(()),
    "identity": _identity, "licence": _licence, "experience": _experience, "history": _history, "claims": _claims,
    "sanctions": _sanctions, "vehicle": _vehicle, "use": _use, "address": _address, "garage": _garage,
    "role": lambda answer: iter([("Rôle", DRIVER_ROLES[answer["role"]])]),
    "what": lambda answer: iter([("Changement", VEHICLE_CHANGES[answer["what"]][0])]),
    "plate": lambda answer: iter([("Nouvelle plaque", answer["plate"])]),
    "former": lambda answer: iter([("Ancien véhicule", FORMER_VEHICLES[answer["fate"]][0])]),
    "usage": lambda answer: iter([("Usage", USAGES[answer["usage"]])]),
    "parking": lambda answer: iter([("Stationnement la nuit", PARKINGS[answer["parking"]])]),
    "mileage": lambda answer: iter([("Kilométrage", mileage(answer["mileage_limit_km"]))]),
    "plan": lambda answer: iter([("Formule", PRODUCTS[answer["product"]])]),
    "options": lambda answer: iter([("Options", ", ".join(OPTIONS[code][0] for code in answer["options"]) or "aucune")]),
    "payment": lambda answer: iter([("Paiement", FREQUENCIES[answer["frequency"]])]),
    "collection_day": lambda answer: iter([("Jour de prélèvement", collection_day(answer["day"]))]),
    "when": lambda answer: iter([("À partir du", _day(answer["on"]))]),
}
