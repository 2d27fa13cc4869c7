"""A formula that somebody types, over the columns of one fact: read by DuckDB's own parser, written anew by us.

DuckDB parses the text (`json_serialize_sql`: nothing is run) and gives its tree. Of that tree only what is listed here
is written, as SQL of our own; what was typed never reaches a store. So there is nothing to smuggle through: another
table, a subquery, a file, a parameter, a window, a lambda, a list, a name with a dot, an alias or a comment has no
place in what is written, and no function is written that makes long texts or lists (`repeat`, `lpad`, `range`), which
neither a limit of memory nor one of time would stop (data/locked.py). What can be written takes as long as the fact has
rows, times the nodes, of which there are NODES at most.

`measure` gives one number over many rows: columns stand inside an aggregate, and aggregates not inside each other.
`condition` speaks of one row, and has no aggregate. Own declarations (kpi/definitions) may name macros of ours besides.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import duckdb

from data.errors import FormulaError
from data.locked import shared_memory
from data.sql import literal, name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

LETTERS, NODES, DEPTH, WORD = 2_000, 300, 40, 200  # of the text, of its tree, and of a text in it
Node = dict[str, Any]
_AGGREGATES = {
    **dict.fromkeys(("sum", "avg", "min", "max", "count", "median", "stddev_samp", "stddev_pop", "var_samp"), (1, 1)),
    **dict.fromkeys(("bool_and", "bool_or"), (1, 1)),
    "count_star": (0, 0),
    "quantile_cont": (2, 2),
}
_FUNCTIONS = {
    **dict.fromkeys(("abs", "floor", "ceil", "sign", "sqrt", "ln", "epoch", "isodow", "hour", "length"), (1, 1)),
    **dict.fromkeys(("lower", "upper", "trim", "to_days", "to_hours", "to_minutes", "trunc", "isfinite"), (1, 1)),
    **dict.fromkeys(("nullif", "contains", "starts_with", "suffix", "date_part"), (2, 2)),
    "date_diff": (3, 3),
    **dict.fromkeys(("greatest", "least"), (2, 9)),
    "if": (3, 3),
    "round": (1, 2),
}
_SIGNS = {"+": (1, 2), "-": (1, 2), "*": (2, 2), "/": (2, 2), "//": (2, 2), "%": (2, 2)}
_COMPARED = {
    "COMPARE_EQUAL": "=",
    "COMPARE_NOTEQUAL": "<>",
    "COMPARE_LESSTHAN": "<",
    "COMPARE_LESSTHANOREQUALTO": "<=",
    "COMPARE_GREATERTHAN": ">",
    "COMPARE_GREATERTHANOREQUALTO": ">=",
    "COMPARE_DISTINCT_FROM": "IS DISTINCT FROM",
    "COMPARE_NOT_DISTINCT_FROM": "IS NOT DISTINCT FROM",
}
_OPERATORS = {
    "OPERATOR_NOT": "(NOT {0})",
    "OPERATOR_IS_NULL": "({0} IS NULL)",
    "OPERATOR_IS_NOT_NULL": "({0} IS NOT NULL)",
    "OPERATOR_COALESCE": "coalesce({all})",
    "COMPARE_IN": "({0} IN ({rest}))",
    "COMPARE_NOT_IN": "({0} NOT IN ({rest}))",
}
_JOINED = {"CONJUNCTION_AND": " AND ", "CONJUNCTION_OR": " OR "}
_TYPES = ("INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "DATE", "TIMESTAMP", "VARCHAR")
_NUMBER = re.compile(r"-?(\d{1,18}|\d{0,15}\.\d{1,15}|\d{1,15}\.)(e[+-]?\d{1,2})?", re.IGNORECASE)
_BARE: dict[str, object] = {  # of a SELECT: all that makes it more than one expression
    "modifiers": [],
    "cte_map": {"map": []},
    "where_clause": None,
    "group_expressions": [],
    "group_sets": [],
    "aggregate_handling": "STANDARD_HANDLING",
    "having": None,
    "sample": None,
    "qualify": None,
}


def measure(said: str, columns: Iterable[str], macros: Iterable[str] = ()) -> str:
    """Write the SQL of a formula over many rows; raises FormulaError for what a formula may not say."""
    return _Writer(said, frozenset(columns), frozenset(macros), aggregates=True).sql()


def condition(said: str, columns: Iterable[str], macros: Iterable[str] = ()) -> str:
    """Write the SQL of something that is said of one row; raises FormulaError for what it may not say."""
    return _Writer(said, frozenset(columns), frozenset(macros), aggregates=False).sql()


@dataclass
class _Writer:
    """Writes one text; knows where it stands in the tree."""

    said: str
    columns: frozenset[str]
    macros: frozenset[str]
    aggregates: bool  # whether columns have to stand in one
    nodes: int = 0
    inside: list[str] = field(default_factory=list)  # the aggregate around

    def sql(self) -> str:
        if len(self.said) > LETTERS:
            raise FormulaError(why="formula_long", value=f"{self.said[:40]}…")
        return self._of(_parsed(self.said), 0)

    def _refused(self, why: str, value: object) -> FormulaError:
        return FormulaError(why=f"formula_{why}", value=str(value)[:60])

    def _of(self, node: Any, depth: int) -> str:
        self.nodes += 1
        if depth > DEPTH or self.nodes > NODES:
            raise self._refused("long", f"{self.said[:40]}…")
        if not isinstance(node, dict) or node.get("alias"):
            raise self._refused("shape", self._piece(node))
        write = _WRITTEN.get(str(node.get("class")))
        if write is None:
            raise self._refused("shape", self._piece(node))
        return write(self, node, depth + 1)

    def compared(self, node: Node, depth: int) -> str:
        sign = self._listed(_COMPARED, node)
        return f"({self._of(node['left'], depth)} {sign} {self._of(node['right'], depth)})"

    def conjunction(self, node: Node, depth: int) -> str:
        return "(" + self._listed(_JOINED, node).join(self._all(node["children"], depth)) + ")"

    def operator(self, node: Node, depth: int) -> str:
        shape, parts = self._listed(_OPERATORS, node), self._all(node["children"], depth)
        return shape.format(*parts, all=", ".join(parts), rest=", ".join(parts[1:]))

    def between(self, node: Node, depth: int) -> str:
        what, low, high = self._all([node["input"], node["lower"], node["upper"]], depth)
        return f"({what} BETWEEN {low} AND {high})"

    def _listed(self, known: Mapping[str, str], node: Node) -> str:
        if node["type"] not in known:
            raise self._refused("shape", self._piece(node))
        return known[node["type"]]

    def _all(self, nodes: list[Any], depth: int) -> list[str]:
        return [self._of(one, depth) for one in nodes]

    def constant(self, node: Node, _: int) -> str:
        kind, text = node["literal"]["kind"], node["literal"]["text"]
        if kind == "NULL_LITERAL":
            return "NULL"
        if kind == "BOOLEAN" and text in ("true", "false"):
            return str(text)
        if kind == "STRING" and len(text) <= WORD and text.isprintable():
            return literal(text)
        if kind in ("INTEGER", "NUMERIC") and _NUMBER.fullmatch(text):
            return f"({text})" if text.startswith("-") else str(text)
        raise self._refused("shape", text)

    def column(self, node: Node, _: int) -> str:
        said = ".".join(node["column_names"])
        if len(node["column_names"]) != 1 or said.lower() not in self.columns:
            raise self._refused("name", said)
        if self.aggregates and not self.inside:
            raise self._refused("plain", said)
        return name(said.lower())

    def function(self, node: Node, depth: int) -> str:
        called, arguments = node["function_name"], [one["expression"] for one in node["arguments"]]
        if node["schema"] or node["catalog"] or node["order_bys"]["orders"] or node["export_state"]:
            raise self._refused("shape", self._piece(node))
        if any(one["name"] for one in node["arguments"]):
            raise self._refused("shape", self._piece(node))
        if called in _AGGREGATES:
            return self._aggregate(node, called, arguments, depth)
        if node["filter"] is not None or node["distinct"]:
            raise self._refused("shape", self._piece(node))
        known = _SIGNS if node["is_operator"] else _FUNCTIONS | dict.fromkeys(self.macros, (0, 9))
        if called not in known:
            raise self._refused("function", called)
        self._counted(called, arguments, known[called])
        parts = self._all(arguments, depth)
        if not node["is_operator"]:
            return f"{called}({', '.join(parts)})"
        return f"({called} {parts[0]})" if len(parts) == 1 else f"({parts[0]} {called} {parts[1]})"

    def _aggregate(self, node: Node, called: str, arguments: list[Any], depth: int) -> str:
        if not self.aggregates or self.inside:
            raise self._refused("nested", called)
        self._counted(called, arguments, _AGGREGATES[called])
        self.inside.append(called)
        first = "*" if called == "count_star" else self._of(arguments[0], depth)
        only = "" if node["filter"] is None else f" FILTER (WHERE {self._of(node['filter'], depth)})"
        self.inside.pop()
        places = "".join(f", {self._places(one)}" for one in arguments[1:])
        distinct = "DISTINCT " if node["distinct"] and called != "count_star" else ""
        return f"{called.removesuffix('_star')}({distinct}{first}{places}){only}"

    def _places(self, node: Node) -> str:
        """Write the second argument of a quantile: a number between 0 and 1, or a few of them in brackets."""
        listed = node.get("class") == "FUNCTION" and node["function_name"] == "list_value"
        said = [one["expression"] for one in node["arguments"]] if listed else [node]
        if any(one.get("class") != "CONSTANT" or one["literal"]["kind"] not in ("INTEGER", "NUMERIC") for one in said):
            raise self._refused("shape", self._piece(node))
        written = ", ".join(self._all(said, 0))
        return f"[{written}]" if listed else written

    def _counted(self, called: str, arguments: list[Any], allowed: tuple[int, int]) -> None:
        if not allowed[0] <= len(arguments) <= allowed[1]:
            raise self._refused("arguments", called)

    def case(self, node: Node, depth: int) -> str:
        checks = [self._all([one["when_expr"], one["then_expr"]], depth) for one in node["case_checks"]]
        told = " ".join(f"WHEN {when} THEN {then}" for when, then in checks)
        return f"(CASE {told} ELSE {self._of(node['else_expr'], depth)} END)"

    def cast(self, node: Node, depth: int) -> str:
        into = node["type_expr"]
        kind = str(into.get("type_name", "")).upper()
        if kind not in _TYPES or into.get("children") or into.get("schema") or into.get("catalog"):
            raise self._refused("shape", kind or self._piece(node))
        return f"{'TRY_' if node['try_cast'] else ''}CAST({self._of(node['child'], depth)} AS {kind})"

    def _piece(self, node: Any) -> str:
        """Find the words of a node in the text; it starts behind `SELECT `."""
        begin = int(node.get("query_location", 0)) - len(_SELECT) if isinstance(node, dict) else -1
        piece = self.said.encode()[max(begin, 0) :].decode(errors="ignore") if begin < len(self.said.encode()) else ""
        return " ".join((piece or self.said).split())


_WRITTEN: dict[str, Callable[[_Writer, Node, int], str]] = {  # by the class of a node; there are many more
    "CONSTANT": _Writer.constant,
    "COLUMN_REF": _Writer.column,
    "FUNCTION": _Writer.function,
    "COMPARISON": _Writer.compared,
    "CONJUNCTION": _Writer.conjunction,
    "OPERATOR": _Writer.operator,
    "BETWEEN": _Writer.between,
    "CASE": _Writer.case,
    "CAST": _Writer.cast,
}
_TABLE = "its_rows"  # of no database: only the parser sees it
_SELECT, _FROM = "SELECT ", f"\nFROM {_TABLE}"  # the line break ends a comment with which the text may end


def _parsed(said: str) -> Node:
    """Let DuckDB parse the text as the one thing that is selected from a table; gives its tree."""
    try:
        with shared_memory() as con:
            ((tree,),) = con.execute("SELECT json_serialize_sql(?)", [f"{_SELECT}{said}{_FROM}"]).fetchall()
        found = json.loads(tree)
    except (duckdb.Error, RecursionError, UnicodeEncodeError) as cause:
        raise FormulaError(why="formula_unread", value=said[:60]) from cause
    statements = found.get("statements", [])
    if found["error"] or len(statements) != 1 or statements[0]["named_param_map"]:
        raise FormulaError(why="formula_unread", value=said[:60])
    node: Node = statements[0]["node"]
    bare = node.get("type") == "SELECT_NODE" and node["from_table"].get("table_name") == _TABLE
    if not bare or len(node["select_list"]) != 1 or any(node[part] != empty for part, empty in _BARE.items()):
        raise FormulaError(why="formula_shape", value=said[:60])
    return dict(node["select_list"][0])
