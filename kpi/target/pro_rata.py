"""The periods that people count in, and how much of one a window holds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.amount import Period

PERIOD_DAYS: dict[Period, int] = {"day": 1, "week": 7, "month": 30, "quarter": 91}
_LENGTH = {1: 1.0, 7: 7.0, 30: 365.25 / 12, 91: 365.25 / 4}  # 30 days stand for a month, 91 for a quarter


def pro_rata(per: Period | None, days: int | None) -> float:
    """Tell how much of a period a window holds: a month in 91 days = 3, a month in 7 days = 0.23."""
    if per is None or days is None or PERIOD_DAYS[per] == days:
        return 1.0
    return _LENGTH.get(days, days) / _LENGTH[PERIOD_DAYS[per]]
