"""How to label, in a few lines and six texts."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages._parts import escape
from pages._session import brand, words

EXAMPLES = ("irony", "question", "mixed", "thanks", "competitor", "unclear")


def guide() -> None:
    """Draw the guide, closed: who labels for the first time opens it."""
    say = words()
    with st.expander(say("labels.guide"), icon=":material/menu_book:", key="label_guide"):
        st.markdown(say("labels.guide_about", brand=escape(brand())))
        columns = {say(f"labels.guide_{part}"): part for part in ("text", "label", "why")}
        rows = [
            {head: escape(say(f"labels.example.{name}.{part}")) for head, part in columns.items()} for name in EXAMPLES
        ]
        st.table(pd.DataFrame(rows), border="horizontal", hide_index=True, alt=say("labels.guide"))
        st.markdown(say("labels.guide_keys"))
        st.markdown(say("labels.guide_skip"))
