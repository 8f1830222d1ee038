"""Reading a portfolio: what enters, what is refused, and what the operator is told."""
import json
import os
import tracemalloc
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from insurance.portfolio import shape
from insurance.portfolio.document_files import LARGEST_BYTES
from insurance.portfolio.faults import Rejection
from insurance.portfolio.reader import LONGEST_LINE, UnusableFile, read
from insurance.portfolio.records import Record
from tests.support.portfolio import IBAN, LINE, as_bytes, changed, numbered

TODAY = date(2026, 11, 23)


@pytest.fixture
def folder(tmp_path):
    """A folder with one real document."""
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "general.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    return tmp_path


@pytest.fixture
def outcomes(folder):
    """Write lines (dicts, texts or bytes) in a portfolio and read it."""
    def outcomes(*lines):
        path = folder / "portfolio.jsonl"
        path.write_bytes(b"".join(as_bytes(line) for line in lines))
        return list(read(path, today=TODAY))
    return outcomes


@pytest.fixture
def refusal(outcomes):
    """Read one line that must be refused."""
    def refusal(line):
        (rejection,) = outcomes(line)
        assert isinstance(rejection, Rejection), rejection
        assert rejection.line == 1
        return rejection
    return refusal


# What enters

def test_a_line_becomes_a_record_with_real_types(outcomes, folder):
    (record,) = outcomes(LINE)
    assert (record.line, record.number, record.number_key) == (1, "AA-7204-118", "AA7204118")
    assert (record.effective_on, record.ends_on) == (date(2024, 1, 2), None)
    assert record.holder.born_on == date(1989, 4, 17)
    assert (record.vehicle.plate, record.vehicle.plate_key) == ("GH-482-KT", "GH482KT")
    assert record.vehicle.is_registered
    assert record.bonus_malus_hundredths == 57
    assert record.coverages[0].limit_cents == 10_000_000_000
    assert record.coverages[0].deductible_cents is None
    assert record.options == ("assistance_0km",)
    assert record.account.iban == IBAN
    assert record.instalments[0].paid_on == date(2026, 11, 3)
    assert record.past_claims[0].is_closed
    assert record.documents[0].file.path == folder / "files" / "general.pdf"


def test_the_facts_hold_no_account_number_but_what_each_file_holds(outcomes):
    (record,) = outcomes(LINE)
    assert IBAN not in json.dumps(record.facts)
    assert len(record.facts["documents"][0]["sha256"]) == 64


def test_the_digest_ignores_how_the_line_is_written_and_sees_what_it_says(outcomes, folder):
    same = changed("bonus_malus.coefficient", 0.57, dict(reversed(LINE.items())))
    del same["end_date"]
    (first,), (second,) = outcomes(LINE), outcomes(same)
    assert first.digest == second.digest
    (third,) = outcomes(changed("premium.annual_cents", 42961))
    assert third.digest != first.digest
    (folder / "files" / "general.pdf").write_bytes(b"%PDF-1.4 another edition")
    (fourth,) = outcomes(LINE)
    assert fourth.digest != first.digest


def test_the_least_that_the_format_asks_is_enough(outcomes):
    least = {name: LINE[name] for name in shape.load_schema()["required"]}
    least["premium"] = {"annual_cents": 0, "frequency": "yearly", "method": "card"}
    (record,) = outcomes(least)
    assert record.documents == record.instalments == record.options == ()


def test_an_unregistered_vehicle_is_known_by_its_serial_number(outcomes):
    scooter = {"registered": False, "registration": "", "serial_number": "N4GSD2231C", "make": "Ninebot", "model": "G2",
               "first_registration": "2026-07-01", "usage": "private"}
    (record,) = outcomes(changed("vehicle", scooter))
    assert (record.vehicle.is_registered, record.vehicle.serial_number) == (False, "N4GSD2231C")


