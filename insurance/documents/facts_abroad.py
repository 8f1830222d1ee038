"""What an international motor insurance card says (carte internationale d'assurance automobile), frozen.

The form is that of the United Nations Economic Commission for Europe; since 1 April 2024 French insurers give it as a
PDF, black on white. Where the values come from, besides those of `facts_paper`:

- `bureau`, `insurer_country` ("F") and `insurer_code` from the configuration of the insurer;
- `countries` from the model of the card, `green_card.present_model()`, in the order of its boxes: the list, those that
  are crossed out and those where paper may be asked for change with time, and stay here as they were;
- `card_number` from the services that issue: the contract's number, or a series of the insurer;
- `category` from the vehicle (`green_card.CAR`); `valid_from` and `valid_until` from `green_card.validity`;
  `assistance_phone` from `Insurer`.
"""
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from insurance.documents.facts import paper_kind, refuse_blanks, refuse_upside_down
from insurance.documents.facts_paper import ContractPaper

SHORTEST_VALIDITY = timedelta(days=15)
"""A card is never issued for less, its first and last days included (Bureau central français)."""

CATEGORIES = "ABCDEFG"
"""Car, motorcycle, lorry or tractor, moped, bus, trailer, other (field 6 of the form)."""


@dataclass(frozen=True, kw_only=True)
class CardCountry:
    """A country of the system: its box on the card, and its name on the back.

    `is_excluded` crosses its box out. `is_printing_advised` where a screen may be refused. `limits` says in French what
    the cover leaves out of its territory, empty when nothing.
    """

    code: str
    name: str
    is_excluded: bool
    is_printing_advised: bool = False
    limits: str = ""

    def __post_init__(self):
        refuse_blanks(self, but={"limits"})


@paper_kind("green_card")
@dataclass(frozen=True, kw_only=True)
class GreenCardFacts(ContractPaper):
    """An international motor insurance card, valid from the first to the last of its days.

    Raises ValueError for a validity shorter than fifteen days, an unknown category, a country that is twice there.
    """

    bureau: str
    insurer_country: str
    insurer_code: str
    card_number: str
    valid_from: date
    valid_until: date
    category: str
    countries: tuple[CardCountry, ...]
    assistance_phone: str

    may_be_blank: ClassVar[frozenset[str]] = frozenset({"assistance_phone"})

    def __post_init__(self):
        super().__post_init__()
        refuse_upside_down(self.valid_from, self.valid_until)
        if self.valid_until - self.valid_from + timedelta(days=1) < SHORTEST_VALIDITY:
            raise ValueError("a card is valid for fifteen days at least")
        if len(self.category) != 1 or self.category not in CATEGORIES:
            raise ValueError(f"{self.category!r} is not a category of vehicle")
        if len({country.code for country in self.countries}) < len(self.countries):
            raise ValueError("a country is twice on the card")

    @property
    def paper_countries(self) -> tuple[CardCountry, ...]:
        """The countries covered where paper may be asked for."""
        return tuple(one for one in self.countries if one.is_printing_advised and not one.is_excluded)
