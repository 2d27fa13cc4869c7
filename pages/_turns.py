"""How many pages are drawn at once: of two hundred readers who come together each waits in line, and for less long.

Without it all their runs share the processor at the same time: everybody waits for the last one, and the memory of
two hundred half-drawn pages is asked for at once.
"""

from __future__ import annotations

from threading import BoundedSemaphore

MOST = 4
TURN = BoundedSemaphore(MOST)  # a run that stops, begins anew or crashes gives its turn back
