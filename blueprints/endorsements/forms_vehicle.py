"""What is asked of a vehicle, of where it sleeps, of its use. What the answers are worth is decided by the rules."""
from wtforms import RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from blueprints.endorsements.step_form import NO, YES, StepForm, choices, day_of
from blueprints.profile.page import countries
from insurance.clock import today
from insurance.contracts import plates
from insurance.endorsements.rules import LONGEST_NAME, Flaw, plate_flaw, registration_flaw
from insurance.people.rules import (
    LONGEST_CITY,
    LONGEST_LINE,
    LONGEST_POSTCODE,
    PostalAddress,
    address_flaws,
    normal_address,
)
from web.forms import DateField, TextField, at_most, required
from wording import ADDRESS_FLAWS, ENERGIES, FORMER_VEHICLES, PARKINGS, USAGES, VEHICLE_CHANGES, mileage

UNLIMITED = "0"


class WhatForm(StepForm):
    """Another vehicle, or another plate."""

    what = RadioField("Ce qui change", [required("Choisissez ce qui change.")], choices=choices(VEHICLE_CHANGES))

    @property
    def answer(self):
        """What changes."""
        return {"what": self.what.data}


class PlateForm(StepForm):
    """The new plate of the same vehicle."""

    plate = TextField("Nouvelle plaque", [required("Écrivez la nouvelle plaque."), at_most(20)])

    def flaws(self, page):
        """Return what is wrong with the plate."""
        flaw = plate_flaw(self.plate.data, page.facts["vehicle"]["registration"])
        return {"plate": flaw} if flaw else {}

    @property
    def answer(self):
        """The plate, as it is read on the vehicle."""
        return {"plate": plates.display_form(self.plate.data)}


class VehicleForm(StepForm):
    """The vehicle that comes, as its registration certificate describes it."""

    plate = TextField("Immatriculation (case A)", [required("Écrivez la plaque."), at_most(20)])
    make = TextField("Marque (case D.1)", [required("Écrivez la marque."), at_most(LONGEST_NAME)])
    model = TextField("Modèle (case D.3)", [required("Écrivez le modèle."), at_most(LONGEST_NAME)])
    first_registered_on = DateField("Première mise en circulation (case B)", [required("Écrivez cette date.")])
    fiscal_power = TextField("Puissance fiscale en CV (case P.6)", [required("Écrivez la puissance fiscale."), at_most(10)])
    energy = SelectField("Énergie (case P.3)", choices=choices(ENERGIES))

    @classmethod
    def data_of(cls, page):
        """Return the answer kept."""
        kept = page.answers.get("vehicle")
        return kept and {**kept, "first_registered_on": day_of(kept["first_registration"])}

    def flaws(self, page):
        """Return what is wrong, by field."""
        found = {"plate": plate_flaw(self.plate.data, page.facts["vehicle"]["registration"]),
                 "first_registered_on": registration_flaw(self.first_registered_on.data, today()),
                 "fiscal_power": None if self._power in range(1, 100) else Flaw.NOT_A_POWER}
        return {name: flaw for name, flaw in found.items() if flaw}

    @property
    def _power(self) -> int | None:
        """The horsepower however it is typed: « 5 », « 5 CV », « 05cv »."""
        digits = (self.fiscal_power.data or "").upper().removesuffix("CV").strip()
        return int(digits) if digits.isascii() and digits.isdigit() else None

    @property
    def answer(self):
        """The vehicle."""
        return {"plate": plates.display_form(self.plate.data), "make": self.make.data, "model": self.model.data,
                "first_registration": self.first_registered_on.data.isoformat(), "fiscal_power": self._power,
                "energy": self.energy.data}


class UsageForm(StepForm):
    """What the vehicle is used for."""

    usage = RadioField("Usage", [required("Choisissez un usage.")], choices=choices(USAGES))

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else what the contract says."""
        return page.answers.get("usage") or page.facts["vehicle"]

    def flaws(self, page):
        """Another usage than the present one."""
        return {"usage": Flaw.NOTHING_CHANGES} if self.usage.data == page.facts["vehicle"]["usage"] else {}

    @property
    def answer(self):
        """The usage."""
        return {"usage": self.usage.data}


class ParkingForm(StepForm):
    """Where the vehicle sleeps."""

    parking = RadioField("Stationnement la nuit", [required("Choisissez un stationnement.")], choices=choices(PARKINGS))

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else what the contract says."""
        return page.answers.get("parking") or page.facts["vehicle"]

    def flaws(self, page):
        """Another parking than the present one."""
        return {"parking": Flaw.NOTHING_CHANGES} if self.parking.data == page.facts["vehicle"].get("parking") else {}

    @property
    def answer(self):
        """The parking."""
        return {"parking": self.parking.data}


