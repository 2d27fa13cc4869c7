"""What files do not say and a person must: channel, account, year, which brand is ours."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Literal

import streamlit as st

from data.errors import NeedsAnswerError
from pages._parts import escape, term
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from data.reading.exports import Question
    from pages._intake import Intake, Item

NEW_NAMES = {"account", "own_brand"}  # Ninety may meet these names for the first time
ROWS, CELLS, LETTERS = 4, 5, 24  # of what is shown of a file to tell it from another
FIELDS = 2  # side by side; so that the fields of all files stand below each other
Asking = tuple["Item", NeedsAnswerError]


def ask(intake: Intake) -> None:
    """Draw one form for everything that files leave open; those of one format stand together."""
    asking = [(item, item.problem) for item in intake.items if isinstance(item.problem, NeedsAnswerError)]
    if not asking:
        return
    say, alike = words(), _alike(asking)
    with st.form("ask"):
        st.markdown(f":material/help: {say('upload.asks', n=len(asking))}")
        whole = _account_of_all(asking)
        answers = {item: said for group in alike for item, said in _group(group, whole).items()}
        sent = st.form_submit_button(say("upload.answer", n=len(asking)), icon=":material/visibility:", key="answer")
    if sent:
        _answer(intake, answers)


def _alike(asking: Sequence[Asking]) -> list[list[Asking]]:
    """Put files together that are of one format and leave the same things open."""
    found: dict[tuple[object, ...], list[Asking]] = defaultdict(list)
    for item, problem in asking:
        asked = tuple((question.name, question.options) for question in problem.questions)
        found[problem.format, asked].append((item, problem))
    return list(found.values())


def _account_of_all(asking: Sequence[Asking]) -> str | None:
    """Ask once for the account that several files leave open and nobody can guess; a file's own answer goes first."""
    open_ = [
        one
        for item, problem in asking
        for one in problem.questions
        if one.name == "account" and not _likely(one, item, problem)
    ]
    if len(open_) < 2:
        return None
    asked, names = words()("upload.same"), list(dict.fromkeys(name for one in open_ for name in one.options))
    if not names:
        return st.text_input(asked, key="same").strip() or None
    return st.selectbox(asked, names, index=None, accept_new_options=True, placeholder="", key="same")


def _group(group: Sequence[Asking], whole: str | None) -> dict[Item, dict[str, str | None]]:
    st.markdown(f"**{term('format', group[0][1].format)}**")
    found = {}
    for item, problem in group:
        said = _line(item, problem, first=item is group[0][0])
        found[item] = {name: value or (whole if name == "account" else None) for name, value in said.items()}
    return found


def _line(item: Item, problem: NeedsAnswerError, *, first: bool) -> dict[str, str | None]:
    """Draw a file, how it begins, and its questions side by side."""
    places = st.columns([3, *[2] * max(FIELDS, len(problem.questions))], gap="small")
    with places[0], st.container(gap="xxsmall"):
        st.markdown(escape(item.name))
        if item.head:  # so that `Interactions.csv` can be told from `Interactions (1).csv`
            st.code("\n".join(map(_row, item.head[:ROWS])), language=None)
    answers: dict[str, str | None] = {}
    for question, place in zip(problem.questions, places[1:], strict=False):
        with place:
            answers[question.name] = _choose(question, item, problem, labelled=first)
    return answers


def _row(cells: tuple[str, ...]) -> str:
    return "  ".join(cell if len(cell) <= LETTERS else cell[: LETTERS - 1] + "…" for cell in cells[:CELLS])


def _choose(question: Question, item: Item, problem: NeedsAnswerError, *, labelled: bool) -> str | None:
    """Draw one question, with what was said the last time or Ninety would suggest already chosen."""
    likely = _likely(question, item, problem)
    suggested = [likely] if likely else []
    options = list(dict.fromkeys([*suggested, *question.options]))
    asked, key = words()(f"upload.ask_{question.name}"), f"{question.name}_{item.number}"
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


def _likely(question: Question, item: Item, problem: NeedsAnswerError) -> str | None:
    """Say what was answered before the rest was, the last time, or what Ninety would suggest."""
    return item.answers.get(question.name) or problem.preset.get(question.name) or question.suggestion


def _answer(intake: Intake, answers: dict[Item, dict[str, str | None]]) -> None:
    """Read the files that are answered in full; the others stay."""
    full = {item: answer for item, answer in answers.items() if all(answer.values())}
    if full:
        _keep({item: answer for item, answer in answers.items() if item not in full})
        intake.answer({item: {name: str(said) for name, said in answer.items()} for item, answer in full.items()})
        st.rerun()
    st.warning(words()("upload.answer_all"), icon=":material/edit:")


def _keep(answers: dict[Item, dict[str, str | None]]) -> None:
    """Hold what was said of files that still lack an answer: the form is not drawn while the others are read."""
    for item, said in answers.items():
        item.answers.update({name: value for name, value in said.items() if value})
