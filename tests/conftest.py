"""Stores that tests share: an empty one, and two weeks whose numbers are checked in the head."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests import two_weeks as weeks_46_and_47
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def empty() -> Iterator[Rows]:
    store = Rows()
    yield store
    store.close()


@pytest.fixture
def two_weeks(empty: Rows) -> Rows:
    weeks_46_and_47.fill(empty)
    return empty
