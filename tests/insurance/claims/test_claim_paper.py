"""A declaration has its paper from the minute it is filed, and another once all that its phone had announced is here."""
from datetime import UTC, datetime

import printing
from insurance.claims import following, services
from insurance.claims.models import PieceKind
from insurance.claims.paper import paper_of
from insurance.claims.pieces import Announced
from insurance.clock import today
from insurance.documents.facts import facts_from_dict
from insurance.documents.queries import documents_of, news_of
from tests.support.claims import PHONE_TIMES, answers_of, filed
from tests.support.factories import make_attachment

TAKEN = datetime(2026, 11, 14, 17, 22, tzinfo=UTC)


def announced(customer, contract, *kinds):
    """A claim filed by a phone that has still to send these."""
    draft = services.keep_notebook(customer, "n-1", answers_of(contract), PHONE_TIMES, [
        Announced(f"p-{kind}", kind, taken_at=TAKEN) for kind in kinds], 1, "P-7K3M-92")
    return services.file(customer, draft, phone_filed_at=TAKEN)


def said(claim):
    return facts_from_dict(paper_of(claim).facts)


def test_a_claim_that_is_filed_has_its_paper_with_the_words_that_were_told_and_both_clocks(sophie, contract):
    claim = announced(sophie, contract)
    paper = said(claim)
    assert (paper.reference, paper.filed_on, paper.phone_filed_at, paper.provisional_reference) == (
        claim.reference, today(), "18\u00a0h\u00a022", "P-7K3M-92")
    told = {one.question: one.lines for step in paper.told for one in step.answers}
    assert told["Ce qui s’est passé"] == ("J’étais à l’arrêt au feu.",)
    assert told["Véhicule B"] == ("8. heurtait à l’arrière, en roulant dans le même sens et sur une même file",)
    assert told["Autre véhicule"] == ("Paul Petit, BX-111-YZ, Mutuelle du Nord",)
    assert [one.name for one in paper.awaited] == ["Permis du conducteur", "Carte grise"]
    assert printing.render(paper).startswith(b"%PDF")
    assert "claim_declaration" not in {one.kind for one in news_of(sophie)}  # its writer knows it


def test_its_photos_are_named_with_their_hash_once_the_last_one_is_here_and_the_first_paper_no_longer_stands(app, sophie, contract):
    claim = announced(sophie, contract, PieceKind.PLATES, PieceKind.DAMAGE)
    first, plates = paper_of(claim), make_attachment(app, sophie)
    assert (said(claim).files, said(claim).announced) == ((), ("Les deux plaques", "Les dégâts, de près"))
    services.receive_piece(sophie, "n-1", "p-plates", plates, PieceKind.PLATES)
    assert paper_of(claim).id == first.id
    damage = next(one for one in services.find_claim(sophie, claim.public_id).pieces if one.kind == PieceKind.DAMAGE)
    following.give_up_piece(sophie, claim.public_id, damage.public_id)
    assert [(one.name, one.sha256, one.taken_at) for one in said(claim).files] == [
        ("Les deux plaques", plates.received_sha256, "14/11/2026, 18\u00a0h\u00a022")]
    assert paper_of(claim).number != first.number
    assert first.id not in [one.id for one in documents_of(sophie)]


def test_what_is_sent_to_a_claim_afterwards_does_not_change_what_was_declared(app, sophie, contract):
    claim = announced(sophie, contract)
    number = paper_of(claim).number
    services.add_to_claim(sophie, claim.public_id, PieceKind.LICENCE, make_attachment(app, sophie))
    assert (paper_of(claim).number, said(claim).files) == (number, ())


def test_each_claim_of_a_contract_has_its_own_paper(sophie, contract):
    storm, glass = filed(sophie, contract), filed(sophie, contract, "glass")
    assert (said(storm).reference, said(glass).reference) == (storm.reference, glass.reference)
