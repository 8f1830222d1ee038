"""Contracts: what they cover, whom, what, and what changed."""
from insurance.contracts.models import ContractState, CoverageCode, DriverRole, Energy, OptionCode, Parking, Product, Usage, VersionSource
from insurance.contracts.rules import Cover

COVERS = {
    Cover.VALID: "Assurée",
    Cover.PROVISIONAL: "Assurée",
    Cover.NOT_YET: "Pas encore en vigueur",
    Cover.SUSPENDED: "Suspendue",
    Cover.ENDED: "Terminée",
}

CONTRACT_STATES = {
    ContractState.PROVISIONAL: "Provisoire",
    ContractState.ACTIVE: "En cours",
    ContractState.SUSPENDED: "Suspendu",
    ContractState.TERMINATED: "Résilié",
}

PRODUCTS = {
    Product.THIRD_PARTY: "Au tiers",
    Product.THIRD_PARTY_PLUS: "Tiers étendu",
    Product.COMPREHENSIVE: "Tous risques",
}

USAGES = {
    Usage.PRIVATE: "Trajets privés",
    Usage.PRIVATE_COMMUTE: "Trajets privés et trajet domicile-travail",
    Usage.PROFESSIONAL: "Déplacements professionnels",
    Usage.PROFESSIONAL_ROUNDS: "Tournées professionnelles",
}

PARKINGS = {
    Parking.STREET: "Dans la rue",
    Parking.PRIVATE_CAR_PARK: "Parking privé",
    Parking.COLLECTIVE_GARAGE: "Garage collectif",
    Parking.PRIVATE_GARAGE: "Garage individuel fermé",
}

ENERGIES = {
    Energy.PETROL: "Essence",
    Energy.DIESEL: "Gazole",
    Energy.HYBRID: "Hybride",
    Energy.ELECTRIC: "Électrique",
    Energy.LPG: "GPL",
    Energy.OTHER: "Autre énergie",
}

DRIVER_ROLES = {
    DriverRole.MAIN: "Conducteur principal",
    DriverRole.SECONDARY: "Conducteur secondaire",
    DriverRole.OCCASIONAL: "Conducteur occasionnel",
}

# Name, then what it does for the customer, in plain words. The conditions of the contract stay the reference.
COVERAGES = {
    CoverageCode.CIVIL_LIABILITY: (
        "Responsabilité civile", "Les dommages que vous causez aux autres avec votre véhicule. C’est l’assurance obligatoire."),
    CoverageCode.LEGAL_DEFENCE: (
        "Défense pénale et recours", "Votre défense après un accident, et la demande de réparation à celui qui l’a causé."),
    CoverageCode.DRIVER_INJURY: (
        "Dommages corporels du conducteur", "Vos blessures quand vous conduisez, même si vous êtes responsable."),
    CoverageCode.GLASS: (
        "Bris de glace", "Réparation ou remplacement du pare-brise, des vitres et des optiques."),
    CoverageCode.THEFT: (
        "Vol et tentative de vol", "Le véhicule volé, ou abîmé par une tentative de vol."),
    CoverageCode.FIRE: (
        "Incendie et tempête", "Le feu, l’explosion, la foudre, la tempête, la grêle et la neige."),
    CoverageCode.NATURAL_DISASTER: (
        "Catastrophe naturelle", "Les dégâts d’un événement reconnu par arrêté. La loi fixe la franchise."),
    CoverageCode.TECHNOLOGICAL_DISASTER: (
        "Catastrophe technologique", "Les dégâts d’un accident industriel reconnu par arrêté."),
    CoverageCode.TERRORIST_ACT: (
        "Attentat et acte de terrorisme", "Les dommages causés au véhicule par un attentat."),
    CoverageCode.COLLISION_DAMAGE: (
        "Dommages tous accidents", "Les dégâts de votre véhicule après un choc, même si vous êtes seul ou responsable."),
    CoverageCode.VANDALISM: (
        "Vandalisme", "Les dégradations volontaires commises par d’autres."),
}

OPTIONS = {
    OptionCode.ASSISTANCE_0KM: ("Assistance 0 km", "Dépannage et remorquage, même devant chez vous."),
    OptionCode.REPLACEMENT_VEHICLE: ("Véhicule de remplacement", "Un véhicule prêté pendant la réparation du vôtre."),
    OptionCode.PERSONAL_EFFECTS: ("Effets personnels", "Vos affaires volées ou abîmées dans le véhicule."),
    OptionCode.NEW_FOR_OLD_24M: ("Valeur à neuf 24 mois", "Le prix d’achat remboursé les deux premières années."),
    OptionCode.LEGAL_PROTECTION_PLUS: ("Protection juridique étendue", "Un juriste pour les litiges liés au véhicule."),
}

PAST_CLAIMS = {
    "accident": "Accident",
    "parking": "Choc en stationnement",
    "theft": "Vol",
    "fire": "Incendie",
    "glass": "Bris de glace",
    "natural_disaster": "Catastrophe naturelle",
    "vandalism": "Vandalisme",
    "other": "Autre sinistre",
}

# Who made a version of a contract.
VERSION_SOURCES = {
    VersionSource.INSURER: "Transmis par nos services",
    VersionSource.PORTAL: "Fait depuis votre espace",
}

# What a new version of a contract changed, by the part of the imported record that differs.
CHANGES = {
    "status": "l’état du contrat",
    "product": "la formule",
    "effective_date": "la date d’effet",
    "end_date": "la date de fin",
    "anniversary": "l’échéance annuelle",
    "holder": "vos coordonnées",
    "vehicle": "le véhicule",
    "bonus_malus": "le bonus-malus",
    "drivers": "les conducteurs",
    "coverages": "les garanties",
    "options": "les options",
    "premium": "la cotisation",
    "instalments": "l’échéancier",
    "renewal": "le prochain renouvellement",
    "claims": "les sinistres connus",
    "documents": "les documents",
    "formal_notice_on": "la mise en demeure",
    "suspended_on": "la suspension",
    "may_be_terminated_on": "la résiliation possible",
    "fva_transmitted_on": "l’inscription au fichier des véhicules assurés",
    "documents_due_on": "le délai pour envoyer vos pièces",
    "termination_reason": "le motif de fin",
    "paid_transport": "le transport de personnes",
}


def change_names(parts: list[str]) -> list[str]:
    """Return the words for the parts of a contract that changed; a part without words is « une autre information »."""
    return list(dict.fromkeys(CHANGES.get(part.partition(".")[0], "une autre information") for part in parts))
