"""The claims desk, seen from it and from the customer's side: queue, moves, pieces, messages, what has not come."""
from datetime import timedelta

import pytest

from insurance.calendar import add_months
from insurance.claims import queries, services
from insurance.claims.models import ClaimPiece, PieceKind, PieceState, PromiseKind
from insurance.claims.pieces import Announced
from insurance.clock import PARIS, held_at, now, today
from insurance.contracts.queries import contracts_of
from insurance.database import db
from insurance.outbox import MailKind
from insurance.staff import assignments, readings
from insurance.staff.models import Role
from tests.support.claims import answers_of, filed
from tests.support.factories import PASSWORD, make_adviser, make_attachment
from tests.support.mailbox import deliver, waiting, words

PATH = "/conseil/sinistres/"


@pytest.fixture
def insured(sophie):
    return contracts_of(sophie)[0]


@pytest.fixture
def claim(sophie, insured):
    """A claim of Sophie's that waits for somebody."""
    return filed(sophie, insured)


@pytest.fixture
def julien(at_desk, handler):
    """Julien's desk."""
    return at_desk(handler)


@pytest.fixture
def lucie(app, at_desk):
    """Lucie's desk: she does the same work."""
    return at_desk(make_adviser(app, "Lucie Armand", [Role.CLAIMS]))


def again(claim):
    db.session.expire_all()
    return queries.any_claim(claim.public_id)


def take(desk, claim):
    desk.visit(PATH + claim.reference)
    return desk.send(f"/conseil/files/sinistres/{claim.reference}/prise")


def move(desk, claim, slug, status=200, **values):
    desk.visit(f"{PATH}{claim.reference}/gestes/{slug}")
    return desk.send(f"{PATH}{claim.reference}/gestes/{slug}", status, **values)


def day(days):
    return (today() + timedelta(days=days)).isoformat()


def test_the_queue_shows_the_first_to_be_due_and_taking_one_takes_it_in_charge(julien, claim, sophie, karim):
    later = filed(karim, contracts_of(karim)[0])
    with held_at(now() - timedelta(days=2)):
        older = filed(karim, contracts_of(karim)[0], kind="glass")
    rows = [node.text for node in julien.visit("/conseil/files/sinistres").all("th", scope="row")]
    assert rows[0].startswith(older.reference) and len(rows) == 3
    assert "Un gestionnaire prend votre dossier" in julien.page.text
    page = take(julien, claim)
    assert "À vous." in page.text
    taken = again(claim)
    assert (taken.state, taken.handler_name) == ("taken-in-charge", "Julien Faure")
    assert queries.standing_promise(taken).kind == PromiseKind.APPOINT
    assert waiting().count(MailKind.CLAIM_MOVED) == 1
    assert later.reference in julien.visit("/conseil/files/sinistres?a=personne").text


def test_two_handlers_take_the_same_claim_and_one_has_it(julien, lucie, claim):
    for desk in (julien, lucie):
        desk.visit(PATH + claim.reference)
    path = f"/conseil/files/sinistres/{claim.reference}/prise"
    julien.send(path)
    assert "l’a en main" in lucie.send(path, 409).text
    assert "Ce dossier est à Julien Faure" in lucie.visit(PATH + claim.reference).text
    for slug in ("cloture", "refus"):
        answer = lucie.post(f"{PATH}{claim.reference}/gestes/{slug}", {"said": "x", "seen": str(again(claim).revision)})
        assert answer.status_code in (303, 409), slug
    assert again(claim).state == "taken-in-charge"


def test_the_customer_is_told_who_has_it_when_it_changes_hands(julien, lucie, browser, claim, app):
    take(julien, claim)
    julien.send(f"/conseil/files/sinistres/{claim.reference}/don")
    assert again(claim).handler_name == "Lucie Armand"
    page = browser.visit(f"/sinistres/{claim.public_id}")
    assert "Lucie Armand s’occupe maintenant de votre dossier" in page.text
    lucie.visit(PATH + claim.reference)
    lucie.send(f"/conseil/files/sinistres/{claim.reference}/retour")
    assert again(claim).handler_name is None


