"""What is kept of people, a line for each kind: what for, who answers for it, since when, and what is too old."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import streamlit as st

from data.access.rights import Right
from data.privacy.blank import PERSONAL
from data.privacy.datasets import agree, dataset_of, days_kept, undeclared, waiting
from data.privacy.retention import overdue
from pages._datasets import facts
from pages._may import may
from pages._session import reader_name, store, today, words


def table() -> list[str]:
    """Draw it; gives the kinds of people's data that there are, or that somebody declared."""
    say, lines, too_old = words(), [], 0
    for fact in PERSONAL:
        of_it = dataset_of(store(), fact, today())
        rows = int(store().query(f"SELECT count(*) FROM {fact}")[0][0])
        if not rows and of_it is None:
            continue
        days = days_kept(store(), fact, today()) if of_it else None
        old = overdue(store(), fact, days, today()) if days else 0
        too_old += old
        lines.append(
            {
                "fact": fact,
                "kept": facts([fact]),
                "dataset": of_it.name if of_it else "–",
                "purpose": (of_it and of_it.purpose) or "–",
                "owner": (of_it and of_it.owner) or "–",
                "days": say.whole(days) if days else "–",
                "since": say.day(today() - timedelta(days=days)) if days else "–",
                "rows": say.whole(rows),
                "too_old": say.whole(old) if days else "–",
            }
        )
    if not lines:
        st.info(say("privacy.nothing"), icon=":material/group_off:")
        return []
    _draw(lines)
    if lacking := undeclared(store(), today()):
        st.warning(say("privacy.undeclared", what=facts(lacking)), icon=":material/edit:")
    _waiting()
    if too_old:
        st.warning(say("privacy.overdue"), icon=":material/schedule:")
    elif not lacking:
        st.success(say("privacy.fine"), icon=":material/check_circle:")
    return [line["fact"] for line in lines]


def _draw(lines: list[dict[str, str]]) -> None:
    say = words()
    heads = {name: say(f"privacy.{name}") for name in lines[0] if name != "fact"}
    shown = pd.DataFrame(lines).drop(columns="fact").rename(columns=heads)
    st.dataframe(shown, hide_index=True, height="content", alt=say("privacy.tab_datasets"))


def _waiting() -> None:
    """Say where the Logbook has fewer days than were agreed to, and let who administers agree to them."""
    say = words()
    for fact, fewer in waiting(store(), today()):
        if days := days_kept(store(), fact, today()):
            told = say("privacy.unconfirmed", what=facts([fact]), days=say.whole(days), fewer=say.whole(fewer))
            st.warning(told, icon=":material/hourglass_pause:")
        else:
            st.warning(say("privacy.unagreed", what=facts([fact]), n=fewer), icon=":material/hourglass_pause:")
        if may(Right.ADMINISTER):
            st.button(
                say("privacy.confirm", what=facts([fact]), n=fewer),
                key=f"agree_{fact}",
                on_click=agree,
                args=(store(), fact, fewer, reader_name()),
            )
