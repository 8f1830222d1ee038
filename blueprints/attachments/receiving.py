"""Taking the files of a form: those that are good are kept, each of the others is named with what is wrong."""
from flask import current_app

from blueprints.attachments.forms import FilesForm
from insurance.attachments import services
from insurance.attachments.cleaning import Flaw, Shot, Unfit
from insurance.attachments.models import Attachment
from insurance.attachments.queries import attachments_named
from web.uploads import IncomingFile
from wording import FLAWS


def receive(customer, file: IncomingFile, client_key: str = "", shot: Shot | None = None) -> Attachment:
    """Receive one file of a request. Raises `Unfit`, and what `insurance.attachments.services.receive` raises."""
    if file.is_too_heavy:
        raise Unfit(Flaw.TOO_HEAVY)
    extensions = current_app.extensions
    return services.receive(customer, file.stream, file.name, extensions["cleanroom"], extensions["storage"],
                            client_key, shot)


def receive_all(customer, form: FilesForm) -> list[Attachment]:
    """Receive the files of a form and return those that are kept; what is wrong with the others is said beside the field.

    The good ones stay: sending the same again with the others costs nothing and makes nothing twice. Raises `NotFound`
    when the form names a file that is not this customer's.
    """
    received = attachments_named(customer, form.attached.data or ())
    files, errors, most = form.file.data, [], current_app.extensions["uploads"].files
    for file in files[:most]:
        try:
            received.append(receive(customer, file))
        except Unfit as error:
            errors.append(f"«\u00a0{file.name}\u00a0»\u00a0: {FLAWS[error.flaw]}")
    if len(files) > most:
        errors.append(f"{most}\u00a0fichiers au plus à la fois\u00a0: envoyez ensuite les {len(files) - most} qui restent.")
    if not received and not errors:
        errors.append("Prenez une photo, ou choisissez un fichier.")
    form.file.errors = [*form.file.errors, *errors]
    return list(dict.fromkeys(received))
