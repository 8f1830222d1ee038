"""Routes that take files: how much may come, and to whom the room for it is given, is settled before anything is read."""
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from flask import Flask, Request, current_app, request
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from wtforms import Field
from wtforms.widgets import FileInput

from web import unsent
from web.access import to_sign_in

ACCEPTED = "image/jpeg,image/png,application/pdf"  # an iPhone then sends its photos as JPEG
FORM_PARTS = 200  # the fields of a form that also takes files


@dataclass(frozen=True)
class Limits:
    """How much may come in one request: bytes of a file, files, bytes of all."""

    file_bytes: int
    files: int
    request_bytes: int


@dataclass(frozen=True)
class IncomingFile:
    """A file of a form. Of one that is `too_heavy` only the beginning is here."""

    name: str
    stream: BinaryIO
    is_too_heavy: bool


def takes_files(view):
    """Let a route receive more than a form holds, from somebody who is signed in."""
    view.takes_files = True
    return view


def install(app: Flask, limits: Limits, folder: Path) -> None:
    """Give the routes that take files their own limits. It must come before whatever reads the form, the token first."""
    app.request_class = UploadRequest
    app.extensions["uploads"] = app.jinja_env.globals["upload_limits"] = limits
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.extensions["incoming"] = folder

    @app.before_request
    def make_room():
        if not _takes_files():
            return None
        if current_user.is_authenticated or unsent.may_come():  # what was typed beside the files is kept
            request.max_content_length, request.max_form_parts = limits.request_bytes, FORM_PARTS + limits.files
        elif (request.content_length or 0) > app.config["MAX_CONTENT_LENGTH"]:
            return to_sign_in()  # nothing of it is read
        return None

    @app.teardown_request
    def close_files(_error):
        for incoming in request.__dict__.get("incoming", ()):
            incoming.close()


def _takes_files() -> bool:
    view = current_app.view_functions.get(request.endpoint)
    return request.method == "POST" and getattr(view, "takes_files", False)


class UploadRequest(Request):
    """A request whose files are written, as they come, to files without a name in the instance folder.

    Those that nobody asked for, and those past the number that is taken at once, are written nowhere.
    """

    def _get_file_stream(self, total_content_length, content_type, filename=None, content_length=None) -> BinaryIO:
        limits, opened = current_app.extensions["uploads"], self.__dict__.setdefault("incoming", [])
        if not filename or len(opened) >= limits.files or not _takes_files():
            return Unread()
        opened.append(Bounded(current_app.extensions["incoming"], limits.file_bytes))
        return opened[-1]


class Bounded:
    """A temporary file that keeps what is written to it up to a limit, and only notes that there was more."""

    def __init__(self, folder: Path, most: int):
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 (closed when the request ends)
        self._left = most
        self.is_too_heavy = False

    def write(self, content: bytes) -> int:
        """Keep what fits; past the limit nothing more is written to the disk."""
        self.is_too_heavy = self.is_too_heavy or len(content) > self._left
        if not self.is_too_heavy:
            self._left -= len(content)
            self._file.write(content)
        return len(content)

    def __getattr__(self, name):
        return getattr(self._file, name)


class Unread(BytesIO):
    """What is not kept."""

    is_too_heavy = True

    def write(self, content: bytes) -> int:
        """Forget it."""
        return len(content)


class FilesField(Field):
    """Photos and papers, as many as the portal takes at once: `data` is a list of `IncomingFile`."""

    widget = FileInput(multiple=True)

    def process_formdata(self, valuelist):
        """Keep the files that were chosen: a browser also sends a field in which none was."""
        self.data = [IncomingFile(one.filename, one.stream, one.stream.is_too_heavy)
                     for one in valuelist if isinstance(one, FileStorage) and one.filename]

    def process_data(self, value):
        """No file is there before it was chosen."""
        self.data = []
