"""Each kind of cell: what it reads, what it refuses rather than guesses, and what says nothing."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa
import pytest

from data.format import Cell
from data.values.cells import Setting, typed
from data.values.cleaning import cleaned
from data.values.yearless import with_years

NOTHING: dict[str, tuple[str, ...]] = {}
REFUSED = None


def value(kind: str, text: str, *, values: dict[str, tuple[str, ...]] = NOTHING, **declared: Any) -> Any:
    """Type one cell the way a load does."""
    cell = Cell(**{"from": ("H",), "as": kind, **declared})
    setting = Setting(zone="America/Los_Angeles", key="k", latest="2026-11-24", values=values, decimal=cell.decimal)
    with duckdb.connect(config={"threads": 1}) as con:
        con.execute("set TimeZone = 'UTC'")
        row = con.execute(f"select {typed(cell, 'c', setting)} from (select ?::varchar as c)", [text]).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0), ("1938", 1938), ("1938.0", 1938), ("1938,00", 1938), ("-70", -70), ("\u221270", -70), ("+5", 5),
        ("1,234", 1234), ("1.234", 1234), ("1 234", 1234), ("1\u202f234\u202f567", 1234567), ("1'234", 1234),
        ("1,5", REFUSED), ("1.5", REFUSED), ("12,34", REFUSED), ("1,234.567", REFUSED), ("1.2E+05", REFUSED),
        ("18,9K", REFUSED), ("3.апр", REFUSED), ("> 90", REFUSED), ("1,2345", REFUSED), ("0x1F", REFUSED),
    ],
)  # fmt: skip
def test_a_whole_number_is_read_and_a_fraction_refused(text: str, number: int | None) -> None:
    assert value("integer", text) == number


@pytest.mark.parametrize(
    ("kind", "text", "number"),
    [
        ("integer", "499K", 499_000), ("integer", "18,9K", 18_900), ("integer", "18.9k", 18_900),
        ("integer", "1,2M", 1_200_000), ("integer", "802M", 802_000_000), ("integer", "1.25 M", 1_250_000),
        ("integer", "628 295 352", 628_295_352), ("integer", "-3K", -3_000), ("integer", "310", 310),
        ("decimal", "18.9K", 18_900), ("decimal", "0.5K", 500),
        ("integer", "1,234K", REFUSED), ("integer", "12m", REFUSED), ("integer", "K", REFUSED),
        ("integer", "3 apr", REFUSED),
    ],
)  # fmt: skip
def test_a_rounded_number_is_read_only_where_the_column_says_it_is_one(
    kind: str, text: str, number: float | None
) -> None:
    assert value(kind, text, rounded=True) == number
    if text[-1] in "KkM":
        assert value(kind, text) is REFUSED


@pytest.mark.parametrize(
    ("decimal", "text", "number"),
    [
        (".", "12.5", 12.5), (".", "1,344.75", 1344.75), (".", "1 344.75", 1344.75), (".", "428", 428),
        (".", ".5", 0.5), (".", "1.2e-05", 0.000012), (".", "12,5", REFUSED), (".", "1.344,75", REFUSED),
        (",", "12,5", 12.5), (",", "1.344,75", 1344.75), (",", "12.5", REFUSED), (",", "1,344.75", REFUSED),
    ],
)  # fmt: skip
def test_a_number_is_read_with_the_declared_decimal_mark_only(decimal: str, text: str, number: float | None) -> None:
    assert value("decimal", text, decimal=decimal) == (pytest.approx(number) if number is not None else None)


@pytest.mark.parametrize(
    ("kind", "text", "fraction"),
    [
        ("percent_points", "6.31", 0.0631), ("percent_points", "6.31%", 0.0631), ("percent_points", "100", 1),
        ("percent_fraction", "0.0631", 0.0631), ("percent_fraction", "6.31%", REFUSED),
        ("percent_text", "1.16%", 0.0116), ("percent_text", "1.16 %", 0.0116), ("percent_text", "1.16", REFUSED),
        ("percent_text", "> 90%", REFUSED), ("percent_text", "< 10%", REFUSED),
        ("money", "€ 1,344.75", 1344.75), ("money", "77818.01 UAH", 77818.01), ("money", "$5", 5),
        ("money", "5 $ off", REFUSED),
    ],
)  # fmt: skip
def test_shares_become_fractions_and_amounts_lose_their_sign(kind: str, text: str, fraction: float | None) -> None:
    assert value(kind, text) == (pytest.approx(fraction) if fraction is not None else None)


@pytest.mark.parametrize(
    ("pattern", "text", "day"),
    [
        ("%m/%d/%Y", "11/16/2026", date(2026, 11, 16)),
        ("%m/%d/%Y", "16/11/2026", REFUSED),
        ("%b %d, %Y", "Jul 20, 2020", date(2020, 7, 20)),
        ("%a, %b %d, %Y", "Sun, Aug 24, 2025", date(2025, 8, 24)),
        ("%d-%m-%Y", "2026-11-16", date(2026, 11, 16)),  # ISO is always understood: Excel's own dates become it
        ("%d-%m-%Y", "2026-11-16T01:00:00", date(2026, 11, 16)),
        ("%d-%m-%Y", "30-02-2026", REFUSED),
        ("%Y%m%d", "20320101", REFUSED),  # dragged down in Excel, into the future
        ("%Y%m%d", "19700308", REFUSED),
    ],
)
def test_a_day_is_read_by_the_patterns_of_its_export(pattern: str, text: str, day: date | None) -> None:
    assert value("date", text, patterns=(pattern,)) == day


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("07/01/2025 09:56", datetime(2025, 7, 1, 16, 56)),  # Pacific summer time  # noqa: DTZ001
        ("11/03/2025 09:56", datetime(2025, 11, 3, 17, 56)),  # and winter time  # noqa: DTZ001
        ("2025-11-03T09:56:00Z", datetime(2025, 11, 3, 9, 56)),  # noqa: DTZ001
        ("2025-11-03T09:56:00+0300", datetime(2025, 11, 3, 6, 56)),  # noqa: DTZ001
        ("2025-11-03 09:56:00 +01:00", datetime(2025, 11, 3, 8, 56)),  # noqa: DTZ001
        ("9:56", REFUSED),
    ],
)
def test_a_moment_becomes_utc_from_its_own_offset_or_the_zone_of_the_export(text: str, utc: datetime | None) -> None:
    assert value("timestamp", text, patterns=("%m/%d/%Y %H:%M",)) == utc


@pytest.mark.parametrize(
    ("text", "kept"),
    [("17974697564884257", "17974697564884257"), ("3.0", "3"), ("'42", "42"), ("abc-DEF_1", "abc-DEF_1"),
     ("1.22158E+17", REFUSED), ("1,22158e+17", REFUSED), ("1E17", REFUSED),
     ("2.201", REFUSED), ("2,201", REFUSED), ("17 974 697", REFUSED), ("2.20", "2.20"), ("v1.100", "v1.100")],
)  # fmt: skip
def test_an_id_stays_text_and_one_that_lost_digits_is_refused(text: str, kept: str | None) -> None:
    assert value("id", text) == kept


@pytest.mark.parametrize(
    ("text", "answer"),
    [("Yes", True), ("ja", True), ("DA", True), ("1", True), ("nej", False), ("nu", False), ("FALSE", False),
     ("maybe", REFUSED), ("30%", REFUSED)],
)  # fmt: skip
def test_yes_and_no_in_four_languages(text: str, answer: bool | None) -> None:
    assert value("boolean", text) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [("30%", True), ("12", True), ("10% on Quillbot.", True), ("0.5%", True), ("100%", True), ("0%", False),
     ("0", False), ("0,0%", False), ("yes", True), ("Nee", False), ("Anna", REFUSED), ("18/02/25", REFUSED),
     ("250", REFUSED)],
)  # fmt: skip
def test_where_a_share_counts_any_of_it_is_a_yes_and_none_a_no(text: str, answer: bool | None) -> None:
    assert value("boolean", text, counted=True) is answer


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-W45", date(2026, 11, 2)),
        ("2026-v45", date(2026, 11, 2)),
        ("02-11-2026", date(2026, 11, 2)),
        ("01-11-2026", REFUSED),  # a Sunday: its week lies in two of them
        ("45", REFUSED),  # of which year?
    ],
)
def test_a_week_is_named_by_its_monday(text: str, day: date | None) -> None:
    assert value("date", text, patterns=("%d-%m-%Y", "%G-W%V", "%G-v%V"), monday=True) == day


def test_a_star_stands_for_every_other_word() -> None:
    reply = {"extract": r"^\s*(@)", "true": ("@",), "false": ("*",)}
    assert [value("boolean", text, **reply) for text in ("@anna yes", "Hello @anna")] == [True, False]


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("Positive", 1),
        ("neutraal", 0),
        ("NEGATIV", -1),
        ("1", 1),
        ("-1.0", -1),
        ("0", 0),
        ("5", REFUSED),  # the best of five stars, and nearly the worst of a hundred
        ("2", REFUSED),
        ("meh", REFUSED),
        ("0.3", REFUSED),
    ],
)
def test_feelings_become_a_sign(text: str, feeling: int | None) -> None:
    assert value("sentiment", text) == feeling


@pytest.mark.parametrize(
    ("text", "channel"),
    [("Facebook", "facebook"), ("IG", "instagram"), ("X (Twitter)", "x"), ("t.co", "x"), ("Mastodon", "mastodon")],
)
def test_platforms_have_one_name(text: str, channel: str) -> None:
    assert value("channel", text) == channel


def test_declared_words_become_canonical_and_others_are_refused() -> None:
    words = {"none": ("geen", "ingen"), "removed": ("șters",)}
    found = [value("word", text, values=words) for text in ("Geen", "none", "ȘTERS", "perhaps")]
    assert found == ["none", "none", "removed", REFUSED]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("mail jan.de-vries@post.example.nl now", "mail [e-mail] now"),
        ("bel +31 (0)6-1234 5678!", "bel [phone]!"),
        ("cc @jan_d, @zoë", "cc [@], [@]"),
        ("order 118 of 12 May", "order 118 of 12 May"),
    ],
)
def test_what_names_a_person_is_masked_in_messages(text: str, masked: str) -> None:
    assert value("private_text", text) == masked


def test_a_person_is_a_pseudonym_whatever_the_case() -> None:
    assert value("person", "Ana Pop") == value("person", "ANA POP")
    assert value("person", "Ana Pop") != value("person", "Ana Popa")


def test_every_way_to_write_nothing_is_nothing_and_spaces_do_not_count() -> None:
    texts = ["", " ", "-", " --", "N/A", "na", "NaN", "NAN", "undefined", "null", "—", "\u00a0", "Not rated"]
    assert cleaned(pa.chunked_array([texts]), ("Not Rated",)).to_pylist() == [None] * len(texts)
    assert cleaned(pa.chunked_array([["\u202f 7 ", "none", "0", "no"]])).to_pylist() == ["7", "none", "0", "no"]


def test_cells_that_need_no_cleaning_are_not_copied() -> None:
    column = pa.chunked_array([pa.array(["x", "a", "-", "b", None]).slice(1), pa.array(["c", " d"]), pa.array(["e"])])
    found = cleaned(column)
    found.validate(full=True)
    assert found.to_pylist() == ["a", None, "b", None, "c", "d", "e"]
    shared = [
        old.buffers()[2].address == new.buffers()[2].address
        for old, new in zip(column.chunks, found.chunks, strict=True)
    ]
    assert shared == [True, False, True]  # only " d" moved


# -- dates without a year ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["December 30", "December 31", "January 1"], ["2025-12-30", "2025-12-31", "2026-01-01"]),
        (["January 1", "December 31", "December 30"], ["2026-01-01", "2025-12-31", "2025-12-30"]),
        (["8 de marzo", "9 de marzo"], ["2026-03-08", "2026-03-09"]),
        (["27 februarie", "28 februarie"], ["2026-02-27", "2026-02-28"]),
        (["February 28", "February 29"], ["2026-02-28", "February 29"]),  # no such day: stays, to be refused
        (["May 1", None, "Total", "May 2"], ["2026-05-01", None, "Total", "2026-05-02"]),
    ],
)
def test_days_without_a_year_get_it_from_the_last_one(cells: list[str | None], days: list[str | None]) -> None:
    assert with_years(cells, 2026) == days


def test_a_year_of_days_begins_in_the_year_before() -> None:
    whole = with_years(["February 28", "June 1", "December 31", "January 1", "February 27"], 2026)
    assert whole == ["2025-02-28", "2025-06-01", "2025-12-31", "2026-01-01", "2026-02-27"]
