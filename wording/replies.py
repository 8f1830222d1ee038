"""What the desk says to customers: sentences of the moves of a claim, ready to be changed, and templates of messages.

`{first_name}`, `{reference}`, `{vehicle}`, `{plate}` and `{adviser}` are filled before the adviser reads the text again.
"""

# The sentence that a customer reads with a move, by move. A template never sends itself: it fills the field.
MOVE_SENTENCES = {
    "ask_pieces": "Il nous manque quelques éléments pour avancer.",
    "appraise": "Un expert va examiner votre véhicule et chiffrer la réparation.",
    "repair": "Vous pouvez faire réparer votre véhicule chez le réparateur de votre choix.",
    "declare_total_loss": "D’après l’expert, réparer coûterait plus que la valeur de votre véhicule. Notre offre vous arrive sous "
                          "15 jours ; vous aurez 30 jours pour répondre.",
    "await_recovery": "Votre véhicule est recherché. S’il n’est pas retrouvé, nous vous indemnisons.",
    "await_third_party": "Nous attendons la réponse de l’assureur de l’autre conducteur.",
    "decide": "Nous avons étudié les circonstances et les pièces de votre dossier.",
    "settle": "Voici le montant de votre indemnité et la date de son paiement.",
    "close": "Tout est réglé : votre dossier est clos. Vous pouvez le faire rouvrir à tout moment.",
    "refuse": "",
    "reopen": "Nous reprenons votre dossier.",
    "explain_delay": "",
}

MESSAGE_TEMPLATES = {
    "presentation": ("Je m’occupe de votre dossier",
                     "Bonjour {first_name},\n\nJe m’appelle {adviser} et je m’occupe de votre dossier {reference}. "
                     "Écrivez-moi ici pour toute question : je vous réponds sous deux jours ouvrés."),
    "photo": ("Une photo n’est pas lisible",
              "Bonjour {first_name},\n\nUne de vos photos n’est pas assez nette. Pouvez-vous la reprendre de jour, à un mètre "
              "environ, et l’ajouter à votre dossier {reference} ?"),
    "garage": ("Choix du réparateur",
               "Bonjour {first_name},\n\nVous choisissez librement le réparateur de votre {vehicle} (article L211-5-1 du code des "
               "assurances). Dites-moi lequel : je lui transmets l’accord de prise en charge."),
    "vehicle": ("Où est le véhicule ?",
                "Bonjour {first_name},\n\nPour que l’expert puisse passer, pouvez-vous me dire où se trouve votre {vehicle} "
                "({plate}) et à quelles heures il est visible ?"),
    "callback": ("Je n’arrive pas à vous joindre",
                 "Bonjour {first_name},\n\nJ’ai essayé de vous appeler au sujet du dossier {reference}. Quand puis-je vous "
                 "rappeler, et à quel numéro ?"),
    "iban": ("Coordonnées bancaires",
             "Bonjour {first_name},\n\nPour vous verser l’indemnité, il me faut un relevé d’identité bancaire à votre nom. "
             "Ajoutez-le à votre dossier {reference} ; ne l’envoyez pas par e-mail."),
}


def filled(text: str, claim, adviser) -> str:
    """Return a template with what it is about in the place of its marks. `claim` was read whole."""
    vehicle = claim.contract.vehicle
    return text.format(first_name=claim.customer.first_name, reference=claim.reference, vehicle=vehicle.name,
                       plate=vehicle.plate or vehicle.serial_number or "sans plaque", adviser=adviser.name)
