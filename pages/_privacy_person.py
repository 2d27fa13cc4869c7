"""Erase a person: who is meant, where they are found in every brand, the one button, and what was done before."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.privacy.names import SHORTEST
from data.privacy.receipts import first_changed
from kpi.cli_erase import PLACES, brand, done_lines
from kpi.erasing import Request, administered, carry_out, done_before, look, open_requests
from pages._forget import forget
from pages._job import Job, watch
from pages._may import may
from pages._parts import escape, problem_text
from pages._reader import known_name
from pages._session import brand_name, brands, today, words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from data.errors import DataError
    from data.privacy.person import Found
    from data.privacy.receipts import Receipt
    from kpi.erasing import Open

_WORK, _ASKED = "erasure_work", "erasure_asked_before"
_NEW = ""


class Work:
    """Looking for somebody, or erasing them, from the click to what came of it."""

    def __init__(self, request: Request, text: str, do: Callable[[Work], None]) -> None:
        self.request = request
        self.found: list[Found] = []
        self.done: list[Receipt] = []
        self.problems: dict[str, DataError] = {}
        self.is_over = False
        self._do = do
        self.job = Job(text, self._run, can_stop=False)

    def _run(self, _: Job) -> None:
        self._do(self)

    def heard(self, number: int, whole: int, key: str) -> None:
        """Take down how far it is; it may be called before the thread that made it has its job in hand."""
        if job := getattr(self, "job", None):
            job.begin(number, whole, key)


def draw() -> None:
    """Draw the part of the page; only who administers a brand comes here."""
    if not may(Right.ADMINISTER):
        return
    say = words()
    st.markdown(say("erasure.about"))
    found, problems = open_requests()
    request = _form(found)
    work: Work | None = st.session_state.get(_WORK)
    if request is not None:
        work = _begin(request, "erasure.looking", _look)
    if work is not None:
        watch(work.job, "_erasure")
        _end(work)
        _what_was_found(work)
        _what_was_done(work)
    _waiting(found, problems)
    _past()


def _form(found: Sequence[Open]) -> Request | None:
    """Ask who is meant; the names stay in this session's memory and nowhere else."""
    say, waiting = words(), {one.number: one for one in found}
    with st.form("erasure", border=True):
        names = st.text_area(
            say("erasure.names"),
            help=say("erasure.names_help"),
            height=110,
            key=f"erasure_names_{st.session_state.get(_ASKED, 0)}",
        )
        left, right = st.columns(2)
        asked = left.date_input(
            say("erasure.asked"), value=today(), max_value=today(), key="erasure_asked", format="YYYY-MM-DD"
        )
        number = right.selectbox(
            say("erasure.request"),
            (_NEW, *waiting),
            format_func=lambda one: f"{one} · {say.day(waiting[one].asked)}" if one else say("erasure.new_request"),
            key="erasure_number",
        )
        pressed = st.form_submit_button(say("erasure.look"), icon=":material/person_search:")
    if not pressed:
        return None
    request = Request.of(names.splitlines(), waiting[number].asked if number else asked, number or None)
    if not request.names:
        st.warning(say("erasure.too_short", n=SHORTEST), icon=":material/edit:")
        return None
    return request


def _begin(request: Request, text: str, do: Callable[[Work], None]) -> Work:
    going: Work | None = st.session_state.get(_WORK)
    if going is not None and not going.job.is_done():
        return going  # one at a time
    work = Work(request, text, do)
    st.session_state[_WORK] = work
    return work


def _look(work: Work) -> None:
    work.found, work.problems = look(work.request, work.heard)


def _erase(by: str | None) -> Callable[[Work], None]:
    def do(work: Work) -> None:
        work.done, work.problems = carry_out(work.request, by, work.heard)

    return do


