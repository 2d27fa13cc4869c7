"""Tell screen readers the language of the page: Streamlit always says English."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from kpi.words import LANGUAGES

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

ENGLISH = b'<html lang="en"'


class HtmlLang:
    """Middleware that writes the reader's language into the page that the browser loads first."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass everything on; in an HTML page one word changes, to another of the same length."""
        if scope["type"] != "http" or b"text/html" not in dict(scope["headers"]).get(b"accept", b""):
            await self.app(scope, receive, send)
            return
        # a compressed page has no words to change
        headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
        spoken = ENGLISH.replace(b"en", language_of(scope).encode())

        async def translated(message: Message) -> None:
            if message["type"] == "http.response.body":
                message["body"] = message.get("body", b"").replace(ENGLISH, spoken, 1)
            await send(message)

        await self.app({**scope, "headers": headers}, receive, translated)


def language_of(scope: Scope) -> str:
    """Tell the language of whoever asks: in the address, else as their browser prefers, where Ninety speaks it."""
    asked = parse_qs(scope["query_string"].decode("latin-1")).get("language", [""])[0]
    preferred = dict(scope["headers"]).get(b"accept-language", b"").decode("latin-1")[:2]
    return next((code for code in (asked, preferred) if code in LANGUAGES and len(code) == len("en")), "en")
