"""What the papers about a contract have in common, frozen: who issues them, to whom, about which contract and vehicle.

Where the values come from: `number` and `code` from the services that issue (a series, `new_code`); `insurer_*` and
`verify_url` from `Insurer`; `holder_name` is the title and the full name of the contract's customer, `holder_address`
the lines of his or her postal address; `contract_number` is `Contract.number`. `VehicleFacts` is the contract's
`Vehicle`: `serial_number` is its VIN, else the serial number of a vehicle without a plate.
"""
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar

from insurance.contracts.plates import PlateFamily, family_of
from insurance.documents.facts import refuse_blanks, refuse_other_than_a_code
from insurance.references import spaced_code


@dataclass(frozen=True, kw_only=True)
class VehicleFacts:
    """A vehicle as a paper names it: by its plate, by its serial number when it has none, or by both.

    Raises ValueError when neither tells it from another, or when its make or its model is blank.
    """

    plate: str
    serial_number: str
    make: str
    model: str

    def __post_init__(self):
        refuse_blanks(self, but={"plate", "serial_number"})
        if not self.plate.strip() and not self.serial_number.strip():
            raise ValueError("a vehicle has a plate or a serial number")

    @property
    def name(self) -> str:
        """The make and the model, as a person says them."""
        return f"{self.make} {self.model}"

    @property
    def has_european_plate(self) -> bool:
        """Say whether the vehicle wears the French plate with the blue European band (SIV or WW series)."""
        return family_of(self.plate) in {PlateFamily.SIV, PlateFamily.WW}


@dataclass(frozen=True, kw_only=True)
class ContractPaper:
    """The mentions of every paper about a contract. `number` is empty until the paper is issued.

    `code` is 12 Crockford characters, without dashes, and `verify_url` the address where it can be checked. Postal
    addresses are printed line by line. Raises ValueError for a mention left blank, a code that is none, an amount
    below zero.
    """

    number: str
    code: str
    issued_on: date
    insurer_name: str
    insurer_address: tuple[str, ...]
    insurer_phone: str
    holder_name: str
    holder_address: tuple[str, ...]
    contract_number: str
    vehicle: VehicleFacts
    verify_url: str

    may_be_blank: ClassVar[frozenset[str]] = frozenset()
    """The mentions that a kind of paper does without when there is nothing to say."""

    def __post_init__(self):
        refuse_blanks(self, but={"number", "insurer_phone"} | self.may_be_blank)
        refuse_other_than_a_code(self.code)
        refuse_negative(self)

    @property
    def spaced_code(self) -> str:
        """The verification code in groups of four, as a person reads it aloud."""
        return spaced_code(self.code)


def refuse_negative(facts: Any) -> None:
    """Raise ValueError for an amount below zero: what goes the other way has a name of its own (refund, reduction)."""
    for field in fields(facts):
        value = getattr(facts, field.name)
        if field.name.endswith("_cents") and value is not None and value < 0:
            raise ValueError(f"{field.name} is below zero")
