"""A printed PDF as it is seen: its words and where they stand, its picture."""
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

needs_poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="poppler-utils is not installed")
WIDTH, HEIGHT, MARGIN, FOOT = 595, 842, 56, 15


class Word:
    """A word and its box, in points."""

    def __init__(self, node, page):
        self.text, self.page = node.text, page
        self.left, self.top, self.right, self.bottom = (float(node.get(f)) for f in ("xMin", "yMin", "xMax", "yMax"))

    def covers(self, other) -> bool:
        """Say whether two words share more than the slight overlap of the boxes of successive lines."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return self.page == other.page and wide > 0.5 and high > 0.35 * min(
            self.bottom - self.top, other.bottom - other.top)


def placed_words(pdf: bytes, folder) -> list[Word]:
    """Return the words of a PDF with their places; `folder` is where it may be written."""
    (folder / "paper.pdf").write_bytes(pdf)
    layout = subprocess.run(["pdftotext", "-bbox", folder / "paper.pdf", "-"], capture_output=True, check=True).stdout
    pages = ET.fromstring(layout.decode()).iter(  # noqa: S314 (what pdftotext says of a file of ours)
        "{http://www.w3.org/1999/xhtml}page")
    return [Word(node, number) for number, page in enumerate(pages) for node in page]


def expect_no_overlap(words: list[Word]) -> None:
    """Fail when a word is outside of the margins or over another one."""
    assert words
    for place, word in enumerate(words):
        assert MARGIN <= word.left < word.right <= WIDTH - MARGIN, word.text
        assert FOOT < word.top < word.bottom < HEIGHT - FOOT, word.text
        assert not any(word.covers(other) for other in words[place + 1:]), word.text


def picture(pdf: bytes, folder, dpi: int, page: int = 1) -> Image.Image:
    """Return a page of a PDF as a printer in black and white shows it."""
    (folder / "paper.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-gray", "-f", str(page), "-singlefile", "-png", "paper.pdf", "page"],
                   cwd=folder, check=True)
    with Image.open(folder / "page.png") as image:
        return image.convert("L")
