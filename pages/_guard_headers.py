"""What every answer tells the browser: run nothing of others, fetch nothing elsewhere, be framed by nobody."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import streamlit

if TYPE_CHECKING:
    from starlette.types import Message, Send

_ALWAYS = {
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"referrer-policy": b"same-origin",
    b"permissions-policy": b"camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
}
_HTTPS = b"max-age=31536000"  # seconds: a browser that was here comes by https for a year


@cache
def policy() -> bytes:
    """Write the content security policy of the app.

    Streamlit's page has one script of its own in it, which is let through by its hash; Vega compiles the scales of a
    chart (`unsafe-eval`), a component's script is handed over as a `blob:`, and Streamlit styles as it draws.
    """
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = " ".join(f"'{hashed(script)}'" for script in re.findall(r"<script>(.*?)</script>", page, re.DOTALL))
    rules = (
        "default-src 'self'",
        f"script-src 'self' {inline} 'unsafe-eval' blob:",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "worker-src 'self' blob:",
        "frame-src 'none'",
        "frame-ancestors 'none'",
        "base-uri 'self'",
        "object-src 'none'",
        "form-action 'self'",
    )
    return "; ".join(rules).encode()


def hashed(text: str) -> str:
    """Give the hash by which a policy lets a script or a style through."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def armoured(send: Send, *, https: bool) -> Send:
    """Add the headers to what is sent; over https the cookies stay there, and so does the browser."""
    fixed = _ALWAYS | ({b"strict-transport-security": _HTTPS} if https else {})

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            said = [(name.lower(), value) for name, value in message.get("headers", ())]
            said = [(name, _secure(value) if https and name == b"set-cookie" else value) for name, value in said]
            kept = [(name, value) for name, value in said if name not in fixed]
            unsaid = [(name, value) for name, value in _unless_said().items() if name not in dict(said)]
            message["headers"] = [*kept, *fixed.items(), *unsaid]
        await send(message)

    return sent


def _unless_said() -> dict[bytes, bytes]:
    """Say what an answer may say in its own way; one that says nothing of caches is somebody's file, for no cache."""
    return {b"content-security-policy": policy(), b"cache-control": b"no-store"}


def _secure(cookie: bytes) -> bytes:
    return cookie if b"; secure" in cookie.lower() else cookie + b"; Secure"
