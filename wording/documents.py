"""Documents, and where the contract of a proof stands."""
from insurance.documents.models import DocumentKind
from insurance.proofs.facts import Standing

DOCUMENT_KINDS = {
    DocumentKind.ATTESTATION: "Attestation d’assurance",
    DocumentKind.GENERAL_CONDITIONS: "Conditions générales",
    DocumentKind.SPECIAL_CONDITIONS: "Conditions particulières",
    DocumentKind.ENDORSEMENT: "Avenant",
    DocumentKind.RENEWAL_NOTICE: "Avis d’échéance",
    DocumentKind.CLAIMS_HISTORY: "Relevé d’information",
    DocumentKind.PAYMENT_SCHEDULE: "Échéancier",
    DocumentKind.PAYMENT_RECEIPT: "Quittance",
    DocumentKind.GREEN_CARD: "Carte internationale d’assurance",
    DocumentKind.FORMAL_NOTICE: "Mise en demeure",
    DocumentKind.TERMINATION_CERTIFICATE: "Certificat de résiliation",
    DocumentKind.CLAIM_DECLARATION: "Déclaration de sinistre",
    DocumentKind.SEPA_MANDATE: "Mandat de prélèvement",
    DocumentKind.OTHER: "Autre document",
}

# What a paper that is made on demand is for.
DOCUMENT_USES = {
    DocumentKind.CLAIMS_HISTORY: "Vos sinistres et votre bonus-malus, pour un autre assureur",
    DocumentKind.PAYMENT_SCHEDULE: "Les dates et les montants de l’année",
    DocumentKind.GREEN_CARD: "Pour conduire à l’étranger, hors de l’Union européenne",
    DocumentKind.SPECIAL_CONDITIONS: "Ce que dit votre contrat aujourd’hui",
    DocumentKind.PAYMENT_RECEIPT: "La preuve de chaque paiement",
}

STANDINGS = {
    Standing.CURRENT: "Le contrat n’a pas changé depuis.",
    Standing.CHANGED: "Le contrat a changé depuis : demandez une attestation à jour.",
    Standing.SUSPENDED: "Les garanties de ce contrat sont suspendues aujourd’hui.",
    Standing.ENDED: "Ce contrat a pris fin.",
    Standing.NOT_YET: "Ce contrat n’est pas encore en vigueur.",
    Standing.UNKNOWN: "Ce code ne correspond à aucune attestation.",
}
