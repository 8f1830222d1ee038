"""Settings: the environment first, then `config.py` in the instance folder, then what is written here."""
import os
import runpy
from pathlib import Path

DEFAULTS = {
    "MODE": "production",  # "demo" shows the mails that were sent and accepts the demo portfolio
    "BASE_URL": "http://localhost:8000",  # where customers reach the portal: links in mails, the QR
    "DATABASE_URL": "",  # empty: portal.db in the instance folder
    "MAIL": "folder",  # or smtp://user:password@host:587, smtps://…, smtp+plain://localhost:25
    "MAIL_FROM": "Active Assurances <ne-pas-repondre@activeassurances.example>",
    "TRUSTED_PROXIES": 0,  # how many reverse proxies stand in front and set X-Forwarded-*
    "SECRET_KEY": "",  # empty: made once in the instance folder
    "DATA_KEYS": "",  # Fernet keys separated by commas, the first one seals; empty: made once
    "SESSION_IDLE_MINUTES": 30,
    "SESSION_HOURS": 12,
    "DESK_IDLE_MINUTES": 15,  # the insurer's own people: a desk left alone, and a working day
    "DESK_HOURS": 8,
    "DOCUMENT_YEARS": 5,  # how long documents outlive their contract: five at least (L111-11)
    "REMOVAL_NOTICE_MONTHS": 2,  # how long before their removal is announced: two at least (L111-11)
    "RENEWAL_NOTICE_DAYS": 90,  # how long before a renewal its notice leaves; under 77 it may be late (L113-15-1)
    "PROOF_DAYS": 15,  # how long a signed proof, and the copy on a phone, may be trusted
    "KEY_OVERLAP_DAYS": 45,  # how long a retired signing key stays published
    "THREADS": 8,
    "UPLOAD_FILE_MB": 20,  # the heaviest file that a customer may send
    "UPLOAD_FILES": 10,  # how many at once
    "UPLOAD_REQUEST_MB": 45,  # and together, in one request
    "CLEANING_AT_ONCE": 2,  # files cleaned at a time by one server: up to 640 MB of memory each
    "PIECES_TABLE": "",  # the insurer's own insurance/pieces/pieces.json: pieces by plan, days, reminders
    "UNUSED_FILE_DAYS": 30,  # how long a file that was sent and serves as nothing is kept
    "CLAIM_DELAYS": "",  # the insurer's own insurance/claims/delays.json: what is promised for a claim, and within how long
    "EMAIL_CHECK_DAYS": 365,  # an e-mail address is asked about when it was not confirmed for so long; a year at most (L111-10)
    "EMAIL_CHECK_REMINDER_DAYS": 14,  # and once more when nothing was answered by then
    "EMAIL_CHECK_LINK_DAYS": 30,  # how long the link of these two mails works
    "CLAIM_AWAITED_HOURS": 24,  # how long a phone may be late with a photo that it announced before its owner is told
    "SCANNER": "",  # a clamd: tcp://host:3310 or unix:/run/clamav/clamd.ctl; without its answer no file is taken
    "PAYMENTS": "",  # "stripe"; empty: no card is taken here, but in a demonstration, whose own bank takes none either
    "PAYMENT_REMINDERS": "7 1",  # how many days before an instalment falls due its holder is reminded
    "DEBIT_NOTICE_DAYS": 14,  # how many days before a direct debit it is announced: fewer only if the contract agrees so
    "MANDATE_FIRST_USE_DAYS": 14,  # how many days after its mandate was signed an account is first debited
    "FORMAL_NOTICES": "insurer",  # who sends formal notices: "insurer", from the desk; "portal", by itself; "off"
    "POSTING_LIMIT_CENTS": 50000,  # money entered by hand above this needs a second person
    "PAYMENT_PARTS": "2 3",  # in how many parts a sum may be paid when a card is refused; empty: never
    "PAYMENT_PART_CENTS": 2000,  # the smallest part
    "STRIPE_KEY": "",  # the secret key of the account
    "STRIPE_WEBHOOK_SECRET": "",  # of the endpoint <BASE_URL>/paiements/messages/stripe
    "STRIPE_API": "",  # another address than Stripe's own, for tests
    "INSURER_NAME": "Active Assurances",
    "INSURER_ADDRESS": "12 rue de la Prévoyance|75009 Paris",  # demo value: lines separated by |
    "INSURER_CODE": "0000",  # demo value: the code at the Bureau central français
    "INSURER_ICS": "FR72ZZZ123456",  # demo value: the SEPA creditor identifier; empty: no mandate is signed here
    "GREEN_CARD_BUREAU": "Bureau central français",
    "SUPERVISOR": "Autorité de contrôle prudentiel et de résolution, 4 place de Budapest, CS 92459, 75436 Paris Cedex 09",
    "GENERAL_CONDITIONS": "",  # the reference of the general conditions, printed on the special ones; empty: not named
    "TARIFF": "",  # what a change costs: empty, the demonstration table; or a file of that form, or a service (https://…)
    "TARIFF_TOKEN": "",  # the bearer token of that service
    "CONDITIONS": "",  # the conditions of a change: empty, the demonstration; or a file of that form
    "INSURER_PHONE": "01 86 76 70 00",
    "INSURER_EMAIL": "contact@activeassurances.example",
    "COMPLAINTS_EMAIL": "reclamations@activeassurances.example",
    "ASSISTANCE_PHONE": "01 86 76 70 99",  # demo value
    "ASSISTANCE_SMS": "",  # a number at which the assistance reads SMS; empty: the customer chooses whom to write to
    # Where customers may live: code and French name, separated by |
    "COUNTRIES": "FR France|BE Belgique|CH Suisse|DE Allemagne|ES Espagne|GB Royaume-Uni|IT Italie|LU Luxembourg|"
                 "MC Monaco|NL Pays-Bas|PT Portugal",
}


