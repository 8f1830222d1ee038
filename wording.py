"""The French words of every state, kind, event and refusal. Templates and printers read them; nothing else is here."""
from insurance.accounts.rules import PasswordFlaw
from insurance.billing.models import InstalmentState
from insurance.contracts.models import (
    ContractState,
    CoverageCode,
    DriverRole,
    Energy,
    OptionCode,
    Parking,
    PaymentFrequency,
    PaymentMethod,
    Product,
    Usage,
)
from insurance.contracts.rules import Cover
from insurance.contracts.termination import Motive, Refusal
from insurance.documents.models import DocumentKind
from insurance.errors import Reason
from insurance.history.models import Actor, EventKind
from insurance.people.rules import AddressFlaw, EmailFlaw, PhoneFlaw
from insurance.proofs.facts import Standing
from insurance.terminations.models import TerminationSource, TerminationState

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

FREQUENCIES = {
    PaymentFrequency.MONTHLY: "chaque mois",
    PaymentFrequency.QUARTERLY: "chaque trimestre",
    PaymentFrequency.HALF_YEARLY: "chaque semestre",
    PaymentFrequency.YEARLY: "chaque année",
}

METHODS = {
    PaymentMethod.DIRECT_DEBIT: "par prélèvement",
    PaymentMethod.CARD: "par carte",
}

INSTALMENT_STATES = {
    InstalmentState.UPCOMING: "À venir",
    InstalmentState.PAID: "Payée",
    InstalmentState.UNPAID: "Impayée",
}

