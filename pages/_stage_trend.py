"""The trend on the wall, drawn larger than on a page, and what brought the change."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import streamlit as st

from kpi.meeting.trend_of import row_of, trend_of
from kpi.paper.document import trend_alt
from kpi.periods import Week
from kpi.snapshot import EVERYWHERE
from kpi.why.compared import Alone, pair
from kpi.why.contributions import CHANNEL, contributions, grouped
from pages import _session
from pages._charts import trend
from pages._contributions import part_name
from pages._parts import escape, title
from pages._session import words

if TYPE_CHECKING:
    from kpi.rule.ruling import Alert
    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.why.compared import Against
    from kpi.why.contributions import Contributions

SCALE = 2.15  # of type and marks: a wall is read from farther away than a screen
HEIGHT = 500
LARGER = {"fontSize", "strokeWidth", "size", "dx", "dy"}
MARGIN = {"right": 130, "left": 5, "top": 16, "bottom": 5}
MOST = 3  # parts that are named


def leg_row(alert: Alert | None, taken: Snapshot) -> ScoreRow | None:
    """Find the trend of the first KPI of a rule, where the rule looked."""
    if alert is None or not alert.legs:
        return None
    return row_at(alert.legs[0].kpi, alert.channel, taken)


def row_at(kpi: str, channel: str, taken: Snapshot) -> ScoreRow | None:
    """Find the trend of a KPI somewhere: that of the plan's row, else measured for this."""
    return row_of(taken, kpi, channel) or _measured(*_key(taken), kpi, channel)


def trend_of_item(row: ScoreRow) -> None:
    """Draw the trend with its notes."""
    say = words()
    st.markdown(escape(title(row)))
    st.vega_lite_chart(
        _larger(trend(row, say.language)) | {"height": HEIGHT, "padding": MARGIN}, alt=trend_alt(row, say)
    )


def brought_by(row: ScoreRow, taken: Snapshot, against: Against) -> None:
    """Say which channels brought most of the change; nothing where one channel or no comparison is all there is."""
    if row.plan.filter.channel:
        return
    say, found = words(), _brought(*_key(taken), row.plan.kpi, row.plan.id, against)
    if found is None or found.split is None or len(found.names) < 2:
        return
    parts = [part for part in found.split.parts if part.size][:MOST]
    told = (f"{part_name(CHANNEL, one.name)} {say.part(one.size, row.unit, row.currency)}" for one in parts)
    st.markdown(escape(say("meeting.brought", parts=", ".join(told))))


def _larger(spec: Any) -> Any:
    """Scale type and marks of a chart; its axes have sizes of their own."""
    if isinstance(spec, list):
        return [_larger(one) for one in spec]
    if not isinstance(spec, dict):
        return spec
    scaled = {name: _sized(name, value) for name, value in spec.items()}
    if "config" in scaled:
        scaled["config"] = scaled["config"] | {"axis": {"labelFontSize": round(13 * SCALE), "tickWidth": 2}}
    return scaled


def _sized(name: str, value: Any) -> Any:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value * SCALE if name in LARGER and is_number else _larger(value)


Key = tuple[str, int, str, str]  # path of the store, its revision, week, day


def _key(taken: Snapshot) -> Key:
    store = _session.store()
    return str(store.path), store.revision, taken.week.id, _session.today().isoformat()


# as in pages/_changes.py: kept until the store changes, by plain text and a revision that only grows


@st.cache_resource(max_entries=32, show_spinner=False)
def _measured(path: str, revision: int, week: str, day: str, kpi: str, channel: str) -> ScoreRow | None:  # noqa: ARG001, PLR0917 - the key
    plan = _session.plan()
    if plan is None:
        return None
    return trend_of(_session.store(), plan, kpi, channel, Week.parse(week), date.fromisoformat(day))


@st.cache_resource(max_entries=32, show_spinner=False)
def _brought(  # noqa: PLR0917 - the key
    path: str, revision: int, week: str, day: str, kpi: str, row_id: str, against: Against
) -> Contributions | None:
    plan, taken = _session.plan(), _session.snapshot()
    if plan is None or taken is None:
        return None
    row = next((one for one in taken.rows if one.plan.id == row_id), None)
    row = row or _measured(path, revision, week, day, kpi, EVERYWHERE)
    if row is None:
        return None
    found = pair(_session.store(), plan, row, Week.parse(week), against)
    told = found if isinstance(found, Alone) else grouped(_session.store(), found)
    if isinstance(found, Alone) or isinstance(told, Alone):
        return None
    parts = contributions(_session.store(), found, told, CHANNEL)
    return None if isinstance(parts, Alone) else parts
