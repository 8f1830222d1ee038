"""One paper of each kind: an ordinary one, and one where everything that can be long is."""
import hashlib
from dataclasses import replace
from datetime import date

from insurance.documents.facts import AttestationFacts, UnregisteredAttestationFacts
from insurance.documents.facts_abroad import CardCountry, GreenCardFacts
from insurance.documents.facts_claim import AwaitedPaper, ClaimDeclarationFacts, DeclaredFile, ToldAnswer, ToldStep
from insurance.documents.facts_history import ClaimsHistoryFacts, HistoryClaim, HistoryDriver, PastCoefficient
from insurance.documents.facts_mandate import MandateFacts
from insurance.documents.facts_paper import VehicleFacts
from insurance.documents.facts_payment import (
    DirectDebit,
    FormalNoticeFacts,
    LateInstalment,
    PaymentReceiptFacts,
    PaymentScheduleFacts,
    PremiumLine,
    RenewalNoticeFacts,
    ScheduledInstalment,
)
from insurance.documents.facts_termination import TerminationCertificateFacts
from insurance.documents.facts_terms import (
    Acceptance,
    Change,
    CoverageLine,
    EndorsementFacts,
    NamedDriver,
    SpecialConditionsFacts,
)

LONG_NAME = "Mme Marie-Antoinette Éléonore de La Rochefoucauld-Montmorency d'Aubigné"
LONG_ADDRESS = ("Résidence des Trois Fontaines, bâtiment C, escalier 4, appartement 112",
                "1247 bis avenue du Général-Leclerc-de-Hauteclocque prolongée",
                "97410 Saint-Pierre-de-la-Réunion Cedex 09")
PEUGEOT = VehicleFacts(plate="GH-482-KT", serial_number="VF3UPHNKUN6048217", make="Peugeot", model="208 Style")
MERCEDES = VehicleFacts(plate="1234 ABC 75", serial_number="WDB2130041A123456", make="Mercedes-Benz",
                        model="Classe E 300 de Break AMG Line Limousine")
COMMON = {
    "code": "K7F3M9X2Q4AB", "issued_on": date(2026, 11, 24), "insurer_name": "Active Assurances",
    "insurer_address": ("12 rue de la Prévoyance", "75009 Paris"), "insurer_phone": "01 86 76 70 00",
    "holder_name": "Mme Sophie Marchand", "holder_address": ("14 rue des Bouchers", "59800 Lille"),
    "contract_number": "AA-7204-118", "vehicle": PEUGEOT, "verify_url": "https://mon-compte.example/verifier"}
LONG = {"holder_name": LONG_NAME, "holder_address": LONG_ADDRESS, "vehicle": MERCEDES}
COUNTRIES = {
    "A": "Autriche", "B": "Belgique", "BG": "Bulgarie", "CY": "Chypre", "CZ": "République tchèque", "D": "Allemagne",
    "DK": "Danemark", "E": "Espagne", "EST": "Estonie", "F": "France", "FIN": "Finlande", "GB": "Royaume-Uni",
    "GR": "Grèce", "H": "Hongrie", "HR": "Croatie", "I": "Italie", "IRL": "Irlande", "IS": "Islande",
    "L": "Luxembourg", "LT": "Lituanie", "LV": "Lettonie", "M": "Malte", "N": "Norvège", "NL": "Pays-Bas",
    "P": "Portugal", "PL": "Pologne", "RO": "Roumanie", "S": "Suède", "SK": "Slovaquie", "SLO": "Slovénie",
    "CH": "Suisse", "AND": "Andorre", "BIH": "Bosnie-Herzégovine", "MNE": "Monténégro", "SRB": "Serbie",
    "AL": "Albanie", "AZ": "Azerbaïdjan", "BY": "Biélorussie", "IL": "Israël", "IR": "Iran", "MA": "Maroc",
    "MD": "Moldavie", "MK": "Macédoine du Nord", "RUS": "Russie", "TN": "Tunisie", "TR": "Turquie", "UA": "Ukraine"}
ON_PAPER = {"AL", "AZ", "MA", "MD", "MK", "TN", "TR", "UA"}


