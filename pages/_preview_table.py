"""One table of a dropped file in full: whose it is, what contradicts, what moves, what is refused, how it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.privacy.retention import soon
from pages._parts import escape, term
from pages._receipt import counts, noted, origin, refusals
from pages._session import store, today, words

if TYPE_CHECKING:
    from streamlit.elements.lib.column_types import ColumnConfig

    from data.intake.preview import Mover, Overlap, Preview
    from data.privacy.retention import Soon

FEW = 5  # earlier uploads that are named
ANSWERED = ("channel", "account", "own_brand")


def table(preview: Preview, key: str) -> None:
    """Draw what one table of a file would do to the store."""
    upload = preview.upload
    st.markdown(f"{origin(upload)}  \n{counts(upload)}")
    if preview.known is not None:
        st.markdown(words()("upload.table_known"))
        return
    _answers(preview)
    for note in preview.contradictions:
        st.warning(noted(note), icon=":material/difference:")
    if old := going(preview):
        told = words()("upload.soon", n=old.rows, days=words().whole(old.days), day=words().day(old.on))
        st.info(told, icon=":material/auto_delete:")
    for note in upload.notes:
        if note not in preview.contradictions:
            st.caption(noted(note))
    for overlap in preview.overlaps[:FEW]:
        st.caption(_overlap(overlap))
    _movers(preview)
    if preview.refusals:
        refusals(upload, preview.refusals, f"preview_{key}")
    _sample(preview)


def going(preview: Preview) -> Soon | None:
    """Tell what of a table is older than its data set keeps."""
    return soon(store(), preview.upload.fact, preview.people, today()) if preview.people else None


def _answers(preview: Preview) -> None:
    """Say what the file does not say itself, and who said it."""
    say, said = words(), preview.upload.answers
    if not said:
        return
    told = ", ".join(
        f"{say(f'upload.ask_{name}')}: **{escape(term('channel', value) if name == 'channel' else value)}**"
        for name, value in said.items()
        if say.has(f"upload.ask_{name}")
    )
    if not preview.remembered:
        st.markdown(say("upload.answered", answers=told))
        return
    files = {one.batch_id: one.file for one in store().uploads()}
    before = files.get(max(preview.remembered.values()), "")
    st.markdown(f":material/history: {say('upload.as_last_time', answers=told, file=escape(before))}")


def _overlap(overlap: Overlap) -> str:
    say = words()
    days = say.days(overlap.day_from, overlap.day_to) if overlap.day_from and overlap.day_to else ""
    where = f"{escape(overlap.file)} ({days})" if days else escape(overlap.file)
    key = "upload.overlap_differs" if overlap.differing else "upload.overlap_same"
    return say(key, n=overlap.rows, file=where, number=overlap.batch_id, differing=say.whole(overlap.differing))


def _movers(preview: Preview) -> None:
    """List the figures that move most."""
    if not preview.movers:
        return
    say = words()
    st.markdown(f"**{say('upload.movers')}**")
    frame = pd.DataFrame([_mover(one) for one in preview.movers])
    if frame["url"].isna().all():
        frame = frame.drop(columns="url")
    st.dataframe(
        frame.rename(columns=lambda name: say(f"upload.column_{name}")),
        hide_index=True,
        column_config=_columns(),
        alt=say("upload.movers"),
    )


def _columns() -> dict[str, ColumnConfig]:
    say = words()
    return {
        say("upload.column_what"): st.column_config.TextColumn(width="medium"),
        say("upload.column_before"): st.column_config.TextColumn(alignment="right"),
        say("upload.column_after"): st.column_config.TextColumn(alignment="right"),
        say("upload.column_url"): st.column_config.LinkColumn(display_text="↗", width="small"),
    }


def _mover(mover: Mover) -> dict[str, object]:
    say = words()
    day = say.short_day(mover.day) if mover.day else ""
    return {
        "what": mover.title[:80] or term("channel", mover.channel),
        "figure": term("field", mover.field),
        "before": say.number(mover.old, "count"),
        "after": say.number(mover.new, "count"),
        "day": day,
        "url": mover.url,
    }


def _sample(preview: Preview) -> None:
    """Show the first rows as they would be stored."""
    if preview.sample is None or not preview.sample.num_rows:
        return
    say, rows = words(), preview.sample.to_pandas()
    st.markdown(f"**{say('upload.sample', n=len(rows))}**")
    if "channel" in rows:
        rows["channel"] = [term("channel", name) for name in rows["channel"]]
    places = ["source_row", *(name for name in rows.columns if name != "source_row")]
    named = rows[places].rename(columns=lambda name: term("field", name))
    st.dataframe(named, hide_index=True, alt=say("upload.sample", n=len(rows)))
