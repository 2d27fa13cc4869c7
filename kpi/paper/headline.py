"""The sentence on top: how the targets stand, and which rules are active or what followed the decisions.

A week names its rules. A month and a plan name what followed their decisions, and never say that it followed from them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from babel.dates import format_date
from babel.lists import format_list

from kpi.rule.rule_words import place_name
from kpi.snapshot import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.deciding.came import Told
    from kpi.reporting.report import Effect, Report
    from kpi.snapshot import Snapshot
    from kpi.words import Words

_JUDGED = ("met", "at_cost", "on_pace", "behind", "worse")
_ACTIVE: tuple[Verdict, ...] = tuple(verdict for verdict in get_args(Verdict) if verdict != "ok")
_CAME: tuple[Told, ...] = ("worked", "partly", "before", "against")  # all else cannot be judged


def headline(snapshot: Snapshot, say: Words) -> str:
    """Say in one or two sentences what a reader must know of these weeks."""
    report = snapshot.report
    if report is None or report.span.kind == "week":
        return f"{_sentence(_targets(snapshot, say))} {_sentence(_rules(snapshot, say))}"
    targets = _targets(snapshot, say)
    stand = f"{_over(snapshot, report, say)}: {targets[0].lower()}{targets[1:]}"
    return f"{_sentence(stand)} {_sentence(_decisions(report.effects, say))}"


def _over(snapshot: Snapshot, report: Report, say: Words) -> str:
    """Name the weeks: `November, 3 of 4 weeks so far`, `after 90 days`."""
    over = report.span
    if over.kind == "plan":
        if over.whole:
            return say("headline.over.plan", n=snapshot.plan_days)
        return say("headline.over.plan_so_far", day=snapshot.plan_day, days=snapshot.plan_days)
    month = format_date(over.month, "LLLL", locale=say.locale)
    key = "month" if over.whole else "month_so_far"
    return say(f"headline.over.{key}", month=month, n=over.weeks, all=say.whole(over.asked))


def _decisions(effects: Iterable[Effect], say: Words) -> str:
    """Say of how many decisions what was asked for followed, and of how many it did not."""
    came = [told if (told := one.outcome.told) in _CAME else "open" for one in effects]
    if not came:
        return say("headline.decided.none")
    if len(came) == 1:
        return f"{say('headline.decided', n=1, count='')}: {say(f'headline.only.{came[0]}')}"
    clauses = [
        say(f"headline.came.{what}", n=n, count=_alone(n, say)) for what in (*_CAME, "open") if (n := came.count(what))
    ]
    number = say("headline.decided", n=len(came), count=_count(len(came), say))
    return f"{number}: {format_list(clauses, locale=say.locale)}"


def _targets(snapshot: Snapshot, say: Words) -> str:
    total = len(snapshot.rows)
    if not total:
        return say("headline.no_rows")
    counts = {status: n for status in _JUDGED if (n := snapshot.count(status))}  # type: ignore[arg-type]
    if not counts:
        return say("headline.unjudged")
    unjudged = total - sum(counts.values())
    parts = [*counts.items(), *([("unjudged", unjudged)] if unjudged else [])]
    (first, many), *rest = parts
    clauses = [say(f"headline.first.{first}", n=many, count=_count(many, say), total=say.whole(total))]
    clauses += [say(f"headline.next.{what}", n=n, count=_alone(n, say)) for what, n in rest]
    return format_list(clauses, locale=say.locale)


def _count(n: int, say: Words) -> str:
    """Write a small count as a word, before what is counted."""
    return _alone(n, say) if n <= len(_names(say)) else say("headline.many", n=n)


def _alone(n: int, say: Words) -> str:
    """Write a count that no noun follows."""
    names = _names(say)
    return names[n - 1] if n <= len(names) else say.whole(n)


def _names(say: Words) -> list[str]:
    return say("headline.numbers").split()


def _rules(snapshot: Snapshot, say: Words) -> str:
    if not snapshot.over:
        return say("headline.running")
    places = {
        verdict: list(
            dict.fromkeys(place_name(alert.channel, say) for alert in snapshot.alerts if alert.verdict == verdict)
        )
        for verdict in _ACTIVE
    }
    return "; ".join(
        say(f"headline.alert.{verdict}", where=format_list(where, locale=say.locale))
        for verdict, where in places.items()
        if where
    ) or say("headline.calm")


def _sentence(text: str) -> str:
    first = "E" if text[0] == "é" else text[0].upper()  # Dutch writes “één” with its accents, and “Eén” with one
    return first + text[1:].removesuffix(".") + "."