@pytest.mark.parametrize(("path", "value"), [
    ("vehicle.first_registration", "2026-11-23"),  # later than the effective date
    ("drivers.0.licence_date", "2003-05-01"),  # at 14: the licence of a moped
    ("effective_date", "2027-02-01"), ("end_date", "2024-01-02"), ("anniversary", "02-29"),
    ("holder.email", "éléonore.gauthier.1@example.org"), ("holder.phone", None), ("holder.address.line1", ""),
    ("vehicle.registration", "B-XY 1234"), ("vehicle.vin", None), ("bonus_malus.coefficient", 1),
    ("bonus_malus.coefficient", 3.5), ("premium.annual_cents", 42960.0),
    ("premium.iban", "FR14 2004 1010 0505 0001 3M02 606"),
    ("instalments.0.paid_on", ...), ("claims.0.at_fault_percent", 50.0), ("options", []),
    ("drivers.0.role", "occasional"),
])
def test_what_is_unusual_but_possible_enters(outcomes, path, value):
    (record,) = outcomes(changed(path, value))
    assert isinstance(record, Record), record


def test_marks_of_windows_and_blank_lines_change_nothing(outcomes):
    one, two = json.dumps(numbered("AA-0000-001")).encode(), json.dumps(numbered("AA-0000-002")).encode()
    first, second = outcomes(b"\xef\xbb\xbf" + one + b"\r\n", b"\r\n", b"  \t\n", two)
    assert [(first.line, first.number), (second.line, second.number)] == [(1, "AA-0000-001"), (4, "AA-0000-002")]


# What is refused, and how it is said

@pytest.mark.parametrize(("path", "value", "field", "reason"), [
    ("effective_date", "2026-02-30", "effective_date", "February 2026 has 28 days: there is no day 30."),
    ("effective_date", "2026-13-01", "effective_date", "There is no month 13."),
    ("effective_date", "20260101", "effective_date", "Expected a day written YYYY-MM-DD, as in 2026-12-05."),
    ("effective_date", "0206-01-01", "effective_date",
     "Expected a day of the years 1900 to 2199, written YYYY-MM-DD."),
    ("effective_date", "2026-0१-01", "effective_date", "Expected a day written YYYY-MM-DD, as in 2026-12-05."),
    ("end_date", "2024-01-01", "end_date", "The contract ends before it begins (2024-01-02)."),
    ("anniversary", "02-30", "anniversary", "Month 2 never has 30 days."),
    ("status", "cancelled", "status", "Unknown code. Expected one of: provisional, active, suspended, terminated."),
    ("coverages.1.code", "hail", "coverages[1].code", None),
    ("coverages.1.code", "civil_liability", "coverages[1].code", "Already said in coverages[0]."),
    ("claims.0.at_fault_percent", False, "claims[0].at_fault_percent", "Unknown code. Expected one of: 0, 50, 100."),
    ("claims.0.at_fault_percent", [0], "claims[0].at_fault_percent", "Unknown code. Expected one of: 0, 50, 100."),
    ("contract_number", "aa-7204-118", "contract_number", "Expected 6 to 20 capital letters, digits or dashes."),
    ("contract_number", "AA-7204-118\n", "contract_number", "Expected 6 to 20 capital letters, digits or dashes."),
    ("contract_number", "------", "contract_number", "Expected at least four letters or digits besides the dashes."),
    ("contract_number", 7204118, "contract_number", "Expected text, found a whole number."),
    ("holder", ["Sophie"], "holder", "Expected an object, found a list."),
    ("holder.birth_date", ..., "holder.birth_date", "This field is required and it is missing."),
    ("holder.birth_date", "2026-11-24", "holder.birth_date", "A birth date cannot be in the future."),
    ("holder.birth_date", "2016-11-23", "holder.birth_date", "This person would be 10 years old; expected 14 to 120."),
    ("drivers.0.birth_date", "1900-01-01", "drivers[0].birth_date",
     "This person would be 126 years old; expected 14 to 120."),
    ("holder.last_name", "—", "holder.last_name", "A name has at least one letter."),
    ("holder.last_name", " ", "holder.last_name", "Expected a text that is not blank."),
    ("holder.email", "sophie@", "holder.email", "Expected one e-mail address, as in sophie@example.org."),
    ("holder.email", "a@example.org, b@example.org", "holder.email", None),
    ("holder.adress", {}, "holder.adress", "Unknown field: did you mean address?"),
    ("loyalty_points", 3, "loyalty_points", "Unknown field: the format has none of that name."),
    ("vehicle.registration", "--", "vehicle.registration",
     'A registered vehicle has a plate; one without a plate says "registered": false.'),
    ("vehicle.registered", False, "vehicle.serial_number",
     "A vehicle without a plate is known by its serial number, which is missing."),
    ("vehicle.vin", "VF3IPHNKUN6048217", "vehicle.vin", "Expected 17 capital letters or digits, never I, O or Q."),
    ("vehicle.make", " ", "vehicle.make", "Expected a text that is not blank."),
    ("bonus_malus.coefficient", 0.49, "bonus_malus.coefficient", "The lowest value allowed is 0.5."),
    ("bonus_malus.coefficient", 0.567, "bonus_malus.coefficient", "A coefficient has two decimals at most."),
    ("premium.annual_cents", -1, "premium.annual_cents", "The lowest value allowed is 0."),
    ("premium.annual_cents", 429.6, "premium.annual_cents", "Expected a whole number, found a number."),
    ("premium.annual_cents", True, "premium.annual_cents", "Expected a whole number, found true or false."),
    ("premium.annual_cents", 10 ** 30, "premium.annual_cents", "The highest value allowed is 1000000000."),
    ("drivers", [], "drivers", "Expected at least 1, found 0."),
    ("holder.first_name", "S" * 81, "holder.first_name", "This text has 81 characters; 80 at most."),
    ("holder.address.city", "Li\nlle", "holder.address.city",
     "The text holds a control character (U+000A), such as a line break or a tab."),
    ("holder.address.city", "Lille\u0000", "holder.address.city",
     "The text holds a control character (U+0000), such as a line break or a tab."),
    ("holder.last_name", "Mar\u202echand", "holder.last_name",
     "The text holds an invisible character that changes the reading order (U+202E)."),
    ("formal_notice_on", "2026-02-29", "formal_notice_on", "February 2026 has 28 days: there is no day 29."),
])
def test_the_operator_is_told_the_field_and_why(refusal, path, value, field, reason):
    rejection = refusal(changed(path, value))
    assert rejection.field == field
    assert reason is None or rejection.reason == reason
    assert len(rejection.faults) == 1


