"""Claims: what happened, where it stands, what is asked, what is promised."""
from insurance.billing.iban import IbanFlaw
from insurance.claims.declared import Remark
from insurance.claims.journey import Fault
from insurance.claims.models import (
    ClaimKind,
    ClaimState,
    PieceKind,
    PieceRefusal,
    PieceSource,
    PieceState,
    PromiseKind,
    PromiseOutcome,
)
from insurance.claims.rules import LegalClock
from insurance.history.models import EventKind

# What happened: how it is said, then in a few words what it covers.
CLAIM_KINDS = {
    ClaimKind.COLLISION: ("Accident avec un autre véhicule", "Même sans constat, même si vous n’êtes pas d’accord."),
    ClaimKind.ALONE: ("Accident seul", "Un mur, un fossé, un animal, un objet sur la route."),
    ClaimKind.PARKED: ("Choc en stationnement", "Votre véhicule a été heurté en votre absence."),
    ClaimKind.THEFT: ("Vol du véhicule", "Portez plainte d’abord, puis déclarez-le sous 2 jours ouvrés."),
    ClaimKind.ATTEMPTED_THEFT: ("Tentative de vol", "Ou vol d’objets et d’accessoires dans le véhicule."),
    ClaimKind.VANDALISM: ("Vandalisme", "Rayures, pneus, rétroviseurs, graffitis."),
    ClaimKind.GLASS: ("Bris de glace", "Pare-brise, vitre, lunette, toit vitré, phare."),
    ClaimKind.FIRE: ("Incendie", "Du véhicule, ou de ce qui était à côté."),
    ClaimKind.STORM: ("Tempête ou grêle", "Vent, grêle, neige, eau."),
    ClaimKind.NATURAL_DISASTER: ("Catastrophe naturelle", "Reconnue par un arrêté, ou qui devrait l’être."),
    ClaimKind.OTHER: ("Autre dommage", "Racontez-nous : un conseiller trouvera le bon dossier."),
}

# How a claim is called, before its day: Accident du 14 novembre 2026.
CLAIM_NAMES = {
    ClaimKind.COLLISION: "Accident", ClaimKind.ALONE: "Accident", ClaimKind.PARKED: "Choc en stationnement",
    ClaimKind.THEFT: "Vol", ClaimKind.ATTEMPTED_THEFT: "Tentative de vol", ClaimKind.VANDALISM: "Vandalisme",
    ClaimKind.GLASS: "Bris de glace", ClaimKind.FIRE: "Incendie", ClaimKind.STORM: "Tempête ou grêle",
    ClaimKind.NATURAL_DISASTER: "Catastrophe naturelle", ClaimKind.OTHER: "Dommage",
}

CLAIM_STATES = {
    ClaimState.FILED: "Déclaré",
    ClaimState.PIECES_ASKED: "Pièces à envoyer",
    ClaimState.COMPLETE: "Dossier complet",
    ClaimState.TAKEN_IN_CHARGE: "Pris en charge",
    ClaimState.APPRAISAL: "Expertise",
    ClaimState.REPAIR: "Réparation",
    ClaimState.TOTAL_LOSS: "Véhicule non réparable",
    ClaimState.THEFT_WAIT: "Recherche du véhicule",
    ClaimState.WAITING_THIRD_PARTY: "En attente de l’autre assureur",
    ClaimState.DECISION: "Décision prise",
    ClaimState.SETTLEMENT: "Indemnisation",
    ClaimState.CLOSED: "Clos",
    ClaimState.REFUSED: "Refusé",
    ClaimState.WITHDRAWN: "Sans suite, à votre demande",
    ClaimState.REOPENED: "Rouvert",
}

CLAIM_PIECES = {
    PieceKind.OVERVIEW: "Vue d’ensemble",
    PieceKind.PLATES: "Les deux plaques",
    PieceKind.DAMAGE: "Les dégâts, de près",
    PieceKind.PLACE: "Les lieux et la signalisation",
    PieceKind.SKETCH: "Croquis de l’accident",
    PieceKind.REPORT_FRONT: "Constat, recto",
    PieceKind.REPORT_BACK: "Constat, verso",
    PieceKind.E_REPORT: "E-constat (PDF)",
    PieceKind.LICENCE: "Permis du conducteur",
    PieceKind.REGISTRATION: "Carte grise",
    PieceKind.POLICE_REPORT: "Récépissé du dépôt de plainte",
    PieceKind.MEDICAL_CERTIFICATE: "Certificat médical",
    PieceKind.QUOTE: "Devis",
    PieceKind.INVOICE: "Facture de réparation",
    PieceKind.PURCHASE_INVOICE: "Facture d’achat du véhicule",
    PieceKind.NON_PLEDGE: "Certificat de situation administrative",
    PieceKind.FIRE_REPORT: "Attestation des pompiers",
    PieceKind.WEATHER_REPORT: "Justificatif météo",
    PieceKind.LOSS_STATEMENT: "État estimatif des pertes",
    PieceKind.OTHER: "Autre photo ou document",
}

