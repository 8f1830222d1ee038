"""The team, for supervisors."""
import pytest

from insurance.staff.models import Role
from insurance.staff.queries import adviser_known_as
from tests.support.mailbox import deliver, link_in


@pytest.fixture
def desk(at_desk, supervisor):
    """A browser in which the supervisor is at her desk."""
    return at_desk(supervisor)


def test_a_supervisor_invites_somebody(app, desk):
    desk.visit("/conseil/equipe/")
    page = desk.send("/conseil/equipe/", 422, name="Lucie Armand", email="pas une adresse")
    assert "Choisissez un rôle" in page.text
    answer = desk.post("/conseil/equipe/", {"name": "Lucie Armand", "email": "lucie@assureur.example", "roles": ["claims"]})
    assert answer.status_code == 303
    assert "Invitation envoyée" in desk.visit("/conseil/equipe/").text
    assert link_in(deliver(app)[0]).startswith("/conseil/invitation/")
    assert adviser_known_as("lucie@assureur.example").roles == [Role.CLAIMS]
    again = desk.post("/conseil/equipe/", {"name": "L", "email": "lucie@assureur.example", "roles": ["claims"]})
    assert (again.status_code, "Un conseiller a déjà cette adresse" in again.text) == (422, True)


def test_a_role_that_does_not_exist_is_refused(desk, adviser):
    answer = desk.post(f"/conseil/equipe/{adviser.public_id}", {"roles": ["emperor"]})
    assert answer.status_code == 422
    assert adviser_known_as(adviser.email).roles == [Role.ADVISER]


def test_a_supervisor_changes_roles_and_closes_and_opens_an_access(desk, adviser):
    path = f"/conseil/equipe/{adviser.public_id}"
    desk.visit(path)
    assert desk.post(path, {"roles": ["claims", "complaints"]}).status_code == 303
    assert adviser_known_as(adviser.email).roles == ["claims", "complaints"]
    assert desk.post(path + "/acces", {"acte": "fermeture"}).status_code == 303
    assert "Accès fermé" in desk.visit(path).text
    assert desk.post(path + "/acces", {"acte": "ouverture"}).status_code == 303
    assert "Accès ouvert" in desk.visit(path).text
    assert desk.post(path + "/acces", {"acte": "invention"}).status_code == 303


def test_what_a_supervisor_did_is_on_their_page(desk, adviser, supervisor):
    desk.post(f"/conseil/equipe/{adviser.public_id}/acces", {"acte": "facteur"})
    assert "Deuxième facteur de Nadia Cherif remis à zéro" in desk.visit(f"/conseil/equipe/{supervisor.public_id}").text


def test_nobody_changes_their_own_access_even_without_the_buttons(desk, supervisor):
    path = f"/conseil/equipe/{supervisor.public_id}"
    assert "C’est vous" in desk.visit(path).text
    assert desk.post(path + "/acces", {"acte": "fermeture"}).status_code == 409
    assert desk.post(path, {"roles": ["adviser"]}).status_code == 409
