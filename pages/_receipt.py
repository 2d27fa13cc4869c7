"""The receipt of an upload: what was read, what changed, what was refused and why, and the way back."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from data import defaults
from data.access.rights import Right
from data.errors import NothingToUndoError
from pages._may import may, take_rows
from pages._parts import escape, term
from pages._session import reader_name, store, words
from pages._tables import safe_csv

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.store import Refusal, Reversal, Upload

LEFT_OUT = {"other_table", "unknown_table", "table_left_out", "control_sum_differs"}  # notes that may mean missing rows
FATES = ("new", "changed", "unchanged", "older", "merged", "refused")
SHOWN = 100  # refusals on the page; the download holds all that are kept


def upload_of(batch_id: int) -> Upload:
    """Find an upload in the ledger."""
    return next(upload for upload in store().uploads() if upload.batch_id == batch_id)


def fold(upload: Upload, *, expanded: bool) -> None:
    """Draw the receipt of an upload as a line that opens."""
    say = words()
    fates = [
        say(f"upload.rows_{fate}", n=n)
        for fate in ("read", "new", "changed", "refused")
        if (n := getattr(upload, f"rows_{fate}"))
    ]
    line = " · ".join([f"**{escape(upload.file)}**", term("format", upload.format), *fates])
    key = f"receipt_{upload.batch_id}"
    box = st.expander(line, icon=mark(upload), expanded=expanded, key=key, on_change="rerun")
    if box.open:
        with box:
            receipt(upload)


def mark(upload: Upload) -> str:
    """Choose the sign of a receipt, so that a closed one also says that something of the file was left out."""
    if upload.undone_at:
        return ":material/undo:"
    return ":material/info:" if warns(upload) or upload.rows_refused else ":material/check_circle:"


def warns(upload: Upload) -> bool:
    """Whether rows of a file may be missing from what was read."""
    return bool(LEFT_OUT.intersection(str(note["code"]) for note in upload.notes))


def known(file: str, upload: Upload) -> str:
    """Say that Ninety has had a file before."""
    say = words()
    moment = say.moment(local(upload.loaded_at))
    return say("upload.known", file=escape(file), moment=moment, before=escape(upload.file))


def zone() -> ZoneInfo:
    """Give the brand's zone, whose clock every page shows."""
    return ZoneInfo(store().setting("zone") or defaults.ZONE)


def local(moment: datetime) -> datetime:
    """Turn a stored UTC time into the clock time of the brand's zone."""
    return moment.replace(tzinfo=UTC).astimezone(zone()).replace(tzinfo=None)


def origin(upload: Upload) -> str:
    """Say which export this is: format, channel, account and period."""
    where = escape(term("channel", upload.channel))
    parts = [term("format", upload.format), where, escape(upload.account or ""), span(upload)]
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
    aside = say("upload.lines_set_aside", n=upload.rows_set_aside) if upload.rows_set_aside else ""
    return " · ".join(filter(None, [": ".join(filter(None, [read, ", ".join(fates + cells)])), aside]))


def receipt(upload: Upload) -> None:
    """Draw what a receipt says: origin, counts, what Ninety noticed, what it refused, and the way back."""
    st.markdown(f"{origin(upload)}  \n{counts(upload)}")
    for note in upload.notes:
        st.caption(noted(note))
    if (upload.rows_refused or upload.cells_refused) and may(Right.UPLOAD):  # they hold cells as they came
        refusals(upload, store().refusals(upload.batch_id), f"{upload.batch_id:04d}")
    way_back(upload)


def noted(note: dict[str, object]) -> str:
    """Say what Ninety noticed about a file: a repair, an assumption, a control sum."""
    say = words()
    counted = {name: said for name, said in note.items() if isinstance(said, int) and name == "n"}  # picks the plural
    figures = {name: say.number(float(said), "count") for name, said in note.items() if isinstance(said, int | float)}
    texts = {name: say(f"field.{said}") if name == "field" else escape(said) for name, said in note.items()}
    return say(f"note.{note['code']}", **(texts | figures | counted))


def refusals(upload: Upload, found: Sequence[Refusal], key: str) -> None:
    """Show each cell and row that Ninety would not guess, with its place and the reason."""
    say, lines = words(), refusal_table(upload, found)
    total = upload.rows_refused + upload.cells_refused
    st.markdown(f"**{say('upload.refusals', n=total)}**")
    st.dataframe(lines.head(SHOWN), hide_index=True, alt=say("upload.refusals_alt"))
    with st.container(horizontal=True, vertical_alignment="center"):
        name = f"ninety-{key}-refused.csv"
        take_rows(say("upload.refusals_csv"), lambda: safe_csv(lines, say), name, "text/csv", f"refused_{key}")
        if min(len(lines), SHOWN) < total:
            st.caption(say("upload.refusals_first", n=min(len(lines), SHOWN)))


def refusal_table(upload: Upload, found: Sequence[Refusal]) -> pd.DataFrame:
    """List what was refused: file, sheet, row, column, cell and reason."""
    say = words()

    def line(refusal: Refusal) -> dict[str, object]:
        return {
            "file": upload.file,
            "sheet": refusal.sheet or "",
            "row": refusal.source_row,
            "column": refusal.header or term("field", refusal.field),
            "cell": refusal.cell or "",
            "reason": term("refusal", refusal.reason),
            "effect": say("upload.row_out" if refusal.whole_row else "upload.cell_out"),
        }

    lines = pd.DataFrame([line(refusal) for refusal in found])
    if not lines["sheet"].any():
        lines = lines.drop(columns="sheet")  # a CSV has none
    return lines.rename(columns=lambda name: say(f"upload.column_{name}"))


def way_back(upload: Upload) -> None:
    """Offer to take an upload back after saying what that reverses, or say that it was taken back."""
    say = words()
    if upload.undone_at:
        st.caption(say("upload.undone", moment=say.moment(local(upload.undone_at))))
        return
    if not may(Right.UPLOAD):
        return
    with st.popover(
        say("upload.undo"), icon=":material/undo:", key=f"back_{upload.batch_id}", on_change="rerun"
    ) as box:
        if box.open:  # what an undo does is reckoned when somebody asks
            _confirm(upload)


def _confirm(upload: Upload) -> None:
    """Say what an undo will do, before the button that does it."""
    say = words()
    try:
        will = store().reversal(upload.batch_id)
    except NothingToUndoError:  # a colleague was first
        st.rerun()
    st.markdown("\n".join(f"- {line}" for line in reversal_lines(will)))
    st.caption(say("upload.undo_keeps"))
    if st.button(say("upload.undo_yes"), key=f"undo_{upload.batch_id}", type="primary"):
        take_back(upload)


def reversal_lines(will: Reversal) -> list[str]:
    """Say what goes, what comes back from which file, and what later uploads replaced since."""
    say = words()
    gone = [say("upload.reversal_removed", n=will.rows_removed)] if will.rows_removed else []
    back = [say("upload.reversal_restored", n=rows, file=escape(file)) for file, rows in will.restored_from]
    stay = [
        say("upload.reversal_since", n=rows, file=escape(file), number=number)
        for number, file, rows in will.overwritten_since
    ]
    less = [say("upload.reversal_losing", n=will.rows_losing)] if will.rows_losing else []
    return [*gone, *back, *less, *stay] or [say("upload.reversal_none")]


def take_back(upload: Upload) -> None:
    """Undo an upload, and draw the page anew."""
    with suppress(NothingToUndoError):  # a colleague was first: the page says so on its next run
        store().undo(upload.batch_id, reader_name())
    st.rerun()
