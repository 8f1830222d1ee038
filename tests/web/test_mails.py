"""A mail has one source and two parts that say the same."""
import re

import pytest
from jinja2.meta import find_undeclared_variables

import wording
from app import create_app
from insurance.outbox import MailKind
from web.mails import written

MOTIVE = next(iter(wording.MOTIVES))
# A value for each word that a mail may ask for; a new word is added here.
DETAILS = {
    "first_name": "Anaïs", "name": "Anaïs Lefèvre", "numbers": ["AA-7204-118", "AA-1000-001"], "number": "AA-7204-118",
    "vehicle": "Peugeot 208", "plate": "GH-482-KT", "sent_at": "5 décembre 2026", "reference": "Q-1", "part": "address",
    "subject": "Une question", "text": "Bonjour,\nmerci.", "incident": "R2345678", "step": "/contrats",
    "reply_to": "anais@example.org", "state": "requested", "source": next(iter(wording.TERMINATION_SOURCES)), "motive": MOTIVE,
    "basis": MOTIVE, "refusal": next(iter(wording.TERMINATION_REFUSALS)), "requested_on": "2026-11-23", "event_on": None,
    "documents": [{"kind": "endorsement", "title": "", "issued_on": "2026-11-23", "vehicle": "Peugeot 208"}], "count": 9,
    "renewal_on": "2027-01-02", "total_cents": 43840, "previous_cents": 42960, "refusal_until": "2026-11-02",
    "is_corrected": True, "contract_id": "0000000000000",
    "asked": [{"kind": "licence", "subject": "Anaïs Lefèvre", "refusal": "one_side"},
              {"kind": "bank_details", "subject": "", "refusal": None}],
    "piece": "licence", "person": "Anaïs Lefèvre", "why": "other", "note": "Le verso aussi.", "is_late": False,
    "former_account": "FR•• •••• •••• 2606", "is_on_new": False, "is_revoked": False,
    "is_provisional": True, "about": "MOD-2026-000001",
    "what": "vehicle", "effective_on": "2026-12-01", "answer_by": "2026-11-25", "accepted_on": "2026-11-23", "premium_before_cents": 42960,
    "premium_after_cents": 44133, "due_cents": 365, "dues": [["2026-12-10", 3645]], "reasons": ["rounds"], "others": ["Dacia Sandero"],
    "changes": [["Option", "", "Assistance 0 km"]], "papers": ["AVN-2026-000001"], "purpose": "endorsement", "minutes": 10,
    "ended_on": "2021-09-28", "removal_on": "2027-01-28",
    "ends_on": "2026-12-23", "asked_end": "2026-12-22", "covered_until": "2026-12-23", "refund_by": "2027-01-22",
    "possible_from": "2026-12-01", "refund_cents": 12345, "still_due_cents": 0, "has_certificate": True, "public_id": "0000000000000",
    "claim_kind": "collision", "claim_state": "pieces-asked", "occurred_on": "2026-11-20", "handler": "Nadia Roux", "wants_account": True,
    "promise": "take-in-charge", "due_on": "2026-11-26", "missing_pieces": [{"kind": "licence", "note": "recto et verso"}],
    "said": "Nous attendons votre permis.", "pieces": ["plates", "damage"], "by": "Nadia Roux",
    "amount_cents": 4180, "late_cents": 4180, "account": "", "means": next(iter(wording.MEANS)), "event": "payment.received",
    "reason": next(iter(wording.RETURNS)), "back_at": "", "is_off": True, "occurred_at": "2026-11-23T10:15:00+00:00",
    "entries": [{"due_on": "2026-11-05", "cents": 4000}, {"due_on": None, "cents": 180}],
    "sent_on": "2026-11-16", "suspended_on": "2026-12-17", "terminable_on": "2026-12-27", "suspended_from": "",
    "back_if_paid": "2026-12-20T11:00:00+00:00", "late_since": ["2026-11-05", "2026-10-05"], "notice_state": "sent",
    "is_reminder": True, "until": "2026-12-23T10:15:00+00:00", "parts": ["last_name", "birth_name"],
    "address": ["12 rue de la Gare", "59000 Lille"],
}


@pytest.fixture(scope="module")
def portal_of_mails(tmp_path_factory, passwords):
    """One portal for all of them: a mail is written without a database."""
    return create_app(INSTANCE_PATH=tmp_path_factory.mktemp("mails"), TESTING=True, PASSWORDS=passwords)


@pytest.fixture
def in_request(portal_of_mails):
    """That portal, as a worker or a request writes with it."""
    with portal_of_mails.test_request_context():
        yield portal_of_mails


@pytest.mark.parametrize("kind", MailKind)
def test_these_tests_know_every_word_that_a_mail_may_hold(in_request, kind):
    environment = in_request.jinja_env
    source = environment.loader.get_source(environment, f"emails/{kind}.txt")[0]
    words = find_undeclared_variables(environment.parse(source)) - set(environment.globals)
    assert words <= set(DETAILS) | {"base", "secret"}


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


def test_a_debit_that_comes_is_announced_without_asking_for_a_payment(in_request):
    _, text, _ = written(MailKind.INSTALMENT_DUE, DETAILS | {"account": "•••• 0143"}, "s" * 43)
    assert "Vous n’avez rien à faire" in text
    assert "/payer/" not in text


def test_a_payment_that_gives_the_cover_back_says_from_when(in_request):
    _, text, _ = written(MailKind.PAYMENT_RECEIVED, DETAILS | {"back_at": "2026-12-06T11:00:00+00:00"}, None)
    assert "Vos garanties reprennent le 6\u00a0décembre 2026 à 12\u00a0h." in text
    assert "ne prenez pas la route" in text


@pytest.mark.parametrize("event", ["payment.received", "payment.refunded", "payment.disputed", "payment.debit-returned"])
def test_the_insurer_is_told_of_money_whichever_way_it_went(in_request, event):
    subject, text, _ = written(MailKind.PAYMENT_HANDED_OVER, DETAILS | {"event": event}, None)
    assert len(subject) < 78
    assert "- Sans échéance" in text


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
    for word in (DETAILS["subject"], "merci", DETAILS["incident"], DETAILS["step"]):
        assert word not in text + html
