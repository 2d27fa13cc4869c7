"""The empty deck: theme, master and three layouts, from text in template/; there is no binary template.

A brand's colour is the accent of the theme, the tones of status are its other accents: who changes the theme in
PowerPoint changes every slide, table and chart with it.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING
from zipfile import ZipFile

from babel.core import get_global
from pptx import Presentation

from kpi.paper.tokens import tokens
from kpi.slides.prepared import quoted

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

    from kpi.paper.look import Look
    from kpi.words import Words

FOLDER = Path(__file__).parent / "template"
COVER, PAGE, TEXT = range(3)  # the layouts, in the order of the master
PARTS = {
    "[Content_Types].xml": "content_types",
    "_rels/.rels": "package_rels",
    "docProps/app.xml": "app",
    "ppt/presentation.xml": "presentation",
    "ppt/_rels/presentation.xml.rels": "presentation_rels",
    "ppt/presProps.xml": "pres_props",
    "ppt/viewProps.xml": "view_props",
    "ppt/tableStyles.xml": "table_styles",
    "ppt/theme/theme1.xml": "theme",
    "ppt/slideMasters/slideMaster1.xml": "master",
    "ppt/slideMasters/_rels/slideMaster1.xml.rels": "master_rels",
    "ppt/slideLayouts/slideLayout1.xml": "cover",
    "ppt/slideLayouts/slideLayout2.xml": "page",
    "ppt/slideLayouts/slideLayout3.xml": "text",
    **{f"ppt/slideLayouts/_rels/slideLayout{n}.xml.rels": "layout_rels" for n in (1, 2, 3)},
}


def template(look: Look, say: Words) -> Deck:
    """Open a deck without slides, 960 by 540 points, in the colours of a brand."""
    fields = _colours(look) | {"lang": tag(say)}
    fields |= {key: quoted(say(f"slides.{key}")) for key in ("title", "text")}
    fields |= {f"layout_{key}": quoted(say(f"slides.layout.{key}")) for key in ("cover", "page", "text")}
    package = BytesIO()
    with ZipFile(package, "w") as parts:
        for name, part in PARTS.items():
            parts.writestr(name, Template((FOLDER / f"{part}.xml").read_text("utf-8")).substitute(fields))
    package.seek(0)
    return Presentation(package)


def tag(say: Words) -> str:
    """Write the language as spell checkers know it: nl-NL, en-GB."""
    locale = say.locale
    likely = get_global("likely_subtags").get(locale.language, locale.language)
    return f"{locale.language}-{locale.territory or likely.rsplit('_', 1)[-1]}"


def _colours(look: Look) -> dict[str, str]:
    light, tones = tokens().light, tokens().tone
    ground = light.model_dump() | {"accent": look.accent or light.accent}
    found: dict[str, str] = ground | {name: tone.light.ink for name, tone in tones.items()}
    return {name: colour.removeprefix("#").upper() for name, colour in found.items()}