DOCUMENT_KINDS = {
    DocumentKind.ATTESTATION: "Attestation d’assurance",
    DocumentKind.GENERAL_CONDITIONS: "Conditions générales",
    DocumentKind.SPECIAL_CONDITIONS: "Conditions particulières",
    DocumentKind.ENDORSEMENT: "Avenant",
    DocumentKind.RENEWAL_NOTICE: "Avis d’échéance",
    DocumentKind.CLAIMS_HISTORY: "Relevé d’information",
    DocumentKind.PAYMENT_SCHEDULE: "Échéancier",
    DocumentKind.GREEN_CARD: "Carte internationale d’assurance",
    DocumentKind.TERMINATION_CERTIFICATE: "Certificat de résiliation",
    DocumentKind.OTHER: "Autre document",
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


STANDINGS = {
    Standing.CURRENT: "Le contrat n’a pas changé depuis.",
    Standing.CHANGED: "Le contrat a changé depuis : demandez une attestation à jour.",
    Standing.SUSPENDED: "Les garanties de ce contrat sont suspendues aujourd’hui.",
    Standing.ENDED: "Ce contrat a pris fin.",
    Standing.NOT_YET: "Ce contrat n’est pas encore en vigueur.",
    Standing.UNKNOWN: "Ce code ne correspond à aucune attestation.",
}

ACTORS = {
    Actor.CUSTOMER: "Vous",
    Actor.INSURER: "Active Assurances",
    Actor.RULE: "Active Assurances",
    Actor.UNKNOWN: "Une personne non connectée",
}

EVENTS = {
    EventKind.ACCOUNT_REQUESTED: "Création de votre compte demandée",
    EventKind.ACCOUNT_OPENED: "Compte ouvert",
    EventKind.SIGNED_IN: "Connexion à votre compte",
    EventKind.SIGNED_OUT: "Déconnexion",
    EventKind.SIGN_IN_REFUSED: "Connexion refusée : mot de passe incorrect",
    EventKind.ACCOUNT_HELD: "Connexion bloquée 30 minutes après dix essais",
    EventKind.RESET_REQUESTED: "Nouveau mot de passe demandé",
    EventKind.PASSWORD_CHANGED: "Mot de passe changé",
    EventKind.NUMBERS_SENT: "Liste de vos contrats envoyée par e-mail",
    EventKind.DEVICE_REVOKED: "Appareil déconnecté : {device}",
    EventKind.ACCESS_REFUSED: "Accès refusé à une page",
    EventKind.CONTRACT_RECORDED: "Contrat {number} enregistré",
    EventKind.CONTRACT_CHANGED: "Contrat {number} mis à jour",
    EventKind.HOLDER_CHANGED: "Vos coordonnées ont été mises à jour",
    EventKind.DOCUMENT_ADDED: "Document ajouté : {title}",
    EventKind.DOCUMENT_ISSUED: "Attestation émise : {number}",
    EventKind.PAPER_ISSUED: "Document établi : {paper}, {number}",
    EventKind.QUESTION_SENT: "Message envoyé : {subject}",
    EventKind.EMAIL_CHANGE_ASKED: "Changement d’adresse e-mail demandé",
    EventKind.EMAIL_CHANGE_DROPPED: "Demande de changement d’adresse e-mail annulée",
    EventKind.EMAIL_CHANGED: "Adresse e-mail changée",
    EventKind.EMAIL_RESTORED: "Ancienne adresse e-mail remise",
    EventKind.EMAIL_VERIFIED: "Adresse e-mail confirmée",
    EventKind.PAPER_ASKED: "Documents demandés aussi par courrier",
    EventKind.PAPER_STOPPED: "Envoi des documents par courrier arrêté",
    EventKind.TERMINATION_REQUESTED: "Résiliation demandée : contrat {number}, demande {reference}",
    EventKind.TERMINATION_WITHDRAWN: "Demande de résiliation annulée : {reference}",
    EventKind.TERMINATION_PROCESSED: "Résiliation enregistrée : contrat {number}, demande {reference}",
}

# The motives of the online request, in the order of its list (art. D113-7, 3°): the name, then its condition.
MOTIVES = {
    Motive.ANY_TIME: ("Résiliation à tout moment", "Après un an de contrat, sans frais. Fin un mois après la demande."),
    Motive.RENEWAL: (
        "Résiliation à l’échéance",
        "Demandée deux mois au moins avant l’échéance annuelle. Fin la veille de l’échéance."),
    Motive.VEHICLE_SOLD: (
        "Véhicule vendu ou donné",
        "Fin dix jours après la demande. Les garanties s’arrêtent dès le lendemain de la vente, à 0 h."),
    Motive.MOVED_HOME: (
        "Déménagement", "Dans les trois mois, s’il change le risque assuré. Fin un mois après la demande."),
    Motive.LATE_RENEWAL_NOTICE: (
        "Avis d’échéance reçu trop tard",
        "Avis parti moins de quinze jours avant la date limite, ou après : vingt jours "
        "pour résilier. Sans aucun avis, à tout moment après l’échéance."),
    Motive.MARITAL_STATUS: (
        "Changement de situation matrimoniale",
        "Mariage, Pacs, divorce, veuvage : dans les trois mois, s’il change le "
        "risque assuré. Fin un mois après la demande."),
    Motive.MATRIMONIAL_REGIME: (
        "Changement de régime matrimonial",
        "Dans les trois mois, s’il change le risque assuré. Fin un mois après la demande."),
    Motive.OCCUPATION: (
        "Changement de profession", "Dans les trois mois, s’il change le risque assuré. Fin un mois après la demande."),
    Motive.RETIREMENT: (
        "Retraite ou fin d’activité professionnelle",
        "Dans les trois mois, si elle change le risque assuré. Fin un mois après la demande."),
    Motive.TOTAL_LOSS: (
        "Véhicule détruit ou perdu", "Par un événement que le contrat ne garantit pas. Fin le jour de la perte."),
    Motive.REDUCED_RISK_REFUSED: (
        "Baisse de cotisation refusée",
        "Le risque a diminué et nous avons refusé de baisser la cotisation. Fin trente jours "
        "après la demande."),
    Motive.OTHER: ("Autres (à préciser)", "Dites-nous lequel : nous regardons ce que la loi et le contrat permettent."),
}

# The day that goes with a motive: what it is called, then the question.
EVENT_DAYS = {
    Motive.VEHICLE_SOLD: ("Date de la vente ou du don", "Quand avez-vous vendu ou donné le véhicule ?"),
    Motive.MOVED_HOME: ("Date du déménagement", "Quand avez-vous déménagé ?"),
    Motive.MARITAL_STATUS: ("Date du changement", "Quelle est la date du changement ?"),
    Motive.MATRIMONIAL_REGIME: ("Date du changement", "Quelle est la date du changement ?"),
    Motive.OCCUPATION: ("Date du changement", "Quelle est la date du changement ?"),
    Motive.RETIREMENT: ("Date de l’arrêt d’activité", "Quand avez-vous arrêté votre activité ?"),
    Motive.TOTAL_LOSS: ("Date de la perte", "Quelle est la date de la perte ?"),
}

# Why a motive gives no date by itself.
TERMINATION_REFUSALS = {
    Refusal.FIRST_YEAR: "Votre contrat a moins d’un an.",
    Refusal.NOT_A_PRIVATE_CONTRACT: "Ce motif est réservé aux véhicules à usage privé.",
    Refusal.RENEWAL_TOO_NEAR: "L’échéance est dans moins de deux mois.",
    Refusal.NOTICE_WAS_IN_TIME: "Votre avis d’échéance est parti à temps.",
    Refusal.ANSWER_TOO_LATE: "Votre avis d’échéance est parti il y a plus de vingt jours.",
    Refusal.NOT_RENEWED_YET: "Votre contrat n’a pas encore été reconduit.",
    Refusal.EVENT_DAY_MISSING: "Indiquez cette date.",
    Refusal.EVENT_NOT_YET: "Cette date n’est pas encore passée : faites la demande à partir de ce jour-là.",
    Refusal.EVENT_BEFORE_CONTRACT: "Cette date est antérieure au début de votre contrat.",
    Refusal.EVENT_TOO_OLD: "L’événement date de plus de trois mois.",
    Refusal.NO_SUCH_MOTIVE: "Ce motif n’est pas dans la liste que la loi fixe.",
}

TERMINATION_STATES = {
    TerminationState.REQUESTED: "Demande reçue",
    TerminationState.WITHDRAWN: "Demande annulée",
    TerminationState.PROCESSED: "Résiliation enregistrée",
}

TERMINATION_SOURCES = {
    TerminationSource.SIGNED_IN: "client connecté à son espace",
    TerminationSource.PUBLIC: "visiteur non connecté, identité à vérifier avant d’agir",
}

PASSWORD_FLAWS = {
    PasswordFlaw.TOO_SHORT: "Il faut au moins 8 caractères.",
    PasswordFlaw.TOO_LONG: "200 caractères au plus.",
    PasswordFlaw.NO_LOWER_CASE: "Ajoutez une lettre minuscule.",
    PasswordFlaw.NO_UPPER_CASE: "Ajoutez une lettre majuscule.",
    PasswordFlaw.NO_DIGIT: "Ajoutez un chiffre.",
    PasswordFlaw.NO_SYMBOL: "Ajoutez un symbole, par exemple ! ou ?",
    PasswordFlaw.ABOUT_YOU: "Évitez votre nom, votre e-mail et votre numéro de contrat.",
    PasswordFlaw.COMMON: "Ce mot de passe est trop facile à deviner.",
}

EMAIL_FLAWS = {
    EmailFlaw.NOT_AN_EMAIL: "Écrivez l’adresse en entier, par exemple nom@exemple.fr.",
    EmailFlaw.HAS_ACCENT: "Une adresse e-mail s’écrit sans accent. Retirez-le.",
    EmailFlaw.MISTYPED_DOMAIN: "Relisez ce qui suit le @ : une lettre manque, ou deux se croisent.",
    EmailFlaw.UNCHANGED: "C’est déjà votre adresse.",
}

PHONE_FLAWS = {
    PhoneFlaw.NOT_A_NUMBER: "Écrivez un numéro comme 06 12 34 56 78, ou +32 470 12 34 56 hors de France.",
    PhoneFlaw.TOO_SHORT: "Il manque des chiffres : un numéro français en a dix.",
    PhoneFlaw.TOO_LONG: "Il y a trop de chiffres : un numéro français en a dix.",
    PhoneFlaw.SPECIAL_RATE: "Un numéro en 08 est celui d’un service. Donnez votre mobile ou votre fixe.",
    PhoneFlaw.NOT_ABROAD: "Hors de France, écrivez + puis l’indicatif du pays, par exemple +32 470 12 34 56.",
}

ADDRESS_FLAWS = {
    AddressFlaw.NO_STREET: "Écrivez le numéro et la rue.",
    AddressFlaw.NO_CITY: "Écrivez le nom de la ville.",
    AddressFlaw.NOT_A_POSTCODE: "Un code postal français a cinq chiffres, par exemple 59000.",
    AddressFlaw.NOT_LATIN: "Écrivez comme sur une enveloppe : lettres latines, chiffres et ponctuation.",
}

REASONS = {
    Reason.CHANGED_MEANWHILE: "Cette page a changé entre-temps. Rechargez-la, puis recommencez.",
    Reason.WRONG_CREDENTIALS: "Identifiant ou mot de passe incorrect.",
    Reason.TOO_MANY_ATTEMPTS: "Trop d’essais. Réessayez un peu plus tard.",
    Reason.LINK_NO_LONGER_VALID: "Ce lien ne fonctionne plus : il a déjà servi, ou son délai est passé.",
    Reason.SIGN_UP_EXPIRED: "Cette demande a plus d’une heure. Recommencez : cela prend deux minutes.",
    Reason.EMAIL_ELSEWHERE: "Un autre dossier à votre nom utilise déjà cette adresse. Appelez-nous : nous les réunirons.",
    Reason.NOT_ON_DEMAND: "Ce document ne peut pas être établi pour ce contrat.",
    Reason.TOO_SHORT_FOR_A_CARD: "Le contrat se termine dans moins de 15 jours : la carte ne peut plus être établie.",
    Reason.COVER_OFF: "Ce contrat n’est pas en vigueur aujourd’hui : l’attestation n’est pas disponible.",
    Reason.MOVE_NOT_ALLOWED: "Cette demande a déjà été traitée : elle ne peut plus changer.",
    Reason.DRAFT_INCOMPLETE: "Il manque une réponse. Reprenez la demande.",
    Reason.NOT_TERMINABLE: "La fin de ce contrat est déjà fixée. Pour une autre date, appelez-nous.",
}

ERRORS = {
    "any": {"title": "Cette page n’a pas pu s’afficher", "text": "La demande n’a pas abouti. Rien n’a été modifié."},
    "stale-form": {
        "title": "Cette page est restée ouverte trop longtemps",
        "text": "Rien n’a été envoyé. Revenez en arrière, rechargez la page, puis validez de nouveau."},
    400: {"title": "La demande est incomplète", "text": "Rien n’a été modifié. Revenez en arrière et recommencez."},
    403: {"title": "Cette demande vient d’un autre site", "text": "Par sécurité, elle a été refusée. Rien n’a été modifié."},
    404: {
        "title": "Cette page n’existe pas",
        "text": "L’adresse est peut-être incomplète, ou la page a été déplacée. Rien n’a été perdu."},
    405: {"title": "Cette page ne s’ouvre pas ainsi", "text": "Revenez à l’accueil et suivez le chemin habituel."},
    409: {"title": "Ce n’est pas possible pour l’instant", "text": "Rien n’a été modifié."},
    413: {"title": "L’envoi est trop lourd", "text": "Rien n’a été enregistré. Réduisez le texte ou le fichier."},
    429: {"title": "Trop de demandes à la fois", "text": "Attendez quelques minutes, puis recommencez."},
    500: {
        "title": "Une panne est survenue de notre côté",
        "text": "Ce que vous aviez enregistré avant est conservé. Recommencez dans quelques minutes."},
    503: {
        "title": "Le service est momentanément arrêté",
        "text": "Rien n’a été perdu. Recommencez dans quelques minutes."},
}


def change_names(parts: list[str]) -> list[str]:
    """Return the words for the parts of a contract that changed; a part without words is « une autre information »."""
    return list(dict.fromkeys(CHANGES.get(part.partition(".")[0], "une autre information") for part in parts))


def event_words(event) -> str:
    """Return the sentence of a line of history; a detail that is missing, or a kind unknown here, degrades to text."""
    try:
        return EVENTS[event.kind].format(**event.details)
    except KeyError:
        return str(EVENTS.get(event.kind, event.kind)).partition(" {")[0].rstrip("\u00a0:")
