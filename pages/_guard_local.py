"""Without sign-in Ninety answers whoever sits at this computer, and nobody else, however they get here.

A browser is tricked into asking for others: by a name that suddenly means this computer, or from a page of theirs. So
the name asked for, and the page that asks, must be this computer's own. A proxy before Ninety asks for somebody else.
"""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers

if TYPE_CHECKING:
    from starlette.types import Scope

_PASSED_ON = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip", "via")


def is_loopback(host: str | None) -> bool:
    """Whether an address leads to this computer from this computer only; None, every address, does not."""
    if host is None:
        return False
    if host.casefold().rstrip(".") == "localhost":
        return True
    try:
        found = ip_address(host.strip("[]"))
    except ValueError:
        return False
    plain = found.ipv4_mapped if isinstance(found, IPv6Address) and found.ipv4_mapped else found
    return plain.is_loopback


def is_from_here(scope: Scope) -> bool:
    """Whether a request comes from a program on this computer, by this computer's name, and for nobody else."""
    headers = Headers(scope=scope)
    client = scope.get("client")
    return (
        client is not None
        and is_loopback(client[0])
        and is_loopback(_host(headers.get("host")))
        and not any(name in headers for name in _PASSED_ON)
        and _own_page(headers)
    )


def _own_page(headers: Headers) -> bool:
    """Whether no page asks, or one of ours."""
    origin = headers.get("origin")
    return origin is None or urlsplit(origin).netloc == headers.get("host")


def _host(said: str | None) -> str | None:
    try:
        return urlsplit(f"//{said}").hostname if said else None
    except ValueError:
        return None