def test_suspension_cannot_come_before_the_formal_notice(refusal):
    line = changed("formal_notice_on", "2026-10-01", changed("suspended_on", "2026-09-30"))
    assert refusal(line).reason == "This day comes before formal_notice_on (2026-10-01)."


def test_all_the_faults_of_a_line_are_told_at_once(refusal):
    line = changed("status", "cancelled", changed("effective_date", "2026-02-30", changed("holder.email", "x")))
    rejection = refusal(line)
    assert {fault.field for fault in rejection.faults} == {"status", "effective_date", "holder.email"}
    assert rejection.contract_number == "AA-7204-118"


def test_an_iban_is_never_shown_whole(refusal, outcomes):
    wrong = IBAN.replace("50500", "50501")
    rejection = refusal(changed("premium.iban", wrong))
    assert rejection.reason == "The check digits do not match: a character of the IBAN is wrong."
    assert rejection.value == "FR14•••••••••••••••••••2606"
    elsewhere = refusal(changed("holder.title", wrong))
    assert elsewhere.value == "FR14•••••••••••••••••••2606"
    text = json.dumps(LINE)
    for end in range(text.index(IBAN) + 1, text.index(IBAN) + 60):
        (cut,) = outcomes(text[:end])
        assert IBAN[6:20] not in cut.value
        assert not any(IBAN[start:start + 7] in cut.value for start in range(5, 16))


def test_a_shown_value_is_short_and_printable(refusal):
    rejection = refusal(changed("status", "\x1b[2J\u202e" + "x" * 500))
    assert len(rejection.value) <= 80
    assert rejection.value.isprintable()


@pytest.mark.parametrize(("cut", "number"), [
    (2, None), (25, None), (40, "AA-7204-118"), (400, "AA-7204-118"), (-1, "AA-7204-118"),
])
def test_a_truncated_line_is_told_as_such(refusal, cut, number):
    rejection = refusal(json.dumps(LINE)[:cut])
    assert rejection.reason.startswith("The line stops before the end of its JSON")
    assert rejection.contract_number == number