def test_a_move_asks_for_a_sentence_and_a_date_and_the_customer_reads_them(julien, browser, claim, app):
    take(julien, claim)
    page = move(julien, claim, "expertise", 422, said=" ", appraiser="", on="", place="")
    assert "4 réponses sont à revoir" in page.text
    page = move(julien, claim, "expertise", 422, on=day(-1), appraiser="Cabinet Nord", place="Lille", due_on=day(-2))
    assert "Cette date est passée" in page.text
    move(julien, claim, "expertise", on=day(3), appraiser="Cabinet Nord", place="12 rue de la Gare", said="L’expert passe mardi.",
         due_on=day(10))
    assert "c’est fait, le client est prévenu" in julien.page.text
    moved = again(claim)
    assert (moved.state, moved.appraiser) == ("appraisal", "Cabinet Nord")
    assert queries.standing_promise(moved).due_at.date() in (today() + timedelta(days=10), today() + timedelta(days=9))
    page = browser.visit(f"/sinistres/{claim.public_id}")
    assert "L’expert passe mardi." in page.text and "Cabinet Nord" in page.text
    assert "L’expert passe mardi." in words(deliver(app)[-1])


def test_reading_it_again_sends_nothing(julien, claim):
    take(julien, claim)
    before = len(waiting())
    julien.visit(f"{PATH}{claim.reference}/gestes/tiers")
    page = julien.send(f"{PATH}{claim.reference}/gestes/tiers", apercu="1", said="Nous attendons la Mutuelle du Nord.")
    assert "« Nous attendons la Mutuelle du Nord. »" in page.text
    assert (again(claim).state, len(waiting())) == ("taken-in-charge", before)


def test_what_somebody_else_changed_meanwhile_is_said_and_nothing_typed_is_lost(julien, at_desk, supervisor, claim):
    take(julien, claim)
    julien.visit(f"{PATH}{claim.reference}/gestes/decision")
    paule = at_desk(supervisor)
    move(paule, claim, "expertise", on=day(3), appraiser="Cabinet Nord", place="Lille", said="Un expert passe.", due_on=day(9))
    page = julien.send(f"{PATH}{claim.reference}/gestes/decision", 422, liability="50", deductible="300", said="Part égale.",
                       due_on=day(5))
    assert "a changé pendant que vous écriviez" in page.text and "Part égale." in page.text
    assert again(claim).decided_on is None
    julien.send(f"{PATH}{claim.reference}/gestes/decision", liability="50")
    assert (again(claim).liability_percent, again(claim).deductible_cents) == (50, 30000)


def test_a_move_that_is_no_longer_possible_says_so(julien, claim):
    take(julien, claim)
    julien.visit(f"{PATH}{claim.reference}/gestes/reglement")
    assert "ce n’est plus possible dans l’état" in julien.page.text
    assert julien.ask(f"{PATH}{claim.reference}/gestes/invention").status_code == 404


def test_a_claim_goes_from_its_declaration_to_its_payment(julien, browser, claim, sophie):
    link = julien.visit(f"{PATH}{claim.reference}").all("a", href=f"{PATH}{claim.reference}/declaration")
    assert "DEC-" in link[0].text
    assert julien.ask(link[0].attrs["href"]).data.startswith(b"%PDF")
    take(julien, claim)
    move(julien, claim, "reparation", repairer="Garage des Tilleuls", said="Votre garage peut commencer.", due_on=day(15))
    move(julien, claim, "decision", liability="0", deductible="0", said="Vous n’êtes pas responsable.", due_on=day(3))
    page = move(julien, claim, "reglement", 422, amount="beaucoup", payment_on=day(4))
    assert "Écrivez un montant" in page.text
    move(julien, claim, "reglement", amount="1 234,50", payment_on=day(4), said="Voici votre indemnité.")
    settled = again(claim)
    assert (settled.state, settled.settlement_cents, settled.liability_percent) == ("settlement", 123450, 0)
    assert "1 234,50 €" in browser.visit(f"/sinistres/{claim.public_id}").text.replace("\u202f", " ").replace("\u00a0", " ")
    move(julien, claim, "cloture", said="Tout est réglé.")
    assert (again(claim).state, again(claim).due_on) == ("closed", None)
    assert assignments.held_of(sophie) == [], "a claim that has ended is in nobody's hand"
    assert "Rien n’attend" in julien.visit("/conseil/files/sinistres").text
    assert "Prenez d’abord ce dossier" in move(julien, claim, "reouverture", 409, said="Une facture manque.").text
    take(julien, claim)
    move(julien, claim, "reouverture", said="Une facture manque.")
    assert (again(claim).state, again(claim).handler_name) == ("reopened", "Julien Faure")


