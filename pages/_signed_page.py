"""The page that somebody sees who is not in: where to sign in, or whom to ask. Plain HTML, without a script."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlencode

from starlette.responses import HTMLResponse

from kpi.problems import tell
from kpi.words import LANGUAGES, Words
from pages._guard_headers import hashed
from pages._guard_open import LOG_OUT
from pages._guard_return import sign_in_link
from pages._guard_wanted import base

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from data.access.rights import Person
    from data.errors import AccessListError

_HERE = Path(__file__).parent
_STYLE = (_HERE / "signed.css").read_text(encoding="utf-8")
_PAGE = (_HERE / "signed.html").read_text(encoding="utf-8")
_ICON = (_HERE / "icon.svg").read_text(encoding="utf-8").replace("<svg ", '<svg aria-hidden="true" ', 1)
_POLICY = (
    f"default-src 'none'; style-src '{hashed(_STYLE)}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def sign_in_page(language: str, providers: Sequence[str], path: str, query: str) -> HTMLResponse:
    """Draw one button a provider, each of which leads back to the address that was asked for."""
    say = Words(language)
    buttons = (_link(sign_in_link(name, path, query), _sign_in(name, say)) for name in providers)
    return _page(say, f"<nav>{''.join(buttons)}</nav><p class='quiet'>{escape(say('sign.who'))}</p>", query)


def closed_page(
    language: str, claims: Mapping[str, Any], person: Person, broken: AccessListError | None
) -> HTMLResponse:
    """Tell somebody who signed in, and may nothing here, why that is and whom to ask."""
    say = Words(language)
    email = claims.get("email")
    if broken:
        why = tell(say, broken)
    elif isinstance(email, str) and person.id.startswith("sub:"):
        why = say("sign.unverified", who=email)
    else:
        why = say("sign.no_rights", who=person.id)
    return _page(say, f"<p>{escape(why)}</p><nav>{_link(base() + LOG_OUT, say('sign.out'))}</nav>")


def _sign_in(provider: str, say: Words) -> str:
    if provider == "default":
        return say("sign.in")
    return say("sign.in_with", provider=provider.replace("-", " ").title())


def _link(address: str, text: str) -> str:
    return f'<a class="button" href="{escape(address)}">{escape(text)}</a>'


def _page(say: Words, body: str, query: str = "") -> HTMLResponse:
    kept = [(name, value) for name, value in parse_qsl(query) if name != "language"]
    others = (
        f'<a href="?{escape(urlencode([*kept, ("language", code)]))}" lang="{code}">'
        f"{escape(Words(code)('frame.language'))}</a>"
        if code != say.language
        else f'<span aria-current="true">{escape(say("frame.language"))}</span>'
        for code in LANGUAGES
    )
    page = _PAGE.format(
        language=say.language,
        title=escape(say("frame.tab", page=say("sign.in"))),
        style=_STYLE,
        icon=_ICON,
        promise=escape(say("sign.promise")),
        body=body,
        languages="".join(others),
    )
    return HTMLResponse(page, headers={"content-security-policy": _POLICY, "cache-control": "no-store"})
