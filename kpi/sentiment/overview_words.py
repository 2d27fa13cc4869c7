"""What an overview of sentiment comes to, in sentences: the number, what it stands on, and whether it moved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kpi.sentiment.basis import Basis
    from kpi.sentiment.figures import Difference, Figure
    from kpi.sentiment.overview import Overview
    from kpi.snapshot import Unit
    from kpi.words import Words

TOP = 4  # languages that are named
ALL = 0.995  # a share that is written as 100%


def headline(found: Overview, say: Words) -> str:
    """Say in one breath what the number is, how sure that is, and whether it moved."""
    few = "_few" if found.net.state == "indicative" and found.net.sampled else ""
    told = [say(f"sentiment.now.{found.net.state}{few}", **ends(found.net, say))]
    if found.net.value is not None:
        told.append(moved(found, say))
    return " ".join(filter(None, told))


def ends(figure: Figure, say: Words) -> dict[str, str]:
    """Write a figure and the ends of its interval: points with their sign, a share in whole percent."""
    named = {"value": figure.value, "low": figure.low, "high": figure.high}
    write = say.share if figure.unit == "percent" else partial(say.number, unit="points")
    return {name: write(number) for name, number in named.items()}


def moved(found: Overview, say: Words) -> str:
    """Say what the number did since the window before; nothing of an indication, which is not compared."""
    change = found.moved
    if found.net.state == "indicative":
        return ""
    if found.running:
        return say("sentiment.moved.running")
    if found.apart_by:
        return say("sentiment.moved.sampled", then=then(found, say), channel=say.channel(found.apart_by))
    if change is None:
        few = "few_before" if found.before.sampled else "unlabelled"
        return say(
            f"sentiment.moved.{few if found.before.state == 'indicative' else 'nothing'}",
            then=then(found, say),
        )
    way = change.evidence
    key = way if way in {"noise", "too_little"} else f"{way}_{'up' if change.size > 0 else 'down'}"
    return say(f"sentiment.moved.{key}", then=then(found, say), size=say.change(change.size, "points"))


def then(found: Overview, say: Words) -> str:
    """Name the window before, inside a sentence."""
    return say(f"sentiment.then.{found.window.days}")


def interval(figure: Figure, say: Words) -> str:
    """Write from where to where a number may be; why there is no such thing, where there is none."""
    if figure.value is None:
        return say("sentiment.interval_none")
    kind = "" if figure.low is not None else "_few" if figure.sampled else "_open"
    return say(f"sentiment.interval{kind}", **ends(figure, say))


def short(figure: Figure, say: Words) -> str:
    """Write net sentiment beside its mark in a chart: `+15 (+10 … +20)`, with a word where that is not much."""
    value = say.number(figure.value, "points")
    if figure.margin is None:
        return say("sentiment.about", value=value) if figure.value is not None else value
    told = f"{value} ({say.number(figure.low, 'points')} … {say.number(figure.high, 'points')})"
    return told if figure.state == "sure" else say("sentiment.few", value=told)


def stands_on(figure: Figure, basis: Basis, say: Words) -> str:
    """Say on how many texts and labels a figure stands: `1,240 texts, 100 labels`."""
    texts, labels = say("sentiment.texts", n=figure.texts), say(f"sentiment.labels_{basis}", n=figure.labels)
    return f"{texts}, {labels}"


def facts(found: Overview, languages: dict[str, int], say: Words, labelled: int = 0) -> list[str]:
    """List what a number stands on: texts, labels, how much they speak for, and in which languages people wrote.

    `labelled`: all texts of the window that the team labelled, of which an estimate counts those of the sample.
    """
    if found.basis == "estimate" and labelled > found.net.labels:
        labels = say("sentiment.in_sample", n=found.net.labels, all=say.whole(labelled))
    else:
        labels = say(f"sentiment.labels_{found.basis}", n=found.net.labels)
    told = [say("sentiment.texts", n=found.net.texts), labels]
    if found.net.labels:
        told.append(say("sentiment.coverage", share=say.share(found.net.coverage)))
    if found.basis == "estimate" and found.net.texts and found.readable < ALL:
        told.append(say("sentiment.readable", share=say.share(found.readable)))
    if spoken := spoken_in(languages, say):
        told.append(spoken)
    return told


def spoken_in(languages: dict[str, int], say: Words) -> str:
    """Say in which languages the texts are, and how much of each; nothing where nobody looked yet."""
    whole = sum(languages.values())
    if not any(languages):
        return ""
    named = sorted(languages.items(), key=lambda one: (not one[0], -one[1], one[0]))
    told = [f"{language(name, say)} {say.share(n / whole)}" for name, n in named[:TOP] if n]
    rest = whole - sum(n for _, n in named[:TOP])
    return ", ".join([*told, *([f"{say('sentiment.other_languages')} {say.share(rest / whole)}"] if rest else [])])


def language(code: str, say: Words) -> str:
    """Name a language inside a sentence."""
    return str(say.locale.languages.get(code, code)) if code else say("sentiment.language_unclear")


def between(change: Difference, unit: Unit, say: Words) -> str:
    """Write from where to where a difference may be."""
    return f"{say.change(change.low, unit)} … {say.change(change.high, unit)}"
