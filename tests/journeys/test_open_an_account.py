"""A customer opens an account, from the form to the dashboard, as on a phone."""
import pytest
from sqlalchemy import func, select

from insurance.accounts.models import Account
from insurance.accounts.queries import account_of
from insurance.clock import held_at, now
from insurance.database import db
from insurance.history.models import Event
from insurance.outbox import MailKind
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, make_contract, make_customer, open_account
from tests.support.mailbox import deliver, link_in, waiting, words

IDENTITY = {"contract_number": "aa 7311 640", "last_name": "lefevre", "first_name": "CAMILLE", "email": "Camille.Lefevre@Example.org"}


@pytest.fixture
def camille(app):
    """A customer who has no account yet."""
    customer = make_customer("Camille", "Lefèvre", "camille.lefevre@example.org")
    make_contract(customer, "AA-7311-640")
    return customer


def ask(browser, password=PASSWORD, **identity):
    """Fill the two steps of the sign-up, and return the page that they lead to."""
    browser.visit("/connexion")
    browser.visit(next(node.attrs["href"] for node in browser.page.all("a") if node.text == "Créer mon compte"))
    browser.send("/creer-mon-compte", **IDENTITY | identity)
    assert browser.url == "/creer-mon-compte/mot-de-passe"
    browser.send("/creer-mon-compte/mot-de-passe", password=password)
    assert browser.url == "/creer-mon-compte/e-mail"
    return browser.page


def test_from_the_form_to_the_dashboard(app, camille, visitor):
    ask(visitor)
    mail, = deliver(app)
    assert mail["To"] == "camille.lefevre@example.org"
    visitor.visit(link_in(mail))
    assert not visitor.page.all("input", name="password")
    visitor.send(visitor.url)
    assert visitor.url == "/connexion"
    assert "Votre compte est ouvert" in visitor.page.by_id("notices").text
    visitor.send("/connexion", identifier="aa7311640", password=PASSWORD)
    assert visitor.url == "/"
    assert visitor.page.all("h1")[0].text == "Bonjour Camille"
    assert "AB-123-CD" in visitor.page.text
    assert [mail["Subject"] for mail in deliver(app)][-1] == "Votre compte est ouvert"


@pytest.mark.parametrize("identifier", ["camille.lefevre@example.org", " CAMILLE.Lefevre@example.org", "AA-7311-640", "aa 7311 640",
                                        "aa7311640"])
def test_the_account_opens_by_the_address_and_by_the_number_however_typed(app, camille, visitor, identifier):
    open_account(app, camille)
    visitor.sign_in(identifier, PASSWORD)
    assert visitor.page.all("h1")[0].text == "Bonjour Camille"


def test_on_another_device_the_link_asks_for_the_password_that_was_chosen(app, camille, visitor):
    ask(visitor)
    phone = Browser(app.test_client())
    phone.visit(link_in(deliver(app)[0]))
    page = phone.send(phone.url, 422, password="Another-one-77!")
    assert "incorrect" in page.text
    assert account_of(camille) is None
    phone.send(phone.url, password=PASSWORD)
    assert phone.url == "/connexion"
    assert account_of(camille) is not None


def test_on_another_device_five_wrong_passwords_make_one_wait(app, camille, visitor):
    ask(visitor)
    stranger = Browser(app.test_client())
    stranger.visit(link_in(deliver(app)[0]))
    with held_at(now()):
        for _ in range(5):
            assert "incorrect" in stranger.send(stranger.url, 422, password="Another-one-77!").text
        assert "Trop d’essais" in stranger.send(stranger.url, 422, password=PASSWORD).text
    assert account_of(camille) is None


def test_opening_the_link_uses_nothing_up(app, camille, visitor):
    ask(visitor)
    link = link_in(deliver(app)[0])
    for scanner in (app.test_client(), app.test_client()):
        assert scanner.get(link).status_code == 200
        assert scanner.head(link).status_code == 200
    assert account_of(camille) is None
    visitor.visit(link)
    visitor.send(link)
    assert account_of(camille) is not None


def test_a_link_that_was_used_says_so_and_offers_to_start_again(app, camille, visitor):
    ask(visitor)
    link = link_in(deliver(app)[0])
    visitor.visit(link)
    visitor.send(link)
    page = visitor.visit(link, 410)
    assert page.all("h1")[0].text == "Ce lien ne fonctionne plus"
    assert page.all("a", href="/creer-mon-compte")
    assert visitor.post(link).status_code == 410


def test_a_wrong_identity_sees_the_same_pages_and_leaves_no_trace(app, camille):
    right, wrong = Browser(app.test_client()), Browser(app.test_client())
    pages = [ask(right), ask(wrong, last_name="Somebody")]
    assert pages[0] == pages[1]
    assert waiting() == [MailKind.OPEN_ACCOUNT]
    for details in ({"contract_number": "ZZ-0000-000"}, {"email": "other@example.org"}, {"first_name": "Camil"}):
        assert ask(wrong, **details) == pages[0]
    assert waiting() == [MailKind.OPEN_ACCOUNT]
    assert db.session.scalar(select(func.count()).select_from(Account)) == 0


def test_a_wrong_identity_is_not_written_in_the_history_of_the_holder(camille, visitor):
    before = db.session.scalar(select(func.count()).where(Event.customer_id == camille.id))
    ask(visitor, first_name="Camil")
    assert db.session.scalar(select(func.count()).where(Event.customer_id == camille.id)) == before


def test_somebody_who_has_an_account_gets_another_mail_and_keeps_the_password(app, camille, visitor):
    open_account(app, camille)
    page = ask(visitor, password="Another-one-77!")
    mail, = deliver(app)
    assert mail["Subject"] == "Vous avez déjà un compte"
    assert "Si ces informations" in page.text
    visitor.sign_in("AA-7311-640", "Another-one-77!", status=422)
    visitor.sign_in("AA-7311-640", PASSWORD)
    assert visitor.url == "/"


def test_a_stranger_cannot_have_the_holder_open_an_account_under_a_password_of_his_own(app, camille, visitor):
    ask(visitor, password="Chosen-by-a-7hief")
    holder = Browser(app.test_client())
    holder.visit(link_in(deliver(app)[0]))
    assert "Fermez cette page, aucun compte ne sera créé" in holder.page.text
    holder.send(holder.url, 422, password="")
    assert account_of(camille) is None


def test_going_back_to_the_first_step_starts_again(visitor, camille, app):
    ask(visitor, last_name="Typo")
    ask(visitor)
    assert len(deliver(app)) == 1


def test_the_second_step_without_the_first_leads_back_to_it(visitor):
    visitor.visit("/creer-mon-compte/mot-de-passe")
    assert visitor.url == "/creer-mon-compte"
    assert "plus d’une heure" in visitor.page.by_id("notices").text


def test_the_mail_says_how_long_its_link_works_and_what_to_do_if_nothing_was_asked(app, camille, visitor):
    ask(visitor)
    text = words(deliver(app)[0])
    assert "24\u00a0heures" in text
    assert "Vous n’avez rien demandé" in text
