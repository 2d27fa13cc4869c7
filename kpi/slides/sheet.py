"""One slide: boxes, drawings, tables and charts at places in points, each with a name and words for who sees none."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from pptx.enum.chart import XL_CHART_TYPE
from pptx.oxml import parse_xml

from kpi.slides.colours import fill, line
from kpi.slides.prepared import quoted
from kpi.slides.text import arranged, para, written

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pptx.slide import Slide

    from kpi.slides.chart import Trend
    from kpi.slides.text import Para

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
NAMESPACES = f'xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}"'
DECORATIVE = (
    '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative '
    'xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
)
EMU = 12700  # of a point
WIDE, HIGH, MARGIN = 960.0, 540.0, 40.0
Anchor = Literal["t", "ctr", "b"]
Form = Literal["rect", "roundRect", "ellipse"]


@dataclass(frozen=True)
class Area:
    """A place on a slide, in points from its upper left corner."""

    x: float
    y: float
    w: float
    h: float

    def within(self, left: float, top: float, right: float, bottom: float) -> Area:
        """Leave so much free on each side."""
        return Area(self.x + left, self.y + top, self.w - left - right, self.h - top - bottom)

    def xml(self, tag: str = "a") -> str:
        """Write it."""
        off = f'<a:off x="{round(self.x * EMU)}" y="{round(self.y * EMU)}"/>'
        return f'<{tag}:xfrm>{off}<a:ext cx="{round(self.w * EMU)}" cy="{round(self.h * EMU)}"/></{tag}:xfrm>'


BODY = Area(MARGIN, 92, WIDE - 2 * MARGIN, 404)  # below the title, above the last line


class Sheet:
    """A slide that is being written."""

    def __init__(self, slide: Slide, language: str) -> None:
        self.slide = slide
        self.language = language
        self._into: Any = slide.shapes._spTree  # noqa: SLF001 - python-pptx has no door for shapes written as XML
        self._number = max(shape.shape_id for shape in slide.shapes) if len(slide.shapes) else 1

    def fill_in(self, idx: int, paras: Sequence[Para]) -> None:
        """Write into a placeholder of the layout."""
        body = self.slide.placeholders[idx].text_frame._txBody  # noqa: SLF001
        for old in body.p_lst:
            body.remove(old)
        for one in parse_xml(f'<a:x xmlns:a="{A}">{written(paras, self.language)}</a:x>'):
            body.append(one)

    def text(self, area: Area, paras: Sequence[Para], name: str, anchor: Anchor = "t") -> None:
        """Write paragraphs into a box, as much of them as it has room for."""
        ready = arranged(paras, area.w, area.h)
        self._add(
            f'<p:sp {NAMESPACES}><p:nvSpPr>{self._named(name)}<p:cNvSpPr txBox="1"/><p:nvPr/></p:nvSpPr>'
            f'<p:spPr>{area.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/></p:spPr><p:txBody>'
            f'<a:bodyPr wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:noAutofit/></a:bodyPr>'
            f"<a:lstStyle/>{written(ready, self.language)}</p:txBody></p:sp>"
        )

    def shape(self, area: Area, form: Form, colour: str, name: str, *, edge: str = "", thick: float = 0.75) -> None:
        """Draw a shape that means nothing by itself."""
        rounding = '<a:gd name="adj" fmla="val 4000"/>' if form == "roundRect" else ""
        self._add(
            f"<p:sp {NAMESPACES}><p:nvSpPr>{self._named(name, decorative=True)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f'<p:spPr>{area.xml()}<a:prstGeom prst="{form}"><a:avLst>{rounding}</a:avLst></a:prstGeom>'
            f"{fill(colour)}{line(edge, thick)}</p:spPr></p:sp>"
        )

    def path(self, area: Area, runs: Sequence[Sequence[tuple[float, float]]], colour: str, name: str) -> None:
        """Draw lines through points given as shares of the width and, from below, of the height."""
        wide, high = round(area.w * EMU), round(area.h * EMU)
        drawn = "".join(
            f"<a:{'moveTo' if not i else 'lnTo'}>"
            f'<a:pt x="{round(x * wide)}" y="{round((1 - y) * high)}"/></a:{"moveTo" if not i else "lnTo"}>'
            for run in runs
            for i, (x, y) in enumerate(run)
        )
        self._add(
            f"<p:sp {NAMESPACES}><p:nvSpPr>{self._named(name, decorative=True)}<p:cNvSpPr/><p:nvPr/></p:nvSpPr>"
            f"<p:spPr>{area.xml()}<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
            f'<a:rect l="0" t="0" r="r" b="b"/><a:pathLst><a:path w="{wide}" h="{high}" fill="none">{drawn}</a:path>'
            f"</a:pathLst></a:custGeom><a:noFill/>{line(colour, 1.75)}</p:spPr></p:sp>"
        )

    def picture(self, area: Area, rel: str, name: str, told: str) -> None:
        """Place a picture that belongs to the slide already."""
        self._add(
            f"<p:pic {NAMESPACES}><p:nvPicPr>{self._named(name, told)}"
            '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr/></p:nvPicPr>'
            f'<p:blipFill><a:blip r:embed="{rel}"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>'
            f'<p:spPr>{area.xml()}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )

    def chart(self, area: Area, trend: Trend, name: str, told: str) -> None:
        """Place a native chart with its own workbook."""
        rel = self.slide.part.add_chart_part(XL_CHART_TYPE.LINE, trend)  # type: ignore[arg-type]
        self._frame(area, C, f'<c:chart xmlns:c="{C}" r:id="{rel}"/>', name, told)

    def table(self, area: Area, xml: str, name: str, told: str) -> None:
        """Place a native table."""
        self._frame(area, A.replace("/main", "/table"), xml, name, told)

    @contextmanager
    def group(self, area: Area, name: str, told: str) -> Iterator[None]:
        """Hold together what is drawn meanwhile, so that it is moved and copied as one."""
        inner = area.xml().replace("</a:xfrm>", "")
        inner += inner.removeprefix("<a:xfrm>").replace("a:off", "a:chOff").replace("a:ext", "a:chExt") + "</a:xfrm>"
        outer = self._into
        group = self._add(
            f"<p:grpSp {NAMESPACES}><p:nvGrpSpPr>{self._named(name, told)}<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>"
            f"<p:grpSpPr>{inner}</p:grpSpPr></p:grpSp>"
        )
        self._into = group
        yield
        self._into = outer

    def foot(self, told: str, page: str) -> None:
        """Write the last line of the slide and its number, which PowerPoint keeps right."""
        number = '<a:fld id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}" type="slidenum">'
        for kind, idx, xml in (
            ("ftr", 11, written([para(told, 10, "muted")], self.language)),
            ("sldNum", 12, f'<a:p>{number}<a:rPr lang="{self.language}"/><a:t>{page}</a:t></a:fld></a:p>'),
        ):
            self._add(
                f"<p:sp {NAMESPACES}><p:nvSpPr>{self._named(kind)}"
                f'<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph type="{kind}" sz="quarter" idx="{idx}"/>'
                f"</p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>{xml}</p:txBody></p:sp>"
            )

    def _frame(self, area: Area, kind: str, xml: str, name: str, told: str) -> None:
        self._add(
            f"<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr>{self._named(name, told)}"
            '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr>'
            f'{area.xml("p")}<a:graphic><a:graphicData uri="{kind}">{xml}</a:graphicData></a:graphic></p:graphicFrame>'
        )

    def _add(self, xml: str) -> Any:
        element = parse_xml(xml)
        self._into.append(element)
        return element

    def _named(self, name: str, told: str = "", *, decorative: bool = False) -> str:
        self._number += 1
        said = f' descr="{quoted(told)}"' if told else ""
        inner = DECORATIVE if decorative else ""
        return f'<p:cNvPr id="{self._number}" name="{quoted(name)} {self._number}"{said}>{inner}</p:cNvPr>'
