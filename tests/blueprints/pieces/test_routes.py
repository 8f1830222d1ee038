"""A customer sees what is missing and by when, sends it from the phone, and sees what became of it."""
from datetime import timedelta
from io import BytesIO

import pytest

from insurance.clock import held_at, now, today
from insurance.pieces import desk, queries, services
from insurance.pieces.models import PieceRefusal
from tests.support.browser import Browser
from tests.support.factories import PASSWORD, make_contract
from tests.support.files import form_of, paper, photo
from web.filters import day


@pytest.fixture
def contract(browser, sophie):
    """Sophie's second contract, which is provisional: nine pieces are due in twelve days."""
    return make_contract(sophie, "AA-2000-002", plate="HB-907-LC", state="provisional",
                         documents_due_on=today() + timedelta(days=12))


@pytest.fixture
def piece(contract):
    """Find a piece of that contract by its kind, as it is now."""
    return lambda kind="licence": next(one for one in queries.pieces_of(contract) if one.kind == kind)


@pytest.fixture
def send(browser, piece):
    """Send files for a piece from its page, and return the page that follows."""
    def send(*files, kind="licence", status=200):
        url = f"/pieces/{piece(kind).public_id}"
        form = form_of({"csrf_token": browser.token}, *files)
        return browser._look(browser.ask(url, "POST", follow_redirects=True, **form), status)

    return send


@pytest.fixture
def decide(piece, adviser):
    """Accept a piece, or refuse it with a reason."""
    def decide(kind="licence", refusal=None, note=""):
        one = desk.piece_for_desk(piece(kind).public_id)
        if refusal is None:
            return services.accept(one.public_id, one.revision, adviser, "x@example.org")
        return services.refuse(one.public_id, one.revision, refusal, note, adviser)

    return decide


def address(contract):
    return f"/contrats/{contract.public_id}/pieces"


def plain(text):
    """Return words as `Node.text` gives them."""
    return " ".join(text.split())


def rows(page):
    return [node.text for node in page.all("li", class_="list-row")]


def test_the_list_says_what_is_missing_and_counts_the_days(browser, contract):
    page = browser.visit(address(contract))
    assert page.all("h1")[0].text == "Pièces à fournir"
    assert "9 pièces à envoyer" in page.text
    assert f"Encore 12 jours, jusqu’au {plain(day(today() + timedelta(days=12)))}." in page.text
    assert rows(page)[0] == "Permis de conduire Sophie Marchand À envoyer"
    assert [title.text for title in page.all("h2")] == ["Vos papiers", "Les photos du véhicule"]
    assert len(rows(page)) == 9


@pytest.mark.parametrize(("days", "words"), [(11, "Encore 1 jour, "), (12, "Dernier jour, "), (13, "En retard de 1 jour : "),
                                             (22, "En retard de 10 jours : ")])
def test_the_deadline_is_counted_down_then_up(app, contract, sophie, days, words):
    with held_at(now() + timedelta(days=days)):
        later = Browser(app.test_client())
        later.sign_in(sophie.email, PASSWORD)
        assert words in later.visit(address(contract)).text
        assert words in later.visit("/").text


def test_the_dashboard_and_the_contract_lead_to_the_list(browser, contract):
    for start in ("/", f"/contrats/{contract.public_id}"):
        page = browser.visit(start)
        link = next(node for node in page.all("a") if node.attrs["href"] == address(contract))
        assert link.text.startswith("9 pièces à envoyer")


def test_a_photo_sent_is_acknowledged_with_its_hour_its_weight_and_its_fingerprint(browser, contract, piece, send):
    page = send(("recto.jpg", photo()), ("verso.jpg", photo(colour="red")))
    assert page.by_id("notices").text.startswith("Permis de conduire, Sophie Marchand : reçu à ")
    assert rows(page)[0].endswith("En vérification")
    page = browser.visit(f"/pieces/{piece().public_id}")
    files = [node.text for node in page.all("li", class_="file-row") if node.parent.tag != "template"]  # waits for a script
    assert [text.split()[0] for text in files] == ["recto.jpg", "verso.jpg"]
    first = piece().current_files[0].attachment
    assert f"empreinte {first.fingerprint}" in files[0]
    assert {node.attrs["src"] for node in page.all("img")} == {
        f"/pieces-jointes/{one.attachment.public_id}/vignette" for one in piece().current_files}
    for node in page.all("img"):
        assert browser.ask(node.attrs["src"]).mimetype == "image/jpeg"


def test_the_camera_opens_and_everything_works_without_a_script(browser, piece):
    page = browser.visit(f"/pieces/{piece('photo_front').public_id}")
    camera, chosen = page.all("input", type="file")
    assert (camera.attrs["capture"], camera.attrs["name"], chosen.attrs["name"]) == ("environment", "file", "file")
    assert "application/pdf" not in chosen.attrs["accept"]
    assert page.all("form")[-1].attrs["enctype"] == "multipart/form-data"


def test_the_good_files_stay_when_another_will_not_do_and_it_is_named(browser, contract, piece, send):
    page = send(("recto.jpg", photo()), ("verso.heic", b"\0\0\0\x18ftypheic" + bytes(50)), status=422)
    errors = page.all("ul", class_="upload__errors")[0].text
    assert "« verso.heic »" in errors
    assert "HEIC" in errors
    assert [one.attachment.name for one in piece().current_files] == ["recto.jpg"]
    assert "recto.jpg" in page.text
    assert piece().state == "received"


