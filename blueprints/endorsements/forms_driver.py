"""What is asked of a driver. What the answers are worth is decided by the rules of endorsements."""
from wtforms import BooleanField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice

from blueprints.endorsements.step_form import NO, YES, StepForm, choices, day_of, yes_or_no
from insurance.calendar import whole_years
from insurance.clock import today
from insurance.contracts.models import AntecedentKind, DriverRole
from insurance.contracts.rules import NOVICE_YEARS
from insurance.endorsements.changes import driver_key
from insurance.endorsements.models import EndorsementKind as Kind
from insurance.endorsements.rules import (
    LONGEST_NAME,
    Flaw,
    LicenceOrigin,
    antecedent_flaw,
    identity_flaws,
    licence_flaws,
    normal_licence,
    person_key,
)
from web.forms import DateField, TextField, at_most, required
from wording import ANTECEDENTS, DRIVER_LINKS, DRIVER_ROLES, FAULTS, LICENCE_ORIGINS

CLAIM_ROWS = (1, 2, 3)
SANCTIONS = tuple(kind for kind in AntecedentKind if kind is not AntecedentKind.CLAIM)


class WhoForm(StepForm):
    """Which driver of the contract it is about."""

    driver = RadioField("Conducteur", [required("Choisissez un conducteur.")])

    def prepare(self, page):
        """Offer the drivers of the contract; the main one cannot be taken away."""
        drivers = [one for one in page.facts["drivers"]
                   if page.kind != Kind.REMOVE_DRIVER or one["role"] != DriverRole.MAIN]
        self.driver.choices = [SelectChoice(driver_key(one), f"{one['first_name']} {one['last_name']}") for one in drivers]

    @property
    def answer(self):
        """Who was chosen."""
        return {"driver": self.driver.data}


class IdentityForm(StepForm):
    """Who the driver is."""

    title = RadioField("Civilité", [required("Choisissez Mme ou M.")], choices=[
        SelectChoice("Mme", "Mme"), SelectChoice("M.", "M.")])
    first_name = TextField("Prénom", [required("Écrivez le prénom."), at_most(LONGEST_NAME)])
    last_name = TextField("Nom", [required("Écrivez le nom."), at_most(LONGEST_NAME)])
    born_on = DateField("Date de naissance", [required("Écrivez la date de naissance.")])
    link = SelectField("Lien avec vous", choices=choices(DRIVER_LINKS))

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else the driver as the contract names them."""
        kept = page.answers.get("identity") or page.chosen_driver
        return kept and {**kept, "born_on": day_of(kept.get("birth_date"))}

    def prepare(self, page):
        """Ask for the link of somebody new only."""
        if page.kind == Kind.CHANGE_DRIVER:
            del self.link

    def flaws(self, page):
        """Return what is wrong, by field."""
        chosen = page.answers.get("who", {}).get("driver")
        taken = {person_key(one["first_name"], one["last_name"], day_of(one["birth_date"]))
                 for one in page.facts["drivers"] if driver_key(one) != chosen}
        return identity_flaws(self.first_name.data, self.last_name.data, self.born_on.data, taken, today())

    @property
    def answer(self):
        """Who the driver is."""
        return {"title": self.title.data, "first_name": self.first_name.data, "last_name": self.last_name.data,
                "birth_date": self.born_on.data.isoformat(), "link": self.link.data if self.link else None}


class LicenceForm(StepForm):
    """The licence, or that there is none yet."""

    has_licence = RadioField("A le permis B", [required("Choisissez oui ou non.")], choices=yes_or_no())
    licensed_on = DateField("Date du permis B")
    licence_number = TextField("Numéro du permis", [at_most(30)])
    origin = SelectField("Permis obtenu", choices=choices(LICENCE_ORIGINS))

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else the licence that the contract knows."""
        kept, driver = page.answers.get("licence"), page.chosen_driver
        if kept is not None:
            return {**kept, "licensed_on": day_of(kept["licence_date"]), "has_licence": YES if kept["licence_date"] else NO}
        if driver is not None and driver.get("licence_date"):
            return {**driver, "licensed_on": day_of(driver["licence_date"]), "has_licence": YES}
        return None

    def flaws(self, page):
        """Return what is wrong, by field; nothing is asked of somebody who has no licence."""
        if self.has_licence.data == NO:
            return {}
        return licence_flaws(self.licensed_on.data, normal_licence(self.licence_number.data or ""), self.origin.data,
                             day_of(page.answers["identity"]["birth_date"]), today())

    @property
    def answer(self):
        """The licence, all blank when there is none."""
        if self.has_licence.data == NO:
            return {"licence_date": None, "licence_number": "", "origin": LicenceOrigin.FRANCE}
        return {"licence_date": self.licensed_on.data.isoformat(), "origin": self.origin.data,
                "licence_number": normal_licence(self.licence_number.data or "")}


class ExperienceForm(StepForm):
    """How the driver learnt, when the licence is recent; whether they were insured, when it is not."""

    said = RadioField("", [required("Choisissez oui ou non.")], choices=yes_or_no())

    @classmethod
    def data_of(cls, page):
        """Return the answer kept."""
        kept = page.answers.get("experience", {}).get(_experience_asked(page))
        return None if kept is None else {"said": YES if kept else NO}

    def prepare(self, page):
        """Ask the question that the licence leads to."""
        self.asked = _experience_asked(page)
        self.said.label.text = {
            "accompanied": "Permis préparé en conduite accompagnée",
            "insured": "Assuré ou désigné sur un contrat auto ces trois dernières années"}[self.asked]

    @property
    def answer(self):
        """What was asked, and the answer."""
        return {self.asked: self.said.data == YES}


