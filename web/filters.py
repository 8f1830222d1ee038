"""How days, hours, money and names are written in French. Every public function here is a Jinja filter."""
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date

PARIS = ZoneInfo("Europe/Paris")
NARROW, WIDE = "\u202f", "\u00a0"


def day(value: date | datetime) -> str:
    """Return a day in full: 5 décembre 2026, 1er mai 2026."""
    on = _paris_day(value)
    first = "1er" if on.day == 1 else str(on.day)
    return f"{first}{WIDE}{format_date(on, 'MMMM y', 'fr')}"


def weekday(value: date | datetime) -> str:
    """Return a day with its name: lundi 23 novembre."""
    on = _paris_day(value)
    first = "1er" if on.day == 1 else str(on.day)
    return f"{format_date(on, 'EEEE', 'fr')} {first}{WIDE}{format_date(on, 'MMMM', 'fr')}"


def as_day(text: str) -> date:
    """Return the day that an ISO text names: mails wait as JSON, which has no days."""
    return date.fromisoformat(text)


def as_instant(text: str) -> datetime:
    """Return the instant that an ISO text names, for the same reason."""
    return datetime.fromisoformat(text)


def short_day(value: date | datetime) -> str:
    """Return a day in figures: 05/12/2026."""
    return _paris_day(value).strftime("%d/%m/%Y")


def hour(value: datetime) -> str:
    """Return a time of day in Paris: 14 h 32."""
    local = value.astimezone(PARIS)
    return f"{local.hour}{WIDE}h{WIDE}{local.minute:02d}"


def moment(value: datetime) -> str:
    """Return an instant: 5 décembre 2026 à 14 h 32."""
    return f"{day(value)} à {hour(value)}"


def at_hour(value: datetime) -> str:
    """Return an instant that a rule sets: 16 avril 2026 à 12 h; the minutes only when there are some."""
    return moment(value).removesuffix(f"{WIDE}00")


def money(cents: int) -> str:
    """Return an amount of cents: 1 234,50 €."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros:,}".replace(",", NARROW) + f",{rest:02d}{WIDE}€"


def euros(cents: int) -> str:
    """Return a round amount without its zeros: 380 €; the cents when there are some."""
    return money(cents).replace(",00", "")


def coefficient(hundredths: int) -> str:
    """Return a bonus-malus coefficient: 0,64."""
    return f"{hundredths // 100},{hundredths % 100:02d}"


def weight(size: int) -> str:
    """Return a size in bytes as people read it: 28 Ko, 1,4 Mo, 20 Mo."""
    if size < 1000:
        return f"{size}{WIDE}octets"
    if size < 1_000_000:
        return f"{max(1, round(size / 1000))}{WIDE}Ko"
    return f"{size / 1_000_000:.1f}".removesuffix(".0").replace(".", ",") + f"{WIDE}Mo"


def kilometres(value: int) -> str:
    """Return a distance: 8 000 km."""
    return f"{value:,}".replace(",", NARROW) + f"{WIDE}km"


def iso(value: datetime | None) -> str:
    """Return an instant as a program reads it, empty when there is none."""
    return "" if value is None else value.isoformat(timespec="seconds").replace("+00:00", "Z")


def ago(value: datetime, now: datetime) -> str:
    """Return how long ago something was: à l’instant, il y a 2 heures, il y a 3 jours."""
    past = max(now - value, timedelta())
    minutes, hours, days = past.seconds // 60, past.seconds // 3600, past.days
    if days:
        return f"il y a {days}{WIDE}jour{'s' if days > 1 else ''}"
    if hours:
        return f"il y a {hours}{WIDE}heure{'s' if hours > 1 else ''}"
    if minutes:
        return f"il y a {minutes}{WIDE}minute{'s' if minutes > 1 else ''}"
    return "à l’instant"


def countdown(on: date, today: date) -> str:
    """Return how far a day is: aujourd’hui, demain, dans 12 jours."""
    days = (on - today).days
    if days < 0:
        return f"depuis {-days}{WIDE}jour{'s' if days < -1 else ''}"
    return {0: "aujourd’hui", 1: "demain"}.get(days, f"dans {days}{WIDE}jours")


def gap(phone: datetime, server: datetime) -> str:
    """Return how far the clock of a phone is from ours: à l’heure, 2 jours avant, 3 h après."""
    apart = abs(phone - server)
    if apart < timedelta(minutes=2):
        return "à l’heure"
    minutes = round(apart.total_seconds() / 60)
    if minutes >= 2 * 24 * 60:
        length = f"{minutes // (24 * 60)}{WIDE}jours"
    elif minutes >= 60:
        length = f"{minutes // 60}{WIDE}h{WIDE}{minutes % 60:02d}"
    else:
        length = f"{minutes}{WIDE}min"
    return f"{length} {'avant' if phone < server else 'après'}"


def anniversary(month_and_day: str) -> str:
    """Return a yearly date written MM-DD: 28 juin, 1er janvier."""
    return day(datetime.strptime(f"2000-{month_and_day}", "%Y-%m-%d").date()).rpartition(" ")[0]


def capitalize_first(text: str) -> str:
    """Return a text whose first letter is a capital, the others as they are."""
    return text[:1].upper() + text[1:]


def lower_first(text: str) -> str:
    """Return a text whose first letter is small, to follow other words."""
    return text[:1].lower() + text[1:]


def phone(number: str) -> str:
    """Return a number as the French read it: 06 39 98 01 18 for +33639980118; another country's as it is."""
    if not number.startswith("+33") or len(number) != 12:
        return number
    local = "0" + number[3:]
    return WIDE.join(local[start:start + 2] for start in range(0, 10, 2))


def telephone(number: str) -> str:
    """Return the address of a call to a French number written with spaces: tel:+33186767000."""
    digits = "".join(character for character in number if character.isdigit() or character == "+")
    return "tel:" + ("+33" + digits[1:] if digits.startswith("0") else digits)


def _paris_day(value: date | datetime) -> date:
    return value.astimezone(PARIS).date() if isinstance(value, datetime) else value


FILTERS = (as_day, as_instant, day, weekday, short_day, hour, moment, at_hour, money, euros, coefficient, weight, kilometres, iso, ago,
           countdown, gap, anniversary, capitalize_first, lower_first, phone, telephone)


def install(app) -> None:
    """Give every function above to the templates, under its own name."""
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
