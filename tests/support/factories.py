"""People and contracts for tests, written as an import writes them."""
from datetime import date, timedelta
from hashlib import sha256
from uuid import uuid4

from sqlalchemy import select, update

from insurance.accounts.devices import SignedInDevices
from insurance.accounts.models import Account, SignedInDevice
from insurance.attachments.models import Attachment
from insurance.billing.iban import masked
from insurance.billing.models import Instalment, SignedMandate
from insurance.billing.queries import mandate_of
from insurance.clock import now, today
from insurance.contracts.models import Contract, ContractVersion, Coverage, Driver, Vehicle
from insurance.database import db, transaction
from insurance.endorsements import services as endorsements
from insurance.endorsements.models import Endorsement
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.payments.models import Payment, PaymentEvent, PaymentEventKind
from insurance.people.models import Customer
from insurance.people.rules import name_key, number_key
from insurance.pieces.models import Piece
from insurance.staff.models import Adviser, Role
from insurance.staff.rules import new_totp_secret

PASSWORD = "Chene-vert-82!"
STAFF_PASSWORD = "Poste-calme-47!"


def make_customer(first_name="Camille", last_name="Durand", email=None, **values) -> Customer:
    """Return a policyholder, in the books."""
    values = {"title": "Mme", "born_on": date(1988, 3, 14), "address_line1": "7 rue des Tilleuls", "postcode": "59000",
              "city": "Lille", "country": "FR"} | values
    with transaction() as session:
        customer = Customer(first_name=first_name, last_name=last_name, name_key=name_key(first_name, last_name),
                            email=email or f"{first_name}.{last_name}@example.org".lower(), **values)
        session.add(customer)
    return customer


def make_contract(customer, number="AA-1000-001", plate="AB-123-CD", instalments=(), vehicle=None, **values) -> Contract:
    """Return a contract in force since a year, with its version and its attestation. `instalments`: (due_on, cents, state)."""
    values = {"state": "active", "product": "comprehensive", "effective_on": today() - timedelta(days=365),
              "anniversary": "01-02", "bonus_malus_hundredths": 76, "bonus_malus_on": today(), "premium_cents": 42960,
              "payment_frequency": "monthly", "payment_method": "direct_debit"} | values
    with transaction() as session:
        contract = Contract(number=number, number_key=number_key(number), customer_id=customer.id, **values)
        contract.vehicle = Vehicle(**{"plate": plate, "plate_key": number_key(plate), "make": "Peugeot", "model": "208",
                                      "first_registered_on": date(2021, 5, 4), "usage": "private"} | (vehicle or {}))
        contract.drivers = [Driver(position=0, role="main", first_name=customer.first_name,
                                   last_name=customer.last_name, born_on=customer.born_on)]
        contract.coverages = [Coverage(position=0, code="civil_liability", deductible_cents=0),
                              Coverage(position=1, code="glass", deductible_cents=7500)]
        contract.versions = [ContractVersion(number=1, facts=_line_of(contract, customer))]
        session.add(contract)
        session.flush()
        for position, (due_on, cents, state) in enumerate(instalments):
            session.add(Instalment(contract_id=contract.id, position=position, due_on=due_on, amount_cents=cents,
                                   state=state, paid_on=due_on if state == "paid" else None))
        record(EventKind.CONTRACT_RECORDED, Actor.INSURER, customer, contract, number=number)
    return contract


def _line_of(contract: Contract, customer: Customer) -> dict:
    """Return what a file would have said of a contract, in the portfolio format."""
    days = {"end_date": contract.ends_on, "formal_notice_on": contract.formal_notice_on,
            "suspended_on": contract.suspended_on, "may_be_terminated_on": contract.may_be_terminated_on,
            "fva_transmitted_on": contract.fva_transmitted_on, "documents_due_on": contract.documents_due_on}
    vehicle = contract.vehicle
    texts = {"serial_number": vehicle.serial_number, "vin": vehicle.vin, "energy": vehicle.energy,
             "fiscal_power": vehicle.fiscal_power, "parking": vehicle.parking,
             "mileage_limit_km": vehicle.mileage_limit_km, "trailers": vehicle.trailers}
    return {
        "contract_number": contract.number, "status": contract.state, "product": contract.product,
        "effective_date": contract.effective_on.isoformat(), "anniversary": contract.anniversary,
        "holder": {"title": customer.title, "first_name": customer.first_name, "last_name": customer.last_name,
                   "birth_date": customer.born_on.isoformat(), "email": customer.email,
                   "address": {"line1": customer.address_line1, "postcode": customer.postcode, "city": customer.city,
                               "country": customer.country}},
        "vehicle": {"registered": vehicle.is_registered is not False, "registration": vehicle.plate, "make": vehicle.make,
                    "model": vehicle.model, "first_registration": vehicle.first_registered_on.isoformat(),
                    "usage": vehicle.usage} | {name: value for name, value in texts.items() if value is not None},
        "bonus_malus": {"coefficient": contract.bonus_malus_hundredths / 100,
                        "as_of": contract.bonus_malus_on.isoformat()},
        "drivers": [{"role": one.role, "first_name": one.first_name, "last_name": one.last_name,
                     "birth_date": one.born_on.isoformat()} for one in contract.drivers],
        "coverages": [{"code": one.code, "deductible_cents": one.deductible_cents} for one in contract.coverages],
        "options": list(contract.options or ()),
        "premium": {"annual_cents": contract.premium_cents, "frequency": contract.payment_frequency,
                    "method": contract.payment_method},
    } | {name: day.isoformat() for name, day in days.items() if day is not None}