def memo() -> AttestationFacts:
    """Return the memo of an ordinary vehicle."""
    return AttestationFacts(
        number="MVA-2026-000123", code="K7F3M9X2Q4AB", issued_on=date(2026, 12, 1),
        insurer_name="Active Assurances", insurer_address=("12 rue de la Prévoyance", "75009 Paris"),
        insurer_phone="01 86 76 70 00", assistance_phone="01 86 76 70 99",
        holder_name="Mme Sophie Marchand", holder_address=("14 rue des Lilas", "59000 Lille"),
        contract_number="AA7204118", effective_on=date(2026, 11, 28), plate="GH-482-KT", make="Peugeot",
        model="208 Style", verify_url="https://mon-compte.example/verifier")


def crowded_memo() -> AttestationFacts:
    """Return a memo with all that the law may ask for, all of it long: a short policy, trailers, passengers who pay."""
    return replace(
        memo(), holder_name=LONG_NAME, covered_until=date(2026, 12, 9), has_paid_transport=True, plate="1234 ABC 75",
        holder_address=LONG_ADDRESS, make="Mercedes-Benz", model="Classe E 300 de Break AMG Line Limousine",
        trailers="Remorque de moins de 750 kg, semi-remorque bétaillère à deux essieux")


def attestation() -> UnregisteredAttestationFacts:
    """Return the attestation of a vehicle without a plate."""
    return UnregisteredAttestationFacts(
        number="ATT-2026-000045", code="K7F3M9X2Q4AB", issued_on=date(2026, 11, 30),
        insurer_name="Active Assurances", insurer_address=("12 rue de la Prévoyance", "75009 Paris"),
        holder_name="M. Karim Benali", holder_address=("3 quai du Port", "13002 Marseille"),
        contract_number="AA7204119", valid_from=date(2026, 12, 1), valid_until=date(2027, 11, 29),
        make="Xiaomi", model="Scooter 4 Pro", serial_number="26354/00K123456789", vehicle_type="Trottinette électrique")


def claims_history() -> ClaimsHistoryFacts:
    """Return the claims history of an ordinary contract: two drivers, two claims."""
    return ClaimsHistoryFacts(
        **COMMON, number="RI-2026-000031", insurer_country="FR", insurer_code="4021167",
        holder_born_on=date(1989, 4, 17), subscribed_on=date(2023, 12, 20), effective_on=date(2024, 1, 2),
        ended_on=None, usage="Trajets privés et trajet domicile-travail",
        drivers=(HistoryDriver(name="Sophie Marchand", role="Conducteur principal", born_on=date(1989, 4, 17),
                               licence_number="08AX41207", licensed_on=date(2008, 9, 2)),
                 HistoryDriver(name="Antoine Marchand", role="Conducteur secondaire", born_on=date(1987, 11, 30),
                               licence_number="06BC90334", licensed_on=date(2006, 6, 14))),
        coefficient_hundredths=76, coefficient_from=date(2026, 1, 2), coefficient_until=date(2027, 1, 1),
        coefficient_history=(PastCoefficient(applied_from=date(2025, 1, 2), hundredths=80),
                             PastCoefficient(applied_from=date(2024, 1, 2), hundredths=85)),
        years_at_floor=0, last_renewal_on=date(2026, 1, 2), claims_since=date(2021, 11, 24),
        claims=(HistoryClaim(occurred_on=date(2026, 4, 21), nature="Choc en stationnement", has_injury=False,
                             liability_percent=50, responsible_driver="Antoine Marchand", is_settled=True),
                HistoryClaim(occurred_on=date(2024, 7, 24), nature="Bris de glace", has_injury=False,
                             liability_percent=0, responsible_driver="", is_settled=True)),
        termination_reason="")


