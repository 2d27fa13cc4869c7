"""What an erasure or a retention had to leave, because somebody was asking, is finished: beside the reports."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from data.access.acting import acting
from data.access.rights import HOUSE

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

AGAIN = timedelta(minutes=5)
_NOTED = "scrub.json"  # data/privacy/scrub.py, which takes a second to load


def scrubs(path: Path, now: datetime) -> datetime:
    """Do what is left to do in a store, close the requests that are done with it, and say when to look again."""
    if (path.with_suffix("") / _NOTED).exists():
        from data.brand_files.acts import opened  # noqa: PLC0415 - not before there is something to do
        from data.privacy.scrub import finish  # noqa: PLC0415 - as above
        from kpi.erasing import close_done  # noqa: PLC0415 - as above

        with acting(HOUSE), opened(path) as store:
            finish(store)  # opening may have done it
            close_done(store)
    return now + AGAIN
