"""The topics that a plan or a rule can ask for, to choose from while another one can still be typed."""

from __future__ import annotations

from kpi.remembered import Remembered
from kpi.sentiment.topics import known_topics
from pages._session import answers, store


def topic_choices() -> tuple[str, ...]:
    """Name the topics that came with the texts, and the team's own; it is looked up once for each revision."""
    return known_topics(Remembered(store(), answers()))
