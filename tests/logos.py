"""Small logos, drawn where they are needed."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

GREEN = "#00813e"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 80">{}</svg>'
MARK = f'<rect width="120" height="80" fill="{GREEN}"/>'


def svg(body: str, before: str = "") -> bytes:
    return (before + SVG.format(body)).encode()


def picture(size: tuple[int, int] = (300, 100), mode: str = "RGBA", kind: str = "PNG", **how: object) -> bytes:
    """Draw an ellipse in the brand's green, on no ground where the mode knows that."""
    drawn = Image.new("RGBA", size, (0, 0, 0, 0) if mode == "RGBA" else "white")
    ImageDraw.Draw(drawn).ellipse((0, 0, size[0] - 1, size[1] - 1), fill=GREEN)
    into = BytesIO()
    drawn.convert(mode).save(into, kind, **how)
    return into.getvalue()


def opened(content: bytes | None) -> Image.Image:
    assert content
    return Image.open(BytesIO(content))
