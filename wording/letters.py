"""Documents that leave by post."""
from insurance.letters.models import LetterCause, LetterState

LETTER_STATES = {
    LetterState.ASKED: "Demandé",
    LetterState.PREPARED: "En préparation",
    LetterState.SENT: "Posté",
    LetterState.WITHDRAWN: "Annulé",
}

LETTER_CAUSES = {
    LetterCause.REQUEST: "Demandé par le client",
    LetterCause.PREFERENCE: "Tous les documents par courrier",
    LetterCause.NO_ACCOUNT: "Espace client jamais ouvert",
}
