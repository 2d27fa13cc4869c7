"""An open page hears it when its session ends: by log-out, or by itself."""

from __future__ import annotations

import asyncio
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message

from pages._guard_cookie import Session
from pages._guard_open import OpenPages
from tests.reach import TO_THE_DOOR

SENT = {"type": "websocket.send", "bytes": b"numbers"}


async def watched(leaving: str | None) -> list[list[Message]]:
    """Open two pages of Eva and one of Tom; log Eva out in one of them, or wait. Give what each was sent."""
    pages, sent = OpenPages(), [[], [], []]  # type: tuple[OpenPages, list[list[Message]]]

    def wire(place: int) -> object:
        async def send(message: Message) -> None:
            sent[place].append(message)

        return send

    began = int(time.time())
    who = [("eva", "a"), ("eva", "b"), ("tom", "c")]
    opened = [
        pages.opened(Session(name, {}, began), key, wire(place), "/")  # type: ignore[arg-type]
        for place, (name, key) in enumerate(who)
    ]
    if leaving is None:
        await asyncio.sleep(1.3)
    else:
        await pages.end("eva", leaving)
    for page in opened:
        await page.send(SENT)
        pages.closed(page)
    assert pages._pages == {}
    return sent


def run(leaving: str | None) -> list[list[Message]]:
    with ThreadPoolExecutor() as apart:  # the browser tests before this one leave their event loop running
        return apart.submit(lambda: asyncio.run(watched(leaving))).result()


def is_over(sent: list[Message]) -> bool:
    return [message["type"] for message in sent] == ["websocket.send", "websocket.close"] and (
        sent[0]["bytes"] == TO_THE_DOOR
    )


def test_log_out_ends_the_other_pages_of_that_person_only() -> None:
    leaving, other, toms = run("a")
    assert (leaving, is_over(other), toms) == ([SENT], True, [SENT])


def test_a_page_ends_when_its_time_is_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_SESSION_HOURS", "0.0003")
    assert all(is_over(sent) for sent in run(None))
