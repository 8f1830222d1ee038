"""Builds the portal: settings, extensions, blueprints. Imports all, imported by none."""
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask_login import LoginManager, current_user
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

import commands
import config
import printing
import wording
from blueprints import (
    attachments,
    backstage,
    bank,
    claims,
    contracts,
    dashboard,
    desk,
    documents,
    endorsements,
    gallery,
    mailbox,
    payments,
    pieces,
    profile,
    pwa,
    roadside,
    signin,
    site,
    termination,
    verifier,
)
from gateways import cleaning
from gateways.keyring import Keyring
from gateways.mail import mailer
from gateways.passwords import Passwords
from gateways.payments import counter
from gateways.pricing import PriceUnavailable, tariff
from gateways.scanner import scanner
from gateways.secretfile import read_or_make
from gateways.storage import FolderStorage
from insurance import clock, daily, reactions, references, sealing, tables
from insurance import unsent as shelf
from insurance.accounts import throttle
from insurance.accounts.devices import SignedInDevices
from insurance.accounts.email_check import CheckSettings
from insurance.claims import promises
from insurance.contracts.rules import fva_visible_by, is_novice, presumption_ends_on, suspension_starts_on
from insurance.database import UNAVAILABLE, db, prepare, transaction
from insurance.documents.retention import Keeping
from insurance.endorsements import conditions_table
from insurance.endorsements.services import Offer
from insurance.history.models import Actor, EventKind
from insurance.history.recorder import record
from insurance.insurer import Insurer
from insurance.people.models import Customer
from insurance.pieces.table import read as read_pieces
from insurance.proofs.services import states_ahead, trusted_until
from insurance.staff.queries import active_adviser
from insurance.staff.sessions import DeskSessions
from web import access, assets, errors, filters, headers, languages, logs, sessions, typography, unsent, uploads

ROOT = Path(__file__).parent
PAGES = (signin, dashboard, contracts, documents, attachments, claims, endorsements, payments, pieces, profile, site,
         termination, pwa, verifier, roadside, desk)
DEMO_PAGES = (mailbox, bank, gallery, backstage)
BODY_LIMIT = 256 * 1024  # no form of the portal is longer; routes that take files say otherwise for themselves
MEGABYTE = 1_000_000
REFUSALS_PER_HOUR = 20


def create_app(**overrides) -> Flask:
    """Return the portal, ready to serve. `overrides` replace settings by name (tests, commands)."""
    instance = Path(overrides.pop("INSTANCE_PATH", config.instance_folder()))
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    app = Flask(__name__, instance_path=str(instance), static_folder=None)
    app.config.update(config.load(instance), SQLALCHEMY_RECORD_QUERIES=False, MAX_CONTENT_LENGTH=BODY_LIMIT,
                      WTF_CSRF_TIME_LIMIT=None, WTF_CSRF_SSL_STRICT=False, WTF_I18N_ENABLED=False)
    app.config.update(overrides)
    _install_database(app)
    install_gateways(app, instance)
    _install_web(app)
    for module in PAGES + (DEMO_PAGES if app.config["MODE"] == "demo" else ()):
        app.register_blueprint(module.bp)
    for view in app.view_functions.values():
        if getattr(view, "access", None) == "signed":
            app.extensions["forms"].exempt(view)
    commands.install(app)
    return app


def _install_secrets(app: Flask, instance: Path) -> None:
    """A secret that nobody gave is made once and kept beside the database."""
    keys = instance / "keys"
    app.secret_key = app.config["SECRET_KEY"] or read_or_make(keys / "session.secret", sealing.new_key)
    data_keys = app.config["DATA_KEYS"] or read_or_make(keys / "data.secret", sealing.new_key)
    sealing.install([key.strip() for key in data_keys.split(",")])


def _install_database(app: Flask) -> None:
    url = app.config["DATABASE_URL"]
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    # Behind PgBouncer in transaction mode a prepared statement belongs to another's connection: none are made.
    options = {"pool_pre_ping": True, "connect_args": {"prepare_threshold": None}}
    if url.startswith("sqlite"):
        options = {"connect_args": {"timeout": 5}}
        newer = _newer_sqlite()
        if newer is not None:
            options["module"] = newer
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    with app.app_context():
        prepare(db.engine)
    app.extensions["tables"] = tables