def crowded_claims_history() -> ClaimsHistoryFacts:
    """Return a claims history of two pages: six drivers, eleven claims, an end, long names everywhere."""
    driver = HistoryDriver(name=LONG_NAME, role="Conducteur occasionnel", born_on=date(1971, 9, 22),
                           licence_number="", licensed_on=None, declared_from=date(2024, 2, 29),
                           declared_until=date(2026, 9, 30))
    claim = HistoryClaim(occurred_on=date(2025, 9, 30), nature="Catastrophe naturelle", has_injury=True,
                         liability_percent=100, responsible_driver=LONG_NAME, is_settled=False)
    return replace(
        claims_history(), **LONG, ended_on=date(2026, 11, 30), drivers=(driver,) * 6, claims=(claim,) * 11,
        coefficient_history=tuple(PastCoefficient(applied_from=date(year, 1, 2), hundredths=350 - year % 100)
                                  for year in range(2025, 2014, -1)),
        years_at_floor=3, termination_reason="Résiliation par l’assureur pour non-paiement de la cotisation (article"
                                             " L113-3 du code des assurances)")


def green_card() -> GreenCardFacts:
    """Return an ordinary international card, with the forty-seven boxes of the present form."""
    return GreenCardFacts(
        **COMMON, number="CIA-2026-000017", bureau="Bureau central français", insurer_country="F", insurer_code="4021",
        card_number="AA-7204-118", valid_from=date(2026, 12, 1), valid_until=date(2027, 1, 1), category="A",
        countries=tuple(CardCountry(code=code, name=name, is_excluded=code in {"BY", "IR", "RUS"},
                                    is_printing_advised=code in ON_PAPER) for code, name in COUNTRIES.items()),
        assistance_phone="01 86 76 70 99")


def crowded_green_card() -> GreenCardFacts:
    """Return an international card where all that can be long is."""
    plain = green_card()
    limits = "sauf les territoires que son gouvernement ne contrôle pas"
    return replace(
        plain, **LONG, countries=tuple(replace(one, limits=limits) if one.code in {"CY", "AZ", "SRB"} else one
                                       for one in plain.countries))


def payment_schedule() -> PaymentScheduleFacts:
    """Return a schedule of twelve debits: ten paid, two to come."""
    return PaymentScheduleFacts(
        **COMMON, number="ECH-2026-000208", period_from=date(2026, 1, 2), period_until=date(2027, 1, 1),
        frequency="chaque mois", method="par prélèvement",
        direct_debit=DirectDebit(creditor_name="Active Assurances", creditor_identifier="FR72ZZZ123456",
                                 mandate_reference="AA7204118M1", masked_account="FR•• •••• •••• 1840"),
        announced_from=date(2026, 12, 8),
        instalments=tuple(
            ScheduledInstalment(due_on=date(2026, month, 8), amount_cents=3580, is_paid=month < 12,
                                paid_on=date(2026, month, 8) if month < 12 else None) for month in range(1, 13)))


def crowded_payment_schedule() -> PaymentScheduleFacts:
    """Return a schedule of two pages: thirty lines, late ones, a paid one of which the day was lost."""
    late = ScheduledInstalment(due_on=date(2026, 10, 8), amount_cents=1_234_50, is_paid=False, is_unpaid=True)
    paid = replace(late, is_paid=True, is_unpaid=False)
    return replace(payment_schedule(), **LONG, instalments=(paid, late) * 15)


def payment_receipt() -> PaymentReceiptFacts:
    """Return the receipt of one debit."""
    return PaymentReceiptFacts(
        **COMMON, number="QUI-2026-001204", amount_cents=3580, due_on=date(2026, 11, 8), paid_on=date(2026, 11, 9),
        method="par prélèvement", period_from=date(2026, 11, 8), period_until=date(2026, 12, 7),
        payment_reference="AA7204118M1-2026-11")


def crowded_payment_receipt() -> PaymentReceiptFacts:
    """Return a receipt with a very large sum and long names."""
    return replace(payment_receipt(), **LONG, amount_cents=123_456_78, payment_reference="X" * 35)


def renewal_notice() -> RenewalNoticeFacts:
    """Return a renewal notice that is sent late, with one reduction and no surcharge."""
    return RenewalNoticeFacts(
        **COMMON, number="AVI-2026-000090", renewal_on=date(2027, 1, 2), period_until=date(2028, 1, 1),
        reference_premium_cents=412_00, coefficient_hundredths=72, net_premium_cents=296_64, surcharges=(),
        reductions=(PremiumLine(label="deux véhicules assurés", amount_cents=20_00),),
        other_lines=(PremiumLine(label="Assistance 0 km", amount_cents=38_40),
                     PremiumLine(label="Protection juridique étendue", amount_cents=24_00)),
        natural_disaster_cents=18_20, taxes_cents=81_16, total_cents=438_40, previous_total_cents=429_60,
        due_on=date(2027, 1, 2), frequency="chaque mois", method="par prélèvement", refusal_until=date(2026, 11, 2),
        late_refusal_until=date(2026, 12, 14))


