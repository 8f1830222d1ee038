"""The queues, and who has what in hand, seen from the desks of two people."""
import pytest

from insurance.contracts.queries import contracts_of
from insurance.staff.models import Role
from insurance.terminations import journey, queries, services
from tests.support.factories import make_adviser


@pytest.fixture
def request_of(app):
    """Make a request to end a customer's contract, and return its reference."""

    def request_of(customer):
        contract = contracts_of(customer)[0]
        services.keep_answer(customer, contract, "motive", {"motive": "any_time"})
        draft = queries.draft_of(customer, contract)
        outcome = queries.outcome_of(contract, journey.declaration(draft.answers, journey.FOR_CUSTOMERS))
        return services.request_termination(customer, contract.public_id, outcome.fingerprint, "i@example.org").reference

    return request_of


@pytest.fixture
def nadia(at_desk, adviser):
    """Nadia's desk."""
    return at_desk(adviser)


@pytest.fixture
def lucie(app, at_desk):
    """Lucie's desk: she does the same work."""
    return at_desk(make_adviser(app, "Lucie Armand", [Role.ADVISER]))


def names_in(page, text):
    return [node.text for node in page.all("tr", class_="desk-row") if text in node.text]


def test_a_queue_counts_what_waits_and_leads_to_it(nadia, request_of, sophie, karim):
    assert "Rien n’attend" in nadia.visit("/conseil/").text
    assert "Rien n’attend dans cette file" in nadia.visit("/conseil/files/resiliations").text
    reference = request_of(sophie)
    request_of(karim)
    assert nadia.visit("/conseil/").all("p", class_="desk-queue__count")[0].text == "2"
    page = nadia.visit("/conseil/files/resiliations")
    assert len(page.all("tr", class_="desk-row")) == 2
    assert "Résiliation à tout moment" in nadia.visit(f"/conseil/resiliations/{reference}").text


def test_what_a_filter_swaps_is_what_a_reload_shows(nadia, request_of, sophie):
    request_of(sophie)
    for part in ("moi", "personne"):
        nadia.visit("/conseil/files/resiliations")
        swapped = nadia.swap(f"/conseil/files/resiliations?a={part}", into="queue")
        assert swapped == nadia.visit(f"/conseil/files/resiliations?a={part}")
    nadia.visit("/conseil/")
    assert nadia.swap("/conseil/", into="queues") == nadia.visit("/conseil/")


def test_two_people_press_take_on_the_same_page_and_one_has_it(nadia, lucie, request_of, sophie):
    reference = request_of(sophie)
    path = f"/conseil/files/resiliations/{reference}/prise"
    for desk in (nadia, lucie):
        desk.visit("/conseil/files/resiliations")
    nadia.send(path)
    assert (nadia.url, "est à vous" in nadia.page.text) == (f"/conseil/resiliations/{reference}", True)
    assert "Un autre conseiller l’a en main" in lucie.send(path, 409).text
    assert "Nadia Cherif" in names_in(lucie.visit("/conseil/files/resiliations"), reference)[0]
    assert "À moi" in names_in(nadia.visit("/conseil/files/resiliations?a=moi"), reference)[0]
    assert reference in nadia.visit("/conseil/mes-dossiers").text


def test_it_is_given_and_put_back_by_whoever_has_it(nadia, lucie, request_of, sophie):
    reference = request_of(sophie)
    nadia.visit(f"/conseil/resiliations/{reference}")
    nadia.send(f"/conseil/files/resiliations/{reference}/prise")
    nadia.send(f"/conseil/files/resiliations/{reference}/don")  # to the only colleague in the list
    assert "est confié à Lucie Armand" in nadia.page.text
    assert not nadia.page.all("form", action=f"/conseil/files/resiliations/{reference}/retour"), "no longer hers to put back"
    assert nadia.post(f"/conseil/files/resiliations/{reference}/retour").status_code == 409
    lucie.visit(f"/conseil/resiliations/{reference}")
    lucie.send(f"/conseil/files/resiliations/{reference}/retour")
    assert (lucie.url, "est remis dans la file" in lucie.page.text) == ("/conseil/files/resiliations", True)


def test_a_queue_of_another_role_does_not_exist(at_desk, handler, request_of, sophie):
    reference, julien = request_of(sophie), at_desk(handler)
    assert "Résiliations" not in julien.visit("/conseil/").text
    assert julien.ask("/conseil/files/resiliations").status_code == 404
    assert julien.post(f"/conseil/files/resiliations/{reference}/prise").status_code == 404


def test_a_reference_typed_in_the_search_leads_to_its_page(nadia, request_of, sophie):
    reference = request_of(sophie)
    nadia.visit(f"/conseil/recherche?q={reference.lower()}")
    assert nadia.url == f"/conseil/resiliations/{reference}"


@pytest.mark.parametrize("path", ["/conseil/files/nothing", "/conseil/resiliations/RES-0000-000000"])
def test_what_does_not_exist_is_not_found(nadia, path):
    page = nadia.visit(path, 404)
    assert page.all("a", href="/conseil/"), "the way back leads to the desk"


def test_nothing_is_given_to_somebody_who_does_not_exist(nadia, request_of, sophie):
    answer = nadia.post(f"/conseil/files/resiliations/{request_of(sophie)}/don", {"conseiller": "nobody"})
    assert answer.status_code == 404