class MileageForm(StepForm):
    """How much the vehicle is driven in a year."""

    kilometres = RadioField("Kilomètres par an", [required("Choisissez un kilométrage.")])

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else what the contract says."""
        kept = page.answers.get("mileage") or page.facts["vehicle"]
        return {"kilometres": str(kept.get("mileage_limit_km") or UNLIMITED)}

    def prepare(self, page):
        """Offer the limits of the product."""
        self.kilometres.choices = mileage_choices(page)

    def flaws(self, page):
        """Another limit than the present one."""
        is_same = self.answer["mileage_limit_km"] == page.facts["vehicle"].get("mileage_limit_km")
        return {"kilometres": Flaw.NOTHING_CHANGES} if is_same else {}

    @property
    def answer(self):
        """The limit, None without one."""
        return {"mileage_limit_km": int(self.kilometres.data) or None}


class UseForm(StepForm):
    """What another vehicle is used for, where it sleeps, how much it is driven: as the former one, unless said otherwise."""

    usage = RadioField("Usage", [required("Choisissez un usage.")], choices=choices(USAGES))
    parking = RadioField("Stationnement la nuit", [required("Choisissez un stationnement.")], choices=choices(PARKINGS))
    kilometres = SelectField("Kilomètres par an")

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else what the contract says of the former vehicle."""
        kept = page.answers.get("use") or page.facts["vehicle"]
        return {**kept, "kilometres": str(kept.get("mileage_limit_km") or UNLIMITED)}

    def prepare(self, page):
        """Offer the limits of the product."""
        self.kilometres.choices = mileage_choices(page)

    @property
    def answer(self):
        """Usage, parking, limit."""
        return {"usage": self.usage.data, "parking": self.parking.data,
                "mileage_limit_km": int(self.kilometres.data) or None}


class FormerForm(StepForm):
    """What becomes of the vehicle that leaves the contract."""

    fate = RadioField("Votre ancien véhicule", [required("Choisissez ce qu’il devient.")], choices=choices(FORMER_VEHICLES))

    @property
    def answer(self):
        """What becomes of it."""
        return {"fate": self.fate.data}


class AddressForm(StepForm):
    """The new postal address of the holder."""

    line1 = TextField("Numéro et rue", [required("Écrivez le numéro et la rue."), at_most(LONGEST_LINE)])
    line2 = TextField("Complément", [at_most(LONGEST_LINE)])
    postcode = TextField("Code postal", [at_most(LONGEST_POSTCODE)])
    city = TextField("Ville", [required("Écrivez le nom de la ville."), at_most(LONGEST_CITY)])
    country = SelectField("Pays")

    def prepare(self, page):
        """Offer the countries of the settings."""
        self.country.choices = choices(countries())

    def is_right(self, page):
        """Return whether the post can deliver there; what is wrong is said beside its line."""
        if not self.validate_on_submit():
            return False
        found = address_flaws(self._address)
        for name, flaw in found.items():
            self[name].errors = [ADDRESS_FLAWS[flaw]]
        return not found

    @property
    def _address(self) -> PostalAddress:
        return normal_address(PostalAddress(self.line1.data or "", self.line2.data or "", self.postcode.data or "",
                                            self.city.data or "", self.country.data))

    @property
    def answer(self):
        """The address, as the post writes it."""
        return dict(vars(self._address))


class GarageForm(StepForm):
    """Where the vehicle sleeps after a move."""

    is_home = RadioField("Où dort le véhicule", [required("Choisissez où dort le véhicule.")], choices=[
        SelectChoice(YES, "À ma nouvelle adresse"), SelectChoice(NO, "Ailleurs")])
    line1 = TextField("Numéro et rue", [at_most(LONGEST_LINE)])
    postcode = TextField("Code postal", [at_most(LONGEST_POSTCODE)])
    city = TextField("Ville", [at_most(LONGEST_CITY)])
    parking = RadioField("Stationnement la nuit", [required("Choisissez un stationnement.")], choices=choices(PARKINGS))

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else where the contract says that the vehicle sleeps."""
        kept = page.answers.get("garage")
        if kept is None:
            return {"parking": page.facts["vehicle"].get("parking")}
        return {**kept, "is_home": YES if kept["is_home"] else NO}

    def is_right(self, page):
        """Return whether the place can be taken; elsewhere, it has a postcode and a town."""
        if not self.validate_on_submit():
            return False
        if self.is_home.data == YES:
            return True
        place = normal_address(PostalAddress("1", "", self.postcode.data or "", self.city.data or "", "FR"))
        found = address_flaws(place)
        for name, flaw in found.items():
            self[name].errors = [ADDRESS_FLAWS[flaw]]
        return not found

    @property
    def answer(self):
        """Where it sleeps; blank lines for the holder's own address."""
        is_home = self.is_home.data == YES
        place = normal_address(PostalAddress(self.line1.data or "", "", self.postcode.data or "", self.city.data or "", "FR"))
        lines = {name: "" if is_home else getattr(place, name) for name in ("line1", "postcode", "city")}
        return {"is_home": is_home, "parking": self.parking.data, **lines}


def mileage_choices(page) -> list[SelectChoice]:
    """Return the limits of the product, and that of the contract if it is another."""
    limits = {*page.conditions.mileages, page.facts["vehicle"].get("mileage_limit_km")} - {None}
    return [SelectChoice(str(km), mileage(km)) for km in sorted(limits)] + [SelectChoice(UNLIMITED, mileage(None))]
