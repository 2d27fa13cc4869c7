"""The print of a snapshot: eight digits for all its values."""

from __future__ import annotations

from dataclasses import replace

from kpi.fingerprint import fingerprint
from tests.snapshots import example


def test_print_is_eight_hex_digits_and_does_not_count_itself() -> None:
    found = fingerprint(example())
    assert len(found) == 8
    assert int(found, 16) >= 0
    assert fingerprint(replace(example(), fingerprint="other")) == found


def test_every_part_of_the_snapshot_counts() -> None:
    full = example()
    others = [
        replace(full, brand="Zuid"),
        replace(full, rows=full.rows[1:]),
        replace(full, alerts=()),
        replace(full, sources=()),
        replace(full, posts=4813),
        replace(full, rows=(replace(full.rows[0], baseline=12.001), *full.rows[1:])),
    ]
    assert len({fingerprint(each) for each in [full, *others]}) == 7


def test_sum_added_up_in_another_order_is_the_same_value() -> None:
    full = example()
    one, other = (replace(full, rows=(replace(full.rows[0], pace=pace), *full.rows[1:])) for pace in (0.3, 0.1 + 0.2))
    assert one != other
    assert fingerprint(one) == fingerprint(other)
