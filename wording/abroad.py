"""The proof and the international card in five languages, for an officer abroad. The French is the text, the others help."""
from insurance.people.models import Language


def in_five(french: str, english: str, german: str, spanish: str, italian: str) -> dict[Language, str]:
    """Return the same words in the five languages."""
    return dict(zip(Language, (french, english, german, spanish, italian), strict=True))


TRANSLATION = in_five(
    "",
    "Translation for information: only the French text is binding.",
    "Übersetzung zur Information: Maßgeblich ist allein der französische Text.",
    "Traducción informativa: solo el texto francés da fe.",
    "Traduzione a titolo informativo: fa fede solo il testo francese.")

LANGUAGE_SWITCH = in_five("Langue : français", "Language: English", "Sprache: Deutsch", "Idioma: español", "Lingua: italiano")

ACCIDENT = in_five("Accident ou panne ?", "Accident or breakdown? (in French)", "Unfall oder Panne? (auf Französisch)",
                   "¿Accidente o avería? (en francés)", "Incidente o guasto? (in francese)")

OFFLINE = in_five("Hors connexion", "Offline", "Offline", "Sin conexión", "Offline")

# What the proof is called: the name that the law gives it stays beside its translation.
PROOF_TITLES = {
    "memo": in_five(
        "Mémo véhicule assuré", "Proof of motor insurance (Mémo véhicule assuré)",
        "Versicherungsnachweis (Mémo véhicule assuré)", "Justificante de seguro (Mémo véhicule assuré)",
        "Prova di assicurazione (Mémo véhicule assuré)"),
    "attestation": in_five(
        "Attestation d’assurance", "Certificate of insurance (Attestation d’assurance)",
        "Versicherungsbestätigung (Attestation d’assurance)", "Certificado de seguro (Attestation d’assurance)",
        "Certificato di assicurazione (Attestation d’assurance)"),
}

# The word of each state that the proof can be in: those of a cover, then those of a copy that cannot judge itself.
PROOF_STATES = {
    "valid": in_five("Valide", "Valid", "Gültig", "Vigente", "Valida"),
    "provisional": in_five("Provisoire", "Provisional", "Vorläufig", "Provisional", "Provvisoria"),
    "not_yet": in_five("Pas encore", "Not yet valid", "Noch nicht gültig", "Aún no vigente", "Non ancora valida"),
    "suspended": in_five("Suspendue", "Suspended", "Ausgesetzt", "Suspendida", "Sospesa"),
    "ended": in_five("Terminée", "Ended", "Beendet", "Finalizada", "Cessata"),
    "old": in_five("À rafraîchir", "To be refreshed", "Veraltet", "Por actualizar", "Da aggiornare"),
    "clock": in_five("À rafraîchir", "To be refreshed", "Veraltet", "Por actualizar", "Da aggiornare"),
}

# What is said of a state. A day or an instant in braces is written in each language.
PROOF_MESSAGES = {
    "provisional": in_five(
        "Présomption d’assurance jusqu’au {day} : le FVA peut ne pas encore connaître ce véhicule.",
        "Presumed insured until {day}: the French register of insured vehicles (FVA) may not list this vehicle yet.",
        "Der Versicherungsschutz wird bis zum {day} vermutet: Das französische Register der versicherten Fahrzeuge (FVA)"
        " führt dieses Fahrzeug möglicherweise noch nicht.",
        "Se presume asegurado hasta el {day}: puede que este vehículo aún no figure en el registro francés de vehículos"
        " asegurados (FVA).",
        "Si presume assicurato fino al {day}: il registro francese dei veicoli assicurati (FVA) potrebbe non riportare"
        " ancora questo veicolo."),
    "not_yet": in_five(
        "L’assurance commence le {day}. Avant, ce véhicule n’est pas couvert.",
        "The insurance starts on {day}. Until then, this vehicle is not insured.",
        "Der Versicherungsschutz beginnt am {day}. Vorher ist dieses Fahrzeug nicht versichert.",
        "El seguro empieza el {day}. Antes, este vehículo no está asegurado.",
        "L’assicurazione decorre dal {day}. Prima, questo veicolo non è assicurato."),
    "suspended": in_five(
        "Les garanties sont suspendues : vous n’êtes plus couvert.",
        "Cover is suspended: this vehicle is not insured.",
        "Der Versicherungsschutz ist ausgesetzt: Dieses Fahrzeug ist nicht versichert.",
        "La cobertura está suspendida: este vehículo no está asegurado.",
        "La copertura è sospesa: questo veicolo non è assicurato."),
    "suspended_since": in_five(
        "Les garanties sont suspendues depuis le {day} : vous n’êtes plus couvert.",
        "Cover has been suspended since {day}: this vehicle is not insured.",
        "Der Versicherungsschutz ist seit dem {day} ausgesetzt: Dieses Fahrzeug ist nicht versichert.",
        "La cobertura está suspendida desde el {day}: este vehículo no está asegurado.",
        "La copertura è sospesa dal {day}: questo veicolo non è assicurato."),
    "resumes": in_five(
        " Couvert à nouveau le {instant}.", " Covered again on {instant}.", " Wieder versichert am {instant}.",
        " Cubierto de nuevo el {instant}.", " Di nuovo coperto il {instant}."),
    "ended": in_five(
        "Ce contrat a pris fin : ce véhicule n’est plus couvert par lui.",
        "This policy has ended: it no longer covers this vehicle.",
        "Dieser Vertrag ist beendet: Er deckt dieses Fahrzeug nicht mehr.",
        "Esta póliza ha finalizado: ya no cubre este vehículo.",
        "Questa polizza è cessata: non copre più questo veicolo."),
    "ended_on": in_five(
        "Ce contrat a pris fin le {day} : ce véhicule n’est plus couvert par lui.",
        "This policy ended on {day}: it no longer covers this vehicle.",
        "Dieser Vertrag ist am {day} abgelaufen: Er deckt dieses Fahrzeug nicht mehr.",
        "Esta póliza finalizó el {day}: ya no cubre este vehículo.",
        "Questa polizza è cessata il {day}: non copre più questo veicolo."),
    "old": in_five(
        "Cette copie est trop ancienne pour faire foi. Reconnectez-vous pour la rafraîchir.",
        "This copy is too old to be relied on. Sign in again to refresh it.",
        "Diese Kopie ist zu alt, um als Nachweis zu gelten. Zum Aktualisieren bitte neu anmelden.",
        "Esta copia es demasiado antigua para dar fe. Vuelva a conectarse para actualizarla.",
        "Questa copia è troppo vecchia per fare fede. Acceda di nuovo per aggiornarla."),
    "clock": in_five(
        "L’heure de ce téléphone est fausse : la copie ne peut pas être vérifiée. Réglez l’heure, ou reconnectez-vous.",
        "The clock of this phone is wrong: the copy cannot be checked. Set the time, or sign in again.",
        "Die Uhr dieses Telefons geht falsch: Die Kopie kann nicht geprüft werden. Uhrzeit einstellen oder neu anmelden.",
        "La hora de este teléfono es incorrecta: la copia no se puede comprobar. Ajuste la hora o vuelva a conectarse.",
        "L’ora di questo telefono è sbagliata: la copia non può essere verificata. Regoli l’ora o acceda di nuovo."),
}

