"""Reads the few forms of SQL in which KPIs are declared, for who says them in words (kpi.paper.formula)."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"'[^']*'|\d+(?:\.\d+)?|\w+|<=|>=|<>|::|[-+*/=<>(),]")
_AFTER = {("is", "not", "null"): "with", ("is", "not", "true"): "not_yes"}  # what may follow a value
_AMONG = {("not", "in"): "none_of", ("in",): "one_of"}
_SIGNS = ("<>", "<=", ">=", "=", "<", ">")


class FormulaError(Exception):
    """A declaration in SQL that nobody has words for: a bug of ours."""


@dataclass(frozen=True)
class Node:
    """A part of a fragment: what it does, to what, and its own word: a name, a sign, a number."""

    does: str
    parts: tuple[Node, ...] = ()
    word: str = ""


def read(sql: str) -> Node:
    """Read a fragment; raises FormulaError for a form that no declaration used so far."""
    return _Reader(sql).whole()


class _Reader:
    def __init__(self, sql: str) -> None:
        self._sql = sql
        self._tokens: list[str] = _TOKEN.findall(sql)
        self._at = 0

    def whole(self) -> Node:
        found = self._either()
        if self._at < len(self._tokens):
            raise FormulaError(f"{self._sql!r} at {self._tokens[self._at]!r}")
        return found

    def _take(self, *words: str) -> bool:
        found = self._tokens[self._at : self._at + len(words)] == [*words]
        self._at += len(words) * found
        return found

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise FormulaError(f"{self._sql!r}: no {word!r}")

    def _next(self, *among: str) -> str:
        """Take the next word; "" where it is none of those asked for."""
        word = self._tokens[self._at] if self._at < len(self._tokens) else ""
        if among and word not in among:
            return ""
        if not word:
            raise FormulaError(f"{self._sql!r} ends too early")
        self._at += 1
        return word

    def _either(self) -> Node:
        parts = [self._all()]
        while self._take("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Node("or", tuple(parts))

    def _all(self) -> Node:
        parts = [self._condition()]
        while self._take("and"):
            parts.append(self._condition())
        return parts[0] if len(parts) == 1 else Node("and", tuple(parts))

    def _condition(self) -> Node:
        if self._take("not"):
            return Node("no", (self._condition(),))
        left = self._sum()
        if does := next((does for words, does in _AFTER.items() if self._take(*words)), None):
            return Node(does, (left,))
        if does := next((does for words, does in _AMONG.items() if self._take(*words)), None):
            self._need("(")
            return Node(does, (left, *self._listed()))
        if sign := self._next(*_SIGNS):
            return Node("compare", (left, self._sum()), sign)
        return left

    def _sum(self) -> Node:
        left = self._product()
        while sign := self._next("+", "-"):
            left = Node("sum", (left, self._product()), sign)
        return left

    def _product(self) -> Node:
        left = self._single()
        while sign := self._next("*", "/"):
            left = Node("product", (left, self._single()), sign)
        return left

    def _single(self) -> Node:
        found = self._plain(self._next())
        return Node("as_number", (found,)) if self._take("::", "integer") else found

    def _plain(self, word: str) -> Node:
        if word == "(":
            found = self._either()
            self._need(")")
            return found
        if word == "interval":
            found = Node("hours", word=self._next())
            self._need("hours")
            return found
        if word == "-" or word[0].isdigit():
            return Node("number", word=word + self._next() if word == "-" else word)
        if word[0] == "'":
            return Node("value", word=word[1:-1])
        return self._called(word) if self._take("(") else Node("term", word=word)

    def _called(self, name: str) -> Node:
        distinct = self._take("distinct")
        if self._take("*"):
            self._need(")")
            parts: tuple[Node, ...] = (Node("all"),)
        else:
            parts = self._listed()
        found = Node("call", parts, f"{name}_distinct" if distinct else name)
        if self._take("filter", "(", "where"):
            found = Node("where", (found, self._either()))
            self._need(")")
        return found

    def _listed(self) -> tuple[Node, ...]:
        parts = [self._either()]
        while self._take(","):
            parts.append(self._either())
        self._need(")")
        return tuple(parts)
