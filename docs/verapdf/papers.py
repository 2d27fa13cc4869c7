"""Print what veraPDF is asked about: `.venv/bin/python -m docs.verapdf.papers FOLDER` (docs/verapdf.md)."""

from __future__ import annotations

import io
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PIL import Image

from kpi.meeting.minutes import Minute, Minutes
from kpi.paper import pdf
from kpi.paper.edition import Edition
from kpi.paper.look import Look
from kpi.words import LANGUAGES
from tests.snapshots import HOSTILE, empty, example, hostile, month, plan_end, silent, with_effects
from tests.sourced_week import sourced_week

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot

SVG = b"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 30">
<rect width="120" height="30" rx="6" fill="#0b4f8a"/><circle cx="20" cy="15" r="8" fill="#fff"/>
<path d="M40 22 L52 8 L64 22 Z" fill="#fff"/></svg>"""


def png() -> bytes:
    """Draw a logo in one colour."""
    out = io.BytesIO()
    Image.new("RGBA", (240, 60), "#8a0b4fc0").save(out, "PNG")
    return out.getvalue()


def everything_hostile() -> Snapshot:
    """Write it into every field in which people write, also those of files, decisions and rules."""
    full, told = sourced_week(), hostile()
    report = full.report
    assert report is not None  # noqa: S101 - that is what a sourced week has
    said = {"action": HOSTILE, "owner": HOSTILE, "insight": HOSTILE, "by_how_much": HOSTILE}
    effects = tuple(replace(one, decision=replace(one.decision, **said)) for one in report.effects)
    sourced = tuple(replace(one, files=tuple(replace(f, name=HOSTILE) for f in one.files)) for one in report.sourced)
    alerts = tuple(replace(one, name=HOSTILE, action=HOSTILE) for one in told.alerts)
    minute = Minute("stop", None, None, "ctr", None, HOSTILE, HOSTILE, HOSTILE, HOSTILE, None, HOSTILE)
    minutes = Minutes(full.week.sunday, effects[0].decision.made_at, None, (minute,) * 3)
    rows = tuple(
        replace(one, plan=other.plan.model_copy(update={"target": f"+22 {HOSTILE}"}), baseline_text=HOSTILE)
        for one, other in zip(full.rows, told.rows, strict=True)
    )
    return replace(
        full,
        brand=HOSTILE,
        rows=(replace(rows[0], baseline=None), *rows[1:]),
        alerts=alerts,
        minutes=minutes,
        report=replace(report, effects=effects, sourced=sourced),
    )


def ten_pages() -> Snapshot:
    """Make a plan of so many rows that they, with their appendix, take ten pages or more."""
    full = sourced_week()
    return replace(full, rows=full.rows * 4)


def papers() -> dict[str, tuple[Snapshot, Edition]]:
    """Name what is printed."""
    full = example()
    return {
        **{f"week_{language}": (full, Edition(language)) for language in LANGUAGES},
        **{f"appendix_{language}": (sourced_week(), Edition(language, appendix=True)) for language in LANGUAGES},
        "week_effects_sv": (with_effects(), Edition("sv")),
        "month_nl": (month(), Edition("nl")),
        "plan_ro": (plan_end(), Edition("ro")),
        "two_pages_en": (full, Edition("en", layout="two")),
        "letter_en": (full, Edition("en", "us-letter")),
        "letter_two_plan_sv": (plan_end(), Edition("sv", "us-letter", layout="two")),
        "ten_pages_nl": (ten_pages(), Edition("nl", appendix=True)),
        **{f"hostile_{n}": (everything_hostile(), Edition(n, appendix=True)) for n in LANGUAGES},
        "hostile_two_letter_ro": (everything_hostile(), Edition("ro", "us-letter", "two", appendix=True)),
        "hostile_month_nl": (replace(month(), brand=HOSTILE), Edition("nl", appendix=True)),
        "logo_png_nl": (full, Edition("nl", look=Look("#8a0b4f", png(), "png"))),
        "logo_svg_en": (full, Edition("en", look=Look("#0b4f8a", SVG, "svg"))),
        "empty_ro": (empty(), Edition("ro", appendix=True)),
        "silent_sv": (silent(), Edition("sv", appendix=True)),
    }


def main() -> None:
    """Write them all."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, (snapshot, edition) in papers().items():
        (folder / f"{name}.pdf").write_bytes(pdf.render(snapshot, edition))


if __name__ == "__main__":
    main()
