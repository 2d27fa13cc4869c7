"""A logo is known by what it is, keeps its picture and nothing else, and what is more than a picture is refused."""

from __future__ import annotations

import random
from hashlib import shake_256
from io import BytesIO
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from data.errors import LogoError
from kpi.paper.logo import KEPT, PIXELS, is_pale, on_white, take_logo
from kpi.paper.logo_svg import cleaned
from kpi.problems import tell
from kpi.words import LANGUAGES, Words
from tests.logos import GREEN, MARK, SVG, opened, picture, svg


def why(content: bytes) -> str:
    with pytest.raises(LogoError) as refused:
        take_logo(content)
    return str(refused.value.fields["why"])


# -- logos that are taken ----------------------------------------------------------------------------


def test_a_png_is_written_anew_and_says_nothing_beside_its_pixels() -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415

    said = PngInfo()
    said.add_text("Author", "SECRET")
    look = take_logo(picture(pnginfo=said, dpi=(300, 300)))
    assert look.picture == "png"
    assert b"SECRET" not in (look.logo or b"")
    assert opened(look.logo).info == {}
    assert opened(look.logo).getpixel((150, 50)) == (0, 0x81, 0x3E, 255)


def test_a_jpeg_stays_one_stands_upright_and_forgets_where_it_was_taken() -> None:
    said = Image.Exif()
    said[0x0112], said[0x010F] = 6, "SECRETCAM"  # turned by a quarter; the camera
    said.get_ifd(0x8825)[2] = (52.0, 1.0, 2.0)  # the place
    content = picture(mode="RGB", kind="JPEG", exif=said, comment=b"SECRET")
    assert b"SECRET" in content
    look = take_logo(content)
    assert look.picture == "jpg"
    assert b"SECRET" not in (look.logo or b"")
    assert not opened(look.logo).getexif()
    assert opened(look.logo).size == (100, 300)


def test_it_is_known_by_its_content() -> None:
    brought = (picture(), picture(mode="RGB", kind="JPEG"), svg(MARK))
    assert [take_logo(one).picture for one in brought] == ["png", "jpg", "svg"]


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_every_kind_of_png_is_drawn(mode: str) -> None:
    into = BytesIO()
    made = Image.new(mode, (60, 30), 80 * 256) if mode == "I;16" else Image.new("L", (60, 30), 80).convert(mode)
    made.save(into, "PNG")
    assert opened(on_white(take_logo(into.getvalue()))).getpixel((50, 50)) == (80, 80, 80)


