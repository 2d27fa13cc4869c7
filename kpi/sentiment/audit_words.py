"""What an audit of a tool comes to, in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.sentiment.audit import Audit, Interval, Tone
    from kpi.words import Words

NAMES: dict[Tone, str] = {1: "positive", 0: "neutral", -1: "negative"}
MOST = 3  # mistakes that are told


def headline(found: Audit, say: Words) -> str:
    """Say what the tool makes of the texts, what people do, and whether the difference is more than chance."""
    told = {
        "tool": say.number(found.tool, "points"),
        "team": say.number(found.team.value, "points"),
        "interval": between(found.team, say),
    }
    way = "fits" if not found.biased else "too_positive" if found.bias.value > 0 else "too_negative"
    size = say.whole(abs(gap(found)))
    return f"{say('sentiment.audit.says', **told)} {say(f'sentiment.audit.{way}', size=size)}"


def gap(found: Audit) -> float:
    """Give the points between the two numbers that are shown."""
    return found.bias.value


def between(interval: Interval, say: Words) -> str:
    """Write from where to where a number of points may be."""
    return say("sentiment.interval", low=say.number(interval.low, "points"), high=say.number(interval.high, "points"))


def mistakes(found: Audit, say: Words) -> list[str]:
    """Tell what the tool most often gets wrong, such as `Of 40 texts that it calls positive, people call 9 neutral`."""
    apart = {pair: texts for pair, texts in found.confusion.items() if pair[0] != pair[1] and texts}
    worst = sorted(apart, key=lambda pair: (-apart[pair], pair))[:MOST]
    return [
        say(
            "sentiment.audit.mistake",
            n=sum(texts for (said, _), texts in found.confusion.items() if said == pair[0]),
            tool=say(f"sentiment.called.{NAMES[pair[0]]}"),
            people=say(f"sentiment.called.{NAMES[pair[1]]}"),
            wrong=say.whole(apart[pair]),
        )
        for pair in worst
    ]
