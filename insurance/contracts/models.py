"""Contracts and what they are made of. The codes are those of the portfolio format (docs/import-format.md)."""
import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from insurance.clock import now
from insurance.database import Key, db
from insurance.people.models import Customer
from insurance.references import new_code, new_id, new_public_id


class ContractState(StrEnum):
    """What the insurer says of the contract. What it means today is `rules.cover_at`."""

    PROVISIONAL = "provisional"
    ACTIVE = "active"
    SUSPENDED = "suspended"
    TERMINATED = "terminated"


class Product(StrEnum):
    """The plan (formule)."""

    THIRD_PARTY = "third_party"
    THIRD_PARTY_PLUS = "third_party_plus"
    COMPREHENSIVE = "comprehensive"


class Usage(StrEnum):
    """What the vehicle is used for; it changes the bonus-malus rates (annexe A121-1)."""

    PRIVATE = "private"
    PRIVATE_COMMUTE = "private_commute"
    PROFESSIONAL = "professional"
    PROFESSIONAL_ROUNDS = "professional_rounds"


class Parking(StrEnum):
    """Where the vehicle sleeps."""

    STREET = "street"
    PRIVATE_CAR_PARK = "private_car_park"
    COLLECTIVE_GARAGE = "collective_garage"
    PRIVATE_GARAGE = "private_garage"


class Energy(StrEnum):
    """What the engine runs on."""

    PETROL = "petrol"
    DIESEL = "diesel"
    HYBRID = "hybrid"
    ELECTRIC = "electric"
    LPG = "lpg"
    OTHER = "other"


class DriverRole(StrEnum):
    """The place of a driver on the contract."""

    MAIN = "main"
    SECONDARY = "secondary"
    OCCASIONAL = "occasional"


class AntecedentKind(StrEnum):
    """What happened to a driver before, and counts for the price or for the acceptance (art. A121-1-2)."""

    CLAIM = "claim"
    ALCOHOL = "alcohol"
    SUSPENDED = "suspended"  # the licence, for two to six months
    SUSPENDED_LONG = "suspended_long"  # for more than six months
    CANCELLED = "cancelled"  # or suspended several times
    HIT_AND_RUN = "hit_and_run"
    ENDED_BY_INSURER = "ended_by_insurer"  # a contract, for unpaid premiums or claims


class CoverageCode(StrEnum):
    """A coverage (garantie)."""

    CIVIL_LIABILITY = "civil_liability"
    LEGAL_DEFENCE = "legal_defence"
    DRIVER_INJURY = "driver_injury"
    GLASS = "glass"
    THEFT = "theft"
    FIRE = "fire"
    NATURAL_DISASTER = "natural_disaster"
    TECHNOLOGICAL_DISASTER = "technological_disaster"
    TERRORIST_ACT = "terrorist_act"
    COLLISION_DAMAGE = "collision_damage"
    VANDALISM = "vandalism"


class OptionCode(StrEnum):
    """An option added to the plan."""

    ASSISTANCE_0KM = "assistance_0km"
    REPLACEMENT_VEHICLE = "replacement_vehicle"
    PERSONAL_EFFECTS = "personal_effects"
    NEW_FOR_OLD_24M = "new_for_old_24m"
    LEGAL_PROTECTION_PLUS = "legal_protection_plus"


