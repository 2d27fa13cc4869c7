"""The rows of a plan as an editable table, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import pandas as pd
import streamlit as st

from data.reading.exports import CHANNELS
from kpi.catalog import catalog
from kpi.cells import Filter
from kpi.plan import AUTO, Cadence, PlanRow
from pages._parts import term
from pages._session import words
from pages._tables import width_of
from pages._topics_known import topic_choices

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kpi.plan import Plan

TEXTS = ("label", "baseline", "target", "owner")
CHOICES = ("kpi", "channel", "paid", "cadence")
MANY = ("topics", "formats", "campaigns")  # filters that take any number of words
FILTERS = ("channel", *MANY, "paid", "proof")
CONDITIONS = ("deadline_days", "guards", "clock")
EXPLAINED = ("baseline", "target", *MANY, "proof", "deadline_days", "guards", "window_days")
SHOWN = ("kpi", "label", "baseline", "target", "owner", "cadence", *CONDITIONS, *FILTERS, "window_days", "id")
WINDOWS = (7, 30, 91)
LONGEST = 366  # days
NARROWEST = 140  # pixels: an empty table shows its headings whole
WIDEST = 320  # pixels; a target with all its conditions is as long as a sentence


def edit(plan: Plan, key: str) -> list[PlanRow]:
    """Draw the rows of a plan for editing, and give them as they stand now."""
    say = words()
    edited = st.data_editor(
        to_table(plan.rows),
        key=key,
        num_rows="dynamic",
        hide_index=True,
        column_config=columns(plan.rows),
        alt=say("targets.rows"),
        height="content",
        placeholder="",
    )
    return to_rows(edited, {row.id: row for row in plan.rows})


def columns(rows: Sequence[PlanRow]) -> Mapping[str, Any]:
    """Describe the columns: names in the reader's language, choices instead of typing where the answer is closed."""
    say = words()
    label = {name: say(f"targets.column_{name}") for name in (*TEXTS, *CHOICES, *EXPLAINED)}
    about = {name: say(f"targets.about_{name}") for name in EXPLAINED}
    return {"id": None} | _written(rows, label, about) | _chosen(rows, label, about)


def _written(rows: Sequence[PlanRow], label: Mapping[str, str], about: Mapping[str, str]) -> dict[str, Any]:
    """Describe the columns that are typed."""
    config = st.column_config
    texts = {name: config.TextColumn(label[name], help=about.get(name)) for name in TEXTS}
    lists = {
        name: config.MultiselectColumn(
            label[name],
            help=about[name],
            options=topic_choices() if name == "topics" else (),
            accept_new_options=True,
        )
        for name in MANY
    }
    return (
        texts
        | lists
        | {
            "label": config.TextColumn(label["label"], width="medium"),
            "target": config.TextColumn(
                label["target"],
                help=about["target"],
                width=min(max(width_of(label["target"], (row.target for row in rows)), NARROWEST), WIDEST),
            ),
            "deadline_days": config.NumberColumn(
                label["deadline_days"], help=about["deadline_days"], min_value=1, max_value=LONGEST, step=1
            ),
        }
    )


def _chosen(rows: Sequence[PlanRow], label: Mapping[str, str], about: Mapping[str, str]) -> dict[str, Any]:
    """Describe the columns that are chosen from a list."""
    say, config = words(), st.column_config
    windows = sorted({*WINDOWS, *(row.window_days for row in rows if row.window_days)})
    return {
        "kpi": config.SelectboxColumn(
            label["kpi"],
            options=list(catalog()),
            format_func=lambda name: term("kpi", str(name)),
            width=max(width_of(label["kpi"], (term("kpi", row.kpi) for row in rows)), NARROWEST),
            required=True,
            pinned=True,
        ),
        "channel": config.SelectboxColumn(
            label["channel"], options=CHANNELS, format_func=lambda name: term("channel", str(name))
        ),
        "guards": config.MultiselectColumn(
            label["guards"],
            help=about["guards"],
            options=list(catalog()),
            format_func=lambda name: term("kpi", str(name)),
        ),
        "paid": config.SelectboxColumn(
            label["paid"], options=["organic", "paid"], format_func=lambda name: say(f"targets.{name}")
        ),
        "proof": config.CheckboxColumn(label["proof"], help=about["proof"], default=False),
        "cadence": config.SelectboxColumn(
            label["cadence"],
            options=get_args(Cadence),
            format_func=lambda name: term("cadence", str(name)),
            default="weekly",
            required=True,
        ),
        "clock": config.CheckboxColumn(say("hours.column_clock"), help=say("hours.about_clock"), default=False),
        "window_days": config.SelectboxColumn(
            label["window_days"],
            help=about["window_days"],
            options=windows,
            format_func=lambda days: say("targets.days", n=int(days)),
        ),
    }