def instance_folder() -> Path:
    """Return the folder that holds all that must be kept: database, keys, files, mails."""
    return Path(os.environ.get("INSTANCE_PATH") or Path(__file__).parent / "instance").absolute()


def load(instance: Path) -> dict:
    """Return the settings. Raises `ValueError` for a value of the wrong kind, before anything starts."""
    local = instance / "config.py"
    written = runpy.run_path(str(local)) if local.exists() else {}
    settings = {name: os.environ.get(name, written.get(name, default)) for name, default in DEFAULTS.items()}
    for name, default in DEFAULTS.items():
        if isinstance(default, int):
            try:
                settings[name] = int(settings[name])
            except ValueError:
                raise ValueError(f"{name} must be a whole number, not {settings[name]!r}") from None
    if settings["FORMAL_NOTICES"] not in ("off", "insurer", "portal"):
        raise ValueError(f"FORMAL_NOTICES must be off, insurer or portal, not {settings['FORMAL_NOTICES']!r}")
    for name in ("PAYMENT_REMINDERS", "PAYMENT_PARTS"):
        settings[name] = _whole_numbers(name, str(settings[name]))
    if settings["EMAIL_CHECK_DAYS"] > 366:
        raise ValueError(f"EMAIL_CHECK_DAYS must be a year at most, not {settings['EMAIL_CHECK_DAYS']!r}")
    for name in ("UNUSED_FILE_DAYS", "CLAIM_AWAITED_HOURS", "EMAIL_CHECK_DAYS", "EMAIL_CHECK_REMINDER_DAYS",
                 "EMAIL_CHECK_LINK_DAYS", "DEBIT_NOTICE_DAYS", "MANDATE_FIRST_USE_DAYS"):
        if settings[name] < 1:
            raise ValueError(f"{name} must be one at least, not {settings[name]!r}")
    if settings["MODE"] not in ("demo", "production"):
        raise ValueError(f"MODE must be demo or production, not {settings['MODE']!r}")
    settings["BASE_URL"] = settings["BASE_URL"].rstrip("/")
    settings["DATABASE_URL"] = settings["DATABASE_URL"] or f"sqlite:///{instance / 'portal.db'}"
    return settings


def _whole_numbers(name: str, text: str) -> tuple[int, ...]:
    """Return the numbers of a setting that holds several. Raises `ValueError` for anything else."""
    if not all(one.isdecimal() for one in text.split()):
        raise ValueError(f"{name} must be whole numbers separated by spaces, not {text!r}")
    return tuple(int(one) for one in text.split())
