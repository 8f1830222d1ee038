"""Who the insurer is, as its papers say."""
from dataclasses import dataclass


@dataclass(frozen=True)
class Insurer:
    """The identity printed on documents; `verify_url` is the public page where they are checked."""

    name: str
    address: tuple[str, ...]
    phone: str
    assistance_phone: str
    verify_url: str
