"""Papers to print: an ordinary memo, one where everything is long, an attestation."""
from io import BytesIO

import pypdf
import pytest

from tests.support import papers


@pytest.fixture
def memo():
    return papers.memo()


@pytest.fixture
def crowded_memo():
    return papers.crowded_memo()


@pytest.fixture
def attestation():
    return papers.attestation()


@pytest.fixture
def read():
    """Read the words of a PDF as one line, spaces of all widths made plain."""
    def words(pdf: bytes) -> str:
        return " ".join(" ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages).split())
    return words
