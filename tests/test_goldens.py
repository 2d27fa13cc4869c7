"""Pages look as they did when somebody last looked at them; a page that does not is written beside the test.

Anew, after a look: `python -m tests.goldens`.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.goldens import FOLDER, GOLDENS, MOST, differing, kept, share, written

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("name", GOLDENS)
def test_a_page_looks_as_it_did(name: str, tmp_path: Path) -> None:
    drawn, golden = GOLDENS[name].drawn, kept(name)
    difference = differing(drawn, golden)
    if share(difference) > MOST:
        (tmp_path / f"{name}_now.png").write_bytes(written(drawn))
        (tmp_path / f"{name}_differs.png").write_bytes(written(difference))
        pytest.fail(
            f"{share(difference):.1%} of {name}.png looks otherwise, see {tmp_path}; if that is right: "
            "python -m tests.goldens"
        )


def test_no_two_pages_look_alike() -> None:
    """A comparison that let any page pass for another would prove nothing."""
    alike = [(a, b) for a, b in pairwise(GOLDENS) if share(differing(kept(a), kept(b))) <= MOST]
    assert not alike


def test_a_line_of_text_more_is_seen() -> None:
    page = kept("week_nl")
    written_on = page.copy()
    written_on[300:306, 60:400] = np.where(np.arange(340) % 3, 255, 0)  # as dense as a line of small type
    assert share(differing(page, written_on)) > MOST / 3


def test_the_pictures_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.png")) <= 400 * 1024
    assert {path.stem for path in FOLDER.glob("*.png")} == set(GOLDENS)