def _end(work: Work) -> None:
    """Forget, once, what pages remember of before: it may hold the name."""
    if work.job.is_done() and not work.is_over:
        work.is_over = True
        if work.done:
            forget()
            work.request = replace(work.request, names=())
            st.session_state[_ASKED] = st.session_state.get(_ASKED, 0) + 1
            st.rerun()  # with an empty form


def _what_was_found(work: Work) -> None:
    """Show where somebody is found, and offer to erase them."""
    if work.done or not work.job.is_done():
        return
    say = words()
    _problems(work.problems)
    with st.container(border=True):
        st.header(say("erasure.found"), anchor=False)
        if not any(one.is_there for one in work.found):
            st.markdown(say("erasure.nobody"))
        for one in work.found:
            places = [say(f"erasure.place.{name}", n=getattr(one, name)) for name in PLACES if getattr(one, name)]
            said = " · ".join(places) if one.is_there else say("erasure.not_there")
            st.markdown(f"**{_brand(one.brand)}**: {said}")
        st.caption(f"{say('erasure.backups')} {say('erasure.copies')}")
        sure = st.checkbox(say("erasure.sure"), key=f"erasure_sure_{work.request.number}")
        if st.button(say("erasure.erase"), type="primary", icon=":material/person_remove:", disabled=not sure):
            _begin(work.request, "erasure.erasing", _erase(known_name()))
            st.rerun()


def _what_was_done(work: Work) -> None:
    """Say what was erased, and what is left to do by hand."""
    if not work.done:
        return
    say = words()
    st.success(say("erasure.done", n=len(work.done)), icon=":material/check_circle:")
    _problems(work.problems)
    for one in work.done:
        for line in done_lines(say, one):
            st.markdown(f"- **{_brand(one.brand)}** · {escape(line)}")
    st.caption(f"{say('erasure.backups')} {say('erasure.copies')}")


def _problems(problems: Mapping[str, DataError]) -> None:
    for name, problem in problems.items():
        st.error(f"{_brand(name)}: {problem_text(problem)}", icon=":material/block:")


def _waiting(found: Sequence[Open], problems: Mapping[str, DataError]) -> None:
    """List the requests that wait, with their age, and the brands that cannot be asked."""
    say = words()
    st.header(say("erasure.open"), anchor=False)
    _problems(problems)
    if not found:
        if not problems:
            st.markdown(say("erasure.none_open"))
        return
    rows = [
        {
            say("erasure.request"): one.number,
            say("erasure.brand"): _brand(one.brand),
            say("erasure.asked"): say.day(one.asked),
            say("erasure.waits"): say("erasure.days", n=max(one.days(today()), 0)),
        }
        for one in found
    ]
    st.dataframe(rows, hide_index=True)


def _past() -> None:
    """List what was carried out, from receipts that name nobody."""
    say, found = words(), done_before()
    st.header(say("erasure.past"), anchor=False)
    for path in administered():
        if (number := first_changed(path)) is not None:
            st.error(say("erasure.changed_receipt", brand=_brand(path.stem), n=number), icon=":material/warning:")
    if not found:
        st.markdown(say("erasure.none_past"))
        return
    names = {key: _brand(key) for key in {one.brand for one in found}}
    rows = [
        {
            say("erasure.request"): one.request,
            say("erasure.brand"): names[one.brand],
            say("erasure.asked"): say.day(one.asked),
            say("erasure.done_on"): say.day(one.done_at.date()),
            say("erasure.took"): one.days,
            say("erasure.what"): done_lines(say, one)[0],
            say("erasure.proof"): one.proof[:12],
        }
        for one in found
    ]
    st.dataframe(rows, hide_index=True)
    said = json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1, default=str)
    st.download_button(
        say("erasure.download"), said.encode(), "erasures.json", "application/json", icon=":material/download:"
    )


def _brand(stem: str) -> str:
    """Name a brand by what its team calls it; one in the archive is on no other page."""
    return escape(brand_name(stem) if stem in brands() else brand(words(), stem))
