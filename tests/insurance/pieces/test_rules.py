"""Which pieces a contract calls for, until when, and when to remind."""
import json
from datetime import date, timedelta

import pytest

from insurance.contracts.models import Contract, Driver, Vehicle
from insurance.pieces.models import Piece, PieceKind
from insurance.pieces.rules import passed_reminders, pieces_due_on, progress, reminder_due, wanted_after, wanted_pieces
from insurance.pieces.table import UnreadablePieces, read
from insurance.versions.rules import patched
from tests.support.portfolio import LINE

TABLE = read()
PHOTOS = [PieceKind.PHOTO_FRONT, PieceKind.PHOTO_REAR, PieceKind.PHOTO_LEFT, PieceKind.PHOTO_RIGHT, PieceKind.PHOTO_DASHBOARD]
PAPERS = [PieceKind.LICENCE, PieceKind.REGISTRATION_CERTIFICATE, PieceKind.CLAIMS_HISTORY]
DUE = date(2026, 12, 5)
LEARNER = {"role": "occasional", "first_name": "Hugo", "last_name": "Marchand", "birth_date": "2009-06-01"}


def contract(product="comprehensive", method="direct_debit", registered=True, drivers=("Camille Lefèvre",), **values):
    named = [Driver(first_name=name.split()[0], last_name=name.split()[1]) for name in drivers]
    return Contract(product=product, payment_method=method, vehicle=Vehicle(is_registered=registered), drivers=named,
                    effective_on=date(2026, 11, 5), **values)


def kinds(one):
    return [wanted.kind for wanted in wanted_pieces(one, TABLE)]


@pytest.mark.parametrize(("one", "wanted"), [
    (contract(), [*PAPERS, PieceKind.BANK_DETAILS, *PHOTOS]),
    (contract("third_party_plus"), [*PAPERS, PieceKind.BANK_DETAILS]),
    (contract("third_party", method="card"), PAPERS),
    (contract("third_party", registered=False), [PieceKind.PURCHASE_INVOICE, PieceKind.BANK_DETAILS]),
    (contract(registered=False, method="card"), [PieceKind.PURCHASE_INVOICE]),
], ids=["comprehensive", "third-party-plus", "paid-by-card", "scooter", "scooter-comprehensive"])
def test_the_pieces_follow_the_plan_the_vehicle_and_the_way_to_pay(one, wanted):
    assert kinds(one) == wanted


def test_each_driver_sends_a_licence_and_nobody_twice():
    wanted = wanted_pieces(contract("third_party", "card", drivers=("Ana Sol", "Bo Li", "Ana Sol")), TABLE)
    assert [(one.kind, one.subject) for one in wanted[:2]] == [(PieceKind.LICENCE, "Ana Sol"), (PieceKind.LICENCE, "Bo Li")]
    assert [one.position for one in wanted] == list(range(4))


@pytest.mark.parametrize(("values", "asked_on", "due"), [
    ({"documents_due_on": date(2026, 12, 24)}, date(2026, 11, 28), date(2026, 12, 24)),
    ({}, date(2026, 11, 5), date(2026, 12, 5)),
    ({}, date(2026, 11, 28), date(2026, 12, 28)),
    ({}, date(2026, 10, 1), date(2026, 12, 5)),
], ids=["written-by-the-insurer", "from-its-first-day", "asked-for-later", "to-come"])
def test_the_pieces_are_due_when_the_insurer_says_else_in_thirty_days(values, asked_on, due):
    assert pieces_due_on(contract(**values), asked_on, TABLE) == due


@pytest.mark.parametrize(("days_left", "written", "due"), [
    (16, (), None), (15, (), 15), (15, (15,), None), (9, (), 15), (5, (15,), 5), (2, (), 5), (1, (15, 5), 1), (0, (15, 5, 1), None),
    (-2, (15, 5, 1), None), (-3, (15, 5, 1), -3), (-30, (15, 5, 1, -3), None),
])
def test_a_reminder_is_due_once_and_only_the_last_of_those_that_were_missed(days_left, written, due):
    assert reminder_due(DUE, DUE - timedelta(days=days_left), TABLE, written) == due


def test_the_reminders_of_days_that_passed_are_known():
    assert passed_reminders(DUE, DUE - timedelta(days=4), TABLE) == [15, 5]


def test_progress_counts_what_is_still_asked_for():
    states = ["missing", "missing", "received", "accepted", "refused", "waived"]
    told = progress([Piece(state=state, due_on=DUE) for state in states])
    assert (told.missing, told.received, told.accepted, told.refused) == (2, 1, 1, 1)
    assert (told.total, told.to_send, told.is_complete) == (5, 3, False)
    assert progress([Piece(state="accepted", due_on=DUE)]).is_complete
    assert progress([Piece(state="waived", due_on=DUE)]) is None


@pytest.mark.parametrize("change", [
    {"days": 0}, {"days": "30"}, {"pieces": [{"kind": "passport", "most_files": 1}]}, {"pieces": [{"kind": "licence"}]},
    {"pieces": [{"kind": "licence", "most_files": 0}]}, {"pieces": [{"kind": "licence", "most_files": 1, "plan": "all"}]},
    {"pieces": [{"kind": "licence", "most_files": 1}] * 2}, {"reminders_days_before": ["x"]}, {"pieces": None},
    {"pieces": [{"kind": "licence", "most_files": 1, "products": ["all"]}]}, {"pieces": [{"kind": "licence", "most_files": 1, "for": "x"}]},
])
def test_a_table_that_cannot_be_used_is_refused_before_anything_starts(tmp_path, change):
    file = tmp_path / "pieces.json"
    file.write_text(json.dumps({"days": 30, "reminders_days_before": [5], "pieces": []} | change))
    with pytest.raises(UnreadablePieces):
        read(file)


def test_the_insurers_own_table_is_used(tmp_path):
    file = tmp_path / "pieces.json"
    file.write_text(json.dumps({"days": 15, "reminders_days_before": [], "pieces": [{"kind": "licence", "most_files": 2}]}))
    own = read(file)
    assert [one.most_files for one in wanted_pieces(contract(), own)] == [2]
    assert pieces_due_on(contract(), date(2026, 11, 5), own) == date(2026, 11, 20)
    with pytest.raises(UnreadablePieces):
        read(tmp_path / "nowhere.json")


@pytest.mark.parametrize(("before", "after", "wanted"), [
    ({}, {}, []),
    ({"product": "third_party"}, {"product": "comprehensive"}, PHOTOS),
    ({"product": "comprehensive"}, {"product": "third_party"}, []),
    ({"drivers": [LEARNER]}, {"drivers": [LEARNER | {"licence_date": "2026-11-20"}]}, ["licence"]),
    ({"drivers": [LEARNER]}, {"drivers": [LEARNER | {"role": "secondary"}]}, []),
    ({}, {"drivers": [LEARNER]}, []),
    ({}, {"drivers": [LEARNER | {"licence_date": "2026-11-20"}]}, ["licence"]),
])
def test_a_change_calls_for_the_pieces_of_what_is_new(before, after, wanted):
    assert [one.kind for one in wanted_after(patched(LINE, before), patched(LINE, after), TABLE)] == wanted
