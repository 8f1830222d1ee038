"""A mail has one source and two parts that say the same."""
import re

import pytest

from insurance.outbox import MailKind
from web.mails import written

DETAILS = {
    "first_name": "Anaïs", "numbers": ["AA-7204-118", "AA-1000-001"], "sent_at": "5 décembre 2026", "reference": "Q-1",
    "subject": "Une question", "text": "Bonjour,\nmerci.", "number": "AA-1", "incident": "R2345678", "step": "/contrats",
    "reply_to": "anais@example.org",
}


@pytest.fixture
def in_request(server):
    with server.test_request_context():
        yield server


@pytest.mark.parametrize("kind", MailKind)
def test_every_mail_has_a_subject_of_one_line_a_text_and_a_page(in_request, kind):
    subject, text, html = written(kind, DETAILS, "s" * 43)
    assert 5 < len(subject) < 78
    assert "\n" not in subject
    assert text.endswith("\n")
    assert "<" not in text
    assert html.startswith("<!doctype html>")
    assert "{{" not in text + html
    assert "None" not in text + html


@pytest.mark.parametrize("kind", MailKind)
def test_every_address_of_a_mail_is_an_address_of_the_portal_that_exists(in_request, kind):
    _, text, html = written(kind, DETAILS, "s" * 43)
    adapter = in_request.url_map.bind("localhost")
    for url in re.findall(r"https?://\S+", text):
        assert url.startswith(in_request.config["BASE_URL"] + "/")
        assert url in html
        adapter.match(url.removeprefix(in_request.config["BASE_URL"]), method="GET")


@pytest.mark.parametrize("kind", MailKind)
def test_no_mail_asks_for_a_password_or_says_the_number_of_an_account(in_request, kind):
    _, text, html = written(kind, DETAILS, "s" * 43)
    assert not re.search(r"IBAN|FR\d\d", text + html)
    assert "ne vous demandera jamais votre mot de passe" in html


def test_a_link_is_a_button_in_the_page_and_an_address_on_its_own_line_in_the_text(in_request):
    _, text, html = written(MailKind.RESET_PASSWORD, DETAILS, "SECRET")
    address = in_request.config["BASE_URL"] + "/nouveau-mot-de-passe/SECRET"
    assert address in text.splitlines()
    assert f'<a class="button" href="{address}">Choisir un nouveau mot de passe</a>' in html


def test_a_list_is_a_list(in_request):
    _, text, html = written(MailKind.CONTRACT_NUMBERS, DETAILS, None)
    assert "- AA-7204-118\n- AA-1000-001" in text
    assert "<li>AA-7204-118</li><li>AA-1000-001</li>" in html


CANARY = '"><svg onload=alert(1)><a href="https://evil.example">Cliquez</a> [Payer] https://evil.example'


@pytest.mark.parametrize("field", ["first_name", "subject", "text", "number", "step", "reference", "sent_at"])
@pytest.mark.parametrize("kind", [MailKind.QUESTION, MailKind.ACCOUNT_OPENED, MailKind.QUESTION_RECEIVED])
def test_what_somebody_typed_is_never_a_tag_nor_a_button_of_a_mail(in_request, kind, field):
    _, _, html = written(kind, DETAILS | {field: CANARY}, None)
    assert "<svg" not in html
    assert 'href="https://evil.example' not in html


def test_a_text_of_many_lines_keeps_them(in_request):
    _, text, _ = written(MailKind.QUESTION, DETAILS | {"text": "Un.\n\nDeux.\r\nTrois."}, None)
    assert "> Un.\n> \n> Deux.\n> Trois." in text


def test_an_acknowledgement_repeats_nothing_of_what_was_written(in_request):
    _, text, html = written(MailKind.QUESTION_RECEIVED, DETAILS, None)
    for word in (DETAILS["subject"], "merci", DETAILS["number"], DETAILS["step"]):
        assert word not in text + html
