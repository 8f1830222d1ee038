"""The page of the demonstration's bank. It takes no card: it asks which answer to play. Demo mode only."""
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, redirect, request, url_for

from web.access import demo_only
from web.pages import show

bp = Blueprint("bank", __name__, url_prefix="/demo/banque")


@dataclass(frozen=True)
class TestCard:
    """A card of the sandbox: what its issuer answers, whether the holder must confirm, how the messages travel."""

    name: str
    label: str
    code: str = "00"
    challenged: bool = False
    messages: str = "prompt"


CARDS = (
    TestCard("acceptee", "Carte acceptée"),
    TestCard("confirmation", "Carte qui demande une confirmation (3-D Secure)", challenged=True),
    TestCard("refus", "Refus sans motif", "05"),
    TestCard("solde", "Solde insuffisant", "51"),
    TestCard("plafond", "Plafond atteint", "61"),
    TestCard("expiree", "Carte expirée", "54"),
    TestCard("numero", "Numéro faux", "14"),
    TestCard("codes", "Trop d’essais de code", "75"),
    TestCard("authentification", "Authentification exigée", "1A"),
    TestCard("service", "Service bancaire indisponible", "91"),
    TestCard("volee", "Carte volée", "43"),
    TestCard("tard", "Acceptée, message deux minutes plus tard", messages="late"),
    TestCard("double", "Acceptée, message envoyé deux fois", messages="twice"),
    TestCard("desordre", "Acceptée, messages dans le désordre", messages="out-of-order"),
    TestCard("perdu", "Acceptée, message perdu", messages="lost"),
    TestCard("montant", "Acceptée, message au mauvais montant", messages="wrong-amount"),
    TestCard("faux", "Acceptée, message contrefait", messages="forged"),
)


def _bank():
    """The sandbox; a demonstration that takes cards otherwise has no such page."""
    return current_app.extensions["payments"].named("sandbox") or abort(404)


@bp.get("/<reference>")
@demo_only
def page(reference):
    """What is to be paid, and the cards to try."""
    found = _bank().page(reference) or abort(404)
    return show("bank/page.html", order=found, cards=CARDS)


@bp.post("/<reference>")
@demo_only
def pay(reference):
    """Try a card, answer its challenge, or leave."""
    bank, act = _bank(), request.form.get("carte", "")
    found = bank.page(reference) or abort(404)
    card = next((one for one in CARDS if one.name == act), None)
    if card is not None:
        bank.pay(reference, card.code, card.messages, card.challenged)
    elif act in ("confirmer", "laisser-expirer"):
        bank.confirm(reference, act == "confirmer")
    is_over = act == "revenir" or bank.page(reference).state in ("paid", "closed")
    return redirect(found.return_url if is_over else url_for("bank.page", reference=reference), 303)
