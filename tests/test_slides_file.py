"""The file of a deck: whole, the same every time, of nobody, without ways out; and nothing on a slide runs over."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree

from kpi.paper.edition import Edition
from kpi.slides.measured import lines
from kpi.slides.slides import slides
from kpi.slides.text import Para, Run, arranged, fitted, para
from kpi.words import LANGUAGES
from tests.decks import PT, A, charts, opened, parts, relations, shapes, tables, words, workbook
from tests.snapshots import example, hostile, month, plan_end, with_effects
from tests.test_slides import many

WHOLE = Edition("en", appendix=True)


@pytest.fixture(scope="module")
def content() -> bytes:
    return slides(plan_end(), WHOLE)


def test_the_same_snapshot_gives_the_same_bytes(content: bytes) -> None:
    assert slides(plan_end(), WHOLE) == content
    assert slides(replace(plan_end(), fingerprint="00000000"), WHOLE) != content


def test_nothing_in_it_is_of_today_or_of_a_person(content: bytes) -> None:
    for package in (content, *(part for name, part in parts(content).items() if name.endswith(".xlsx"))):
        with ZipFile(BytesIO(package)) as file:
            assert {info.date_time for info in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    core = [part.decode() for name, part in parts(content).items() if name.endswith("core.xml")]
    assert len(core) == 1 + len(charts(content))
    for part in core:
        assert set(re.findall(r"<dc:creator>(.*?)<|<cp:lastModifiedBy>(.*?)<", part)) <= {
            ("Ninety", ""),
            ("", "Ninety"),
            ("", ""),
        }
        assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+", part)) == {"2026-11-22T00:00:00"}


def test_the_file_is_whole_and_leads_nowhere(content: bytes) -> None:
    found = parts(content)
    for name, part in found.items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(part)
    assert not [name for name in found if "vba" in name.lower() or name.endswith((".bin", ".jpeg"))]
    targets = []
    for target, relation in relations(found):
        assert relation.get("TargetMode") is None
        assert target in found
        targets.append(target)
    whole = {name for name in found if not name.endswith(".rels") and ".xlsx/" not in name}
    assert set(targets) == whole - {"[Content_Types].xml"}


def test_ids_and_names_are_those_of_one_shape(content: bytes) -> None:
    for slide in opened(content).slides:
        named = slide._element.xpath(".//p:cNvPr")
        for attribute in ("id", "name"):
            values = [one.get(attribute) for one in named]
            assert len(values) == len(set(values))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [month, with_effects, hostile, lambda: many(19)])
def test_nothing_lies_outside_its_slide_or_runs_out_of_its_box(make: object, language: str) -> None:
    deck = opened(slides(make(), Edition(language, appendix=language == "ro")))  # type: ignore[operator]
    for slide in deck.slides:
        for shape in shapes(slide):
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top >= 0
            assert shape.top + shape.height <= deck.slide_height
            if shape.has_text_frame and shape.text_frame.text:
                assert _high(shape.text_frame.paragraphs, shape.width / PT) <= shape.height / PT + 0.01, shape.name
            if getattr(shape, "has_table", False):
                _holds(shape.table)


def _holds(table: object) -> None:
    for row in table.rows:  # type: ignore[attr-defined]
        for column, cell in zip(table.columns, row.cells, strict=True):  # type: ignore[attr-defined]
            room = (column.width - cell.margin_left - cell.margin_right) / PT
            high = _high(cell.text_frame.paragraphs, room) + (cell.margin_top + cell.margin_bottom) / PT
            assert high <= row.height / PT + 0.01, cell.text_frame.text


def _high(paragraphs: object, room: float) -> float:
    """Work out how high paragraphs stand."""
    high = 0.0
    for one in paragraphs:  # type: ignore[attr-defined]
        runs = [(run.text, run.font.size.pt if run.font.size else 10.0, bool(run.font.bold)) for run in one.runs]
        size = max((size for _, size, _ in runs), default=10.0)
        high += lines(runs, room) * size * 1.2 + (one.space_after.pt if one.space_after else 0.0)
    return high


def test_no_letter_is_smaller_than_ten_points() -> None:
    deck = opened(slides(month(), WHOLE))
    elements = [slide._element for slide in deck.slides] + [
        chart._chartSpace for chart in charts(slides(month(), WHOLE))
    ]
    sizes = {
        int(one.get("sz")) for element in elements for one in element.iter(f"{A}rPr", f"{A}defRPr") if one.get("sz")
    }
    assert min(sizes) == 1000


def test_no_status_is_told_by_colour_alone() -> None:
    statuses = [
        row[-3] for title, rows in tables(slides(example(), Edition("en"))).items() for row in rows[1:] if "90" in title
    ]
    assert len(statuses) == len(example().rows)
    assert {status.partition(" ")[0] for status in statuses} == {"●", "▲", "◆", "■", "△"}
    assert all(status.partition(" ")[2] for status in statuses)


def test_hostile_words_are_words() -> None:
    made = slides(hostile(), WHOLE)
    found = words(made)
    assert '#read("/etc/passwd") $x^2$ *b* _i_' in found
    assert "שלום" in found
    assert not set(found) & {*map(chr, range(32)), "\u202e", "\ufffe"}
    assert "<script>" in found


def test_a_name_that_begins_with_a_sign_is_no_formula() -> None:
    row = example().rows[0]
    evil = replace(row, plan=row.plan.model_copy(update={"label": '=HYPERLINK("http://x","y")'}))
    (chart,) = charts(slides(replace(example(), rows=(evil,)), Edition("en")))
    assert workbook(chart)[0][1].startswith("=HYPERLINK")
    sheets = [part for name, part in chart_parts(chart).items() if name.startswith("xl/worksheets/")]
    assert sheets
    assert not [part for part in sheets if b"<f>" in part or b"hyperlink" in part.lower()]


def chart_parts(chart: object) -> dict[str, bytes]:
    return parts(chart.part.chart_workbook.xlsx_part.blob)  # type: ignore[attr-defined]


def test_nothing_of_a_person_leaves_the_house() -> None:
    row = example().rows[0]
    told = {"label": "CTR piet@example.com", "owner": "Ana 06-12345678"}
    made = slides(replace(example(), rows=(replace(row, plan=row.plan.model_copy(update=told)),)), WHOLE)
    for part in parts(made).values():
        assert b"piet@" not in part
        assert b"12345678" not in part
    assert "CTR [e-mail]" in words(made)


# -- how words find their place ----------------------------------------------------------------


def test_a_text_is_cut_to_its_lines_between_two_words() -> None:
    cut = fitted(para("The quick brown fox jumps over the lazy dog", 12), 100)
    assert cut.runs[0].text == "The quick brown…"
    assert cut.lines(100) == 1
    assert fitted(para("Short", 12), 100).runs[0].text == "Short"


def test_the_longest_run_gives_way_and_the_number_stays() -> None:
    cut = fitted(Para((Run("Click-to-lead conversion of the autumn campaign "), Run("1.17%", bold=True))), 150)
    assert cut.runs[1].text == "1.17%"
    assert cut.runs[0].text.endswith("…")


def test_a_box_that_is_too_low_keeps_the_first_paragraphs() -> None:
    told = [para("First"), para("word " * 60, most=9), para("Last")]
    ready = arranged(told, 200, 60)
    assert ready[0].runs[0].text == "First"
    assert sum(one.height(200) for one in ready) <= 60
    assert len(arranged(told, 200, 20)) == 1


def test_a_word_longer_than_a_line_takes_the_lines_it_needs() -> None:
    assert lines([("x" * 100, 10.0, False)], 100) > lines([("x" * 40, 10.0, False)], 100) > 1
    assert lines([("日" * 30, 10.0, False)], 100) == 4
