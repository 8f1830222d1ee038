"""What a declaration asks, in words: each step, each question, each answer; and a whole declaration as it is read again."""
from datetime import date

from insurance.claims import journey
from insurance.claims.models import ClaimKind as Kind
from insurance.claims.questions import OTHER_DRIVER, Field, FieldType
from wording.figures import long_date

_COMPLAINTS = (Kind.PARKED, Kind.THEFT, Kind.ATTEMPTED_THEFT, Kind.VANDALISM)
_YES_NO = {"yes": "Oui", "no": "Non"}
_STOPPED = {"parked": "en stationnement", "stopped": "à l’arrêt"}
_LEAVING = {"leaving": "quittait un stationnement", "door": "ouvrait une portière"}

CLAIM_TITLES = {
    "kind": "Que s’est-il passé ?", "contract": "Quel véhicule ?", "when": "Quand et où ?",
    "injuries": "Quelqu’un est-il blessé ?", "circumstances": "Racontez ce qui s’est passé",
    "people": "Les autres personnes", "damage": "Les dégâts", "pieces": "Vos photos et vos documents",
    "contact": "Comment vous joindre ?", "review": "Vérifiez votre déclaration",
}

# Each question: its words, then a hint. `kind.kind` has no hint: its answers have their own.
CLAIM_QUESTIONS = {
    ("kind", "kind"): ("Ce qui s’est passé", ""),
    ("contract", "contract"): ("Véhicule concerné", ""),
    ("contract", "driver"): ("Qui conduisait ?", ""),
    ("contract", "driver_name"): ("Nom et prénom du conducteur", ""),
    ("contract", "driver_born_on"): ("Sa date de naissance", ""),
    ("contract", "driver_licence"): ("Son numéro de permis", ""),
    ("contract", "driver_phone"): ("Son téléphone", ""),
    ("when", "occurred_on"): ("Date", "Si vous ne la savez pas, le dernier jour où tout allait bien."),
    ("when", "occurred_at"): ("Heure", "Même approximative, par exemple 18:05."),
    ("when", "noticed_on"): (
        "Quand vous en êtes-vous aperçu ?", "Si c’est un autre jour. Le délai pour déclarer part de ce jour-là."),
    ("when", "place"): ("Lieu", "Rue et ville, ou route et sortie : A1, sortie 13."),
    ("when", "country"): ("Pays, si ce n’est pas la France", ""),
    ("when", "position"): ("Position", ""),
    ("when", "decree_on"): (
        "Parution de l’arrêté au Journal officiel",
        "S’il est paru : vous avez 30 jours à partir de cette date. Sinon, laissez vide."),
    ("injuries", "injured"): ("Y a-t-il un blessé, même léger ?", ""),
    ("injuries", "people"): ("Personne blessée", ""),
    ("circumstances", "report"): ("Avez-vous rempli un constat ?", ""),
    ("circumstances", "letter"): ("Sur le constat, votre véhicule est", ""),
    ("circumstances", "boxes_a"): ("Véhicule A", ""),
    ("circumstances", "boxes_b"): ("Véhicule B", ""),
    ("circumstances", "box_1_a"): ("Véhicule A, case 1", ""),
    ("circumstances", "box_2_a"): ("Véhicule A, case 2", ""),
    ("circumstances", "box_1_b"): ("Véhicule B, case 1", ""),
    ("circumstances", "box_2_b"): ("Véhicule B, case 2", ""),
    ("circumstances", "object"): ("Qu’avez-vous heurté ?", "Un mur, une barrière, un arbre, un animal."),
    ("circumstances", "object_owner"): ("À qui est-ce ?", "La commune, un voisin, vous ne savez pas."),
    ("circumstances", "keys"): ("Avez-vous toutes les clés ?", ""),
    ("circumstances", "tracker"): ("Le véhicule a-t-il un traceur GPS ?", ""),
    ("circumstances", "mileage"): ("Kilométrage", ""),
    ("circumstances", "financing"): ("Comment est-il payé ?", ""),
    ("circumstances", "stolen"): ("Ce qui a été volé ou abîmé", ""),
    ("circumstances", "glass"): ("Ce qui est cassé", ""),
    ("circumstances", "camera"): (
        "Y a-t-il une caméra derrière le pare-brise ?", "Elle aide à la conduite, et se règle après un remplacement."),
    ("circumstances", "remedy"): ("Que faut-il faire ?", ""),
    ("circumstances", "appointment"): ("Rendez-vous déjà pris", "Chez qui, et quand."),
    ("circumstances", "cause"): ("D’où est parti le feu ?", "Si vous le savez."),
    ("circumstances", "fire_brigade"): ("Les pompiers sont-ils venus ?", ""),
    ("circumstances", "weather"): ("Qu’est-ce qui l’a causé ?", ""),
    ("circumstances", "disaster"): ("Quel événement ?", ""),
    ("circumstances", "police"): ("La police ou la gendarmerie est-elle venue ?", ""),
    ("circumstances", "story"): (
        "Ce qui s’est passé", "Avec vos mots : où vous alliez, ce que vous avez vu et entendu."),
    ("people", "parties"): ("Autre véhicule", ""),
    ("people", "witnesses"): ("Témoin", ""),
    ("damage", "impacts"): ("Où le véhicule est-il touché ?", "Touchez chaque endroit abîmé."),
    ("damage", "damage"): ("Dégâts visibles", ""),
    ("damage", "other_damage"): ("Autre chose qu’un véhicule est-il abîmé ?", "Un mur, une barrière, un vélo."),
    ("damage", "drivable"): ("Le véhicule peut-il rouler ?", ""),
    ("damage", "whereabouts"): ("Où est-il maintenant ?", "Garage, fourrière, domicile : l’adresse et le téléphone."),
    ("contact", "phone"): ("Téléphone", ""),
    ("contact", "call"): ("Quand vous appeler ?", ""),
    ("contact", "repairer"): (
        "Votre réparateur, si vous en avez un", "Vous le choisissez librement (article L211-5-1 du code des assurances)."),
}

