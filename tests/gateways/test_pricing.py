"""A price comes from the table, or from a service of the insurer that is believed only when its lines add up."""
import json
import threading
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from gateways.pricing import PriceUnavailable, ServiceTariff, TableTariff, tariff
from insurance.contracts.tariff import DriverFacts, RiskFacts
from insurance.contracts.tariff_table import demonstration

RISK = RiskFacts(product="comprehensive", fiscal_power=5, vehicle_age=6, usage="private", parking=None,
                 mileage_limit_km=None, postcode="45000", drivers=(DriverFacts("main", 40, 20),), options=(),
                 bonus_malus_hundredths=76)
GOOD = {"lines": [{"key": "product", "detail": "comprehensive", "base_cents": 50000, "per_mille": 1000, "cents": 50000},
                  {"key": "bonus_malus", "detail": "76", "base_cents": 50000, "per_mille": 760, "cents": -12000}],
        "annual_cents": 38000, "reference_cents": 50000, "natural_disaster_cents": 900, "taxes_cents": 8000}


@pytest.fixture
def service():
    """A service of the insurer: `service.answer` is what it says, `service.asked` what it was asked."""
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            server.asked = (json.loads(self.rfile.read(int(self.headers["Content-Length"]))), self.headers["Authorization"])
            body = server.answer if isinstance(server.answer, bytes) else json.dumps(server.answer).encode()
            self.send_response(server.status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.status, server.answer, server.url = 200, GOOD, f"http://127.0.0.1:{server.server_port}/price"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_without_a_setting_the_table_of_the_repository_prices():
    assert tariff("").name == demonstration().name
    assert isinstance(tariff(""), TableTariff)


def test_a_service_is_asked_for_the_risk_and_its_price_is_read(service):
    seen = tariff(service.url, "secret").price(RISK)
    asked, authorization = service.asked
    assert (asked["postcode"], asked["drivers"][0]["role"], authorization) == ("45000", "main", "Bearer secret")
    assert (seen.annual_cents, [line.cents for line in seen.lines]) == (38000, [50000, -12000])


@pytest.mark.parametrize("answer", [
    b"not json", [], {}, GOOD | {"annual_cents": 1}, GOOD | {"annual_cents": 38000.0}, GOOD | {"lines": []},
    GOOD | {"lines": [GOOD["lines"][0] | {"key": "unheard-of"}]}, GOOD | {"taxes_cents": None},
])
def test_an_answer_that_does_not_add_up_is_no_price(service, answer):
    service.answer = answer
    with pytest.raises(PriceUnavailable):
        ServiceTariff(service.url).price(RISK)


def test_a_service_that_fails_or_is_not_there_gives_no_price(service):
    service.status = 500
    with pytest.raises(PriceUnavailable):
        ServiceTariff(service.url).price(replace(RISK, postcode="75011"))
    with pytest.raises(PriceUnavailable):
        ServiceTariff("http://127.0.0.1:9/price").price(RISK)
