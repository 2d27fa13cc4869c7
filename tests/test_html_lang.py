"""The page says which language it is in."""

from __future__ import annotations

import asyncio
import gzip
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pages._html_lang import HtmlLang

PAGE = b'<!doctype html><html lang="en"><body>Monday'


async def site(scope: Any, receive: Any, send: Any) -> None:  # noqa: ARG001 - the shape of an ASGI app
    """Serve the page, compressed for those who take it so."""
    body = gzip.compress(PAGE) if b"accept-encoding" in dict(scope["headers"]) else PAGE
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": body})


def get(query: str = "", **headers: str) -> bytes:
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    lines = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "query_string": query.encode(), "headers": lines}
    with ThreadPoolExecutor() as apart:  # the browser tests before this one leave their event loop running
        apart.submit(lambda: asyncio.run(HtmlLang(site)(scope, None, send))).result()  # type: ignore[arg-type]
    return b"".join(message.get("body", b"") for message in sent)


@pytest.mark.parametrize(
    ("query", "preferred", "language"),
    [
        ("", "en-GB,en", "en"),
        ("", "nl-NL,nl;q=0.9", "nl"),
        ("language=sv", "nl-NL", "sv"),
        ("language=ro&week=2026-W47", "", "ro"),
        ("language=%22%3E%3Cscript%3E", "xx", "en"),
        ("language=../../etc", "", "en"),
    ],
)
def test_the_page_names_the_readers_language(query: str, preferred: str, language: str) -> None:
    page = get(query, accept="text/html,*/*", accept_encoding="gzip", accept_language=preferred)
    assert page == PAGE.replace(b'lang="en"', f'lang="{language}"'.encode())


def test_what_is_not_asked_for_as_a_page_stays_as_it_is() -> None:
    assert get("language=nl", accept="application/json") == PAGE
    assert gzip.decompress(get("language=nl", accept="*/*", accept_encoding="gzip")) == PAGE
