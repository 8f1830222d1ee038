"""The QR codes that we draw, as a camera sees them."""
import re

from PIL import Image

PIXELS = 4  # a module


def drawn(path: str, side: int) -> Image.Image:
    """Draw the strokes of one of our codes."""
    picture = Image.new("L", (side * PIXELS, side * PIXELS), 255)
    x, y = (float(number) for number in re.match(r"M(\S+) ([\d.]+)", path).groups())
    for command, first, second in re.findall(r"([hm])(-?\d+)(?: (\d+))?", path):
        if command == "h":
            left, top = int(x) * PIXELS, int(y) * PIXELS
            picture.paste(0, (left, top, left + int(first) * PIXELS, top + PIXELS))
        x, y = x + int(first), y + int(second or 0)
    return picture