def test_a_large_one_is_made_smaller_and_an_empty_border_goes() -> None:
    into = BytesIO()
    large = Image.new("RGBA", (3000, 3000), (0, 0, 0, 0))
    large.paste((0, 129, 62, 255), (500, 1000, 2500, 2000))
    large.save(into, "PNG")
    assert opened(take_logo(into.getvalue()).logo).size == (PIXELS, PIXELS // 2)


def test_a_photograph_is_kept_small() -> None:
    noise = Image.frombytes("RGB", (480, 480), shake_256(b"noise").digest(480 * 480 * 3))
    into = BytesIO()
    noise.save(into, "PNG")
    assert len(take_logo(into.getvalue()).logo or b"") <= KEPT


def test_an_svg_keeps_its_shapes_and_has_a_png_beside_it() -> None:
    body = (
        '<metadata><secret/></metadata><rect onload="alert(1)" data-name="SECRET" width="120" height="80" class="a"/>'
        '<defs><linearGradient id="g"><stop offset="0" stop-color="#123456"/></linearGradient></defs>'
        '<style>.a{fill:url(#g);clip-path:url(#c)}</style><clipPath id="c"><circle class="b" cx="50" cy="40" r="30"/>'
        '</clipPath><symbol id="s"><path d="M0 0h9v9z"/></symbol><use xlink:href="#s" x="150"/><!-- SECRET -->'
    )
    doctype = '<?xml version="1.0"?><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">'
    look = take_logo(svg(body, doctype))
    assert look.picture == "svg"
    for word in (b"SECRET", b"secret", b"onload", b"DOCTYPE", b"www.w3.org/svg11"):
        assert word not in (look.logo or b"")
    for word in (b"clip-path:url(#c)", b"symbol", b"#123456"):
        assert word in (look.logo or b"")
    assert look.bitmap == look.drawn
    assert opened(look.drawn).format == "PNG"
    assert take_logo(look.logo or b"").logo == look.logo


def test_an_svg_in_utf_16_or_without_its_name_space_is_read() -> None:
    assert take_logo(SVG.format(MARK).encode("utf-16")).picture == "svg"
    assert take_logo(f'<svg width="100" height="80">{MARK}</svg>'.encode()).picture == "svg"


def test_numbers_stay_and_those_that_a_rotation_leaves_behind_are_none() -> None:
    body = '<path class="st1e99" id="a1e99" transform="matrix(6.1e-17 1 -1 .5 90 0)" d="M0 0h60v-60z" fill="#1e8449"/>'
    sheet = "<style>.st0000000123456789{clip-path:url(#SVGID_00000123456789_)}</style>"
    clean = cleaned(svg(sheet + body)).decode()
    assert 'transform="matrix(0 1 -1 .5 90 0)" d="M0 0h60v-60z" fill="#1e8449"' in clean
    assert sheet[7:-8] in clean
    assert 'class="st1e99" id="a1e99"' in clean


def test_a_drawing_at_which_the_library_gives_up_takes_nobody_along(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.paper.logo.cleaned", lambda content: content)  # as if something had been overlooked
    assert why(svg('<path d="M0 0L1e30 1e30" transform="scale(1e38)" stroke="#000" stroke-width="1e38"/>')) in {
        *("logo_broken", "logo_empty")
    }
    monkeypatch.setattr("kpi.paper.logo_drawn.SECONDS", 0.01)
    assert why(svg(MARK)) == "logo_detailed"


def test_white_on_nothing_is_told_to_be_invisible() -> None:
    assert is_pale(take_logo(svg('<rect width="90" height="60" fill="#fffbe0"/>')))
    assert not is_pale(take_logo(svg(MARK)))
    assert not is_pale(take_logo(picture(mode="RGB", kind="JPEG")))


def test_it_is_shown_on_white_whatever_the_page_around_it_is() -> None:
    shown = opened(on_white(take_logo(picture())))
    assert shown.getpixel((9, 9)) == (255, 255, 255)
    assert shown.mode == "RGB"


# -- logos that are refused --------------------------------------------------------------------------


def copies(times: int, deep: int) -> str:
    """Copy a copy of a copy: ten lines that unfold to ten billion shapes."""
    each = (f'<g id="u{i}">' + f'<use href="#u{i - 1}"/>' * times + "</g>" for i in range(1, deep))
    return '<rect id="u0" width="9" height="9"/>' + "".join(each)


def bomb(side: int) -> bytes:
    """Say of a picture of one pixel that it is a square of this side."""
    small = picture((1, 1))
    head = small[12:16] + side.to_bytes(4) * 2 + small[24:29]
    return small[:12] + head + crc32(head).to_bytes(4) + small[33:]


def clear() -> bytes:
    into = BytesIO()
    Image.new("RGBA", (40, 40), (255, 0, 0, 0)).save(into, "PNG")
    return into.getvalue()


def moving() -> bytes:
    into, frames = BytesIO(), [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    frames[0].save(into, "PNG", save_all=True, append_images=frames[1:])
    return into.getvalue()


ATTACKS = {
    "script": ("logo_active", svg("<script>alert(1)</script>")),
    "foreign": ("logo_active", svg("<foreignObject><iframe/></foreignObject>")),
    "text": ("logo_text", svg("<g><text>Noordlicht</text></g>")),
    "picture by address": ("logo_picture", svg('<image href="http://evil.example/x.png"/>')),
    "picture within": ("logo_picture", svg('<image href="data:image/svg+xml;base64,PHN2Zy8+"/>')),
    "copy from elsewhere": ("logo_outside", svg('<use xlink:href="http://evil.example/x.svg#a"/>')),
    "copy of a file": ("logo_outside", svg('<use href="file:///etc/passwd#a"/>')),
    "fill from elsewhere": ("logo_outside", svg(MARK.replace(GREEN, "url(http://evil.example/#a)"))),
    "style from elsewhere": ("logo_outside", svg(MARK + "<style>.a{fill: URL( 'http://evil.example') }</style>")),
    "style imported": ("logo_outside", svg(MARK + "<style>@import 'x.css';</style>")),
    "style in disguise": ("logo_outside", svg(MARK + r"<style>.a{fill:u\72l(http://evil.example)}</style>")),
    "style attribute": ("logo_outside", svg('<rect style="fill:url(//evil.example)" width="9" height="9"/>')),
    "filter": ("logo_effects", svg('<filter id="f"><feTurbulence/></filter>')),
    "pattern": ("logo_effects", svg('<pattern id="p"/>')),
    "moving": ("logo_animated", svg('<rect width="9" height="9"><animate attributeName="x"/></rect>')),
    "laughs": ("logo_entities", svg(MARK, '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>')),
    "entity of a file": ("logo_entities", svg(MARK, '<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>')),
    "attributes by default": ("logo_entities", svg(MARK, '<!DOCTYPE svg [<!ATTLIST g fill CDATA "x">]>')),
    "copies of copies": ("logo_detailed", svg(copies(10, 12))),
    "chain of copies": ("logo_detailed", svg(copies(1, 3000))),
    "copy of itself": ("logo_detailed", svg('<g id="a"><use href="#a"/></g>')),
    "clipped by itself": (
        "logo_detailed",
        svg('<style>rect{clip-path:url(#c)}</style><clipPath id="c"><rect width="9" height="9"/></clipPath>' + MARK),
    ),
    "deep": ("logo_detailed", svg("<g>" * 50_000 + "</g>" * 50_000)),
    "many": ("logo_detailed", svg('<path d="M0 0h9"/>' * 20_001)),
    "empty": ("logo_empty", svg("")),
    "all outside": ("logo_empty", svg('<rect x="900" width="9" height="9"/>')),
    "no size": ("logo_broken", b'<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0"/>'),
    "broken off": ("logo_broken", svg(MARK)[:-20]),
    "out of all measure": ("logo_broken", svg('<path d="M0 0L1e30 1e30" stroke="#000" stroke-width="1e38"/>')),
    "web page": ("logo_kind", b"<!DOCTYPE html><html><body>hello</body></html>"),
    "gif": ("logo_kind", picture(kind="GIF", mode="P")),
    "webp": ("logo_kind", picture(kind="WEBP")),
    "pdf": ("logo_kind", b"%PDF-1.7"),
    "nothing": ("logo_kind", b""),
    "heavy": ("logo_heavy", picture() + bytes(1_048_577)),
    "large": ("logo_large", bomb(9_000)),
    "bomb": ("logo_large", bomb(10_000)),
    "larger bomb": ("logo_large", bomb(60_000)),
    "cut png": ("logo_broken", picture()[:-40]),
    "head of a png": ("logo_broken", picture()[:20]),
    "cut jpeg": ("logo_broken", picture(mode="RGB", kind="JPEG")[:200]),
    "print colours": ("logo_print_colours", picture(mode="CMYK", kind="JPEG")),
    "hair": ("logo_slim", picture((2100, 100))),
    "transparent": ("logo_empty", clear()),
    "moving png": ("logo_animated", moving()),
    "speck": ("logo_small", picture((8, 8))),
}


@pytest.mark.parametrize("name", ATTACKS)
def test_what_is_more_or_less_than_a_logo_is_refused_with_its_reason(name: str) -> None:
    reason, content = ATTACKS[name]
    assert why(content) == reason


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_is_one_sentence_and_a_way_out(language: str) -> None:
    say = Words(language)
    for reason in {reason for reason, _ in ATTACKS.values()}:
        told = tell(say, LogoError(why=reason))
        assert told.startswith(say("error.logo", why="").strip())
        assert 2 <= told.count(". ") + told.count(": ") + 1 <= 4


WHOLE = [picture((40, 20)), picture((40, 20), "RGB", "JPEG"), svg(MARK)[:-6]]  # broken off: a whole one needs a process


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from(WHOLE))
def test_a_damaged_file_is_a_logo_or_a_sentence(chance: random.Random, content: bytes) -> None:
    damaged = bytearray(content)
    for _ in range(chance.randint(1, 6)):
        damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
    try:
        told = take_logo(bytes(damaged)).picture
    except LogoError as refused:
        told = tell(Words("en"), refused)
    assert told