class PaymentFrequency(StrEnum):
    """How often the premium falls due."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    HALF_YEARLY = "half_yearly"
    YEARLY = "yearly"


class PaymentMethod(StrEnum):
    """How the premium is paid."""

    DIRECT_DEBIT = "direct_debit"
    CARD = "card"


class VersionSource(StrEnum):
    """Who made a version of a contract."""

    INSURER = "insurer"  # a line of its files
    PORTAL = "portal"  # a change made here, of which its files do not know yet


class Contract(db.Model):
    """A contract, as the insurer last described it, or as it was changed here since. Days are French days; amounts cents.

    `said` is the last line of the insurer's files, while something changed here is not in it yet; else None.
    `resumes_at` is when the cover is back after arrears that were paid here; it ends suspensions that began before it.
    """

    __tablename__ = "contract"
    __table_args__ = (Index("ix_contract_customer_id", "customer_id"),
                      Index("ix_contract_number_key", "number_key", postgresql_ops={"number_key": "varchar_pattern_ops"}),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    public_id: Mapped[str] = mapped_column(String(13), unique=True, default=new_public_id)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    number_key: Mapped[str] = mapped_column(String(20), unique=True)
    customer_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("customer.id"))
    state: Mapped[str] = mapped_column(String(16))
    product: Mapped[str] = mapped_column(String(24))
    effective_on: Mapped[date]
    ends_on: Mapped[date | None]
    anniversary: Mapped[str] = mapped_column(String(5))
    options: Mapped[list] = mapped_column(JSON, default=list)
    bonus_malus_hundredths: Mapped[int]
    bonus_malus_on: Mapped[date]
    premium_cents: Mapped[int]
    payment_frequency: Mapped[str] = mapped_column(String(16))
    payment_method: Mapped[str] = mapped_column(String(16))
    collection_day: Mapped[int | None]  # of the month, 1 to 28; None while the schedule alone says it
    formal_notice_on: Mapped[date | None]
    suspended_on: Mapped[date | None]
    may_be_terminated_on: Mapped[date | None]
    resumes_at: Mapped[datetime | None]
    fva_transmitted_on: Mapped[date | None]
    documents_due_on: Mapped[date | None]
    termination_reason: Mapped[str | None] = mapped_column(String(200))
    source_digest: Mapped[str] = mapped_column(String(64), default="")
    said: Mapped[dict | None] = mapped_column(JSON(none_as_null=True), deferred=True)
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    revision: Mapped[int] = mapped_column()
    __mapper_args__ = {"version_id_col": revision}

    customer: Mapped[Customer] = relationship(lazy="raise_on_sql")
    vehicle: Mapped["Vehicle"] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql", uselist=False)
    drivers: Mapped[list["Driver"]] = relationship(
        cascade="all, delete-orphan", order_by="Driver.position", lazy="raise_on_sql")
    coverages: Mapped[list["Coverage"]] = relationship(
        cascade="all, delete-orphan", order_by="Coverage.position", lazy="raise_on_sql")
    past_claims: Mapped[list["PastClaim"]] = relationship(
        cascade="all, delete-orphan", order_by="PastClaim.occurred_on.desc()", lazy="raise_on_sql")
    versions: Mapped[list["ContractVersion"]] = relationship(
        cascade="all, delete-orphan", order_by="ContractVersion.number.desc()", lazy="raise_on_sql")

    @property
    def covered_from(self) -> date:
        """The day from which the present vehicle is covered: it may have replaced another. It must be loaded."""
        return self.vehicle.insured_from or self.effective_on


class Vehicle(db.Model):
    """The insured vehicle. `plate` is how it is displayed, `plate_key` how it is compared (no space, no dash).

    `garage` says where it sleeps (line1, postcode, city), None when that is at the holder's. `insured_from` is the day
    from which a vehicle that replaced another here is covered; None when the contract began with it.
    """

    __tablename__ = "vehicle"
    __table_args__ = (Index("ix_vehicle_plate_key", "plate_key", postgresql_ops={"plate_key": "varchar_pattern_ops"}),)

    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), primary_key=True)
    is_registered: Mapped[bool] = mapped_column(default=True)
    plate: Mapped[str] = mapped_column(String(20), default="")
    plate_key: Mapped[str] = mapped_column(String(20), default="")
    serial_number: Mapped[str | None] = mapped_column(String(40))
    make: Mapped[str] = mapped_column(String(80))
    model: Mapped[str] = mapped_column(String(80))
    vin: Mapped[str | None] = mapped_column(String(17))
    energy: Mapped[str | None] = mapped_column(String(16))
    fiscal_power: Mapped[int | None]
    first_registered_on: Mapped[date]
    usage: Mapped[str] = mapped_column(String(24))
    parking: Mapped[str | None] = mapped_column(String(24))
    mileage_limit_km: Mapped[int | None]
    garage: Mapped[dict | None] = mapped_column(JSON(none_as_null=True))
    insured_from: Mapped[date | None]
    trailers: Mapped[str | None] = mapped_column(String(200))
    has_paid_transport: Mapped[bool] = mapped_column(default=False)

    @property
    def name(self) -> str:
        """The make and the model, as a person says them."""
        return f"{self.make} {self.model}"


class Driver(db.Model):
    """A driver named on the contract.

    `is_accompanied`: learnt to drive by conduite accompagnée. `insured_since` is the day from which experience counts
    (A121-1-1) when it is not that of the licence. `antecedents` are those declared: kind, date, share of fault.
    """

    __tablename__ = "driver"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(16))
    title: Mapped[str | None] = mapped_column(String(4))
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    born_on: Mapped[date]
    licence_number: Mapped[str | None] = mapped_column(String(30))
    licensed_on: Mapped[date | None]
    insured_since: Mapped[date | None]
    is_accompanied: Mapped[bool] = mapped_column(default=False, server_default=false())
    antecedents: Mapped[list] = mapped_column(JSON, default=list, server_default="[]")

    @property
    def full_name(self) -> str:
        """The first name and the last name."""
        return f"{self.first_name} {self.last_name}"


class Coverage(db.Model):
    """A coverage in force on the contract, with what stays at the customer's charge (cents)."""

    __tablename__ = "coverage"
    __table_args__ = (UniqueConstraint("contract_id", "position"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(32))
    deductible_cents: Mapped[int | None]
    limit_cents: Mapped[int | None] = mapped_column(BigInteger)


class PastClaim(db.Model):
    """A claim among the antecedents of the contract: the insurer's books know it, or it was decided here since."""

    __tablename__ = "past_claim"

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"), index=True)
    reference: Mapped[str] = mapped_column(String(40))
    occurred_on: Mapped[date]
    kind: Mapped[str] = mapped_column(String(24))
    at_fault_percent: Mapped[int]
    has_injury: Mapped[bool] = mapped_column(default=False)
    is_closed: Mapped[bool] = mapped_column(default=True)
    source: Mapped[str] = mapped_column(String(12), default=VersionSource.INSURER, server_default="insurer")


class ContractVersion(db.Model):
    """The contract as it stood from one change to the next. The newest number is the present one.

    `facts` is the whole record, in the portfolio format; `changes` names the parts that differ from the version before;
    `proof_code` is what a signed proof of this version carries: an older code means that the contract changed since.
    `heard_at` is when the insurer's files had spoken of all that a version made here changed.
    """

    __tablename__ = "contract_version"
    __table_args__ = (UniqueConstraint("contract_id", "number"),)

    id: Mapped[uuid.UUID] = mapped_column(Key, primary_key=True, default=new_id)
    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(default=now)
    proof_code: Mapped[str] = mapped_column(String(12), unique=True, default=new_code)
    source: Mapped[str] = mapped_column(String(12), default=VersionSource.INSURER, server_default="insurer")
    changes: Mapped[list] = mapped_column(JSON, default=list)
    facts: Mapped[dict] = mapped_column(JSON, default=dict)
    heard_at: Mapped[datetime | None]
