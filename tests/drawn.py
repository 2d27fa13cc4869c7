"""What Streamlit works out anew whenever a test draws a page, worked out once: it is most of what a page costs there.

A server scans the installed packages for components once, and compiles each script once; `AppTest` does it every time.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import local_script_runner

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def drawn_as_served() -> Iterator[None]:
    """Keep the components and the compiled scripts from page to page, until the end of the block."""
    scripts = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        patch.setattr(local_script_runner, "ScriptCache", lambda: scripts)
        yield
