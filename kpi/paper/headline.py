"""The sentence of the week: how the targets stand, and which rules are active."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from babel.lists import format_list

from kpi.snapshot import EVERYWHERE, Verdict

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot
    from kpi.words import Words

_JUDGED = ("met", "at_cost", "on_pace", "behind", "worse")
_ACTIVE: tuple[Verdict, ...] = tuple(verdict for verdict in get_args(Verdict) if verdict != "ok")


def headline(snapshot: Snapshot, say: Words) -> str:
    """Say in one or two sentences what a reader must know of this week."""
    return f"{_sentence(_targets(snapshot, say))} {_sentence(_rules(snapshot, say))}"


def _targets(snapshot: Snapshot, say: Words) -> str:
    total = len(snapshot.rows)
    if not total:
        return say("headline.no_rows")
    counts = {status: n for status in _JUDGED if (n := snapshot.count(status))}  # type: ignore[arg-type]
    if not counts:
        return say("headline.unjudged")
    unjudged = total - sum(counts.values())
    parts = [*counts.items(), *([("unjudged", unjudged)] if unjudged else [])]
    clauses = [
        say(f"headline.{'next' if i else 'first'}.{what}", n=n, count=_count(n, say), total=say.whole(total))
        for i, (what, n) in enumerate(parts)
    ]
    return format_list(clauses, locale=say.locale)


def _count(n: int, say: Words) -> str:
    """Write a small count as a word."""
    names = say("headline.numbers").split()
    return names[n - 1] if n <= len(names) else say("headline.many", n=n)


def _rules(snapshot: Snapshot, say: Words) -> str:
    if not snapshot.over:
        return say("headline.running")
    places = {
        verdict: list(
            dict.fromkeys(_where(alert.channel, say) for alert in snapshot.alerts if alert.verdict == verdict)
        )
        for verdict in _ACTIVE
    }
    return "; ".join(
        say(f"headline.alert.{verdict}", where=format_list(where, locale=say.locale))
        for verdict, where in places.items()
        if where
    ) or say("headline.calm")


def _where(channel: str, say: Words) -> str:
    return say("headline.brand") if channel == EVERYWHERE else say(f"channel.{channel}")


def _sentence(text: str) -> str:
    return text[0].upper() + text[1:].removesuffix(".") + "."