def test_pieces_are_asked_for_and_the_clock_waits(app, julien, browser, claim, sophie):
    take(julien, claim)
    due = queries.standing_promise(again(claim)).due_at
    answer = julien.post(f"{PATH}{claim.reference}/gestes/pieces", {
        "said": "Il manque deux pièces.", "due_on": day(10), "kinds": ["quote", "licence"], "note": "des deux côtés",
        "seen": str(again(claim).revision)})
    assert answer.status_code == 303
    asked = again(claim)
    assert (asked.state, queries.standing_promise(asked), {one.kind for one in queries.missing(asked.pieces)}) == (
        "pieces-asked", None, {"quote", "licence"})
    assert "Devis" in browser.visit(f"/sinistres/{claim.public_id}").text
    assert "2 pièces sont attendues" in julien.visit(PATH + claim.reference).text
    for kind in (PieceKind.QUOTE, PieceKind.LICENCE):
        services.add_to_claim(sophie, claim.public_id, kind, make_attachment(app, sophie, kind.encode()))
    running = again(claim)
    assert running.state == "complete" and queries.standing_promise(running).due_at >= due - timedelta(days=1)


def test_a_piece_is_refused_with_its_reason_then_accepted_when_a_better_one_comes(app, julien, browser, claim, sophie):
    services.add_to_claim(sophie, claim.public_id, PieceKind.QUOTE, make_attachment(app, sophie, b"one"))
    take(julien, claim)
    piece = again(claim).pieces[0]
    base = f"{PATH}{claim.reference}/pieces/{piece.public_id}"
    julien.visit(base + "/refus")
    assert "Dites ce qui ne va pas" in julien.send(base + "/refus", 422, refusal="other").text
    julien.send(base + "/refus", refusal="unreadable", note="Reprenez-la de jour.")
    assert "Reprenez-la de jour." in browser.visit(f"/sinistres/{claim.public_id}").text
    assert again(claim).state == "pieces-asked"
    services.add_to_claim(sophie, claim.public_id, PieceKind.QUOTE, make_attachment(app, sophie, b"two"))
    better = next(one for one in again(claim).pieces if one.state == PieceState.RECEIVED)
    julien.visit(PATH + claim.reference)
    julien.send(f"{PATH}{claim.reference}/pieces/{better.public_id}/accord")
    assert db.session.get(ClaimPiece, better.id).state == PieceState.ACCEPTED


def test_a_piece_may_be_waited_for_no_more(julien, claim):
    take(julien, claim)
    julien.post(f"{PATH}{claim.reference}/gestes/pieces", {"said": "Il manque un devis.", "due_on": day(10), "kinds": ["quote"],
                                                          "seen": str(again(claim).revision)})
    piece = queries.missing(again(claim).pieces)[0]
    julien.visit(PATH + claim.reference)
    julien.send(f"{PATH}{claim.reference}/pieces/{piece.public_id}/abandon")
    assert (again(claim).state, queries.missing(again(claim).pieces)) == ("complete", [])


def test_a_message_starts_from_a_template_and_is_read_on_the_other_side(app, julien, browser, claim):
    take(julien, claim)
    browser.visit(f"/sinistres/{claim.public_id}")
    browser.send(f"/sinistres/{claim.public_id}/messages", words="Bonjour, où en est-on ?")
    page = julien.visit(PATH + claim.reference)
    assert "pas encore lu" in page.text
    page = julien.visit(f"{PATH}{claim.reference}?modele=garage")
    text = page.all("textarea", name="words")[0].text
    assert text.startswith("Bonjour Sophie,") and "Peugeot 208" in text
    assert not again(claim).messages[-1].adviser_name, "a template never sends itself"
    julien.send(f"{PATH}{claim.reference}/messages", words="Demain, promis.")
    julien.send(f"{PATH}{claim.reference}/messages", words="Demain, promis.")
    assert [one.words for one in again(claim).messages] == ["Bonjour, où en est-on ?", "Demain, promis."]
    assert again(claim).messages[0].read_at is not None
    assert "Demain, promis." in browser.visit(f"/sinistres/{claim.public_id}").text
    assert "Demain, promis." in words(deliver(app)[-1])


