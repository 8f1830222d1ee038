"""What a document weighs is known before it is opened."""
from insurance.database import db
from insurance.documents.models import Document
from insurance.documents.weights import LARGEST_PAPER, Weight, weigh_paper, weigh_papers, weight_of
from tests.support.factories import make_contract, make_customer, open_account


def papers():
    return db.session.query(Document).order_by(Document.id).all()


def test_a_night_weighs_the_papers_of_those_who_may_look_at_them(app):
    make_contract(open_account(app, make_customer()), "AA-1")
    make_contract(make_customer("Karim", "Benali"), "AA-2")
    weigh_papers(lambda facts: len(facts.contract_number))
    assert [one.size_bytes for one in papers()] == [4, None]


def test_a_paper_is_weighed_once(app):
    make_contract(make_customer())
    paper, = papers()
    for size in (12_000, 13_000):
        weigh_paper(paper, lambda facts, size=size: size)
    assert paper.size_bytes == 12_000


def test_documents_weigh_what_they_weigh_together_or_that_at_most():
    known, unknown = Document(size_bytes=1000), Document(size_bytes=None)
    assert weight_of() == Weight(0, True)
    assert weight_of(known, known) == Weight(2000, True)
    assert weight_of(known, unknown) == Weight(1000 + LARGEST_PAPER, False)
