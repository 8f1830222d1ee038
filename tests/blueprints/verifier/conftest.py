"""A phone with a real browser, for the scripts of the checking page."""
import os
import shutil

import pytest

CHROMIUM = os.environ.get("CHROMIUM_PATH") or shutil.which("chromium")


@pytest.fixture(scope="session")
def chromium(playwright):
    """One browser for the session; the test is skipped on a machine that has none."""
    if CHROMIUM is None:
        pytest.skip("needs Chromium")
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
    yield browser
    browser.close()


@pytest.fixture
def phone(chromium):
    """A page on a phone that keeps nothing from the test before."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, locale="fr-FR")
    yield context.new_page()
    context.close()
