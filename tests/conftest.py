"""Stores that tests share: an empty one, and two weeks whose numbers are checked in the head."""

from __future__ import annotations

import atexit
import fcntl
import gc
import os
import shutil
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import pytest
import streamlit as st

from data import connect
from data.store import Store, store_path
from kpi.sample import BRAND, load_sample
from tests import two_weeks as weeks_46_and_47
from tests.drawn import drawn_as_served
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator


LONG = (
    *("browser/test_sample_brand", "test_erasure.", "test_formats", "test_faults", "test_pages.", "test_scrub"),
    *("browser/", "test_rights_writes", "test_brand_files", "test_thousand_sets", "test_conservation", "test_hostile"),
    *("test_upload_page", "test_sample_brand", "test_logbook_page", "test_issued", "test_retention", "test_past"),
    *(
        "test_backup",
        "test_mapping_page",
        "test_asof",
        "test_sentiment_page",
        "test_real_exports",
        "test_privacy_probe",
    ),
    *("test_load.", "test_fuzz", "test_weeks_to_come", "test_rights_pages", "test_backtest"),
)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Collect tests without a look through memory, a third of the time, and leave them out of every later one."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        atexit.register(gc.unfreeze)  # what is frozen at the very end counts as leaked


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: at the end of a run nobody waits for one of them alone."""
    items.sort(key=lambda item: next((place for place, name in enumerate(LONG) if name in item.nodeid), len(LONG)))


@pytest.fixture(scope="session", autouse=True)
def blank(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Copy a store without rows instead of making its tables anew for every test that opens one."""
    made, opening = tmp_path_factory.mktemp("blank") / "blank.duckdb", connect._open
    opening(made).close()

    def opened(path: Path) -> duckdb.DuckDBPyConnection:
        if not path.exists() and not path.with_name(path.name + ".wal").exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(made, path)
        return opening(path)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connect, "_open", opened)
        yield


@pytest.fixture(scope="session", autouse=True)
def as_served() -> Iterator[None]:
    """Let a page that a test draws cost what it costs on a server."""
    with drawn_as_served():
        yield


@pytest.fixture
def empty() -> Iterator[Rows]:
    store = Rows()
    yield store
    store.close()


@pytest.fixture
def two_weeks(empty: Rows) -> Rows:
    weeks_46_and_47.fill(empty)
    return empty


@pytest.fixture(scope="module")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the sample brand, as it is on Monday 23 November 2026; its store is closed.

    It is loaded once for all workers of a run; each file of tests has a copy, and may do with it what it likes.
    """
    base = tmp_path_factory.getbasetemp()
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "sample_of_all"
    with shared.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not shared.exists():
            _load(shared)
    return Path(shutil.copytree(shared, tmp_path_factory.mktemp("sample"), dirs_exist_ok=True))


def _load(home: Path) -> None:
    half = home.with_suffix(".half")
    store = Store.open(half / "noordlicht-energie.duckdb", brand=BRAND)
    load_sample(store, date(2026, 11, 23))
    store.close()
    half.rename(home)


@pytest.fixture
def noordlicht(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Make a brand without data, as the pages find it on Monday 23 November 2026."""
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_TODAY", "2026-11-23")
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    yield store
    store.close()
    st.cache_resource.clear()
