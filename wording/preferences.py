"""What customers choose: notices, consents, languages."""
from insurance.notices import Channel, NoticeKind
from insurance.people.models import ConsentPurpose, Language

# Name, what it holds, and why it cannot be refused (empty when it can).
NOTICES = {
    NoticeKind.SECURITY: (
        "Sécurité de votre compte", "Mot de passe, adresse e-mail, connexion bloquée.",
        "Toujours envoyés : ils vous protègent."),
    NoticeKind.CONTRACTS: (
        "Vie de vos contrats", "Résiliation, échéance, changement, documents.",
        "Toujours envoyés : la loi ou le contrat le demande."),
    NoticeKind.REQUESTS: (
        "Suite de vos demandes", "Accusés de réception et réponses.", "Toujours envoyés : vous nous avez écrit."),
    NoticeKind.REMINDERS: ("Rappels", "Mot de passe ancien, démarche laissée en chemin.", ""),
}

CHANNELS = {Channel.MAIL: "par e-mail"}

# Name, then the sentence to which the customer agrees: it is kept with the consent.
CONSENTS = {
    ConsentPurpose.OFFERS_BY_MAIL: (
        "Offres par e-mail", "J’accepte de recevoir par e-mail les offres d’Active Assurances."),
    ConsentPurpose.OFFERS_BY_PHONE: (
        "Offres par téléphone", "J’accepte d’être appelé ou de recevoir un SMS pour une offre d’Active Assurances."),
    ConsentPurpose.SURVEYS: (
        "Enquêtes de satisfaction", "J’accepte de répondre à quelques questions après une démarche."),
}

LANGUAGES = {
    Language.FRENCH: "Français",
    Language.ENGLISH: "English",
    Language.GERMAN: "Deutsch",
    Language.SPANISH: "Español",
    Language.ITALIAN: "Italiano",
}
