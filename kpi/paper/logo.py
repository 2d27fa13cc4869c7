"""A logo that somebody brings: known by what it is, made anew without what it carries along, and tried on paper.

Nothing of the file is kept but its picture: PNG and JPEG are decoded and written again (no place, no camera, no
thumbnail), an SVG keeps its shapes only (kpi/paper/logo_svg.py).
"""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from typing import TYPE_CHECKING, cast

from PIL import Image, ImageCms, ImageOps

from data.errors import LogoError
from kpi.paper.logo_drawn import PIXELS, drawn, try_on_paper
from kpi.paper.logo_svg import cleaned
from kpi.paper.look import Look
from kpi.paper.tokens import tokens

if TYPE_CHECKING:
    from kpi.paper.look import Picture

FILE = 1_048_576  # bytes that are read: 1 MB, as the uploader counts
KEPT = 200_000  # bytes in the store, where every old logo stays for the snapshots of then
SMALLER = (PIXELS, 900, 600, 400, 280, 200)
DECODED = 25_000_000  # pixels, 100 MB while it is read
SLIMMEST = 20  # times as wide as high, or as high as wide
SMALLEST = 16  # pixels
DARK_ENOUGH = 211  # of 255: a contrast of 1.5 with white
SEEN = 0.01  # of the picture

_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError)


def take_logo(content: bytes) -> Look:
    """Read a logo; a look that has it and nothing else. Raises LogoError for what is none, or is more than one."""
    if len(content) > FILE:
        raise LogoError(why="logo_heavy")
    picture = _kind(content)
    return _vector(content) if picture == "svg" else _bitmap(content, picture)


def is_pale(look: Look) -> bool:
    """Whether a logo can hardly be seen on white paper, such as one made for a dark ground."""
    with Image.open(BytesIO(look.bitmap or b"")) as picture:
        tones = _on_white(picture).convert("L").histogram()
    return sum(tones[: DARK_ENOUGH + 1]) < SEEN * sum(tones)


def on_white(look: Look, margin: int = 40) -> bytes:
    """Show a logo as it stands on paper, whatever the page around it is: a PNG."""
    with Image.open(BytesIO(look.bitmap or b"")) as picture:
        sheet = ImageOps.expand(_on_white(picture), margin, "white")
    return _png(ImageOps.expand(sheet, 3, tokens().light.line))


def _kind(content: bytes) -> Picture:
    """Tell what a file is by how it begins, not by its name."""
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if content.startswith(b"\xff\xd8\xff"):
        return "jpg"
    if content.lstrip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n").startswith((b"<", b"<\x00")):
        return "svg"
    raise LogoError(why="logo_kind")


def _vector(content: bytes) -> Look:
    clean = cleaned(content)
    if len(clean) > KEPT:
        raise LogoError(why="logo_detailed")
    with Image.open(BytesIO(drawn(clean))) as picture:
        return Look(logo=clean, picture="svg", drawn=_fitting(_checked(picture.convert("RGBA")), "png"))


def _bitmap(content: bytes, picture: Picture) -> Look:
    logo = _fitting(_checked(_decoded(content, picture)), picture)
    try_on_paper(logo, picture)
    return Look(logo=logo, picture=picture)


def _decoded(content: bytes, picture: Picture) -> Image.Image:
    """Decode one picture of screen colours, upright; its size is looked at before its pixels are."""
    name = {"png": "PNG", "jpg": "JPEG"}[picture]
    try:
        with Image.open(BytesIO(content), formats=[name]) as found:
            _fits_in_memory(found)
            found.load()
            return _plain(ImageOps.exif_transpose(found))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as cause:
        raise LogoError(why="logo_large") from cause
    except _BROKEN as cause:
        raise LogoError(why="logo_broken") from cause


def _fits_in_memory(found: Image.Image) -> None:
    if found.width * found.height > DECODED:
        raise LogoError(why="logo_large")
    if getattr(found, "is_animated", False):
        raise LogoError(why="logo_animated")
    if found.mode == "CMYK":
        raise LogoError(why="logo_print_colours")


def _plain(picture: Image.Image) -> Image.Image:
    """Bring a picture to the colours of a screen: sRGB, with or without transparency."""
    if picture.mode == "I;16":  # Pillow would cut every grey off at 255 of 65535: white
        picture = Image.frombytes("L", picture.size, picture.tobytes()[1::2])
    plain = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    profile = picture.info.get("icc_profile")
    if profile and picture.mode in {"RGB", "RGBA", "P"}:
        with suppress(ImageCms.PyCMSError, OSError):  # a broken profile says nothing
            screen = ImageCms.createProfile("sRGB")
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            plain = cast("Image.Image", ImageCms.profileToProfile(plain, own, screen))
    return plain


def _checked(picture: Image.Image) -> Image.Image:
    """Refuse what is no logo on any paper: nothing to be seen, a speck, a hair."""
    picture = _cropped(picture)
    short, long = sorted(picture.size)
    if long > SLIMMEST * short:
        raise LogoError(why="logo_slim")
    if long < SMALLEST:
        raise LogoError(why="logo_small")
    return picture


def _cropped(picture: Image.Image) -> Image.Image:
    """Take off the empty border that many exports have: it would make the logo small on paper."""
    if picture.mode != "RGBA":
        return picture
    if (drawn_on := picture.getchannel("A").getbbox()) is None:
        raise LogoError(why="logo_empty")
    return picture.crop(drawn_on)


def _fitting(picture: Image.Image, kind: Picture) -> bytes:
    """Write a picture as large as it may be kept."""
    for side in SMALLER:
        smaller = picture.copy()
        smaller.thumbnail((side, side), Image.Resampling.LANCZOS)
        content = _png(smaller) if kind == "png" else _jpeg(smaller)
        if len(content) <= KEPT:
            break
    return content


def _png(picture: Image.Image) -> bytes:
    into = BytesIO()
    _bare(picture).save(into, "PNG", optimize=True)
    return into.getvalue()


def _jpeg(picture: Image.Image) -> bytes:
    into = BytesIO()
    _bare(picture).save(into, "JPEG", quality=92, subsampling=0)
    return into.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """Leave behind all that a picture says beside its pixels."""
    bare = picture.copy()
    bare.info = {}
    return bare


def _on_white(picture: Image.Image) -> Image.Image:
    paper = Image.new("RGBA", picture.size, "white")
    paper.alpha_composite(picture.convert("RGBA"))
    return paper.convert("RGB")
