"""What people's data are kept for: asked before the first of them is taken in, and shown and changed afterwards."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import streamlit as st

from data.access.rights import Right
from data.errors import DatasetNeededError
from data.privacy.blank import PERSONAL
from data.privacy.datasets import DAYS, LONGEST, Dataset, dataset_of, declare, missing, register
from pages._may import may
from pages._parts import escape
from pages._session import reader_name, store, today, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pages._intake import Intake, Item

_TOLD = "dataset_told"  # what was saved, until it is said


def facts(names: Sequence[str]) -> str:
    """Name facts in the reader's language."""
    return ", ".join(words()(f"privacy.fact_{name}") for name in names)


def undeclared(intake: Intake) -> list[Item]:
    """Ask what the people in the dropped files are kept for, where nobody said so; gives the files that wait for it."""
    _told()
    facts_of = {item: {one.upload.fact for one in item.previews} for item in intake.items if item.state == "ready"}
    waiting: list[Item] = []
    for fact in PERSONAL:
        of_it = [item for item, found in facts_of.items() if fact in found]
        if of_it and missing(store(), fact, today()):
            ask(fact)
            st.caption(words()("privacy.waits", files=", ".join(escape(item.name) for item in of_it)))
            waiting += of_it
    return waiting


def ask(fact: str) -> None:
    """Draw the questions about one kind of people's data: which data set, what for, who answers for it, how long."""
    say, known = words(), register(store(), today())
    of_it = dataset_of(store(), fact, today())
    fresh = Dataset(_free_id(fact, known), say(f"privacy.name_{fact}"))
    options = list(dict.fromkeys([*([of_it] if of_it else []), fresh, *known]))
    with st.container(border=True, key=f"dataset_{fact}"):
        st.subheader(say("privacy.ask", what=facts([fact])), anchor=False)
        st.markdown(say("privacy.ask_why"))
        chosen = fresh
        if known:
            chosen = st.selectbox(
                say("privacy.which"),
                options,
                format_func=lambda one: say("privacy.new", name=one.name) if one == fresh else one.name,
                key=f"dataset_of_{fact}",
            )
        with st.form(f"dataset_form_{fact}", border=False):
            said = _said(fact, chosen)
            if st.form_submit_button(say("privacy.save"), icon=":material/check:", key=f"dataset_save_{fact}"):
                _save(fact, said)


def _said(fact: str, chosen: Dataset) -> Dataset:
    say, key = words(), f"{fact}_{chosen.dataset_id}"
    purpose, owner, days = st.columns([3, 3, 2])
    hint = {name: say(f"privacy.{name}_hint") for name in ("purpose", "owner")}
    return replace(
        chosen,
        purpose=purpose.text_input(
            say("privacy.purpose"), chosen.purpose or "", placeholder=hint["purpose"], key=f"purpose_{key}"
        ).strip(),
        owner=owner.text_input(
            say("privacy.owner"), chosen.owner or "", placeholder=hint["owner"], key=f"owner_{key}"
        ).strip(),
        retention_days=days.number_input(
            say("privacy.days"), 1, LONGEST, min(chosen.retention_days or DAYS, LONGEST), key=f"days_{key}"
        ),
    )


def _free_id(fact: str, known: Sequence[Dataset]) -> str:
    taken = {one.dataset_id for one in known} | {row for (row,) in store().query("SELECT dataset_id FROM datasets")}
    return next(name for name in (fact, *(f"{fact}-{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def _save(fact: str, said: Dataset) -> None:
    try:
        declare(store(), fact, said, today(), reader_name())
    except DatasetNeededError:
        st.warning(words()("privacy.lacks"), icon=":material/edit:")
        return
    st.session_state[_TOLD] = (fact, said.name, said.retention_days)
    st.rerun()


def _told() -> None:
    if told := st.session_state.pop(_TOLD, None):
        fact, name, days = told
        what = facts([fact])
        said = words()("privacy.saved", what=what[:1].upper() + what[1:], name=escape(name), days=days)
        st.success(said, icon=":material/check_circle:")


def datasets() -> None:
    """Show what is kept of people, what for and until when; whoever may can change it."""
    from pages._privacy_table import table  # noqa: PLC0415 - the upload page needs no table

    _told()
    held = table()
    may_change = may(Right.ADMINISTER)
    for fact in held if may_change else ():
        change = f"{words()('privacy.change')}: {facts([fact])}"
        if missing(store(), fact, today()) or st.toggle(change, key=f"dataset_change_{fact}"):
            ask(fact)
    st.caption(words()("privacy.register" if may_change else "privacy.needs"))
