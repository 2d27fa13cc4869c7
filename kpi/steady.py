"""Numbers as they are written into files: sums that a database adds up in another order differ in the last digits."""

from __future__ import annotations

DIGITS = 14  # of the sixteen or so that a float has


def steady(number: float) -> float:
    """Cut a number to the digits that do not hang on the order of a sum: same data, same bytes."""
    return float(f"{number:.{DIGITS}g}")
