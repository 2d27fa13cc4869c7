"""How far two people who read the same text agree, in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from kpi.sentiment.agreement import ENOUGH
from kpi.sentiment.agreement import agreement as measured
from pages._session import store, words

if TYPE_CHECKING:
    from kpi.sentiment.agreement import Agreement

# from here on it is firm, and fair: Krippendorff, Content Analysis (2004), chapter 11
FIRM, FAIR = 0.8, 0.667


def agreement() -> None:
    """Say how far the team agrees in all weeks, or that too few texts were labelled by two people."""
    say, found = words(), measured(store())
    with st.container(border=True, gap="xsmall", key="label_agree"):
        st.markdown(f":material/group: **{say('labels.agree')}**")
        if found.same is None:
            st.markdown(say("labels.agree_few", n=found.texts, enough=say.whole(ENOUGH)))
            return
        told = say("labels.agree_told", n=found.texts, share=say.share(found.same))
        st.markdown(f"{told} {_beyond_luck(found)}".strip())


def _beyond_luck(found: Agreement) -> str:
    """Say what is left of it when luck is allowed for; where all labels are the same nobody can know."""
    if found.alpha is None:
        return ""
    say = words()
    verdict = "firm" if found.alpha >= FIRM else "fair" if found.alpha >= FAIR else "weak"
    alpha = say.exact(round(found.alpha, 2), "ratio")
    return f"{say('labels.agree_alpha', alpha=alpha)} {say(f'labels.agree_{verdict}')}"
