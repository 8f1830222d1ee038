"""What happened, and who did it."""
from insurance.history.models import Actor, EventKind
from wording.pieces import piece_name

ACTORS = {
    Actor.CUSTOMER: "Vous",
    Actor.ADVISER: "Votre conseiller",
    Actor.INSURER: "Active Assurances",
    Actor.RULE: "Active Assurances",
    Actor.UNKNOWN: "Une personne non connectée",
}

AT_DESK = {
    Actor.CUSTOMER: "Client",
    Actor.ADVISER: "Conseiller",
    Actor.INSURER: "Nos fichiers",
    Actor.RULE: "Automatique",
    Actor.UNKNOWN: "Personne non connectée",
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
    EventKind.CHANGE_HEARD: "Changement enregistré par nos services : contrat {number}",
    EventKind.HOLDER_CHANGED: "Vos coordonnées ont été mises à jour",
    EventKind.DOCUMENT_ADDED: "Document ajouté : {title}",
    EventKind.DOCUMENT_ISSUED: "Attestation émise : {number}",
    EventKind.PAPER_ISSUED: "Document établi : {paper}, {number}",
    EventKind.HISTORY_ASKED: "Relevé d’information demandé, en cours de vérification : {reference}, contrat {number}",
    EventKind.HISTORY_DUE: "Relevé d’information bientôt dû, rappelé au conseiller : {reference}",
    EventKind.HISTORY_RELEASED: "Relevé d’information vérifié et remis : {reference}",
    EventKind.LETTER_ASKED: "Documents demandés sur papier : courrier {reference}",
    EventKind.LETTER_PREPARED: "Courrier {reference} en préparation",
    EventKind.LETTER_SENT: "Courrier {reference} posté",
    EventKind.LETTER_WITHDRAWN: "Courrier {reference} annulé",
    EventKind.REMOVAL_ANNOUNCED: "Suppression de documents annoncée : contrat {number}",
    EventKind.DOCUMENTS_REMOVED: "Documents supprimés, cinq ans au moins après la fin du contrat {number}",
    EventKind.CORRECTION_ASKED: "Correction de votre identité demandée : {reference}",
    EventKind.CORRECTION_ACCEPTED: "Correction de votre identité acceptée : {reference}",
    EventKind.CORRECTION_REFUSED: "Correction de votre identité refusée : {reference}",
    EventKind.CORRECTION_WITHDRAWN: "Correction de votre identité retirée : {reference}",
    EventKind.QUESTION_SENT: "Message envoyé : {subject}",
    EventKind.EMAIL_CHANGE_ASKED: "Changement d’adresse e-mail demandé",
    EventKind.EMAIL_CHANGE_DROPPED: "Demande de changement d’adresse e-mail annulée",
    EventKind.EMAIL_CHANGED: "Adresse e-mail changée",
    EventKind.EMAIL_RESTORED: "Ancienne adresse e-mail remise",
    EventKind.EMAIL_VERIFIED: "Adresse e-mail confirmée",
    EventKind.EMAIL_CHECK_ASKED: "Confirmation de votre adresse e-mail demandée",
    EventKind.EMAIL_CHECK_REMINDED: "Rappel envoyé : confirmer votre adresse e-mail",
    EventKind.EMAIL_BOUNCED: "Votre adresse e-mail ne reçoit plus nos messages",
    EventKind.PAPER_ASKED: "Documents demandés aussi par courrier",
    EventKind.PAPER_STOPPED: "Envoi des documents par courrier arrêté",
    EventKind.NOTICE_REFUSED: "Notifications arrêtées : {notice}",
    EventKind.NOTICE_WANTED: "Notifications reprises : {notice}",
    EventKind.CONSENT_GIVEN: "Accord donné : {purpose}",
    EventKind.CONSENT_WITHDRAWN: "Accord retiré : {purpose}",
    EventKind.PIECES_ASKED: "Pièces demandées pour le contrat {number} : {count}",
    EventKind.PIECES_COMPLETE: "Toutes les pièces demandées sont acceptées : contrat {number}",
    EventKind.PIECE_ASKED_AGAIN: "Pièce de nouveau demandée : {piece}",
    EventKind.PIECE_RECEIVED: "Pièce reçue : {piece}",
    EventKind.PIECE_TAKEN_BACK: "Pièce retirée : {piece}",
    EventKind.PIECE_ACCEPTED: "Pièce acceptée : {piece}",
    EventKind.PIECE_REFUSED: "Pièce à refaire : {piece}",
    EventKind.PIECE_WAIVED: "Pièce qui n’est plus demandée : {piece}",
    EventKind.TERMINATION_REQUESTED: "Résiliation demandée : contrat {number}, demande {reference}",
    EventKind.TERMINATION_WITHDRAWN: "Demande de résiliation annulée : {reference}",
    EventKind.CLAIM_FILED: "Sinistre déclaré : dossier {reference}",
    EventKind.CLAIM_PIECES_ASKED: "Pièces à envoyer : dossier {reference}",
    EventKind.CLAIM_COMPLETED: "Dossier complet : {reference}",
    EventKind.CLAIM_TAKEN: "Sinistre pris en charge : dossier {reference}",
    EventKind.CLAIM_APPRAISAL_SET: "Expertise prévue : dossier {reference}",
    EventKind.CLAIM_REPAIR_BEGUN: "Réparation en cours : dossier {reference}",
    EventKind.CLAIM_TOTAL_LOSS: "Véhicule économiquement irréparable : dossier {reference}",
    EventKind.CLAIM_RECOVERY_AWAITED: "Véhicule volé recherché : dossier {reference}",
    EventKind.CLAIM_THIRD_PARTY_AWAITED: "Réponse de l’autre assureur attendue : dossier {reference}",
    EventKind.CLAIM_DECIDED: "Décision prise : dossier {reference}",
    EventKind.CLAIM_SETTLED: "Indemnité fixée : dossier {reference}",
    EventKind.CLAIM_CLOSED: "Sinistre clos : dossier {reference}",
    EventKind.CLAIM_REFUSED: "Prise en charge refusée : dossier {reference}",
    EventKind.CLAIM_WITHDRAWN: "Déclaration retirée : dossier {reference}",
    EventKind.CLAIM_REOPENED: "Sinistre rouvert : dossier {reference}",
    EventKind.CLAIM_CONTESTED: "Décision contestée : dossier {reference}",
    EventKind.CLAIM_HANDLER_CHANGED: "Changement de gestionnaire : dossier {reference}",
    EventKind.CLAIM_DATE_MOVED: "Nouvelle date annoncée : dossier {reference}",
    EventKind.CLAIM_DATE_MISSED: "Date annoncée dépassée : dossier {reference}",
    EventKind.CLAIM_PIECE_RECEIVED: "Pièce reçue : dossier {reference}",
    EventKind.CLAIM_PIECE_ACCEPTED: "Pièce acceptée : dossier {reference}",
    EventKind.CLAIM_PIECE_REFUSED: "Pièce refusée : dossier {reference}",
    EventKind.CLAIM_PIECE_DROPPED: "Pièce qui ne sera pas envoyée : dossier {reference}",
    EventKind.MANDATE_SIGNED: "Nouveau compte à prélever, {account}, mandat {reference} : contrat {number}",
    EventKind.MANDATE_REVOKED: "Nouveau compte abandonné, {account} : contrat {number}",
    EventKind.CLAIM_ACCOUNT_GIVEN: "Compte pour le virement, {account} : dossier {reference}",
    EventKind.CLAIM_MESSAGE_SENT: "Message envoyé : dossier {reference}",
    EventKind.NOTICE_SENT: "Mise en demeure envoyée : {reference}, contrat {number}",
    EventKind.NOTICE_DROPPED: "Mise en demeure sans suite : {reference}, contrat {number}",
    EventKind.COVER_SUSPENDED: "Garanties suspendues : contrat {number}",
    EventKind.ARREARS_PAID: "Tout ce qui était dû est payé : contrat {number}",
    EventKind.ARREARS_UNPAID_AGAIN: "Paiement repris par la banque, garanties toujours suspendues : contrat {number}",
    EventKind.COVER_RESUMED: "Garanties reprises : contrat {number}",
    EventKind.POSTING_PROPOSED: "Mouvement d’argent à valider : {reference}, contrat {number}",
    EventKind.POSTING_ENTERED: "Mouvement d’argent enregistré : {reference}, contrat {number}",
    EventKind.POSTING_REFUSED: "Mouvement d’argent refusé : {reference}, contrat {number}",
    EventKind.PAYMENT_STARTED: "Paiement commencé : {reference}",
    EventKind.PAYMENT_RECEIVED: "Paiement reçu : {reference}",
    EventKind.PAYMENT_REFUSED: "Paiement refusé par la banque : {reference}",
    EventKind.PAYMENT_REFUNDED: "Paiement remboursé : {reference}",
    EventKind.REFUND_ASKED: "Remboursement lancé : {reference}",
    EventKind.PAYMENT_DISPUTED: "Paiement repris par la banque : {reference}",
    EventKind.DEBIT_RETURNED: "Prélèvement rejeté : {reference}",
    EventKind.CLAIM_ANSWERED: "Message reçu : dossier {reference}",
    EventKind.STAFF_INVITED: "Invitation envoyée à {name}",
    EventKind.STAFF_OPENED: "Accès au poste ouvert",
    EventKind.STAFF_SIGNED_IN: "Connexion au poste",
    EventKind.STAFF_SIGNED_OUT: "Déconnexion du poste",
    EventKind.STAFF_SIGN_IN_REFUSED: "Connexion au poste refusée",
    EventKind.STAFF_HELD: "Connexion au poste bloquée 30 minutes après dix essais",
    EventKind.STAFF_PASSWORD_CHANGED: "Mot de passe du poste changé",
    EventKind.STAFF_FACTOR_RESET: "Deuxième facteur de {name} remis à zéro",
    EventKind.STAFF_FACTOR_SET: "Deuxième facteur enregistré",
    EventKind.STAFF_DISABLED: "Accès de {name} fermé",
    EventKind.STAFF_ENABLED: "Accès de {name} rouvert",
    EventKind.STAFF_ROLES_CHANGED: "Rôles de {name} changés",
    EventKind.WORK_TAKEN: "{reference} pris en main",
    EventKind.WORK_GIVEN: "{reference} confié à {name}",
    EventKind.WORK_RELEASED: "{reference} remis dans la file",
    EventKind.TERMINATION_PROCESSED: "Résiliation enregistrée : contrat {number}, demande {reference}",
    EventKind.ENDORSEMENT_QUOTED: "Devis de modification établi : {reference}",
    EventKind.ENDORSEMENT_LAPSED: "Devis de modification remplacé : {reference}",
    EventKind.ENDORSEMENT_ACCEPTED: "Modification signée : contrat {number}, {reference}",
    EventKind.ENDORSEMENT_SUBMITTED: "Modification signée, transmise à un conseiller : contrat {number}, {reference}",
    EventKind.ENDORSEMENT_APPROVED: "Modification acceptée par un conseiller : {reference}",
    EventKind.ENDORSEMENT_QUESTIONED: "Précisions demandées par un conseiller : {reference}",
    EventKind.ENDORSEMENT_ANSWERED: "Précisions envoyées au conseiller : {reference}",
    EventKind.ENDORSEMENT_REFUSED: "Modification refusée : {reference}",
    EventKind.ENDORSEMENT_SENT_BACK: "Modification à revoir, le contrat a changé : {reference}",
    EventKind.ENDORSEMENT_APPLIED: "Modification en vigueur : contrat {number}, {reference}",
    EventKind.ENDORSEMENT_CONFIRMED: "Modification enregistrée par nos services : {reference}",
    EventKind.ENDORSEMENT_WITHDRAWN: "Modification annulée : {reference}",
}


def author_words(event) -> str:
    """Return who a line of history is by; an adviser under the name they had."""
    return f"{event.adviser_name}, Active Assurances" if event.adviser_name else ACTORS.get(event.actor, event.actor)


def desk_author(event) -> str:
    """Return who a line of history is by, as the desk reads it."""
    return event.adviser_name or AT_DESK.get(event.actor, event.actor)


def event_words(event) -> str:
    """Return the sentence of a line of history; a detail that is missing, or a kind unknown here, degrades to text."""
    try:
        return EVENTS[event.kind].format(**_said(event.details))
    except KeyError:
        return str(EVENTS.get(event.kind, event.kind)).partition(" {")[0].rstrip("\u00a0:")


def _said(details: dict) -> dict:
    """Return the details with the words of those that are codes."""
    if "piece" not in details:
        return details
    return details | {"piece": piece_name(details["piece"], details.get("person", ""))}