def crowded_renewal_notice() -> RenewalNoticeFacts:
    """Return a renewal notice with every line that the law may ask for, several times."""
    surcharge = PremiumLine(label="suspension du permis de plus de six mois, 100 % (article A121-1-2)",
                            amount_cents=1_412_00)
    reduction = PremiumLine(label="fidélité, plus de dix ans sans sinistre responsable", amount_cents=120_00)
    other = PremiumLine(label="Garantie du conducteur, dommages corporels, plafond élevé", amount_cents=240_00)
    return replace(renewal_notice(), **LONG, surcharges=(surcharge,) * 4, reductions=(reduction,) * 4,
                   other_lines=(other,) * 6,
                   total_cents=296_64 + 4 * 1_412_00 - 4 * 120_00 + 6 * 240_00 + 18_20 + 81_16)


def special_conditions() -> SpecialConditionsFacts:
    """Return the special conditions of a comprehensive contract, signed with a code."""
    names = ("Responsabilité civile", "Défense pénale et recours", "Dommages corporels du conducteur", "Bris de glace",
             "Vol et tentative de vol", "Incendie et tempête", "Catastrophe naturelle", "Catastrophe technologique",
             "Attentat et acte de terrorisme", "Dommages tous accidents", "Vandalisme")
    deductibles = (0, 0, 0, 75_00, 390_00, 390_00, 380_00, 0, 0, 390_00, None)
    return SpecialConditionsFacts(
        **COMMON, number="CP-2026-000512", version=3, version_on=date(2026, 1, 2), product="Tous risques",
        general_conditions="CG-AUTO-2025",
        supervisor="Autorité de contrôle prudentiel et de résolution, 4 place de Budapest, 75436 Paris Cedex 09",
        energy="Essence", fiscal_power=5, first_registered_on=date(2023, 12, 29),
        usage="Trajets privés et trajet domicile-travail", parking="Dans la rue", mileage_limit_km=None, trailers="",
        has_paid_transport=False,
        drivers=(NamedDriver(name="Sophie Marchand", role="Conducteur principal", born_on=date(1989, 4, 17),
                             licence_number="08AX41207", licensed_on=date(2008, 9, 2)),
                 NamedDriver(name="Antoine Marchand", role="Conducteur secondaire", born_on=date(1987, 11, 30),
                             licence_number="06BC90334", licensed_on=date(2006, 6, 14))),
        coverages=tuple(CoverageLine(name=name, deductible_cents=deductible,
                                     limit_cents=100_000_000_00 if name == "Responsabilité civile" else None)
                        for name, deductible in zip(names, deductibles, strict=True)),
        options=("Assistance 0 km", "Protection juridique étendue"), coefficient_hundredths=76, premium_cents=429_60,
        frequency="chaque mois", method="par prélèvement", effective_on=date(2024, 1, 2),
        anniversary_on=date(2027, 1, 2), ends_on=None,
        acceptance=Acceptance(accepted_on=date(2023, 12, 20), accepted_at="14 h 32", code_sent_to="06 •• •• •• 18"))


def crowded_special_conditions() -> SpecialConditionsFacts:
    """Return special conditions of several pages."""
    plain = special_conditions()
    driver = NamedDriver(name=LONG_NAME, role="Conducteur occasionnel", born_on=date(1971, 9, 22), licence_number="",
                         licensed_on=None)
    return replace(
        plain, **LONG, drivers=(driver,) * 5, coverages=plain.coverages * 3, options=plain.options * 3,
        mileage_limit_km=15_000, trailers="Remorque de moins de 750 kg, semi-remorque bétaillère à deux essieux",
        has_paid_transport=True, parking="Garage individuel fermé", ends_on=date(2027, 1, 1), acceptance=None)


