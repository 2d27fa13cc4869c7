"""The small logs: incidents, template answers, tests, reviews of ads."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from tests.by_hand.number import Brand, Fact, Number, Row, certain, flagged, part, three

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.by_hand.clock import Clock


def _of(table: str) -> Callable[[Brand, Clock | None], list[Row]]:
    return lambda brand, _clock: brand.tables[table]


def policy_incidents(rows: list[Row]) -> Number:
    """Count what was confirmed; who had access, or broke in, is another matter. Of no kind said, it counts."""
    return certain(three(row["confirmed"], row["kind"] not in {"access", "security"}) for row in rows)


def _of_kind(kind: str, rows: list[Row]) -> Number:
    return certain(three(row["confirmed"], None if row["kind"] is None else row["kind"] == kind) for row in rows)


def tests_run(rows: list[Row]) -> Number:
    return Number(len(rows), len(rows), None, len(rows))


def ad_rejection_rate(rows: list[Row]) -> Number:
    decided = [row["decision"] for row in rows if row["decision"] is not None]
    return part(decided.count("rejected"), len(decided), len(rows))


FACTS = (
    Fact(
        _of("incidents"),
        {
            "policy_incidents": policy_incidents,
            "policy_warnings": partial(_of_kind, "warning"),
            "takedowns": partial(_of_kind, "takedown"),
            "access_exceptions": partial(_of_kind, "access"),
        },
        counts=dict.fromkeys(("policy_incidents", "policy_warnings", "takedowns", "access_exceptions"), "incidents"),
    ),
    Fact(_of("answers"), {"template_answers": flagged("template_used")}),
    Fact(_of("tests"), {"tests_run": tests_run}, counts={"tests_run": "tests"}),
    Fact(_of("ad_reviews"), {"ad_rejection_rate": ad_rejection_rate}),
)