@pytest.mark.parametrize(("text", "reason"), [
    ("[]", 'Expected one JSON object per line, {"contract_number": …}.'),
    ("42", 'Expected one JSON object per line, {"contract_number": …}.'),
    ("{'a': 1}", "Not valid JSON at character 2: Expecting property name enclosed in double quotes."),
    ('{"a": 1} {"b": 2}', "Not valid JSON at character 10: Extra data."),
    ('{"a": NaN}', "NaN is not a number in JSON."),
    ('{"a": -Infinity}', "-Infinity is not a number in JSON."),
    ('{"a": 1' + "0" * 5000 + "}", "A number has far too many digits."),
    ("[" * 100_000, "Lists or objects are nested too deep."),
    ('{"a":' * 100_000, "Lists or objects are nested too deep."),
    ('{"status": "active", "status": "suspended"}', "This field is said twice in the same object."),
    ('{"a": "\0"}', "The line holds a NUL byte: the file is damaged, or is not text in UTF-8."),
])
def test_what_is_not_one_object_of_json_is_told(refusal, text, reason):
    assert refusal(text).reason == reason


def test_a_number_beyond_every_bound_is_refused(refusal):
    text = json.dumps(LINE).replace("42960", "1e999")
    assert refusal(text).field == "premium.annual_cents"


def test_half_a_character_is_refused(refusal):
    rejection = refusal(json.dumps(LINE).replace("Sophie", "Sophie\\ud83d", 1))
    assert rejection.field == "holder.first_name"
    assert rejection.reason == "Half of a character (an unpaired surrogate): the export cut a text in two."


def test_a_whole_character_written_as_two_halves_enters(outcomes):
    (record,) = outcomes(json.dumps(LINE).replace("14 rue", "\\ud83c\\udfe0 14 rue", 1))
    assert record.holder.address_line1.startswith("🏠 14 rue")


def test_a_file_in_latin_1_says_so_on_each_line_that_shows_it(outcomes):
    accented = json.dumps(LINE, ensure_ascii=False).encode("latin-1") + b"\n"
    plain = json.dumps(changed("documents", [], numbered("AA-0000-002"))).encode() + b"\n"
    first, second, third = outcomes(accented, plain, accented)
    assert isinstance(second, Record)
    for rejection in (first, third):
        assert "is not UTF-8" in rejection.reason
        assert "Latin-1" in rejection.reason
        assert "iconv -f WINDOWS-1252 -t UTF-8" in rejection.reason
        assert "générales" in rejection.value
        assert rejection.contract_number == "AA-7204-118"


def test_a_file_cut_in_the_middle_of_a_character_says_so(refusal):
    whole = json.dumps(LINE, ensure_ascii=False).encode()
    rejection = refusal(whole[:whole.index("é".encode()) + 1])
    assert rejection.reason == "The line stops in the middle of a character: the file is probably cut off."


def test_the_second_description_of_a_contract_is_refused_naming_the_first(outcomes):
    first, other, second, dashed = outcomes(LINE, numbered("AA-0000-002"), LINE, numbered("AA7204118"))
    assert isinstance(first, Record)
    assert isinstance(other, Record)
    assert (second.line, second.field) == (3, "contract_number")
    assert second.reason == "This contract is already described at line 1, which was kept."
    assert isinstance(dashed, Rejection)


def test_a_refused_description_does_not_stand_in_the_way_of_a_good_one(outcomes):
    first, second = outcomes(changed("status", "cancelled"), LINE)
    assert isinstance(first, Rejection)
    assert isinstance(second, Record)


def test_a_bad_line_never_stops_the_others(outcomes):
    results = outcomes(numbered("AA-0000-001"), "{", b"\xff\xfe\x00\n", "[" * 2000, numbered("AA-0000-002"))
    assert [isinstance(result, Record) for result in results] == [True, False, False, False, True]


# Its files