def endorsement() -> EndorsementFacts:
    """Return the endorsement that adds a driver."""
    return EndorsementFacts(
        **COMMON, number="AVN-2026-000044", subject="Ajout d’un conducteur", version=4,
        effective_on=date(2026, 12, 1),
        changes=(Change(label="Conducteur secondaire", before="", after="Antoine Marchand, né le 30 novembre 1987"),
                 Change(label="Franchise, dommages tous accidents", before="390,00\u00a0€", after="450,00\u00a0€")),
        premium_before_cents=429_60, premium_after_cents=471_20, due_cents=3_65, refund_cents=0,
        anniversary_on=date(2027, 1, 2),
        acceptance=Acceptance(accepted_on=date(2026, 11, 24), accepted_at="9 h 05", code_sent_to="06 •• •• •• 18"))


def crowded_endorsement() -> EndorsementFacts:
    """Return an endorsement that changes many long terms."""
    change = Change(label="Stationnement habituel, adresse complète", before=" ".join(LONG_ADDRESS), after=LONG_NAME)
    return replace(endorsement(), **LONG, subject="Changement de véhicule, de conducteur et d’adresse de stationnement",
                   changes=(change,) * 9, premium_after_cents=12_345_67, due_cents=0, refund_cents=1_234_50)


def sepa_mandate() -> MandateFacts:
    """Return the mandate for an account that replaces another one."""
    return MandateFacts(
        **COMMON, number="MDT-2026-000009", creditor_identifier="FR72ZZZ123456", reference="AA7204118-7K3M9X2Q4ABC",
        debtor_name="Sophie Marchand", account="FR1420041010050500013M02606", bank="La Banque Postale",
        used_from=date(2026, 12, 8), former_account="FR•• •••• •••• 0143",
        acceptance=Acceptance(accepted_on=date(2026, 11, 24), accepted_at="9\u00a0h\u00a005", code_sent_to="s•••••@example.org"))


def crowded_sepa_mandate() -> MandateFacts:
    """Return the mandate for the longest account of the SEPA area, of a holder whose name and address are long."""
    return replace(sepa_mandate(), **LONG, account="MT84MALT011000012345MTLCAST001S", debtor_name=LONG_NAME[:70], bank="",
                   creditor_identifier="", former_account="")


def formal_notice() -> FormalNoticeFacts:
    """Return the formal notice for a month that was not paid."""
    return FormalNoticeFacts(
        **COMMON, number="LMD-2026-000007", suspended_on=date(2026, 12, 24),
        terminable_on=date(2027, 1, 3), instalments=(LateInstalment(due_on=date(2026, 11, 2), amount_cents=35_80),))


def crowded_formal_notice() -> FormalNoticeFacts:
    """Return a formal notice that names many instalments, of somebody whose name and address are long."""
    return replace(formal_notice(), **LONG, instalments=tuple(
        LateInstalment(due_on=date(2026, month, 2), amount_cents=1_234_56) for month in range(1, 12)))


def termination_certificate() -> TerminationCertificateFacts:
    """Return the certificate of a contract that its holder ended after a year."""
    return TerminationCertificateFacts(
        **COMMON, number="RES-2026-000012", effective_on=date(2024, 1, 2), ends_on=date(2026, 12, 24), end_time="24 h",
        covered_until=None, reason="Résiliation à tout moment après un an (article L113-15-2)",
        asked_on=date(2026, 11, 24), refund_cents=10_59, refund_by=date(2027, 1, 23), still_due_cents=0)


def crowded_termination_certificate() -> TerminationCertificateFacts:
    """Return the certificate of a contract whose vehicle was sold, with long names."""
    return replace(termination_certificate(), **LONG, covered_until=date(2026, 12, 14), refund_cents=0, refund_by=None,
                   still_due_cents=1_234_50, reason="Vente du véhicule, garanties suspendues le lendemain de la vente à"
                                                    " zéro heure (article L121-11 du code des assurances)")


