"""Pages as they were when somebody last looked at them: small grey pictures beside this file.

`python -m tests.goldens` draws them anew; look at them before they are kept.
"""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pymupdf
from PIL import Image

from kpi.paper import pdf
from kpi.paper.edition import Edition
from tests.snapshots import example, hostile, month, plan_end
from tests.sourced_week import sourced_week

if TYPE_CHECKING:
    from collections.abc import Callable

    from kpi.snapshot import Snapshot

FOLDER = Path(__file__).parent
PPI = 60
GREYS = 16  # a picture has so many: a third of the size, and no letter looks otherwise
DARKER = 24  # of 255: a smaller difference is none
MOST = 0.005  # share of the pixels that may differ

Grey = np.ndarray[tuple[int, int], np.dtype[np.uint8]]


@dataclass(frozen=True)
class Golden:
    """A page of an edition of a snapshot."""

    snapshot: Callable[[], Snapshot]
    edition: Edition
    page: int = 0

    @property
    def drawn(self) -> Grey:
        """Draw it from the PDF, as a reader of it does."""
        return _pages(self.snapshot, self.edition)[self.page]


GOLDENS = {
    "week_nl": Golden(example, Edition("nl")),
    "month_en": Golden(month, Edition("en")),
    "plan_end_sv": Golden(plan_end, Edition("sv")),
    "two_pages_nl_1": Golden(example, Edition("nl", layout="two")),
    "two_pages_nl_2": Golden(example, Edition("nl", layout="two"), 1),
    "letter_ro": Golden(example, Edition("ro", "us-letter")),
    "hostile_en": Golden(hostile, Edition("en")),
    "appendix_nl": Golden(sourced_week, Edition("nl", appendix=True), 1),
}


@cache
def _pages(snapshot: Callable[[], Snapshot], edition: Edition) -> list[Grey]:
    paper = pymupdf.open(stream=pdf.render(snapshot(), edition))
    drawn = [page.get_pixmap(dpi=PPI, colorspace=pymupdf.csGRAY) for page in paper]
    return [np.frombuffer(one.samples, np.uint8).reshape(one.height, one.stride)[:, : one.width] for one in drawn]


def kept(name: str) -> Grey:
    """Read a picture."""
    with Image.open(FOLDER / f"{name}.png") as picture:
        return np.asarray(picture.convert("L"))


def written(grey: Grey) -> bytes:
    """Write a picture as a small PNG."""
    out = io.BytesIO()
    Image.fromarray(grey).quantize(GREYS, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def differing(one: Grey, other: Grey) -> Grey:
    """Mark the pixels that differ, black on white; pictures of two sizes differ everywhere."""
    if one.shape != other.shape:
        return np.zeros_like(one)
    apart = np.abs(one.astype(np.int16) - other.astype(np.int16)) > DARKER
    return np.where(apart, 0, 255).astype(np.uint8)


def share(difference: Grey) -> float:
    """Say how much of a picture differs, 0 to 1."""
    return float((difference == 0).mean())


def redraw() -> list[Path]:
    """Draw all of them anew, and drop those that nobody asks for any more."""
    for old in FOLDER.glob("*.png"):
        if old.stem not in GOLDENS:
            old.unlink()
    made = []
    for name, golden in GOLDENS.items():
        made.append(FOLDER / f"{name}.png")
        made[-1].write_bytes(written(golden.drawn))
    return made


__all__ = ["GOLDENS", "MOST", "Golden", "differing", "kept", "redraw", "share", "written"]