def make_attachment(app, customer, content=b"\xff\xd8\xff a photo", **values) -> Attachment:
    """Return a photo that a customer has sent, kept as it is: what cleaning does is not the matter here."""
    key, came = app.extensions["storage"].keep(content), sha256(content).hexdigest()
    values = {"name": "photo.jpg", "received_sha256": came, "received_bytes": len(content), "file_key": key,
              "thumbnail_key": key, "media_type": "image/jpeg", "size_bytes": len(content), "width": 64,
              "height": 64} | values
    with transaction() as session:
        attachment = Attachment(customer_id=customer.id, **values)
        session.add(attachment)
    return attachment


def license_drivers(contract) -> None:
    """Let the insurer have said since when the drivers of a contract have their licence."""
    with transaction() as session:
        session.execute(update(Driver).where(Driver.contract_id == contract.id).values(licensed_on=date(2008, 9, 2)))


def make_piece(contract, kind="licence", **values) -> Piece:
    """Return a piece asked of the holder of a contract, as the insurer asks for it."""
    values = {"subject": "", "position": 0, "most_files": 4, "is_picture": False, "due_on": today() + timedelta(days=12)} | values
    with transaction() as session:
        piece = Piece(contract_id=contract.id, customer_id=contract.customer_id, kind=kind, **values)
        session.add(piece)
    return piece


def make_quote(app, customer, kind="parking", **answers) -> Endorsement:
    """Return a change of the customer's contract, written and priced; for tomorrow, unless said otherwise."""
    contract = db.session.scalar(select(Contract).where(Contract.customer_id == customer.id))
    answers = answers or {"parking": {"parking": "private_garage"}}
    for step, answer in (answers | {"when": {"on": (today() + timedelta(days=1)).isoformat()}}).items():
        endorsements.keep_answer(customer, contract, kind, step, answer)
    return endorsements.make_quote(customer, contract.public_id, kind, app.extensions["offer"])


def open_account(app, customer, password=PASSWORD) -> Customer:
    """Give a customer an account, as the link of the mail does, and return them."""
    with transaction() as session:
        session.add(Account(customer_id=customer.id, password_hash=app.extensions["passwords"].hash(password),
                            password_set_at=now(), opened_at=now(), email_verified_at=now()))
    return customer


def begin_device(customer, token, contents, label) -> SignedInDevice:
    """Return a device on which a customer is signed in, under a token."""
    sessions = SignedInDevices(idle=timedelta(minutes=30), longest=timedelta(hours=12))
    return sessions.begin(str(customer.id), token, contents, label)


def make_payment(contract, cents=35_80, **values) -> Payment:
    """Return a payment by card that was agreed and whose page is open at a bank."""
    with transaction() as session:
        payment = Payment(**{"reference": f"PAI-2026-{uuid4().int % 10**6:06d}", "contract_id": contract.id, "means": "card",
                             "customer_id": contract.customer_id, "amount_cents": cents, "provider": "sandbox",
                             "parts": [{"due_on": today().isoformat(), "cents": cents}]} | values)
        session.add(payment)
        session.flush()
        session.add(PaymentEvent(payment_id=payment.id, kind=PaymentEventKind.SENT, key=str(payment.id),
                                 url="https://bank.example/page"))
    return payment


def make_mandate(contract, iban="DE89370400440532013000", used_in: int | None = 14) -> SignedMandate:
    """Return a mandate signed today, whose account is first debited in so many days; None: one to be signed."""
    former = mandate_of(contract)
    with transaction() as session:
        mandate = SignedMandate(
            contract_id=contract.id, customer_id=contract.customer_id, reference=f"AA-{uuid4().hex[:12]}", iban=iban,
            masked_iban=masked(iban), bank="", holder="Camille Durand", signed_at=now() if used_in is not None else None,
            former_iban=former.iban if former else None, used_from=today() + timedelta(days=used_in) if used_in is not None else None)
        session.add(mandate)
    return mandate


def make_adviser(app, name="Nadia Cherif", roles=(Role.ADVISER,), email=None) -> Adviser:
    """Return one of the insurer's people whose access is open, as an accepted invitation leaves it."""
    with transaction() as session:
        adviser = Adviser(name=name, email=email or name.lower().replace(" ", ".") + "@assureur.example",
                          roles=list(roles), password_hash=app.extensions["passwords"].hash(STAFF_PASSWORD),
                          password_set_at=now(), totp_secret=new_totp_secret())
        session.add(adviser)
    return adviser
