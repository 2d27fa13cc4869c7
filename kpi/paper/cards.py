"""The rules that are active, as cards: what to do, where, and the numbers behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.counting import shortened
from kpi.paper.blocks import Card, Leg, Sign
from kpi.paper.tokens import tokens
from kpi.rule.rule_words import grounds, moved, place_name

if TYPE_CHECKING:
    from kpi.rule.ruling import Alert, LegEvidence
    from kpi.snapshot import Snapshot
    from kpi.words import Words

CARDS = 6
NAME, OWNER, RULE = 120, 60, 200  # characters of a KPI, an owner, a rule
URGENT_FIRST = ("stop", "fix", "review", "scale", "ok")


def cards(snapshot: Snapshot, say: Words) -> tuple[Card, ...]:
    """Put the rules that are active into words, the most urgent first."""
    alerts = sorted(snapshot.alerts, key=lambda alert: URGENT_FIRST.index(alert.verdict))
    return tuple(_card(alert, say) for alert in alerts[:CARDS])


def _card(alert: Alert, say: Words) -> Card:
    mark = tokens().verdict[alert.verdict]
    return Card(
        sign=Sign(say(f"verdict.{alert.verdict}"), mark.tone, mark.shape),
        where=place_name(alert.channel, say),
        rule=ruled(alert, say),
        brings=" · ".join(f"{part.name} {say.share(part.share)}" for part in alert.parts),
        legs=tuple(_leg(leg, say) for leg in alert.legs),
        owner=shortened(alert.owner or "", OWNER),
    )


def ruled(alert: Alert, say: Words) -> str:
    """Say what a rule found and asks for; one of the team's own has its name and action."""
    own, key = ": ".join(filter(None, (alert.name, alert.action))), f"rule.{alert.rule}"
    return shortened(" ".join(own.split()), RULE) or (say(key) if say.has(key) else alert.rule)


def _leg(leg: LegEvidence, say: Words) -> Leg:
    return Leg(
        kpi=shortened(moved(leg, say), NAME),
        before=say.number(leg.move.before, leg.unit, leg.currency),
        after=say.number(leg.move.after, leg.unit, leg.currency),
        evidence=" · ".join([grounds(leg, say), *([say("pdf.provisional")] if leg.provisional else [])]),
        sample=say("pdf.sample", n=leg.sample_after),
    )
