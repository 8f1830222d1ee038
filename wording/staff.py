"""What the insurer's people are called."""
from insurance.staff.models import Role

ROLES = {
    Role.ADVISER: "Conseiller",
    Role.CLAIMS: "Gestionnaire sinistres",
    Role.COMPLAINTS: "Réclamations",
    Role.SUPERVISOR: "Superviseur",
}
