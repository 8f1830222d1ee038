"""What the insurer's people are called, and what they do at the desk."""
from insurance.outbox import MailState
from insurance.staff.models import ReadingReason, Role
from insurance.staff.search import FoundBy
from insurance.staff.work import Whose

ROLES = {
    Role.ADVISER: "Conseiller",
    Role.CLAIMS: "Gestionnaire sinistres",
    Role.COMPLAINTS: "Réclamations",
    Role.SUPERVISOR: "Superviseur",
}

READING_REASONS = {
    ReadingReason.CALL: "Le client m’appelle",
    ReadingReason.LETTER: "Il a écrit : courrier ou e-mail",
    ReadingReason.WORK: "Dossier en main",
    ReadingReason.CHECK: "Contrôle",
    ReadingReason.OTHER: "Autre motif",
}

READING_PARTS = {
    "search": "Recherche",
    "file": "Dossier",
    "contract": "Contrat",
    "document": "Document",
    "history": "Historique",
    "pieces": "Pièces fournies",
    "termination": "Résiliation",
    "letter": "Courrier",
    "formal-notice": "Mise en demeure",
    "payment": "Paiement",
    "endorsement": "Modification de contrat",
    "claim": "Sinistre",
    "piece": "Pièce d’un sinistre",
}

FOUND_BY = {
    FoundBy.NUMBER: "Numéro de contrat",
    FoundBy.PLATE: "Immatriculation",
    FoundBy.EMAIL: "E-mail",
    FoundBy.PHONE: "Téléphone",
    FoundBy.NAME: "Nom",
}

WHOSE = {Whose.ALL: "Tous", Whose.MINE: "À moi", Whose.FREE: "À personne"}

MAIL_STATES = {
    MailState.WAITING: "En attente",
    MailState.LEASED: "Part",
    MailState.SENT: "Parti",
    MailState.BOUNCED: "Adresse refusée",
    MailState.DEAD: "Abandonné",
}
