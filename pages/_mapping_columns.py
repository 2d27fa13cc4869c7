"""Which column of the file feeds which field: proposed, with the reason, and changed by the reader."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from data.mapping.fields import CHANNELLED, METRIC, lacking, moments_of
from data.mapping.mapping import alias_of
from data.mapping.propose import choose
from kpi.catalog import catalog
from kpi.needs import answerable, fed
from pages._mapping_settings import Asking
from pages._mapping_work import dictionary
from pages._parts import escape, term
from pages._session import words

if TYPE_CHECKING:
    from collections.abc import Iterable
    from collections.abc import Mapping as Dict

    from data.mapping.content import Content
    from data.mapping.fields import Field
    from data.mapping.mapping import Source
    from data.mapping.propose import Choice, Proposal
    from pages._mapping_work import Work


def field_name(name: str) -> str:
    """Name a field in the reader's language."""
    return term("field", name.removeprefix(METRIC))


def columns(work: Work, proposal: Proposal, fact: str) -> tuple[dict[str, Source], list[str]]:
    """Draw the fields of a fact, and give the chosen columns and what is still to be settled, in words."""
    fields, proposed = dictionary().fields[fact], proposal.choices[fact]
    wanted = {*proposed, *moments_of(fact), *({"channel"} if fact in CHANNELLED else ())}
    rows = _Rows(work, proposal, fact)
    for name in (name for name in fields if name in wanted):
        rows.draw(fields[name])
    if others := [name for name in fields if name not in wanted]:
        with st.expander(words()("mapping.more_fields", n=len(others)), icon=":material/add:"):
            for name in others:
                rows.draw(fields[name])
    return rows.chosen, [*_missing(fact, rows.chosen), *_twice(rows.chosen), *rows.undecided]


@dataclass(frozen=True)
class _Rows:
    """The fields of a fact, one below the other, and what was chosen for them."""

    work: Work
    proposal: Proposal
    fact: str
    chosen: dict[str, Source] = field(default_factory=dict)
    undecided: list[str] = field(default_factory=list)

    def draw(self, one: Field) -> None:
        """Draw a field: its column on the left, what the cells say on the right, and what they leave open below."""
        left, right = st.columns([2, 3], vertical_alignment="bottom")
        with left:
            header = self._pick(one)
        if header is None:
            return
        content, choice = self.proposal.table.columns[header], self._choice(one, header)
        right.caption(self._said(content, choice if header == self._usual(one) else None))
        with st.columns([2, 3])[1] if choice.doubts else right:  # a column of its own keeps label and cells in line
            source, doubts = Asking(self.work, self.fact, one.name, choice, content).settle()
        self.chosen[one.name] = source
        name = f"**{field_name(one.name)}**"
        self.undecided.extend(words()(f"mapping.undecided_{doubt}", field=name) for doubt in doubts)

    def _pick(self, one: Field) -> str | None:
        table, options = self.proposal.table, list(self.proposal.table.columns)
        name = f"{table.sheet}_{table.position}_{self.fact}_{one.name}"
        mark = " \\*" if one.name in moments_of(self.fact)[:1] and self.fact != "ads" else ""
        picked: str | None = st.selectbox(
            field_name(one.name) + mark,
            options,
            index=None,
            placeholder=words()("mapping.no_column"),
            key=self.work.key(name, [None, *options], self._usual(one)),
        )
        return self.work.keep(name, picked)

    def _usual(self, one: Field) -> str | None:
        """Find the column that was proposed: its source may name it without the currency."""
        proposed = self.proposal.choices[self.fact].get(one.name)
        if proposed is None:
            return None
        named, kind = proposed.source.header, one.kinds[0]
        return next(header for header in self.proposal.table.columns if named in (header, alias_of(header, kind)))

    def _choice(self, one: Field, header: str) -> Choice:
        """Take the proposal, or say how the column that the reader chose instead is read."""
        if header == self._usual(one):
            return self.proposal.choices[self.fact][one.name]
        content = self.proposal.table.columns[header]
        return choose(one, header, content, dictionary=dictionary(), fact=self.fact, reason="name")

    @staticmethod
    def _said(content: Content, proposed: Choice | None) -> str:
        """Show some cells, and why the column was proposed."""
        cells = ", ".join(f"“{escape(example[:40])}”" for example in content.examples)
        why = words()(f"mapping.reason_{proposed.reason}") if proposed else ""
        return " · ".join(filter(None, [cells or words()("mapping.blank"), why]))


# -- what is still missing, and what the columns are good for --------------------------------------


def _missing(fact: str, chosen: Dict[str, Source]) -> list[str]:
    say = words()
    names = {METRIC: say("mapping.any_figure")}
    gone = lacking(fact, frozenset(chosen))
    found = [say("mapping.missing", field=names.get(name) or f"**{field_name(name)}**") for name in gone]
    headers = {source.header for source in chosen.values()}
    return found or ([say("mapping.too_few")] if len(headers) < 2 else [])


def _twice(chosen: Dict[str, Source]) -> list[str]:
    """Say which column feeds two fields: a figure would count as two things."""
    fields: dict[str, list[str]] = {}
    for name, source in chosen.items():
        fields.setdefault(source.header, []).append(field_name(name))
    return [
        words()("mapping.twice", header=escape(header), fields=" · ".join(names))
        for header, names in fields.items()
        if len(names) > 1
    ]


def good_for(fact: str, fields: Iterable[str]) -> None:
    """Say which KPIs these columns give a value for, and which they leave out."""
    say, ready = words(), answerable(fact, frozenset(fields))
    rest = [name for name in fed(fact) if name not in ready and name in catalog()]
    if ready:
        st.markdown(say("mapping.kpis", kpis=_listed(ready)))
    if rest:
        st.caption(say("mapping.kpis_not", kpis=_listed(rest)))


def _listed(kpis: Iterable[str]) -> str:
    return ", ".join(f"**{term('kpi', kpi)}**" for kpi in kpis)
