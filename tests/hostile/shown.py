"""What a page hands to the browser as markdown, read as the browser reads it: nothing of a stranger's is markup."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown_it import MarkdownIt

from tests.hostile.payloads import AFAR, MARK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.testing.v1 import AppTest

MARKDOWN = {"body", "label", "help", "caption", "delta"}  # fields that the browser reads as markdown
BLOCKS = ("expandable", "tab", "popover", "form", "dialog")
DRESSED = re.compile(
    rf"(?<!\\):[\w-]+\[\\?{MARK}|(?<!\\)[*`~]{{1,2}}{MARK}|(?<!\\)\$[^$]*{MARK}|(?<!\\):material/skull"
)
READER = MarkdownIt("gfm-like")


def texts(app: AppTest) -> Iterator[str]:
    """Give every text of a page that is read as markdown."""
    waiting: list[Any] = [app._tree]
    while waiting:
        node = waiting.pop()
        waiting += list(getattr(node, "children", {}).values())
        if (said := getattr(node, "proto", None)) is not None and hasattr(said, "DESCRIPTOR"):
            yield from _of(said)


def _of(said: Any) -> Iterator[str]:
    for field, value in said.ListFields():
        if isinstance(value, str) and field.name in MARKDOWN:
            yield value
        elif field.name in BLOCKS:
            yield from _of(value)


def alive(text: str) -> list[str]:
    """List what a text would do, read as markdown."""
    found = [f"dressed up: {one}" for one in DRESSED.findall(text)]
    for token in READER.parse(text):
        for one in (token, *(token.children or ())):
            address = str(one.attrs.get("href") or one.attrs.get("src") or "")
            if AFAR in address or address.lower().startswith(("javascript:", "data:")):
                found.append(f"{one.type} to {address[:80]}")
    return found
