"""Every declared format reads its own samples to the letter, and no other format takes them for its own.

A sample is a small made-up file with the traps of the real ones; `<sample>.expected.json` says what must come
out of it, computed without Ninety (data/samples/README.md).
"""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from data.errors import DoubtfulExportError, NeedsAnswerError, SetAsideError
from data.facts import FACTS
from data.reading.exports import FORMATS, load_formats, read_exports
from data.reading.headers import header_key
from data.reading.sheet import read_workbook
from data.store import Receipt, Store
from kpi.words import LANGUAGES, texts

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Loaded = tuple[Receipt, list[dict[str, Any]]]

SAMPLES = FORMATS.parent / "samples"
DOCS = FORMATS.parent.parent / "docs" / "formats.md"
FORMAT = load_formats()
OF_SAMPLE = {sample: form for form in FORMAT.values() for sample in form.sample}
READ = sorted(sample for sample, form in OF_SAMPLE.items() if form.set_aside is None)
SET_ASIDE = sorted(sample for sample, form in OF_SAMPLE.items() if form.set_aside is not None)
ORDER = {"account_day": "day, channel, metric"}  # elsewhere: as in the file
UNCHECKED = {"author_hash"}  # a pseudonym is another in every store


def content(sample: str) -> bytes:
    return (SAMPLES / sample).read_bytes()


def expected(sample: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{sample}.expected.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Loaded]:
    """Load each sample once, each into a store of its own."""
    return cache(lambda sample: _load(tmp_path_factory.mktemp("store"), sample))


def _load(folder: Path, sample: str) -> Loaded:
    """Load a sample into a new store; give the receipt and the rows of its fact."""
    store = Store.open(folder / "brand.duckdb")
    store.set_settings({"pseudonym_key": "k"})  # an id that names an account becomes a pseudonym
    receipt = store.load(sample, content(sample), expected(sample)["answers"])
    columns = [column for column in FACTS[receipt.fact].own if column not in UNCHECKED]
    order = ORDER.get(receipt.fact, "source_row")
    rows = store.query(
        f"select {', '.join(columns)} from {receipt.fact} where batch_id = ? order by {order}", [receipt.batch_id]
    )
    store.close()
    return receipt, [dict(zip(columns, row, strict=True)) for row in rows]


