"""The words of the international card: its numbered fields as the form of each country names them."""
from wording.abroad import in_five

CARD = {
    "title": in_five(
        "Carte internationale d’assurance automobile", "International motor insurance card (Green Card)",
        "Internationale Versicherungskarte für Kraftverkehr (Grüne Karte)",
        "Certificado internacional de seguro de automóvil (Carta Verde)",
        "Carta internazionale di assicurazione auto (Carta Verde)"),
    "subtitle": in_five("International motor insurance card", "", "", "", ""),
    "card": in_five("Carte", "Card", "Karte", "Carta", "Carta"),
    "bureau": in_five(
        "2. Émise sous l’autorité du", "2. Issued under the authority of", "2. Ausgestellt mit Ermächtigung von",
        "2. Expedida con la autorización de", "2. Emessa sotto l’autorità di"),
    "from": in_five("3. Valable du", "3. Valid from", "3. Gültig vom", "3. Válida desde", "3. Valida dal"),
    "until": in_five("3. Valable au", "3. Valid to", "3. Gültig bis", "3. Válida hasta", "3. Valida al"),
    "number": in_five(
        "4. Code du pays, code de l’assureur, numéro", "4. Country code, insurer’s code, number",
        "4. Code des Landes, Code des Versicherers, Nummer", "4. Código del país, código del asegurador, número",
        "4. Codice del Paese, codice dell’assicuratore, numero"),
    "plate": in_five(
        "5. N° d’immatriculation (ou, à défaut, de châssis ou de moteur)",
        "5. Registration no. (or, if none, chassis or engine no.)",
        "5. Amtliches Kennzeichen (sonst Fahrgestell- oder Motornummer)",
        "5. Matrícula (en su defecto, n.º de bastidor o de motor)",
        "5. Targa (o, in mancanza, n. di telaio o di motore)"),
    "category": in_five(
        "6. Catégorie du véhicule", "6. Category of vehicle", "6. Fahrzeugart", "6. Categoría del vehículo",
        "6. Categoria del veicolo"),
    "make": in_five(
        "7. Marque du véhicule", "7. Make of vehicle", "7. Fahrzeugmarke", "7. Marca del vehículo", "7. Marca del veicolo"),
    "territory": in_five(
        "8. Validité territoriale", "8. Territorial validity", "8. Räumliche Gültigkeit", "8. Validez territorial",
        "8. Validità territoriale"),
    "territory_text": in_five(
        "Cette carte est valable dans les pays dont la case n’est pas barrée. Dans chaque pays visité, le bureau de ce"
        " pays garantit, pour l’usage du véhicule désigné ici, l’assurance que la loi de ce pays rend obligatoire. Les"
        " pays sont nommés au verso, leurs bureaux sur www.cobx.org.",
        "This card is valid in the countries whose box is not crossed out. In each country visited, the bureau of that"
        " country guarantees, for the use of the vehicle named here, the insurance made compulsory by its law. The"
        " countries are named on the back, their bureaux at www.cobx.org.",
        "Diese Karte gilt in den Ländern, deren Feld nicht durchgestrichen ist. In jedem besuchten Land gewährleistet"
        " dessen Büro für den Gebrauch des hier bezeichneten Fahrzeugs den dort gesetzlich vorgeschriebenen"
        " Versicherungsschutz. Die Länder stehen auf der Rückseite, ihre Büros auf www.cobx.org.",
        "Esta carta es válida en los países cuya casilla no está tachada. En cada país visitado, su oficina garantiza,"
        " por el uso del vehículo aquí designado, el seguro obligatorio según su ley. Los países figuran al dorso, sus"
        " oficinas en www.cobx.org.",
        "Questa carta è valida nei Paesi la cui casella non è barrata. In ogni Paese visitato, il suo ufficio garantisce,"
        " per l’uso del veicolo qui indicato, l’assicurazione obbligatoria secondo la sua legge. I Paesi sono elencati"
        " sul retro, i loro uffici su www.cobx.org."),
    "countries": in_five(
        "Pays du système de la carte internationale", "Countries of the Green Card system",
        "Länder des Systems der Grünen Karte", "Países del sistema de la Carta Verde",
        "Paesi del sistema della Carta Verde"),
    "country_code": in_five("Code", "Code", "Code", "Código", "Codice"),
    "country": in_five("Pays", "Country", "Land", "País", "Paese"),
    "cover": in_five("Garantie", "Cover", "Deckung", "Cobertura", "Copertura"),
    "covered": in_five("Couvert", "Covered", "Gedeckt", "Cubierto", "Coperto"),
    "covered_partly": in_five(
        "Couvert en partie", "Covered in part", "Teilweise gedeckt", "Cubierto en parte", "Coperto in parte"),
    "excluded": in_five(
        "Exclu, case barrée", "Excluded, crossed out", "Ausgeschlossen, gestrichen", "Excluido, tachado", "Escluso, barrato"),
    "holder": in_five(
        "9. Nom et adresse du souscripteur (ou de l’utilisateur)", "9. Name and address of the policyholder (or user)",
        "9. Name und Anschrift des Versicherungsnehmers (oder Benutzers)",
        "9. Nombre y dirección del tomador (o usuario)", "9. Nome e indirizzo del contraente (o utente)"),
    "insurer": in_five(
        "10. Carte délivrée par", "10. Card issued by", "10. Karte ausgestellt durch", "10. Carta expedida por",
        "10. Carta rilasciata da"),
    "signature": in_five(
        "11. Signature de l’assureur", "11. Signature of insurer", "11. Unterschrift des Versicherers",
        "11. Firma del asegurador", "11. Firma dell’assicuratore"),
    "limits": in_five(
        "Pays couverts en partie", "Countries covered in part", "Teilweise gedeckte Länder", "Países cubiertos en parte",
        "Paesi coperti in parte"),
    "useful": in_five(
        "Renseignements utiles", "Useful information", "Nützliche Angaben", "Información útil", "Informazioni utili"),
    "phone": in_five("Assureur", "Insurer", "Versicherer", "Asegurador", "Assicuratore"),
    "assistance": in_five(
        "Assistance 24\u00a0h/24", "Assistance, 24 hours", "Pannenhilfe rund um die Uhr", "Asistencia 24 horas",
        "Assistenza 24 ore su 24"),
    "both_days": in_five(
        "La carte est valable le premier et le dernier jour indiqués au cadre\u00a03.",
        "The card is valid on the first and on the last day shown in box\u00a03.",
        "Die Karte gilt am ersten und am letzten Tag, die in Feld\u00a03 stehen.",
        "La carta es válida el primer y el último día indicados en la casilla\u00a03.",
        "La carta è valida il primo e l’ultimo giorno indicati nella casella\u00a03."),
    "print_it": in_five(
        "Imprimez cette carte pour aller dans ces pays, où un écran peut être refusé\u00a0: {countries}.",
        "Print this card before going to these countries, where a screen may be refused: {countries}.",
        "Drucken Sie diese Karte für Reisen in diese Länder aus, ein Bildschirm kann dort abgelehnt werden: {countries}.",
        "Imprima esta carta para ir a estos países, donde pueden rechazar una pantalla: {countries}.",
        "Stampi questa carta per andare in questi Paesi, dove uno schermo può essere rifiutato: {countries}."),
    "and": in_five("et", "and", "und", "y", "e"),
}

# The letters of the boxes are those of the plates; a country's name in a language is found under its ISO code.
ISO_CODES = {
    "A": "AT", "AL": "AL", "AND": "AD", "AZ": "AZ", "B": "BE", "BG": "BG", "BIH": "BA", "BY": "BY", "CH": "CH", "CY": "CY",
    "CZ": "CZ", "D": "DE", "DK": "DK", "E": "ES", "EST": "EE", "F": "FR", "FIN": "FI", "GB": "GB", "GR": "GR", "H": "HU",
    "HR": "HR", "I": "IT", "IL": "IL", "IR": "IR", "IRL": "IE", "IS": "IS", "L": "LU", "LT": "LT", "LV": "LV", "M": "MT",
    "MA": "MA", "MD": "MD", "MK": "MK", "MNE": "ME", "N": "NO", "NL": "NL", "P": "PT", "PL": "PL", "RO": "RO", "RUS": "RU",
    "S": "SE", "SK": "SK", "SLO": "SI", "SRB": "RS", "TN": "TN", "TR": "TR", "UA": "UA",
}
