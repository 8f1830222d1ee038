"""The notebook of an accident: everything is on the phone before anything else, and reaches the insurer once."""
from datetime import timedelta

import pytest

from insurance.clock import today
from tests.support.notebook import STORY, Notebook, arrived
from tests.support.phone import SOPHIE

YESTERDAY = (today() - timedelta(days=1)).isoformat()
KEPT = "caches.match('/carnet').then(Boolean)"


@pytest.fixture
def notebook(phone):
    return Notebook(phone)


def ready(phone, number=SOPHIE):
    """Sign in, and wait until the phone keeps the pages of an accident."""
    phone.keep(number)
    phone.wait_until(lambda: phone.page.evaluate(KEPT))


def test_a_claim_with_three_photos_written_with_no_network_survives_a_killed_browser_and_arrives_once(phone, notebook, demo):
    ready(phone)
    phone.lose_network()
    reference = notebook.begin()
    notebook.write_a_collision(YESTERDAY, until="pieces")
    notebook.photograph("damage", "plates")
    context, page = phone.context, phone.page
    phone.page = notebook.page = context.new_page()
    page.close(run_before_unload=False)  # as the camera of a small phone does

    notebook.open()
    notebook.page.get_by_role("link", name=reference).click()
    notebook.at("pieces")
    assert notebook.states == ["kept", "kept"]
    notebook.photograph("overview")
    notebook.finish_writing()
    assert STORY in phone.text
    notebook.declare()
    assert "Pas de réseau" in phone.text
    assert arrived(demo, reference)["claims"] == 0

    phone.find_network()
    notebook.wait_for_receipts(3)
    there = arrived(demo, reference)
    assert there["claims"] == 1
    assert there["received"] == ["plates", "overview", "damage"]
    assert there["answers"]["circumstances"]["story"] == STORY
    assert "Déclaration reçue" in phone.text
    assert "SIN-" in phone.text
