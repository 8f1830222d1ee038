"""Corrections of an identity."""
from insurance.corrections.models import CorrectionCause, CorrectionRefusal, CorrectionState
from insurance.corrections.rules import IdentityFlaw

CORRECTION_STATES = {
    CorrectionState.RECEIVED: "En cours de vérification",
    CorrectionState.ACCEPTED: "Acceptée",
    CorrectionState.REFUSED: "Refusée",
    CorrectionState.WITHDRAWN: "Retirée",
}

CORRECTION_CAUSES = {
    CorrectionCause.MISTAKE: "Une erreur d’écriture",
    CorrectionCause.MARRIAGE: "Un mariage",
    CorrectionCause.DIVORCE: "Un divorce, une séparation ou un veuvage",
    CorrectionCause.CIVIL_STATUS: "Un changement à l’état civil",
    CorrectionCause.OTHER: "Autre chose",
}

# Why, and what to send instead.
CORRECTION_REFUSALS = {
    CorrectionRefusal.UNREADABLE: ("Le justificatif n’est pas lisible.", "Refaites la photo à plat, en entier, sans reflet."),
    CorrectionRefusal.NO_PROOF: ("Ce document ne prouve pas ce que vous demandez.",
                                 "Envoyez une pièce d’identité, un livret de famille ou un acte d’état civil."),
    CorrectionRefusal.ANOTHER_IDENTITY: ("Le justificatif dit autre chose que votre demande.",
                                         "Écrivez exactement ce qui est sur le justificatif, puis recommencez."),
    CorrectionRefusal.EXPIRED: ("Cette pièce d’identité n’est plus valable.", "Envoyez une pièce en cours de validité."),
    CorrectionRefusal.OTHER: ("Nous ne pouvons pas faire cette correction.", "Lisez le message du conseiller."),
}

IDENTITY_PARTS = {
    "title": "Civilité", "first_name": "Prénoms", "last_name": "Nom d’usage", "birth_name": "Nom de naissance",
    "born_on": "Date de naissance", "birth_place": "Lieu de naissance",
}

IDENTITY_FLAWS = {
    IdentityFlaw.NO_NAME: "Écrivez ce nom.",
    IdentityFlaw.NOT_A_NAME: "Un nom s’écrit avec des lettres, des espaces, des traits d’union ou des apostrophes.",
    IdentityFlaw.NOT_A_BIRTH_DATE: "Vérifiez l’année : le titulaire d’un contrat a 16 ans au moins.",
}
