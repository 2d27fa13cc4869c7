"""What a schedule does next, what became of its last reports, and the button that does not wait for it."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC
from typing import TYPE_CHECKING

import streamlit as st

from data.store import Store
from kpi.reporting.ending import due_week
from kpi.scheduling.attend import newest_reports, run_now
from kpi.scheduling.mail_words import named
from kpi.scheduling.past import FAILED, SENT, SKIPPED, WAITS, latest, week_of
from kpi.scheduling.runner import system_clock
from kpi.scheduling.schedule import zone_of
from kpi.scheduling.slots import slot_after, upcoming
from pages._job import Job, watch
from pages._parts import escape
from pages._reader import known_name
from pages._receipt import local
from pages._session import journal, plan, store, words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.journal import Entry
    from kpi.scheduling.schedule import Schedule

SHOWN = 12  # of the last
ICONS = {SENT: ":green[:material/check_circle:]", FAILED: ":red[:material/error:]"}
ICONS |= {WAITS: ":orange[:material/hourglass_top:]", SKIPPED: ":red[:material/event_busy:]"}
_JOB = "schedule_job"


def next_run(kept: Schedule) -> None:
    """Say when what leaves next, and what is waited for."""
    say, made = words(), plan()
    if not kept.on or made is None:
        st.info(say("schedule.off"), icon=":material/pause_circle:")
        return
    zone = zone_of(store())
    clock = slot_after(kept, zone, system_clock()).replace(tzinfo=UTC).astimezone(zone)
    told = [named(kind, week, say) for kind, week in upcoming(kept, zone, made, system_clock())]
    if "plan" in kept.kinds and due_week("plan", clock.date(), made) is None:
        told.append(say("schedule.no_plan_end"))
    when = f"{say.weekday(clock.weekday(), 'wide').capitalize()} {say.short_day(clock.date())}"
    line = say("schedule.next", day=when, time=f"{clock:%H:%M}", reports=" + ".join(told))
    st.info(line.removesuffix(" · "), icon=":material/schedule_send:")
    waiting = [named(one.body["kind"], week_of(one), say) for one in latest(journal(), SHOWN) if one.kind == WAITS]
    if waiting:
        st.warning(
            say("schedule.next_waiting", reports=" + ".join(dict.fromkeys(waiting))), icon=":material/hourglass_top:"
        )


def run_button(kept: Schedule) -> None:
    """Offer to send the newest reports now, on a thread: what was made is listed below."""
    say = words()
    job: Job | None = st.session_state.get(_JOB)
    if job is not None:
        watch(job)
        if job.is_done():
            del st.session_state[_JOB]
            st.rerun()
        return
    ready = newest_reports(store(), kept, system_clock()) if kept.leads_somewhere else ()
    told = " + ".join(named(kind, week, say) for kind, week in ready)
    pressed = st.button(
        say("schedule.run"),
        key=f"schedule_run_{store().path.stem}",
        icon=":material/play_arrow:",
        disabled=not ready,
        help=say("schedule.run_help", reports=told) if ready else say("schedule.nothing_ready"),
    )
    if pressed:
        st.session_state[_JOB] = _sending(store().path, known_name())
        st.rerun()


def _sending(path: Path, by: str | None) -> Job:
    def run(_: Job) -> None:
        with closing(Store.open(path)) as opened:  # its own: the session's may be closed meanwhile
            run_now(opened, system_clock(), by)

    return Job("schedule.running", run, can_stop=False)


def past_runs() -> None:
    """List what became of the last reports, newest first."""
    say, found = words(), latest(journal(), SHOWN)
    st.subheader(say("schedule.past"), anchor=False)
    if not found:
        st.caption(say("schedule.none"))
        return
    _lines(found)


def _lines(found: Sequence[Entry]) -> None:
    say = words()
    with st.container(gap="xsmall"):
        for entry in found:
            at = say.moment(local(entry.written_at))
            st.markdown(f"{ICONS[entry.kind]} {escape(at)} · {_told(entry)}")


def _told(entry: Entry) -> str:
    say, body = words(), entry.body
    report = named(body["kind"], week_of(entry), say)
    match entry.kind:
        case "report.waits":
            return say(f"schedule.waits.{body['why']}", report=report)
        case "report.skipped":
            return say(f"schedule.skipped.{body['why']}", report=report)
        case "report.failed":
            return say(f"schedule.failed_{body['outlet']}", report=report, why=_why(entry))
    files = ", ".join(map(escape, body.get("files", ())))
    parts = [say(f"schedule.sent_{body['outlet']}", report=report, files=files)]
    if body.get("refused"):
        parts.append(say("schedule.refused", n=body["refused"]))
    if entry.written_by:
        parts.append(say("schedule.wanted_by", by=escape(entry.written_by)))
    return " · ".join(parts)


def _why(entry: Entry) -> str:
    say, why = words(), entry.body["why"]
    key = f"schedule.why.{why}" if say.has(f"schedule.why.{why}") else f"notice.why.{why}"
    told = {"status": entry.body.get("status") or "", "number": entry.body.get("number", "")}
    return say(key, **told).replace(" ()", "")