def test_a_promise_that_was_missed_is_explained_with_a_new_date(julien, handler, browser, claim):
    take(julien, claim)
    with held_at(now() + timedelta(days=8)):
        julien.sign_in_adviser(handler)
        assert "promesse dépassée" in julien.visit(PATH + claim.reference).text
        move(julien, claim, "date", said="Le cabinet d’expertise est débordé.", due_on=day(4))
        browser.sign_in(claim.customer.email, PASSWORD)
        page = browser.visit(f"/sinistres/{claim.public_id}")
        assert "Le cabinet d’expertise est débordé." in page.text and "Nouvelle date" in page.text
    assert [one.outcome for one in queries.promises_of(claim)] == ["kept", "missed", None]


def test_what_a_phone_announced_and_did_not_send_is_a_queue(julien, sophie, insured, claim):
    assert "Rien n’attend" in julien.visit("/conseil/files/attendus").text
    taken_at = now() - timedelta(days=2)
    services.keep_notebook(sophie, "n1", answers_of(insured, "glass"), {"begun_at": taken_at.isoformat()},
                           [Announced("a", PieceKind.DAMAGE, "IMG_1.jpg", 350_000, taken_at), Announced("b", PieceKind.PLATES)],
                           sequence=1, provisional_reference="P-7K3M-92")
    page = julien.visit("/conseil/files/attendus")
    assert "P-7K3M-92" in page.text and "2 fichiers annoncés" in page.text
    julien.send("/conseil/files/attendus/P-7K3M-92/prise")
    assert "Les dégâts, de près" in julien.page.text and "IMG_1.jpg" in julien.page.text
    assert julien.visit("/conseil/").all("p", class_="desk-queue__count")[0].text == "1"


def test_the_clock_of_the_phone_stands_beside_ours(julien, sophie, insured):
    wrong = now() - timedelta(days=2, hours=1)
    draft = services.keep_notebook(sophie, "n2", answers_of(insured, "storm"), {"begun_at": wrong.isoformat()}, [], sequence=1,
                                   provisional_reference="P-AAAA-11")
    claim = services.file(sophie, draft, wrong)
    page = julien.visit(PATH + claim.reference)
    assert "2 jours avant" in page.text
    julien.visit(PATH + "P-AAAA-11")
    assert julien.url == PATH + claim.reference


def test_looking_at_a_claim_or_at_a_photo_is_written_down(app, julien, claim, sophie):
    services.add_to_claim(sophie, claim.public_id, PieceKind.DAMAGE, make_attachment(app, sophie))
    julien.visit(PATH + claim.reference)
    piece = again(claim).pieces[0]
    assert julien.ask(f"{PATH}{claim.reference}/pieces/{piece.public_id}").mimetype == "image/jpeg"
    lines = [(one.part, one.subject, one.reason) for one, _ in readings.readings(sophie)]
    assert lines == [("piece", claim.reference, "work"), ("claim", claim.reference, "work")]
    assert claim.reference in julien.visit(f"/conseil/recherche?q={claim.reference.lower()}").text


def test_the_piece_of_another_claim_is_not_in_this_one(app, julien, claim, karim):
    other = filed(karim, contracts_of(karim)[0])
    services.add_to_claim(karim, other.public_id, PieceKind.DAMAGE, make_attachment(app, karim))
    piece = again(other).pieces[0]
    take(julien, claim)
    for end in ("", "/vignette"):
        assert julien.ask(f"{PATH}{claim.reference}/pieces/{piece.public_id}{end}").status_code == 404
    assert julien.post(f"{PATH}{claim.reference}/pieces/{piece.public_id}/accord").status_code == 404


def test_an_open_claim_is_in_the_customers_file(at_desk, supervisor, claim, sophie):
    paule = at_desk(supervisor)
    paule.visit(f"/conseil/clients/{sophie.phone_key}")
    paule.send(f"/conseil/clients/{sophie.phone_key}/ouverture", reason="call")
    assert paule.page.all("a", href=PATH + claim.reference)


def test_what_is_due_first_is_the_promise_or_the_law(julien, claim):
    assert again(claim).due_on == queries.standing_promise(claim).due_at.astimezone(PARIS).date()
    take(julien, claim)
    move(julien, claim, "tiers", said="Nous attendons l’autre assureur.", due_on=day(200))
    assert again(claim).due_on == add_months(today(), 3), "three months for an offer (L211-9)"
    assert "délai légal" in julien.visit("/conseil/files/sinistres").text
