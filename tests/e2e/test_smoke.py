import pytest
@pytest.mark.parametrize("how", ["cut", "offline", "clear", "none"])
def test_it(phone, how):
    phone.context.on("serviceworker", lambda w: print("SW", w.url))
    phone.context.on("console", lambda m: print("console", m.text))
    phone.context.on("request", lambda r: print("req", r.service_worker is not None, r.url))
    phone.keep("AA-7204-118")
    print(phone.page.evaluate("navigator.serviceWorker.controller?.scriptURL"))
    if how == "cut": phone.road.cut()
    if how == "offline": phone.context.set_offline(True)
    if how == "clear": phone.forget_http_cache()
    print("-----")
    phone.go("/attestation?raccourci=1")
    print(how, phone.states())
