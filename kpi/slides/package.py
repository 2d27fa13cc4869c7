"""The finished file: the same deck gives the same bytes, wherever and whenever it is made."""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from kpi.slides.prepared import prepared

if TYPE_CHECKING:
    from datetime import date

    from pptx.presentation import Presentation

AUTHOR = "Ninety"  # nobody's name
EPOCH = (1980, 1, 1, 0, 0, 0)  # the oldest day that a zip file knows


def packed(deck: Presentation, title: str, language: str, made: date) -> bytes:
    """Write a deck with the day that its numbers are of, not that of today."""
    about, moment = deck.core_properties, datetime.combine(made, time())
    about.title, about.language = prepared(title), language
    about.author = about.last_modified_by = AUTHOR
    about.created = about.modified = moment
    about.revision = 1
    saved, into = BytesIO(), BytesIO()
    deck.save(saved)
    with ZipFile(saved) as before, ZipFile(into, "w") as after:
        for name in before.namelist():
            after.writestr(ZipInfo(name, EPOCH), before.read(name), ZIP_DEFLATED)
    return into.getvalue()
