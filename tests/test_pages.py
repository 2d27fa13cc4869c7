"""What a person does and reads: every page in every language, and the journeys through them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from data.store import Store, store_path
from kpi.paper.document import document
from kpi.periods import Week
from kpi.plan import Plan
from kpi.snapshot import Move
from kpi.words import LANGUAGES, Words
from pages import PAGES, _session
from pages._parts import escape
from tests.snapshots import HOSTILE, example, hostile
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.snapshot import Snapshot

SHOWN = [entry.name for entry in PAGES if entry.name != "home"]


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


# -- every page --------------------------------------------------------------------------------------


# each page in two languages, each language on half of the pages: tests/test_words.py compares the texts themselves
SPOKEN = [(name, LANGUAGES[(place + turn) % 4]) for place, name in enumerate(SHOWN) for turn in (0, 2)]


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize(("name", "language"), SPOKEN)
def test_every_page_speaks_the_language_of_its_reader(name: str, language: str) -> None:
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


# -- Monday ------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("week_47")
def test_monday_opens_first_and_says_which_week() -> None:
    app = visit()
    assert app.title[0].value == "Monday review"
    assert "Week 47 · 16–22 Nov 2026 · day 58 of 90 · data complete for 4 of 5 sources" in read(app)


@pytest.mark.usefixtures("week_47")
def test_monday_starts_with_what_must_stop() -> None:
    badges = [text.value for text in visit("monday").markdown if "-badge[" in text.value and "**" in text.value]
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
    assert "Week 48 · running · 23–29 Nov 2026" in app.selectbox(key="week").options
    assert "the week is not over: values without comparison" in read(app)


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize("page", ["monday", "scorecard"])
def test_an_unfinished_number_has_a_star_and_the_star_is_explained(page: str) -> None:
    app = visit(page)
    assert [now for now in app.dataframe[0].value["now"] if now.endswith("*")] == ["78*"]
    assert "The window is not complete yet" in read(app)


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize("page", ["monday", "scorecard"])
def test_where_there_is_no_number_there_is_no_star(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    (row,) = (row for row in example().rows if row.partial)
    show(monkeypatch, replace(example(), rows=(replace(row, now=replace(row.now, value=None)),)))
    app = visit(page)
    assert app.dataframe[0].value["now"].tolist() == ["–"]
    assert "The window is not complete yet" not in read(app)


@pytest.mark.usefixtures("week_47")
def test_a_name_that_would_fill_a_phone_scrolls_away(monkeypatch: pytest.MonkeyPatch) -> None:
    assert '"pinned": true' in visit("scorecard").dataframe[0].proto.columns
    show(monkeypatch, hostile())
    assert '"pinned": true' not in visit("scorecard").dataframe[0].proto.columns


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
    number = re.match(r"crash ([0-9a-f]{6}): ZeroDivisionError\n", logged.getMessage())[1]  # type: ignore[index]
    assert number in said.value
    assert "4711" not in said.value
    assert "4711" not in caplog.text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Anna", "Anna"),
        ("![x](http://evil)", "\\!\\[x\\]\\(http\\:\u2060\\/\\/evil\\)"),
        ("www.evil.example", "www\u2060\\.evil\\.example"),
        ("me@evil.example", "me\u2060\\@evil\\.example"),
        (":red[hot]", "\\:red\\[hot\\]"),
        ("$x^2$", "\\$x\\^2\\$"),
        ("two\nlines", "two lines"),
        ("Åsa_*b*", "Åsa\\_\\*b\\*"),
    ],
)
def test_people_s_text_is_escaped_for_markdown(text: str, shown: str) -> None:
    assert escape(text) == shown