PROOF_WORDS = {
    "holder": in_five("Souscripteur", "Policyholder", "Versicherungsnehmer", "Tomador del seguro", "Contraente"),
    "contract": in_five("Contrat", "Policy", "Vertrag", "Póliza", "Polizza"),
    "effective": in_five("Effet", "In force from", "Gültig ab", "Vigente desde", "Decorrenza"),
    "signed": in_five(
        "Signée, vérifiable sans réseau", "Signed, can be checked offline", "Signiert, offline prüfbar",
        "Firmado, comprobable sin conexión", "Firmata, verificabile offline"),
    "code": in_five(
        "Code : {code}, à vérifier sur {site}", "Code: {code}, to be checked at {site}",
        "Code: {code}, zu prüfen unter {site}", "Código: {code}, se comprueba en {site}",
        "Codice: {code}, da verificare su {site}"),
    "liability": in_five(
        "Responsabilité civile, art. L211-1 du code des assurances.",
        "Third-party liability insurance, art. L211-1 of the French Insurance Code.",
        "Kfz-Haftpflichtversicherung, Art. L211-1 des französischen Versicherungsgesetzbuchs.",
        "Responsabilidad civil obligatoria, art. L211-1 del Código de Seguros francés.",
        "Responsabilità civile obbligatoria, art. L211-1 del codice delle assicurazioni francese."),
    "register": in_five(
        "Au-delà de 15 jours, l’assurance se vérifie dans le FVA.",
        "After 15 days, insurance is checked in the French register (FVA).",
        "Nach 15 Tagen wird die Versicherung im französischen Register (FVA) geprüft.",
        "Pasados 15 días, el seguro se comprueba en el registro francés (FVA).",
        "Dopo 15 giorni, l’assicurazione si verifica nel registro francese (FVA)."),
    "pdf": in_five("Ouvrir le PDF", "Open the PDF", "PDF öffnen", "Abrir el PDF", "Apri il PDF"),
    "card": in_five(
        "Carte internationale (carte verte)", "International card (Green Card)", "Internationale Karte (Grüne Karte)",
        "Carta internacional (Carta Verde)", "Carta internazionale (Carta Verde)"),
    "restore": in_five(
        "Être couvert à nouveau", "Get covered again", "Wieder versichert sein", "Volver a estar cubierto",
        "Essere di nuovo coperti"),
    "sign_in": in_five("Me reconnecter", "Sign in again", "Neu anmelden", "Volver a conectarme", "Accedi di nuovo"),
    "see_contract": in_five("Voir le contrat", "See the policy", "Vertrag ansehen", "Ver la póliza", "Vedi la polizza"),
}

# What is said of a card that proves nothing today; of a copy that cannot judge itself, as of a proof.
CARD_OFF = in_five(
    "Cette carte n’est pas valable aujourd’hui.", "This card is not valid today.", "Diese Karte ist heute nicht gültig.",
    "Esta carta no es válida hoy.", "Questa carta non è valida oggi.")

# How old the copy is. The phone counts, and writes the time in the place of {ago}.
PROOF_AGES = {
    "now": in_five("Vérifiée à l’instant", "Checked just now", "Gerade eben geprüft", "Comprobado ahora mismo", "Verificata adesso"),
    "ago": in_five("Vérifiée {ago}", "Checked {ago}", "Geprüft {ago}", "Comprobado {ago}", "Verificata {ago}"),
    "clock": in_five(
        "L’heure de ce téléphone est fausse", "The clock of this phone is wrong", "Die Uhr dieses Telefons geht falsch",
        "La hora de este teléfono es incorrecta", "L’ora di questo telefono è sbagliata"),
}
