"""Where notices and reports may go: the address of a webhook and the account of a mail server, from outside the store.

They are read from the environment, else from a secrets.toml, when they are needed; nothing of them is stored, and no
error speaks of more than a host.
"""

from __future__ import annotations

import os
import ssl
import tomllib
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from socket import gaierror
from typing import TYPE_CHECKING, Literal, cast, get_args
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Tls = Literal["starttls", "tls", "none"]
Why = Literal[
    "not_set",
    "bad_settings",
    "bad_url",
    "not_https",
    "not_encrypted",
    "unknown_host",
    "refused",
    "timeout",
    "tls",
    "auth",
    "redirected",
    "not_found",
    "rejected",
    "server",
    "recipient",
    "too_large",
    "dropped",
]
PORTS: dict[Tls, int] = {"starttls": 587, "tls": 465, "none": 25}
HERE = frozenset({"localhost", "127.0.0.1", "::1"})  # no other machine: nothing to encrypt
PREFIX = "NINETY_"
FILES = (Path.home() / ".streamlit" / "secrets.toml", Path(__file__).parents[1] / ".streamlit" / "secrets.toml")


class OutletError(Exception):
    """A notice did not leave; text key `notice.why.<why>`."""

    def __init__(self, why: Why, status: int | None = None) -> None:
        super().__init__(why, status)
        self.why = why
        self.status = status  # that the other side answered


def broken(problem: OSError | UnicodeError) -> OutletError:
    """Say why a connection did not come about, or broke; nothing of the address is in it."""
    match problem:
        case ssl.SSLError():
            return OutletError("tls")
        case TimeoutError():
            return OutletError("timeout")
        case gaierror() | UnicodeError():
            return OutletError("unknown_host")
        case ConnectionResetError() | BrokenPipeError() | ConnectionAbortedError():
            return OutletError("dropped")
        case _:
            return OutletError("refused")


@dataclass(frozen=True)
class Webhook:
    """An address that takes JSON."""

    url: str = field(repr=False)

    @property
    def host(self) -> str:
        """The part of the address that may be shown."""
        return urlsplit(self.url).hostname or ""


@dataclass(frozen=True)
class Mailbox:
    """A mail server, and from whom to whom."""

    host: str
    port: int
    tls: Tls
    sender: str = field(repr=False)
    to: tuple[str, ...] = field(repr=False)
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)


def said(environ: Mapping[str, str] | None = None, files: Iterable[Path] | None = None) -> dict[str, str]:
    """Read what was said about outlets; the environment comes first, then the project's file, then one's own."""
    found: dict[str, str] = {}
    for file in FILES if files is None else files:
        found |= _file(file)
    found |= dict(os.environ if environ is None else environ)
    return {name: value.strip() for name, value in found.items() if name.startswith(PREFIX) and value.strip()}


def _file(path: Path) -> dict[str, str]:
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        raise OutletError("bad_settings") from None
    return {name: str(value) for name, value in read.items() if isinstance(value, str | int)}


def webhook(of: Mapping[str, str]) -> Webhook:
    """Give the webhook; raises OutletError when there is none, or one that data must not be sent to."""
    url = of.get("NINETY_WEBHOOK_URL")
    if url is None:
        raise OutletError("not_set")
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        raise OutletError("bad_url") from None
    if parts.scheme not in {"http", "https"} or not host or not url.isascii() or any(c.isspace() for c in url):
        raise OutletError("bad_url")
    if parts.scheme == "http" and host not in HERE:
        raise OutletError("not_https")
    return Webhook(url)


def mailbox(of: Mapping[str, str]) -> Mailbox:
    """Give the mail account; raises OutletError when there is none, or one that secrets must not be sent to."""
    if (host := of.get("NINETY_SMTP_HOST")) is None:
        raise OutletError("not_set")
    tls = of.get("NINETY_SMTP_TLS", "starttls").lower()
    if tls not in get_args(Tls):
        raise OutletError("bad_settings")
    if tls == "none" and host not in HERE:
        raise OutletError("not_encrypted")
    port = of.get("NINETY_SMTP_PORT", str(PORTS[cast("Tls", tls)]))
    sender, to = of.get("NINETY_SMTP_FROM", ""), [one.strip() for one in of.get("NINETY_SMTP_TO", "").split(",")]
    if not (port.isdigit() and 0 < int(port) < 2**16 and _address(sender) and all(map(_address, to))):
        raise OutletError("bad_settings")
    user, password = of.get("NINETY_SMTP_USER", ""), of.get("NINETY_SMTP_PASSWORD", "")
    return Mailbox(host, int(port), cast("Tls", tls), sender, tuple(to), user, password)


def report_mailbox(of: Mapping[str, str]) -> Mailbox:
    """Give the mail account for reports: they may have recipients of their own."""
    to = of.get("NINETY_REPORT_TO")
    return mailbox({**of, "NINETY_SMTP_TO": to} if to else of)


def report_unset(of: Mapping[str, str]) -> tuple[str, ...]:
    """Name what a mail with reports cannot do without and nobody set."""
    to = "NINETY_SMTP_TO" if "NINETY_SMTP_TO" in of else "NINETY_REPORT_TO"
    return tuple(name for name in ("NINETY_SMTP_HOST", "NINETY_SMTP_FROM", to) if name not in of)


def _address(text: str) -> bool:
    name, at, host = parseaddr(text)[1].partition("@")
    return bool(name and at and host) and text.isprintable()
