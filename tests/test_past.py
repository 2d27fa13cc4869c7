"""Old states on the snapshot page: issued ones come back as they were, and nobody takes them for the present."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from data.issued import record
from data.kept import folder_of
from kpi.issued import hand_out, issue, issued, taken
from kpi.paper.edition import Edition
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from tests.exports import x_posts
from tests.test_pages import read, visit

if TYPE_CHECKING:
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from data.store import Store
    from kpi.issued import Issued

PROMISE = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
POST = {"Post id": "1", "Impressions": 2000, "Url clicks": 20}
MONDAY = datetime(2026, 11, 23, 8, tzinfo=UTC)


@pytest.fixture
def promised(noordlicht: Store) -> Store:
    noordlicht.load("week47.csv", x_posts(POST), now=MONDAY)
    plan = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PROMISE,))
    noordlicht.save_plan(plan.model_dump_json(), now=MONDAY)
    return noordlicht


def picker(page: AppTest) -> Any:
    """Find the list to choose a report from; it begins anew with every one that leaves."""
    (found,) = (box for box in page.selectbox if (box.key or "").startswith("issued_number"))
    return found


def waited(page: AppTest) -> AppTest:
    """Let the work on the thread come to its end: the page without a browser does not draw itself anew."""
    for _ in range(40):
        if page.session_state["taking_past_state"].job.is_done(0.5):
            break
    page.run()
    assert not page.exception
    return page


def snapshot() -> AppTest:
    return visit("snapshot", week="2026-W47")


def test_without_any_download_the_list_says_what_it_will_hold(promised: Store) -> None:  # noqa: ARG001
    assert "No report has left yet" in read(snapshot())


def test_an_issued_snapshot_comes_back_and_says_that_it_is_old(promised: Store) -> None:
    _, entry = issue(promised, Week(2026, 47), date(2026, 11, 23), Edition("nl", "us-letter"), by="Ana", now=MONDAY)
    promised.load("more.csv", x_posts(POST | {"Url clicks": 900}))
    page = snapshot()
    assert page.dataframe[0].value["fingerprint"].tolist() == [entry.fingerprint]
    page.button(key="take_again").click().run()
    waited(page)
    said = page.info[0].value
    assert "by Ana" in said
    assert entry.fingerprint in said
    assert f"Fingerprint {entry.fingerprint}" in read(page)
    chosen = [box.value for box in (*page.selectbox, *page.radio) if (box.key or "").startswith("pdf_")]
    assert chosen == ["nl", "us-letter", "one"]
    assert "Issued snapshots" not in read(page)
    page.button(key="leave_past").click().run()
    assert not [one for one in page.info if "issued on" in one.value]
    assert f"Fingerprint {entry.fingerprint}" not in read(page)


def test_looking_at_an_old_state_issues_nothing(promised: Store) -> None:
    issue(promised, Week(2026, 47), date(2026, 11, 23), Edition("en"), now=MONDAY)
    page = snapshot()
    page.button(key="take_again").click().run()
    waited(page)
    assert len(issued(promised)) == 1


def test_the_week_as_known_on_a_day(promised: Store) -> None:
    promised.undo(1)
    promised.load("later.csv", x_posts(POST | {"Post id": "2"}))
    page = snapshot()
    page.date_input(key="known_day").set_value(date(2026, 11, 23))
    page.button(key="show_known").click().run()
    waited(page)
    assert "as it was known at the end of 23 Nov 2026, with version 1 of the plan" in page.warning[0].value


def test_a_day_before_the_plan_has_no_snapshot(promised: Store) -> None:  # noqa: ARG001
    page = snapshot()
    page.date_input(key="known_day").set_value(date(2026, 11, 20))
    page.button(key="show_known").click().run()
    waited(page)
    assert "no plan yet on that day" in page.info[0].value
    page.button(key="leave_past").click().run()
    assert page.title[0].value == "Snapshot"


def test_a_raw_file_that_is_gone_is_one_sentence_and_a_way_back(promised: Store) -> None:
    issue(promised, Week(2026, 47), date(2026, 11, 23), Edition("en"), now=MONDAY)
    promised.load("more.csv", x_posts(POST | {"Url clicks": 900}))
    next(promised.folder.glob("0001_*")).unlink()
    page = snapshot()
    page.button(key="take_again").click().run()
    waited(page)
    assert "week47" in page.error[0].value
    assert "Put it back into the folder" in page.error[0].value
    page.button(key="leave_past").click().run()
    assert len(page.get("image")) == 1


def test_other_pages_stay_on_the_present(promised: Store) -> None:
    issue(promised, Week(2026, 47), date(2026, 11, 23), Edition("en"), now=MONDAY)
    promised.load("more.csv", x_posts(POST | {"Url clicks": 30}))
    page = snapshot()
    page.button(key="take_again").click().run()
    waited(page).switch_page("measure.py").run()
    assert not [one for one in page.info if "issued on" in one.value]
    assert not [button for button in page.button if button.key == "leave_past"]
    values = [metric.value for metric in page.metric] + [line.value for line in page.markdown]
    assert any("1.50%" in str(value) or "1.5%" in str(value) for value in values), values


def test_two_of_one_minute_are_told_apart(promised: Store) -> None:
    for language in ("en", "sv"):
        issue(promised, Week(2026, 47), date(2026, 11, 23), Edition(language), by="Ana", now=MONDAY)
    page = snapshot()
    lines = picker(page).options
    assert len(set(lines)) == 2
    picker(page).set_value(1)
    page.button(key="take_again").click().run()
    waited(page)
    assert next(box.value for box in page.selectbox if (box.key or "").startswith("pdf_language")) == "en"


# -- what is kept ------------------------------------------------------------------------------------


def left(promised: Store, **how: Any) -> Issued:
    """Let a report leave without printing it: its bytes are kept, whatever they are."""
    of = taken(promised, Week(2026, 47), date(2026, 11, 23), how.pop("kind", "week"))
    how = {"edition": Edition("en"), "form": "pdf", "by": "Ana", "now": MONDAY} | how
    return hand_out(promised, of, how.pop("edition"), how.pop("form"), b"what left", **how)


def opened(number: int | None = None) -> AppTest:
    page = snapshot()
    if number is not None:
        picker(page).set_value(number).run()
    page.button(key="open_issued").click().run()
    assert not page.exception
    return page


def kept(promised: Store, suffix: str) -> Path:
    return next(folder_of(promised.path).glob(f"*.{suffix}"))


def test_what_was_issued_opens_at_once_though_its_files_are_gone(promised: Store) -> None:
    entry = left(promised, edition=Edition("nl", "us-letter", "two", appendix=True))
    promised.load("more.csv", x_posts(POST | {"Url clicks": 900}))
    next(promised.folder.glob("0001_*")).unlink()
    page = opened()
    assert "the values are exactly those that left then" in page.info[0].value
    assert f"Fingerprint {entry.fingerprint}" in read(page)
    chosen = [box.value for box in (*page.selectbox, *page.radio) if (box.key or "").startswith("pdf_")]
    assert chosen == ["nl", "us-letter", "two"]
    assert next(one.value for one in page.toggle if (one.key or "").startswith("pdf_appendix"))


def test_it_is_taken_again_as_proof(promised: Store) -> None:
    issue(promised, Week(2026, 47), date(2026, 11, 23), Edition("en"), by="Ana", now=MONDAY)
    left(promised)
    promised.load("more.csv", x_posts(POST | {"Url clicks": 900}))
    for number, said in ((1, "byte for byte as it left"), (2, "The file does not come out to the byte")):
        page = opened(number)
        page.button(key="prove").click().run()
        waited(page)
        assert said in page.info[0].value
        assert not [button for button in page.button if button.key == "prove"]


def test_values_that_are_gone_are_told_and_taken_again(promised: Store) -> None:
    left(promised)
    kept(promised, "json.gz").unlink()
    page = opened()
    waited(page)
    assert "is no longer in the folder" in page.warning[0].value
    assert "taken again from the files" in page.info[0].value


def test_a_file_that_was_changed_is_told_in_the_list(promised: Store) -> None:
    left(promised)
    kept(promised, "pdf").write_bytes(b"something else")
    assert "is no longer what left" in snapshot().warning[0].value


def test_the_list_names_form_and_kind_and_narrows_to_a_week(promised: Store) -> None:
    first = left(promised, form="xlsx")
    for week, kinds in (("2026-W47", ("month", "plan")), ("2026-W46", ["week"] * 11)):
        for kind in kinds:
            record(promised, replace(first, kind=kind, week=week))
    page = snapshot()
    assert len(page.dataframe[0].value) == 14
    page.selectbox(key="issued_week").set_value("2026-W47").run()
    shown = page.dataframe[0].value
    assert shown["form"].tolist() == ["Excel"] * 3
    assert shown["week"].tolist() == ["90 days, up to week 47", "November 2026, up to week 47", "Week 47"]


def test_it_is_compared_with_the_same_week_taken_now(promised: Store) -> None:
    left(promised)
    promised.load("more.csv", x_posts(POST | {"Url clicks": 900}))
    promised.load("next.csv", x_posts(POST | {"Post id": "2", "Date": "Tue, Nov 24, 2026"}))
    page = opened()
    table = page.table[0].value
    assert "1 of 1 row says something else" in read(page)
    assert table.iloc[0].tolist()[1:4] == ["**1.0%**", "**45.0%**", "+44.0\u00a0pp"]
    assert table.iloc[0].tolist()[-1] == "Loaded since\\: more\\.csv\\."


def test_where_nothing_changed_every_row_says_the_same(promised: Store) -> None:
    left(promised)
    page = opened()
    assert "Every row of week 47 says now what it said then" in page.success[0].value
    assert not page.table


def test_what_is_taken_along_is_kept_and_stands_in_the_history(promised: Store) -> None:
    page = snapshot()
    page.download_button(key="take_xlsx").click().run()
    assert not page.exception
    (left,) = issued(promised)
    assert (left.form, left.week) == ("xlsx", "2026-W47")
    assert page.dataframe[0].value["by"].tolist() == [left.issued_by]
    page.download_button(key="take_pdf").click().run()
    assert [one.form for one in issued(promised)] == ["pdf", "xlsx"]
    assert picker(page).value == 2  # the newest


def test_what_cannot_be_kept_is_told_on_the_page(promised: Store) -> None:
    folder_of(promised.path).parent.mkdir(exist_ok=True)
    folder_of(promised.path).write_text("a file in the way")
    page = snapshot()
    page.download_button(key="take_md").click().run()
    assert "The report was neither kept nor recorded" in page.error[0].value
    assert issued(promised) == []