def said(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out blanks; write dates as JSON does."""
    return {name: _plain(value) for name, value in row.items() if value is not None}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def about(row: dict[str, Any]) -> dict[str, Any]:
    """Allow what binary fractions need."""
    return {name: pytest.approx(value, abs=1e-6) if isinstance(value, float) else value for name, value in row.items()}


def sums(rows: list[dict[str, Any]], names: list[str]) -> dict[str, float]:
    """Add up each metric of `account_day`, each column elsewhere."""
    if "metric" in rows[0]:
        return {name: sum(row["value"] for row in rows if row["metric"] == name) for name in names}
    return {name: sum(row[name] for row in rows if row[name] is not None) for name in names}


# -- reading -----------------------------------------------------------------------------


@pytest.mark.parametrize("sample", READ)
def test_a_sample_reads_as_expected(load: Callable[[str], Loaded], sample: str) -> None:
    wanted = expected(sample)
    receipt, rows = load(sample)
    assert receipt.format == wanted["format"]
    assert (receipt.rows_read, receipt.rows_refused, receipt.cells_refused, receipt.rows_new) == (
        wanted["read"],
        wanted["rows_refused"],
        wanted["cells_refused"],
        wanted["stored"],
    )
    assert [str(receipt.period_from), str(receipt.period_to)] == wanted["period"]
    assert said(rows[0]) == about(wanted["first"])
    assert said(rows[-1]) == about(wanted["last"])
    assert sums(rows, list(wanted["sums"])) == about({name: float(value) for name, value in wanted["sums"].items()})


@pytest.mark.parametrize("sample", READ)
def test_a_column_without_an_expected_sum_is_blank_in_every_row(load: Callable[[str], Loaded], sample: str) -> None:
    receipt, rows = load(sample)
    named = {row["metric"] for row in rows} if receipt.fact == "account_day" else numbers(receipt.fact, rows)
    assert named == set(expected(sample)["sums"])


def numbers(fact: str, rows: list[dict[str, Any]]) -> set[str]:
    kinds = FACTS[fact].columns
    counted = {column for column, kind in kinds.items() if kind in ("BIGINT", "DOUBLE", "TINYINT")} - {"avg_pct_viewed"}
    return {column for column in counted if column in rows[0] and any(row[column] is not None for row in rows)}


@pytest.mark.parametrize("sample", SET_ASIDE)
def test_a_known_export_that_is_not_used_is_set_aside_with_its_reason(tmp_path: Path, sample: str) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    with pytest.raises(SetAsideError) as refused:
        store.load(sample, content(sample))
    assert {key: refused.value.fields[key] for key in ("format", "why")} == {
        "format": expected(sample)["format"],
        "why": expected(sample)["set_aside"],
    }
    assert store.uploads() == []
    store.close()


@pytest.mark.parametrize("sample", sorted(sample for sample in READ if expected(sample)["answers"]))
def test_what_the_file_does_not_say_is_asked_before_anything_is_stored(tmp_path: Path, sample: str) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    with pytest.raises(NeedsAnswerError) as asked:
        store.load(sample, content(sample))
    assert {question.name for question in asked.value.questions} == set(expected(sample)["answers"])
    assert store.uploads() == []
    store.close()


@pytest.mark.parametrize(
    ("sample", "codes"),
    [
        ("facebook_posts_en.csv", ["rows_silent"]),  # the row about a failed computation
        ("instagram_posts_excel.csv", ["repaired_double_quotes", "rows_silent"]),
        ("google_ads_ads.csv", ["rows_added_up", "control_sum_ok", "control_sum_ok"]),  # two ads of one ad group
        ("meta_ads_en.xlsx", ["control_sum_ok", "control_sum_ok"]),  # the total without a name
        ("meta_ads_es.csv", ["unexplained", "control_sum_ok", "control_sum_ok"]),  # results, but of which kind?
        ("youtube_videos_en.csv", ["control_sum_ok"]),
        ("youtube_videos_de.csv", ["control_sum_differs"]),  # small videos are in the total only
        ("google_ads_editor.csv", ["control_sum_ok", "control_sum_ok"]),  # one of five totals that overlap
        ("linkedin_ads.csv", ["control_sum_ok", "control_sum_ok"]),
        ("ga4_exploration.csv", ["control_sum_ok"]),  # its total stands first, with a cell more than the header
        ("tiktok_ads_days.xlsx", ["control_sum_ok", "control_sum_ok"]),  # "Total of 2 results"
        ("facebook_insights_posts.csv", []),  # the line that explains the headers is no row, and nothing is wrong
        ("inbox_nl.csv", ["zone_assumed"]),
        ("x_threads.csv", ["replies_paired"]),
        ("front_messages.csv", ["replies_paired", "rows_repeated", "zone_assumed"]),  # one message in two inboxes
        ("crm_days_nl.csv", ["control_sum_ok", "control_sum_ok"]),
    ],
)
def test_what_was_noticed_stands_on_the_receipt(load: Callable[[str], Loaded], sample: str, codes: list[str]) -> None:
    receipt, _ = load(sample)
    assert [one["code"] for one in receipt.notes] == codes


# -- recognising -------------------------------------------------------------------------


@pytest.mark.parametrize("sample", sorted(OF_SAMPLE))
def test_only_its_own_format_recognises_a_sample(sample: str) -> None:
    recognising = {
        form.name
        for sheet in read_workbook(sample, content(sample)).sheets
        for _, cells in sheet.head()
        if len(keys := frozenset(filter(None, map(header_key, cells)))) > 1
        for form in FORMAT.values()
        if form.recognises(keys)
    }
    assert recognising == {OF_SAMPLE[sample].name, *expected(sample).get("also", ())}  # its other sheets


# -- completeness ------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FORMAT))
def test_a_format_has_a_sample_or_a_template(name: str) -> None:
    assert FORMAT[name].sample or name.startswith("ninety_")  # templates are written by data/templates.py


def test_each_file_among_the_samples_belongs_to_a_format() -> None:
    files = {path.name for path in SAMPLES.iterdir() if path.is_file() and path.suffix in (".csv", ".xls", ".xlsx")}
    assert files == set(OF_SAMPLE)


def test_each_expectation_belongs_to_a_sample() -> None:
    assert {path.name.removesuffix(".expected.json") for path in SAMPLES.glob("*.json")} == set(OF_SAMPLE)


@pytest.mark.parametrize("name", sorted(FORMAT))
def test_a_format_says_where_people_find_the_download(name: str) -> None:
    first = (FORMATS / f"{name}.toml").read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# ")
    assert len(first) > 40


@pytest.mark.parametrize("name", sorted(FORMAT))
def test_the_table_of_formats_names_each_format(name: str) -> None:
    assert f"`{name}`" in DOCS.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", sorted(FORMAT))
def test_a_format_has_a_name_in_each_language(name: str, language: str) -> None:
    assert texts(language).get(f"format.{name}")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("sample", SET_ASIDE)
def test_a_reason_to_set_aside_has_a_text_in_each_language(sample: str, language: str) -> None:
    assert texts(language).get(f"set_aside.{OF_SAMPLE[sample].set_aside}")


# -- what a declaration promises ---------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FORMAT))
def test_a_meaning_belongs_to_a_header_that_is_read(name: str) -> None:
    for cell in FORMAT[name].cells.values():
        told = [word for words in cell.meaning.values() for word in words]
        assert set(told) <= set(cell.from_)
        assert len(told) == len(set(told))  # one header, one meaning
        if "impressions" in cell.meaning:  # renamed to views: every header must say which of the two it is
            assert set(told) == set(cell.from_)


# who comes back on another day is counted again
PEOPLE = {"reach", "engaged_reach", "engaged_reach_7d", "returning_viewers_28d", "viewers"}
LEVELS = {"followers"}  # how many there are, not how many came
COUNTS = {
    "views", "impressions", "clicks", "link_clicks", "reactions", "comments", "shares", "saves", "reposts", "posts",
    "engagements", "interactions", "visits", "profile_visits", "follows", "unfollows", "net_follows", "watch_hours",
}  # fmt: skip


def test_each_daily_figure_is_known_to_be_one_that_can_be_added_up_or_not() -> None:
    forms = [form for form in FORMAT.values() if form.fact == "account_day"]
    stored = {metric for form in forms for metric in form.metrics}
    stored |= {title.metric for form in forms for title in form.titles if title.metric}
    assert stored - PEOPLE - LEVELS == COUNTS
    assert not PEOPLE & COUNTS


def test_no_view_lays_days_of_people_open_to_adding() -> None:
    views = (FORMATS.parent / "views.sql").read_text(encoding="utf-8")
    laid = {name for name in PEOPLE | LEVELS if f"metric = '{name}'" in views}
    # the first two stand for a week and are refused side by side; followers of days are what unfollows are a share of
    assert laid == {"engaged_reach_7d", "returning_viewers_28d", "followers"}


@pytest.mark.parametrize(
    ("name", "form", "first", "last"),
    [
        ("tweet_activity_metrics_w_20161201_20170101_en.csv", "x_legacy", "2016-12-01", "2016-12-31"),
        ("account_analytics_content_2026-08-10_2026-08-16.csv", "x_content", "2026-08-10", "2026-08-16"),
        ("Content 2025-10-05_2025-11-02 Windmeer.zip/Table data.csv", "youtube_videos", "2025-10-05", "2025-11-01"),
        ("Datum 2025-11-03_2025-11-10 Windmeer.zip/Totalt.csv", "youtube_days", "2025-11-03", "2025-11-09"),
        ("Mar-18-2025_Apr-14-2025_1.csv", "instagram_posts", "2025-03-18", "2025-04-14"),
        ("Report-(2025-11-03 to 2025-11-09).xlsx", "tiktok_ads", "2025-11-03", "2025-11-09"),
    ],
)
def test_the_days_in_a_name_are_read_as_each_platform_means_them(name: str, form: str, first: str, last: str) -> None:
    sample = next(one for one in FORMAT[form].sample if OF_SAMPLE[one].name == form)
    (stated, *_) = (one.stated for one in read_exports(name, content(sample), {form: FORMAT[form]}))
    assert stated is not None
    assert [day.isoformat() for day in stated] == [first, last]


def test_a_chart_of_content_formats_is_set_aside_even_between_others(tmp_path: Path) -> None:
    chart = b'sep=,\n"Top content formats"\n"Date","Primary"\n"2025-11-03T00:00:00","12"\n'
    store = Store.open(tmp_path / "brand.duckdb")
    with pytest.raises(SetAsideError, match="counted_elsewhere"):
        store.load("Top content formats.csv", chart, {"account": "Main", "channel": "facebook"})
    store.close()


@pytest.mark.parametrize(
    ("sample", "formats"),
    [
        ("linkedin_posts.xls", ["linkedin_posts", "linkedin_days"]),
        ("linkedin_creator.xlsx", ["linkedin_creator_days", "linkedin_creator_followers"]),
        ("linkedin_followers.xls", ["linkedin_followers"]),  # the sheet "Location" is of no use
    ],
)
def test_each_usable_sheet_of_a_workbook_is_an_upload(tmp_path: Path, sample: str, formats: list[str]) -> None:
    store = Store.open(tmp_path / "brand.duckdb")
    store.load(sample, content(sample), {"account": "Main"})
    assert sorted(upload.format for upload in store.uploads()) == sorted(formats)
    store.close()


def test_a_cell_that_is_no_exact_number_is_refused_with_its_own_reason(tmp_path: Path) -> None:
    header = "Content,Video title,Video publish time,Views,Likes,Shares,Average percentage viewed (%)\n"
    doubtful = 'aaaaaaaaaaa,Pouring,"Nov 3, 2025",18.9K,3.апр,"1,204",> 90%\n'
    exact = 'bbbbbbbbbbb,Open day,"Nov 4, 2025",310,12,4,41.5\n'
    store = Store.open(tmp_path / "brand.duckdb")
    receipt = store.load("Table data.csv", (header + doubtful + exact).encode())
    reasons = {refusal.field: (refusal.cell, refusal.reason) for refusal in receipt.refusals}
    assert reasons["reactions"] == ("3.апр", "date_in_number")
    assert reasons["avg_pct_viewed"] == ("> 90%", "bounded")
    assert reasons["views"] == ("18.9K", "rounded")
    assert store.query("select views, reactions, shares from posts order by post_id") == [
        (None, None, 1204),
        (310, 12, 4),
    ]
    store.close()


@pytest.mark.parametrize(
    ("sample", "days", "none"),
    [
        ("google_ads_campaigns.csv", b'"October 1, 2025 - October 31, 2025"', b"All time"),
        ("google_ads_editor.csv", "\tDay\t".encode("utf-16-le"), "\tDate\t".encode("utf-16-le")),
    ],
)
def test_ads_of_no_known_days_are_refused_in_words_a_person_understands(
    tmp_path: Path, sample: str, days: bytes, none: bytes
) -> None:
    stated = "November 3, 2025 - November 4, 2025".encode("utf-16-le")
    store = Store.open(tmp_path / "brand.duckdb")
    with pytest.raises(DoubtfulExportError) as refused:
        store.load("report.csv", content(sample).replace(days, none).replace(stated, b""), {"account": "Main"})
    assert refused.value.fields["why"] == "no_period"
    assert store.uploads() == []
    store.close()
