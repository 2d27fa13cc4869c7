"""The pages that are open now: each is sent to the sign-in page the moment its session ends."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

if TYPE_CHECKING:
    from starlette.types import Message, Send

    from pages._guard_cookie import Session

KEY = "sec-websocket-key"  # each has its own
LEAVING = "page"  # the key of the page that logs out, in the address of
LOG_OUT = "auth/logout"
POLICY = 1008  # the code with which a websocket is closed that may not be


def go_to(address: str) -> ForwardMsg:
    """Write the message that makes the browser load an address."""
    message = ForwardMsg()
    message.auth_redirect.url = address
    return message


class OpenPages:
    """Every websocket, by whose it is."""

    def __init__(self) -> None:
        self._pages: dict[str, set[_Page]] = {}

    def opened(self, session: Session, key: str, send: Send, door: str) -> _Page:
        """Keep a page, by the key of its websocket, until it is closed; `door`: where its browser goes at the end."""
        page = _Page(session.name, key, send, door)
        page.timer = asyncio.get_running_loop().call_later(session.left, page.end_soon)
        self._pages.setdefault(session.name, set()).add(page)
        return page

    def closed(self, page: _Page) -> None:
        """Forget a page."""
        page.timer.cancel()
        self._pages.get(page.name, set()).discard(page)
        if not self._pages.get(page.name):
            self._pages.pop(page.name, None)

    async def end(self, name: str, leaving: str) -> None:
        """Send every page of somebody to the sign-in page, but the one that is on its way out already."""
        pages = tuple(self._pages.get(name, ()))
        await asyncio.gather(*(page.end() for page in pages if page.key != leaving))


class _Page:
    timer: asyncio.TimerHandle

    def __init__(self, name: str, key: str, send: Send, door: str) -> None:
        self.name, self.key = name, key
        self._send, self._door = send, door
        self._over = False
        self._ending: asyncio.Task[None] | None = None

    async def send(self, message: Message) -> None:
        """Pass on what Streamlit sends, until the session is over."""
        if not self._over:
            await self._send(message)

    async def end(self) -> None:
        """Say where to go, and hang up."""
        if not self._over:
            self._over = True
            with suppress(Exception):  # it hung up itself meanwhile
                await self._send({"type": "websocket.send", "bytes": go_to(self._door).SerializeToString()})
                await self._send({"type": "websocket.close", "code": POLICY})

    def end_soon(self) -> None:
        """End it from outside of a task; kept, because the loop itself does not keep tasks alive."""
        self._ending = asyncio.get_running_loop().create_task(self.end())
