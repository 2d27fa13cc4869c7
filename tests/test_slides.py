"""A snapshot as PowerPoint says what the paper says, in tables and charts to edit, and never a zero for a gap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from kpi.paper.document import document
from kpi.paper.edition import Edition
from kpi.paper.look import Look
from kpi.paper.rows import with_trend
from kpi.slides.slides import slides
from kpi.slides.template import tag
from kpi.snapshot import Unlike
from kpi.words import LANGUAGES, Words
from tests.decks import A, charts, opened, shapes, tables, titles, words, workbook
from tests.looked_back import CAMPAIGN
from tests.snapshots import empty, example, month, plan_end, silent, with_effects
from tests.test_minutes_on_paper import OPEN, STOP, TEST, held

if TYPE_CHECKING:
    from kpi.snapshot import Point, ScoreRow, Snapshot

NL, DUTCH = Edition("nl"), Words("nl")


@pytest.fixture(scope="module")
def week() -> bytes:
    return slides(example(), NL)


def plain(text: str) -> str:
    return " ".join(text.split())


def many(count: int) -> Snapshot:
    """Make a plan of so many rows, each with its own name."""
    few = example()
    rows = (few.rows[i % len(few.rows)] for i in range(count))
    named = (
        replace(row, plan=row.plan.model_copy(update={"id": f"r{i}", "label": f"Row {i}"}))
        for i, row in enumerate(rows)
    )
    return replace(few, rows=tuple(named))


# -- the words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("make", [example, month])
def test_the_table_has_every_row_as_the_paper_has_it(make: Any, language: str) -> None:
    said = document(make(), Words(language))
    found = [
        row for title, rows in tables(slides(make(), Edition(language))).items() for row in rows[1:] if "90" in title
    ]
    assert len(found) == len(said.lines)
    for line, cells in zip(said.lines, found, strict=True):
        spans = (line.stretch.before, line.stretch.during) if line.stretch else ()
        assert cells[: 2 + len(spans)] == [line.name, line.baseline, *spans]
        now = cells.index(line.now, 1 + len(spans) + bool(line.stretch))
        assert cells[now + 1 : now + 3] == [line.target, line.progress]
        assert cells[now + 3].endswith(f" {line.sign.word}")
        assert line.stretch is None or cells[4].endswith(line.stretch.change.word if line.stretch.change else "–")


def test_the_first_slides_say_sentence_tally_signals_and_tiles(week: bytes) -> None:
    said, found = document(example(), DUTCH), words(week)
    tally = [f"{tally.count} {tally.sign.word}" for tally in said.tallies]
    cards = [f"{card.sign.word.upper()} · {card.where} {card.rule}" for card in said.cards]
    legs = [f"{leg.kpi} {leg.before} → {leg.after} {leg.evidence}" for card in said.cards for leg in card.legs]
    tiles = [f"{tile.name} {tile.value}" for tile in said.tiles if tile.rank < 8]
    for text in (said.brand, said.title, said.when, said.headline, said.fingerprint, *tally, *cards, *legs, *tiles):
        assert plain(text) in found
    assert all(f"{note.name} {note.text}" in found for note in said.notes)


def test_what_a_meeting_decided_and_what_became_of_decisions() -> None:
    met = replace(with_effects(), minutes=held(STOP, TEST, OPEN))
    said, found = document(met, DUTCH), tables(slides(met, NL))
    assert said.decided is not None
    assert said.effects is not None
    decided, became = found[said.words["decided_title"]], found[said.words["effects_title"]]
    assert [row[1] for row in decided[1:]] == [line.about for line in said.decided.lines]
    assert [row[2] for row in decided[1:]] == [line.action for line in said.decided.lines]
    for row, effect in zip(became[1:], said.effects.lines, strict=True):
        assert row[0] == f"{effect.action}\n{effect.facts}"
        assert plain(f"{effect.lead}{effect.figures}{effect.rest}") in plain(row[1])
        assert row[2].endswith(effect.sign.word)


def test_a_deck_has_room_for_every_decision() -> None:
    report = plan_end().report
    assert report is not None
    many_of_them = replace(plan_end(), report=replace(report, effects=report.effects * 2))
    found = [
        row for title, rows in tables(slides(many_of_them, NL)).items() if "sindsdien" in title for row in rows[1:]
    ]
    assert len(found) == 2 * len(report.effects) == 20
    assert "bijgevoegde" not in words(slides(many_of_them, NL))


@pytest.mark.parametrize("language", LANGUAGES)
def test_spell_checkers_know_the_language_of_every_word(language: str) -> None:
    deck = opened(slides(month(), Edition(language)))
    asked = {"en": "en-GB", "nl": "nl-NL", "sv": "sv-SE", "ro": "ro-RO"}[language]
    elements = [slide._element for slide in deck.slides]
    elements += [shape.chart._chartSpace for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    runs = [look.get("lang") for element in elements for look in element.iter(f"{A}rPr", f"{A}endParaRPr")]
    assert set(runs) == {asked} == {tag(Words(language))}
    assert deck.core_properties.language == asked


def test_an_old_state_says_so_on_every_slide() -> None:
    old = DUTCH("issued.known_on", day=DUTCH.day(date(2026, 11, 24)))
    deck = opened(slides(example(), replace(NL, known=date(2026, 11, 24))))
    assert all(old in "".join(run.text or "" for run in slide._element.iter(f"{A}t")) for slide in deck.slides)


def test_every_slide_has_a_title_of_its_own_and_a_number(week: bytes) -> None:
    for content in (week, slides(many(64), replace(NL, appendix=True))):
        assert all(found := titles(content))
        assert len(found) == len(set(found))
        assert not [title for title in found if "…" in title]
        kinds = [
            [shape.placeholder_format.type.name for shape in slide.placeholders] for slide in opened(content).slides
        ]
        numbers = [
            slide.placeholders[12].text_frame._txBody.xpath(".//a:fld/a:t")[0].text for slide in opened(content).slides
        ]
        assert numbers == [str(i + 1) for i in range(len(numbers))]
        assert all("SLIDE_NUMBER" in kind and "FOOTER" in kind for kind in kinds)


def test_many_rows_go_on_over_slides_with_the_head_repeated() -> None:
    found = {title: rows for title, rows in tables(slides(many(64), NL)).items() if "90" in title}
    assert [len(rows) - 1 for rows in found.values()] == [11, 11, 11, 11, 11, 9]
    assert len({tuple(rows[0]) for rows in found.values()}) == 1
    assert [row[0] for rows in found.values() for row in rows[1:]] == [f"Row {i}" for i in range(64)]


def test_a_table_tells_screen_readers_its_head(week: bytes) -> None:
    flags = [shape.table.first_row for slide in opened(week).slides for shape in slide.shapes if shape.has_table]
    assert flags == [True, True]


def test_a_plan_without_rows_and_a_week_without_data() -> None:
    nothing, quiet = slides(empty(), NL), slides(silent(), NL)
    assert document(empty(), DUTCH).words["no_rows"] in words(nothing)
    assert not charts(nothing)
    assert not charts(quiet)
    assert {row[2] for rows in tables(quiet).values() for row in rows[1:]} == {"–"}


# -- the charts --------------------------------------------------------------------------------


def drawn(snapshot: Snapshot) -> list[ScoreRow]:
    ranks = [chart.rank for chart in document(snapshot, DUTCH).charts]
    return [row for row, rank in zip(with_trend(snapshot.rows), ranks, strict=True) if rank < 6]


def test_a_chart_and_its_workbook_hold_the_weeks_and_a_gap_is_no_zero(week: bytes) -> None:
    rows = drawn(example())
    assert any(point.value is None for row in rows for point in row.series)
    for row, chart in zip(rows, charts(week), strict=True):
        values, *level = chart.plots[0].series
        series = [value_of(point) for point in row.series]
        assert list(values.values) == series
        assert [set(one.values) for one in level] == [{row.baseline}, {row.goal}]
        head, *weeks = workbook(chart)
        assert head == ("Week", values.name, "Nulmeting", "Doel")
        assert [line[1] for line in weeks] == series
        assert {line[2:] for line in weeks} == {(row.baseline, row.goal)}
        assert (weeks[0][0], weeks[-1][0]) == ("w22", "w47")
        assert chart._chartSpace.xpath("c:chart/c:dispBlanksAs/@val") == ["gap"]


def value_of(point: Point) -> Any:
    """Give the value of a week, to be compared in the digits that a file keeps."""
    return None if point.value is None else pytest.approx(point.value, rel=1e-13)


def test_a_chart_says_the_words_of_the_paper(week: bytes) -> None:
    said = [chart for chart in document(example(), DUTCH).charts if chart.rank < 6]
    for told, chart in zip(said, charts(week), strict=True):
        assert chart.chart_title.text_frame.text == f"{told.name}  {told.now}"
        labels = ["".join(run.text for run in label.iter(f"{A}t")) for label in chart._chartSpace.xpath(".//c:dLbl")]
        assert labels == [told.baseline, told.goal]


def marks(row: ScoreRow) -> dict[int, tuple[str, bool, bool]]:
    """Draw a chart of one row: by week its marker, whether it is hollow, whether no line leads to it."""
    content = slides(replace(example(), rows=(row,)), NL)
    points = charts(content)[0]._chartSpace.xpath(".//c:ser[1]/c:dPt")
    return {
        int(point.xpath("c:idx/@val")[0]): (
            point.xpath("c:marker/c:symbol/@val")[0],
            point.xpath("c:marker/c:spPr/a:solidFill/a:schemeClr/@val") == ["bg1"],
            bool(point.xpath("c:spPr/a:ln/a:noFill")),
        )
        for point in points
    }


def test_the_last_week_and_a_lone_week_are_marked() -> None:
    lone = next(row for row in example().rows if row.plan.kpi == "click_to_lead")
    assert marks(lone) == {5: ("circle", False, False), 25: ("circle", False, False)}


def test_weeks_that_were_counted_otherwise_are_hollow_and_the_line_is_parted() -> None:
    row, why = example().rows[0], Unlike("noted", "", "Other panel")
    series = tuple(
        replace(point, other=why if i < 10 else None, parted=why if i == 10 else None)
        for i, point in enumerate(row.series)
    )
    broken = replace(row, series=series)
    found = marks(broken)
    assert [i for i, (_, hollow, _) in found.items() if hollow] == list(range(10))
    assert found[10] == ("none", False, True)
    assert "w32 Other panel" in words(slides(replace(example(), rows=(broken,)), NL))


def test_what_the_team_noted_stands_below_the_name_of_its_chart() -> None:
    row = replace(example().rows[0], annotations=(CAMPAIGN,))
    (chart,) = charts(slides(replace(example(), rows=(row,)), NL))
    assert chart.chart_title.text_frame.text.split("\n")[1] == "w45 Campagne: Campaign: autumn tariff"


def test_labels_of_a_goal_beside_the_baseline_do_not_cover_each_other() -> None:
    row = example().rows[0]
    assert row.baseline is not None
    near = replace(row, goal=row.baseline + 0.1)
    shifts = charts(slides(replace(example(), rows=(near,)), NL))[0]._chartSpace.xpath(".//c:dLbl//c:y/@val")
    below, above = map(float, shifts)
    assert below - above == pytest.approx(0.072, abs=0.02)
    assert below > 0 > above


def test_a_baseline_that_is_no_number_is_no_line() -> None:
    row = replace(example().rows[0], baseline=None, baseline_text="nog te meten")
    content = slides(replace(example(), rows=(row,)), NL)
    assert len(charts(content)[0].plots[0].series) == 2
    assert "nog te meten" in words(content)


# -- the look ----------------------------------------------------------------------------------


def test_a_brand_has_its_colour_and_its_logo_on_every_slide() -> None:
    into = BytesIO()
    Image.new("RGB", (300, 100), "#00813e").save(into, "PNG")
    content = slides(example(), replace(NL, look=Look("#00813e", into.getvalue(), "png")))
    deck = opened(content)
    theme = deck.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    )
    assert b'<a:accent1><a:srgbClr val="00813E"/>' in theme.blob
    for slide in deck.slides:
        (logo,) = [shape for shape in slide.shapes if hasattr(shape, "image")]
        assert logo._element.nvPicPr.cNvPr.get("descr") == DUTCH("look.logo_of", brand="Noordlicht Energie")
        assert logo.width / logo.height == pytest.approx(3, rel=0.01)
        assert logo.left + logo.width == pytest.approx(920 * 12700, abs=2)
        assert logo.top + logo.height < 74 * 12700


def test_who_sees_no_picture_is_told_what_it_shows(week: bytes) -> None:
    said = document(example(), DUTCH)
    for slide in opened(week).slides:
        for shape in shapes(slide):
            about = shape._element.xpath(".//p:cNvPr")[0]
            silent_ones = about.xpath(".//*[local-name()='decorative']/@val")
            assert about.get("descr") or silent_ones == ["1"] or shape.text_frame.text
    alts = {
        shape._element.xpath(".//p:cNvPr/@descr")[0]
        for slide in opened(week).slides
        for shape in slide.shapes
        if shape.has_chart
    }
    assert alts == {chart.alt for chart in said.charts if chart.rank < 6}


def test_an_appendix_has_all_other_trends_and_every_formula() -> None:
    content = slides(example(), replace(NL, appendix=True))
    assert len(charts(content)) == len(example().rows)
    found = words(content)
    assert found.count(DUTCH("appendix.formula")) == len(example().rows)
    assert "n 812" in found or f"{DUTCH('measure.sample')} 812" in found
