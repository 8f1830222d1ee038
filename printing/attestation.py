"""Proofs of insurance on paper: the memo of a registered vehicle, the attestation of one that has no plate."""
from collections.abc import Sequence

from insurance.documents.facts import AttestationFacts, UnregisteredAttestationFacts
from printing import ornaments
from printing.layout import GUTTER, LABEL, MARGIN, WIDTH, Line, Piece, Sheet, block
from printing.palette import SECOND_INK
from printing.transcript import Entry, Section, Transcript, phone_href, unbroken, web_href, web_text
from wording.figures import long_date

# Verbatim from art. R211-14-0-1 du code des assurances, which imposes the sentence: straight apostrophes included, so
# that whoever searches the paper for the words of the law finds them.
PRESUMPTION = ("Ce document constitue une présomption d'assurance pendant les quinze jours suivant la date de prise"
               " d'effet de la police")

QR_SIZE = 28
PLATE_HEIGHT = 19


def memo_transcript(facts: AttestationFacts) -> Transcript:
    """Return the words of a memo: the mentions of art. R211-14-0-1, then where to check it and whom to call."""
    return Transcript("Mémo véhicule assuré", "Attestation d’assurance", (
        Section("vehicle", "Véhicule assuré", _registered_vehicle(facts)),
        Section("holder", "Souscripteur", _person(facts.holder_name, facts.holder_address)),
        Section("insurer", "Entreprise d’assurance", _company(facts)),
        Section("contract", "Contrat", _contract(facts)),
        Section("law", "Ce que vaut ce document", sentences=_legal_value(facts)),
        Section("check", "Vérifier ce document", (
            Entry("Adresse", (web_text(facts.verify_url),), web_href(f"{facts.verify_url}/code#{facts.code}")),
            Entry("Code", (facts.spaced_code,)),
        ), (f"Ce document date du {long_date(facts.issued_on)}\u00a0: il ignore ce qui s’est passé depuis.",
            "Ce document ne remplace pas le fichier des véhicules assurés (FVA).")),
        *_help(facts),
    ))


def attestation_transcript(facts: UnregisteredAttestationFacts) -> Transcript:
    """Return the words of an attestation: those of art. R211-15 and A211-4 to A211-8, and none besides.

    Art. A211-7 allows no other mention. We read it as: nothing else that informs, useful or not. So neither the
    document number, nor the date of issue, nor a telephone, nor the verification code and its QR, are on the paper.
    The portal shows the number and the code on the page beside it; the file's title, which no sheet bears, says the
    number too. Labels, the house's sign and its band are the form of the mentions, not mentions.
    """
    vehicle = (
        *([Entry("Type", (facts.vehicle_type,))] if facts.vehicle_type else []),
        Entry("Marque et modèle", (f"{facts.make} {facts.model}",)),
        Entry("Numéro de série", (facts.serial_number,)),
    )
    period = f"Valable du {long_date(facts.valid_from)}", f"au {long_date(facts.valid_until)}"
    return Transcript("Attestation d’assurance", "", (
        Section("period", "Période d’assurance", (Entry("Validité", period),)),
        Section("vehicle", "Véhicule assuré", vehicle),
        Section("holder", "Souscripteur", _person(facts.holder_name, facts.holder_address)),
        Section("insurer", "Entreprise d’assurance", _person(facts.insurer_name, facts.insurer_address)),
        Section("contract", "Contrat", (Entry("Numéro de contrat (police)", (facts.contract_number,)),)),
        Section("stamp", "Cachet de l’entreprise d’assurance", (Entry("Cachet", (facts.insurer_name,)),)),
    ))


def print_memo(facts: AttestationFacts) -> bytes:
    """Return the memo as a PDF of one page: the plate first, as it is what an officer looks for."""
    words = memo_transcript(facts)
    sheet = Sheet(f"{words.title} {facts.number}", facts.insurer_name, facts.issued_on,
                  foot=f"{words.title} n°\u00a0{facts.number}, délivré gratuitement le {long_date(facts.issued_on)}.")
    sheet.band(facts.insurer_name, words.title, words.subtitle)

    def pieces() -> list[Piece]:
        vehicle, contract = words["vehicle"].entries, words["contract"].entries
        return [
            _vehicle_with_plate(sheet, facts, *vehicle[:2]),
            *([_facts(sheet, vehicle[2:], 2, has_rule=False)] if vehicle[2:] else []),
            sheet.columns(_as_block(words["holder"]), _as_block(words["insurer"])),
            _facts(sheet, contract, 2 if len(contract) == 4 else 3),
            sheet.panel(words["law"].title, words["law"].sentences),
            *(sheet.telephone(section.title, entry.label, entry.lines[0], entry.href)
              for section in _help(facts) for entry in section.entries),
            _check(sheet, words["check"]),
        ]

    sheet.stack(pieces)
    return sheet.finished()


def print_attestation(facts: UnregisteredAttestationFacts) -> bytes:
    """Return the attestation as a PDF of one page: title top right, the period very visible, the insurer's stamp."""
    words = attestation_transcript(facts)
    sheet = Sheet(f"{words.title} {facts.number}", facts.insurer_name, facts.issued_on)
    sheet.band(facts.insurer_name, words.title, words.subtitle)

    def pieces() -> list[Piece]:
        return [
            sheet.framed(words["period"].entries[0].lines),
            _facts(sheet, words["vehicle"].entries, 3, has_rule=False),
            sheet.columns(_as_block(words["holder"]), _as_block(words["insurer"])),
            _facts(sheet, words["contract"].entries, 1),
            _stamped(sheet, words["stamp"], facts),
        ]

    sheet.stack(pieces)
    return sheet.finished()