# What to say when an answer that is needed is missing.
CLAIM_REQUIRED = {
    "kind": "Choisissez ce qui s’est passé.", "contract": "Choisissez le véhicule.", "driver": "Dites qui conduisait.",
    "driver_name": "Écrivez le nom du conducteur.", "occurred_on": "Indiquez la date.", "place": "Indiquez le lieu.",
    "injured": "Dites s’il y a un blessé.", "report": "Dites si vous avez un constat.",
    "box_1_a": "Véhicule A, case 1 : choisissez l’un des deux.",
    "box_2_a": "Véhicule A, case 2 : choisissez l’un des deux.",
    "box_1_b": "Véhicule B, case 1 : choisissez l’un des deux.",
    "box_2_b": "Véhicule B, case 2 : choisissez l’un des deux.",
    "keys": "Dites si vous avez les clés.", "glass": "Dites ce qui est cassé.", "weather": "Choisissez la cause.",
    "disaster": "Choisissez l’événement.", "story": "Racontez ce qui s’est passé, en quelques mots.",
    "drivable": "Dites si le véhicule peut rouler.", "whereabouts": "Dites où est le véhicule.",
    "phone": "Écrivez un numéro où vous joindre.",
}

# What is asked of a person.
CLAIM_PERSON = {
    "name": "Nom et prénom", "plate": "Immatriculation", "insurer": "Assureur", "policy": "Numéro de contrat",
    "phone": "Téléphone", "address": "Adresse", "place": "Où était cette personne ?", "care": "Hôpital ou médecin",
}

CLAIM_ANSWERS = {
    "report": {"paper": "Un constat papier", "e-report": "Un e-constat", "none": "Pas de constat"},
    "letter": {"a": "Le véhicule A", "b": "Le véhicule B"},
    "box_1_a": _STOPPED, "box_1_b": _STOPPED, "box_2_a": _LEAVING, "box_2_b": _LEAVING,
    "keys": {"all": "Oui, toutes", "some": "Pas toutes", "none": "Aucune"},
    "financing": {"none": "Il est payé", "loan": "Par un crédit", "lease": "En location (LOA, LLD)"},
    "glass": {"windscreen": "Pare-brise", "side-window": "Vitre latérale", "rear-window": "Lunette arrière",
              "roof": "Toit vitré", "headlight": "Phare ou feu", "mirror": "Rétroviseur"},
    "remedy": {"repair": "Réparer l’impact", "replacement": "Remplacer la vitre", "unknown": "Je ne sais pas"},
    "weather": {"wind": "Le vent", "hail": "La grêle", "snow": "La neige ou la glace", "water": "La pluie"},
    "disaster": {"flood": "Inondation", "mud": "Coulée de boue", "ground": "Mouvement de terrain", "quake": "Séisme",
                 "other": "Autre"},
    "impacts": {"front-left": "Avant gauche", "front": "Avant", "front-right": "Avant droit",
                "left-front": "Côté gauche, avant", "windscreen": "Pare-brise", "right-front": "Côté droit, avant",
                "roof": "Toit", "left-rear": "Côté gauche, arrière", "rear-window": "Lunette arrière",
                "right-rear": "Côté droit, arrière", "rear-left": "Arrière gauche", "rear": "Arrière",
                "rear-right": "Arrière droit", "underside": "Dessous"},
    "place": {"driver": "Au volant de votre véhicule", "passenger": "Passager de votre véhicule",
              "other-vehicle": "Dans l’autre véhicule", "pedestrian": "À pied", "cyclist": "À vélo"},
    "call": {"any": "À toute heure", "morning": "Le matin", "afternoon": "L’après-midi", "evening": "Après 17 h"},
}