CLAIM_PIECE_STATES = {
    PieceState.MISSING: "À envoyer",
    PieceState.RECEIVED: "Reçu",
    PieceState.ACCEPTED: "Accepté",
    PieceState.REFUSED: "À renvoyer",
}

CLAIM_PIECE_SOURCES = {
    PieceSource.ANNOUNCED: "annoncé par le téléphone",
    PieceSource.SENT: "envoyé par le client",
    PieceSource.ASKED: "demandé",
}

CLAIM_PIECE_REFUSALS = {
    PieceRefusal.UNREADABLE: "L’image est floue, sombre ou coupée.",
    PieceRefusal.INCOMPLETE: "Il manque une partie ou une page.",
    PieceRefusal.OUT_OF_DATE: "Ce document n’est plus valable.",
    PieceRefusal.WRONG_PIECE: "Ce n’est pas le document demandé.",
    PieceRefusal.OTHER: "Ce document ne convient pas.",
}

# What is promised: what will have been done by the date.
PROMISES = {
    PromiseKind.TAKE_IN_CHARGE: "Un gestionnaire prend votre dossier",
    PromiseKind.CHECK_PIECES: "Nous avons lu vos pièces",
    PromiseKind.APPOINT: "Nous vous disons la suite : expertise, réparation ou décision",
    PromiseKind.APPRAISE: "L’expert a rendu son rapport",
    PromiseKind.REPAIR: "La réparation est terminée",
    PromiseKind.OFFER: "Vous avez notre offre pour le véhicule",
    PromiseKind.THEFT_WAIT: "Nous vous indemnisons si le véhicule n’est pas retrouvé",
    PromiseKind.THIRD_PARTY: "Nous vous donnons des nouvelles de l’autre assureur",
    PromiseKind.SETTLE: "Vous connaissez le montant et la date du paiement",
    PromiseKind.PAY: "Le paiement est fait",
    PromiseKind.LOOK_AGAIN: "Nous avons relu votre dossier et vous répondons",
}

# What a line of its history is called in the story of a claim.
CLAIM_MOMENTS = {
    EventKind.CLAIM_FILED: "Déclaré",
    EventKind.CLAIM_PIECES_ASKED: "Pièces demandées",
    EventKind.CLAIM_COMPLETED: "Dossier complet",
    EventKind.CLAIM_TAKEN: "Pris en charge",
    EventKind.CLAIM_APPRAISAL_SET: "Expertise prévue",
    EventKind.CLAIM_REPAIR_BEGUN: "Réparation",
    EventKind.CLAIM_TOTAL_LOSS: "Véhicule économiquement irréparable",
    EventKind.CLAIM_RECOVERY_AWAITED: "Recherche du véhicule volé",
    EventKind.CLAIM_THIRD_PARTY_AWAITED: "Réponse de l’autre assureur attendue",
    EventKind.CLAIM_DECIDED: "Décision prise",
    EventKind.CLAIM_SETTLED: "Indemnité fixée",
    EventKind.CLAIM_CLOSED: "Dossier clos",
    EventKind.CLAIM_REFUSED: "Prise en charge refusée",
    EventKind.CLAIM_WITHDRAWN: "Déclaration retirée",
    EventKind.CLAIM_REOPENED: "Dossier rouvert",
    EventKind.CLAIM_CONTESTED: "Décision contestée",
    EventKind.CLAIM_HANDLER_CHANGED: "Changement de gestionnaire",
    EventKind.CLAIM_DATE_MOVED: "Nouvelle date",
    EventKind.CLAIM_DATE_MISSED: "Date dépassée",
}

# The steps that usually follow: what happens there.
CLAIM_STEPS = {
    ClaimState.TAKEN_IN_CHARGE: "Un gestionnaire lit votre déclaration et vous dit la suite.",
    ClaimState.APPRAISAL: "Un expert examine les dégâts et chiffre la réparation.",
    ClaimState.REPAIR: "Chez le réparateur que vous choisissez.",
    ClaimState.THEFT_WAIT: "Un véhicule volé est souvent retrouvé dans le mois.",
    ClaimState.DECISION: "Nous vous disons la part de responsabilité et la franchise.",
    ClaimState.SETTLEMENT: "Le montant, et la date à laquelle il est payé.",
    ClaimState.CLOSED: "Vous pouvez le faire rouvrir.",
}

