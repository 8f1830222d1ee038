"""The pages that open an account: what they say when something is missing."""
import pytest

from tests.support.factories import PASSWORD

IDENTITY = {"contract_number": "AA-7311-640", "last_name": "Lefèvre", "first_name": "Camille", "email": "camille@example.org"}


def errors(page):
    return [node.text.removeprefix("Erreur : ") for node in page.walk() if node.attrs.get("class") == "field__error"]


@pytest.mark.parametrize(("field", "typed", "words"), [
    ("contract_number", "  ", "Écrivez votre numéro de contrat."), ("last_name", "", "Écrivez votre nom."),
    ("first_name", "\u200b", "Écrivez votre prénom."), ("email", "", "Écrivez votre adresse e-mail."),
    ("email", "camille", "Écrivez l’adresse en entier, par exemple nom@exemple.fr."),
    ("email", "camille@example", "Écrivez l’adresse en entier, par exemple nom@exemple.fr."),
    ("email", "a@b.fr\nBcc: all@example.org", "Écrivez l’adresse en entier, par exemple nom@exemple.fr."),
    ("email", "a\x01b@example.org", "Écrivez l’adresse en entier, par exemple nom@exemple.fr."),
    ("last_name", "x" * 121, "120 caractères au plus."),
])
def test_what_is_missing_is_said_next_to_its_field_and_the_rest_is_kept(visitor, field, typed, words):
    visitor.visit("/creer-mon-compte")
    page = visitor.send("/creer-mon-compte", 422, **IDENTITY | {field: typed})
    assert words in errors(page)[0]
    for name, value in IDENTITY.items():
        if name != field:
            assert page.all("input", name=name)[0].attrs["value"] == value


def test_a_password_that_is_not_accepted_says_everything_that_is_wrong_and_is_not_shown_again(visitor):
    visitor.visit("/creer-mon-compte")
    visitor.send("/creer-mon-compte", **IDENTITY)
    page = visitor.send("/creer-mon-compte/mot-de-passe", 422, password="chene")
    text = page.text
    for words in ("au moins 8", "majuscule", "un chiffre", "un symbole"):
        assert words in text
    assert "chene" not in visitor.response.text
    page = visitor.send("/creer-mon-compte/mot-de-passe", 422, password="Camille-Lefevre-7!")
    assert "Évitez votre nom" in page.text
    page = visitor.send("/creer-mon-compte/mot-de-passe", 422, password="Motdepasse1!")
    assert "trop facile à deviner" in page.text
    visitor.send("/creer-mon-compte/mot-de-passe", password=PASSWORD)
    assert visitor.url == "/creer-mon-compte/e-mail"


@pytest.mark.parametrize("secret", ["nothing", "a" * 43, "é", "..", "x" * 2000])
def test_a_link_that_never_was_is_a_dead_link(visitor, secret):
    page = visitor.visit("/creer-mon-compte/confirmation/" + secret, 410)
    assert page.all("h1")[0].text == "Ce lien ne fonctionne plus"


def test_the_third_step_says_the_same_to_somebody_who_asked_for_nothing(visitor):
    assert "Si ces informations sont celles de votre contrat" in visitor.visit("/creer-mon-compte/e-mail").text


def test_the_demonstration_shows_where_its_mails_are_and_nobody_else_does(visitor, app, portal):
    assert "/demo/" not in visitor.visit("/creer-mon-compte/e-mail").text
    assert not visitor.page.all("a", href="/demo/e-mails/")
    demo = type(visitor)(portal(app.instance_path, MODE="demo").test_client())
    assert demo.visit("/creer-mon-compte/e-mail").all("a", href="/demo/e-mails/")
