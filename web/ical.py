"""A calendar that any program reads (RFC 5545): days, their titles, what they are about."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_OCTETS = 75  # of a line, its end left out


@dataclass(frozen=True)
class Day:
    """A whole day of a calendar. `uid` makes it the same day when it is read again."""

    uid: str
    on: date
    title: str
    text: str = ""


def calendar(name: str, days: Iterable[Day], made_at: datetime) -> bytes:
    """Return a calendar as a program reads it."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Active Assurances//Mon compte//FR", "CALSCALE:GREGORIAN",
             "METHOD:PUBLISH", f"X-WR-CALNAME:{_escaped(name)}", "REFRESH-INTERVAL;VALUE=DURATION:P1D"]
    for day in days:
        lines += ["BEGIN:VEVENT", f"UID:{day.uid}", f"DTSTAMP:{made_at:%Y%m%dT%H%M%SZ}",
                  f"DTSTART;VALUE=DATE:{day.on:%Y%m%d}", f"DTEND;VALUE=DATE:{day.on + timedelta(days=1):%Y%m%d}",
                  f"SUMMARY:{_escaped(day.title)}", *([f"DESCRIPTION:{_escaped(day.text)}"] if day.text else []),
                  "TRANSP:TRANSPARENT", "END:VEVENT"]
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"]).encode()


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, "\\" + sign)
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A long line is cut between two characters, never inside one, and goes on after a space."""
    parts, size = [""], 0
    for character in line:
        weight = len(character.encode())
        if size + weight > _OCTETS:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += weight
    return "\r\n".join(parts)
