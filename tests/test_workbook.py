"""The workbook: numbers that show what the screen says, formulas that are right, text that stays text, a good sheet."""

from __future__ import annotations

import io
import math
import re
import zipfile
from dataclasses import replace
from datetime import datetime
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PIL import Image as PILImage

from kpi.paper.edition import Edition
from kpi.paper.look import Look
from kpi.snapshot import ScoreRow, Snapshot, Unit
from kpi.words import LANGUAGES, NO_VALUE, Words
from kpi.workbook.book import MOST, plain
from kpi.workbook.shown import Shown, change, value
from kpi.workbook.workbook import workbook
from tests.carried import opened, recalculated, sheets
from tests.snapshots import HOSTILE, empty, example, hostile, month, plan_end, silent, with_effects
from tests.spreadsheet import shown

EN = Words("en")
UNITS: tuple[Unit, ...] = ("percent", "points", "hours", "days", "working_days", "count", "people", "money", "ratio")
numbers = (
    st.floats(-1e9, 1e9)
    | st.floats(-3, 3)
    | st.integers(-(10**6), 10**6).map(lambda whole: whole / 1000)
    | st.tuples(st.integers(-1000, 1000), st.integers(1, 1000)).map(lambda parts: parts[0] / parts[1])
)
languages = st.sampled_from(LANGUAGES).map(Words)


def made(snapshot: Snapshot, language: str = "en") -> bytes:
    return workbook(snapshot, Edition(language))


