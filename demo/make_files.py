"""Makes the PDFs of demo/files: `python -m demo.make_files`. Run it after a change of portfolio.jsonl.

They carry no date, so that they stay true beside the moving dates of the demonstration, and the same portfolio always
gives the same bytes.
"""
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from fpdf import FPDF

from demo.load import FILES, TEMPLATE

INSURER = "Active Assurances (démonstration)"
NOTICE = "Document de démonstration, sans valeur contractuelle. Les personnes et les véhicules sont inventés."
COVERAGES = {
    "civil_liability": "Responsabilité civile", "legal_defence": "Défense et recours",
    "driver_injury": "Dommages corporels du conducteur", "glass": "Bris de glace", "theft": "Vol", "fire": "Incendie",
    "natural_disaster": "Catastrophes naturelles", "technological_disaster": "Catastrophes technologiques",
    "terrorist_act": "Attentats et actes de terrorisme", "collision_damage": "Dommages tous accidents",
    "vandalism": "Vandalisme",
}
PLANS = {"third_party": "Tiers", "third_party_plus": "Tiers étendu", "comprehensive": "Tous risques"}

GENERAL = {
    "conditions-generales-auto.pdf": ("Conditions générales auto", (
        ("1. Ce que le contrat assure", "Le contrat couvre la responsabilité civile du conducteur envers les tiers, et "
         "les garanties que vos conditions particulières énumèrent."),
        ("2. Ce que vous déclarez", "Vous déclarez tout changement de véhicule, d'usage, d'adresse ou de conducteur. "
         "Un sinistre se déclare dans les cinq jours ouvrés, un vol dans les deux jours ouvrés."),
        ("3. La cotisation", "Elle est payable d'avance, en une ou plusieurs échéances. À défaut de paiement dans les "
         "dix jours, une mise en demeure peut être envoyée ; la garantie est suspendue trente jours plus tard."),
        ("4. La fin du contrat", "Le contrat se renouvelle chaque année à son échéance. Après un an, vous pouvez y "
         "mettre fin à tout moment et sans frais."),
    )),
    "conditions-generales-edpm.pdf": ("Conditions générales engins de déplacement personnel", (
        ("1. L'engin assuré", "Trottinette électrique, gyropode ou monoroue, identifié par son numéro de série."),
        ("2. La garantie", "Le contrat couvre les dommages que vous causez à autrui en circulant."),
    )),
    "avenant-ajout-conducteur.pdf": ("Avenant : ajout d'un conducteur", (
        ("Ce qui change", "Antoine Marchand devient conducteur secondaire du véhicule assuré. Les garanties et les "
         "franchises restent les mêmes."),
    )),
    "avenant-conduite-accompagnee.pdf": ("Avenant : conduite accompagnée", (
        ("Ce qui change", "Hugo Roussel peut conduire le véhicule assuré en apprentissage anticipé, accompagné d'un "
         "conducteur désigné au contrat."),
    )),
    "avis-echeance.pdf": ("Avis d'échéance", (
        ("Votre contrat se renouvelle", "Il se renouvelle à son échéance annuelle, aux mêmes conditions. Vous trouvez "
         "le montant et les dates dans votre espace client, à la page de vos paiements."),
        ("Votre droit de résilier", "Vous pouvez résilier dans les vingt jours qui suivent l'envoi de cet avis."),
    )),
}


def main() -> None:
    """Write every PDF that the demonstration portfolio names."""
    FILES.mkdir(exist_ok=True)
    for name, (title, sections) in GENERAL.items():
        write(FILES / name, title, sections)
    for line in TEMPLATE.read_text("utf-8").splitlines():
        contract = json.loads(line)
        for document in contract["documents"]:
            if document["kind"] == "special_conditions":
                write(FILES.parent / document["file"], "Conditions particulières", special_conditions(contract))


def special_conditions(contract: dict) -> Iterable[tuple[str, str]]:
    """Return what is particular to a contract, as (heading, text)."""
    holder, vehicle = contract["holder"], contract["vehicle"]
    plate = vehicle["registration"] or f"n° de série {vehicle['serial_number']}"
    yield "Contrat", f"{contract['contract_number']}, formule {PLANS[contract['product']]}"
    yield "Souscripteur", f"{holder['title']} {holder['first_name']} {holder['last_name']}"
    yield "Véhicule", f"{vehicle['make']} {vehicle['model']}, {plate}"
    yield "Conducteurs", ", ".join(f"{driver['first_name']} {driver['last_name']}" for driver in contract["drivers"])
    yield "Garanties et franchises", "\n".join(
        f"{COVERAGES[coverage['code']]} : {_deductible(coverage)}" for coverage in contract["coverages"])


def write(path: Path, title: str, sections: Iterable[tuple[str, str]]) -> None:
    """Write one short PDF."""
    pdf = FPDF()
    pdf.core_fonts_encoding = "cp1252"  # Latin-1 has neither Š nor the French apostrophe
    pdf.set_creation_date(datetime(2026, 1, 1, tzinfo=UTC))
    pdf.set_title(title)
    pdf.set_author(INSURER)
    pdf.set_lang("fr-FR")
    pdf.set_margin(20)
    pdf.add_page()
    for style, size, text, space in (("", 10, INSURER, 8), ("B", 18, title, 4), ("", 9, NOTICE, 8)):
        _paragraph(pdf, style, size, text, space)
    for heading, text in sections:
        _paragraph(pdf, "B", 12, heading, 1)
        _paragraph(pdf, "", 11, text, 5)
    path.write_bytes(pdf.output())


def _paragraph(pdf: FPDF, style: str, size: int, text: str, space: int) -> None:
    pdf.set_font("helvetica", style, size)
    pdf.multi_cell(0, size * 0.5, text.replace(" :", "\u00a0:").replace(" ;", "\u00a0;"), new_x="LMARGIN", new_y="NEXT")
    pdf.ln(space)


def _deductible(coverage: dict) -> str:
    cents = coverage["deductible_cents"]
    return f"franchise de {cents // 100}\u00a0euros" if cents else "sans franchise"


if __name__ == "__main__":
    main()
