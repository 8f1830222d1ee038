"""French spaces are put in for the templates, and nothing else of a template is touched."""
import pytest

from wording.typography import french


@pytest.mark.parametrize(("typed", "printed"), [
    ("Rien reçu ?", "Rien reçu~?"), ("Attention !", "Attention~!"), ("Oui ; non", "Oui~; non"), ("Code : <b>x</b>", "Code_: <b>x</b>"),
    ("« Plus »", "«_Plus_»"), ("(vous) ?", "(vous)~?"), ("{{ name }} : {{ value }}", "{{ name }}_: {{ value }}"),
    ("30 minutes", "30_minutes"), ("48 heures", "48_heures"), ("1 an", "1_an"), ("12 caractères", "12_caractères"),
    ('{{ " : suite" }}', '{{ "_: suite" }}'), ("de 9 h à 18 h", "de 9_h à 18_h"), ("14 h 32", "14_h_32"),
])
def test_a_sentence_gets_its_spaces(typed, printed):
    assert french(typed) == printed.replace("_", "\u00a0").replace("~", "\u202f")


@pytest.mark.parametrize("source", [
    "{% if a != b %}", '<a href="x?y=1">', "{{ {'a': 1} }}", "a:b", "{{ x[1:] }}", "3 anses",
    "url(https://x)", "{% set x = 'a' %}", "5 hommes",
])
def test_what_is_no_sentence_is_left_alone(source):
    assert french(source) == source