@pytest.mark.parametrize(("name", "reason"), [
    ("../secret.pdf", "This path leaves the folder of the portfolio (..)."),
    ("files/../../secret.pdf", "This path leaves the folder of the portfolio (..)."),
    ("/etc/passwd", "This path is absolute; it must be relative to the folder of the portfolio."),
    ("files/link.pdf", "This path leaves the folder of the portfolio through a symbolic link."),
    ("linked/secret.pdf", "This path leaves the folder of the portfolio through a symbolic link."),
    ("files/loop.pdf", "This path cannot be followed: too long, or a link that turns in circles."),
    ("files/missing.pdf", "This file does not exist beside the portfolio."),
    ("files/general.pdf/x", None), ("files", None), ("files/", None), ("", None), (".", None), ("x" * 400, None),
    ("files\\general.pdf", "Folders are separated by /, not by \\."),
    ("files/pipe.pdf", "This path is not a file."),
    ("files/image.pdf", "This file is not a PDF (a PDF begins with %PDF-)."),
    ("files/empty.pdf", "This file is not a PDF (a PDF begins with %PDF-)."),
    ("files/heavy.pdf", f"This file weighs {LARGEST_BYTES + 1:,} bytes; {LARGEST_BYTES:,} at most."),
])
def test_only_a_pdf_of_the_folder_enters(folder, refusal, tmp_path_factory, name, reason):
    outside = tmp_path_factory.mktemp("outside")
    (outside / "secret.pdf").write_bytes(b"%PDF-1.4 secret")
    (folder / "linked").symlink_to(outside)
    (folder / "files" / "link.pdf").symlink_to(outside / "secret.pdf")
    (folder / "files" / "loop.pdf").symlink_to(folder / "files" / "loop.pdf")
    os.mkfifo(folder / "files" / "pipe.pdf")
    (folder / "files" / "image.pdf").write_bytes(b"\x89PNG")
    (folder / "files" / "empty.pdf").write_bytes(b"")
    with (folder / "files" / "heavy.pdf").open("wb") as heavy:
        heavy.truncate(LARGEST_BYTES + 1)
    rejection = refusal(changed("documents.0.file", name))
    assert rejection.field == "documents[0].file"
    assert reason is None or rejection.reason == reason


def test_a_link_that_stays_in_the_folder_is_followed(folder, outcomes):
    (folder / "files" / "same.pdf").symlink_to(folder / "files" / "general.pdf")
    (record,) = outcomes(changed("documents.0.file", "files/same.pdf"))
    assert record.documents[0].file.path == folder / "files" / "general.pdf"


# The file as a whole

@pytest.mark.parametrize(("content", "words"), [
    (b"", "is empty"), (b"\n\r\n  \n", "is empty"), (b"\xef\xbb\xbf", "is empty"),
    ("{}".encode("utf-16"), "is in UTF-16"),
])
def test_a_file_that_cannot_be_used_at_all_says_why(folder, content, words):
    path = folder / "portfolio.jsonl"
    path.write_bytes(content)
    with pytest.raises(UnusableFile, match=words):
        list(read(path, today=TODAY))


def test_a_missing_file_or_a_folder_says_why(folder):
    for path in (folder / "absent.jsonl", folder):
        with pytest.raises(UnusableFile, match="cannot be opened"):
            list(read(path, today=TODAY))


