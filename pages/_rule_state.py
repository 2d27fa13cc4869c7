"""The rules of the brand as this reader sees them: which there are, which is open, and what was just done to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from data.errors import DataError
from kpi.rule.rule_form import Reader
from kpi.rule.rule_standing import standing
from kpi.rule.rule_words import rule_name
from kpi.rule.rulebook import every_of, read_rulebook, save
from pages._parts import escape, problem_text
from pages._reader import known_name
from pages._ruled import ruled
from pages._session import opened, plan, store, words

if TYPE_CHECKING:
    from kpi.rule.rule_standing import Standing
    from kpi.rule.rulebook import Rulebook
    from kpi.rule.rules import Rule
    from kpi.rule.ruling import RuleState

ASKED = "rule"  # in the address: a link opens the rule
_DONE = "rules_done"


def rulebook() -> Rulebook:
    """Read what the team has said about rules."""
    return _read(str(store().path), store().revision)


def rules() -> tuple[Rule, ...]:
    """List every rule, also those switched off."""
    return every_of(rulebook())


def chosen_rule() -> Rule | None:
    """Find the rule that the address names."""
    return next((rule for rule in rules() if rule.id == st.query_params.get(ASKED)), None)


def open_rule(rule_id: str) -> None:
    """Open a rule, on the next run."""
    st.query_params[ASKED] = rule_id


def close_rule() -> None:
    """Go back to the list, on the next run."""
    st.query_params.pop(ASKED, None)


def states_of(rule: Rule) -> tuple[RuleState, ...]:
    """Say how a rule stands in each of its places: the brand first."""
    return tuple(state for state in ruled() if state.rule == rule.id)


def judge() -> None:
    """Judge every rule, with a sign that it is going on: after a change it takes a moment."""
    with st.spinner(words()("rules.judging")):
        ruled()


def is_off(rule: Rule, book: Rulebook) -> bool:
    """Whether a team is without a rule: it says so, or the rule waits for its limit."""
    return rule.off or rule.id in book.off


def standing_of(rule: Rule, book: Rulebook) -> Standing:
    """Say where a rule stands over all its places."""
    return standing(rule, states_of(rule), off=is_off(rule, book))


def currency() -> str | None:
    """Name the currency of amounts."""
    made = plan()
    return made.currency if made else store().setting("currency")


def reader() -> Reader:
    """Tell how this reader writes amounts."""
    return Reader(words(), currency())


def keep(book: Rulebook, done: str, rule: Rule, by: str | None = None) -> bool:
    """Save the rules, and remember to say what was done; False where the store cannot be written, and it says so."""
    try:
        save(store(), book, by or known_name())
    except DataError as problem:
        st.error(problem_text(problem), icon=":material/block:")
        return False
    tell(done, rule_name(rule, words()))
    return True


def tell(done: str, name: str = "") -> None:
    """Remember what to say on top of the page, once."""
    st.session_state[_DONE] = done, name


def told() -> None:
    """Say what was just done."""
    if said := st.session_state.pop(_DONE, None):
        done, name = said
        st.success(words()(f"rules.done.{done}", name=escape(name)), icon=":material/check_circle:")


@st.cache_resource(max_entries=8, show_spinner=False)
def _read(path: str, revision: int) -> Rulebook:  # noqa: ARG001 - the revision is the key
    return read_rulebook(opened(path))
