"""Reads a portfolio: lines in, records or rejections out, one at a time and never more than one in memory.

A line is one whole contract or nothing. What is wrong with it is found in this order: its size, its encoding, its JSON,
its shape (schema.json), its texts, its files, its sense, its number already seen. Memory does not grow with the file: a
line is bounded, and the numbers already seen are kept in a temporary SQLite table on disk, deleted at the end.
"""
import codecs
import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from io import BufferedReader
from pathlib import Path

from insurance.portfolio import sense, shape
from insurance.portfolio.document_files import DocumentFolder, UnfitFile
from insurance.portfolio.faults import Fault, Rejection, fault, masked
from insurance.portfolio.records import Record, record_from

LONGEST_LINE = 1024 * 1024
MOST_FAULTS = 10
_SKIPPED_AT_ONCE = 64 * 1024
_AROUND = 30
_NUMBER = re.compile(r'"contract_number"\s*:\s*"([A-Z0-9-]{6,20})"', re.ASCII)
_EMPTY = "{name} is empty: the export probably failed. Nothing was changed."
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class UnusableFile(Exception):
    """The file as a whole cannot be imported; the message says why and what to do."""


class _Unfit(Exception):
    """This line stops here, with these faults."""

    def __init__(self, *faults: Fault):
        super().__init__(faults)
        self.faults = faults


def read(path: Path, *, today: date, on_progress: Callable[[int], None] = lambda count: None,
         ) -> Iterator[Record | Rejection]:
    """Yield each line of a portfolio in order: a record to import, or the rejection that says why not.

    `today` judges ages. `on_progress` receives, line after line, the number of bytes just consumed; their sum is the
    size of the file. Blank lines are skipped. Raises UnusableFile when the file cannot be opened, is empty, or is in
    UTF-16.
    """
    path = Path(path)
    folder = DocumentFolder(path.parent)
    is_blank = True
    with _opened(path) as file, closing(_SeenNumbers()) as seen:
        for line, raw in _lines(file, on_progress):
            if not raw.strip():
                continue
            is_blank = False
            yield _outcome(raw, line, folder, seen, today)
    if is_blank:
        raise UnusableFile(_EMPTY.format(name=path.name))


def _opened(path: Path) -> BufferedReader:
    try:
        file = path.open("rb")
    except OSError as error:
        raise UnusableFile(f"{path.name} cannot be opened: {error.strerror}.") from None
    start = file.peek(4)[:4]
    if not start:
        file.close()
        raise UnusableFile(_EMPTY.format(name=path.name))
    if start.startswith(_UTF16):
        file.close()
        raise UnusableFile(f"{path.name} is in UTF-16; save it in UTF-8: "
                           "iconv -f UTF-16 -t UTF-8 FILE > NEW_FILE")
    return file


def _lines(file: BufferedReader, on_progress: Callable[[int], None]) -> Iterator[tuple[int, bytes]]:
    """Yield (number, bytes) for each line, without its end; of a line too long, only its first mebibyte and one."""
    line = 0
    while raw := file.readline(LONGEST_LINE + 1):
        line += 1
        on_progress(len(raw))
        if len(raw) > LONGEST_LINE:
            rest = raw
            while rest and not rest.endswith(b"\n"):
                rest = file.readline(_SKIPPED_AT_ONCE)
                on_progress(len(rest))
        if line == 1:
            raw = raw.removeprefix(codecs.BOM_UTF8)
        yield line, raw.rstrip(b"\r\n") if len(raw) <= LONGEST_LINE else raw


def _outcome(raw: bytes, line: int, folder: DocumentFolder, seen: "_SeenNumbers", today: date) -> Record | Rejection:
    try:
        return _record(raw, line, folder, seen, today)
    except _Unfit as unfit:
        return Rejection(line, _number_in(raw), _first_of_each_field(unfit.faults))


