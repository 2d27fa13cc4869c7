"""A status that luck alone hands out: one correction in 37 posts is 2.7%, and "at most 3%" would be green."""

from __future__ import annotations

import pytest

from tests.test_verdict import judged, promise

CORRECTIONS = ("correction_ratio", "4.0%", "3.0%")


@pytest.mark.parametrize(
    ("value", "sigma", "status"),
    [
        (0.027, 0.04, "too_little"),  # the whole way is 1 point, one sigma is 4: nobody can tell 4% from 3%
        (0.035, 0.04, "too_little"),
        (0.12, 0.04, "worse"),  # 8 points worse than the baseline is a signal, small sample or not
        (0.027, 0.01, "met"),  # one sigma is the whole way: possible to tell
        (0.027, 0.002, "met"),
    ],
)
def test_a_sample_that_cannot_tell_baseline_from_target_gets_no_verdict(
    value: float, sigma: float, status: str
) -> None:
    assert judged(value, promise(*CORRECTIONS), sigma=sigma).status == status
