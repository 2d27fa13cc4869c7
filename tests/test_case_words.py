"""An alert and its history, in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args

import pytest

from data.journal import Entry
from kpi.alerting.case import fold
from kpi.alerting.case_words import happened, name_of, place_of, reason, since, until, whole_name
from kpi.alerting.findings import findings
from kpi.alerting.judging import Lack, What
from kpi.alerting.reasons import Reason
from kpi.alerting.watch import drafts
from kpi.words import LANGUAGES, Words
from tests.cases import FIRST, taken

if TYPE_CHECKING:
    from kpi.alerting.case import Case
    from kpi.alerting.reasons import Kind

EN = Words("en")
DAY = date(2026, 11, 23)
WHATS: tuple[What, ...] = get_args(What)
KINDS: tuple[Kind, ...] = ("rules", "settings", "notes")  # that name nothing


def entry(number: int, kind: str, subject: str, **body: object) -> Entry:
    return Entry(number, datetime(2026, 11, 23), None, kind, subject, body, 1)  # noqa: DTZ001 - as the store keeps it


def fired() -> Case:
    (draft,) = drafts((), taken(stop=3.0), DAY, lambda *_: ())
    return fold([entry(1, draft.kind, draft.subject, **draft.body)])[1]


def test_rule_is_named_with_its_place_and_a_row_by_its_kpi() -> None:
    rule, row = findings(taken(stop=3.0, rows={"ctr": "behind"}))
    assert whole_name(rule, EN) == "Pause scaling · LinkedIn"
    assert (whole_name(row, EN), place_of(row, EN)) == ("CTR", "the whole brand")
    assert name_of(replace(rule, name="Our own rule"), EN) == "Our own rule"
    assert name_of(replace(rule, rule="gone_rule"), EN) == "gone rule"


def test_since_counts_the_weeks() -> None:
    case = fired()
    assert since(case, EN) == "since week 47"
    assert since(replace(case, last=FIRST.previous(-2)), EN) == "since week 47 (3 weeks)"
    assert until(case, EN) == ""


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Reason("came", ("a.csv",), (12,)), "upload 12 (a.csv) came"),
        (
            Reason("went", ("a", "b", "c", "d", "e"), (1, 2, 3, 4, 5)),
            "uploads 1 (a), 2 (b), 3 (c) and 2 more were undone",
        ),
        (Reason("week", ("2026-W48",)), "by the numbers of week 48"),
        (Reason("plan", numbers=(2,)), "the plan was changed"),
    ],
)
def test_reason_is_a_clause(one: Reason, said: str) -> None:
    assert reason(one, EN) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_entry_has_a_sentence(language: str) -> None:
    case, say = fired(), Words(language)
    shown = dict(case.history[0].body)
    bodies: dict[str, dict[str, object]] = {
        **dict.fromkeys(("fired", "held", "worsened", "refired", "returned"), shown),
        "cleared": {"week": "2026-W48", "ended": True, "why": [Reason("otherwise").body, Reason("unjudged").body]},
        "unjudged": {"week": "2026-W48", "why": [], "lacks": [Lack("cpa", what).body for what in WHATS]},
        **{kind: {"note": "because"} for kind in ("woke", "acknowledged", "resolved", "reopened")},
        "snoozed": {"until": "2026-12-21", "until_worse": True, "note": ""},
    }
    said = {kind: happened(entry(2, f"alert.{kind}", case.subject, **body), say) for kind, body in bodies.items()}
    assert len(set(said.values())) == len(said)
    assert say("case.somebody") in said["acknowledged"]
    assert said["acknowledged"].endswith("because")
    assert all(reason(Reason(kind), say) for kind in KINDS)
