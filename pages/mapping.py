"""A file that Ninety does not know: say once what it holds, and every next one of its kind is recognised."""

import streamlit as st

from data.errors import DataError
from pages._mapping_steps import map_file
from pages._mapping_team import team_formats
from pages._mapping_work import drop, take, work
from pages._parts import escape, problem_text
from pages._session import words

say = words()
st.markdown(say("mapping.intro"))
if label := st.session_state.pop("kept_format", None):
    st.success(say("mapping.kept", label=label), icon=":material/check_circle:")

try:
    if (file := work()) is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/description: **{escape(file.name)}**")
            if st.button(say("mapping.other_file"), type="tertiary", icon=":material/close:", key="other_file"):
                drop()
                st.rerun()
        map_file(file)
    elif (dropped := st.file_uploader(say("mapping.choose_file"), key="mapping_file")) is not None:
        take(dropped.name, dropped.getvalue())
        st.rerun()
except DataError as problem:
    st.error(problem_text(problem), icon=":material/block:")
team_formats()
