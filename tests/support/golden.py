"""Small grey pictures of every page of every kind of paper, to see what a change moves.

`python -m tests.support.golden` draws them again in `tests/printing/pictures/`: look at each before committing it.
A picture has sixteen greys and a pixel for 0.7 mm. Pages are compared a little blurred, so that two programs that smooth
letters in their own way agree, and a line that moved by a millimetre does not.
"""
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image, ImageChops, ImageFilter

import printing
from tests.support import papers

FOLDER = Path(__file__).parents[1] / "printing" / "pictures"
SIZE = (298, 421)
GREYS = 16
DPI = 108
VISIBLE = 32  # of 255: a difference that is more than a matter of smoothing
ALLOWED = 40  # pixels: another program shows 26 at most, a line moved by a millimetre 76 at least


def pages_of(pdf: bytes, program: str = "pdftoppm") -> list[Image.Image]:
    """Return the pages of a PDF as small grey pictures."""
    return [small(page) for page in drawn(pdf, program)]


def drawn(pdf: bytes, program: str = "pdftoppm") -> list[Image.Image]:
    """Return the pages of a PDF as a program draws them, in grey, at `DPI`."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "paper.pdf").write_bytes(pdf)
        subprocess.run([program, "-r", str(DPI), "-gray", "-png", "paper.pdf", "page"], cwd=folder, check=True)
        pages = []
        for path in sorted(Path(folder).glob("page*.png")):
            with Image.open(path) as page:
                pages.append(page.convert("L"))
        return pages


def small(page: Image.Image) -> Image.Image:
    """Return a page as it is kept."""
    step = 256 // GREYS
    return page.resize(SIZE, Image.Resampling.BOX).point(lambda value: value // step * (255 // (GREYS - 1)))


def different_pixels(one: Image.Image, other: Image.Image) -> int:
    """Return how many places of two pictures are different to the eye."""
    blurred = [picture.convert("L").filter(ImageFilter.BoxBlur(1)) for picture in (one, other)]
    return sum(ImageChops.difference(*blurred).histogram()[VISIBLE:])


def kept(name: str) -> list[Image.Image]:
    """Return the pictures that were looked at, page by page."""
    pictures = []
    for path in sorted(FOLDER.glob(f"{name}-*.png")):
        with Image.open(path) as picture:
            pictures.append(picture.convert("L"))
    return pictures


def _keep(picture: Image.Image, path: Path) -> None:
    """Write a picture with four bits a pixel."""
    step = 255 // (GREYS - 1)
    numbered = picture.point(lambda value: value // step)
    numbered.putpalette([grey * step for grey in range(GREYS) for _ in "rgb"])
    numbered.save(path, bits=4, optimize=True)


def main() -> None:
    """Draw every picture again."""
    FOLDER.mkdir(exist_ok=True)
    for path in FOLDER.glob("*.png"):
        path.unlink()
    for make in papers.EVERY:
        for number, picture in enumerate(pages_of(printing.render(make())), 1):
            _keep(picture, FOLDER / f"{make.__name__}-{number}.png")


if __name__ == "__main__":
    main()
