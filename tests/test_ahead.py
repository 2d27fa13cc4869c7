"""What is made ahead is made once, and only where a server runs."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from pages import _ahead

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(autouse=True)
def alone() -> Iterator[None]:
    _ahead._made.clear()
    yield
    _ahead.SERVING.clear()
    _ahead._made.clear()


def test_without_a_server_nothing_is_made() -> None:
    done = Event()
    _ahead.ahead({"month": done.set})
    assert not done.wait(0.05)


def test_each_is_made_once_and_a_failure_stops_no_other() -> None:
    _ahead.SERVING.set()
    made: list[str] = []
    done = Event()

    def fail() -> None:
        made.append("broken")
        raise RuntimeError

    for _ in range(3):
        _ahead.ahead({"broken": fail, "month": lambda: made.append("month"), "plan": done.set})
    assert done.wait(5)
    assert made == ["broken", "month"]
