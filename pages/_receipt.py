"""The receipt of an upload: what was read, what changed, what was refused and why, and the way back."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from data.errors import NothingToUndoError
from data.store import DEFAULT_ZONE
from pages._parts import escape, term
from pages._session import store, words
from pages._tables import safe_csv

if TYPE_CHECKING:
    from data.store import Refusal, Upload

LEFT_OUT = {"other_table", "table_left_out", "control_sum_differs"}  # notes that may mean missing rows
FATES = ("new", "changed", "unchanged", "older", "refused")


def upload_of(batch_id: int) -> Upload:
    """Find an upload in the ledger."""
    return next(upload for upload in store().uploads() if upload.batch_id == batch_id)


def fold(upload: Upload, *, expanded: bool) -> None:
    """Draw the receipt of an upload as a line that opens."""
    say = words()
    fates = [say(f"upload.rows_{fate}", n=n) for fate in ("read", "refused") if (n := getattr(upload, f"rows_{fate}"))]
    line = " · ".join([f"**{escape(upload.file)}**", term("format", upload.format), *fates])
    with st.expander(line, icon=mark(upload), expanded=expanded):
        receipt(upload)


def mark(upload: Upload) -> str:
    """Choose the sign of a receipt, so that a closed one also says that something of the file was left out."""
    if upload.undone_at:
        return ":material/undo:"
    left_out = LEFT_OUT.intersection(str(note["code"]) for note in upload.notes)
    return ":material/info:" if left_out or upload.rows_refused else ":material/check_circle:"


def known(file: str, upload: Upload) -> str:
    """Say that Ninety has had a file before."""
    say = words()
    moment = say.moment(local(upload.loaded_at))
    return say("upload.known", file=escape(file), moment=moment, before=escape(upload.file))


def local(moment: datetime) -> datetime:
    """Turn a stored UTC time into the clock time of the brand's zone."""
    zone = ZoneInfo(store().setting("zone") or DEFAULT_ZONE)
    return moment.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None)


def origin(upload: Upload) -> str:
    """Say which export this is: format, channel, account and period."""
    parts = [term("format", upload.format), term("channel", upload.channel), escape(upload.account or ""), span(upload)]
    return " · ".join(part for part in parts if part)


def span(upload: Upload) -> str:
    """Say from when to when a file speaks; empty when it does not say."""
    return words().days(upload.period_from, upload.period_to) if upload.period_from and upload.period_to else ""


def counts(upload: Upload) -> str:
    """Say how many rows were read and what became of them."""
    say = words()
    fates = [say(f"upload.rows_{fate}", n=n) for fate in FATES if (n := getattr(upload, f"rows_{fate}"))]
    cells = [say("upload.cells_refused", n=upload.cells_refused)] if upload.cells_refused else []
    if not upload.rows_read:
        return say("upload.rows_none")
    read = f"**{say('upload.rows_read', n=upload.rows_read)}**"
    return ": ".join(filter(None, [read, ", ".join(fates + cells)]))


def receipt(upload: Upload) -> None:
    """Draw what a receipt says: origin, counts, what Ninety noticed, what it refused, and the way back."""
    st.markdown(f"{origin(upload)}  \n{counts(upload)}")
    for note in upload.notes:
        st.caption(noted(note))
    if upload.rows_refused or upload.cells_refused:
        refusals(upload)
    way_back(upload)


def noted(note: dict[str, object]) -> str:
    """Say what Ninety noticed about a file: a repair, an assumption, a control sum."""
    say = words()
    counted = {name: said for name, said in note.items() if isinstance(said, int) and name == "n"}  # picks the plural
    figures = {name: say.number(float(said), "count") for name, said in note.items() if isinstance(said, int | float)}
    texts = {name: escape(said) for name, said in note.items()}
    return say(f"note.{note['code']}", **(texts | figures | counted))


def refusals(upload: Upload) -> None:
    """Show each cell and row that Ninety would not guess, with its place and the reason."""
    say, table = words(), refusal_table(upload)
    total = upload.rows_refused + upload.cells_refused
    with st.expander(say("upload.refusals", n=total), type="compact"):
        st.dataframe(table, hide_index=True, alt=say("upload.refusals_alt"))
        if len(table) < total:
            st.caption(say("upload.refusals_first", n=len(table)))
        st.download_button(
            say("upload.refusals_csv"),
            data=lambda: safe_csv(table, say),
            file_name=f"ninety-{upload.batch_id:04d}-refused.csv",
            mime="text/csv",
            key=f"refused_{upload.batch_id}",
            on_click="ignore",
            icon=":material/download:",
        )


def refusal_table(upload: Upload) -> pd.DataFrame:
    """List what was refused: file, sheet, row, column, cell and reason."""
    say = words()

    def line(refusal: Refusal) -> dict[str, object]:
        return {
            "file": upload.file,
            "sheet": refusal.sheet or "",
            "row": refusal.source_row,
            "column": refusal.header or refusal.field,
            "cell": refusal.cell or "",
            "reason": term("refusal", refusal.reason),
            "effect": say("upload.row_out" if refusal.whole_row else "upload.cell_out"),
        }

    table = pd.DataFrame([line(refusal) for refusal in store().refusals(upload.batch_id)])
    if not table["sheet"].any():
        table = table.drop(columns="sheet")  # a CSV has none
    return table.rename(columns=lambda name: say(f"upload.column_{name}"))


def way_back(upload: Upload) -> None:
    """Offer to take an upload back after saying what that reverses, or say that it was taken back."""
    say = words()
    if upload.undone_at:
        st.caption(say("upload.undone", moment=say.moment(local(upload.undone_at))))
        return
    with st.popover(say("upload.undo"), icon=":material/undo:"):
        st.markdown(say("upload.reverses", rows=say.whole(upload.rows_new), changed=say.whole(upload.rows_changed)))
        if st.button(say("upload.undo_yes"), key=f"undo_{upload.batch_id}", type="primary"):
            take_back(upload)


def take_back(upload: Upload) -> None:
    """Undo an upload, and draw the page anew."""
    with suppress(NothingToUndoError):  # a colleague was first: the page says so on its next run
        store().undo(upload.batch_id)
    st.rerun()
