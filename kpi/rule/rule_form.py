"""A rule as somebody fills it in: amounts in the reader's own notation, and a sentence for each field that is wrong."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from kpi.catalog import Balance, Share, catalog
from kpi.forecast import possible
from kpi.noise import SIGNAL
from kpi.rule.rule_words import noun, rule_action, rule_name
from kpi.rule.rules import ABSENT, LEVELS, Leading, Leg, Rule
from kpi.target import TargetError, read_baseline

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from kpi.catalog import Kpi
    from kpi.snapshot import Movement, Verdict
    from kpi.words import Words

STRICT = {"normal": SIGNAL, "careful": 2.33, "very_careful": 3.3}  # sigmas that a move must have
LONGEST = {"name": 80, "action": 300, "owner": 80}  # characters
OPPOSED = {  # movements that never come together
    "rises": {"falls", "flat", "not_rises"},
    "falls": {"rises", "flat", "not_falls"},
    "flat": {"rises", "falls"},
    "not_rises": {"rises"},
    "not_falls": {"falls"},
}
UNNAMED = "…"  # stands for words that are still to be written
MINUS = ("-", "\u2212", "\u2013")


@dataclass(frozen=True)
class Wrong:
    """Why a field cannot be kept: text key `rule_wrong.<code>`."""

    code: str
    fields: Mapping[str, str | int] = field(default_factory=dict)

    def describe(self, say: Words) -> str:
        """Say it in the reader's language."""
        told = {name: noun(str(value), say) if name == "kpi" else value for name, value in self.fields.items()}
        return say(f"rule_wrong.{self.code}", **told)


@dataclass(frozen=True)
class LegDraft:
    """One leg, as it is filled in."""

    kpi: str = ""
    movement: Movement = "rises"
    beyond: float = SIGNAL
    amount: str = ""  # the limit, or the smallest move that would be seen
    alternative: bool = False
    channel: str | None = None
    topics: tuple[str, ...] = ()
    paid: bool | None = None


@dataclass(frozen=True)
class RuleDraft:
    """A rule, as it is filled in."""

    id: str | None = None  # None = a new one
    verdict: Verdict = "review"
    weeks: int = 1
    name: str = ""
    action: str = ""
    owner: str = ""
    owner_of: str = ""
    legs: tuple[LegDraft, ...] = (LegDraft(),)
    leading: Leading | None = None  # of a rule about what brings the results; it has no legs
    share: str = ""
    seed: str | None = None


@dataclass(frozen=True)
class Reader:
    """How somebody writes: language and currency of amounts, and the words for what is declared."""

    say: Words
    currency: str | None = None

    def level(self, text: str, kpi: Kpi) -> float | TargetError | Wrong:
        """Read an amount of a KPI: one number in its unit."""
        signed = kpi.signed and text.strip().startswith(MINUS)
        bare = text.strip()[1:] if signed else text
        read = read_baseline(bare, kpi.unit, self.say.language, self.currency if kpi.unit == "money" else None)
        if isinstance(read, TargetError):
            return Wrong("one_number") if read.why == "baseline_level" else read
        return -read.low if signed else read.low

    def written(self, value: float, kpi: Kpi) -> str:
        """Write an amount so that it is read again as it was."""
        return self.say.exact(value, kpi.unit, self.currency if kpi.unit == "money" else None)


Field = str  # "name", "action", "share"; "0.kpi", "0.amount", "0.movement" of the first leg
Problems = dict[Field, "Wrong | TargetError"]


# -- from a rule to a draft and back -----------------------------------------------------------------


def drafted(rule: Rule, reader: Reader) -> RuleDraft:
    """Open a rule for editing."""
    return RuleDraft(
        id=rule.id,
        verdict=rule.verdict,
        weeks=rule.weeks,
        name=rule_name(rule, reader.say),
        action=rule_action(rule, reader.say),
        owner=rule.owner or "",
        owner_of=rule.owner_of,
        legs=tuple(_leg_drafted(leg, reader) for leg in rule.when),
        leading=rule.leading,
        share=reader.say.share(rule.leading.share) if rule.leading else "",
        seed=rule.seed,
    )


def _leg_drafted(leg: Leg, reader: Reader) -> LegDraft:
    amount = leg.limit if leg.limit is not None else leg.within
    written = "" if amount is None else reader.written(amount, leg.of)
    return LegDraft(
        kpi=leg.kpi,
        movement=leg.movement,
        beyond=leg.beyond,
        amount=written.removeprefix("+") if leg.within else written,
        alternative=leg.alternative,
        channel=leg.channel,
        topics=leg.topics,
        paid=leg.paid,
    )


def read_rule(draft: RuleDraft, reader: Reader, taken: Collection[str] = ()) -> Rule | Problems:
    """Make the rule that somebody filled in, or say of each field what is wrong; `taken` names are of other rules."""
    wrong = _texts(draft, taken)
    legs = [_leg(number, leg, reader, wrong) for number, leg in enumerate(draft.legs)]
    leading = _leading(draft, reader, wrong)
    _together(draft, [leg for leg in legs if leg], wrong)
    if wrong:
        return wrong
    kpis = [leading.of] if leading else [leg.kpi for leg in draft.legs]
    return Rule(
        id=draft.id or "new",
        verdict=draft.verdict,
        weeks=draft.weeks,
        owner_of=draft.owner_of if draft.owner_of in kpis else kpis[0],
        when=tuple(leg for leg in legs if leg),
        leading=leading,
        seed=draft.seed,
        name=_own("name", draft, reader),
        action=_own("action", draft, reader),
        owner=_plain(draft.owner) or None,
    )


