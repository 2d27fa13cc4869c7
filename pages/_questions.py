"""What files do not say and a person must: channel, account, year, which brand is ours."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

import streamlit as st

from data.errors import NeedsAnswerError
from pages._parts import escape, term
from pages._session import words
from pages._uploads import Refused, settle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from streamlit.typing import UploadedFile

    from data.exports import Question
    from pages._uploads import Outcome

NEW_NAMES = {"account", "own_brand"}  # Ninety may meet these names for the first time
Asking = tuple["UploadedFile", "tuple[Question, ...]"]


def ask(outcomes: Sequence[tuple[UploadedFile, Outcome]]) -> None:
    """Draw one form for all files that leave the same things open."""
    alike: dict[tuple[object, ...], list[Asking]] = defaultdict(list)
    for file, outcome in outcomes:
        if isinstance(outcome, Refused) and isinstance(outcome.problem, NeedsAnswerError):
            questions = outcome.problem.questions
            alike[tuple((question.name, question.options) for question in questions)].append((file, questions))
    for number, group in enumerate(alike.values()):
        _form(number, group)


def _form(number: int, group: Sequence[Asking]) -> None:
    say = words()
    with st.form(f"ask_{number}"):
        st.markdown(f":material/help: {say('upload.asks', n=len(group))}")
        answers = {file.file_id: _line(file, questions, first=file is group[0][0]) for file, questions in group}
        same = len(group) > 1 and st.checkbox(say("upload.same", n=len(group)), key=f"same_{number}")
        sent = st.form_submit_button(say("upload.load", n=len(group)), type="primary", icon=":material/upload:")
    if sent:
        _answer(group, answers, same=same)


def _line(file: UploadedFile, questions: Sequence[Question], *, first: bool) -> dict[str, str | None]:
    """Draw a file and its questions side by side."""
    # only the first line has labels above its fields
    name, *places = st.columns([3, *[2] * len(questions)], vertical_alignment="bottom" if first else "center")
    name.markdown(escape(file.name))
    answers: dict[str, str | None] = {}
    for question, place in zip(questions, places, strict=True):
        with place:
            answers[question.name] = _choose(question, file, labelled=first)
    return answers


def _choose(question: Question, file: UploadedFile, *, labelled: bool) -> str | None:
    """Draw one question, with what Ninety would suggest already chosen."""
    suggested = [question.suggestion] if question.suggestion else []
    options = list(dict.fromkeys([*suggested, *question.options]))
    asked, key = words()(f"upload.ask_{question.name}"), f"{question.name}_{file.file_id}"
    label: Literal["visible", "collapsed"] = "visible" if labelled else "collapsed"
    if not options:
        return st.text_input(asked, placeholder=asked, key=key, label_visibility=label).strip()
    return st.selectbox(
        asked,
        options,
        index=0 if suggested else None,
        format_func=lambda option: term("channel", option) if question.name == "channel" else option,
        accept_new_options=question.name in NEW_NAMES,
        placeholder=asked,
        label_visibility=label,
        key=key,
    )


def _answer(group: Sequence[Asking], answers: dict[str, dict[str, str | None]], *, same: bool) -> None:
    """Load the files that are answered in full; the others stay."""
    shared = answers[group[0][0].file_id]
    given = {file: shared if same else answers[file.file_id] for file, _ in group}
    full = {file: answer for file, answer in given.items() if all(answer.values())}
    for file, answer in full.items():
        settle(file, {name: str(said) for name, said in answer.items()})
    if full:
        st.rerun()
    st.warning(words()("upload.answer_all"), icon=":material/edit:")
