"""Forget what was worked out of the data of a brand that is deleted: nothing of it stays in memory."""

from __future__ import annotations

import sys

from streamlit.runtime.caching.cache_utils import CachedFunc

from pages import _session

KEPT = (_session.opened, _session.formats)  # stores of others are in use; formats are of no brand


def forget() -> None:
    """Empty every cache of the pages; what others look at is worked out again."""
    for name, module in list(sys.modules.items()):
        if name.startswith("pages."):
            for one in list(vars(module).values()):
                if isinstance(one, CachedFunc) and one not in KEPT:
                    one.clear()
