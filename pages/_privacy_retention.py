"""What is due to go, the button that lets it go now, and the receipts of what went."""

from __future__ import annotations

import json
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.access.rights import Right
from data.ledger import moment
from data.privacy import retention
from data.privacy.retained import receipts
from pages._datasets import facts
from pages._forget import forget
from pages._job import Job, watch
from pages._may import may
from pages._receipt import local
from pages._session import reader_name, store, today, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from data.privacy.retention import Due
    from data.store import Store

_JOB = "retention_job"


def draw() -> None:
    """Draw what is due, and the receipts."""
    say, jobs = words(), st.session_state.setdefault(_JOB, {})
    looked = retention.last_look(store().path)
    told = say("privacy.last", day=say.day(looked)) if looked else say("privacy.never")
    st.markdown(f"{say('privacy.every_day')} {told}")
    key = str(store().path)
    if key in jobs:
        watch(jobs[key], "retention")
        if not jobs[key].is_done():
            return
        del jobs[key]
        forget()
    st.header(say("privacy.due"), anchor=False)
    _due([one for one in retention.due(store(), today()) if one.is_due])
    st.header(say("privacy.receipts"), anchor=False)
    _receipts()


def _due(due: Sequence[Due]) -> None:
    say, at = words(), retention.clock(store(), today())
    if due and at != "right":
        st.warning(say(f"privacy.{at}", day=say.day(today())), icon=":material/schedule:")
    if not due:
        st.markdown(say("privacy.due_none"))
        return
    lines = [(facts([one.fact]), say.day(one.before), say.whole(one.rows), say.whole(len(one.files))) for one in due]
    heads = [say(f"privacy.{name}") for name in ("kept", "before", "rows", "files")]
    st.dataframe(pd.DataFrame(lines, columns=heads), hide_index=True, height="content", alt=say("privacy.due"))
    if not may(Right.ADMINISTER):
        st.caption(say("privacy.needs"))
        return
    sure = at == "right" or (at == "ahead" and st.checkbox(say("privacy.sure", day=say.day(today())), key="sure"))
    st.button(
        say("privacy.run"),
        icon=":material/auto_delete:",
        key="run_retention",
        disabled=not sure,
        on_click=_begin,
        args=(store(), today(), reader_name()),
    )


def _begin(of: Store, day: date, by: str | None) -> None:
    job = Job("privacy.running", lambda _: _run(of, day, by), can_stop=False)
    st.session_state.setdefault(_JOB, {})[str(of.path)] = job


def _run(of: Store, day: date, by: str | None) -> None:
    retention.run(of, day, by, sure=True)


def _receipts() -> None:
    say, found = words(), receipts(store().path)
    if not found:
        st.markdown(say("privacy.receipts_none"))
        return
    lines = [
        (
            say.moment(local(datetime.fromisoformat(one["at"]))),
            one.get("by") or say("privacy.itself"),
            ", ".join(f"{facts([part['fact']])} < {part['before']}" for part in one["parts"]),
            say.whole(one["rows"]),
            say.whole(one["files"]),
            say.number(one["seconds"], "count"),
        )
        for one in found
    ]
    heads = [say(f"privacy.{name}") for name in ("at", "by", "kept", "rows", "files", "seconds")]
    st.dataframe(pd.DataFrame(lines, columns=heads), hide_index=True, height="content", alt=say("privacy.receipts"))
    st.download_button(
        say("privacy.download"),
        partial(_as_file, found),
        f"receipts_{moment(None).date()}.json",
        "application/json",
        key="receipts",
        icon=":material/download:",
    )


def _as_file(found: Sequence[dict[str, object]]) -> bytes:
    return json.dumps(list(found), ensure_ascii=False, indent=1).encode()
