"""What became of the dropped files: of each one question, one reason or one receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.errors import SetAsideError
from pages._parts import problem_text, term
from pages._questions import ask
from pages._receipt import fold, known
from pages._session import formats, store, words
from pages._uploads import Loaded, Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.typing import UploadedFile

    from data.errors import DataError
    from pages._uploads import Outcome

FEW = 2  # receipts that stand open; more of them are a list to open


def report(outcomes: Sequence[tuple[UploadedFile, Outcome]]) -> None:
    """Draw what needs somebody first: questions, then files that were not loaded, then receipts."""
    ask(outcomes)
    for _, outcome in outcomes:
        if isinstance(outcome, Refused) and outcome.fate == "refused":
            _refused(outcome.problem)
    ledger = {upload.batch_id: upload for upload in store().uploads()}
    found = [
        (file.name, ledger[outcome.batch_id], outcome) for file, outcome in outcomes if isinstance(outcome, Loaded)
    ]
    if before := [known(name, upload) for name, upload, outcome in found if outcome.known]:
        with st.expander(words()("upload.count_known", n=len(before)), icon=":material/content_copy:"):
            st.markdown("\n\n".join(before))
    fresh = [upload for _, upload, outcome in found if not outcome.known]
    for upload in fresh:
        fold(upload, expanded=len(fresh) <= FEW)


def _refused(problem: DataError) -> None:
    if isinstance(problem, SetAsideError):  # a known export that Ninety has no use for is nobody's mistake
        st.markdown(f":material/do_not_disturb_on: {problem_text(problem)}")
    else:
        st.error(problem_text(problem), icon=":material/block:")


def known_exports() -> pd.DataFrame:
    """List the exports that Ninety reads, and what each holds."""
    say = words()
    used = [form for form in formats().values() if form.set_aside is None]
    lines = sorted((term("format", form.name), term("pdf.fact", form.fact)) for form in used)
    return pd.DataFrame(lines, columns=[say("sources.column_format"), say("upload.column_holds")])
