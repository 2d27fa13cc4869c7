"""Draw the pictures of pages anew: `python -m tests.goldens`."""

from __future__ import annotations

import sys

from tests.goldens import redraw

for path in redraw():
    sys.stdout.write(f"{path}  {path.stat().st_size // 1024} KB\n")
