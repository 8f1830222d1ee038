"""What the network carries, counted where the browser counts it: on a poor one, a kilobyte is a fifth of a second."""
import re

import pytest

from tests.support.phone import SOPHIE, Phone

KB = 1024


class Wire:
    """Every byte that a page made the browser receive, headers included."""

    def __init__(self, phone):
        self.requests, self._addresses, self._from_cache = {}, {}, set()
        devtools = phone.context.new_cdp_session(phone.page)
        devtools.send("Network.enable")
        devtools.on("Network.requestWillBeSent", self._asked)
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.requestServedFromCache", lambda event: self._from_cache.add(event["requestId"]))
        devtools.on("Network.loadingFinished", self._finished)

    def forget(self) -> None:
        """Count from now on."""
        self.requests.clear()

    @property
    def total(self) -> int:
        """The bytes of all the answers."""
        return sum(self.requests.values())

    def _answered(self, event):
        if event["response"].get("fromDiskCache"):
            self._from_cache.add(event["requestId"])

    def _asked(self, event):
        self._addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event):
        if event["requestId"] not in self._from_cache:
            self.requests[self._addresses[event["requestId"]]] = int(event["encodedDataLength"])


@pytest.fixture
def wire(phone):
    return Wire(phone)


def settled(phone):
    phone.page.wait_for_load_state("networkidle")


def test_a_first_visit_to_the_sign_in_page_is_light(phone, wire):
    phone.go("/connexion")
    settled(phone)
    page = wire.requests[phone.portal.address + "/connexion"]
    print(f"\nfirst visit: {wire.total} bytes in {len(wire.requests)} answers, of which the page {page}")
    assert page <= 10 * KB
    assert wire.total <= 30 * KB


@pytest.mark.parametrize("address", ["/", "/attestation", "/contrats/", "/documents/", "/plus"])
def test_the_pages_of_a_customer_are_light(phone, wire, address):
    phone.sign_in(SOPHIE)
    phone.go("/mentions-legales")
    wire.forget()
    phone.go(address)
    settled(phone)
    page = wire.requests.get(phone.portal.address + address, 0)
    print(f"\n{address}: {page} bytes of {wire.total}")
    assert 0 < page <= 10 * KB


def test_the_pages_of_an_accident_are_light(new_context, demo, road):
    phone = Phone(new_context(service_workers="block"), demo, road)  # it would give them from what it keeps
    wire = Wire(phone)
    for address, pieces in {"/accident": [], "/accident/echange": [], "/carnet": ["/carnet/etapes"]}.items():
        wire.forget()
        phone.go(address)
        settled(phone)
        for page in (phone.portal.address + one for one in [address, *pieces]):
            phone.wait_until(lambda page=page: page in wire.requests)
            print(f"\n{page}: {wire.requests[page]} bytes of {wire.total}")
            assert wire.requests[page] <= 10 * KB
        assert wire.total <= 48 * KB


def test_a_second_visit_asks_for_the_page_alone(phone, wire):
    phone.go("/connexion")
    settled(phone)
    wire.forget()
    phone.go("/connexion")
    settled(phone)
    assert [address for address in wire.requests if "/static/" in address] == []


def test_what_the_phone_keeps_is_light(phone):
    """Counted as the worker fetches it: compressed, with its headers."""
    sizes = {}

    def weigh(request):
        if request.service_worker:
            size = request.sizes()
            sizes[request.url] = size["responseBodySize"] + size["responseHeadersSize"]

    phone.context.on("requestfinished", weigh)
    phone.keep(SOPHIE)
    shell = sum(size for address, size in sizes.items() if not re.search("/attestation|/service-worker|/sw/", address))
    pack = sum(size for address, size in sizes.items() if "/attestation" in address)
    print(f"\nkept: proof and paper {pack} bytes, shell {shell} bytes, in {len(sizes)} answers")
    assert pack <= 40 * KB
    assert shell <= 45 * KB
