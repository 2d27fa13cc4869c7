"""Upload the exports of the week, and see what became of each file."""

import streamlit as st

from pages._report import known_exports, report
from pages._session import open_page, words
from pages._templates import downloads
from pages._uploads import settle_all

say = words()
st.markdown(say("upload.intro"))
outcomes = settle_all(st.file_uploader(say("upload.choose"), accept_multiple_files=True, key="files"))

if outcomes:
    fates = [outcome.fate for _, outcome in outcomes]
    counts = {fate: fates.count(fate) for fate in ("loaded", "known", "asking", "refused")}
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        st.markdown(" · ".join(say(f"upload.count_{fate}", n=n) for fate, n in counts.items() if n))
        if counts["loaded"] + counts["known"] and st.button(
            say("upload.to_monday"), type="primary", icon=":material/event_available:", key="to_monday"
        ):
            open_page("monday")
report(outcomes)

known = known_exports()
with st.expander(say("upload.formats", n=len(known)), icon=":material/help_center:"):
    st.dataframe(known, hide_index=True, alt=say("upload.formats_alt"))
with st.expander(say("upload.templates"), icon=":material/table_view:"):
    st.markdown(say("upload.templates_how"))
    downloads()
