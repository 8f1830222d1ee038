"""Whoever takes cards for the insurer: none, the sandbox of the demonstration, or Stripe. Chosen by configuration."""
from pathlib import Path

from gateways.payments.sandbox import Sandbox
from gateways.secretfile import read_or_make
from insurance.payments.provider import Provider
from insurance.sealing import new_key

KINDS = ("", "sandbox", "stripe")


class Counter:
    """Where cards are paid: the provider of new payments (None: none is taken), and every one that was ever used."""

    def __init__(self, present: Provider | None, *former: Provider):
        self.present = present
        self._by_name = {one.name: one for one in (present, *former) if one is not None}

    def named(self, name: str) -> Provider | None:
        """Return a provider by its name; None when it is not configured."""
        return self._by_name.get(name)


def counter(settings, instance: Path) -> Counter:
    """Return the counter that the settings ask for. Raises ValueError for a kind that does not exist, or fits nobody.

    The sandbox says that money came when none did: it is for a demonstration only, which uses it unless told otherwise.
    """
    kind = settings["PAYMENTS"] or ("sandbox" if settings["MODE"] == "demo" else "")
    if kind not in KINDS:
        raise ValueError(f"PAYMENTS must be one of {', '.join(KINDS[1:])}, or empty, not {kind!r}")
    if kind == "sandbox":
        if settings["MODE"] != "demo":
            raise ValueError("PAYMENTS=sandbox takes no money: it needs MODE=demo")
        secret = read_or_make(instance / "keys" / "sandbox.secret", new_key)
        return Counter(Sandbox(instance / "sandbox.db", secret, settings["BASE_URL"] + "/demo/banque/"))
    if kind == "stripe":
        from gateways.payments.stripe import Stripe  # 31 MB that only whoever uses it needs

        return Counter(Stripe(settings["STRIPE_KEY"], settings["STRIPE_WEBHOOK_SECRET"], settings["STRIPE_API"]))
    return Counter(None)
