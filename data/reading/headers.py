"""The key of a header: what two spellings of the same header have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

_INVISIBLE = {0x00AD: None, 0xFEFF: None, **dict.fromkeys(range(0x200B, 0x2010))}
_SPACES = re.compile(r"\s+")
ANY = "(*)"  # an alias such as "Amount spent (*)" takes whatever stands in the brackets


@lru_cache(maxsize=16_384)
def header_key(text: str) -> str:
    """Fold a header: NFC, no soft hyphens or zero-width marks, one space, no case."""
    visible = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return _SPACES.sub(" ", visible).strip().casefold()


def shown(text: str) -> str:
    """Write a header the way a person sees it: without invisible marks, with its own capitals."""
    return _SPACES.sub(" ", text.translate(_INVISIBLE)).strip()


def matches(alias: str, keys: Collection[str]) -> bool:
    """Whether one of the header keys is called so."""
    if alias.endswith(ANY):
        return any(bracketed(alias, key) is not None for key in keys)
    if alias.endswith("*"):
        return any(key.startswith(alias[:-1]) for key in keys)
    return alias in keys


def bracketed(alias: str, key: str) -> str | None:
    """Give what stands in the brackets of `amount spent (uah)` for the alias `amount spent (*)`."""
    stem = alias.removesuffix(ANY)
    if alias.endswith(ANY) and key.startswith(stem + "(") and key.endswith(")"):
        return key[len(stem) + 1 : -1].strip()
    return None


def find(aliases: Collection[str], keys: list[str]) -> int | None:
    """Give the position of the first alias that heads a column; the order of the aliases decides."""
    for alias in map(header_key, aliases):
        for place, key in enumerate(keys):
            if key == alias or bracketed(alias, key) is not None:
                return place
    return None