def test_the_progress_adds_up_to_the_size_of_the_file(folder):
    path = folder / "portfolio.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + as_bytes(LINE) + b"\n" + b"x" * (LONGEST_LINE * 2) + b"\n" + b"{")
    counts = []
    list(read(path, today=TODAY, on_progress=counts.append))
    assert sum(counts) == path.stat().st_size


def test_a_line_of_fifty_megabytes_is_refused_in_flat_memory_and_the_next_one_enters(folder):
    path = folder / "portfolio.jsonl"
    with path.open("wb") as file:
        file.write(b'{"contract_number": "AA-9999-999", "x": "')
        for _ in range(50):
            file.write(b"x" * 1_000_000)
        file.write(b'"}\n' + as_bytes(LINE))
    tracemalloc.start()
    try:
        rejection, record = read(path, today=TODAY)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert rejection.contract_number == "AA-9999-999"
    assert rejection.reason == "The line is longer than 1,048,576 bytes: it was skipped, unread."
    assert isinstance(record, Record)
    assert peak < 8_000_000


def test_the_memory_does_not_grow_with_the_number_of_lines(folder):
    path = folder / "portfolio.jsonl"

    def peak_of(count):
        with path.open("wb") as file:
            for number in range(count):
                file.write(as_bytes(numbered(f"AA-{number:07d}")))
        tracemalloc.start()
        try:
            assert sum(1 for _ in read(path, today=TODAY)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak_of(10)
    assert peak_of(1000) < peak_of(100) + 100_000


# The walk and the published schema say the same

def judge():
    """Return the verdict of a general JSON Schema library on schema.json, our word for days and e-mails included."""
    import jsonschema

    checker = jsonschema.FormatChecker(formats=())
    checker.checks("date")(lambda value: not isinstance(value, str) or shape.fault_in_day(value) is None)
    checker.checks("email")(lambda value: not isinstance(value, str) or shape.is_email(value))
    return jsonschema.Draft202012Validator(shape.load_schema(), format_checker=checker)


JUDGE = judge()
PLACES = [
    "contract_number", "status", "effective_date", "end_date", "anniversary", "holder", "holder.title",
    "holder.first_name", "holder.email", "holder.phone", "holder.address.country", "vehicle.registered", "vehicle.vin",
    "vehicle.fiscal_power", "vehicle.mileage_limit_km", "bonus_malus.coefficient", "bonus_malus.as_of", "drivers",
    "drivers.0", "drivers.0.role", "drivers.0.licence_date", "coverages.0.limit_cents", "coverages.1.deductible_cents",
    "options", "premium.annual_cents", "premium.frequency", "instalments.1.status", "claims.0.at_fault_percent",
    "claims.0.bodily_injury", "documents.0.file", "formal_notice_on", "termination_reason", "unknown", "holder.unknown",
]
VALUES = [
    ..., None, True, False, 0, 1, -1, 50, 50.0, 0.5, 0.57, 3.51, 10 ** 12 + 1, 1e400, "", " ", "x", "x" * 600, "active",
    "main", "M.", "FR", "2026-02-28", "2026-02-30", "1026-01-01", "02-29", "13-01", "AA-7204-118", "a@b.fr", "a@b",
    "monthly", "upcoming", [], [1], ["assistance_0km"], {}, {"role": "main"},
]


@pytest.mark.parametrize("place", PLACES)
def test_the_walk_agrees_with_a_general_validator(place):
    for value in VALUES:
        try:
            line = changed(place, value)
        except KeyError:
            continue
        faults = []
        shape.record_check()(line, "", faults)
        assert bool(faults) != JUDGE.is_valid(line), (place, value, faults)


@settings(max_examples=150, deadline=None)
@given(place=st.sampled_from(PLACES), value=st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6))
def test_the_walk_agrees_with_a_general_validator_on_anything(place, value):
    line = changed(place, value)
    faults = []
    shape.record_check()(line, "", faults)
    assert bool(faults) != JUDGE.is_valid(line), faults


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 2000), byte=st.integers(0, 255))
def test_one_byte_changed_anywhere_never_breaks_the_reader(folder, place, byte):
    raw = bytearray(as_bytes(LINE))
    raw[place % (len(raw) - 1)] = byte
    path = folder / "portfolio.jsonl"
    path.write_bytes(bytes(raw))
    for outcome in read(path, today=TODAY):
        assert isinstance(outcome, Record | Rejection)


def test_a_keyword_that_the_walk_does_not_know_is_an_error_at_start():
    with pytest.raises(ValueError, match="multipleOf"):
        shape.compile_check({"type": "number", "multipleOf": 2}, {})


def test_every_pattern_and_format_of_the_schema_can_be_said_in_words():
    def parts(schema):
        if isinstance(schema, dict):
            yield schema
            for part in schema.values():
                yield from parts(part)

    for part in parts(shape.load_schema()):
        if isinstance(part.get("pattern"), str) or part.get("format") == "email":
            assert part["description"]