def read_test(draft: RuleDraft, reader: Reader) -> Rule | Problems:
    """Make what a test on past weeks asks for: its signs and weeks; what it is called and asks to do has time."""
    found = read_rule(replace(draft, name=UNNAMED, action=UNNAMED, owner=""), reader)
    return found if isinstance(found, dict) else found.model_copy(update={"name": None, "action": None})


def _own(which: str, draft: RuleDraft, reader: Reader) -> str | None:
    """Keep a text that somebody wrote; a declared one left as it is keeps speaking every language."""
    text, key = _plain(getattr(draft, which)), f"rule_{which}.{draft.id}"
    declared = reader.say(key) if reader.say.has(key) else None
    return None if text == declared else text


def _plain(text: str) -> str:
    return " ".join(text.split())


# -- what can be wrong -------------------------------------------------------------------------------


def _texts(draft: RuleDraft, taken: Collection[str]) -> Problems:
    wrong: Problems = {}
    for name, most in LONGEST.items():
        text = _plain(getattr(draft, name))
        if not text and name != "owner":
            wrong[name] = Wrong(f"no_{name}")
        elif len(text) > most:
            wrong[name] = Wrong("too_long", {"most": most})
    if _plain(draft.name).casefold() in {other.casefold() for other in taken}:
        wrong["name"] = Wrong("name_taken")
    return wrong


def _leg(number: int, draft: LegDraft, reader: Reader, wrong: Problems) -> Leg | None:
    kpi = catalog().get(draft.kpi)
    if kpi is None:
        wrong[f"{number}.kpi"] = Wrong("no_kpi")
        return None
    if draft.movement == "appears" and kpi.kind != "count":
        wrong[f"{number}.movement"] = Wrong("not_a_count", {"kpi": draft.kpi})
        return None
    amount = _amount(draft, kpi, reader)
    if isinstance(amount, Wrong | TargetError):
        wrong[f"{number}.amount"] = amount
        return None
    return Leg(
        kpi=draft.kpi,
        movement=draft.movement,
        beyond=SIGNAL if draft.movement in {*ABSENT, "appears"} else draft.beyond,
        within=amount if draft.movement in ABSENT else None,
        limit=amount if draft.movement in LEVELS else None,
        alternative=draft.alternative and number > 0,
        channel=draft.channel,
        topics=draft.topics if "topics" in kpi.filters else (),
        paid=draft.paid if "paid" in kpi.filters else None,
    )


def _amount(draft: LegDraft, kpi: Kpi, reader: Reader) -> float | TargetError | Wrong | None:
    """Read the amount that a movement asks for; None where it asks for none."""
    if draft.movement not in {*ABSENT, *LEVELS}:
        return None
    if not draft.amount.strip():
        return Wrong("no_limit" if draft.movement in LEVELS else "no_within")
    found = reader.level(draft.amount, kpi)
    if isinstance(found, Wrong | TargetError):
        return found
    told: dict[str, str | int] = {"kpi": draft.kpi, "limit": draft.amount.strip()}
    code = _pointless(draft.movement, found, kpi) if draft.movement in LEVELS else _unseeable(found, kpi)
    return Wrong(code, told) if code else found


def _pointless(movement: Movement, limit: float, kpi: Kpi) -> str | None:
    """Say why a limit can be passed never, or always is."""
    low, high = possible(kpi, -math.inf), possible(kpi, math.inf)
    if movement == "above":
        return "never_above" if limit >= high else "always_above" if limit < low else None
    return "never_below" if limit <= low else "always_below" if limit > high else None


def _unseeable(within: float, kpi: Kpi) -> str | None:
    widest = 200.0 if isinstance(kpi, Balance) else 1.0 if isinstance(kpi, Share) else math.inf
    return "within_zero" if within <= 0 else "within_wide" if within >= widest else None


def _leading(draft: RuleDraft, reader: Reader, wrong: Problems) -> Leading | None:
    if draft.leading is None:
        return None
    read = read_baseline(draft.share, "percent", reader.say.language)
    if isinstance(read, TargetError):
        wrong["share"] = Wrong("one_share") if read.why == "baseline_level" else read
    elif not 0 < read.low < 1:
        wrong["share"] = Wrong("one_share")
    else:
        return draft.leading.model_copy(update={"share": read.low})
    return None


def _together(draft: RuleDraft, legs: list[Leg], wrong: Problems) -> None:
    """Find legs that say the same, or that can never hold together."""
    if len(legs) < len(draft.legs):
        return
    alone = [number for number, leg in enumerate(legs) if not leg.alternative and not _has_other(legs, number)]
    for later, leg in enumerate(legs):
        for earlier, other in enumerate(legs[:later]):
            if (leg.kpi, leg.filter) != (other.kpi, other.filter):
                continue
            if leg.movement == other.movement:
                wrong[f"{later}.kpi"] = Wrong("twice", {"number": earlier + 1})
            elif {later, earlier} <= set(alone) and _opposed(other, leg):
                wrong[f"{later}.movement"] = Wrong("opposed", {"number": earlier + 1})


def _has_other(legs: list[Leg], number: int) -> bool:
    return number + 1 < len(legs) and legs[number + 1].alternative


def _opposed(one: Leg, other: Leg) -> bool:
    if one.limit is not None and other.limit is not None:
        low, high = (one.limit, other.limit) if one.movement == "above" else (other.limit, one.limit)
        return low >= high
    return other.movement in OPPOSED.get(one.movement, set())
