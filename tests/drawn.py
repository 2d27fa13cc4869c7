"""What Streamlit works out anew whenever a test draws a page, worked out once: it is most of what a page costs there.

A server scans the installed packages for components once, and compiles each script once; `AppTest` does it every time.
A page that is drawn for the first time has all of memory looked through (pages/_collector.py): here that would be every
test that was collected, which is out of it already (tests/conftest.py).
"""

from __future__ import annotations

import gc
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.runtime.scriptrunner.script_cache import ScriptCache
from streamlit.testing.v1 import app_test, local_script_runner

from pages import _collector

if TYPE_CHECKING:
    from collections.abc import Iterator

_ask = local_script_runner.require_widgets_deltas


@contextmanager
def drawn_as_served() -> Iterator[None]:
    """Keep the components and the compiled scripts from page to page, until the end of the block."""
    scripts = ScriptCache()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        patch.setattr(local_script_runner, "ScriptCache", lambda: scripts)
        patch.setattr(app_test, "ScriptCache", lambda: scripts)
        patch.setattr(local_script_runner, "require_widgets_deltas", _drawn)
        patch.setattr(_collector, "lighten", cache(lambda _: gc.freeze()))
        yield


def _drawn(runner: local_script_runner.LocalScriptRunner, timeout: float = 3) -> None:
    """Wait for the end of a run; `AppTest` looks through all that the page said every millisecond instead."""
    if runner._script_thread is not None:
        runner._script_thread.join(timeout)
    _ask(runner, 0.1)
