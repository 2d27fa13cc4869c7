"""What the team of the sample brand called its texts: some labels a week, by two made-up people.

They hear irony and politeness that the tool does not: of what it calls positive they call some neutral. So the page
that audits the tool has something to say.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING
from zlib import crc32

from data.labels import Given, Text, add_all
from kpi.periods import Week
from kpi.sentiment.drawing import Frame, queue

if TYPE_CHECKING:
    from datetime import date

    from data.labels import Sentiment
    from data.store import Store

WEEKS = 9  # up to the last one: a month, and the same before it
FIRST, SECOND = "Sanne", "Joris"
ROUND, AGAIN = 60, 12  # texts a week of the one, and of the other
# a line of the sample brand stands in many texts: the tool's label of the others tells what an unlabelled one means
_MEANT = """
select source, channel, text_id, coalesce(sentiment, mode(sentiment) over (partition by words))
from (select *, id as text_id from opinions) join reading using (source, channel, text_id)
"""


def label_sample(store: Store, sunday: date) -> None:
    """Label a random sample of each of the last weeks; asked twice, nothing is labelled twice."""
    if store.query("select exists (from label)") == [(True,)]:
        return
    meant = {Text(*text): sentiment for *text, sentiment in store.query(_MEANT)}
    for week in reversed(list(Week.of(sunday).last(WEEKS))):
        at = datetime.combine(week.sunday + timedelta(days=1), time(8, 20))
        for who, limit, odd in ((FIRST, ROUND, 8), (SECOND, AGAIN, 5)):
            waiting = queue(store, Frame(week), who, limit if who == FIRST else ROUND * 5)
            some = [one for one in waiting if one.again or who == FIRST][:limit]
            given = [Given(one.text, _called(one.text, meant.get(one.text), odd), drawn=one.drawn) for one in some]
            add_all(store, given, who, now=at)


def _called(text: Text, sentiment: Sentiment | None, odd: int) -> Sentiment | None:
    """Say what somebody calls a text: mostly what it means, and now and then one step lower."""
    if sentiment == 1 and crc32(text.text_id.encode()) % odd == 0:
        return 0
    return sentiment
