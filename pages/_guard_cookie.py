"""Whose session a request belongs to: told by the cookie that sign-in left, and by nothing else."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME

from data.access.sessions import is_over, life, name_of

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Session:
    """Somebody who signed in, as long as that holds."""

    name: str  # of whom, see `sessions.name_of`
    claims: Mapping[str, Any]  # what the provider said about them
    began: int  # seconds since 1970, by our clock: it is signed into the cookie

    @property
    def left(self) -> float:
        """How many seconds it still holds."""
        return self.began + life() - time.time()


def session_of(cookies: Mapping[str, str]) -> Session | None:
    """Read the session from the cookies of a request; None: there is none that holds.

    It ends by our own clock and life, not with the ID token: that one's `exp` says until when it may be handed over
    (five minutes at some providers, a day at others), and it was handed over and checked at sign-in.
    """
    parts = tuple(sorted((name, value) for name, value in cookies.items() if name.startswith(USER_COOKIE_NAME)))
    session = _read(parts, get_cookie_secret(), get_origin_from_redirect_uri()) if parts else None
    if session is None or not 0 < session.left <= life() or is_over(session.name, session.began):
        return None  # a cookie from the future too: it would outlive its log-out
    return session


@lru_cache(maxsize=256)
def _read(parts: tuple[tuple[str, str], ...], secret: str, origin: str | None) -> Session | None:
    """Check the signatures (a page asks many times, the cookie stays the same)."""
    began: list[int] = []
    cookies = dict(parts)

    def part(name: str) -> bytes | None:
        try:
            value, when = URLSafeTimedSerializer(secret, salt=name).loads(cookies.get(name, ""), return_timestamp=True)
        except BadData:
            return None
        began.append(int(when.timestamp()))
        return value.encode() if isinstance(value, str) else None

    try:
        said = json.loads(get_cookie_with_chunks(part, USER_COOKIE_NAME) or b"null")
    except ValueError:
        return None
    # the origin stands in it because another app may have been given the same secret
    if not isinstance(said, dict) or said.get("is_logged_in") is not True or said.get("origin") != origin:
        return None
    issuer, subject = said.get("iss") or said.get("provider"), said.get("sub")
    if not (isinstance(issuer, str) and isinstance(subject, str) and subject):
        return None
    return Session(name_of(issuer, subject), said, min(began))
