"""The pieces asked of a customer for a contract."""
from insurance.pieces.models import PieceKind, PieceRefusal, PieceState

# What each piece is called, then what to send.
PIECES = {
    PieceKind.LICENCE: (
        "Permis de conduire", "Le recto et le verso, lisibles en entier. Permis rose en trois volets : les deux faces."),
    PieceKind.REGISTRATION_CERTIFICATE: (
        "Certificat d’immatriculation", "La carte grise à votre nom, ou le certificat provisoire, toutes les pages."),
    PieceKind.PURCHASE_INVOICE: ("Facture d’achat", "La facture du véhicule, avec son numéro de série."),
    PieceKind.CLAIMS_HISTORY: (
        "Relevé d’information", "Celui de votre assureur précédent, de moins de trois mois. Il vous l’envoie en 15 jours "
                                "quand vous le demandez. Jamais assuré ? Une feuille qui le dit, datée et signée."),
    PieceKind.BANK_DETAILS: ("Relevé d’identité bancaire", "Le RIB du compte qui paie la cotisation, à votre nom."),
    PieceKind.PHOTO_FRONT: ("Avant du véhicule", "De face, en entier, plaque lisible."),
    PieceKind.PHOTO_REAR: ("Arrière du véhicule", "De dos, en entier, plaque lisible."),
    PieceKind.PHOTO_LEFT: ("Côté gauche", "Côté conducteur, du pare-chocs avant au pare-chocs arrière."),
    PieceKind.PHOTO_RIGHT: ("Côté droit", "Côté passager, du pare-chocs avant au pare-chocs arrière."),
    PieceKind.PHOTO_DASHBOARD: ("Tableau de bord", "Contact mis, le kilométrage lisible."),
}

PIECE_STATES = {
    PieceState.MISSING: "À envoyer",
    PieceState.RECEIVED: "En vérification",
    PieceState.ACCEPTED: "Acceptée",
    PieceState.REFUSED: "À refaire",
    PieceState.WAIVED: "Plus demandée",
}

# Why a piece will not do, then what to send instead.
PIECE_REFUSALS = {
    PieceRefusal.UNREADABLE: ("Elle ne se lit pas : floue, sombre ou trop petite.", "Reprenez la photo à plat, bien éclairée."),
    PieceRefusal.CROPPED: ("Elle est coupée.", "Reprenez-la en entier, les quatre bords visibles."),
    PieceRefusal.ONE_SIDE: ("Il manque une face ou une page.", "Envoyez toutes les faces et toutes les pages, ensemble."),
    PieceRefusal.WRONG_PIECE: ("Ce n’est pas la pièce demandée.", "Relisez ce qui est demandé, et envoyez cette pièce-là."),
    PieceRefusal.OTHER_PERSON: ("Elle est au nom d’une autre personne.", "Envoyez celle de la personne nommée au contrat."),
    PieceRefusal.OTHER_VEHICLE: ("Elle concerne un autre véhicule.", "Envoyez celle du véhicule assuré par ce contrat."),
    PieceRefusal.EXPIRED: ("Elle n’est plus valable à sa date.", "Envoyez une pièce en cours de validité."),
    PieceRefusal.TOO_OLD: ("Elle est trop ancienne.", "Demandez-en une de moins de trois mois, puis envoyez-la."),
    PieceRefusal.OTHER: ("Elle ne convient pas.", "Lisez le message du conseiller, puis envoyez-la de nouveau."),
}


def piece_name(kind: str, subject: str = "") -> str:
    """Return what a piece is called, with the person whose it is."""
    name = PIECES[kind][0] if kind in PIECES else kind
    return f"{name}, {subject}" if subject else name
