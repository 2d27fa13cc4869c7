"""A month, a plan and what became of decisions on paper: all of it is there, readable, and nothing is claimed."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any

import pymupdf
import pytest
import typst

from kpi.deciding.outcome_words import besides, footing, told
from kpi.paper import pdf
from kpi.paper.document import document
from kpi.paper.edition import Edition
from kpi.paper.tokens import tokens
from kpi.side_by_side import side_by_side
from kpi.snapshot import Move
from kpi.words import LANGUAGES, Words
from tests.snapshots import HOSTILE, example, interim, month, plan_end, silent, with_effects
from tests.test_minutes_on_paper import OPEN, SNOOZED, STOP, TEST, held
from tests.test_pdf import LARGER, SMALLEST, clashes, inside, opened, spans, text

if TYPE_CHECKING:
    from kpi.paper.document import Document
    from kpi.paper.edition import Layout, Paper
    from kpi.reporting.report import Effect
    from kpi.snapshot import Snapshot

EN = Words("en")
BUSY = replace(with_effects(), minutes=held(OPEN, SNOOZED, STOP, TEST))
PRINTED: dict[str, tuple[Snapshot, Paper, Layout, int]] = {
    "month": (month(), "a4", "one", 1),
    "busy week": (BUSY, "us-letter", "one", 1),
    "week in two": (with_effects(), "a4", "two", 2),
    "interim in two": (interim(), "us-letter", "two", 2),
    "end in two": (plan_end(), "a4", "two", 2),
}
EVERY = [pytest.param(name, language, id=f"{name}-{language}") for name in PRINTED for language in LANGUAGES]


@cache
def printed(name: str, language: str) -> pymupdf.Document:
    snapshot, paper, layout, _ = PRINTED[name]
    return opened(snapshot, language, paper, layout)


def shown(name: str, language: str) -> tuple[Document, dict[str, int]]:
    """Give what there is to say, and how many tiles, trends and effects the pages have room for."""
    snapshot, paper, layout, _ = PRINTED[name]
    edition, say = Edition(language, paper, layout), Words(language)
    content = document(snapshot, say)
    pages = json.loads(pdf._fitted(pdf._data(content, edition, say), edition)["fit.json"])["pages"]
    return content, {key: max(page["how"][key] for page in pages) for key in ("tiles", "charts", "effects")}


def values(content: Document, room: dict[str, int]) -> list[str]:
    """List every word and number that must be on these pages."""
    said = [content.brand, content.title, content.headline, content.fingerprint, content.trends]
    said += content.when.split(" · ")
    for line in content.lines:
        said += [line.baseline, line.now, line.target, line.progress, line.sign.word, *line.owner.split()]
        if line.stretch:
            said += [line.stretch.before, line.stretch.during, line.stretch.change.word if line.stretch.change else ""]
    for tile in content.tiles:
        said += [tile.name, tile.value, tile.change, tile.target] if tile.rank < room["tiles"] else []
    for chart in content.charts:
        said += [chart.name, chart.now, chart.goal] if chart.rank < room["charts"] else []
    if content.effects:
        for one in content.effects.lines[: room["effects"]]:
            said += [one.sign.word, one.action, one.facts, one.about, one.lead, one.figures, one.rest, one.aside]
        said += [content.effects.left[room["effects"]], content.words["effects_caveat"]]
    if content.decided:
        said += [word for line in content.decided.lines for word in (line.sign.word, line.action, line.size, line.due)]
    said += [word for note in content.notes for word in (note.name, note.text)]
    return [one for one in said if one]


def plain(words: str) -> str:
    """Leave out the blanks: a line may end behind any hyphen."""
    return "".join(words.split())


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_word_and_number_is_on_the_pages(name: str, language: str) -> None:
    paper = printed(name, language)
    content, room = shown(name, language)
    on_paper = plain(text(paper))
    assert [one for one in values(content, room) if plain(one) not in on_paper] == []
    assert room["effects"] >= 3
    assert room["charts"] >= 3
    assert paper.page_count == PRINTED[name][3]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_it_can_be_read_and_nothing_runs_over_anything(name: str, language: str) -> None:
    paper = printed(name, language)
    least = SMALLEST if PRINTED[name][2] == "one" else LARGER
    assert min(span["size"] for span in spans(paper)) >= least
    assert inside(paper)
    assert clashes(paper) == []


def test_two_pages_are_set_in_larger_type() -> None:
    sizes, scale = tokens().size, tokens().scale
    assert sizes["body"] * scale["two"] >= 9.5
    assert sizes["small"] * scale["two"] >= LARGER
    assert scale["one"] == 1


@pytest.mark.parametrize("snapshot", [month(), example(), example(rows=0), silent()])
def test_the_table_grows_with_the_air_as_is_reckoned(snapshot: Snapshot) -> None:
    data = pdf._data(document(snapshot, EN), Edition("en"), EN) | {"scale": 1.0}
    main = """#import "sheet.typ": *
    #import "arrange.typ": *
    #show: sheet
    #context {
      let tall(k) = measure(block(width: 521pt, score(k))).height
      [#metadata(((tall(1.4) - tall(0.6)).pt(), 0.8 * score-growth.pt())) <found>]
    }"""
    files = {**pdf._templates(), "document.json": json.dumps(data).encode(), "main.typ": main.encode()}
    found, reckoned = json.loads(typst.query(files, "<found>", field="value", one=True, **pdf._faces()))
    assert found == pytest.approx(reckoned)


# -- words ---------------------------------------------------------------------------------


def test_each_report_has_its_title() -> None:
    titles = [document(one, EN).title for one in (example(), with_effects(), month(), interim(), plan_end())]
    assert titles == ["KPI snapshot"] * 2 + ["Month report", "Interim report, day 58 of 90", "90-day report"]
    assert document(plan_end(), Words("nl")).title == "90-dagenrapport"


def test_a_month_says_what_its_rows_were_and_what_they_were_before() -> None:
    report = month().report
    assert report is not None
    for row, stretch, line in zip(month().rows, report.stretches, document(month(), EN).lines, strict=True):
        assert line.stretch is not None
        if stretch.move is None:
            assert line.stretch.change is None
            continue
        sides = side_by_side(stretch.move.before, stretch.move.after, row.unit, row.currency, EN)
        change = line.stretch.change
        assert change is not None
        assert (line.stretch.before, line.stretch.during, change.word) == sides


def test_only_what_the_sample_can_carry_has_a_colour_over_the_weeks_too() -> None:
    lines = {line.name: line.stretch.change for line in document(month(), EN).lines if line.stretch}
    marks = {name: change and (change.tone, change.shape) for name, change in lines.items()}
    assert marks["Net sentiment"] == ("good", "triangle")
    assert marks["Click-to-lead"] == ("bad", "down")
    assert marks["Response time (median)"] == ("good", "down")
    assert (marks["MQLs"], marks["CPA"]) == (("quiet", "hollow"), ("quiet", "ring"))
    assert marks["Share of voice"] == ("quiet", "frame")
    assert marks["AI registration"] is None
    assert [sign.word for sign in document(month(), EN).evidence] == ["Signal", "Possible", "Noise", "Too little data"]
    assert document(example(), EN).evidence == ()


def test_weeks_without_a_number_are_a_dash_and_the_notes_say_why() -> None:
    content = document(month(), EN)
    (incidents,) = (line.stretch for line in content.lines if line.name == "Policy incidents")
    assert incidents is not None
    assert (incidents.before, incidents.during) == ("–", "5")
    notes = {note.name: note.text for note in content.notes}
    assert "Policy incidents" in notes["The weeks before"]
    assert "AI registration" in notes["The weeks before"]
    assert "mean of its weeks" in notes["Over these weeks"]
    assert "The weeks before" not in {note.name for note in document(example(), EN).notes}


def test_a_lower_bound_stays_one() -> None:
    full = month()
    assert full.report is not None
    bound = [
        replace(one, during=replace(one.during, bound=True))
        if one.row == "response_time_median" and one.during
        else one
        for one in full.report.stretches
    ]
    line = document(replace(full, report=replace(full.report, stretches=tuple(bound))), EN).lines[1]
    assert line.stretch is not None
    assert line.stretch.during.startswith("≥")
    assert not line.stretch.before.startswith("≥")


def test_the_decisions_of_a_meeting_stand_on_the_page_of_its_week_only() -> None:
    assert document(BUSY, EN).decided is not None
    assert document(replace(month(), minutes=BUSY.minutes), EN).decided is None


def test_the_weeks_of_the_report_are_marked_in_the_trends() -> None:
    assert {chart.band for chart in document(month(), EN).charts} == {0.92}  # the third last of 26 weeks
    assert {chart.band for chart in document(example(), EN).charts} == {None}


def test_an_effect_is_told_in_the_words_of_the_pages() -> None:
    full = interim()
    content = document(full, EN).effects
    assert content is not None
    assert full.report is not None
    for effect, line in zip(full.report.effects, content.lines, strict=True):
        found, decision = effect.outcome, effect.decision
        assert line.lead + line.figures + line.rest == told(found, decision, EN)
        aside = [footing(found, decision, EN), *besides(found, EN)]
        assert plain(line.aside) == plain(" · ".join(filter(None, aside)))
        assert (line.figures == "") == (found.move is None)
        assert line.sign.word == EN(f"outcome.came.{found.told}")


def test_who_decided_what_and_when() -> None:
    content = document(interim(), EN).effects
    assert content is not None
    (line,) = (one for one in content.lines if one.facts.startswith("Start · Community Manager"))
    assert line.facts == "Start · Community Manager · 19 Oct · Open"
    assert line.action.startswith("Two inbox shifts")


def test_a_decision_is_named_with_the_channel_it_is_about() -> None:
    full = with_effects()
    assert full.report is not None
    one = full.report.effects[2]
    abouts = []
    for said in ({"row": None, "channel": "x"}, {"row": None, "kpi": "gone_kpi"}, {"kpi": "cpa"}):
        effect = replace(one, decision=replace(one.decision, **said))  # type: ignore[arg-type]
        content = document(with_these(full, effect), EN).effects
        assert content is not None
        abouts.append(content.lines[0].about)
    assert abouts == ["CTR · X", "gone kpi", "CPA"]


def with_these(full: Snapshot, *effects: Effect) -> Snapshot:
    assert full.report is not None
    return replace(full, report=replace(full.report, effects=effects))


def test_what_there_is_no_room_for_is_counted_and_attached() -> None:
    full = interim()
    assert full.report is not None
    many = with_these(full, *full.report.effects * 3)
    content = document(many, EN).effects
    assert content is not None
    assert (len(content.lines), content.left[12], content.left[4]) == (
        12,
        "18 more decisions in the app and in the attached data.",
        "26 more decisions in the app and in the attached data.",
    )
    paper = opened(many, layout="two")
    assert "more decisions in the app and in the attached data." in text(paper)
    assert len(json.loads(paper.embfile_get("snapshot.json"))["effects"]) == 30


def test_a_month_without_decisions_says_so_and_a_week_says_nothing() -> None:
    none = with_these(month())
    content = document(none, EN).effects
    assert content is not None
    assert content.none == "No decision fell into these weeks."
    assert content.none in text(opened(none))
    assert document(with_these(with_effects()), EN).effects is None
    assert EN("pdf.effects.title") not in text(opened(example()))


def test_a_silent_month_has_dashes_and_breaks_nothing() -> None:
    report = month().report
    assert report is not None
    quiet = tuple(replace(one, during=None, before=None, move=None) for one in report.stretches)
    full = replace(silent(), report=replace(report, stretches=quiet))
    assert {line.stretch and line.stretch.during for line in document(full, EN).lines} == {"–"}
    assert inside(opened(full))


@pytest.mark.parametrize("layout", ["one", "two"])
def test_words_of_people_in_a_report_are_printed_as_words(layout: Layout) -> None:
    full = month()
    assert full.report is not None
    hostile = tuple(
        replace(one, decision=replace(one.decision, action=HOSTILE, owner=HOSTILE, by_how_much=HOSTILE, row=HOSTILE))
        for one in full.report.effects
    )
    paper = opened(with_these(full, *hostile), layout=layout)
    assert '#read("/etc/passwd") $x^2$' in text(paper)
    assert "root:" not in text(paper)
    assert inside(paper)
    assert clashes(paper) == []


def test_a_month_is_accessible_and_the_same_bytes() -> None:
    first, again = (pdf.render(month(), Edition("nl", layout="two")) for _ in range(2))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in first
    assert first == again
    report = month().report
    assert report is not None
    moved: list[Any] = [replace(one, move=one.move and Move(1, 2, 0.1, "signal")) for one in report.stretches]
    other = replace(month(), report=replace(report, stretches=tuple(moved)))
    assert pdf.render(other, Edition("nl", layout="two")) != first