def to_table(rows: Sequence[PlanRow]) -> pd.DataFrame:
    """Lay the rows out: one line each, the filter spread over its columns."""
    typed = {"proof": "boolean", "clock": "boolean", "window_days": "Int64", "deadline_days": "Int64"}
    kinds = dict.fromkeys(SHOWN, "object") | typed
    return pd.DataFrame([_line(row) for row in rows], columns=SHOWN).astype(kinds)


def _line(row: PlanRow) -> dict[str, object]:
    return {
        "id": row.id,
        "kpi": row.kpi,
        "label": row.label,
        "baseline": None if row.baseline == AUTO else row.baseline,
        "target": row.target,
        "owner": row.owner,
        "cadence": row.cadence,
        "deadline_days": row.deadline_days,
        "guards": list(row.guards),
        "channel": row.filter.channel,
        **{name: list(getattr(row.filter, name)) for name in MANY},
        "paid": None if row.filter.paid is None else "paid" if row.filter.paid else "organic",
        "proof": row.filter.proof is True,
        "clock": row.clock == "open",
        "window_days": row.window_days,
    }


def to_rows(table: pd.DataFrame, known: Mapping[str, PlanRow]) -> list[PlanRow]:
    """Read the lines back; a new line gets an id of its own, an old one keeps what the table does not show."""
    rows: list[PlanRow] = []
    for line in table.astype(object).where(table.notna(), None).to_dict("records"):
        if any(line[name] for name in ("kpi", *TEXTS)):
            taken = known.keys() | {row.id for row in rows}
            rows.append(_row(line, known.get(line["id"] or ""), taken))
    return rows


def _row(line: Mapping[str, Any], before: PlanRow | None, taken: set[str]) -> PlanRow:
    kpi, channel = line["kpi"] or "", line["channel"] or None
    same_cadence = before is not None and before.cadence == line["cadence"]
    return PlanRow(
        id=before.id if before else _new_id(kpi or "row", taken),
        kpi=kpi,
        label=_text(line["label"]) or None,
        filter=Filter(
            channel=channel,
            topics=tuple(line["topics"] or ()),
            formats=tuple(line["formats"] or ()),
            campaigns=tuple(line["campaigns"] or ()),
            paid={"paid": True, "organic": False}.get(line["paid"] or ""),
            proof=True if line["proof"] else None,
            result_kind=before.filter.result_kind if before else None,
        ),
        baseline=_text(line["baseline"]) or AUTO,
        target=_text(line["target"]),
        owner=_text(line["owner"]),
        cadence=line["cadence"] or "weekly",
        cadence_written=before.cadence_written if before and same_cadence else None,
        window_days=int(line["window_days"]) if line["window_days"] else None,
        clock="open" if line["clock"] else None,
        ask=tuple(name for name in (before.ask if before else ()) if not line[name]),
        deadline_days=int(line["deadline_days"]) if line["deadline_days"] else None,
        guards=tuple(line["guards"] or ()),
    )


def _text(cell: object) -> str:
    return str(cell or "").strip()


def _new_id(kpi: str, taken: set[str]) -> str:
    names = (kpi, *(f"{kpi}_{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
