"""Ending a contract."""
from insurance.contracts.termination import Motive, Refusal
from insurance.terminations.models import TerminationSource, TerminationState

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
