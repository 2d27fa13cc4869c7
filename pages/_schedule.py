"""Set the reports that leave by themselves: when, which, as what, to where; try it out, and see what became of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, cast

import streamlit as st

from data.access.rights import Right
from data.folder import FolderError, folder, tried
from data.outlets import OutletError, report_mailbox, said
from kpi.paper.edition import LAYOUTS, PAPERS
from kpi.paper.forms import FORMS
from kpi.reporting.span import KINDS
from kpi.scheduling.schedule import choose, last_change, schedule_of, zone_of
from kpi.scheduling.sending import try_mail
from kpi.words import LANGUAGES, Words
from pages._may import may
from pages._parts import escape
from pages._reader import ask_name, remember
from pages._receipt import local
from pages._schedule_past import next_run, past_runs, run_button
from pages._session import store, words

if TYPE_CHECKING:
    from kpi.paper.edition import Layout, Paper
    from kpi.paper.forms import Form
    from kpi.reporting.span import Kind
    from kpi.scheduling.schedule import Schedule

QUARTER = timedelta(minutes=15)
_SAVED = "schedule_saved"


def schedule() -> None:
    """Draw the schedule of the brand, what is next, and what became of the last reports."""
    say, kept, change = words(), schedule_of(store()), last_change(store())
    if change is None:
        kept = replace(kept, language=say.language)  # until somebody chooses, it speaks as the reader does
    st.header(say("schedule.title"), anchor=False)
    st.markdown(say("schedule.about"))
    next_run(kept)
    if not may(Right.ADMINISTER):
        past_runs()
        return
    with st.form(_key("form"), border=True):
        wanted = _where(_how(_when(kept)))
        by = ask_name(_key("by"))
        saved = st.form_submit_button(say("schedule.save"), type="primary", icon=":material/save:", key=_key("save"))
    if saved:
        _save(kept, wanted, by)
    if st.session_state.pop(_SAVED, False):
        st.success(say("schedule.saved"), icon=":material/check:")
    if change:
        who = escape(change[1]) if change[1] else say("schedule.somebody")
        st.caption(say("schedule.changed", by=who, moment=say.moment(local(change[0]))))
    _tests(kept)
    past_runs()


def _key(name: str) -> str:
    """Name a field of this brand: another brand has a schedule of its own."""
    return f"schedule_{name}_{store().path.stem}"


# -- the fields --------------------------------------------------------------------------------------


def _when(kept: Schedule) -> Schedule:
    say = words()
    on = st.toggle(say("schedule.on"), kept.on, key=_key("on"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        day = st.selectbox(
            say("schedule.day"),
            range(7),
            kept.weekday,
            format_func=lambda number: say.weekday(number, "wide").capitalize(),
            width=160,
            key=_key("day"),
        )
        at = st.time_input(say("schedule.at"), kept.at, step=QUARTER, width=120, key=_key("at"))
    st.caption(say("schedule.zone", zone=escape(zone_of(store()).key)))
    # pills would write what is chosen in the primary colour, too dark to read on the dark theme
    kinds = st.multiselect(
        say("schedule.kinds"),
        KINDS,
        default=kept.kinds,
        format_func=lambda kind: say(f"schedule.kind.{kind}"),
        help=say("schedule.kinds_help"),
        key=_key("kinds"),
    )
    wanted = cast("tuple[Kind, ...]", tuple(one for one in KINDS if one in kinds))
    return replace(kept, on=on, weekday=day, at=at, kinds=wanted)


def _how(kept: Schedule) -> Schedule:
    say = words()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        forms = st.multiselect(
            say("schedule.forms"),
            FORMS,
            width=360,
            default=kept.forms,
            format_func=lambda form: say(f"report.form.{form}"),
            key=_key("forms"),
        )
        language = st.selectbox(
            say("schedule.language"),
            LANGUAGES,
            LANGUAGES.index(kept.language),
            format_func=lambda code: Words(code)("frame.language"),
            width=160,
            key=_key("language"),
        )
        paper: Paper = st.selectbox(
            say("snapshot.paper"),
            PAPERS,
            PAPERS.index(kept.paper),
            format_func=lambda name: say(f"snapshot.{name}"),
            width=140,
            key=_key("paper"),
        )
        layout: Layout = st.selectbox(
            say("report.layout_label"),
            LAYOUTS,
            LAYOUTS.index(kept.layout),
            format_func=lambda name: say(f"report.layout.{name}"),
            width=200,
            key=_key("layout"),
        )
        appendix = st.checkbox(
            say("report.appendix"), kept.appendix, key=_key("appendix"), help=say("report.appendix_help")
        )
    wanted = cast("tuple[Form, ...]", tuple(one for one in FORMS if one in forms))
    return replace(kept, forms=wanted, language=language, paper=paper, layout=layout, appendix=appendix)


def _where(kept: Schedule) -> Schedule:
    say = words()
    into = st.text_input(
        say("schedule.folder"), kept.folder, max_chars=500, help=say("schedule.folder_help"), key=_key("folder")
    )
    by_mail = st.checkbox(say("schedule.mail"), kept.mail, key=_key("mail"))
    st.caption(_mail_host())
    return replace(kept, folder=into.strip(), mail=by_mail)


def _mail_host() -> str:
    """Say through which server a mail goes, as far as that may be shown."""
    say = words()
    try:
        return say("schedule.mail_set", host=escape(report_mailbox(said()).host))
    except OutletError as problem:
        return say("schedule.mail_unset" if problem.why == "not_set" else f"notice.why.{problem.why}", status="")


# -- saving and trying out ---------------------------------------------------------------------------


def _save(kept: Schedule, wanted: Schedule, by: str | None) -> None:
    say = words()
    if wanted.on and not wanted.leads_somewhere:
        st.error(say("schedule.nowhere"), icon=":material/error:")
        return
    try:
        if wanted.folder and (wanted.on or wanted.folder != kept.folder):
            folder(wanted.folder)
    except FolderError as problem:
        st.error(say(f"schedule.why.{problem.why}"), icon=":material/error:")
        return
    if by:
        remember(by)
    choose(store(), wanted, by)
    st.session_state[_SAVED] = True
    st.rerun()


def _tests(kept: Schedule) -> None:
    """Offer to try what was saved."""
    say = words()
    with st.container(horizontal=True):
        run_button(kept)
        at_folder = st.button(
            say("schedule.try_folder"), key=_key("try_folder"), icon=":material/folder:", disabled=not kept.folder
        )
        at_mail = st.button(
            say("schedule.try_mail"), key=_key("try_mail"), icon=":material/mail:", disabled=not kept.mail
        )
    if at_folder:
        _try_folder(kept)
    if at_mail:
        _try_mail(kept)


def _try_folder(kept: Schedule) -> None:
    say = words()
    try:
        tried(folder(kept.folder), store().path)
    except FolderError as problem:
        st.error(say(f"schedule.why.{problem.why}"), icon=":material/error:")
    else:
        st.success(say("schedule.folder_works"), icon=":material/check:")


def _try_mail(kept: Schedule) -> None:
    say = words()
    try:
        with st.spinner(say("notice.testing")):
            refused = try_mail(store(), Words(kept.language))
    except OutletError as problem:
        why = say(f"notice.why.{problem.why}", status=problem.status or "").replace(" ()", "")
        st.error(why, icon=":material/error:")
        return
    st.success(say("schedule.mail_works"), icon=":material/check:")
    if refused:
        st.warning(say("schedule.refused", n=refused), icon=":material/error:")
