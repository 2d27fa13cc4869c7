"""A notice to a webhook: one POST of JSON. No proxy, no redirect, nothing but the status is read of the answer."""

from __future__ import annotations

import json
import ssl
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from data.deadline import within
from data.outlets import OutletError, broken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from data.outlets import Webhook

PATIENCE = 10.0  # seconds, for all of it
HEADERS = {"Content-Type": "application/json; charset=utf-8", "User-Agent": "Ninety"}


def post(to: Webhook, payload: Mapping[str, Any], *, patience: float = PATIENCE) -> None:
    """Send; raises OutletError when the other side did not take it."""
    body = json.dumps(payload, ensure_ascii=False).encode()
    status = within(patience, lambda: _status(to, body, patience))
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return
    if status < HTTPStatus.BAD_REQUEST:
        raise OutletError("redirected", status)
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise OutletError("auth", status)
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise OutletError("not_found", status)
    raise OutletError("rejected" if status < HTTPStatus.INTERNAL_SERVER_ERROR else "server", status)


def _status(to: Webhook, body: bytes, patience: float) -> int:
    """Ask for the status; http.client, not urllib.request: that one follows redirects and the proxies it finds."""
    parts = urlsplit(to.url)
    con = _connection(to, patience)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        con.request("POST", target, body, HEADERS)
        return con.getresponse().status
    except HTTPException:
        raise OutletError("dropped") from None
    except (OSError, UnicodeError) as problem:
        raise broken(problem) from None
    finally:
        con.close()


def _connection(to: Webhook, patience: float) -> HTTPConnection:
    parts = urlsplit(to.url)
    if parts.scheme == "https":
        return HTTPSConnection(to.host, parts.port, timeout=patience, context=ssl.create_default_context())
    return HTTPConnection(to.host, parts.port, timeout=patience)
