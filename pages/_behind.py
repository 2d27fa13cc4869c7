"""The posts, messages and log rows behind a number: in the order, and of the channel, that a reader asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kpi.catalog import catalog
from kpi.why.compared import Alone
from kpi.why.contributions import CHANNEL
from kpi.why.listing import LIMITS, MOMENTS, Narrowed, told_apart
from pages._changes import WEIGHT, asking, explained, key_of, listed, orders, parts_of
from pages._contributions import alone, part_name
from pages._download import counted_rows, csv_file, preface, xlsx_file
from pages._may import take_rows
from pages._parts import escape
from pages._said import as_filed, as_said
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.why.listing import Listing
    from kpi.words import Words
    from pages._changes import Order
    from pages._download import Lines

BIG = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def behind(row: ScoreRow, snapshot: Snapshot) -> None:
    """List the rows of the files that a number counts, and offer the whole list as a file."""
    say, key = words(), key_of(row)
    order, narrowed = _asked(row)
    found = listed(key, order, narrowed)
    if isinstance(found, Alone):
        st.markdown(escape(alone(found)))
        return
    st.markdown(_count(found))
    if order == WEIGHT and explained(key).cell.basis == "gained":
        st.markdown(say("measure.steps"))
    if found.total:
        _table(row, found)
        _files(row, snapshot, order, narrowed, found)


def _asked(row: ScoreRow) -> tuple[Order, Narrowed]:
    """Draw what a reader can choose: the order, and of which channel or kind."""
    say, kpi = words(), catalog()[row.plan.kpi]
    key, by, possible = key_of(row), told_apart(kpi), orders(row)
    order: Order = WEIGHT
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(possible) > 1:
            order = st.selectbox(
                say("change.rows.order"),
                possible,
                format_func=lambda name: say(f"change.rows.{name}"),
                key="rows_order",
                width=300,
            )
        channel = _narrow(CHANNEL, parts_of(key, CHANNEL), f"rows_channel_{row.plan.kpi}")
        part = _narrow(by, parts_of(key, by), f"rows_part_{row.plan.kpi}") if by else None
    return order, Narrowed(channel, by if part is not None else None, part)


def _narrow(by: str, names: tuple[str, ...], key: str) -> str | None:
    """Draw the choice of one part, where there are several."""
    if len(names) < 2:
        return None
    say = words()
    return st.selectbox(
        say(f"field.{by}"),
        [None, *names],
        format_func=lambda name: say("change.rows.all") if name is None else part_name(by, name),
        key=key,
        width=200,
    )


def _count(found: Listing) -> str:
    """Say how many rows count, and how many of them are listed."""
    say = words()
    if found.complete:
        return say("measure.counted", n=found.total)
    return say("measure.listed", total=say.whole(found.total), listed=say.whole(len(found.rows)))


def _table(row: ScoreRow, found: Listing) -> None:
    say = words()
    table = _frame(row, found, say, as_said)
    config: dict[str, Any] = {name: _label(row, name) for name in found.columns}
    config["url"] = st.column_config.LinkColumn(_label(row, "url"), display_text=":material/open_in_new:")
    if "contribution" in found.columns:
        config["contribution"] = st.column_config.NumberColumn(_label(row, "contribution"), format="%.3f")
    st.dataframe(table, hide_index=True, column_config=config, alt=say("measure.rows"))


def _frame(row: ScoreRow, found: Listing, say: Words, said: Callable[[str, date], str]) -> pd.DataFrame:
    """Put the rows into the reader's words; a contribution to a percentage is in percentage points."""
    table = pd.DataFrame(list(found.rows), columns=list(found.columns))
    by = told_apart(catalog()[row.plan.kpi])
    table[CHANNEL] = [part_name(CHANNEL, name, say) for name in table[CHANNEL]]
    if by:
        table[by] = [part_name(by, name, say) if name else "" for name in table[by]]
    texts = ["title", "url", "file", *MOMENTS.get(catalog()[row.plan.kpi].fact, ())]
    table[texts] = table[texts].astype(object).where(table[texts].notna(), "")  # the grid writes "None", in English
    table["title"] = [said(title, day) for title, day in zip(table["title"], table["day"], strict=True)]
    if "contribution" in table and row.unit == "percent":
        table["contribution"] *= 100
    return table


def _label(row: ScoreRow, column: str) -> str:
    say = words()
    if column == "contribution":
        return say("change.rows.part", unit=say("unit.pp")) if row.unit == "percent" else say("column.contribution")
    return say(f"column.{column}") if say.has(f"column.{column}") else say(f"field.{column}")


def _files(row: ScoreRow, snapshot: Snapshot, order: Order, narrowed: Narrowed, found: Listing) -> None:
    """Offer the whole list; it is written only when somebody asks for it, on a thread that knows no session."""
    say, ask = words(), asking(key_of(row), order, narrowed)
    assert not isinstance(ask, Alone)  # noqa: S101 - its first rows are shown
    labels = {column: _label(row, column) for column in found.columns}
    head = preface(row, snapshot, order, narrowed)

    def listing(kind: str) -> tuple[Lines, pd.DataFrame]:
        whole = ask(LIMITS[kind])
        table = _frame(row, whole, say, lambda text, _: as_filed(text))
        return head + counted_rows(len(whole.rows), whole.total, say), table.rename(columns=labels)

    with st.container(horizontal=True):
        _file("csv", "text/csv", row, snapshot, lambda: csv_file(*listing("csv"), say))
        _file("xlsx", BIG, row, snapshot, lambda: xlsx_file(*listing("xlsx")))
    if found.total > min(LIMITS.values()):
        st.caption(say("change.rows.limit", **{kind: say.whole(limit) for kind, limit in LIMITS.items()}))


def _file(kind: str, mime: str, row: ScoreRow, snapshot: Snapshot, data: Callable[[], bytes]) -> None:
    name = f"ninety-{row.plan.kpi}-{snapshot.week.id}.{kind}"
    take_rows(words()(f"change.rows.{kind}"), data, name, mime, f"rows_{kind}")
