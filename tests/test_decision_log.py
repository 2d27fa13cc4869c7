"""The log finds by any word, and what leaves it runs nowhere and reads well."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
from openpyxl import load_workbook

from data.written import workbook
from kpi.deciding.came import Outcome
from kpi.deciding.decision_log import COLUMNS, Sought, find, kpi_name, markdown, open_first, owners, table
from kpi.deciding.outcome_words import besides, footing, told
from kpi.plan import Plan, PlanRow
from kpi.snapshot import Cell, Move, Unlike
from kpi.words import LANGUAGES, Words
from pages._tables import safe_csv
from tests.test_outcome import decision

TODAY = date(2026, 11, 23)
SAY = Words("en")
PLAN = Plan(
    brand="Noord",
    start=date(2026, 9, 28),
    rows=(PlanRow(id="trust", kpi="net_sentiment", label="Vertrouwen (AI)", target="+22"),),
)
LOG = (
    decision(number=1, made_on=date(2026, 10, 5), action="Créer un FAQ", owner="Ann", due=date(2026, 11, 6)),
    decision(number=2, made_on=date(2026, 11, 9), kind="stop", insight="Wrong audience", owner="Șerban", kpi="cpa"),
    decision(number=3, made_on=date(2026, 11, 9), kpi="net_sentiment", row="trust", closed="done", note="Late"),
    decision(number=4, made_on=date(2026, 11, 2), channel="x", closed="dropped", due=date(2026, 12, 4)),
)
CELL = Cell("ctr", "2026-W45/14", "*", 0.01, 2000, 200_000, 200_000, None, 0.0002)
WORKED = Outcome(
    "worked",
    "percent",
    None,
    passed=3,
    weeks=2,
    before=CELL,
    after=replace(CELL, sample=210_000),
    move=Move(0.01, 0.013, 0.0003, "signal"),
    reached=1.5,
    smallest=0.0007,
    already=True,
    others=(4,),
)


def numbers(sought: Sought) -> list[int]:
    return [one.number for one in find(LOG, sought, PLAN, TODAY, SAY)]


@pytest.mark.parametrize(
    ("sought", "found"),
    [
        (Sought(), [3, 2, 4, 1]),
        (Sought("creer FAQ"), [1]),
        (Sought("faq audience"), []),
        (Sought("SERBAN"), [2]),
        (Sought("vertrouwen"), [3]),
        (Sought("late"), [3]),
        (Sought("stop"), [2]),
        (Sought(kind="stop"), [2]),
        (Sought(owner="Ann"), [3, 4, 1]),
        (Sought(kpi="ctr"), [4, 1]),
        (Sought(state="overdue"), [2, 1]),
        (Sought(state="dropped"), [4]),
        (Sought("hooks", owner="Ann", state="done"), [3]),
    ],
)
def test_what_is_sought_is_found_newest_first(sought: Sought, found: list[int]) -> None:
    assert numbers(sought) == found


def test_open_actions_begin_with_what_is_overdue() -> None:
    assert [one.number for one in open_first(LOG)] == [1, 2]
    assert owners(LOG) == ["Ann", "Șerban"]


def test_a_kpi_has_the_name_that_the_team_gave_its_row() -> None:
    assert kpi_name(LOG[2], PLAN, SAY) == "Vertrouwen (AI)"
    assert kpi_name(LOG[3], PLAN, SAY) == "CTR · X"
    assert kpi_name(decision(kpi="klout_score", row="gone"), PLAN, SAY) == "klout score"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_says_everything_in_the_readers_language(language: str) -> None:
    head, *lines = table(LOG, {1: WORKED}, PLAN, TODAY, Words(language))
    assert len(set(head)) == len(head) == len(COLUMNS)
    assert [len(line) for line in lines] == [len(COLUMNS)] * 4
    assert Words(language)("outcome.came.worked") in lines[0]
    assert lines[1][-2:] == ["", ""]


EVIL = '=HYPERLINK("http://x","y")'


def test_no_cell_of_an_export_is_a_formula() -> None:
    evil = [decision(action=EVIL, insight="@SUM(1)", owner="+1", by_how_much="+0.2 pp", note="-1|x")]
    rows = table(evil, {}, PLAN, TODAY, SAY)
    sheet = load_workbook(io.BytesIO(workbook(rows, "Log"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet[2]][:4] == ["2026-11-09", "Start", "@SUM(1)", EVIL]
    assert {cell.data_type for cell in sheet[2]} <= {"s", "inlineStr", "n"}  # n = empty
    written = safe_csv(pd.DataFrame(rows[1:], columns=rows[0]), SAY).decode("utf-8-sig")
    assert "'=HYPERLINK" in written
    assert "'@SUM" in written
    assert "'+0.2 pp" in written


def test_markdown_shows_peoples_words_letter_by_letter() -> None:
    text = "[x](javascript:1) <b>*now*</b> a_b | # `c` < 6 h $1$"
    evil = decision(action=text, insight="two\n# lines", by_how_much="< 6 h")
    written = markdown("A*B", [evil], {}, PLAN, TODAY, SAY)
    assert written.startswith("# Decisions of A\\*B\n")
    assert "\\[x\\](javascript:1) \\<b>\\*now\\*\\</b> a\\_b \\| # \\`c\\` < 6 h \\$1\\$" in written
    assert "- **What we see:** two # lines\n" in written
    assert "- **By how much:** < 6 h\n" in written


def test_markdown_has_a_heading_for_each_decision_and_its_outcome() -> None:
    written = markdown("Noord", LOG, {1: WORKED}, PLAN, TODAY, SAY).replace("\u00a0", " ")
    assert written.count("\n## ") == 4
    assert "## 5 Oct 2026 · Start · Créer un FAQ" in written
    assert "- **Did it work?** Worked. 1.0% → 1.3% (+0.3 pp), 2 full weeks" in written
    assert "- **State:** Overdue" in written


# -- the sentence of an outcome ----------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_outcome_has_its_sentence(language: str) -> None:
    say, made = Words(language), decision(by_how_much="+0.2 pp")
    said = {told(WORKED, made, say)}
    said |= {
        told(replace(WORKED, verdict="unclear", doubt=doubt), made, say) for doubt in ("noise", "sample", "scatter")
    }
    said |= {told(Outcome("too_early", "percent", None), made, say)}
    said |= {
        told(Outcome("no_data", "percent", None, unlike=why), made, say) for why in (None, Unlike("age", "3", "9"))
    }
    assert len(said) == 7
    assert len(besides(WORKED, say)) == 3  # others, already, fewer
    assert "210" in footing(WORKED, made, say)
    assert footing(Outcome("no_data", "percent", None), made, say) == ""


def test_what_moved_before_the_action_was_done_has_not_worked() -> None:
    written = markdown("Noord", LOG, {1: replace(WORKED, unfinished=True)}, PLAN, TODAY, SAY).replace("\u00a0", " ")
    said = "Moved, not done yet. The KPI moved as asked, before the action was reported as done. 1.0% → 1.3% (+0.3 pp)"
    assert said in written
    assert "Worked" not in written
    towards = told(replace(WORKED, verdict="partly", unfinished=True), LOG[0], SAY)
    assert towards.startswith("The KPI moved towards what was asked, before")


def test_the_difference_that_is_told_is_that_of_the_values_that_are() -> None:
    near = replace(WORKED, move=Move(0.01165, 0.016249, 0.0003, "signal"))
    assert "1.17% → 1.62% (+0.45 pp)" in told(near, LOG[0], SAY).replace("\u00a0", " ")


def test_a_share_of_what_was_asked_is_told_only_where_it_is_known() -> None:
    made = decision(by_how_much="+0.2 pp")
    assert "150% of what was asked (+0.2\u00a0pp)" in told(WORKED, made, SAY)
    unclear = told(replace(WORKED, verdict="unclear", doubt="noise"), made, SAY)
    assert "150%" not in unclear
    assert "from 0.07" in unclear.replace("\u00a0", " ")
    assert "asked" not in told(replace(WORKED, reached=None), decision(), SAY).lower()
