"""Stores that tests share: an empty one, and two weeks whose numbers are checked in the head."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from data.store import Store, store_path
from kpi.sample import BRAND, load_sample
from tests import two_weeks as weeks_46_and_47
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def empty() -> Iterator[Rows]:
    store = Rows()
    yield store
    store.close()


@pytest.fixture
def two_weeks(empty: Rows) -> Rows:
    weeks_46_and_47.fill(empty)
    return empty


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Load the sample brand once, as it is on Monday 23 November 2026; its store is closed."""
    home = tmp_path_factory.mktemp("sample")
    store = Store.open(home / "noordlicht-energie.duckdb", brand=BRAND)
    load_sample(store, date(2026, 11, 23))
    store.close()
    return home


@pytest.fixture
def noordlicht(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Make a brand without data, as the pages find it on Monday 23 November 2026."""
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_TODAY", "2026-11-23")
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    yield store
    store.close()
    st.cache_resource.clear()
