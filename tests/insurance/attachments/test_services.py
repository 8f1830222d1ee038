"""A file is received once, however often it is sent, and what was not received is never said to be."""
from datetime import UTC, datetime
from io import BytesIO

import pytest
from sqlalchemy import func, select

from insurance.attachments import queries, services
from insurance.attachments.cleaning import Flaw, Shot, Unfit
from insurance.attachments.models import Attachment
from insurance.database import db
from insurance.errors import NotFound, Reason, Refused
from tests.support.files import exif, paper, photo

PHOTO = photo()


@pytest.fixture
def receive(app, sophie):
    """Receive bytes from Sophie, as the routes do."""
    def receive(content=PHOTO, name="photo.jpg", customer=sophie, **values):
        return services.receive(customer, BytesIO(content), name, app.extensions["cleanroom"],
                                app.extensions["storage"], **values)

    return receive


def count():
    return db.session.scalar(select(func.count()).select_from(Attachment))


def test_what_is_kept_is_another_file_than_what_came_and_both_are_described(app, receive):
    content = photo(exif=exif())
    attachment = receive(content, "C:\\photos\\avant gauche.JPG")
    kept = app.extensions["storage"].read(attachment.file_key)
    assert kept != content
    assert (attachment.size_bytes, attachment.received_bytes) == (len(kept), len(content))
    assert (attachment.name, attachment.media_type, attachment.pages) == ("avant gauche.JPG", "image/jpeg", None)
    assert (attachment.width, attachment.height) == (320, 240)
    assert attachment.taken_at == datetime(2026, 11, 21, 17, 40, 5, tzinfo=UTC)
    assert (round(attachment.latitude, 4), round(attachment.longitude, 4)) == (48.8567, 2.3519)
    assert len(app.extensions["storage"].read(attachment.thumbnail_key)) < 4000


def test_a_paper_has_pages_and_no_thumbnail(receive):
    attachment = receive(paper(3), "")
    assert (attachment.name, attachment.media_type, attachment.pages) == ("document", "application/pdf", 3)
    assert (attachment.thumbnail_key, attachment.is_picture) == (None, False)


def test_the_same_bytes_sent_again_are_the_same_attachment(receive):
    first, again = receive(), receive(name="autre nom.jpg", client_key="k-2")
    assert (again.id, again.name, count()) == (first.id, "photo.jpg", 1)


def test_each_key_under_which_a_file_came_leads_to_it(receive, sophie):
    first = receive(client_key="k-1")
    receive(client_key="k-1")
    receive(client_key="k-2")
    assert queries.attachments_sent_as(sophie, ["k-1", "k-2", "k-3"]) == {"k-1": first, "k-2": first}


def test_other_bytes_under_the_same_key_are_refused_and_the_first_ones_stay(receive, sophie):
    first = receive(client_key="k-1")
    with pytest.raises(Refused) as refusal:
        receive(photo(colour="red"), client_key="k-1")
    assert refusal.value.reason is Reason.KEY_OF_ANOTHER_FILE
    assert queries.attachments_sent_as(sophie, ["k-1"]) == {"k-1": first}
    assert count() == 1


def test_two_customers_may_send_the_same_bytes_under_the_same_key(receive, sophie, karim):
    hers, his = receive(client_key="k-1"), receive(client_key="k-1", customer=karim)
    assert hers.id != his.id
    assert queries.attachments_sent_as(karim, ["k-1"]) == {"k-1": his}


def test_what_the_phone_says_completes_what_the_picture_says(receive):
    told = Shot(datetime(2026, 11, 20, 8, 0, tzinfo=UTC), 43.6, 1.44)
    bare = receive(photo(), shot=told)
    assert (bare.taken_at, bare.latitude, bare.longitude) == (told.taken_at, 43.6, 1.44)
    speaking = receive(photo(exif=exif()), shot=told)
    assert speaking.taken_at.day == 21
    assert round(speaking.latitude) == 49


def test_a_file_that_will_not_do_leaves_nothing_behind_and_its_key_free(receive):
    with pytest.raises(Unfit) as refusal:
        receive(b"<html>", client_key="k-1")
    assert refusal.value.flaw is Flaw.UNKNOWN
    assert count() == 0
    assert receive(client_key="k-1").name == "photo.jpg"


def test_a_customer_who_sends_without_end_is_stopped_for_a_day(receive, monkeypatch):
    monkeypatch.setattr(services, "FILES_PER_DAY", 1)
    first = receive()
    with pytest.raises(Refused) as refusal:
        receive(photo(colour="red"))
    assert refusal.value.reason is Reason.TOO_MANY_ATTEMPTS
    assert receive() == first  # sending again what is here costs nothing


def test_nobody_finds_anybody_elses_file(receive, sophie, karim):
    mine = receive()
    assert queries.find_attachment(sophie, mine.public_id) == mine
    assert queries.attachments_named(sophie, [mine.public_id, mine.public_id]) == [mine]
    with pytest.raises(NotFound):
        queries.find_attachment(karim, mine.public_id)
    with pytest.raises(NotFound):
        queries.attachments_named(karim, [mine.public_id])