def files(book: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return {name: parts.read(name).decode() for name in parts.namelist()}


def row(kpi: str) -> ScoreRow:
    return next(one for one in example().rows if one.plan.kpi == kpi)


def small(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, rows=snapshot.rows[:4])


def alone(one: ScoreRow) -> Snapshot:
    return replace(example(), rows=(one,))


# -- numbers ---------------------------------------------------------------------------------------------


@settings(deadline=None)
@given(numbers, st.sampled_from(UNITS), st.sampled_from(["EUR", "USD", "SEK", "RON", None]), languages)
def test_a_value_is_kept_whole_and_shows_the_words_of_the_screen(
    number: float, unit: Unit, currency: str | None, say: Words
) -> None:
    text = say.number(number, unit, currency)
    cell = value(number, text, say)
    assert isinstance(cell, Shown)
    assert shown(cell.number, cell.form, say.language) == text
    if number > 0 or unit != "hours":
        assert cell.number == pytest.approx(number, rel=1e-12)


@settings(deadline=None)
@given(numbers, st.sampled_from(UNITS), st.sampled_from(["EUR", None]), languages)
def test_a_change_shows_the_words_of_the_screen(number: float, unit: Unit, currency: str | None, say: Words) -> None:
    text = say.change(number, unit, currency)
    cell = change(number, text, say)
    assert isinstance(cell, Shown)
    assert shown(cell.number, cell.form, say.language) == text


@settings(deadline=None)
@given(numbers, languages)
def test_shares_and_counts_too(number: float, say: Words) -> None:
    assume(number)
    for text in (say.share(number), say.whole(number)):
        cell = value(number, text, say)
        assert isinstance(cell, Shown)
        assert shown(cell.number, cell.form, say.language) == text


@pytest.mark.parametrize(("unit", "border"), [("percent", 0.2825), ("ratio", 2.45)])
def test_a_number_beside_the_border_of_two_roundings_is_shown_as_on_the_screen(unit: Unit, border: float) -> None:
    """A spreadsheet looks at fifteen digits, and would round it up."""
    number = math.nextafter(border, 0)
    cell = value(number, EN.number(number, unit), EN)
    assert isinstance(cell, Shown)
    assert shown(number, cell.form, "en") != cell.text == shown(cell.number, cell.form, "en")


def test_minutes_are_said_only_of_the_hours_that_they_are() -> None:
    cell = value(43 / 60, "43\u00a0min", EN)
    assert isinstance(cell, Shown)
    assert cell.number == 43 / 60
    assert [shown(hours, cell.form, "en") for hours in (42.4 / 60, 42.6 / 60, 43.4 / 60, 43.6 / 60, 2.0)] == [
        "0.71\u00a0h",
        "43\u00a0min",
        "43\u00a0min",
        "0.73\u00a0h",
        "2.00\u00a0h",
    ]


def test_hours_and_minutes() -> None:
    cell = value(2.34, "2\u00a0h 20\u00a0min", EN)
    assert isinstance(cell, Shown)
    assert (shown(2.34, cell.form, "en"), shown(3, cell.form, "en")) == ("2\u00a0h 20\u00a0min", "3.00\u00a0h")


def test_a_lower_bound_says_so_and_is_a_number() -> None:
    waiting = row("response_time_median")
    book = made(alone(replace(waiting, now=replace(waiting.now, bound=True))), "nl")
    held = sheets(book, "nl")["Scorekaart"][0]["Nu"]
    assert (held.value, held.text) == (2.4, "≥\u00a02,4\u00a0uur")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_missing_is_a_dash_or_empty_and_never_zero(language: str) -> None:
    say, book = Words(language), sheets(made(small(silent()), language), language)
    for cells in book[say("workbook.sheet.scorecard")]:
        assert cells[say("scorecard.now")].value == cells[say("scorecard.progress")].value == NO_VALUE
    for cells in book[say("workbook.sheet.trends")]:
        assert cells[say("measure.value")].value is None


# -- formulas --------------------------------------------------------------------------------------------


def test_a_ratio_is_a_formula_over_its_two_cells() -> None:
    ctr = row("ctr")
    divided = replace(ctr, now=replace(ctr.now, value=164 / 10_000, numerator=164, denominator=10_000))
    sheet = opened(made(alone(divided)), formulas=True)["Scorecard"]
    heads = {cell.value: cell.column_letter for cell in sheet[1]}
    assert sheet[f"{heads['Now']}2"].value == f'=IFERROR({heads["Numerator"]}2/{heads["Denominator"]}2,"–")'
    found = recalculated(made(alone(divided)), "Scorecard")
    assert found[f"{heads['Now']}2"] == (0.0164, 0.0164)
    assert found[f"{heads['Progress']}2"] == pytest.approx(((0.0164 - 0.009) / (0.015 - 0.009),) * 2)


def test_points_are_a_hundred_times_the_ratio() -> None:
    mood = row("net_sentiment")
    balance = replace(mood, now=replace(mood.now, value=100 * 19 / 130, numerator=19, denominator=130))
    kept, worked_out = next(iter(recalculated(made(alone(balance)), "Scorecard").values()))
    assert (kept, worked_out) == pytest.approx((100 * 19 / 130,) * 2, rel=1e-13)


@pytest.mark.parametrize(("numerator", "denominator"), [(164, 9_000), (164, 0), (None, 10_000)])
def test_what_two_cells_do_not_come_to_is_a_number(numerator: float | None, denominator: float) -> None:
    ctr = row("ctr")
    other = replace(ctr, progress=None, now=replace(ctr.now, numerator=numerator, denominator=denominator))
    assert recalculated(made(alone(other)), "Scorecard") == {}
    assert sheets(made(alone(other)), "en")["Scorecard"][0]["Now"].value == 0.0164


# -- text ------------------------------------------------------------------------------------------------

FORMULAS = ["=1+1", "+cmd|'/C calc'!A0", "-2+3", "@ SUM(A1)", "\t=1", "\r\n=1", '=HYPERLINK("http://x.y","z")', "'=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_begins_as_a_formula_stays_text(text: str) -> None:
    parts = made(alone(replace(row("ctr"), plan=row("ctr").plan.model_copy(update={"owner": text}))))
    cell = next(cell for cell in opened(parts, formulas=True)["Scorecard"][2] if cell.value == plain(text))
    assert cell.data_type == "s"
    assert cell.quotePrefix  # who edits the cell still edits a text
    assert {
        found for found in re.findall("<f>(.*?)</f>", "".join(files(parts).values())) if "IFERROR" not in found
    } == set()


@pytest.mark.parametrize(
    "snapshot", [small(hostile()), replace(small(with_effects()), brand=HOSTILE + "\ud800\ufffe_x0041_")]
)
def test_hostile_text_does_no_harm(snapshot: Snapshot) -> None:
    parts = files(made(snapshot))
    for text in parts.values():
        ET.fromstring(text)  # noqa: S314 - our own file
    assert not [name for name in parts if re.search("vba|external|hyperlink|connection|embed", name, re.IGNORECASE)]
    assert not re.search("<hyperlink|TargetMode=.External|<ddeLink|<oleLink", "".join(parts.values()))
    opened(made(snapshot))


def test_a_text_longer_than_a_cell_is_cut() -> None:
    assert len(plain("𝗕" * 40_000).encode("utf-16-le")) // 2 <= MOST
    assert plain("x" * 40_000) == "x" * MOST
    long = alone(replace(row("ctr"), plan=row("ctr").plan.model_copy(update={"label": "word " * 8_000})))
    assert len(opened(made(long))["Scorecard"]["A2"].value) <= MOST


def test_nothing_personal_is_in_it() -> None:
    label, owner = "CTR piet@example.com", "Ana 06-12345678"
    named = row("ctr").plan.model_copy(update={"label": label, "owner": owner})
    text = "".join(files(made(replace(alone(replace(row("ctr"), plan=named)), brand="Bel piet@example.com"))).values())
    assert "example.com" not in text
    assert "12345678" not in text


# -- the sheets ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheets_are_named_in_the_language(language: str) -> None:
    names = [Words(language)(f"workbook.sheet.{name}") for name in ("overview", "scorecard", "trends", "signals")]
    every = {key: text for key, text in Words(language)._texts.items() if key.startswith("workbook.sheet.")}
    assert opened(made(small(example()), language)).sheetnames[:4] == names
    assert all(0 < len(name) <= 31 and not re.search(r"[][:*?/\\']", name) for name in every.values())
    assert len({name.lower() for name in every.values()}) == len(every)


def test_the_overview_says_what_the_paper_says() -> None:
    told = {str(line[0].value): line[1].value for line in opened(made(small(example())))["Overview"].iter_rows()}
    assert told["■ STOP"].startswith("LinkedIn · ")
    assert (told["● Met"], told["▲ On pace"]) == (1, 3)
    assert told["Missing weeks"] == "posts (TikTok) w31–w32"
    assert "Data fingerprint 9f3a71c2" in told.values()


def test_an_old_state_says_so() -> None:
    book = workbook(small(example()), Edition("en", known=example().week.sunday))
    assert "Old state: as known on 22 Nov 2026" in [line[1].value for line in opened(book)["Overview"].iter_rows()]


def test_a_table_stays_readable_while_somebody_scrolls_and_prints() -> None:
    for paper, number in (("a4", 9), ("us-letter", 1)):
        for sheet in opened(workbook(small(month()), Edition("nl", paper=paper))).worksheets[1:]:  # type: ignore[arg-type]
            assert sheet.freeze_panes == "B2"
            assert sheet.auto_filter.ref.startswith("A1:")
            assert sheet.print_title_rows == "$1:$1"
            assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", number)
            assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_the_head_has_the_colour_of_the_brand_and_a_status_its_own() -> None:
    sheet = opened(workbook(small(example()), Edition("en", look=Look(accent="#7a1f5c"))))["Scorecard"]
    head, status = sheet["A1"], next(cell for cell in sheet[5] if cell.value == "● Met")
    assert (head.fill.fgColor.rgb, head.font.color.rgb) == ("FF7A1F5C", "FFFFFFFF")
    assert (status.fill.fgColor.rgb, status.font.color.rgb) == ("FFE5F4EE", "FF0A6B4B")


def test_a_logo_stands_on_the_first_sheet_and_says_whose_it_is() -> None:
    png = io.BytesIO()
    PILImage.new("RGB", (600, 150), "#7a1f5c").save(png, "PNG", dpi=(300, 300))
    book = workbook(small(example()), Edition("en", look=Look(logo=png.getvalue(), picture="png")))
    (logo,) = opened(book)["Overview"]._images
    assert (logo.width, logo.height) == (600, 150)
    part = files_of(book, "drawing1.xml")
    assert 'descr="Logo of Noordlicht Energie"' in part
    assert re.search(r'<a:ext cx="1219200" cy="304800"/>', part)  # 128 by 32 pixels
    assert book == workbook(small(example()), Edition("en", look=Look(logo=png.getvalue(), picture="png")))


def files_of(book: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return next(parts.read(one).decode() for one in parts.namelist() if one.endswith(name))


def test_days_are_days_in_the_notation_of_the_language() -> None:
    sheet = opened(made(small(example()), "nl"))["Trends"]
    assert sheet["C2"].value == datetime(2026, 5, 25)  # noqa: DTZ001 - a sheet knows no zones
    assert sheet["C2"].number_format == "[$-413]d mmm yyyy"


def test_the_decisions_of_a_plan_have_a_sheet_with_numbers() -> None:
    say, snapshot = Words("en"), plan_end()
    lines = sheets(made(small(snapshot)), "en")["Effects"]
    assert len(lines) == len(snapshot.report.effects) > 1
    for cells, effect in zip(lines, snapshot.report.effects, strict=True):
        move = effect.outcome.move
        assert cells["Decided on"].value == effect.decision.made_on
        assert cells["Did it work?"].value.endswith(say(f"outcome.came.{effect.outcome.told}"))
        assert (cells["Before"].value, cells["After"].value) == ((move.before, move.after) if move else (None, None))


def test_a_trend_is_drawn_beside_its_row() -> None:
    part = files(made(example()))["xl/worksheets/sheet2.xml"]
    drawn = re.findall("<xm:f>'Trends'!D(\\d+):D(\\d+)</xm:f>", part)
    weeks = sorted((int(first), int(last)) for first, last in drawn)
    assert len(weeks) == len(example().rows)
    assert weeks[0][0] == 2
    assert all(last + 1 == first for (_, last), (first, _) in pairwise(weeks))
    assert part.count('displayEmptyCellsAs="gap"') == len(weeks)


def test_an_empty_plan_is_a_workbook_too() -> None:
    book = opened(made(empty()))
    assert book["Scorecard"]["A2"].value == EN("pdf.no_rows")
    assert book["Signals"]["A2"].value == EN("pdf.calm")


def test_same_snapshot_same_bytes_and_nobody_named() -> None:
    book = made(small(month()))
    assert book == made(small(month()))
    parts = files(book)
    assert "2026-11-22T00:00:00Z" in parts["docProps/core.xml"]
    assert "<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>" in parts["docProps/core.xml"]
    assert "<vt:lpwstr>en</vt:lpwstr>" in parts["docProps/custom.xml"]
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