PROMISE_OUTCOMES = {
    PromiseOutcome.KEPT: "tenu",
    PromiseOutcome.MISSED: "dépassé",
    PromiseOutcome.POSTPONED: "reporté",
    PromiseOutcome.PAUSED: "en pause, une pièce est attendue",
    PromiseOutcome.DROPPED: "sans objet",
}

# What the dates of a declaration call for: a title, then what it means. Nothing of it keeps anybody from declaring.
CLAIM_REMARKS = {
    Remark.BEFORE_CONTRACT: (
        "Cette date est avant le début du contrat",
        "Vérifiez-la, ou choisissez un autre véhicule. Vous pouvez déclarer quand même : un conseiller vous répond."),
    Remark.AFTER_CONTRACT: (
        "Cette date est après la fin du contrat",
        "Vérifiez-la, ou choisissez un autre véhicule. Vous pouvez déclarer quand même : un conseiller vous répond."),
    Remark.WHILE_SUSPENDED: (
        "Les garanties étaient suspendues ce jour-là",
        "Vous pouvez déclarer quand même : un conseiller regarde votre dossier et vous répond."),
    Remark.LATE: (
        "Le délai pour déclarer est passé",
        "Déclarez quand même : votre déclaration est acceptée. Un retard ne peut vous être opposé que s’il nous a causé "
        "un préjudice (article L113-2 du code des assurances)."),
    Remark.PRESCRIBED: (
        "Ce sinistre date de plus de deux ans",
        "En principe, rien ne peut plus être demandé après deux ans (article L114-1 du code des assurances). Vous pouvez "
        "déclarer quand même : un conseiller vous répond."),
    Remark.NO_DECREE: (
        "L’arrêté de catastrophe naturelle n’est pas indiqué",
        "Déclarez sans attendre. Le délai de 30 jours ne commence qu’à la parution de l’arrêté."),
}

LEGAL_CLOCKS = {
    LegalClock.OFFER: "Offre ou réponse motivée (L211-9)",
    LegalClock.INJURY_OFFER: "Offre pour les blessures (L211-9)",
    LegalClock.TOTAL_LOSS_OFFER: "Offre pour un véhicule non réparable (L327-1 du code de la route)",
    LegalClock.DISASTER_ANSWER: "Information sur la catastrophe naturelle (L125-2)",
}

NOTEBOOK_INCOMPLETE = "Touchez « Modifier » à côté de « À revoir », corrigez, puis envoyez de nouveau."

# What is wrong with an answer, beside its field.
ANSWER_FAULTS = {
    Fault.REQUIRED: "Répondez à cette question.",
    Fault.NOT_A_CHOICE: "Choisissez une des réponses.",
    Fault.NOT_A_DAY: "Écrivez la date ainsi : 5/12/2026.",
    Fault.NOT_A_TIME: "Écrivez l’heure ainsi : 18:05.",
    Fault.NOT_A_NUMBER: "Écrivez seulement des chiffres.",
    Fault.NOT_A_PHONE: "Écrivez un numéro de téléphone complet, par exemple 06 12 34 56 78.",
    Fault.NOT_YET: "Cette date n’est pas encore passée : vérifiez le jour et le mois.",
    Fault.TOO_LONG: "C’est trop long pour cette case.",
    Fault.TOO_MANY: "Il y a trop de personnes : dites le reste dans le récit.",
}

IBAN_FLAWS = {
    IbanFlaw.SHAPE: "Un IBAN commence par deux lettres et deux chiffres : FR76 3000… Recopiez-le depuis votre RIB.",
    IbanFlaw.LENGTH: "Il manque des caractères à cet IBAN, ou il y en a trop. Un IBAN français en a 27.",
    IbanFlaw.CHECK_DIGITS: "Un caractère de cet IBAN est faux : vérifiez-le sur votre RIB.",
    IbanFlaw.RIB_KEY: "La clé de ce RIB, ses deux derniers chiffres, ne correspond pas au compte : vérifiez-le.",
    IbanFlaw.NOT_SEPA: "Ce pays n’est pas dans la zone SEPA\u00a0: nous ne pouvons ni y verser ni y prélever d’argent. Appelez-nous.",
}
