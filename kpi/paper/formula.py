"""The declared formula of a KPI in the reader's own terms: `Σ Link clicks [with Impressions] ÷ Σ Impressions`.

The SQL of a declaration is the one source of what a number is; here it is read and said, so that the words on paper
cannot tell anything else. Brackets hold what a row must be like to count.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from kpi.catalog import catalog
from kpi.paper.fragments import FormulaError, Node, read
from kpi.words import MINUS, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.kinds import Kpi

_SIGN = {"*": "×", "/": "÷", "+": "+", "-": MINUS, "<>": "≠", "<=": "≤", ">=": "≥", "=": "=", "<": "<", ">": ">"}
_FEELING = {"1": "positive", "0": "neutral", "-1": "negative"}
_YES_NO = frozenset(
    {
        *("template_used", "proof_asset", "first_pass", "sourced", "ai_used", "is_toxic", "is_private", "is_reply"),
        *("answer_known", "confirmed", "late", "is_own", "is_social", "taken"),
    }
)  # columns that say yes or no


@cache
def formula(name: str, language: str) -> str:
    """Say how a declared KPI is computed."""
    return told(catalog()[name], Words(language))


def told(kpi: Kpi, say: Words) -> str:
    """Say how a KPI is computed; raises FormulaError for SQL that no declaration used so far."""
    teller = _Teller(say, " + ".join(say(f"pdf.fact.{fact}") for fact in kpi.sources))
    match kpi.kind:
        case "share" | "ratio":
            return f"{teller.of(kpi.numerator)} ÷ {teller.of(kpi.denominator)}"
        case "balance":
            above = f"({teller.of(kpi.positive)} {MINUS} {teller.of(kpi.negative)})"
            return f"100 × {above} ÷ {teller.of(kpi.denominator)}"
        case "median" | "mean":
            return f"{say(f'formula.{kpi.kind}', what=teller.of(kpi.of))} [{teller.of(kpi.rows)}]"
        case "diversity":
            return say("formula.diversity", what=teller.of(kpi.of))
        case _:
            return teller.of(kpi.count if kpi.kind == "count" else kpi.measure)


class _Teller:
    """Says what was read, with a method for each thing that a part can do."""

    def __init__(self, say: Words, read_from: str) -> None:
        self._say, self._read_from = say, read_from

    def of(self, sql: str) -> str:
        """Say one fragment."""
        return self._told(read(sql))

    def _told(self, node: Node) -> str:
        return str(getattr(self, f"_of_{node.does}")(node))

    def _each(self, nodes: Iterable[Node]) -> list[str]:
        return [self._told(node) for node in nodes]

    # -- names and numbers -------------------------------------------------------------------

    def _of_number(self, node: Node) -> str:
        return self._say.whole(float(node.word))

    def _of_hours(self, node: Node) -> str:
        return self._say.exact(float(node.word), "hours")

    def _of_value(self, node: Node) -> str:
        return self._say(f"value.{node.word}")

    def _of_term(self, node: Node) -> str:
        return self._yes(node) if node.word in _YES_NO else self._named(node.word)

    def _of_as_number(self, node: Node) -> str:
        return self._told(node.parts[0])

    def _named(self, column: str) -> str:
        own = f"formula.term.{column}"
        return self._say(own if self._say.has(own) else f"field.{column}")

    def _yes(self, node: Node, sign: str = "=", value: str = "true") -> str:
        return f"{self._named(node.word)} {sign} {self._say(f'value.{value}').lower()}"

    # -- reckoning ---------------------------------------------------------------------------

    def _of_sum(self, node: Node) -> str:
        return f" {_SIGN[node.word]} ".join(self._each(node.parts))

    def _of_product(self, node: Node) -> str:
        left, right = node.parts
        if right.word == "3600" and left.does == "sum" and all(one.word == "epoch" for one in left.parts):
            until, since = (self._told(one.parts[0]) for one in left.parts)
            return self._say("formula.hours", since=since, until=until)
        first, second = self._each(node.parts)
        first = f"({first})" if left.does == "sum" else first
        return f"{first} {_SIGN[node.word]} {f'({second})' if right.does in {'sum', 'product'} else second}"

    def _of_where(self, node: Node) -> str:
        return self._over(node.parts[0], self._told(node.parts[1]))

    def _of_call(self, node: Node) -> str:
        return self._over(node, "")

    def _over(self, call: Node, where: str) -> str:
        """Say an aggregate over the rows that are like `where`; what counts rows names what they are read from."""
        first = call.parts[0]
        if call.word == "sum" and first.does == "as_number":
            return self._rows(self._told(first), where)
        if call.word == "count":
            return self._rows("" if first.does == "all" else self._known(first), where)
        what = self._told(first)
        match call.word:
            case "sum":
                said = f"Σ\u00a0({what})" if first.does in {"sum", "product"} else f"Σ\u00a0{what}"
            case "coalesce":
                said = self._first_known(call)
            case "nullif":
                said = what
            case "count_distinct" | "max" | "is_privacy" | "about_privacy":
                said = self._say(f"formula.{call.word}", what=what)
            case name:
                raise FormulaError(f"no words for {name}")
        return f"{said} [{where}]" if where else said

    def _rows(self, *like: str) -> str:
        rows, where = self._say("formula.rows_in", what=self._read_from), ", ".join(filter(None, like))
        return f"{rows} [{where}]" if where else rows

    def _first_known(self, call: Node) -> str:
        first, second = call.parts
        if second.does == "value":  # a word that stands for a blank cell
            return self._told(first)
        return self._say("formula.otherwise", first=self._told(first), second=self._told(second))

    # -- conditions --------------------------------------------------------------------------

    def _of_and(self, node: Node) -> str:
        return ", ".join(f"({self._told(one)})" if one.does == "or" else self._told(one) for one in node.parts)

    def _of_or(self, node: Node) -> str:
        alternatives = (f"({self._told(one)})" if one.does == "and" else self._told(one) for one in node.parts)
        return f" {self._say('formula.or')} ".join(alternatives)

    def _of_with(self, node: Node) -> str:
        return self._known(node.parts[0])

    def _known(self, node: Node) -> str:
        if node.word in _YES_NO:
            return f"{self._yes(node)} / {self._say('value.false').lower()}"
        return self._say("formula.with", what=self._told(node))

    def _of_no(self, node: Node) -> str:
        return self._yes(node.parts[0], value="false")

    def _of_not_yes(self, node: Node) -> str:
        return self._yes(node.parts[0], "≠")

    def _of_one_of(self, node: Node, sign: str = "=") -> str:
        first, *others = self._each(node.parts)
        return f"{first} {sign} {' / '.join(others)}"

    def _of_none_of(self, node: Node) -> str:
        return self._of_one_of(node, "≠")

    def _of_compare(self, node: Node) -> str:
        left, right = node.parts
        if left.word == "sentiment":
            alike = [_FEELING[right.word]] if node.word == "=" else ["positive", "neutral"]
            return f"{self._named('sentiment')} = {' / '.join(self._say(f'value.{one}') for one in alike)}"
        if right.word in {"true", "false"}:
            return self._yes(left, value=right.word)
        return f" {_SIGN[node.word]} ".join(self._each(node.parts))
