"""What changed, and what each channel, format or topic brought to it: a sentence, bars and a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd
import streamlit as st

from kpi.catalog import catalog
from kpi.counting import uncompared
from kpi.periods import DAYS_A_WEEK
from kpi.why.compared import AGAINST, Alone
from kpi.why.contributions import CHANNEL, Contributions, groups
from pages._bars import Bar, bars, drawn
from pages._changes import brought, compared, key_of
from pages._parts import amount, escape, term, title
from pages._session import words
from pages._tables import width_of

if TYPE_CHECKING:
    from kpi.periods import Window
    from kpi.snapshot import ScoreRow
    from kpi.why.change import Part
    from kpi.why.compared import Against, Pair
    from kpi.why.contributions import Without
    from kpi.words import Words

NUMBERS = ("before", "after", "own", "size", "effect", "within", "mix", "rest")


def what_changed(row: ScoreRow) -> None:
    """Draw what a number changed by since last week or since it began, and what brought that."""
    say, key = words(), key_of(row)
    against, by = _asked(row)
    found = compared(key, against)
    if isinstance(found, Alone):
        st.markdown(escape(alone(found)))
        return
    st.markdown(_moved(row, found))
    if found.written:
        then, before = span(found.before.window), amount(row, found.start)
        st.markdown(f":material/info: {escape(say('change.written', then=then, before=before))}")
    parts = brought(key, against, by)
    if isinstance(parts, Alone):
        st.markdown(escape(alone(parts)))
    elif parts.names == ("",):
        st.markdown(say("change.untold"))
    else:
        _draw(row, parts)


def alone(found: Alone) -> str:
    """Say why there is no comparison."""
    say = words()
    if found.unlike is None:
        return say(f"change.alone.{found.why}")
    why = uncompared(found.unlike, say)
    return f"{why[:1].upper()}{why[1:]}."


def span(window: Window) -> str:
    """Name a window inside a sentence: week 46, or its days where it is longer than a week."""
    say = words()
    return say.week_inline(window.week) if window.days == DAYS_A_WEEK else say.days(window.first, window.last)


def part_name(by: str, name: str, say: Words | None = None) -> str:
    """Name a part in the reader's words, as far as there are any; the texts of the team stay as they wrote them."""
    say = say or words()
    if not name:
        return say("change.unnamed")
    return term("channel" if by == CHANNEL else "value", name, say) if by in {CHANNEL, "kind", "format"} else name


def _asked(row: ScoreRow) -> tuple[Against, str]:
    """Draw what a reader can choose: compared with what, and split by what."""
    say, ways = words(), list(groups(catalog()[row.plan.kpi]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        against = st.segmented_control(
            say("change.against"),
            AGAINST,
            format_func=lambda name: say(f"change.{name}"),
            default=AGAINST[0],
            required=True,
            key="change_against",
        )
        by = ways[0]
        if len(ways) > 1:
            by = st.segmented_control(
                say("change.by"),
                ways,
                format_func=lambda name: say(f"field.{name}"),
                default=ways[0],
                required=True,
                key=f"change_by_{row.plan.kpi}",
            )
    return against, by


def _moved(row: ScoreRow, found: Pair) -> str:
    """Say from where to where the number went."""
    say, after = words(), found.end
    names = {"then": span(found.before.window), "now": span(found.after.window)}
    names |= {"before": amount(row, found.start), "after": amount(row, after)}
    size = say.part(after - found.start, row.unit, row.currency)
    if abs(after - found.start) <= 1e-12 * abs(after):
        return escape(say("change.still", **names))
    return f"{escape(say('change.moved', **names, size=''))} **{escape(size)}**"


def _draw(row: ScoreRow, parts: Contributions) -> None:
    say = words()
    if said := _against_its_parts(row, parts):
        st.markdown(f":material/warning: {escape(said)}")
    shown = _bars(row, parts)
    if len(parts.names) == 1:
        st.markdown(escape(say("change.whole", name=part_name(parts.by, parts.names[0]))))
    elif any(bar.size for bar in shown):
        told = ", ".join(f"{bar.name} {bar.text}" for bar in shown)
        st.vega_lite_chart(bars(shown, row.good), alt=say("change.alt", kpi=title(row), parts=told))
        st.caption(say("change.adds_up" if parts.split else "change.without"))
        _left_out(row, parts)
    _table(_lines(row, parts), say("change.title"))


def _bars(row: ScoreRow, parts: Contributions) -> list[Bar]:
    """Make the bars; those that add up leave their smallest as one more, the others have no sum."""
    found = parts.split.parts if parts.split else parts.without
    made = [_bar(row, part_name(parts.by, one.name), one.size) for one in found if one.size is not None]
    return drawn(made, lambda n, size: _bar(row, words()("change.others", n=n), size)) if parts.split else made


def _bar(row: ScoreRow, name: str, size: float) -> Bar:
    return Bar(name, size, words().part(size, row.unit, row.currency))


def _against_its_parts(row: ScoreRow, parts: Contributions) -> str:
    """Say that a total moved against every one of its parts, where it did."""
    say, split = words(), parts.split
    if split is None or not split.against:
        return ""
    names = ", ".join(part_name(parts.by, name) for name in split.against)
    sizes = {
        name: say.part(size, row.unit, row.currency) for name, size in (("within", split.within), ("mix", split.mix))
    }
    return say("change.down" if split.size < 0 else "change.up", names=names, **sizes)


def _left_out(row: ScoreRow, parts: Contributions) -> None:
    """Say what the number would be without the part that makes most of a difference."""
    say = words()
    for one in parts.without[:1]:
        if one.rest_after is not None and one.size:
            rest, after = amount(row, one.rest_after), amount(row, parts.after)
            st.markdown(escape(say("change.left_out", name=part_name(parts.by, one.name), rest=rest, after=after)))


def _lines(row: ScoreRow, parts: Contributions) -> pd.DataFrame:
    if parts.split:
        return pd.DataFrame([_line(row, parts.by, part) for part in parts.split.parts])
    return pd.DataFrame([_without(row, parts.by, one) for one in parts.without])


def _line(row: ScoreRow, by: str, part: Part) -> dict[str, Any]:
    say = words()
    counts = part.before.denominator is None and part.after.denominator is None
    told = {
        by: part_name(by, part.name),
        "before": amount(row, part.before.value),
        "after": amount(row, part.after.value),
        "own": say.part(part.own, row.unit, row.currency),
        "size": say.part(part.size, row.unit, row.currency),
        "within": say.part(part.within, row.unit, row.currency),
        "mix": say.part(part.mix, row.unit, row.currency),
    }
    return {name: text for name, text in told.items() if not (counts and name in {"own", "within", "mix"})}


def _without(row: ScoreRow, by: str, one: Without) -> dict[str, Any]:
    return {
        by: part_name(by, one.name),
        "before": amount(row, one.before),
        "after": amount(row, one.after),
        "rest": amount(row, one.rest_after),
        "effect": words().part(one.size, row.unit, row.currency),
    }


def _table(table: pd.DataFrame, alt: str) -> None:
    say = words()
    labels = {name: say(f"change.column.{name}" if name in NUMBERS else f"field.{name}") for name in table}
    config = {
        name: st.column_config.TextColumn(
            label, width=width_of(label, table[name]), alignment="right" if name in NUMBERS else "left"
        )
        for name, label in labels.items()
    }
    st.dataframe(table, hide_index=True, height="content", column_config=config, alt=alt)