def claim_declaration() -> ClaimDeclarationFacts:
    """Return the declaration of an accident with another vehicle, written in a phone's notebook, with three photos."""
    photo = DeclaredFile(name="Les deux plaques", taken_at="14/11/2026, 18\u00a0h\u00a007",
                         received_at="14/11/2026, 19\u00a0h\u00a032", sha256="4f2a1c9e" * 8)
    return ClaimDeclarationFacts(
        **COMMON, number="DEC-2026-000031", reference="SIN-2026-000118", subject="Accident du 14 novembre 2026",
        occurred_on=date(2026, 11, 14), declare_by=date(2026, 11, 20), filed_on=date(2026, 11, 14),
        filed_at="19\u00a0h\u00a030", phone_filed_on=date(2026, 11, 14), phone_filed_at="19\u00a0h\u00a030",
        provisional_reference="P-7K3M-92", told=(
            _step("kind", "Que s’est-il passé\u202f?", ("Ce qui s’est passé", "Accident avec un autre véhicule")),
            _step("contract", "Quel véhicule, et qui conduisait\u202f?", ("Véhicule concerné", "Peugeot 208 Style"),
                  ("Qui conduisait\u202f?", "Sophie Marchand")),
            _step("when", "Quand et où\u202f?", ("Date", "14 novembre 2026"), ("Heure", "18:05"),
                  ("Lieu", "Carrefour de la rue de la Gare et du boulevard Carnot, Lille")),
            _step("injuries", "Quelqu’un est-il blessé\u202f?", ("Y a-t-il un blessé, même léger\u202f?", "Non")),
            _step("circumstances", "Racontez ce qui s’est passé",
                  ("Ce qui s’est passé", "J’étais à l’arrêt au feu, une voiture m’a heurtée à l’arrière.",
                   "Le conducteur est descendu et nous avons échangé nos numéros."),
                  ("Véhicule A", "1. en stationnement / à l’arrêt"),
                  ("Véhicule B", "8. heurtait à l’arrière, en roulant dans le même sens et sur une même file")),
            _step("damage", "Les dégâts", ("Où le véhicule est-il touché\u202f?", "Arrière, Arrière droit"),
                  ("Le véhicule peut-il rouler\u202f?", "Oui"))),
        files=(photo, replace(photo, name="Vue d’ensemble"), replace(photo, name="Les dégâts, de près", taken_at="")),
        announced=(), awaited=(AwaitedPaper(name="Permis du conducteur", due_on=date(2026, 11, 27)),
                               AwaitedPaper(name="Carte grise", due_on=date(2026, 11, 27))))


def crowded_claim_declaration() -> ClaimDeclarationFacts:
    """Return a declaration with as much as a customer may write and send: a story of 3,000 letters, fifty photos."""
    plain = claim_declaration()
    story = ("Je roulais sur la départementale quand un sanglier a traversé devant moi. " * 41)[:3000]
    told = (*plain.told, _step("people", "Les autres personnes", ("Autre véhicule", *(", ".join((LONG_NAME, *LONG_ADDRESS)),) * 4)),
            _step("contact", "Comment vous joindre\u202f?", ("Ce qui s’est passé", story, *("Puis un autre.",) * 20)))
    files = tuple(replace(plain.files[0], sha256=hashlib.sha256(bytes([place])).hexdigest()) for place in range(50))
    return replace(plain, **LONG, told=told, files=files, announced=("Les lieux et la signalisation",) * 12)


def _step(slug: str, title: str, *answers: tuple[str, ...]) -> ToldStep:
    return ToldStep(slug=slug, title=title,
                    answers=tuple(ToldAnswer(question=question, lines=lines) for question, *rest in answers
                                  for lines in [tuple(rest)]))


PLAIN = (claim_declaration, formal_notice, claims_history, green_card, payment_schedule, payment_receipt, renewal_notice,
         special_conditions, endorsement, sepa_mandate, termination_certificate)
CROWDED = (crowded_claim_declaration, crowded_formal_notice, crowded_claims_history, crowded_green_card, crowded_payment_schedule,
           crowded_payment_receipt, crowded_renewal_notice, crowded_special_conditions, crowded_endorsement, crowded_sepa_mandate,
           crowded_termination_certificate)
ATTESTATIONS = (memo, crowded_memo, attestation)
EVERY = ATTESTATIONS + PLAIN + CROWDED
