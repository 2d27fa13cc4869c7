"""What stands around a hostile brand: other brands, one of them put by, and who may do what, all of hostile names."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import TYPE_CHECKING

from data.brand_files import acts
from data.errors import BrandError
from data.raw import write_whole
from tests.hostile.payloads import AFAR, MARK, RAN

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

WHO = f"<img src=x onerror=window.{RAN}=9> **{MARK}who** [x](javascript:window.{RAN}=10)@{AFAR}"  # who looks at it all
STRANGER = f"<svg/onload=window.{RAN}=11> ![x](http://{AFAR}/stranger.png)@{AFAR}"  # who is on no list
MOST = 6  # brands beside it: each is reviewed on the page of the portfolio


def others(texts: Sequence[str], most: int = MOST) -> int:
    """Make brands of hostile names in NINETY_HOME, and put the last one by; gives how many there are."""
    made: list[Path] = []
    for text in texts:
        if len(made) < most:
            with suppress(BrandError):  # no name at all, or longer than a name may be
                made.append(acts.create(text, text))
    acts.archive(made[-1].stem, texts[0])
    return len(made)


def access(texts: Sequence[str]) -> str:
    """Write an access list of hostile people and groups; WHO may everything."""
    people = [f"{text}@{AFAR}" for text in texts if text.strip() == text and "@" not in text]
    lines = [f'{_quoted(one)} = {{ "*" = ["view"] }}' for one in people]
    groups = [f'{_quoted(one)} = {{ "*" = ["decide"] }}' for one in texts]
    first = f'[people]\n{_quoted(WHO)} = {{ "*" = ["administer"] }}'
    return "\n".join([first, *lines, '[claims]\ngroups = "roles"', "[groups]", *groups])


def furnish(home: Path, texts: Sequence[str]) -> dict[str, int]:
    """Do all of it; gives the places, and how many texts went into each."""
    made = others(texts)
    write_whole(home / "access.toml", access(texts).encode())
    return {"brand beside it": made, "access list": 2 * len(texts), "who is signed in": 1, "who is on no list": 1}


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
