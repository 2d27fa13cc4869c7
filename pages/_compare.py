"""An old state beside the present: the same week taken now, or the newest one, what changed first, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import pandas as pd
import streamlit as st

from data.since import Since, since
from kpi.counting import uncompared, valued
from kpi.issued import plan_of
from kpi.paper.row_words import baseline, row_name
from kpi.paper.tokens import tokens
from kpi.plan_diff import shown, told
from kpi.reporting.then_now import Ground, then_now
from kpi.side_by_side import side_by_side
from kpi.words import NO_VALUE
from pages._parts import badge, escape, term
from pages._session import measured, newest_full_week, opened, plan, store, today, words

if TYPE_CHECKING:
    from kpi.issued import Retaken
    from kpi.periods import Week
    from kpi.plan_diff import Difference
    from kpi.reporting.then_now import Pair, ThenNow, Why
    from kpi.rule.ruling import Alert
    from kpi.snapshot import ScoreRow

Choice = Literal["same", "newest"]
NAMED = 4  # files before the rest is counted


def compared(old: Retaken) -> None:
    """Compare an old state with the present."""
    say, newest = words(), newest_full_week()
    if plan() is None or newest is None:
        st.info(say("compare.no_today"), icon=":material/compare_arrows:")
        return
    with_week = _choose(old.snapshot.week, newest)
    with st.spinner(say("snapshot.drawing")):
        found = _beside(old, with_week)
    _summary(found)
    if found.changed:
        st.table(_table(found), border="horizontal", hide_index=True, alt=say("compare.title"))
    _alerts(found)
    _unchanged(found)


def _choose(then: Week, newest: Week) -> Week:
    """Choose the week that the old one is held against."""
    say = words()
    if then == newest:
        return then
    names = {
        "same": say("compare.same_week", week=say.week(then)),
        "newest": say("compare.newest_week", week=say.week_inline(newest)),
    }
    chosen: str = st.segmented_control(
        say("compare.with"),
        list(names),
        default="same",
        format_func=lambda name: names[name],
        key=f"compare_{then.id}",
        label_visibility="collapsed",
        required=True,
    )
    return newest if chosen == "newest" else then


def _beside(old: Retaken, with_week: Week) -> ThenNow:
    """Take the present, and put the old state beside it."""
    of, made = store(), plan()
    assert made is not None  # noqa: S101 - the page asked before
    now = measured(str(of.path), of.revision, with_week.id, today().isoformat())
    then = plan_of(of, old) or made
    changed = _since(str(of.path), of.revision, old) if with_week == old.snapshot.week else Since()
    return then_now(old.snapshot, now, Ground(then, made, frozenset(old.redefined), changed))


@st.cache_resource(max_entries=8, show_spinner=False, hash_funcs={"kpi.issued.Retaken": lambda old: repr(old.known)})
def _since(path: str, revision: int, old: Retaken) -> Since:  # noqa: ARG001 - the revision is the key
    return since(opened(path), old.known)


def _summary(found: ThenNow) -> None:
    say, n, changed = words(), len(found.pairs), len(found.changed)
    week = say.week_inline(found.now.week)
    if not changed:
        st.success(say("compare.all_same", week=week), icon=":material/equal:")
        return
    key = "summary" if found.then.week == found.now.week else "since"
    st.markdown(f"**{say(f'compare.{key}', n=n, changed=changed, same=n - changed, week=week)}**")


# -- the table ---------------------------------------------------------------------------------------


def _table(found: ThenNow) -> pd.DataFrame:
    """Write the rows that say otherwise; texts of people are escaped, as markdown is read here."""
    say, is_same_week = words(), found.then.week == found.now.week
    why = "why" if is_same_week else "stands"
    heads = {
        "kpi": say("compare.column_kpi"),
        "then": f"{say('compare.column_then')} · {say.week(found.then.week)}",
        "now": f"{say('compare.column_now')} · {say.week(found.now.week)}",
        "size": say("compare.column_size"),
        "status": say("compare.column_status"),
        "why": say(f"compare.column_{why}"),
    }
    lines = [_line(pair) for pair in found.changed]
    return pd.DataFrame(lines, columns=list(heads)).rename(columns=heads)


def _line(pair: Pair) -> dict[str, str]:
    then, now, size = _values(pair)
    return {
        "kpi": f"**{escape(row_name(pair.row, words()))}**",
        "then": _side(pair, pair.then, then),
        "now": _side(pair, pair.now, now),
        "size": size,
        "status": _status(pair),
        "why": " ".join(_why(one, pair) for one in pair.why),
    }


def _values(pair: Pair) -> tuple[str, str, str]:
    """Write both values alike, and what lies between them where they are of one kind."""
    say, row = words(), pair.row
    texts = [NO_VALUE if one is None else valued(one.now, row.unit, row.currency, say) for one in (pair.then, pair.now)]
    if pair.then is None or pair.now is None or pair.unlike:
        return texts[0], texts[1], NO_VALUE
    then, now = pair.then.now, pair.now.now
    if then.value is None or now.value is None or then.bound or now.bound:
        return texts[0], texts[1], NO_VALUE
    printed = side_by_side(then.value, now.value, row.unit, row.currency, say)
    return printed.before, printed.after, printed.size if "value" in pair.parts else NO_VALUE


def _side(pair: Pair, row: ScoreRow | None, value: str) -> str:
    """Write what one side says, with what it stands on where that differs."""
    if row is None:
        return NO_VALUE
    say, said = words(), [f"**{value}**"]
    if "sample" in pair.parts:
        said.append(say("measure.n", number=say.whole(row.now.sample)).replace(" ", "\u00a0"))
    if "baseline" in pair.parts:
        said.append(escape(say("compare.baseline", value=baseline(row, say))))
    if "target" in pair.parts:
        said.append(escape(say("compare.target", value=row.target.describe(say))))
    return " · ".join(said)


def _status(pair: Pair) -> str:
    """Write the status by word and shape; both where it is another one."""
    marks = [badge("status", row.status) for row in (pair.then, pair.now) if row is not None]
    return " → ".join(marks if "status" in pair.parts else marks[-1:])


def _why(one: Why, pair: Pair) -> str:
    say = words()
    if one.unlike is not None:
        text = uncompared(one.unlike, say)
        return escape(f"{text[:1].upper()}{text[1:]}.")
    days = [say.short_day(row.now.until) if row and row.now.until else NO_VALUE for row in (pair.then, pair.now)]
    fields = {
        "changes": "; ".join(_change(each) for each in one.changes),
        "files": _files(one.files),
        "before": days[0],
        "after": days[1],
    }
    return escape(say(f"compare.why.{one.cause}", **fields))


def _change(one: Difference) -> str:
    """Say what the plan says otherwise; of a row without its name, which stands beside it."""
    say = words()
    if one.row is None:
        return told(one, say).rstrip(".")
    sides = {"before": shown(one.field, one.before, say), "after": shown(one.field, one.after, say)}
    return say("versions.plan", field=say(f"versions.field.{one.field}"), **sides)


def _files(names: tuple[str, ...]) -> str:
    text = ", ".join(names[:NAMED])
    return words()("compare.more", files=text, n=len(names) - NAMED) if names[NAMED:] else text


# -- what else ---------------------------------------------------------------------------------------


def _alerts(found: ThenNow) -> None:
    for name, alerts in (("began", found.began), ("ended", found.ended)):
        if alerts:
            st.markdown(words()(f"compare.{name}", alerts=" · ".join(map(_alert, alerts))))


def _alert(one: Alert) -> str:
    say = words()
    where = say("headline.brand") if one.channel == "*" else term("channel", one.channel)
    return f"{badge('verdict', one.verdict)} {escape(one.name or term('rule_name', one.rule))} ({escape(where)})"


def _unchanged(found: ThenNow) -> None:
    """Fold away what is as it was."""
    say = words()
    same = [pair.row for pair in found.pairs if not pair.differs]
    if not same:
        return
    with st.expander(say("compare.unchanged", n=len(same))):
        lines = [
            [
                row_name(row, say),
                valued(row.now, row.unit, row.currency, say),
                f"{_glyph(row)} {say(f'status.{row.status}')}",
            ]
            for row in same
        ]
        heads = [say(f"compare.column_{name}") for name in ("kpi", "now", "status")]
        st.dataframe(pd.DataFrame(lines, columns=heads), hide_index=True, alt=say("compare.title"))


def _glyph(row: ScoreRow) -> str:
    return tokens().status[row.status].glyph
