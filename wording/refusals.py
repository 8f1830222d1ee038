"""Why the portal says no, and what a page of error says."""
from insurance.errors import Reason

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
    Reason.NOTHING_PROMISED: "Aucune date n’est annoncée en ce moment pour ce dossier.",
    Reason.DAY_PASSED: "Cette date est déjà passée.",
    Reason.TOO_MANY_DRAFTS: "Vous avez déjà vingt déclarations commencées. Terminez-en une, ou supprimez-la.",
    Reason.TOO_MANY_PIECES: "Ce dossier contient déjà cinquante photos et documents. Appelez-nous pour en ajouter.",
    Reason.SIGNING_CODE_WRONG: "Ce code n’est pas le bon. Relisez le dernier e-mail reçu.",
    Reason.SIGNING_CODE_EXPIRED: "Ce code ne vaut plus : demandez-en un autre.",
    Reason.NOT_CHANGEABLE: "Ce contrat ne peut pas être modifié tant qu’il ne couvre pas votre véhicule. Appelez-nous.",
    Reason.CHANGE_UNDER_WAY: "Une autre modification de ce contrat est en cours. Attendez qu’elle soit faite, ou annulez-la.",
    Reason.QUOTE_EXPIRED: "Ce devis n’est plus à jour. Recalculez-le, relisez, puis signez.",
    Reason.NOTHING_TO_CHANGE: "Rien ne change pour ce contrat. Pour votre seule adresse postale, passez par « Mon profil ».",
    Reason.CONTRACT_CHANGED: "Le contrat a changé depuis l’accord du client. Refusez cette demande : il pourra en faire une autre.",
    Reason.KEY_OF_ANOTHER_FILE: "Un autre fichier est déjà arrivé sous ce nom. Choisissez-le de nouveau.",
    Reason.PICTURE_EXPECTED: "Ici, il faut une photo, pas un PDF.",
    Reason.PIECE_IS_FULL: "C’est plus de fichiers que cette pièce n’en demande. Envoyez-en moins, ou retirez-en un.",
    Reason.NOT_YOUR_ROLE: "Cette page est réservée à d’autres rôles que le vôtre. Votre superviseur peut vous l’ouvrir.",
    Reason.NOT_IN_HAND: "Prenez d’abord ce dossier : un seul conseiller agit à la fois.",
    Reason.IN_ANOTHER_HAND: "Un autre conseiller l’a en main. Demandez-lui de vous le confier, ou à votre superviseur.",
    Reason.ADVISER_EXISTS: "Un conseiller a déjà cette adresse e-mail.",
    Reason.NOT_ONESELF: "On ne change pas ses propres accès : demandez à un autre superviseur.",
    Reason.WRONG_CODE: "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant.",
    Reason.NOTHING_TO_PAY: "Ce montant n’est plus à payer. Revenez à vos paiements pour voir où ils en sont.",
    Reason.NO_CARDS: "Le paiement par carte n’est pas ouvert ici. Appelez-nous pour régler.",
    Reason.ALREADY_REFUNDED: "Ce remboursement a déjà été enregistré.",
    Reason.NOTHING_TO_REFUND: "Ce montant dépasse ce qui a été reçu et gardé.",
    Reason.PAYMENT_UNDER_WAY: "Un paiement est déjà en cours pour ce contrat. Attendez quelques minutes : rien ne sera pris deux fois.",
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
