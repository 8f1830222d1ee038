"""Which pieces a contract calls for, until when, and what to say of those that are not there: pure functions."""
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from insurance.people.rules import fold
from insurance.pieces.models import Change, PieceKind, PieceState
from insurance.pieces.table import PiecesTable

TO_SEND = (PieceState.MISSING, PieceState.REFUSED)
OPEN = (*TO_SEND, PieceState.RECEIVED)


@dataclass(frozen=True)
class WantedPiece:
    """A piece that a contract calls for; `subject` is the driver whose piece it is, empty when it is nobody's."""

    kind: PieceKind
    subject: str
    position: int
    most_files: int
    is_picture: bool


@dataclass(frozen=True)
class Progress:
    """How many pieces stand where, of those that are still asked for, and the day by which they are due."""

    due_on: date
    missing: int
    received: int
    accepted: int
    refused: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.missing + self.received + self.accepted + self.refused

    @property
    def to_send(self) -> int:
        """Those that the customer must still send, or send again."""
        return self.missing + self.refused

    @property
    def is_complete(self) -> bool:
        """True when every piece was accepted."""
        return self.total == self.accepted


def wanted_pieces(contract, table: PiecesTable) -> list[WantedPiece]:
    """Return the pieces that a contract calls for, in the order of the table. Its vehicle and drivers must be loaded."""
    vehicle = "registered" if contract.vehicle.is_registered else "unregistered"
    wanted = []
    for row in table.rows:
        if (row.vehicle in ("any", vehicle) and contract.product in row.products
                and contract.payment_method in row.payment_methods):
            subjects = [driver.full_name for driver in contract.drivers] if row.each_driver else [""]
            wanted += [(row, subject) for subject in dict.fromkeys(subjects)]
    return [WantedPiece(row.kind, subject, position, row.most_files, row.is_picture)
            for position, (row, subject) in enumerate(wanted)]


def wanted_after(before: dict, after: dict, table: PiecesTable) -> list[WantedPiece]:
    """Return the pieces that a change of a contract calls for, in the order of the table.

    `before` and `after` are its records in the portfolio format. Somebody who has no licence yet owes none.
    """
    changes, wanted = list(_changes(before, after)), []
    vehicle = "unregistered" if after["vehicle"].get("registered") is False else "registered"
    for position, row in enumerate(table.rows):
        if (row.vehicle in ("any", vehicle) and after["product"] in row.products
                and after["premium"]["method"] in row.payment_methods):
            subjects = [subject if row.each_driver else "" for change, subject in changes if change in row.after]
            wanted += [WantedPiece(row.kind, subject, position, row.most_files, row.is_picture)
                       for subject in dict.fromkeys(subjects)]
    return wanted


def pieces_due_on(contract, asked_on: date, table: PiecesTable) -> date:
    """Return the last day on which the pieces of a contract may come.

    The day that the insurer wrote, else the days of the table after the contract took effect or the pieces were asked
    for, whichever is later.
    """
    return contract.documents_due_on or max(contract.effective_on, asked_on) + timedelta(days=table.days)


def in_hand(pieces: Sequence) -> list:
    """Return the pieces that matter now: those asked with one that is not accepted yet; all of them when none is."""
    asked = [piece for piece in pieces if piece.state != PieceState.WAIVED]
    behind = {piece.about for piece in asked if piece.state != PieceState.ACCEPTED}
    return [piece for piece in asked if piece.about in behind] or asked


def progress(pieces: Sequence) -> Progress | None:
    """Return how far the pieces in hand are, None when none is asked for any more."""
    asked = in_hand(pieces)
    if not asked:
        return None
    count = {state: sum(piece.state == state for piece in asked) for state in PieceState}
    return Progress(min(piece.due_on for piece in asked), count[PieceState.MISSING], count[PieceState.RECEIVED],
                    count[PieceState.ACCEPTED], count[PieceState.REFUSED])


def reminder_due(due_on: date, today: date, table: PiecesTable, written: Collection[int]) -> int | None:
    """Return the reminder to send today, None when there is none: the last whose day has come, unless it was written."""
    passed = passed_reminders(due_on, today, table)
    return passed[-1] if passed and passed[-1] not in written else None


def passed_reminders(due_on: date, today: date, table: PiecesTable) -> list[int]:
    """Return the reminders whose day has come, the oldest first, each as days before the last one."""
    return [days for days in table.reminders if today >= due_on - timedelta(days=days)]


def _changes(before: dict, after: dict) -> Iterator[tuple[Change, str]]:
    """Yield what calls for pieces between two records, with the name of the driver whom it is about, if any."""
    known = {_person(driver): driver for driver in before["drivers"]}
    for driver in after["drivers"]:
        was, name = known.get(_person(driver)), f"{driver['first_name']} {driver['last_name']}"
        if driver.get("licence_date") and was is None:
            yield Change.NEW_DRIVER, name
        elif driver.get("licence_date") and was is not None and (
                was.get("licence_date") != driver["licence_date"]
                or was.get("licence_number", driver.get("licence_number")) != driver.get("licence_number")):
            yield Change.NEW_LICENCE, name
    vehicles = before["vehicle"], after["vehicle"]
    if any(vehicles[0].get(field) != vehicles[1].get(field) for field in ("make", "model", "first_registration")):
        yield Change.NEW_VEHICLE, ""
    elif vehicles[0].get("registration") != vehicles[1].get("registration"):
        yield Change.NEW_PLATE, ""
    if before["product"] != after["product"]:
        yield Change.NEW_PLAN, ""


def _person(driver: dict) -> tuple[str, str, str]:
    return fold(driver["last_name"]), fold(driver["first_name"]), driver["birth_date"]
