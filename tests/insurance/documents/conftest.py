"""A portal to which the insurer's files arrive, one noon of November."""
import pytest
from sqlalchemy import select

from insurance.clock import held_at, today
from insurance.database import db
from insurance.documents.facts import facts_from_dict
from insurance.documents.models import Document
from insurance.portfolio.faults import Rejection
from insurance.portfolio.reader import read
from insurance.portfolio.services import import_portfolio
from tests.support.books import NOON
from tests.support.portfolio import as_bytes


@pytest.fixture
def noon():
    """All this happens at noon on one day, unless a test says later."""
    with held_at(NOON):
        yield


@pytest.fixture
def bring_in(app, noon, tmp_path):
    """Import lines as the insurer's files bring them; every one of them must be accepted."""
    folder = tmp_path / "portfolio"
    (folder / "files").mkdir(parents=True)
    for name in ("general", "own"):
        (folder / "files" / f"{name}.pdf").write_bytes(b"%PDF-1.4 " + name.encode() + b"\n%%EOF\n")

    def bring_in(*lines):
        path = folder / "portfolio.jsonl"
        path.write_bytes(b"".join(as_bytes(line) for line in lines))
        outcomes = list(import_portfolio(read(path, today=today()), app.extensions["storage"]))
        assert not [one for one in outcomes if isinstance(one, Rejection)], outcomes

    return bring_in


@pytest.fixture
def issued(app):
    """Give the papers of a kind that the portal issued, oldest first, and their facts."""
    def issued(kind):
        rows = db.session.scalars(select(Document).where(Document.kind == kind, Document.facts.is_not(None))
                                  .order_by(Document.id)).all()
        return [(row, facts_from_dict(row.facts)) for row in rows]

    return issued

