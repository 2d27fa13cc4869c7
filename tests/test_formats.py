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

from data.errors import NeedsAnswerError, SetAsideError
from data.exports import FORMATS, load_formats
from data.facts import FACTS
from data.headers import header_key
from data.sheet import read_workbook
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
    receipt = store.load(sample, content(sample), expected(sample)["answers"])
    columns = [column for column in FACTS[receipt.fact].own if column not in UNCHECKED]
    order = ORDER.get(receipt.fact, "source_row")
    rows = store.query(f"select {', '.join(columns)} from {receipt.fact} order by {order}")
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
        ("youtube_videos_en.csv", ["control_sum_ok"]),
        ("youtube_videos_de.csv", ["control_sum_differs"]),  # small videos are in the total only
        ("inbox_nl.csv", ["zone_assumed"]),
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
    assert recognising == {OF_SAMPLE[sample].name}


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
