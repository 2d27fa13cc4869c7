"""The guard at the door: every request is looked at here before anything of Ninety or Streamlit sees it.

Without sign-in it lets in who sits at this computer. With it, somebody whose session does not hold gets the sign-in
page, the way to the provider and back, and whether the server is well; a websocket of theirs hears where the door is.
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from streamlit.auth_util import get_origin_from_redirect_uri

from data.access.acting import is_guarded
from data.access.listed import current
from data.access.people import person_of
from data.access.rights import NOBODY, Right
from data.access.sessions import end
from data.errors import AccessListError
from kpi.words import Words
from pages import ENTRIES
from pages._guard_cookie import session_of
from pages._guard_headers import armoured
from pages._guard_local import is_from_here
from pages._guard_open import KEY, LEAVING, LOG_OUT, POLICY, OpenPages, go_to
from pages._guard_return import SIGN_IN, TO, asked_for, returning, wanted
from pages._guard_wanted import base, is_https, providers
from pages._html_lang import language_of
from pages._signed_page import closed_page, sign_in_page

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Receive, Scope, Send

    from data.access.rights import Person
    from pages._guard_cookie import Session

STREAM = "_stcore/stream"
PAGES = frozenset({"", *ENTRIES})
OPEN = frozenset({"_stcore/health", "_stcore/host-config", "auth/login", LOG_OUT, "oauth2callback"})
UPLOADS = "_stcore/upload_file/"
INSIDE = ("_stcore/metrics", "_stcore/agent", "_stcore/script-health-check")  # about the server: for administrators
WRITING = frozenset(Right) - {Right.VIEW}


class Guard:
    """Middleware around the whole app."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app
        self.pages = OpenPages()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or answer it here."""
        if scope["type"] not in ("http", "websocket"):
            await self.app(scope, receive, send)
            return
        guarded = is_guarded()
        if scope["type"] == "http":
            send = armoured(send, https=guarded and is_https())
        if guarded:
            await _Visit(self, scope, receive, send).answer()
        elif is_from_here(scope):
            await self.app(scope, receive, send)
        else:
            say = Words(language_of(scope))
            await _refuse(scope, receive, send, PlainTextResponse(say("sign.only_here"), HTTPStatus.FORBIDDEN))


class _Visit:
    """One request where somebody must sign in."""

    def __init__(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        self.guard, self.scope, self.receive, self.send = guard, scope, receive, send
        self.request = HTTPConnection(scope)
        self.path = scope["path"].removeprefix(base()) if scope["path"].startswith(base()) else None
        self.session: Session | None = session_of(self.request.cookies)
        self.person, self.broken = self._person()

    def _person(self) -> tuple[Person, AccessListError | None]:
        try:
            return (person_of(self.session.claims, current()) if self.session else NOBODY), None
        except AccessListError as broken:
            return NOBODY, broken

    async def answer(self) -> None:
        if self.scope["type"] == "websocket":
            await self._stream()
        elif self.path == LOG_OUT and self.request.headers.get("sec-fetch-site") in ("cross-site", "same-site"):
            await self._reply(Response(status_code=HTTPStatus.FORBIDDEN))  # a link elsewhere signs nobody out
        elif self.path in OPEN:
            if self.path == LOG_OUT and self.session:
                end(self.session.name)
                await self.guard.pages.end(self.session.name, self.request.query_params.get(LEAVING, ""))
            await self._through()
        elif not any(self.person.grants.values()):
            await self._reply(self._door())
        elif self.path == SIGN_IN:  # from a sign-in page that was left open
            await self._reply(RedirectResponse(wanted(self.request.query_params.get(TO, ""))))
        elif self._may():
            await self._through()
        else:
            await self._reply(Response(status_code=HTTPStatus.FORBIDDEN))

    async def _through(self) -> None:
        await self.guard.app(self.scope, self.receive, returning(self.request, self.send))

    async def _reply(self, response: Response) -> None:
        await response(self.scope, self.receive, self.send)

    def _may(self) -> bool:
        """Whether somebody who is in may ask for this; what they see of a brand, its pages ask themselves."""
        path, given = self.path or "", self.person.grants.values()
        if path.startswith(UPLOADS):
            return any(rights & WRITING for rights in given)
        return not path.startswith(INSIDE) or any(Right.ADMINISTER in rights for rights in given)

    def _door(self) -> Response:
        """Answer somebody who is not in."""
        if self.scope["method"] not in ("GET", "HEAD") or self.path not in PAGES | {SIGN_IN}:
            return Response(status_code=HTTPStatus.FORBIDDEN if self.session else HTTPStatus.UNAUTHORIZED)
        language = language_of(self.scope)
        if self.session:
            return closed_page(language, self.session.claims, self.person, self.broken)
        if self.path != SIGN_IN:
            return sign_in_page(language, providers(), self.request.url.path, self.request.url.query)
        return asked_for(self.request) or RedirectResponse(base())

    async def _stream(self) -> None:
        """Let a page talk to Streamlit as long as its session holds; only a page of ours is listened to."""
        own = get_origin_from_redirect_uri()
        headers = self.request.headers
        if self.path != STREAM or headers.get("origin") != own or headers.get("host") != urlsplit(own or "").netloc:
            await self.send({"type": "websocket.close", "code": POLICY})
        elif self.session is None or not any(self.person.grants.values()):
            await self.receive()
            asked = headers.get("sec-websocket-protocol", "").split(",")[0].strip()
            await self.send({"type": "websocket.accept", "subprotocol": asked or None})
            await self.send({"type": "websocket.send", "bytes": go_to(base()).SerializeToString()})
            await self.send({"type": "websocket.close", "code": POLICY})
        else:
            page = self.guard.pages.opened(self.session, headers.get(KEY, ""), self.send, base())
            try:
                await self.guard.app(self.scope, self.receive, page.send)
            finally:
                self.guard.pages.closed(page)


async def _refuse(scope: Scope, receive: Receive, send: Send, said: Response) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": POLICY})
    else:
        await said(scope, receive, send)