# The seventeen boxes of the constat amiable européen (box 12), with their exact labels.
CLAIM_BOXES = {
    "1": "en stationnement / à l’arrêt",
    "2": "quittait un stationnement / ouvrait une portière",
    "3": "prenait un stationnement",
    "4": "sortait d’un parking, d’un lieu privé, d’un chemin de terre",
    "5": "s’engageait dans un parking, un lieu privé, un chemin de terre",
    "6": "s’engageait sur une place à sens giratoire",
    "7": "roulait sur une place à sens giratoire",
    "8": "heurtait à l’arrière, en roulant dans le même sens et sur une même file",
    "9": "roulait dans le même sens et sur une file différente",
    "10": "changeait de file",
    "11": "doublait",
    "12": "virait à droite",
    "13": "virait à gauche",
    "14": "reculait",
    "15": "empiétait sur une voie réservée à la circulation en sens inverse",
    "16": "venait de droite (dans un carrefour)",
    "17": "n’avait pas observé un signal de priorité ou un feu rouge",
}


def claim_question(step: str, field: str, kind: str | None) -> tuple[str, str]:
    """Return the words of a question and its hint, for what happened."""
    if field == "police" and kind in _COMPLAINTS:
        return "Avez-vous porté plainte ?", "Le récépissé vous sera demandé." if kind != Kind.PARKED else ""
    return CLAIM_QUESTIONS[step, field]


def claim_title(step: str, kind: str | None) -> str:
    """Return what a step asks in one line, for what happened."""
    if step == "contract" and kind in (Kind.COLLISION, Kind.ALONE, Kind.OTHER):
        return "Quel véhicule, et qui conduisait ?"
    if step == "circumstances" and kind == Kind.GLASS:
        return "Quelle vitre est cassée ?"
    return CLAIM_TITLES[step]


def answer_words(field: Field, given) -> str:
    """Return an answer as it is read again; one that is unknown here stays as it was given."""
    if field.type is FieldType.PEOPLE:
        return "\n".join(", ".join(CLAIM_ANSWERS["place"].get(text, text) for text in one.values() if text)
                         for one in given)
    if field.name in ("boxes_a", "boxes_b"):
        return "\n".join(f"{box}. {CLAIM_BOXES.get(box, box)}" for box in given)
    words = CLAIM_ANSWERS.get(field.name, _YES_NO if field.choices == tuple(_YES_NO) else {})
    if field.type is FieldType.CHOICES:
        return ", ".join(words.get(one, one) for one in given)
    return _day(given) if field.type is FieldType.DAY else words.get(given, given)


def declared_words(answers: dict, kinds: dict, vehicle: str) -> dict[str, list[tuple[str, str]]]:
    """Return a declaration as it is read again: by step, the questions and their answers in words.

    `kinds` says what happened in words, `vehicle` names the one that is concerned: an identifier says nothing.
    """
    kind = answers.get("kind", {}).get("kind")
    told = {}
    for step, given in journey.on_path(answers).items():
        for field in journey.BY_NAME[step].fields:
            if field.name not in given:
                continue
            value = {("kind", "kind"): kinds[kind][0] if kind in kinds else kind,
                     ("contract", "contract"): vehicle}.get((step, field.name))
            if field.name == "driver" and given[field.name] == OTHER_DRIVER:
                value = "Une autre personne"
            told.setdefault(step, []).append((claim_question(step, field.name, kind)[0],
                                              value or answer_words(field, given[field.name])))
    return told


def _day(iso: str) -> str:
    try:
        return long_date(date.fromisoformat(iso))
    except ValueError:
        return iso
