"""The bank of a French account, told by the first five digits of it (pure)."""
from insurance.billing.iban import normalise

# The networks that most customers have; a code that is not here names no bank, and stands in the way of nothing.
BANKS = {
    "20041": "La Banque Postale", "30002": "LCL", "30003": "Société Générale", "30004": "BNP Paribas", "30066": "CIC",
    "10278": "Crédit Mutuel", "17515": "Caisse d’Épargne Île-de-France", "18206": "Crédit Agricole d’Île-de-France",
    "40618": "BoursoBank", "16598": "Nickel", "16958": "Qonto", "28233": "Revolut",
}


def bank_of(written: str) -> str:
    """Return the name of the bank of a French IBAN, empty when it is not known."""
    iban = normalise(written)
    return BANKS.get(iban[4:9], "") if iban.startswith("FR") else ""
