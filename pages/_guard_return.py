"""Back to where somebody wanted to go: a link in a mail opens its page after sign-in too.

Streamlit comes back from the provider to the first page. The address somebody asked for waits in a cookie, for ten
minutes, and only an address of a page of ours is gone to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode, urlsplit

from starlette.responses import RedirectResponse
from streamlit.user_info import generate_login_redirect_url

from pages import ENTRIES
from pages._guard_wanted import base, providers

if TYPE_CHECKING:
    from starlette.requests import HTTPConnection
    from starlette.types import Message, Send

SIGN_IN = "sign-in"
TO = "to"  # where to go afterwards, in its address
RETURN = "ninety_return"
BACK = "oauth2callback"
MINUTES = 10
LONGEST = 2000  # characters of an address


def sign_in_link(provider: str, path: str, query: str) -> str:
    """Write the link of a button on the sign-in page; relative to the server."""
    to = path + (f"?{query}" if query else "")
    return f"{base()}{SIGN_IN}?{urlencode({'provider': provider, TO: to})}"


def asked_for(request: HTTPConnection) -> RedirectResponse | None:
    """Send somebody who chose a provider there; None: there is no such provider.

    The link that Streamlit makes for it holds two minutes, so it is made when it is followed.
    """
    provider = request.query_params.get("provider", "")
    if provider not in providers():
        return None
    response = RedirectResponse(generate_login_redirect_url(provider))
    response.set_cookie(
        RETURN,
        quote(request.query_params.get(TO, "")[:LONGEST], safe=""),
        max_age=MINUTES * 60,
        path=base() + BACK,
        httponly=True,
        samesite="lax",
    )
    return response


def returning(request: HTTPConnection, send: Send) -> Send:
    """Lead who comes back from the provider on to the page they asked for."""
    if request.scope["path"] != base() + BACK or RETURN not in request.cookies:
        return send
    first, on = base().encode(), wanted(unquote(request.cookies[RETURN])).encode()

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [
                (name, on if name == b"location" and value == first else value) for name, value in message["headers"]
            ]
        await send(message)

    return sent


def wanted(address: str) -> str:
    """Give an address as it may stand in a redirect: a page of ours on this server, else the first one."""
    parts = urlsplit(address)
    ours = {base() + name for name in ("", *ENTRIES)}
    return quote(address, safe="/?&=%+-_.~:,") if parts[:2] == ("", "") and parts.path in ours else base()
