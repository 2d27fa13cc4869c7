"""The sheet of the rules that are active: a row for each of their legs, with what it stands on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.paper.cards import URGENT_FIRST, ruled
from kpi.paper.tokens import tokens
from kpi.rule.rule_words import grounds, moved, place_name
from kpi.workbook.book import Toned
from kpi.workbook.shown import value
from kpi.workbook.table import Column, table

if TYPE_CHECKING:
    from kpi.rule.ruling import Alert, LegEvidence
    from kpi.snapshot import Snapshot
    from kpi.words import Words
    from kpi.workbook.book import Book, Cell

COLUMNS = ("signal", "where", "rule", "kpi", "before", "after", "evidence", "sample_before", "sample_after", "owner")
PAGES = ("kpi", "evidence", "owner")  # heads that the scorecard has
WIDE = {"rule": 46}


def signals(book: Book, snapshot: Snapshot) -> None:
    """Write the sheet."""
    say = book.say
    columns = [
        Column(key, say(f"{'scorecard' if key in PAGES else 'workbook'}.{key}"), WIDE.get(key, 0)) for key in COLUMNS
    ]
    alerts = sorted(snapshot.alerts, key=lambda alert: URGENT_FIRST.index(alert.verdict))
    rows = [line for alert in alerts for line in _lines(alert, say)]
    table(book, "signals", columns, rows, none=say("pdf.calm" if snapshot.over else "pdf.running"))


def _lines(alert: Alert, say: Words) -> list[dict[str, Cell]]:
    """Write the legs of a rule; one about what brings the results has its parts instead."""
    mark = tokens().verdict[alert.verdict]
    about: dict[str, Cell] = {
        "signal": Toned(f"{mark.glyph} {say(f'verdict.{alert.verdict}')}", mark.tone),
        "where": place_name(alert.channel, say),
        "rule": ruled(alert, say),
        "owner": alert.owner or "",
    }
    return [about | _leg(leg, say) for leg in alert.legs] or [about | _brings(alert, say)]


def _leg(leg: LegEvidence, say: Words) -> dict[str, Cell]:
    shown = {
        name: value(one, say.number(one, leg.unit, leg.currency), say)
        for name, one in (("before", leg.move.before), ("after", leg.move.after))
    }
    samples = {
        name: value(one, say.whole(one), say)
        for name, one in (("sample_before", leg.sample_before), ("sample_after", leg.sample_after))
    }
    settles = [say("pdf.provisional")] if leg.provisional else []
    return {"kpi": moved(leg, say), "evidence": " · ".join([grounds(leg, say), *settles]), **shown, **samples}


def _brings(alert: Alert, say: Words) -> dict[str, Cell]:
    told = " · ".join(f"{part.name} {say.share(part.share)}" for part in alert.parts)
    return {"kpi": told, "evidence": "", "before": None, "after": None, "sample_before": None, "sample_after": None}
