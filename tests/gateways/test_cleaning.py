"""Whatever a customer sends is refused in words or made again harmless, and costs the server a bounded part of itself."""
import contextlib
import pickle
import platform
import subprocess
import sys
import threading
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from gateways.cleaning import HEAD_BYTES, Cleanroom, Limits
from gateways.cleanroom import confinement
from insurance.attachments.cleaning import Clean, Flaw, MediaType, Unfit
from tests.support.files import exif, noise, paper, photo
from tests.support.hostile import CLEAN, corpus
from tests.support.source import ROOT

MARKS = (b"<script", b"<?php", b"PK\x03\x04", b"evil.example", b"alert(1)", b"/JavaScript", b"/OpenAction", b"/Launch",
         b"/EmbeddedFile", b"/AA", b"/XFA", b"/Annots", b"/AcroForm", b"cmd.exe", b"http://ns.adobe.com", b"Exif\0\0")
WHOLE = noise((200, 150), exif=exif()), photo(kind="PNG"), paper()
MEASURE = """
import pickle, resource, sys
sys.path.insert(0, sys.argv[1])
from io import BytesIO
from pathlib import Path
from gateways.cleaning import Cleanroom, Limits
from insurance.attachments.cleaning import Unfit
room, fates = Cleanroom(Path(sys.argv[3]), limits=Limits(cpu_seconds=2)), {}
files = pickle.load(open(sys.argv[2], "rb"))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
for name, content in files.items():
    try:
        fates[name] = room.clean(BytesIO(content))
    except Unfit as error:
        fates[name] = str(error.flaw)
server = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
pickle.dump((fates, server, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss), open(sys.argv[2], "wb"))
"""


@pytest.fixture
def room(tmp_path):
    """The room where files are cleaned, with its ordinary limits."""
    return Cleanroom(tmp_path / "incoming")


def cleaned(room, content) -> Clean:
    return room.clean(BytesIO(content))


def flaw(room, content) -> Flaw:
    with pytest.raises(Unfit) as refusal:
        cleaned(room, content)
    return refusal.value.flaw


def opened(clean) -> Image.Image:
    picture = Image.open(BytesIO(clean.content))
    picture.load()
    return picture


def test_every_hostile_file_is_refused_in_words_or_made_again_and_memory_stays_bounded(tmp_path):
    files = corpus()
    assert len(files) >= 100
    held = tmp_path / "files.pickle"
    held.write_bytes(pickle.dumps({name: content for name, (content, _) in files.items()}))
    subprocess.run([sys.executable, "-c", MEASURE, ROOT, held, tmp_path], check=True)
    fates, server_kib, process_kib = pickle.loads(held.read_bytes())  # noqa: S301 (ours)
    told = {name: CLEAN if isinstance(fate, Clean) else fate for name, fate in fates.items()}
    assert told == {name: fate for name, (_, fate) in files.items()}
    for name, fate in fates.items():
        if isinstance(fate, Clean):
            assert [mark for mark in MARKS if mark in _uncovered(fate)] == [], name
    assert process_kib < 500_000, "a process took more memory than the largest photo needs"
    assert server_kib < 60_000, "the server itself held more than the file it was given"
    assert "FR76 typed here" in PdfReader(BytesIO(fates["form-filled"].content)).pages[0].extract_text()
    assert fates["nowhere-on-earth"].shot.latitude is None
    assert fates["day-that-is-none"].shot.taken_at is None
    assert (fates["rotated"].width, fates["rotated"].height) == (300, 400)
    assert opened(fates["seen-through"]).getpixel((50, 50)) == (255, 255, 255)
    assert abs(opened(fates["sixteen-bits-grey"]).getpixel((50, 50))[0] - 40000 // 256) < 4


def _uncovered(clean: Clean) -> bytes:
    """Return what a file holds, nothing compressed any more; another program than ours must read it first."""
    if clean.media_type is MediaType.JPEG:
        assert (opened(clean).format, opened(clean).mode) == ("JPEG", "RGB")
        return clean.content
    assert len(PdfReader(BytesIO(clean.content)).pages) == clean.pages
    written = BytesIO()
    with pikepdf.open(BytesIO(clean.content)) as pdf:
        assert not pdf.is_encrypted
        pdf.save(written, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()


def test_a_photo_is_made_smaller_turned_upright_and_keeps_nothing_of_where_it_was_taken(room):
    clean = cleaned(room, noise(exif=exif(orientation=6)))
    assert (clean.width, clean.height) == (1200, 1600)
    assert len(clean.content) <= 400_000
    assert len(clean.thumbnail) < 10_000
    assert dict(opened(clean).getexif()) == {}
    assert opened(clean).info.keys().isdisjoint({"exif", "icc_profile", "comment", "xmp"})
    assert clean.shot.taken_at == datetime(2026, 11, 21, 17, 40, 5, tzinfo=UTC)
    assert (round(clean.shot.latitude, 4), round(clean.shot.longitude, 4)) == (48.8567, 2.3519)


@pytest.mark.parametrize(("orientation", "corner"), [(1, "red"), (3, "lime"), (6, "blue"), (8, "white")])
def test_the_top_of_a_photo_is_where_it_was_when_it_was_taken(room, orientation, corner):
    picture = Image.new("RGB", (400, 200), "red")
    for colour, place in (("white", (200, 0)), ("blue", (0, 100)), ("lime", (200, 100))):
        picture.paste(colour, (*place, place[0] + 200, place[1] + 100))
    written = BytesIO()
    picture.save(written, "JPEG", quality=95, exif=exif(orientation=orientation))
    clean = opened(cleaned(room, written.getvalue()))
    seen = clean.getpixel((20, 20))
    assert all(abs(one - other) < 12 for one, other in zip(seen, Image.new("RGB", (1, 1), corner).getpixel((0, 0)), strict=True))


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 16), ("-05:00", 23), ("", 17), ("nonsense", 17)])
def test_a_camera_that_names_no_time_zone_is_in_france(room, offset, hour):
    assert cleaned(room, photo(exif=exif(offset=offset))).shot.taken_at.hour == hour


