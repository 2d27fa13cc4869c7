"""Ninety does not start where it would stand open: with one sentence it says what is missing, and ends."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from streamlit import config
from streamlit.auth_util import get_redirect_uri, get_secrets_auth_section
from streamlit.web import bootstrap

from data.access import people
from data.access.acting import guard, open_door
from data.access.sessions import life
from data.errors import AccessListError
from data.own_files import keep_to_ourselves
from kpi.problems import tell
from kpi.words import LANGUAGES, Words
from pages._guard_local import is_loopback
from pages._guard_wanted import RefusedError, auth_section, base, providers, wanted
from pages._signed import resolve

if TYPE_CHECKING:
    from collections.abc import Mapping

    import streamlit as st

CALLBACK = "oauth2callback"
SHORTEST = 32  # characters of the cookie secret
FEWEST = 8  # different ones among them
KNOWN = {  # long enough, and printed where everybody can read them
    "a-strong-randomly-generated-secret",
    "put-here-what-python-c-import-secrets-prints",
    "replace-this-with-a-strong-random-secret",
    "your-strong-randomly-generated-cookie-secret",
    "changeme-changeme-changeme-changeme",
    "secret-secret-secret-secret-secret",
}
_PROVIDER = ("client_id", "client_secret", "server_metadata_url")


def stand() -> None:
    """Put the guard at the door, or leave it open to who sits here; ends the program, with a sentence, on a mistake."""
    keep_to_ourselves()
    say = Words(_language())
    try:
        if wanted():
            _check()
            guard(resolve)
        else:
            open_door()
    except RefusedError as refused:
        sys.exit(say(f"sign.start.{refused.why}", **refused.fields))
    except AccessListError as broken:
        sys.exit(tell(say, broken))


def run(app: st.App, file: str, arguments: list[str]) -> None:
    """Start by `python app.py`, with the settings that `streamlit run` takes: `--server.port 8502`."""
    settings = _settings(arguments)
    config._main_script_path = str(Path(file).resolve())  # noqa: SLF001 - where Streamlit looks for .streamlit/
    bootstrap.load_config_options(settings)
    stand()
    app.run(config=settings)


def _check() -> None:
    auth = auth_section()
    if not auth:
        raise RefusedError("no_auth", address=config.get_option("server.address") or "0.0.0.0")  # noqa: S104 - shown
    if find_spec("authlib") is None:
        raise RefusedError("authlib")
    _check_secret(str(auth.get("cookie_secret", "")))
    _check_redirect(str(get_redirect_uri(get_secrets_auth_section()) or ""))
    for name in providers():
        _check_provider(name, auth if name == "default" else auth[name])
    try:
        life()
    except ValueError:
        raise RefusedError("hours", value=os.environ.get("NINETY_SESSION_HOURS")) from None
    people.load(people.path_of())


def _check_secret(secret: str) -> None:
    if len(secret) < SHORTEST:
        raise RefusedError("short_secret", n=SHORTEST)
    if secret.casefold() in KNOWN or len(set(secret)) < FEWEST:
        raise RefusedError("known_secret")


def _check_redirect(uri: str) -> None:
    parts = urlsplit(uri)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path != base() + CALLBACK:
        raise RefusedError("redirect", path=base() + CALLBACK)
    if parts.scheme != "https" and not is_loopback(parts.hostname):
        raise RefusedError("no_https", setting="redirect_uri")


def _check_provider(name: str, said: Mapping[str, Any]) -> None:
    missing = next((key for key in _PROVIDER if not said.get(key)), None)
    if missing or "_" in name:
        raise RefusedError("provider" if missing else "underscore", name=name, setting=missing or "")
    parts = urlsplit(str(said["server_metadata_url"]))
    if parts.scheme != "https" and not is_loopback(parts.hostname):
        raise RefusedError("no_https", setting="server_metadata_url")


def _settings(arguments: list[str]) -> dict[str, Any]:
    """Read `--server.port=1` and `--server.port 1`."""
    found: dict[str, Any] = {}
    rest = iter(arguments)
    for argument in rest:
        name, given, value = argument.removeprefix("--").partition("=")
        option = config._config_options_template.get(name)  # noqa: SLF001 - asked otherwise, it would be read too early
        text = value if given else next(rest, "true")
        if option is None or not argument.startswith("--") or (option.type is int and not text.isdecimal()):
            sys.exit(Words(_language())("sign.start.argument", value=argument))
        if option.multiple:
            found.setdefault(name, []).append(text)
        else:
            found[name] = text == "true" if option.type is bool else int(text) if option.type is int else text
    return found


def _language() -> str:
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return said[:2] if said[:2] in LANGUAGES else "en"
