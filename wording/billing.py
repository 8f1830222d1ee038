"""Instalments and ways of paying."""
from insurance.billing.models import InstalmentState
from insurance.contracts.models import PaymentFrequency, PaymentMethod

FREQUENCIES = {
    PaymentFrequency.MONTHLY: "chaque mois",
    PaymentFrequency.QUARTERLY: "chaque trimestre",
    PaymentFrequency.HALF_YEARLY: "chaque semestre",
    PaymentFrequency.YEARLY: "chaque année",
}

METHODS = {
    PaymentMethod.DIRECT_DEBIT: "par prélèvement",
    PaymentMethod.CARD: "par carte",
}

INSTALMENT_STATES = {
    InstalmentState.UPCOMING: "À venir",
    InstalmentState.PAID: "Payée",
    InstalmentState.UNPAID: "Impayée",
}
