"""What some of the invented people have declared: so that the demonstration shows a claim in each state that it may reach.

Each story is lived by the real services, with the clock held at the days on which it happened.
"""
from datetime import date, timedelta
from io import BytesIO

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from demo import STAFF
from demo.pictures import picture
from insurance.attachments.services import receive
from insurance.claims import following, handling, services, watch
from insurance.claims.models import Claim, PieceKind, PieceRefusal
from insurance.claims.queries import find_claim
from insurance.claims.queue import work_of
from insurance.clock import held_at, paris_noon, today
from insurance.contracts.models import Contract
from insurance.database import db
from insurance.staff import assignments
from insurance.staff.models import Adviser
from insurance.staff.queries import adviser_known_as

STORM, GLASS = {"weather": "hail"}, {"glass": ["windscreen"], "camera": "yes", "remedy": "replacement"}


def declare_claims() -> None:
    """Let nine people have declared something, from yesterday to two months ago. Nothing once anybody has declared."""
    if db.session.scalar(select(Claim.id).limit(1)) is not None:
        return
    nadia = adviser_known_as(STAFF[0].email)
    for story in (_late_repair, _just_filed, _pieces_missing, _appraisal, _settlement, _paid, _refused, _stolen, _withdrawn):
        story(nadia)


def _just_filed(_nadia: Adviser) -> None:
    with _days_ago(1, 17):
        _declare("AA-7290-126", "parked", place="Devant la gare de Toulouse-Matabiau",
                 story="En revenant à ma trottinette, je l’ai trouvée au sol, la colonne tordue. Personne autour.")


def _pieces_missing(nadia: Adviser) -> None:
    with _days_ago(4, 19):
        claim = _declare("AA-7099-815", "collision", place="Rond-point de Beaulieu, Nantes", circumstances={
            "report": "paper", "letter": "a", "boxes_a": ["7"], "boxes_b": ["6"]}, impacts=["right-front"],
            story="Je tournais sur le rond-point, l’autre voiture y est entrée sans s’arrêter et a touché mon aile droite.",
            parties=[{"name": "Julie Perrot", "plate": "FT-318-MB", "insurer": "Mutuelle du Nord"}])
    with _days_ago(3, 9):
        report = services.add_to_claim(claim.customer, claim.public_id, PieceKind.REPORT_FRONT, _photo(claim, "Constat amiable"))
        licence = services.add_to_claim(claim.customer, claim.public_id, PieceKind.LICENCE, _photo(claim, "Permis de conduire"))
    with _days_ago(2, 11):
        assignments.take(work_of(claim), nadia)
        handling.accept_piece(licence.public_id, nadia)
        handling.refuse_piece(report.public_id, nadia, PieceRefusal.UNREADABLE, "La case 12 ne se lit pas.")
        handling.answer(claim.public_id, nadia, "Bonjour, j’ai votre dossier en main. Il me manque un constat lisible et la carte"
                                                " grise : dès que je les ai, je désigne un expert.")


def _appraisal(nadia: Adviser) -> None:
    with _days_ago(6, 8):
        claim = _declare("AA-7266-471", "parked", place="Parking de l’université, Rennes", impacts=["front-left", "left-front"],
                         story="Ma voiture a été heurtée pendant mon cours. Aucun mot sur le pare-brise.")
    with _days_ago(5, 10):
        assignments.take(work_of(claim), nadia)
    with _days_ago(4, 15):
        handling.appraise(claim.public_id, nadia, today() + timedelta(days=7), "Cabinet Le Goff", "Garage Armor, Rennes",
                          "Laissez la voiture comme elle est : l’expert vient la voir au garage, votre présence n’est pas"
                          " nécessaire.")


def _late_repair(nadia: Adviser) -> None:
    with _days_ago(24, 9):
        claim = _declare("AA-7041-590", "storm", place="Parc du château, Montmirail", circumstances=STORM, impacts=["roof", "rear"],
                         story="La grêle a marqué le toit et le coffre.")
    with _days_ago(23, 9):
        assignments.take(work_of(claim), nadia)
    with _days_ago(20, 14):
        handling.repair(claim.public_id, nadia, "Carrosserie du Centre", "Le débosselage sans peinture suffit.",
                        due_on=today() + timedelta(days=16))
    with _days_ago(3, 7):
        watch.watch_promises()
    with _days_ago(2, 9):
        handling.explain_delay(claim.public_id, nadia, "Le carrossier attend un joint de toit, en rupture chez le constructeur."
                                                       " Un véhicule vous est prêté jusqu’à la fin.", today() + timedelta(days=9))


