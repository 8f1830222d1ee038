"""Sophie moves: her address, her telephone, her e-mail, paper too, and the insurer's old file the next morning."""
import json

import pytest

from commands.portfolio import import_file
from insurance.database import db
from insurance.people.models import Customer
from tests.support.browser import Browser
from tests.support.factories import PASSWORD
from tests.support.mailbox import deliver, link_in
from tests.support.portfolio import LINE

HOLDER = LINE["holder"] | {"birth_date": "1988-03-14"}


@pytest.fixture
def import_again(app, tmp_path):
    """Import Sophie's contract as the insurer knows it."""
    def import_again(**holder):
        file = tmp_path / "portfolio.jsonl"
        file.write_text(json.dumps(LINE | {"holder": HOLDER | holder, "documents": []}) + "\n", "utf-8")
        assert import_file(file, quiet=True) == 0
        db.session.rollback()
    return import_again


def test_a_customer_moves_and_nothing_is_undone_the_next_morning(app, server, browser, sophie, import_again):
    import_again()
    browser.visit("/profil/adresse?modifier=1")
    browser.send("/profil/adresse", line1="3 quai Saint-Antoine", postcode="69 002", city="Lyon", country="FR")
    browser.visit("/profil/telephone?modifier=1")
    browser.send("/profil/telephone", number="06 12 34 56 78")
    browser.visit("/profil/preferences")
    browser.send("/profil/preferences/courrier")
    browser.visit("/profil/e-mail?modifier=1")
    browser.send("/profil/e-mail", new_email="sophie@example.net", current=PASSWORD)
    mails = {(mail["To"], mail["Subject"]): mail for mail in deliver(app)}
    assert len(mails) == 8
    browser.visit(link_in(mails["sophie@example.net", "Confirmez votre nouvelle adresse e-mail"]))
    browser.send(browser.url)

    import_again()
    import_again(title="M.")
    (person,) = db.session.query(Customer).all()
    assert (person.id, person.title, person.email, person.city) == (sophie.id, "M.", "sophie@example.net", "Lyon")

    phone = Browser(server.test_client())
    phone.sign_in("sophie@example.net", PASSWORD)
    words = phone.visit("/profil/").by_id("main").text + phone.visit("/profil/preferences").by_id("main").text
    for told in ("sophie@example.net", "3 quai Saint-Antoine 69002 Lyon", "06 12 34 56 78", "Oui, depuis"):
        assert told in words
    lines = phone.visit("/historique").by_id("history").text
    for line in ("Vos coordonnées ont été mises à jour", "Documents demandés aussi par courrier",
                 "Changement d’adresse e-mail demandé", "Adresse e-mail changée"):
        assert line in lines
