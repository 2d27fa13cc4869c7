"""What is left to label in a window: how many texts can be handed out, and which of them come first.

It is what the page of labels says of each of the weeks (kpi.sentiment.drawing), added up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kpi.periods import DAYS_A_WEEK
from kpi.sentiment.drawing import Frame, standing

if TYPE_CHECKING:
    from kpi.periods import Window
    from kpi.queries import Queries

# labels of texts that chance drew
_DRAWN = """
select count(distinct (source, channel, text_id)) from held_label
semi join (select source, channel, id as text_id from opinions where day between ? and ?) as seen
    using (source, channel, text_id)
where drawn is not null"""


@dataclass(frozen=True)
class Ahead:
    """How far the weeks of a window are labelled, in texts."""

    open: int  # nobody labelled them: they can be handed out
    late: int  # of these, they come first: texts that were drawn after them wait outside the random sample
    waiting: int  # drawn and labelled texts that wait for them

    @property
    def shortened(self) -> bool:
        """Whether labels do not count because of texts that came late."""
        return self.late > 0 and self.waiting > 0


def ahead(store: Queries, window: Window) -> Ahead:
    """Count what is left in the weeks of a window."""
    weeks = window.week.last(-(-window.days // DAYS_A_WEEK))
    each = [standing(store, Frame(week)) for week in weeks]
    ((drawn,),) = store.query(_DRAWN, [weeks[0].monday, weeks[-1].sunday])
    return Ahead(
        open=sum(one.texts - one.labelled for one in each),
        late=sum(one.missing for one in each),
        waiting=max(drawn - sum(one.in_sample for one in each), 0),
    )