def _settlement(nadia: Adviser) -> None:
    with _days_ago(18, 18):
        claim = _declare("AA-6902-377", "parked", place="Rue des Martyrs, Paris", impacts=["rear-left"],
                         story="Un camion de livraison a reculé dans mon aile. Le livreur a laissé ses coordonnées.",
                         parties=[{"name": "Transports Vidal", "plate": "GB-204-RN", "phone": "06 39 98 44 10"}])
    with _days_ago(17, 9):
        assignments.take(work_of(claim), nadia)
    with _days_ago(16, 11):
        handling.await_third_party(claim.public_id, nadia, "J’ai écrit à l’assureur du camion, pour que rien ne reste à votre"
                                                           " charge.")
    with _days_ago(5, 16):
        handling.decide(claim.public_id, nadia, 0, 0, "Le livreur reconnaît les faits : rien n’est à votre charge.")
    with _days_ago(1, 10):
        handling.settle(claim.public_id, nadia, 1_240_50, today() + timedelta(days=7),
                        "Le montant suit le devis de votre garage. Il vous est versé par virement.")


def _paid(nadia: Adviser) -> None:
    with _days_ago(58, 12):
        claim = _declare("AA-7133-460", "glass", place="A7, aire de Montélimar", circumstances=GLASS,
                         story="Un gravillon a fendu le pare-brise.")
    with _days_ago(57, 9):
        assignments.take(work_of(claim), nadia)
    with _days_ago(56, 11):
        handling.repair(claim.public_id, nadia, "Vitrage Express, Valence")
    with _days_ago(45, 10):
        handling.decide(claim.public_id, nadia, 0, 75_00)
        handling.settle(claim.public_id, nadia, 612_40, today() + timedelta(days=6), is_paid_to_repairer=True)
    with _days_ago(40, 16):
        handling.close(claim.public_id, nadia, "Le garage est payé, franchise déduite.")


def _refused(nadia: Adviser) -> None:
    with _days_ago(11, 20):
        claim = _declare("AA-7150-219", "storm", place="Quai des Chartrons, Bordeaux", circumstances=STORM, impacts=["roof"],
                         story="Orage de grêle dans la nuit.")
    with _days_ago(10, 9):
        assignments.take(work_of(claim), nadia)
    with _days_ago(9, 15):
        handling.refuse(claim.public_id, nadia, "Les garanties étaient suspendues ce jour-là, faute de paiement (article L113-3"
                                                " du code des assurances).")


def _stolen(nadia: Adviser) -> None:
    with _days_ago(13, 8):
        claim = _declare("AA-6310-742", "theft", place="Rue de Siam, Brest", circumstances={"keys": "all", "police": "yes"},
                         story="Garée le soir, disparue le matin. J’ai porté plainte au commissariat.")
    with _days_ago(12, 9):
        assignments.take(work_of(claim), nadia)
        for piece in find_claim(claim.customer, claim.public_id).pieces:
            handling.waive_piece(piece.public_id, nadia)
        handling.await_recovery(claim.public_id, nadia, "J’ai vos papiers par courrier. Une voiture volée est souvent retrouvée"
                                                        " dans le mois : passé ce délai, nous vous indemnisons.",
                                due_on=today() + timedelta(days=30))


def _withdrawn(_nadia: Adviser) -> None:
    with _days_ago(21, 12):
        claim = _declare("AA-7188-052", "parked", place="Cours Julien, Marseille",
                         story="Une rayure sur la portière avant.")
    with _days_ago(20, 18):
        following.withdraw(claim.customer, claim.public_id)


def _declare(number: str, kind: str, place: str, story: str, circumstances=(), impacts=(), parties=()) -> Claim:
    """File what happened the day before to the holder of a contract, at the held instant."""
    contract = db.session.scalar(select(Contract).where(Contract.number == number).options(
        joinedload(Contract.customer), selectinload(Contract.drivers)))
    customer = contract.customer
    answers = {
        "kind": {"kind": kind}, "contract": {"contract": contract.public_id, "driver": _driver_of(contract)},
        "when": {"occurred_on": _eve(today()).isoformat(), "place": place}, "injuries": {"injured": "no"},
        "circumstances": {"story": story, **dict(circumstances)}, "people": {"parties": list(parties)},
        "damage": {"impacts": list(impacts), "drivable": "yes"}, "pieces": {},
        "contact": {"phone": (customer.phone or "+33639980118").replace("+33", "0")},
    }
    return services.file(customer, services.keep_notebook(customer, number, answers, {}, (), sequence=1))


def _photo(claim: Claim, words: str):
    return receive(claim.customer, BytesIO(picture(words, claim.customer.full_name)), "IMG_3107.jpg",
                   current_app.extensions["cleanroom"], current_app.extensions["storage"])


def _driver_of(contract: Contract) -> str:
    return contract.drivers[0].full_name if contract.drivers else contract.customer.full_name


def _eve(day: date) -> date:
    return day - timedelta(days=1)


def _days_ago(days: int, hour: int):
    """Hold the clock so many days ago, at an hour of Paris."""
    return held_at(paris_noon(today() - timedelta(days=days)) + timedelta(hours=hour - 12))
