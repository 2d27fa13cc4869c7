"""What the team notes has a kind with a shape and a word, may last, changes no number, and stands at its KPI."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, get_args

import pymupdf
import pytest

from data.annotations import Annotation, Kind, Remark, annotate, edit_annotation, held, remove_annotation
from data.known import Known
from data.rebuild import rebuild
from data.store import Store
from kpi.annotations import Notebook, read_notebook
from kpi.catalog import catalog
from kpi.fingerprint import fingerprint
from kpi.noted import marked, note_days, note_text, note_weeks, of_all, of_window, placed, span
from kpi.paper import pdf
from kpi.paper.document import document, trend_alt
from kpi.paper.edition import Edition
from kpi.paper.notes import notes
from kpi.paper.plot import chart
from kpi.paper.tokens import tokens
from kpi.snapshot import EVERYWHERE
from kpi.words import LANGUAGES, Words
from pages._charts import trend
from pages._legend import legend, marks
from tests.snapshots import HOSTILE, example
from tests.test_annotations import half_a_year, row
from tests.test_judgement_page import shown, week_47  # noqa: F401
from tests.test_pdf import text
from tests.visits import fresh, read, visit  # noqa: F401

if TYPE_CHECKING:
    from pathlib import Path

    from kpi.snapshot import ScoreRow, Snapshot
    from tests.rows import Rows

KINDS: tuple[Kind, ...] = get_args(Kind)
THEN = datetime.fromisoformat("2026-11-01")
CTR = example().rows[3]
EN = Words("en")


def note(
    day: str, kind: str = "campaign", until: str | None = None, number: int = 1, words: str = "Fair"
) -> Annotation:
    last = date.fromisoformat(until) if until else None
    return Annotation(number, date.fromisoformat(day), None, None, kind, words, THEN, "Ann", last)  # type: ignore[arg-type]


def noted(*notes_: Annotation, of: ScoreRow = CTR) -> ScoreRow:
    return replace(of, annotations=notes_)


def week_with(*notes_: Annotation) -> Snapshot:
    full = example()
    return replace(full, rows=tuple(replace(row_, annotations=notes_) for row_ in full.rows))


# -- the kinds -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_has_a_word_and_a_shape_of_its_own(language: str) -> None:
    say, tokens_ = Words(language), tokens().annotation
    assert tokens_.keys() == set(KINDS)
    assert len({say(f"annotation.kinds.{kind}") for kind in KINDS}) == len(KINDS)
    assert (
        len({mark.shape for mark in tokens_.values()}) == len({mark.glyph for mark in tokens_.values()}) == len(KINDS)
    )


def test_what_a_meeting_came_to_has_a_shape_of_its_own_too() -> None:
    found = tokens().taken.values()
    assert len({mark.shape for mark in found}) == len({mark.glyph for mark in found}) == len(found)


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "break"])
def test_only_a_break_changes_a_number(empty: Rows, kind: str) -> None:
    half_a_year(empty)
    before = row(empty)
    empty.con.execute(
        "insert into annotation (id, day, kind, text, written_at, revision, until) "
        "values (1, '2026-11-02', ?, 'x', now()::timestamp, 1, ?)",
        [kind, None if kind == "note" else "2026-11-20"],
    )
    found = row(empty)
    assert [one.kind for one in found.annotations] == [kind]
    assert replace(found, annotations=()) == before


# -- in the store --------------------------------------------------------------------------


def test_what_lasts_stands_with_its_last_day_and_comes_back_with_a_rebuild(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "noord.duckdb")
    annotate(store, date(2026, 11, 2), "Fair", "campaign", by="Ann", until=date(2026, 11, 20))
    before = read_notebook(store)
    assert (before.notes[0].until, before.notes[0].last) == (date(2026, 11, 20), date(2026, 11, 20))
    store.close()
    rebuild(store.path)
    again = Store.open(store.path)
    assert read_notebook(again) == before
    again.close()


@pytest.mark.parametrize(("kind", "until"), [("break", date(2026, 11, 20)), ("campaign", date(2026, 11, 1))])
def test_a_break_does_not_last_and_nothing_ends_before_it_begins(kind: Kind, until: date) -> None:
    with pytest.raises(ValueError, match="2026"):
        Remark(date(2026, 11, 2), "x", kind, until=until)


def test_an_edited_note_is_the_old_one_in_the_past_and_the_new_one_now(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "noord.duckdb")
    old = annotate(store, date(2026, 10, 5), "Fare", now=datetime.fromisoformat("2026-10-06"))
    revision = store.revision
    new = edit_annotation(
        store, old, Remark(date(2026, 10, 5), "Fair", "campaign"), "Bo", now=datetime.fromisoformat("2026-11-10")
    )
    assert store.revision == revision + 1
    assert [(one.id, one.text, one.kind, one.written_by) for one in read_notebook(store).notes] == [
        (new, "Fair", "campaign", "Bo")
    ]
    assert [one[5] for one in held(store, Known(datetime.fromisoformat("2026-11-01")))] == ["Fare"]
    store.close()


def test_a_note_that_somebody_took_away_is_not_brought_back_by_an_edit(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "noord.duckdb")
    gone = annotate(store, date(2026, 10, 5), "Fare")
    remove_annotation(store, gone)
    assert edit_annotation(store, gone, Remark(date(2026, 10, 5), "Fair")) is None
    assert read_notebook(store).notes == ()
    store.close()


def test_the_print_of_a_note_of_one_day_is_what_it_was() -> None:
    """A snapshot that was issued before notes could last still comes out with the same print."""
    assert fingerprint(week_with(note("2026-11-02"))) != fingerprint(example())
    assert fingerprint(week_with(note("2026-11-02", until="2026-11-20"))) != fingerprint(week_with(note("2026-11-02")))


# -- on a trend ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("made", "weeks", "window"),
    [
        (note("2026-11-16"), (25, 25), True),
        (note("2026-11-02"), (23, 23), False),
        (note("2026-11-02", until="2026-11-18"), (23, 25), True),
        (note("2026-01-05", until="2026-06-07"), (0, 1), False),  # it began before the trend
        (note("2026-01-05", until="2027-01-05"), (0, 25), True),
        (note("2026-01-05"), None, False),
    ],
)
def test_a_note_stands_at_every_week_that_it_is_about(
    made: Annotation, weeks: tuple[int, int] | None, window: bool
) -> None:
    found = noted(made)
    assert span(found, made) == weeks
    assert bool(of_window(found)) == window
    assert bool(marked(found)) == (weeks is not None)


def test_what_began_before_a_stretch_and_goes_on_is_about_it() -> None:
    book = Notebook((note("2026-01-05", until="2026-11-17"), note("2026-01-05", number=2)))
    found = book.about(catalog()["ctr"], EVERYWHERE, date(2026, 11, 16), date(2026, 11, 22))
    assert [one.id for one in found] == [1]


def test_words_of_notes_beside_each_other_stand_in_lanes() -> None:
    early, beside, late, last = (
        note(day, number=number) for number, day in enumerate(("2026-06-01", "2026-06-08", "2026-11-16", "2026-11-16"))
    )
    found = placed(noted(early, beside, late, last))
    assert [(one.lane, one.leftward) for one in found] == [(0, False), (1, False), (0, True), (1, True)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_draws_the_kind_as_shape_and_word(kind: str) -> None:
    spec, plain = trend(noted(note("2026-11-02", kind)), "en"), trend(CTR, "en")
    assert len(spec["layer"]) == len(plain["layer"]) + 3  # a line, a mark, its words
    assert f"{EN(f'annotation.kinds.{kind}')}: Fair" in str(spec)
    assert [one.kind for one in chart(noted(note("2026-11-02", kind))).notes] == [kind]
    assert "note" in marks(noted(note("2026-11-02", kind)))


def test_what_lasts_is_drawn_as_long_as_it_lasted() -> None:
    lasted = noted(note("2026-11-02", until="2026-11-18"))
    assert len(trend(lasted, "en")["layer"]) == len(trend(CTR, "en")["layer"]) + 4
    (drawn,) = chart(lasted).notes
    assert (drawn.first, drawn.last) == (pytest.approx(23 / 25), 1.0)


def test_notes_stand_under_the_values_not_on_them() -> None:
    def lowest(of: ScoreRow) -> float:
        spec = trend(of, "en")
        return float(spec["layer"][-1]["encoding"]["y"]["scale"]["domain"][0])

    assert lowest(noted(note("2026-11-02"), note("2026-11-09", number=2))) < lowest(CTR)


def test_who_does_not_see_a_chart_is_told_what_was_noted() -> None:
    told = trend_alt(noted(note("2026-11-02", "crisis", "2026-11-18")), EN)
    assert told.replace("\u2009", "").endswith("The team noted: 2–18 Nov 2026 Crisis: Fair.")


def test_the_legend_names_the_kinds_that_are_drawn() -> None:
    assert "▶ Campaign" in legend(noted(note("2026-11-02")))
    assert "Campaign" not in legend(CTR)


# -- on paper ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_marks_them_names_their_kinds_and_says_what_they_are(language: str) -> None:
    say, made = Words(language), note("2026-11-02", "platform", "2026-11-18", words="Views are counted")
    full = week_with(made)
    assert [sign.word for sign in document(full, say).noted] == [say("annotation.kinds.platform")]
    printed = text(pymupdf.open(stream=pdf.render(full, Edition(language))))
    assert say("annotation.kinds.platform") in printed
    assert f"{note_weeks(made, say)} {note_text(made, say)}" in printed


def test_small_print_tells_each_note_once_and_of_which_kpi() -> None:
    own = replace(note("2026-11-10", "note", number=2, words="New creatives"), kpi="ctr")
    found = {one.name: one.text for one in notes(week_with(note("2026-11-02"), own), EN)}
    assert found["Notes of the team"] == "w45 Campaign: Fair; w46 Note: New creatives (CTR)"


def test_hostile_words_of_a_note_are_printed_as_words() -> None:
    printed = text(pymupdf.open(stream=pdf.render(week_with(note("2026-11-02", words=HOSTILE)), Edition("en"))))
    assert '#read("/etc/passwd")' in printed


def test_days_are_written_as_one_day_or_as_a_span() -> None:
    assert note_days(note("2026-11-02"), EN) == "2 Nov 2026"
    assert note_days(note("2026-11-02", until="2026-11-02"), EN) == "2 Nov 2026"
    assert note_days(note("2026-11-02", until="2026-11-18"), EN).replace("\u2009", "") == "2–18 Nov 2026"


# -- on the pages --------------------------------------------------------------------------


@pytest.mark.usefixtures("week_47")
def test_monday_and_scorecard_say_what_was_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    crisis = replace(note("2026-11-17", "crisis", words="Outage *now*"), kpi="ctr")
    behind = noted(crisis, of=replace(CTR, status="behind", pace=0.017))
    shown(monkeypatch, behind)
    told = read(visit("monday"))
    assert told.count(r"✚ Crisis] Outage \*now\*") == 2  # on its card and on its tile
    table = visit("scorecard").dataframe[0].value
    assert table["notes"].tolist() == ["Crisis: Outage *now*"]


@pytest.mark.usefixtures("week_47")
def test_a_note_about_all_kpis_stands_once_not_on_every_card_and_tile(monkeypatch: pytest.MonkeyPatch) -> None:
    behind = noted(note("2026-11-17", "crisis", words="Outage *now*"), of=replace(CTR, status="behind", pace=0.017))
    shown(monkeypatch, behind)
    told = read(visit("monday"))
    assert told.count(r"✚ Crisis] · Outage \*now\*") == told.count("Outage") == 1


def test_a_note_about_all_kpis_is_listed_once_and_an_old_one_is_not() -> None:
    of_week, old = note("2026-11-17"), note("2026-09-07", number=2)
    own = replace(note("2026-11-18", number=3), kpi="ctr")
    rows = (noted(of_week, old, own), noted(of_week, old))
    assert [one.id for one in of_all(replace(week_with(), rows=rows))] == [1]


@pytest.mark.usefixtures("week_47")
def test_a_tile_says_that_its_trend_has_older_notes(monkeypatch: pytest.MonkeyPatch) -> None:
    old = (note("2026-09-07"), note("2026-10-05", "platform", number=2))
    shown(monkeypatch, noted(*(replace(one, kpi="ctr") for one in old)))
    assert "▶ □ 2 notes on the trend" in read(visit("monday"))


def test_a_note_can_be_written_on_monday(week_47: Store, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    shown(monkeypatch, CTR)
    app = visit("monday")
    app.text_input(key="any_note_text").set_value("Autumn tariff")
    app.selectbox(key="any_note_kind").set_value("campaign")
    app.date_input(key="any_note_until").set_value(date(2026, 11, 10))
    app.button(key="FormSubmitter:any_note-Add note").click().run()
    assert app.error[0].value == "The last day lies before the first."
    app.date_input(key="any_note_until").set_value(date(2026, 11, 29))
    app.button(key="FormSubmitter:any_note-Add note").click().run()
    assert not app.exception
    (written,) = read_notebook(week_47).notes
    assert (written.text, written.kind, written.kpi, written.until) == (
        "Autumn tariff",
        "campaign",
        "ctr",
        date(2026, 11, 29),
    )


def test_a_note_is_edited_where_it_stands(week_47: Store, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    number = annotate(week_47, date(2026, 11, 17), "Fare", "note", "ctr")
    shown(monkeypatch, replace(CTR, annotations=read_notebook(week_47).notes))
    app = visit("kpi")
    app.button(key=f"edit_note_{number}").click().run()
    assert app.text_input(key=f"note_{number}_text").value == "Fare"
    app.text_input(key=f"note_{number}_text").set_value("Fair")
    app.button(key=f"FormSubmitter:note_{number}-Save note").click().run()
    assert not app.exception
    assert [(one.text, one.kpi) for one in read_notebook(week_47).notes] == [("Fair", "ctr")]