def test_a_position_south_and_west_is_negative(room):
    shot = cleaned(room, photo(exif=exif(latitude=((21, 6, 0), "S"), longitude=((1, 30, 0), "W")))).shot
    assert (shot.latitude, shot.longitude) == (-21.1, -1.5)


def test_a_paper_is_the_same_to_read_once_made_again(room):
    clean = cleaned(room, paper(3, "Carte grise GH-482-KT"))
    pages = PdfReader(BytesIO(clean.content)).pages
    assert [page.extract_text() for page in pages] == ["Carte grise GH-482-KT"] * 3
    assert (clean.pages, clean.thumbnail, clean.width) == (3, None, None)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_file_changed_anywhere_is_refused_or_cleaned_and_never_a_crash(room, data):
    content = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 8))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(Unfit):  # anything else is a failure
        assert cleaned(room, bytes(content)).content


def test_a_file_that_takes_too_long_or_too_much_memory_is_stopped(tmp_path):
    heavy = noise((3000, 2000))
    assert flaw(Cleanroom(tmp_path, limits=Limits(seconds=0.05)), heavy) is Flaw.TOO_MUCH_INSIDE
    assert flaw(Cleanroom(tmp_path, limits=Limits(memory_bytes=60_000_000)), heavy) is Flaw.TOO_MUCH_INSIDE
    assert flaw(Cleanroom(tmp_path, limits=Limits(file_bytes=1000)), heavy) is Flaw.TOO_HEAVY


class SlowFile(BytesIO):
    """A file whose end comes only when it is let go."""

    def __init__(self, content):
        super().__init__(content)
        self.is_reached, self.may_go = threading.Event(), threading.Event()

    def read(self, size=-1):
        if size != HEAD_BYTES:
            self.is_reached.set()
            self.may_go.wait(10)
        return super().read(size)


def test_only_so_many_files_are_cleaned_at_a_time_and_the_others_are_told_to_come_back(tmp_path):
    room, slow = Cleanroom(tmp_path, limits=Limits(at_once=1, patience=0.05)), SlowFile(photo())
    busy = threading.Thread(target=room.clean, args=(slow,))
    busy.start()
    assert slow.is_reached.wait(10)
    assert flaw(room, photo()) is Flaw.BUSY
    slow.may_go.set()
    busy.join()
    assert cleaned(room, photo())


def test_the_room_knows_whether_its_processes_can_open_nothing(room):
    assert room.is_shut() is (platform.system() == "Linux" and platform.machine() in confinement.ARCHITECTURES)


def test_nothing_is_left_on_the_disk(room):
    cleaned(room, photo())
    flaw(room, b"\xff\xd8\xff nothing more")
    assert list(room.folder.iterdir()) == []


FREEDOMS = {
    "open": "open('/etc/hostname')", "write": "open('/tmp/here', 'w')", "list": "os.listdir('/')",
    "connect": "socket.create_connection(('127.0.0.1', 9))", "socket": "socket.socket()", "fork": "os.fork()",
    "run": "os.execv('/bin/true', ['true'])", "signal": "os.kill(os.getppid(), 0)", "change": "os.chmod('/tmp', 0o777)",
    "thread": "threading.Thread(target=print).start()",
}


@pytest.mark.parametrize("freedom", FREEDOMS.values(), ids=FREEDOMS)
def test_whoever_takes_a_decoder_over_can_neither_open_nor_call_nor_start_anything(freedom):
    if platform.system() != "Linux" or platform.machine() not in confinement.ARCHITECTURES:
        pytest.skip("this machine has no such filter")
    code = (f"import os, sys, socket, threading; sys.path.insert(0, {str(ROOT)!r})\n"
            "from gateways.cleanroom import confinement\n"
            "confinement.limit(600_000_000, 5, 1000)\nassert confinement.shut()\n"
            f"try:\n    {freedom}\nexcept (PermissionError, RuntimeError):\n    print('refused', flush=True)")
    done = subprocess.run([sys.executable, "-I", "-c", code], capture_output=True, text=True, check=False)
    assert done.stdout == "refused\n", done.stderr


def test_every_call_that_is_allowed_has_its_number_on_both_machines():
    assert len({one for one, _ in confinement.ALLOWED.values()}) == len(confinement.ALLOWED)
    assert len({other for _, other in confinement.ALLOWED.values()}) == len(confinement.ALLOWED)
