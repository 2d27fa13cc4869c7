"""What became of a decision: the values behind it, which pages put into words (kpi.deciding.outcome_words)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from data.annotations import Annotation
    from kpi.snapshot import Cell, Move, Unit, Unlike

Came = Literal["worked", "partly", "against", "unclear", "too_early", "no_data"]
Told = Came | Literal["before"]  # as a reader is told, text key `outcome.came.<it>`
Doubt = Literal["sample", "scatter", "noise"]  # why it is unclear, text key `outcome.doubt.<it>`


@dataclass(frozen=True)
class Outcome:
    """What became of the KPI of a decision, as known in a week."""

    verdict: Came
    unit: Unit
    currency: str | None
    passed: int = 0  # full weeks since the decision, 13 at most
    weeks: int = 0  # that each side holds
    before: Cell | None = None
    after: Cell | None = None
    move: Move | None = None
    window_days: int = 7  # that a count is brought to
    goal: float | None = None
    reached: float | None = None  # share of the way to the goal, may be < 0 or > 1
    smallest: float | None = None  # move that this sample could show
    doubt: Doubt | None = None
    unlike: Unlike | None = None  # why nothing is compared
    already: bool = False  # the weeks before the decision had moved the same way, as a signal
    others: tuple[int, ...] = ()  # numbers of other decisions on the same KPI in these weeks
    notes: tuple[Annotation, ...] = ()  # what was noted about these weeks
    unfinished: bool = False  # nobody reported the action as done yet: what moved did not move by it, as far as we know

    @property
    def told(self) -> Told:
        """The verdict as a reader is told: nothing has worked that was not done yet."""
        return "before" if self.unfinished and self.verdict in {"worked", "partly"} else self.verdict
