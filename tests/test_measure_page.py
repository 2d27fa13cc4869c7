"""The KPI page: what changed, what brought it, and the rows behind it, with the real engine underneath."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from data.store import Store, store_path
from kpi.plan import Plan, PlanRow
from kpi.words import LANGUAGES, Words
from pages import _behind
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from streamlit.testing.v1 import AppTest

HEADER = (
    "Post ID,Page ID,Page name,Title,Publish time,Permalink,Post type,"
    "Views,Reach,Reactions,Comments,Shares,Link clicks\n"
)
MONDAY = date(2026, 10, 5)  # of week 41: its posts and those of week 40 are old enough to be compared
WEEK = "2026-W41"


def export(*posts: tuple[int, str, str, int, int]) -> bytes:
    """Write an export: days back from that Monday, title, kind, views and clicks of each post."""
    lines = []
    for number, (back, title, kind, views, clicks) in enumerate(posts):
        day = (MONDAY - timedelta(days=back)).strftime("%m/%d/%Y")
        link = f"https://example.org/{number}"
        lines.append(f"{500 + number},77,Noordlicht,{title},{day} 04:00,{link},{kind},{views},900,10,0,0,{clicks}\n")
    return (HEADER + "".join(lines)).encode()


@pytest.fixture
def noord() -> Iterator[Store]:
    """Make a brand with two weeks of posts: 1% a week ago and 2% now, the reels at 3%."""
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    rows = (
        PlanRow(id="ctr", kpi="ctr", baseline="1%", target="3%"),
        PlanRow(id="reach", kpi="engaged_reach", baseline="100", target="200"),
    )
    store.save_plan(Plan(brand="Noordlicht", start=date(2026, 9, 1), rows=rows).model_dump_json())
    posts = [(back, f"Old {back}", "Photos", 1000, 10) for back in (1, 3, 5, 7)]
    posts += [(-6, "=Wind", "Photos", 1000, 10), (0, "Sun", "Reels", 1000, 30)]
    posts += [(-46, "Last", "Photos", 1000, 10)]
    store.load("both.csv", export(*posts))
    yield store
    store.close()


def said(app: AppTest) -> str:
    """Read the page without the marks that keep people's texts from being read as markdown."""
    return read(app).replace("\\", "")


@pytest.mark.usefixtures("noord")
def test_page_says_from_where_to_where_and_what_brought_it() -> None:
    app = visit("kpi", week=WEEK)
    assert "From 1.0% (week 40) to 2.0% (week 41): **+1.00 pp**" in said(app)
    assert "All of it comes from Facebook." in said(app)


@pytest.mark.usefixtures("noord")
def test_kinds_of_post_are_split_on_request() -> None:
    app = visit("kpi", week=WEEK)
    app.segmented_control(key="change_by_ctr").set_value("format").run()
    assert not app.exception
    (split,) = [frame.value for frame in app.dataframe if "format" in frame.value and "size" in frame.value]
    assert set(split["size"]) == {"+1.00\u00a0pp", "0.00\u00a0pp"}


@pytest.mark.usefixtures("noord")
def test_a_written_baseline_is_compared_with_the_first_week_and_it_is_said() -> None:
    app = visit("kpi", week=WEEK)
    app.segmented_control(key="change_against").set_value("baseline").run()
    assert "The baseline was written down" in said(app)


@pytest.mark.usefixtures("noord")
def test_a_number_that_is_not_there_says_so() -> None:
    app = visit("kpi", week=WEEK)
    app.selectbox(key="row").set_value("reach").run()
    assert "There is no number for this week, so there is no change to explain." in said(app)


@pytest.mark.usefixtures("noord")
def test_rows_stand_in_the_order_that_is_asked_for() -> None:
    app = visit("kpi", week=WEEK)
    assert "contribution" not in app.dataframe[-1].value
    app.selectbox(key="rows_order").set_value("week").run()
    behind = app.dataframe[-1].value
    assert behind["title"].iloc[0] == "Sun"
    assert behind["contribution"].sum() == pytest.approx(1.0)  # percentage points


@pytest.mark.usefixtures("noord")
def test_rows_can_be_narrowed_to_a_kind_of_post() -> None:
    app = visit("kpi", week=WEEK)
    kind = app.selectbox(key="rows_part_ctr")
    kind.set_value(next(name for name in kind.options if name.lower().startswith("reel")) and "reel").run()
    assert app.dataframe[-1].value["title"].tolist() == ["Sun"]


@pytest.mark.usefixtures("noord")
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_names_every_column_in_every_language(language: str) -> None:
    app = visit("kpi", week=WEEK, language=language)
    app.selectbox(key="rows_order").set_value("week").run()
    assert not app.exception
    assert Words(language)("change.title") in [header.value for header in app.header]


def test_a_downloaded_list_is_whole_and_says_what_it_is_of(noord: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    made: dict[str, bytes] = {}

    def keep(_label: str, *, data: object, file_name: str, **_: object) -> None:
        made[file_name.rpartition(".")[2]] = data()  # type: ignore[operator]

    monkeypatch.setattr(_behind.st, "download_button", keep)
    visit("kpi", week=WEEK)
    text = made["csv"].decode("utf-8-sig")
    assert text.startswith("Brand,Noordlicht\nKPI,CTR\nWeek,Week 41 (2026-W41)\n")
    for told in ("Fingerprint,", "Definition,ctr ", "Rows in this file,2 of 2", "'=Wind"):
        assert told in text
    sheet = load_workbook(io.BytesIO(made["xlsx"])).active
    assert sheet is not None
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[0][:2] == ["Brand", "Noordlicht"]
    assert noord.revision > 0
