"""Claims histories that somebody checks."""
from insurance.checks.models import CheckCause, CheckState

CHECK_STATES = {CheckState.WAITING: "À vérifier", CheckState.RELEASED: "Remis"}

CHECK_CAUSES = {
    CheckCause.UNDECIDED_CLAIM: "Un sinistre déclaré attend encore sa part de responsabilité.",
    CheckCause.UNKNOWN_LICENCE: "La date du permis d’un conducteur nous manque.",
}
