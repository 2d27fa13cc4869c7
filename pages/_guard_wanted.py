"""Whether somebody must sign in, and who can vouch for them.

Sign-in is on when `[auth]` stands in secrets.toml, when others on the network can reach the address, and when
NINETY_SIGN_IN=on says so: behind a proxy on the same computer the address alone does not tell.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any

from streamlit import config
from streamlit.auth_util import get_redirect_uri, get_secrets_auth_section
from streamlit.runtime.secrets import secrets_singleton

from pages._guard_local import is_loopback


class RefusedError(Exception):
    """Ninety must not start; text key `sign.start.<why>`."""

    def __init__(self, why: str, **fields: object) -> None:
        super().__init__(why, fields)
        self.why, self.fields = why, fields


def wanted() -> bool:
    """Whether somebody must sign in."""
    said = os.environ.get("NINETY_SIGN_IN", "")
    if said not in ("", "on"):
        raise RefusedError("switch", value=said)
    return bool(said or auth_section() or not is_loopback(config.get_option("server.address")))


def is_wanted() -> bool:
    """Whether somebody must sign in, as far as can be told: what cannot be read asks for it."""
    try:
        return wanted()
    except RefusedError:
        return True


def providers() -> tuple[str, ...]:
    """Name who can vouch for somebody, as secrets.toml names them; `default` = the one in `[auth]` itself."""
    auth = auth_section()
    named = tuple(name for name, value in auth.items() if isinstance(value, dict) and name != "client_kwargs")
    return named or ("default",)


def is_https() -> bool:
    """Whether browsers come by https."""
    return (get_redirect_uri(get_secrets_auth_section()) or "").startswith("https:")


def auth_section() -> dict[str, Any]:
    """Read `[auth]`; Streamlit itself takes a secrets.toml that it cannot read for none."""
    for path in map(Path, config.get_option("secrets.files")):
        try:
            if path.is_file():
                tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            raise RefusedError("secrets", file=path) from None
    return get_secrets_auth_section().to_dict() if secrets_singleton.load_if_toml_exists() else {}


def base() -> str:
    """Give the path under which Ninety lies: `/`, or `/ninety/`."""
    said = (config.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{said}/" if said else "/"