@pytest.mark.parametrize(("kind", "files", "words"), [
    ("licence", (), "Prenez une photo, ou choisissez un fichier."),
    ("photo_front", (("papier.pdf", paper()),), "Ici, il faut une photo, pas un PDF."),
    ("photo_front", (("a.jpg", photo()), ("b.jpg", photo(colour="red"))), "C’est plus de fichiers que"),
])
def test_what_cannot_stand_for_a_piece_is_said_beside_the_field(send, piece, kind, files, words):
    assert words in send(*files, kind=kind, status=422).text
    assert piece(kind).state == "missing"


def test_files_that_a_script_has_sent_already_are_named_instead(browser, piece):
    sent = browser.ask("/pieces-jointes/", "POST", **form_of({"csrf_token": browser.token}, ("a.jpg", photo()))).get_json()
    answer = browser.post(f"/pieces/{piece().public_id}", {"attached": sent["id"]})
    assert answer.status_code == 303
    assert [one.attachment.public_id for one in piece().current_files] == [sent["id"]]
    assert browser.post(f"/pieces/{piece().public_id}", {"attached": "0" * 13}).status_code == 404


def test_sending_twice_the_same_photo_is_sending_it_once(piece, send):
    send(("a.jpg", photo()))
    send(("a.jpg", photo()))
    assert len(piece().current_files) == 1


def test_a_file_can_be_taken_back_until_it_is_checked(browser, piece, send, decide):
    send(("a.jpg", photo()), ("b.jpg", photo(colour="red")))
    browser.visit(f"/pieces/{piece().public_id}")
    browser.send(f"/pieces/{piece().public_id}/retrait")
    assert [one.attachment.name for one in piece().current_files] == ["b.jpg"]
    decide()
    page = browser.visit(f"/pieces/{piece().public_id}")
    assert "Retirer" not in page.text
    assert not page.all("input", type="file")
    answer = browser.post(f"/pieces/{piece().public_id}/retrait", {"file": piece().current_files[0].attachment.public_id})
    assert answer.status_code == 409


def test_a_refused_piece_says_why_and_what_to_send_instead_and_is_replaced(browser, contract, piece, send, decide):
    send(("flou.jpg", photo()))
    decide(refusal=PieceRefusal.UNREADABLE, note="On ne lit pas la date.")
    page = browser.visit(address(contract))
    assert rows(page)[0].endswith("À refaire")
    assert "Dont 1 à refaire." in page.text
    page = browser.visit(f"/pieces/{piece().public_id}")
    for words in ("Elle ne se lit pas", "Reprenez la photo à plat", "On ne lit pas la date.", "Ce qui a été refusé", "flou.jpg"):
        assert words in page.text
    send(("net.jpg", photo(colour="red")))
    assert [one.attachment.name for one in piece().current_files] == ["net.jpg"]
    assert "flou.jpg" not in browser.visit(f"/pieces/{piece().public_id}").text


def test_once_all_are_accepted_the_page_says_that_the_contract_is_definitive(browser, contract, piece, send, decide):
    for place, one in enumerate(queries.pieces_of(contract)):
        send((f"{place}.jpg", photo(colour=(place * 20, 0, 0))), kind=one.kind)
        decide(one.kind)
    page = browser.visit(address(contract))
    assert "Tout est accepté" in page.text
    assert "Provisoire" not in browser.visit("/contrats/").text
    page = browser.visit(f"/contrats/{contract.public_id}")
    assert "Les pièces que vous avez fournies" in page.text
    assert "pièces à envoyer" not in browser.visit("/").text


def test_the_list_that_the_phone_shows_costs_nothing_until_something_changes(browser, contract, send):
    page = browser.visit(address(contract))
    url = page.by_id("pieces").attrs["data-hx-get"]
    fresh = browser.ask(url, headers={"HX-Request": "true"})
    assert fresh.status_code == 200
    version = fresh.text.split("vu=")[1].split('"')[0]
    assert browser.ask(f"{address(contract)}?vu={version}", headers={"HX-Request": "true"}).status_code == 204
    send(("a.jpg", photo()))
    assert browser.ask(f"{address(contract)}?vu={version}", headers={"HX-Request": "true"}).status_code == 200
    swapped = browser.swap(address(contract), into="pieces")
    assert rows(swapped) == rows(browser.visit(address(contract)))


def test_a_contract_that_asks_for_nothing_says_so(browser, sophie):
    other = make_contract(sophie, "AA-3", plate="AA-111-AA")
    assert "Aucune pièce ne vous est demandée" in browser.visit(address(other)).text


def test_the_history_names_the_piece_in_words(browser, piece, send):
    send(("a.jpg", photo()))
    page = browser.visit("/historique")
    assert "Pièce reçue : Permis de conduire, Sophie Marchand" in page.text
    assert "Pièces demandées pour le contrat AA-2000-002 : 9" in page.text


def test_a_file_that_is_too_heavy_is_refused_in_a_sentence(app, portal, sophie, piece):
    small = portal(app.instance_path, UPLOAD_FILE_MB=1)
    browser = Browser(small.test_client())
    browser.sign_in(sophie.email, PASSWORD)
    answer = browser.ask(f"/pieces/{piece().public_id}", "POST",
                         **form_of({"csrf_token": browser.token}, ("a.jpg", bytes(1_500_000))))
    assert answer.status_code == 422
    assert "ce fichier est trop lourd" in answer.text
    assert BytesIO(answer.data).read(1)