def _newer_sqlite():
    """Debian 12's SQLite can corrupt a WAL shared by several connections (fixed in 3.51.3): use the packaged one."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        return None
    return dbapi2


def install_gateways(app: Flask, instance: Path) -> None:
    """Give a portal its secrets and what it reaches the world by, from its settings; done again, they are as new."""
    _install_secrets(app, instance)
    settings = app.config
    app.extensions["passwords"] = settings.get("PASSWORDS") or Passwords()
    app.extensions["mailer"] = mailer(settings["MAIL"], instance)
    app.extensions["storage"] = FolderStorage(instance / "files")
    app.extensions["cleanroom"] = cleaning.Cleanroom(
        instance / "incoming", scanner(settings["SCANNER"]),
        cleaning.Limits(file_bytes=settings["UPLOAD_FILE_MB"] * MEGABYTE, at_once=settings["CLEANING_AT_ONCE"]))
    app.extensions["keyring"] = Keyring(instance / "keys" / "proof", settings["KEY_OVERLAP_DAYS"],
                                        settings["PROOF_DAYS"])
    app.extensions["insurer"] = Insurer(
        settings["INSURER_NAME"], tuple(settings["INSURER_ADDRESS"].split("|")), settings["INSURER_PHONE"],
        settings["ASSISTANCE_PHONE"], settings["BASE_URL"] + "/verifier",
        settings["INSURER_CODE"], settings["INSURER_ICS"], settings["GREEN_CARD_BUREAU"],
        settings["ASSISTANCE_SMS"], settings["SUPERVISOR"], settings["GENERAL_CONDITIONS"], settings["INSURER_EMAIL"])
    app.extensions["payments"] = counter(settings, instance)
    app.extensions["on_refusal"] = _remember_refusal
    app.extensions["offer"] = Offer(
        tariff(settings["TARIFF"], settings["TARIFF_TOKEN"]),
        conditions_table.read(Path(settings["CONDITIONS"])) if settings["CONDITIONS"] else conditions_table.demonstration())
    pieces_table = read_pieces(Path(settings["PIECES_TABLE"]) if settings["PIECES_TABLE"] else None)
    app.extensions["pieces_table"] = pieces_table
    promises.install(settings["CLAIM_DELAYS"])
    reactions.install(app.extensions["insurer"], wording, pieces_table)
    app.extensions["daily"] = daily.jobs(
        app.extensions["insurer"], wording, app.extensions["offer"].conditions, settings["RENEWAL_NOTICE_DAYS"], pieces_table,
        Keeping(settings["DOCUMENT_YEARS"], settings["REMOVAL_NOTICE_MONTHS"]), app.extensions["storage"],
        addresses=CheckSettings(settings["EMAIL_CHECK_DAYS"], settings["EMAIL_CHECK_REMINDER_DAYS"], settings["EMAIL_CHECK_LINK_DAYS"]),
        patience=daily.Patience(settings["CLAIM_AWAITED_HOURS"], settings["UNUSED_FILE_DAYS"]),
        money=daily.MoneySettings(settings["PAYMENT_REMINDERS"], settings["FORMAL_NOTICES"], settings["DEBIT_NOTICE_DAYS"]),
        weigh=lambda facts: len(printing.render(facts)))


def _install_web(app: Flask) -> None:
    is_secure = app.config["BASE_URL"].startswith("https://")
    settings = app.config
    devices = SignedInDevices(timedelta(minutes=settings["SESSION_IDLE_MINUTES"]), timedelta(hours=settings["SESSION_HOURS"]))
    at_desk = DeskSessions(timedelta(minutes=settings["DESK_IDLE_MINUTES"]), timedelta(hours=settings["DESK_HOURS"]))
    app.session_interface = sessions.PortalSessions(devices, at_desk, desk.PATH, app.secret_key, is_secure)
    app.extensions["find_adviser"] = active_adviser
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)
    logs.install(app)
    app.before_request(sessions.raise_failure)
    settings = app.config
    uploads.install(app, uploads.Limits(settings["UPLOAD_FILE_MB"] * MEGABYTE, settings["UPLOAD_FILES"],
                                        settings["UPLOAD_REQUEST_MB"] * MEGABYTE), Path(app.instance_path) / "incoming")
    headers.install(app, is_secure)  # another site's form is refused before its token is looked at
    app.extensions["forms"] = CSRFProtect(app)
    unsent.install(app, shelf)
    login = LoginManager()
    login.init_app(app, add_context_processor=False)  # a page that says what failed must not ask the database who reads
    login.session_protection = None  # the session table does better: see docs/decisions/0002
    login.user_loader(lambda key: db.session.get(Customer, UUID(key)))
    app.jinja_env.add_extension(typography.FrenchSpaces)
    filters.install(app)
    errors.install(app, (*UNAVAILABLE, PriceUnavailable))
    assets.install(app, ROOT / "static")
    app.jinja_env.globals.update(wording=wording, now=clock.now, today=clock.today, spaced_code=references.spaced_code,
                                 insurer=app.extensions["insurer"], current_user=current_user,
                                 current_adviser=access.current_adviser,
                                 is_novice=is_novice, fva_visible_by=fva_visible_by, paris_midnight=clock.paris_midnight,
                                 trusted_until=trusted_until, states_ahead=states_ahead,
                                 suspension_starts_on=suspension_starts_on, presumption_ends_on=presumption_ends_on,
                                 said=languages.said, said_day=languages.said_day, said_moment=languages.said_moment,
                                 change_names=wording.change_names,
                                 event_words=wording.event_words, author_words=wording.author_words, is_demo=app.config["MODE"] == "demo")


def _remember_refusal(customer, endpoint: str) -> None:
    """Write in the customer's history that something was refused, up to a limit: a loop must not fill the books."""
    if throttle.allow(throttle.key_of("refusals", str(customer.id)), REFUSALS_PER_HOUR, timedelta(hours=1)):
        with transaction():
            record(EventKind.ACCESS_REFUSED, Actor.CUSTOMER, customer, page=endpoint or "")
