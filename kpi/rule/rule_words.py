"""A rule as a sentence: composed from its legs, so that a team's own rule reads as well as a declared one.

In a sentence a KPI is a noun phrase of its own (`rule_noun.<kpi>`), always singular and with the article that the
language wants, so that one form of each verb is enough; a leg stands in the word order of a clause after "if".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.lists import format_list

from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kpi.rule.rules import Leading, Leg, Rule
    from kpi.rule.ruling import LegEvidence
    from kpi.words import Words


def rule_name(rule: Rule, say: Words) -> str:
    """Name a rule: as the team wrote it, else as it is declared."""
    return rule.name or _declared("rule_name", rule, say) or rule.id


def rule_action(rule: Rule, say: Words) -> str:
    """Say what to do when a rule holds; empty where nobody wrote it."""
    return rule.action or _declared("rule_action", rule, say)


def _declared(family: str, rule: Rule, say: Words) -> str:
    key = f"{family}.{rule.id}"
    return say(key) if say.has(key) else ""


def grounds(leg: LegEvidence, say: Words) -> str:
    """Say what a leg stands on: what happened at all is a fact, and no matter of chance."""
    return say("case.fact" if leg.movement == "appears" else f"evidence.{leg.move.evidence}")


def sentence(rule: Rule, say: Words, currency: str | None = None) -> str:
    """Say a whole rule: if this, then that verdict and action."""
    said = say("rules.if", when=condition(rule, say, currency), verdict=say(f"verdict.{rule.verdict}"))
    return f"{said} {_ended(rule_action(rule, say))}".strip()


def _ended(text: str) -> str:
    """Put the full stop that people leave out at the end of a field."""
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def condition(rule: Rule, say: Words, currency: str | None = None) -> str:
    """Say when a rule holds: its legs, and for how long."""
    legs = _leading(rule.leading, say) if rule.leading else _joined(rule, say, currency)
    return say("rules.running", when=legs, n=rule.weeks) if rule.weeks > 1 else legs


def clause(leg: Leg, say: Words, currency: str | None = None) -> str:
    """Say one leg as part of a sentence."""
    return say(f"rules.leg.{leg.movement}", kpi=subject(leg, say), limit=_limit(leg, say, currency))


def statement(leg: Leg, say: Words, currency: str | None = None) -> str:
    """Say one leg as a sentence of its own, without its full stop."""
    said = say(f"rules.fact.{leg.movement}", kpi=subject(leg, say), limit=_limit(leg, say, currency))
    return said[0].upper() + said[1:]


def _limit(leg: Leg, say: Words, currency: str | None) -> str:
    return "" if leg.limit is None else say.exact(leg.limit, leg.of.unit, currency)


def subject(leg: Leg | LegEvidence, say: Words) -> str:
    """Name what a leg speaks of: its KPI, and of which rows."""
    said = noun(leg.kpi, say)
    if leg.paid is not None:
        said = say("rules.of_paid" if leg.paid else "rules.of_organic", kpi=said)
    if leg.topics:
        topics = format_list([say("rules.quoted", word=topic) for topic in leg.topics], "or", locale=say.locale)
        said = say("rules.about_topics", kpi=said, topics=topics)
    return say("rules.on_channel", kpi=said, channel=say.channel(leg.channel)) if leg.channel else said


def moved(leg: LegEvidence, say: Words) -> str:
    """Name what moved: a KPI, with the rows it is of where these are not all rows of the place."""
    return capital(subject(leg, say)) if leg.of_some_rows else say(f"kpi.{leg.kpi}")


def capital(text: str) -> str:
    """Begin with a capital, and leave the rest."""
    return text[:1].upper() + text[1:]


def noun(kpi: str, say: Words) -> str:
    """Name a KPI within a sentence."""
    return say(f"rule_noun.{kpi}" if say.has(f"rule_noun.{kpi}") else f"kpi.{kpi}")


def place_name(channel: str, say: Words) -> str:
    """Name where a rule is looked at: the whole brand, or a channel."""
    return say("headline.brand") if channel == EVERYWHERE else say.channel(channel)


def _joined(rule: Rule, say: Words, currency: str | None) -> str:
    """Join the legs: alternatives by "or", the rest by "and"; alternatives come last, so that nobody misreads them."""
    if len(rule.groups) == 1:
        return _any_of(rule.groups[0], say) or _listed(rule.groups[0], say, currency)
    ordered = sorted(rule.groups, key=lambda group: len(group) > 1)
    return format_list([_group(group, say, currency) for group in ordered], locale=say.locale)


def _group(group: Sequence[Leg], say: Words, currency: str | None) -> str:
    """Say a group next to others: a single leg, or alternatives, which say that they are."""
    first, *others = (clause(leg, say, currency) for leg in group)
    if not others:
        return first
    said = say("rules.either", first=first)
    for other in others:
        said = say("rules.or", before=said, next=other)
    return _any_of(group, say) or said


def _listed(group: Sequence[Leg], say: Words, currency: str | None) -> str:
    return format_list([clause(leg, say, currency) for leg in group], "or", locale=say.locale)


def _any_of(group: Sequence[Leg], say: Words) -> str:
    """Say alternatives that do the same with one verb: "CPM or CPC rises"; empty where they do not."""
    movements = {leg.movement for leg in group}
    if len(movements) > 1 or not movements <= {"rises", "falls", "appears"}:
        return ""
    subjects = format_list([subject(leg, say) for leg in group], "or", locale=say.locale)
    return say(f"rules.leg.{group[0].movement}", kpi=subjects, limit="")


def _leading(leading: Leading, say: Words) -> str:
    by = say(f"rules.by.{leading.by}") if say.has(f"rules.by.{leading.by}") else leading.by
    return say("rules.leading", by=by, share=say.share(leading.share), kpi=noun(leading.of, say))