def _registered_vehicle(facts: AttestationFacts) -> tuple[Entry, ...]:
    entries = [Entry("Immatriculation", (facts.plate,)),
               Entry("Marque et modèle", (f"{facts.make} {facts.model}",))]
    if facts.trailers:
        entries.append(Entry("Remorques et semi-remorques couvertes", (facts.trailers,)))
    if facts.has_paid_transport:
        entries.append(Entry("Usage", ("Transport public particulier de personnes à titre onéreux",)))
    return tuple(entries)


def _person(name: str, address: tuple[str, ...]) -> tuple[Entry, ...]:
    return Entry("Nom", (name,)), Entry("Adresse", address)


def _company(facts: AttestationFacts) -> tuple[Entry, ...]:
    named = _person(facts.insurer_name, facts.insurer_address)
    if not facts.insurer_phone:
        return named
    return *named, Entry("Téléphone", (facts.insurer_phone,), phone_href(facts.insurer_phone))


def _contract(facts: AttestationFacts) -> tuple[Entry, ...]:
    entries = [Entry("Numéro de contrat (police)", (facts.contract_number,)),
               Entry("Prise d’effet de la garantie", (long_date(facts.effective_on),)),
               Entry("Document délivré le", (long_date(facts.issued_on),))]
    if facts.covered_until:
        entries.insert(2, Entry("Fin de la période couverte", (long_date(facts.covered_until),)))
    return tuple(entries)


def _legal_value(facts: AttestationFacts) -> tuple[str, ...]:
    """Return the sentences of the law: the reminder, the presumption, its end when the policy is a short one."""
    sentences = ["Ce véhicule est soumis à l’obligation d’assurance (article L211-1 du code des assurances).",
                 f"«\u00a0{PRESUMPTION}.\u00a0»"]
    if facts.covered_until:
        sentences.append("La police étant conclue pour moins de quinze jours, cette présomption dure jusqu’à la fin de"
                         f" la période couverte, le {unbroken(long_date(facts.covered_until))}.")
    unneeded = "pas de signature" if facts.covered_until else "ni date de fin ni signature"
    sentences.append("Passé ce délai, l’assurance se vérifie dans le fichier des véhicules assurés. La loi ne prévoit"
                     f" sur ce document {unneeded} (article R211-14-0-1).")
    return tuple(sentences)


def _help(facts: AttestationFacts) -> tuple[Section, ...]:
    """Return whom to call at the roadside: not a mention of the law, but where the paper is kept it is needed."""
    if not facts.assistance_phone:
        return ()
    entry = Entry("Assistance 24\u00a0h/24", (facts.assistance_phone,), phone_href(facts.assistance_phone))
    return (Section("help", "En cas de panne ou d’accident", (entry,)),)


def _as_block(section: Section) -> list[Line]:
    """Return a section as one block: its title as the label, its values under it; telephones are named."""
    return block(section.title, *(f"{entry.label}\u00a0: {line}" if entry.href else line
                                  for entry in section.entries for line in entry.lines))


def _facts(sheet: Sheet, entries: Sequence[Entry], per_row: int, has_rule: bool = True) -> Piece:
    """Return entries as blocks in columns."""
    return sheet.columns(*(block(entry.label, *entry.lines) for entry in entries), per_row=per_row, has_rule=has_rule)


def _vehicle_with_plate(sheet: Sheet, facts: AttestationFacts, plate: Entry, vehicle: Entry) -> Piece:
    """Return the plate, drawn as it is on the vehicle, and the make and model on its right."""
    plate_width = PLATE_HEIGHT * ornaments.PLATE_RATIO
    label = [Line(plate.label, LABEL, colour=SECOND_INK)]
    name = [Line(vehicle.label, LABEL, colour=SECOND_INK), Line(vehicle.lines[0], 18, is_bold=True)]
    width = WIDTH - plate_width - GUTTER
    height = max(sheet.height_of(plate_width, label) + 1.5 + PLATE_HEIGHT, sheet.height_of(width, name))

    def draw(y: float) -> None:
        sheet.write_lines(MARGIN + plate_width + GUTTER, y, width, name)
        below = sheet.write_lines(MARGIN, y, plate_width, label)
        ornaments.plate(sheet, MARGIN, below + 1.5, PLATE_HEIGHT, facts.plate, facts.has_european_plate)

    return Piece(height, draw)


def _check(sheet: Sheet, check: Section) -> Piece:
    """Return what the paper cannot know and where to ask, beside a QR code."""
    address = check.entries[0]
    width = WIDTH - QR_SIZE - GUTTER
    lines = [Line(check.title, 11.5, is_bold=True), *map(Line, check.sentences),
             *(Line(f"{entry.label}\u00a0: {entry.lines[0]}", is_bold=True) for entry in check.entries)]

    def draw(y: float) -> None:
        ornaments.qr_code(sheet, MARGIN, y, QR_SIZE, address.href)
        sheet.write_lines(MARGIN + QR_SIZE + GUTTER, y - 1, width, lines, spacing=0.7)
        sheet.link(MARGIN, y, WIDTH, QR_SIZE, address.href)

    return Piece(max(QR_SIZE, sheet.height_of(width, lines) + 0.7 * len(lines)), draw)


def _stamped(sheet: Sheet, section: Section, facts: UnregisteredAttestationFacts) -> Piece:
    """Return the insurer's stamp on the right half of the page, under its label (art. A211-4)."""
    half = (WIDTH - GUTTER) / 2
    x = MARGIN + half + GUTTER
    label = [Line(section.title, LABEL, colour=SECOND_INK)]

    def draw(y: float) -> None:
        sheet.stamp(x, sheet.write_lines(x, y, half, label) + 1.5, half, facts.insurer_name, facts.insurer_address)

    return Piece(50, draw)
