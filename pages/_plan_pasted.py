"""A scorecard from elsewhere: pasted or uploaded, shown as Ninety reads it, corrected in place, and taken over."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any

import streamlit as st

from kpi.pasting.pasted import read_rows
from kpi.pasting.spoken import language_of, money_of
from kpi.pasting.taken_over import as_written, same, taken_over
from kpi.words import LANGUAGES, Words
from pages._parts import escape, term
from pages._paste import keep, paste
from pages._paste_source import forget, scorecard
from pages._plan_draft import begin
from pages._plan_settings import CURRENCIES
from pages._plan_table import columns, to_table
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.pasting.columns import Scorecard
    from kpi.pasting.pasted import Pasted
    from kpi.plan import Plan, PlanRow
    from kpi.unreadable import TargetError
    from pages._paste import Paste
    from pages._plan_draft import Draft

ORDER = ("state", "kpi", "label", "baseline", "target", "as_read", "owner", "cadence")
NAMES = {"window": "window_days", "filter": "filter"}  # a cell of a scorecard -> the column of the plan's table


def paste_scorecard(writing: Draft, chosen: Mapping[str, Any], present: Sequence[PlanRow]) -> None:
    """Draw the way in for a scorecard; what is used fills the table and saves nothing."""
    say = words()
    with st.expander(say("pasted.title"), icon=":material/content_paste:"):
        st.markdown(say("pasted.how"))
        if (card := scorecard()) is None:
            return
        language, currency = _written_in(card, chosen)
        if card.unused:
            st.caption(say("pasted.unused", names=", ".join(map(escape, card.unused))))
        pasted = paste(_source(card), read_rows(card, language))
        if not pasted.rows:
            st.warning(say("pasted.no_rows"), icon=":material/search_off:")
            return
        wrong = {row.row.id: row.wrong(language, currency) for row in pasted.rows}
        plan = writing.plan.model_copy(update={**chosen, "language": language or "en", "currency": currency})
        _preview(pasted, wrong, plan)
        if language is None:
            st.info(say("pasted.language_unclear"), icon=":material/help:")
        else:
            _use(pasted, [row for row in pasted.rows if not wrong[row.row.id]], plan, chosen, present)


def _source(card: Scorecard) -> str:
    """Name a scorecard by what it says."""
    return sha256(repr((card.grid, tuple(card.columns.items()))).encode()).hexdigest()


def _written_in(card: Scorecard, chosen: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """Propose the language and the money of a scorecard; both are the reader's to change."""
    say, mark = words(), _source(card)[:12]
    with st.container(horizontal=True):
        proposed = language_of(card)
        language = st.selectbox(
            say("pasted.language"),
            LANGUAGES,
            index=LANGUAGES.index(proposed) if proposed in LANGUAGES else None,
            format_func=lambda one: Words(one)("frame.language"),
            key=f"paste_language_{mark}",
            help=say("targets.about_language"),
            placeholder=say("targets.none"),
            width=240,
        )
        money = money_of(card, language, chosen["currency"])
        options = sorted({*CURRENCIES, *filter(None, (money, chosen["currency"]))})
        currency = st.selectbox(
            say("targets.currency"),
            options,
            index=options.index(money) if money else None,
            key=f"paste_currency_{mark}_{language}",
            help=say("targets.about_currency"),
            placeholder=say("targets.none"),
            width=240,
        )
    return language, currency


# -- the preview -------------------------------------------------------------------------------------


def _preview(pasted: Paste, wrong: Mapping[str, Mapping[str, TargetError]], plan: Plan) -> None:
    """Show the rows as they are read, marked where they cannot be; every cell can be corrected here."""
    say, rows = words(), [one.row for one in pasted.rows]
    good = sum(not cells for cells in wrong.values())
    st.markdown(f"**{say('pasted.counts', n=len(rows), read=good)}**")
    table = to_table(rows)
    table["state"] = [_state(wrong[row.id]) for row in rows]
    table["as_read"] = [as_written(row, plan, say) if not wrong[row.id] else "" for row in rows]
    if any("cadence" in cells for cells in wrong.values()):
        table["cadence"] = [None if "cadence" in wrong[row.id] else row.cadence for row in rows]
    fixed = {
        "state": st.column_config.TextColumn(say("pasted.column_state"), disabled=True, pinned=True),
        "as_read": st.column_config.TextColumn(say("pasted.column_as_read"), disabled=True, width="medium"),
    }
    others = [name for name in table.columns if name not in {*ORDER, "id"}]
    st.data_editor(
        table,
        key=pasted.key,
        num_rows="delete",
        hide_index=True,
        column_config={**columns(rows), **fixed},
        column_order=[*ORDER, *others],
        alt=say("pasted.rows"),
        height="content",
        placeholder="",
    )
    for number, one in enumerate(pasted.rows, 1):
        if cells := wrong[one.row.id]:
            st.warning(_complaint(number, one, cells), icon=":material/edit:")


def _state(wrong: Mapping[str, TargetError]) -> str:
    say = words()
    if not wrong:
        return f"✓ {say('pasted.read')}"
    return f"▲ {say('pasted.check', names=', '.join(_column(name) for name in wrong))}"


def _column(name: str) -> str:
    say, key = words(), f"targets.column_{NAMES.get(name, name)}"
    return say(key) if say.has(key) else say(f"pasted.column_{name}")


def _complaint(number: int, pasted: Pasted, wrong: Mapping[str, TargetError]) -> str:
    """Say of one row which cell cannot be read, why, and what would do."""
    say = words()
    lines = [f"**{say('targets.row', number=number)} · {escape(pasted.row.label or term('kpi', pasted.row.kpi))}**"]
    lines += [f"{_column(name)}: {escape(error.describe(say))}" for name, error in wrong.items()]
    if "kpi" in wrong and pasted.candidates:
        lines.append(say("pasted.candidates", names=", ".join(term("kpi", name) for name in pasted.candidates)))
    return "  \n".join(lines)


# -- taking rows over --------------------------------------------------------------------------------


def _use(
    pasted: Paste, good: Sequence[Pasted], plan: Plan, chosen: Mapping[str, Any], present: Sequence[PlanRow]
) -> None:
    """Offer the rows that can be read to the table of the plan: instead of its rows, or beside them."""
    say, rows = words(), [one.row for one in good]
    left = [one for one in pasted.rows if one not in good]
    with st.container(horizontal=True):
        label = say("pasted.replace" if present else "pasted.use", n=len(rows))
        if st.button(label, type="primary", disabled=not rows, key="paste_use"):
            _go_on(plan.model_copy(update={"rows": taken_over(rows, present), "template": None}), pasted, left)
        if present:
            beside = plan.model_copy(update={name: chosen[name] for name in ("language", "currency")})
            other = [row for row in rows if not same(row, plan, beside)]
            if st.button(say("pasted.add", n=len(rows)), disabled=not rows or bool(other), key="paste_add"):
                joined = (*present, *taken_over(rows, (), {row.id for row in present}))
                _go_on(beside.model_copy(update={"rows": joined}), pasted, left)
    if present and other:
        st.caption(say("pasted.differs", n=len(other), language=Words(chosen["language"])("frame.language")))


def _go_on(start: Plan, pasted: Paste, left: Sequence[Pasted]) -> None:
    begin(start)
    keep(pasted.source, left)
    if not left:
        forget()
    st.toast(words()("pasted.used"), icon=":material/check_circle:")
    st.rerun()
