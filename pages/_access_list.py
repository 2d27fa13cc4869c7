"""The access list as far as it speaks of the brand on view: who may what, and where that is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import streamlit as st

from data.access.acting import is_guarded
from data.access.listed import current
from data.access.people import path_of
from data.access.rights import EVERY, Person, Right
from pages._parts import escape
from pages._session import brand, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from data.access.rights import Grants


def people() -> None:
    """List who may what with the brand; where nobody signs in, say what that means."""
    say = words()
    if not is_guarded():
        st.info(say("access.off"), icon=":material/person:")
        return
    known, key = current(), str(st.session_state["brand"])
    st.markdown(say("access.about", file=f"`{path_of()}`"))
    st.header(say("access.people", brand=escape(brand())), anchor=False)
    lines = [
        *_lines(known.people, key),
        *_lines({say("access.group", name=name): given for name, given in known.groups.items()}, key),
    ]
    if not lines:
        st.markdown(say("access.nobody"))
        return
    named = {name: say(f"access.{name}") for name in ("person", "where", "rights")}
    st.dataframe(
        pd.DataFrame(lines).rename(columns=named),
        hide_index=True,
        height="content",
        alt=say("access.people", brand=brand()),
    )


def _lines(listed: Mapping[str, Grants], key: str) -> Iterator[dict[str, str]]:
    say = words()
    for name, given in sorted(listed.items()):
        if rights := Person(name, given).rights(key):
            where = "this" if given.get(key) else "every"
            may = ", ".join(say(f"right.{right}") for right in Right if right in rights)
            yield {"person": name, "where": say(f"access.{'every' if EVERY in given else where}"), "rights": may}
