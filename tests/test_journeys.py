"""From a name and a file to a number on Monday, with the real engine underneath."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from data.store import Store, store_path, stores
from kpi.plan import Plan, PlanRow
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

SAMPLES = Path(__file__).parent.parent / "data" / "samples"
FACEBOOK = (
    "Post ID,Page ID,Page name,Title,Publish time,Permalink,Post type,"
    "Views,Reach,Reactions,Comments,Shares,Link clicks\n"
)


def week_of_posts(first: int, link_clicks: int) -> bytes:
    """Write an export of two posts of Wednesday 18 November 2026 with 1000 views each."""
    post = "{},77,Noordlicht,Wind,11/18/2026 04:00,https://example.org/{},Photos,1000,900,10,0,0,{}\n"
    return (FACEBOOK + "".join(post.format(first + i, first + i, link_clicks) for i in range(2))).encode()


def promise(store: Store) -> None:
    """Promise a CTR of 2%."""
    row = PlanRow(id="ctr", kpi="ctr", baseline="1%", target="2%")
    store.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 1), rows=(row,)).model_dump_json())


def test_monday_follows_an_upload_and_its_undo() -> None:
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    promise(store)
    store.load("first.csv", week_of_posts(501, link_clicks=10))
    app = visit("monday")
    assert [metric.value for metric in app.metric] == ["1.0%"]

    second = store.load("second.csv", week_of_posts(503, link_clicks=50))
    assert [metric.value for metric in app.run().metric] == ["3.0%"]

    store.undo(second.batch_id)
    assert [metric.value for metric in app.run().metric] == ["1.0%"]
    store.close()


def test_the_rows_behind_a_number_name_their_file_and_line() -> None:
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    promise(store)
    store.load("first.csv", week_of_posts(501, link_clicks=10))
    behind = visit("kpi").dataframe[-1].value
    assert behind[["numerator", "denominator", "file", "source_row"]].to_numpy().tolist() == [
        [10, 1000, "first.csv", 2],
        [10, 1000, "first.csv", 3],
    ]
    store.close()


def test_own_brand_goes_from_its_name_to_the_upload_page() -> None:
    app = visit()
    app.text_input(key="new_brand").set_value("Åsa & Söner")
    app.button(key="begin").click().run()
    assert app.title[0].value == "Upload"
    assert app.selectbox(key="brand").options == ["Åsa & Söner"]
    assert [path.name for path in stores()] == ["asa-soner.duckdb"]


def test_one_click_loads_the_sample_brand_and_opens_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[date, str]] = []

    def load_one_week(store: Store, until: date, progress: Callable[[float, str], None], language: str) -> None:
        told.append((until, language))
        progress(0.5, "posts_of_the_week.csv")
        store.load("posts_of_the_week.csv", week_of_posts(501, link_clicks=10))
        promise(store)

    monkeypatch.setattr("kpi.sample.load_sample", load_one_week)
    app = visit()
    app.button(key="try_sample").click().run()
    assert told == [(date(2026, 11, 23), "en")]
    assert app.title[0].value == "Monday review"
    assert [metric.value for metric in app.metric] == ["1.0%"]


def test_a_brand_needs_a_name() -> None:
    app = visit()
    app.button(key="begin").click().run()
    assert [warning.value for warning in app.warning] == ["Give the brand a name first."]
    assert stores() == []


def test_a_kpi_without_a_number_says_why_in_the_reader_s_language() -> None:
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    row = PlanRow(id="hours", kpi="response_time_median", baseline="6 h", target="2 h")
    store.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 1), rows=(row,)).model_dump_json())
    store.load("first.csv", week_of_posts(501, link_clicks=10))
    app = visit("kpi", language="nl")
    assert read(app).count("Geen gegevens voor deze dagen.") == 2  # under the number and where its channels would be
    store.close()


def test_a_kpi_of_all_channels_names_its_sources_in_the_reader_s_language() -> None:
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    row = PlanRow(id="hours", kpi="response_time_median", baseline="6 h", target="2 h")
    store.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 1), rows=(row,)).model_dump_json())
    store.load("inbox.csv", (SAMPLES / "inbox_en.csv").read_bytes(), {"account": "noordlicht"})
    parts = visit("kpi", language="sv").dataframe[-2].value
    assert parts.set_index("Del").loc["Data till och med", "Värde"].startswith("meddelanden ")
    store.close()


def test_a_text_that_an_export_leaves_out_is_a_blank_cell() -> None:
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
    promise(store)
    store.load("first.csv", week_of_posts(501, link_clicks=10).replace(b"https://example.org/501", b""))
    assert visit("kpi").dataframe[-1].value["url"].tolist() == ["", "https://example.org/502"]
    store.close()


def test_a_link_names_its_brand_as_soon_as_there_are_two() -> None:
    for name in ("Noordlicht", "Windmeer"):
        Store.open(store_path(name), brand=name).close()
    assert visit("monday").query_params["brand"] == "noordlicht"
    Store.open(store_path("Atlas"), brand="Atlas").close()  # now the first of the list
    app = visit("monday", brand="noordlicht")
    assert app.selectbox(key="brand").value == "noordlicht"


def test_two_names_that_would_share_a_store_are_not_mixed() -> None:
    Store.open(store_path("Noordlicht"), brand="Noordlicht").close()
    app = visit("start")
    app.text_input(key="new_brand").set_value("Noordlicht!")
    app.button(key="begin").click().run()
    assert "Noordlicht, which is here already" in app.warning[0].value
    assert app.title[0].value == "The Monday scorecard"


def test_a_name_that_is_here_opens_its_brand_however_it_is_capitalised() -> None:
    Store.open(store_path("Noordlicht"), brand="Noordlicht").close()
    app = visit("start")
    app.text_input(key="new_brand").set_value("noordlicht")
    app.button(key="begin").click().run()
    assert app.title[0].value == "Upload"
