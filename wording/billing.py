"""Instalments, ways of paying, payments and why they fail."""
from insurance.accounting.models import PostingKind, PostingState
from insurance.arrears.models import NoticeSource, NoticeState
from insurance.billing.models import InstalmentState
from insurance.contracts.models import PaymentFrequency, PaymentMethod
from insurance.payments.models import Means, PaymentEventKind, Refusal, ReturnReason
from insurance.payments.rules import PaymentState

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


def collection_day(day: int) -> str:
    """Return the day of the month on which an account is debited, in words."""
    return f"le {day}\u00a0du mois"


INSTALMENT_STATES = {
    InstalmentState.UPCOMING: "À venir",
    InstalmentState.PAID: "Payée",
    InstalmentState.UNPAID: "Impayée",
}

NOTICE_STATES = {
    NoticeState.PREPARED: "À envoyer",
    NoticeState.SENT: "Envoyée",
    NoticeState.SUSPENDED: "Garanties suspendues",
    NoticeState.PAID: "Payée",
    NoticeState.CLOSED: "Close",
}

NOTICE_SOURCES = {NoticeSource.PORTAL: "Espace client", NoticeSource.INSURER: "Fichier de l’assureur"}

POSTING_STATES = {
    PostingState.WAITING: "À valider",
    PostingState.POSTED: "Enregistré",
    PostingState.REFUSED: "Refusé",
}

POSTING_KINDS = {PostingKind.RECEIPT: "Encaissement", PostingKind.REFUND: "Remboursement de résiliation"}

MEANS = {
    Means.CARD: "par carte",
    Means.DIRECT_DEBIT: "par prélèvement",
    Means.TRANSFER: "par virement",
    Means.CHEQUE: "par chèque",
    Means.PHONE: "par carte, au téléphone",
}

PAYMENT_STATES = {
    PaymentState.OPEN: "En attente",
    PaymentState.PENDING: "En cours",
    PaymentState.PAID: "Reçu",
    PaymentState.CLOSED: "Non abouti",
    PaymentState.REFUNDED: "Remboursé",
    PaymentState.RETURNED: "Rejeté",
}

# What became known of a payment, as the desk reads it.
PAYMENT_EVENTS = {
    PaymentEventKind.SENT: "Page de paiement ouverte",
    PaymentEventKind.PENDING: "Accepté, argent attendu",
    PaymentEventKind.REFUSED: "Essai refusé",
    PaymentEventKind.CLOSED: "Page fermée sans paiement",
    PaymentEventKind.CAPTURED: "Argent reçu",
    PaymentEventKind.REFUND_ASKED: "Remboursement demandé",
    PaymentEventKind.REFUNDED: "Remboursé",
    PaymentEventKind.REFUND_FAILED: "Remboursement échoué",
    PaymentEventKind.DISPUTED: "Argent repris par la banque",
    PaymentEventKind.DISPUTE_WON: "Contestation gagnée",
    PaymentEventKind.RETURNED: "Prélèvement rejeté",
    PaymentEventKind.MISMATCH: "Montant annoncé différent, à vérifier",
}

# Why a card was refused, then what to do. A lost or stolen card reads as any other: the bank alone says more.
_REFUSED = ("Votre banque a refusé ce paiement.", "Essayez une autre carte, ou appelez votre banque.")
REFUSALS = {
    Refusal.NOT_HONOURED: _REFUSED,
    Refusal.INSUFFICIENT_FUNDS: ("Le solde ou le plafond est insuffisant.", "Essayez une autre carte, ou payez en plusieurs fois."),
    Refusal.LIMIT_REACHED: ("Le plafond de votre carte est atteint.", "Essayez une autre carte, ou payez en plusieurs fois."),
    Refusal.EXPIRED_CARD: ("Votre carte est expirée.", "Essayez une autre carte."),
    Refusal.WRONG_NUMBER: ("Le numéro de carte n’est pas le bon.", "Vérifiez les seize chiffres, puis recommencez."),
    Refusal.TOO_MANY_CODES: ("Trop d’essais de code.", "Essayez une autre carte."),
    Refusal.CONFIRMATION_NEEDED: (
        "Votre banque veut votre confirmation.", "Recommencez, et confirmez dans l’application de votre banque."),
    Refusal.CONFIRMATION_EXPIRED: (
        "La confirmation a expiré.", "Recommencez, en gardant l’application de votre banque à portée."),
    Refusal.BANK_UNAVAILABLE: ("Le service de votre banque ne répond pas.", "Réessayez dans une heure."),
    Refusal.BLOCKED: _REFUSED,
}

# Why a direct debit came back, then what to do.
RETURNS = {
    ReturnReason.BAD_ACCOUNT: ("Le compte n’existe pas.", "Donnez le bon compte dans Mes paiements, et réglez par carte."),
    ReturnReason.CLOSED_ACCOUNT: ("Le compte est fermé.", "Donnez le nouveau dans Mes paiements, et réglez par carte."),
    ReturnReason.BLOCKED_ACCOUNT: ("Le compte est bloqué.", "Appelez votre banque, ou donnez un autre compte dans Mes paiements."),
    ReturnReason.INSUFFICIENT_FUNDS: ("Le compte n’avait pas assez d’argent.", "Payez par carte."),
    ReturnReason.NO_MANDATE: (
        "Votre banque ne connaît pas l’autorisation de prélèvement.", "Signez-la de nouveau dans Mes paiements, en donnant votre compte."),
    ReturnReason.DISPUTED: ("Vous avez demandé son remboursement à votre banque.", "Ce qui est dû le reste\u00a0: payez par carte."),
    ReturnReason.DECEASED: ("Le compte ne peut plus être débité.", "Appelez-nous."),
    ReturnReason.REFUSED: ("Vous avez refusé ce prélèvement.", "Payez par carte."),
    ReturnReason.UNSPECIFIED: ("Votre banque n’a pas dit pourquoi.", "Payez par carte, ou appelez votre banque."),
}
