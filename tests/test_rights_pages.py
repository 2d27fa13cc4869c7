"""Every role sees the pages that the table gives it, and nothing else; what it may not do is not offered to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import streamlit as st

from data.access.acting import acting, open_door
from data.access.rights import HOUSE, Person, Right
from pages import ENTRIES
from tests import rights, rights_pages

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

VIEWER = rights.role("view", Right.VIEW)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Make a brand with some of everything, once; nobody changes it here."""
    at = tmp_path_factory.mktemp("pages") / "home"
    with rights.guarded(at), acting(HOUSE):
        rights.make(at)
    (at / "access.toml").write_text('[people]\n"eva@example.org" = { "*" = ["administer"] }', encoding="utf-8")
    with rights.guarded(at):
        yield at
    open_door()
    st.cache_resource.clear()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("person", rights.ROLES, ids=lambda person: person.id or "nobody")
def test_a_role_sees_the_pages_of_the_table(person: Person) -> None:
    found = {name: rights_pages.wrong(person, ENTRIES[name], rights.BRAND) for name in rights_pages.names()}
    assert {name: told for name, told in found.items() if told} == {}


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("name", rights_pages.names())
def test_a_reader_is_offered_no_button_that_refuses_them(name: str) -> None:
    assert rights_pages.refusals(VIEWER, ENTRIES[name], rights.BRAND) == []
