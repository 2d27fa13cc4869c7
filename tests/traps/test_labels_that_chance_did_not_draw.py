"""Labels that somebody picked, or that were drawn for one topic, do not move the number of all texts.

Made-up weeks with known labels of every text, through the store: the mean error of the estimate over many weeks is
compared with the truth of the same texts. Everything that is counted as if it were drawn from the whole would show.
"""

from __future__ import annotations

from datetime import timedelta
from math import sqrt
from random import Random
from statistics import fmean, stdev
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from kpi.periods import Week, Window
from kpi.sentiment.ask import ask
from kpi.snapshot import EVERYWHERE
from tests.labelled_texts import MONDAY
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Sequence

WEEKS, TEXTS, DRAWN, MORE = 100, 60, 20, 12
Label = tuple[int, str | None]  # place in the order of the draw, and what it was drawn from


def drawn(count: int, places: list[int], taken: set[int], frame: str | None) -> list[Label]:
    """Take the next open ones of some texts, in their order."""
    found = [place for place in places if place not in taken][:count]
    taken.update(found)
    return [(place, frame) for place in found]


def labelled(plan: str, privacy: list[int], unhappy: list[int], chance: Random) -> list[Label]:
    """Label a week, step by step as a plan says, each with the texts that are open then."""
    taken: set[int] = set()
    steps = {
        "w": lambda: drawn(DRAWN, [*range(TEXTS)], taken, ""),
        "t": lambda: drawn(MORE, privacy, taken, "topic:privacy"),
        # complaints: any of them, those right behind what was drawn, and the same as if they were drawn
        "p": lambda: drawn(MORE, chance.sample(unhappy, len(unhappy)), taken, None),
        "c": lambda: drawn(5, [place for place in unhappy if place >= DRAWN], taken, None),
        "f": lambda: drawn(5, [place for place in unhappy if place >= DRAWN], taken, ""),
    }
    return [label for step in plan for label in steps[step]()]


def errors(plan: str) -> list[float]:
    """Give how far the net score of each week is off, in points."""
    chance, store = Random(5), Rows()  # noqa: S311 - no secret
    store.brands("Acme", "Bolt")
    texts, labels, truth = [], [], {}
    for number in range(WEEKS):
        monday = MONDAY - timedelta(days=7 * number)
        privacy = [place for place in range(TEXTS) if chance.random() < 0.35]
        said = [chance.choices((1, 0, -1), (1, 2, 17) if place in privacy else (12, 5, 3))[0] for place in range(TEXTS)]
        unhappy = [place for place in range(TEXTS) if said[place] < 0]
        truth[Window(Week.of(monday), 7).id] = 100 * fmean(said)
        texts += [(f"{number} {place}", monday, place, place in privacy) for place in range(TEXTS)]
        labels += [
            (f"{number} {place}", said[place], frame) for place, frame in labelled(plan, privacy, unhappy, chance)
        ]
    fill(store, texts, labels)
    windows = [Window(Week.of(MONDAY - timedelta(days=7 * number)), 7) for number in range(WEEKS)]
    found = ask(store, "net", windows)
    store.close()
    estimates = {window.id: found[window.id, EVERYWHERE].estimate for window in windows}
    return [100 * one.value - truth[window] for window, one in estimates.items() if one]


def fill(store: Rows, texts: Sequence[tuple[object, ...]], labels: Sequence[tuple[object, ...]]) -> None:
    names = ["text_id", "monday", "place", "about"], ["text_id", "sentiment", "drawn"]
    for table, columns, rows in zip(("texts_told", "labels_told"), names, (texts, labels), strict=True):
        store.con.register(table, pa.table(dict(zip(columns, map(list, zip(*rows, strict=True)), strict=True))))
    store.con.execute(
        """insert into messages by name select 'x' as channel, text_id as message_id, monday as day, text_id as text,
            monday + time '09:00' as received_at, true as answer_known, monday + interval 3 days as known_until,
            1 as batch_id, 1 as source_row, date '2026-12-31' as snapshot_date from texts_told"""
    )
    store.con.execute(
        """insert into reading by name select 'messages' as source, 'x' as channel, text_id, words_of(text_id) as words,
            (place + 0.5) / 1000 as draw, 'en' as language, 'lexicon-1' as scorer from texts_told"""
    )
    store.con.execute("insert into text_topic select 'messages', 'x', text_id, 'privacy' from texts_told where about")
    store.con.execute(
        """insert into label by name select row_number() over () as number, 'messages' as source, 'x' as channel,
            text_id, words_of(text_id) as words, sentiment, drawn, timestamp '2026-11-23 10:00' as labelled_at,
            1 as revision from labels_told"""
    )


@pytest.mark.parametrize("plan", ["wt", "tw", "wc", "pw"])
def test_the_number_of_all_texts_is_not_pulled_to_what_somebody_looked_for(plan: str) -> None:
    off = errors(plan)
    assert len(off) == WEEKS
    assert abs(fmean(off)) < 3 * stdev(off) / sqrt(len(off)), fmean(off)


def test_labels_that_were_picked_but_call_themselves_drawn_would_show() -> None:
    """So the test above can fail: the complaints right behind the last drawn text, as if chance had gone on to them."""
    assert fmean(errors("wf")) < fmean(errors("w")) - 2


def test_what_was_picked_alone_is_no_estimate() -> None:
    assert errors("p") == []
