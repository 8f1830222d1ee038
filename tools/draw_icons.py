"""Draws the icons of the installed application; run it again when the mark changes.

    python tools/draw_icons.py

The geometry is the one of favicon.svg, on the same 32 by 32 grid.
"""
from pathlib import Path

from PIL import Image, ImageDraw

GREEN, DEEP, PALE, LIME = "#0d5c43", "#083a2b", "#e1efe7", "#c9f26b"
GRID = 32
SMOOTHING = 4
CORNER = 8
SHIELD = [
    ("line", (16, 6.5), (24.5, 9.5)),
    ("line", (24.5, 9.5), (24.5, 15.5)),
    ("curve", (24.5, 15.5), (24.5, 20.8), (21, 24.1), (16, 26)),
    ("curve", (16, 26), (11, 24.1), (7.5, 20.8), (7.5, 15.5)),
    ("line", (7.5, 15.5), (7.5, 9.5)),
    ("line", (7.5, 9.5), (16, 6.5)),
]
CHECK = [(12.2, 16), (15, 18.8), (20, 13.4)]


def points_of(segments):
    """Return the outline as points close enough to look smooth."""
    points = []
    for kind, *controls in segments:
        if kind == "line":
            points += controls
            continue
        a, b, c, d = controls
        for step in range(41):
            t = step / 40
            weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
            points.append(tuple(sum(weight * point[axis] for weight, point in zip(weights, (a, b, c, d), strict=True))
                                for axis in (0, 1)))
    return points


def draw(size, rounded):
    """Return the icon at this size in pixels; `rounded`: with clear corners, else to the edges."""
    scale = size * SMOOTHING / GRID
    picture = Image.new("RGB", (size * SMOOTHING,) * 2, GREEN)
    pen = ImageDraw.Draw(picture)

    def stroke(points, width, colour):
        path = [(x * scale, y * scale) for x, y in points]
        pen.line(path, fill=colour, width=round(width * scale))
        radius = width * scale / 2
        for x, y in path:  # round joints: the line alone leaves hairlines in a curve
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)

    shield = points_of(SHIELD)
    pen.polygon([(x * scale, y * scale) for x, y in shield], fill=DEEP)
    stroke(shield, 1.5, PALE)
    stroke(CHECK, 2.5, LIME)
    if rounded:
        mask = Image.new("L", picture.size)
        ImageDraw.Draw(mask).rounded_rectangle((0, 0, *picture.size), CORNER * scale, fill=255)
        picture.putalpha(mask)
    picture = picture.resize((size, size), Image.Resampling.LANCZOS)
    return picture.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


if __name__ == "__main__":
    folder = Path(__file__).parents[1] / "static/icons"
    for name, size, rounded in [
        ("icon-192", 192, True), ("icon-512", 512, True), ("maskable-512", 512, False), ("apple-touch-180", 180, False),
    ]:
        draw(size, rounded).save(folder / f"{name}.png", optimize=True)