class RoleForm(StepForm):
    """The place of the driver on the contract."""

    role = RadioField("Rôle", [required("Choisissez un rôle.")])

    @classmethod
    def data_of(cls, page):
        """Return the answer kept, else the role that the contract knows."""
        return page.answers.get("role") or page.chosen_driver

    def prepare(self, page):
        """A contract has one main driver: who is, stays it, and somebody new is another."""
        driver = page.chosen_driver
        roles = [DriverRole.SECONDARY, DriverRole.OCCASIONAL]
        if driver is not None:
            roles = [DriverRole.MAIN] if driver["role"] == DriverRole.MAIN else list(DriverRole)
        self.role.choices = [SelectChoice(role.value, DRIVER_ROLES[role]) for role in roles]

    @property
    def answer(self):
        """The role."""
        return {"role": self.role.data}


class HistoryForm(StepForm):
    """Whether anything happened in the last thirty-six months."""

    has_history = RadioField("Au cours des 36 derniers mois", [required("Choisissez oui ou non.")], choices=[
        SelectChoice(NO, "Rien à déclarer"), SelectChoice(YES, "Oui, je coche ci-dessous")])
    claims = BooleanField("Un accident ou un autre sinistre auto, même sans responsabilité")
    sanctions = BooleanField("Un permis suspendu ou annulé, une condamnation, ou un contrat auto résilié par un assureur")

    @classmethod
    def data_of(cls, page):
        """Return the answer kept."""
        kept = page.answers.get("history")
        return kept and {**kept, "has_history": YES if kept["has_history"] else NO}

    def flaws(self, page):
        """Something that happened is one of the two."""
        if self.has_history.data == YES and not (self.claims.data or self.sanctions.data):
            return {"has_history": Flaw.NOTHING_TICKED}
        return {}

    @property
    def answer(self):
        """What happened, nothing when it is denied."""
        said = self.has_history.data == YES
        return {"has_history": said, "claims": said and self.claims.data, "sanctions": said and self.sanctions.data}


class ClaimsForm(StepForm):
    """The claims of the last thirty-six months: three at most, and whether there were more."""

    on_1 = DateField("Date du premier sinistre")
    fault_1 = SelectField("Responsabilité dans le premier", choices=choices(FAULTS))
    on_2 = DateField("Date du deuxième sinistre")
    fault_2 = SelectField("Responsabilité dans le deuxième", choices=choices(FAULTS))
    on_3 = DateField("Date du troisième sinistre")
    fault_3 = SelectField("Responsabilité dans le troisième", choices=choices(FAULTS))
    has_more = BooleanField("Il y en a eu d’autres")

    @classmethod
    def data_of(cls, page):
        """Return the answer kept."""
        kept = page.answers.get("claims")
        if kept is None:
            return None
        data = {"has_more": kept["has_more"]}
        for row, claim in zip(CLAIM_ROWS, kept["claims"], strict=False):
            data |= {f"on_{row}": day_of(claim["date"]), f"fault_{row}": str(claim["at_fault_percent"])}
        return data

    def flaws(self, page):
        """Each day is of the last thirty-six months, and there is one at least."""
        found = {f"on_{row}": flaw for row in CLAIM_ROWS
                 if self[f"on_{row}"].data and (flaw := antecedent_flaw(self[f"on_{row}"].data, today()))}
        return found or ({} if self.answer["claims"] else {"on_1": Flaw.NO_CLAIM})

    @property
    def answer(self):
        """The claims, the newest first."""
        claims = [{"date": self[f"on_{row}"].data.isoformat(), "at_fault_percent": int(self[f"fault_{row}"].data)}
                  for row in CLAIM_ROWS if self[f"on_{row}"].data]
        return {"claims": sorted(claims, key=lambda one: one["date"], reverse=True), "has_more": self.has_more.data}


class SanctionsForm(StepForm):
    """What else happened in the last thirty-six months: the day of each thing, blank when it did not happen."""

    alcohol = DateField(ANTECEDENTS[AntecedentKind.ALCOHOL])
    suspended = DateField(ANTECEDENTS[AntecedentKind.SUSPENDED])
    suspended_long = DateField(ANTECEDENTS[AntecedentKind.SUSPENDED_LONG])
    cancelled = DateField(ANTECEDENTS[AntecedentKind.CANCELLED])
    hit_and_run = DateField(ANTECEDENTS[AntecedentKind.HIT_AND_RUN])
    ended_by_insurer = DateField(ANTECEDENTS[AntecedentKind.ENDED_BY_INSURER])

    @classmethod
    def data_of(cls, page):
        """Return the answer kept."""
        kept = page.answers.get("sanctions")
        return kept and {one["kind"]: day_of(one["date"]) for one in kept["sanctions"]}

    def flaws(self, page):
        """Each day is of the last thirty-six months, and there is one at least."""
        found = {kind.value: flaw for kind in SANCTIONS
                 if self[kind].data and (flaw := antecedent_flaw(self[kind].data, today()))}
        return found or ({} if self.answer["sanctions"] else {SANCTIONS[0].value: Flaw.NO_SANCTION})

    @property
    def answer(self):
        """What happened, and when."""
        return {"sanctions": [{"kind": kind.value, "date": self[kind].data.isoformat()}
                              for kind in SANCTIONS if self[kind].data]}


def _experience_asked(page) -> str:
    """Return which question a licence leads to: a recent one how it was learnt, another whether it served."""
    licensed_on = day_of(page.answers["licence"]["licence_date"])
    return "accompanied" if whole_years(licensed_on, today()) < NOVICE_YEARS else "insured"
