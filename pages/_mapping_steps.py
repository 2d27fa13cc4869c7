"""The steps of a mapping, on one page: where the table stands, what it holds, its columns, a trial, and its name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from data.facts import FACTS
from data.mapping.folder import save_format
from data.mapping.mapping import Mapping, form_of, plain_label
from data.mapping.toml import to_toml
from data.reading.headers import header_key
from pages._mapping_columns import columns, good_for
from pages._mapping_team import is_label
from pages._mapping_trial import show_trial
from pages._mapping_whole import whole_file
from pages._mapping_work import drop
from pages._parts import problem_text, term
from pages._session import open_page, store, words

if TYPE_CHECKING:
    from data.format import Format
    from data.mapping.propose import Proposal
    from pages._mapping_work import Work

ROWS = 30  # in which a reader may point at the header


def map_file(work: Work) -> None:
    """Draw all steps that can be taken now; raises a DataError when the file cannot be opened."""
    say = words()
    if (proposal := _table(work)) is None:
        return
    if (fact := _fact(work, proposal)) is None:
        st.info(say("mapping.choose_fact"), icon=":material/help:")
        return
    st.header(say("mapping.columns"))
    st.markdown(say("mapping.columns_what"))
    chosen, open_points = columns(work, proposal, fact)
    settings = whole_file(work, proposal, fact, chosen)
    good_for(fact, chosen)
    st.header(say("mapping.trial"))
    if open_points:
        st.markdown("\n".join([say("mapping.open_points"), "", *(f"- {point}" for point in open_points)]))
        return
    draft = Mapping(label="Draft", fact=fact, total=proposal.table.total, sources=chosen, **settings)
    if show_trial(work, form_of(draft)):
        _save(work, draft)


# -- where the table stands, and what it holds -----------------------------------------------------


def _table(work: Work) -> Proposal | None:
    """Choose the sheet and the row of the header, when there is a choice."""
    say = words()
    st.header(say("mapping.table"))
    with st.spinner(say("mapping.looking")):
        heads = dict(work.heads())
    sheet: str | None = work.sheet() or next(iter(heads))
    if len(heads) > 1:
        key = work.key("sheet", list(heads), sheet)
        sheet = work.keep("sheet", st.selectbox(say("mapping.sheet"), list(heads), key=key))
    with st.spinner(say("mapping.looking")):
        found = work.proposal(str(sheet), None)
    position = _position(work, str(sheet), found.table.position if found else None)
    if position is None:
        st.info(say("mapping.no_table"), icon=":material/help:")
        return None
    chosen = found if found and position == found.table.position else work.proposal(str(sheet), position)
    if chosen and (known := _recognised(chosen)):
        st.info(say("mapping.known_already", format=known), icon=":material/info:")
    return chosen


def _recognised(proposal: Proposal) -> str | None:
    """Name the format that takes this header already."""
    keys = frozenset(map(header_key, proposal.table.columns))
    known = next((form for form in store().formats().values() if form.recognises(keys)), None)
    return (known.label or term("format", known.name)) if known else None


def _position(work: Work, sheet: str, usual: int | None) -> int | None:
    """Let the reader point at the header: a row by its line and its first cells."""
    rows = dict(work.heads())[sheet]
    options = [place for place, (_, cells) in enumerate(rows[:ROWS]) if any(cell.strip() for cell in cells)]
    name = f"header_{sheet}"
    if usual is not None and usual not in options:
        options.append(usual)

    def show(place: int) -> str:
        line, cells = rows[place]
        said = " · ".join(cell.strip()[:24] for cell in cells if cell.strip())
        return words()("mapping.line", line=line, cells=said[:120])

    key = work.key(name, options, usual)
    found: int | None = st.selectbox(words()("mapping.header"), options, index=None, format_func=show, key=key)
    return work.keep(name, found)


def _fact(work: Work, proposal: Proposal) -> str | None:
    """Choose what the rows are; proposed when one kind is clearly likelier than the others."""
    say, name = words(), f"fact_{proposal.table.sheet}_{proposal.table.position}"
    key = work.key(name, list(FACTS), proposal.fact)
    fact: str | None = st.selectbox(
        say("mapping.fact"),
        list(FACTS),
        index=None,
        format_func=lambda fact: say(f"mapping.fact_{fact}"),
        placeholder=say("mapping.choose"),
        key=key,
    )
    if fact is not None and fact == proposal.fact:
        st.caption(say("mapping.fact_proposed"))
    return work.keep(name, fact)


# -- the name --------------------------------------------------------------------------------------


def _save(work: Work, draft: Mapping) -> None:
    """Ask for the name, show the declaration, and keep it; the file then goes on to its preview."""
    say = words()
    st.header(say("mapping.save"))
    with st.form("save_format", border=False), st.container(horizontal=True, vertical_alignment="bottom"):
        key = work.key("label", None, plain_label(work.name.rpartition(".")[0]))
        label = work.keep("label", st.text_input(say("mapping.label"), max_chars=60, key=key)).strip()
        wants = st.form_submit_button(say("mapping.save_go"), type="primary", icon=":material/save:", key="save_now")
    named = draft.model_copy(update={"label": label})
    if wants and not is_label(label):
        st.warning(say("mapping.label_needed"), icon=":material/edit:")
    elif wants:
        _keep(work, form_of(named))
    if is_label(label):
        with st.expander(say("mapping.declaration"), icon=":material/code:"):
            st.code(to_toml(form_of(named)), language="toml", wrap_lines=True)


def _keep(work: Work, form: Format) -> None:
    try:
        save_format(store().format_folder, form, store().formats())
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
        return
    st.session_state["mapped"] = (work.name, work.content)
    drop()
    open_page("upload")
