"""How the cells of one column are read: only what the cells leave open is asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import streamlit as st

from data.mapping.fields import PERCENT
from data.mapping.fit import unknown_words, values_of
from data.mapping.mapping import Unit
from pages._mapping_work import dictionary
from pages._parts import escape, term
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from data.mapping.content import Content
    from data.mapping.fit import Doubt
    from data.mapping.mapping import Source
    from data.mapping.propose import Choice
    from pages._mapping_work import Work

MOST_WORDS = 12
THE_DAY = date(2026, 11, 3)  # shows an order of day and month
UNITS = tuple(unit for unit in get_args(Unit) if unit != "stated")


@dataclass(frozen=True)
class Asking:
    """A column that feeds a field, and what its cells leave open."""

    work: Work
    fact: str
    field: str
    choice: Choice
    content: Content

    def settle(self) -> tuple[Source, list[Doubt]]:
        """Draw what only a person can tell; give how the column is read, and the doubts that are left."""
        source = self.choice.source
        left: list[Doubt] = []
        for doubt in self.choice.doubts:
            told = getattr(self, f"_{doubt}")()
            source = source.model_copy(update=told or {})
            left += [] if told else [doubt]
        return source, left

    def _ask(self, what: str, label: str, options: Sequence[Any], show: Callable[[Any], str]) -> Any:
        name = f"{self.fact}_{self.field}_{self.choice.source.header}_{what}"
        key = self.work.key(name, [None, *options])
        chosen = st.selectbox(
            label, options, index=None, format_func=show, placeholder=words()("mapping.choose"), key=key
        )
        return self.work.keep(name, chosen)

    def _example(self, signs: str) -> str:
        """Show a cell that holds one of these signs."""
        examples = self.content.examples
        return escape(next((one for one in examples if set(signs) & set(one)), examples[0]))

    # -- one question each; None while it has no answer --------------------------------------

    def _order(self) -> dict[str, Any] | None:
        """Every date of the column fits both ways: 03-11 is the third of November, or the eleventh of March."""
        say = words()

        def show(order: tuple[str, ...]) -> str:
            kind = "day_first" if order[0].find("%d") < order[0].find("%m") else "month_first"
            return say(
                f"mapping.{kind}", example=THE_DAY.strftime(order[0].split("%Y")[0] + "%Y"), day=say.day(THE_DAY)
            )

        asked = say("mapping.ask_order", example=self._example("0123456789"))
        chosen = self._ask("order", asked, self.content.orders, show)
        return {"patterns": tuple(chosen)} if chosen is not None else None

    def _decimal(self) -> dict[str, Any] | None:
        say = words()
        asked = say("mapping.ask_decimal", example=self._example(".,"))
        names = {".": say("mapping.point"), ",": say("mapping.comma")}
        chosen = self._ask("decimal", asked, self.content.decimals, lambda mark: names[mark])
        return {"decimal": chosen} if chosen else None

    def _percent(self) -> dict[str, Any] | None:
        say = words()
        asked = say("mapping.ask_percent", example=self._example("0123456789"))
        chosen = self._ask("percent", asked, PERCENT[:2], lambda kind: say(f"mapping.{kind}"))
        return {"kind": chosen} if chosen else None

    def _unit(self) -> dict[str, Any] | None:
        say = words()
        asked = say("mapping.ask_unit", example=self._example("0123456789"))
        chosen = self._ask("unit", asked, UNITS, lambda unit: say(f"mapping.{unit}"))
        return {"unit": chosen} if chosen else None

    def _words(self) -> dict[str, Any] | None:
        """Ask what the words mean that no format declares; the cells of a word without a meaning stay empty."""
        say, source = words(), self.choice.source
        values = values_of(source.kind, dictionary().words.get((self.fact, self.field), {}))
        unknown, filed = unknown_words(source.kind, self.content, source), dict(source.words)
        with st.expander(say("mapping.ask_words", n=len(unknown)), icon=":material/translate:"):
            for word in unknown[:MOST_WORDS]:
                asked = say("mapping.ask_word", word=escape(word[:40]))
                if value := self._ask(f"word_{word}", asked, values, lambda value: term("value", value)):
                    filed[value] = (*filed.get(value, ()), word)
        return {"words": filed}
