"""The trends as native charts, six to a slide."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.slides.chart import trend
from kpi.slides.chart_xml import HIGH, WIDE
from kpi.slides.sheet import BODY, Area
from kpi.slides.text import Para, Run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from kpi.paper.blocks import Chart
    from kpi.slides.deck import Deck
    from kpi.snapshot import ScoreRow

ACROSS, MOST = 3, 6
LEGEND = 16.0
GAP = "\u2003"
BESIDE, BELOW = (BODY.w - ACROSS * WIDE) / (ACROSS - 1), BODY.h - LEGEND - 2 * HIGH  # air between charts


def trends(deck: Deck, drawn: Sequence[tuple[ScoreRow, Chart]], title: str, made: date) -> None:
    """Write slides of charts; none where no row has a trend."""
    slides = [drawn[i : i + MOST] for i in range(0, len(drawn), MOST)]
    for n, slide in enumerate(slides, start=1):
        sheet = deck.page(deck.part(title, n, len(slides)))
        for i, (row, chart) in enumerate(slide):
            x, y = BODY.x + i % ACROSS * (WIDE + BESIDE), BODY.y + i // ACROSS * (HIGH + BELOW)
            one = trend(row, chart, deck.language, made, deck.say)
            sheet.chart(Area(x, y, WIDE, HIGH), one, chart.name, " ".join(filter(None, (chart.alt, one.breaks))))
        below = Area(BODY.x, BODY.y + BODY.h - LEGEND + 4, BODY.w, LEGEND)
        sheet.text(below, [_legend(deck, slide)], "Legend")
        deck.end(sheet)


def _legend(deck: Deck, drawn: Sequence[tuple[ScoreRow, Chart]]) -> Para:
    """Name the lines, and what else is seen on these charts."""
    plots, words = [chart.plot for _, chart in drawn], deck.doc.words
    seen = {
        "gap": any(point.value is None for row, _ in drawn for point in row.series),
        "other": any(plot.hollow for plot in plots),
        "ring": any(plot.ring for plot in plots),
    }
    lines = [Run("━ ", 10, "good"), Run(f"{words['target']}{GAP}", 10, "muted")]
    lines += [Run("╍ ", 10, "muted"), Run(f"{words['baseline']}{GAP}", 10, "muted")]
    return Para((*lines, Run(GAP.join(words[key] for key, there in seen.items() if there), 10, "muted")))
