"""What was made once and is done with does not stay in the server's memory."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from weakref import ref

import psutil
import pytest

from kpi.paper import pdf
from kpi.paper.edition import Edition
from pages._collector import lighten
from tests.snapshots import example

MIB = 2**20


class Ring:
    """What only a search through memory finds to be dead, as a session of Streamlit is."""

    def __init__(self) -> None:
        self.itself = self


@pytest.fixture
def searched() -> Iterator[None]:
    """Leave the search through memory as it was."""
    yield
    lighten.cache_clear()
    gc.unfreeze()


@pytest.mark.usefixtures("searched")
def test_what_was_alive_while_a_page_was_first_drawn_goes_when_the_next_one_is() -> None:
    ring = Ring()
    alive = ref(ring)
    lighten("a page")
    del ring
    lighten("another page")
    assert alive() is None


def test_documents_that_were_set_leave_nothing_behind() -> None:
    """2 s of CPU: typst keeps some 19 MiB of each of the last ten, unless others come after it."""
    server, paper = psutil.Process(), Edition("en")
    for warm in range(2):
        pdf.render(replace(example(), brand=f"Warm {warm}"), paper)
    before = server.memory_info().rss
    for number in range(6):
        pdf.render(replace(example(), brand=f"Brand {number}"), paper)
    assert server.memory_info().rss - before < 30 * MIB