def _record(raw: bytes, line: int, folder: DocumentFolder, seen: "_SeenNumbers", today: date) -> Record:
    if len(raw) > LONGEST_LINE:
        raise _Unfit(fault("", None, f"The line is longer than {LONGEST_LINE:,} bytes: it was skipped, unread."))
    text = _decoded(raw)
    data = _parsed(text)
    faults: list[Fault] = []
    shape.record_check()(data, "", faults)
    faults = faults or sense.unreadable_text(text, data)
    if faults:
        raise _Unfit(*faults)
    record = _with_its_files(data, line, folder)
    if faults := sense.contradictions(record, data, today):
        raise _Unfit(*faults)
    if first := seen.line_of(record.number_key, line):
        raise _Unfit(fault("contract_number", record.number,
                           f"This contract is already described at line {first}, which was kept."))
    return record


def _decoded(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        around = raw[max(0, error.start - _AROUND):error.start + _AROUND].decode("cp1252", "replace")
        if error.reason == "unexpected end of data":
            reason = "The line stops in the middle of a character: the file is probably cut off."
        else:
            reason = (f"Byte {raw[error.start]:02X} at position {error.start + 1} is not UTF-8. The file is probably "
                      "in Latin-1 (Windows-1252); save it in UTF-8: iconv -f WINDOWS-1252 -t UTF-8 FILE > NEW_FILE")
        raise _Unfit(fault("", masked(around), reason)) from None


def _parsed(text: str) -> dict:
    if "\0" in text:
        raise _Unfit(fault("", None, "The line holds a NUL byte: the file is damaged, or is not text in UTF-8."))
    try:
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise _Unfit(_syntax_fault(text, error)) from None
    except RecursionError:
        raise _Unfit(fault("", None, "Lists or objects are nested too deep.")) from None
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        raise _Unfit(fault("", None, "A number has far too many digits.")) from None
    if not isinstance(data, dict):
        raise _Unfit(fault("", data, 'Expected one JSON object per line, {"contract_number": …}.'))
    return data


def _no_constant(name: str) -> None:
    raise _Unfit(fault("", name, f"{name} is not a number in JSON."))


def _object(pairs: list[tuple[str, object]]) -> dict:
    data = dict(pairs)
    if len(data) < len(pairs):
        met: set[str] = set()
        repeated = next(name for name, _ in pairs if name in met or met.add(name))
        raise _Unfit(fault(repeated, None, "This field is said twice in the same object."))
    return data


def _syntax_fault(text: str, error: json.JSONDecodeError) -> Fault:
    around = masked(text)[max(0, error.pos - _AROUND):error.pos + _AROUND]
    is_cut = error.pos >= len(text.rstrip()) or error.msg.startswith("Unterminated string")
    if is_cut:
        return fault("", around, "The line stops before the end of its JSON: the export was cut off, or a text "
                                 "holds a line break.")
    return fault("", around, f"Not valid JSON at character {error.pos + 1}: {error.msg}.")


def _with_its_files(data: dict, line: int, folder: DocumentFolder) -> Record:
    faults = []
    for position, document in enumerate(data.get("documents", ())):
        try:
            folder.file_named(document["file"])
        except UnfitFile as unfit:
            faults.append(fault(f"documents[{position}].file", document["file"], str(unfit)))
    if faults:
        raise _Unfit(*faults)
    return record_from(data, line, folder.file_named)


def _number_in(raw: bytes) -> str | None:
    """Return the contract number of a line that could not be read, when it can be made out."""
    found = _NUMBER.search(raw.decode("latin-1"))
    return found[1] if found else None


def _first_of_each_field(faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    by_field = {found.field: found for found in reversed(faults)}
    return tuple(found for found in faults if by_field[found.field] is found)[:MOST_FAULTS]


class _SeenNumbers:
    """The contract numbers met so far and their lines, on disk: exact, and the memory stays flat."""

    def __init__(self):
        self._database = sqlite3.connect("", isolation_level=None)  # "": a private file, gone when closed
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.execute("CREATE TABLE seen (number TEXT PRIMARY KEY, line INTEGER) WITHOUT ROWID")
        self._database.execute("BEGIN")

    def line_of(self, number_key: str, line: int) -> int | None:
        """Return the line that already described this contract, or None and remember this one."""
        added = self._database.execute("INSERT OR IGNORE INTO seen VALUES (?, ?)", (number_key, line))
        if added.rowcount:
            return None
        return self._database.execute("SELECT line FROM seen WHERE number = ?", (number_key,)).fetchone()[0]

    def close(self) -> None:
        """Forget everything."""
        self._database.close()
