"""What a person does and reads: every page in every language, and the journeys through them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.store import Store, store_path, stores
from kpi.document import document
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.snapshot import Move
from kpi.words import LANGUAGES, Words
from pages import PAGES, _session
from pages._parts import escape
from tests.snapshots import HOSTILE, example, hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kpi.snapshot import Snapshot

FRAME = str(Path(__file__).parent.parent / "pages" / "frame.py")
SHOWN = [entry.name for entry in PAGES if entry.name != "home"]


@pytest.fixture(autouse=True)
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Start on a computer on which nobody has used Ninety, on Monday 23 November 2026."""
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_TODAY", "2026-11-23")
    yield
    st.cache_resource.clear()


@pytest.fixture
def week_47(monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Make a brand whose week 47 is the example snapshot; its store holds the plan and nothing else."""
    store = Store.open(store_path("Noordlicht"), brand="Noordlicht Energie")
    rows = tuple(row.plan.model_copy(update={"baseline": "auto"}) for row in example().rows)
    store.save_plan(Plan(brand="Noordlicht Energie", start=date(2026, 9, 26), rows=rows).model_dump_json())
    monkeypatch.setattr(_session, "weeks_with_data", lambda _: [Week(2026, number) for number in (46, 47, 48)])
    monkeypatch.setattr(_session, "latest_full_week", lambda *_: Week(2026, 47))
    show(monkeypatch, example())
    yield store
    store.close()


def show(monkeypatch: pytest.MonkeyPatch, snapshot: Snapshot) -> None:
    def take(store: Store, plan: Plan, week: Week, today: date) -> Snapshot:  # noqa: ARG001 - as kpi.review.take
        return replace(snapshot, week=week, over=week.sunday < today)

    monkeypatch.setattr(_session, "take", take)
    st.cache_resource.clear()


def visit(page: str = "home", **address: str) -> AppTest:
    """Open a page at an address, the way a link does."""
    app = AppTest.from_file(FRAME, default_timeout=30)
    for name, value in address.items():
        app.query_params[name] = value
    app.run()
    if page != "home":
        app.switch_page(_session.FILES[page]).run()
    assert not app.exception
    return app


def read(app: AppTest) -> str:
    """Everything the page says in plain elements."""
    kinds = (app.title, app.header, app.markdown, app.caption, app.error, app.warning, app.info, app.success)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\u00a0", " ")


# -- every page --------------------------------------------------------------------------------------


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", SHOWN)
def test_every_page_speaks_every_language(name: str, language: str) -> None:
    app = visit(name, language=language)
    assert app.title[0].value == Words(language)(f"page.{name}")
    assert not app.error


@pytest.mark.parametrize("name", SHOWN)
def test_every_page_opens_before_there_are_data(name: str) -> None:
    Store.open(store_path("Nordic"), brand="Nordic").close()
    assert visit(name).title[0].value == Words("en")(f"page.{name}")


@pytest.mark.parametrize("name", SHOWN)
def test_without_a_brand_every_address_leads_to_the_start(name: str) -> None:
    assert visit(name).title[0].value == "The Monday scorecard"


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize("page", ["monday", "scorecard", "kpi", "snapshot"])
def test_hostile_texts_stay_text(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "[x](javascript:1)" in HOSTILE
    show(monkeypatch, hostile())
    assert "[x](javascript:1)" not in read(visit(page))


@pytest.mark.usefixtures("week_47")
def test_hostile_texts_are_shown_letter_by_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    show(monkeypatch, hostile())
    assert "\\[x\\]\\(javascript\\:1\\)" in read(visit("monday"))


# -- the start ---------------------------------------------------------------------------------------


def test_own_brand_goes_from_its_name_to_the_upload_page() -> None:
    app = visit()
    app.text_input(key="new_brand").set_value("Åsa & Söner")
    app.button(key="begin").click().run()
    assert app.title[0].value == "Upload"
    assert app.selectbox(key="brand").options == ["Åsa & Söner"]
    assert [path.name for path in stores()] == ["asa-soner.duckdb"]


def test_one_click_loads_the_sample_brand_and_opens_monday(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[date] = []

    def load_one_week(store: Store, until: date, progress: Callable[[float, str], None]) -> None:
        told.append(until)
        progress(0.5, "posts_of_the_week.csv")
        store.load("posts_of_the_week.csv", week_of_posts(501, link_clicks=10))
        promise(store)

    monkeypatch.setattr("kpi.sample.load_sample", load_one_week)
    app = visit()
    app.button(key="try_sample").click().run()
    assert told == [date(2026, 11, 23)]
    assert app.title[0].value == "Monday review"
    assert [metric.value for metric in app.metric] == ["1.0%"]


def test_a_brand_needs_a_name() -> None:
    app = visit()
    app.button(key="begin").click().run()
    assert [warning.value for warning in app.warning] == ["Give the brand a name first."]
    assert stores() == []


# -- Monday ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("week_47")
def test_monday_opens_first_and_says_which_week() -> None:
    app = visit()
    assert app.title[0].value == "Monday review"
    assert "Week 47 · 16–22 Nov 2026 · day 58 of 90 · data complete for 4 of 5 sources" in read(app)


@pytest.mark.usefixtures("week_47")
def test_monday_starts_with_what_must_stop() -> None:
    badges = [text.value for text in visit("monday").markdown if "-badge[" in text.value]
    assert badges[:3] == [
        ":red-badge[■ STOP] **Pause scaling · LinkedIn**",
        ":orange-badge[◆ FIX] **Fix landing and offer · the whole brand**",
        ":green-badge[▲ SCALE] **Scale · YouTube**",
    ]


@pytest.mark.usefixtures("week_47")
def test_monday_discusses_the_worst_first_with_distance_and_owner() -> None:
    said = read(visit("monday"))
    worse = said.index("1.17% now, the baseline was 1.3%: 0.13 pp worse. The target is ≥ 1.7%.")
    behind = said.index("9.4% now, 9.9% would be on pace for ≥ 11%: 0.53 pp behind.")
    assert worse < behind
    assert "Growth Marketeer" in said


@pytest.mark.usefixtures("week_47")
def test_tiles_show_the_numbers_of_the_snapshot() -> None:
    values = {metric.label: metric.value for metric in visit("monday").metric}
    assert values["CTR"] == "1.64%"
    assert values["Net sentiment"] == "+19"
    assert len(values) == len(example().rows)


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_and_pdf_show_the_same_numbers(language: str) -> None:
    on_paper = [line.now.removesuffix("*") for line in document(example(), Words(language)).lines]
    assert [metric.value for metric in visit("monday", language=language).metric] == on_paper


@pytest.mark.usefixtures("week_47")
def test_dutch_reads_dutch_numbers() -> None:
    app = visit("monday", language="nl")
    assert "1,64%" in [metric.value for metric in app.metric]


@pytest.mark.parametrize(
    ("evidence", "good", "after", "colour"),
    [
        ("signal", "up", 22, "green"),
        ("signal", "up", 8, "red"),
        ("signal", "down", 8, "green"),
        ("possible", "up", 22, "gray"),
        ("noise", "up", 22, "gray"),
        ("too_little", "down", 8, "gray"),
    ],
)
def test_a_move_has_colour_only_when_the_sample_carries_it(evidence: str, good: str, after: float, colour: str) -> None:
    from pages._tile import colour as colour_of  # noqa: PLC0415 - streamlit only where the page is drawn

    move = Move(before=15, after=after, sigma=2, evidence=evidence)  # type: ignore[arg-type]
    row = replace(example().rows[0], week_move=move, good=good, partial=False)  # type: ignore[arg-type]
    assert colour_of(row) == colour


@pytest.mark.usefixtures("week_47")
def test_a_name_opens_the_page_of_its_kpi() -> None:
    app = visit("monday", language="sv")
    app.button(key="tile_ctr").click().run()
    assert app.title[0].value == "En KPI"
    assert app.selectbox(key="row").value == "ctr"


@pytest.mark.usefixtures("week_47")
def test_a_running_week_is_marked() -> None:
    app = visit("monday", week="2026-W48")
    assert "Week 48 · 23–29 Nov 2026 · running" in app.selectbox(key="week").options
    assert "the week is not over: values without comparison" in read(app)


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


# -- the address -------------------------------------------------------------------------------------


@pytest.mark.usefixtures("week_47")
def test_a_link_opens_the_same_view_in_any_language() -> None:
    for language in LANGUAGES:
        app = visit("scorecard", language=language, week="2026-W46")
        assert app.selectbox(key="week").value == "2026-W46"


@pytest.mark.usefixtures("week_47")
def test_a_choice_stands_in_the_address_and_survives_the_next_page() -> None:
    app = visit("monday")
    app.selectbox(key="week").set_value("2026-W46").run()
    assert app.query_params["week"] == "2026-W46"
    app.switch_page("scorecard.py").run()
    assert app.selectbox(key="week").value == "2026-W46"


@pytest.mark.usefixtures("week_47")
def test_the_newest_week_leaves_the_address_clean() -> None:
    app = visit("monday", week="2026-W46")
    app.selectbox(key="week").set_value("2026-W47").run()
    assert "week" not in app.query_params


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize(
    ("name", "value"), [("week", "2026-W99"), ("week", "../x"), ("language", "xx"), ("brand", "no-such-brand")]
)
def test_an_unknown_address_falls_back_to_the_default(name: str, value: str) -> None:
    app = visit("monday", **{name: value})
    assert app.selectbox(key="week").value == "2026-W47"
    assert app.selectbox(key="language").value == "en"
    assert name not in app.query_params


# -- when something goes wrong -----------------------------------------------------------------------


def test_our_own_bug_becomes_a_sentence_with_a_number(caplog: pytest.LogCaptureFixture) -> None:
    def script() -> None:
        from pages._crash import explain_crash  # noqa: PLC0415 - the script of a page of its own

        explain_crash(ZeroDivisionError("margin of customer 4711"))

    (said,) = AppTest.from_function(script).run().error
    (logged,) = [record for record in caplog.records if record.name == "ninety"]
    number = re.fullmatch(r"crash ([0-9a-f]{6})", logged.getMessage())[1]  # type: ignore[index]
    assert number in said.value
    assert "4711" not in said.value
    assert "4711" in str(logged.exc_info)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna", "Anna"),
        ("![x](http://evil)", "\\!\\[x\\]\\(http\\:\\/\\/evil\\)"),
        (":red[hot]", "\\:red\\[hot\\]"),
        ("$x^2$", "\\$x\\^2\\$"),
        ("two\nlines", "two lines"),
        ("Åsa_*b*", "Åsa\\_\\*b\\*"),
    ],
)
def test_people_s_text_is_escaped_for_markdown(text: str, shown: str) -> None:
    assert escape(text) == shown
