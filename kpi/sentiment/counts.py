"""How many texts there are, and what the labels that came with them say: of all, by channel and by topic.

These are counts, not estimates: how wide chance alone makes them is known (kpi.kinds), whether the tool that labelled
them is right is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kpi.catalog import catalog
from kpi.noise import SIGNAL
from kpi.scan import CALENDAR
from kpi.sentiment.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.kinds import Kpi, Parts
    from kpi.periods import Window
    from kpi.queries import Queries
    from kpi.sentiment.estimate import Measure

By = Literal["whole", "channel", "topic"]
Key = tuple[str, By, str]  # id of the window, split by what, name of the part
COUNTED = """count(*) as texts, count(sentiment) as labelled, count(*) filter (where sentiment = 1) as positive,
    count(*) filter (where sentiment = -1) as negative"""
STATEMENT = (
    CALENDAR
    + f""", said as materialized (
    select opinions.day, opinions.channel, opinions.sentiment, list_distinct(
        list_append(topics.named, team_topic(opinions.topic))
    ) as topics
    from opinions left join (
        select source, channel, text_id, list(topic) as named from text_topic group by all
    ) as topics
        on topics.source = opinions.source and topics.channel = opinions.channel and topics.text_id = opinions.id
    where opinions.day between ? and ?
), daily as (
    select day, 'whole' as way, '' as part, {COUNTED} from said group by all
    union all select day, 'channel', channel, {COUNTED} from said group by all
    union all select day, 'topic', topic, {COUNTED} from (select *, unnest(topics) as topic from said) group by all
)
select "window", way, part, sum(texts)::bigint, sum(labelled)::bigint, sum(positive)::bigint, sum(negative)::bigint
from daily join calendar using (day)
group by all"""
)


@dataclass(frozen=True)
class Counts:
    """The texts of a window, and what their export calls them; what it left blank is unlabelled, never neutral."""

    texts: int = 0
    labelled: int = 0
    positive: int = 0
    negative: int = 0

    def figure(self, measure: Measure) -> Figure:
        """Give a measure as the labels of the tool have it, with the interval of chance alone."""
        counted = {"positive": self.positive, "negative": self.negative, "not_negative": self.labelled - self.negative}
        return self._net() if measure == "net" else self._share(counted[measure])

    @property
    def neutral(self) -> Figure:
        """Give the share that the tool calls neutral."""
        return self._share(self.labelled - self.positive - self.negative)

    def _net(self) -> Figure:
        parts = {"positive": self.positive, "negative": self.negative, "denominator": self.labelled}
        return self._made(catalog()["net_sentiment"], parts | {"numerator": self.positive - self.negative}, -100, 100)

    def _share(self, counted: int) -> Figure:
        return self._made(
            catalog()["positive_neutral_share"], {"numerator": counted, "denominator": self.labelled}, 0, 1
        )

    def _made(self, kpi: Kpi, parts: Parts, bottom: float, top: float) -> Figure:
        value, error = kpi.value(parts), kpi.error(parts)
        unit: Literal["points", "percent"] = "points" if kpi.unit == "points" else "percent"
        coverage = self.labelled / self.texts if self.texts else None
        if value is None or error is None:
            return Figure(None, None, None, None, self.texts, 0, coverage, unit)
        low, high = max(value - SIGNAL * error, bottom), min(value + SIGNAL * error, top)
        return Figure(value, low, high, error, self.texts, self.labelled, coverage, unit)


def counts(store: Queries, windows: Sequence[Window]) -> dict[Key, Counts]:
    """Count the texts of windows of one length, of all and of each channel and topic."""
    calendar = [list(range(len(windows))), [window.last for window in windows], windows[0].days]
    ends = [min(window.first for window in windows), max(window.last for window in windows)]
    rows = store.query(STATEMENT, [*calendar, *ends])
    return {(windows[number].id, by, part): Counts(*told) for number, by, part, *told in rows}
