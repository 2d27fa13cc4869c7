"""Nothing personal leaves the house: what tells who somebody is stands in no form, whatever field it was typed into."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any

import pymupdf
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.annotations import Annotation
from kpi.cells import Filter
from kpi.meeting.minutes import Minute, Minutes
from kpi.paper.edition import Edition
from kpi.paper.forms import FORMS, make
from kpi.paper.impersonal import FREE, MADE, PEOPLE, impersonal
from kpi.paper.printable import BREAK
from kpi.paper.private import PHONE, private
from kpi.reporting import frozen
from kpi.rule.ruling import Part
from tests.snapshots import WEEK, example, hostile, month
from tests.sourced_week import sourced_week

if TYPE_CHECKING:
    from kpi.paper.forms import Form
    from kpi.snapshot import Snapshot

PERSONAL = {
    "bel piet@example.com nu": "bel [e-mail] nu",
    "PIET.JANSEN+x@sub.example.co.uk": "[e-mail]",
    "mailto:piet@example.com": "[e-mail]",
    "piet (at) example.com": "[e-mail]",
    "piet@intranet": "[e-mail]",
    "ｐｉｅｔ＠ｅｘａｍｐｌｅ．ｃｏｍ": "[e-mail]",
    "piet\u200b@example.com": "[e-mail]",
    "+31 6 12345678": "[phone]",
    "06-12345678": "[phone]",
    "06 12 34 56 78": "[phone]",
    "020-1234567": "[phone]",
    "0712 345 678": "[phone]",
    "070-123 45 67": "[phone]",
    "070 123 456 78": "[phone]",
    "46 70 123 45 67": "[phone]",
    "(08) 123 456 78": "[phone]",
    "+40 (712) 345-678": "[phone]",
    "555 123 4567": "[phone]",
    "555-1234": "[phone]",
    "0612345678 0687654321": "[phone]",
    "٠٦١٢٣٤٥٦٧٨": "[phone]",
    "850923-1234": "[phone]",
    "19850923-1234": "[phone]",
    "@piet_j zegt": "[@] zegt",
    "via @ana.maria.": "via [@].",
    "@piet@mastodon.social": "[@]",
    "https://x.com/piet_jansen": "https://x.com/…",
    "linkedin.com/in/anna-karin-5a8b": "linkedin.com/…",
    "wa.me/31612345678": "wa.me/…",
    "https://brand.nl/reset?token=abc123": "https://brand.nl/reset…",
    "brand.nl/reset/9f8a7b6c5d4e3f2a1b": "brand.nl/…",
    "https://user:pw@brand.nl/p": "https://brand.nl/p",
    "export_piet.jansen@x.nl": "[e-mail]",
    "piet AT example DOT com": "[e-mail]",
    "piet[at]example[dot]com": "[e-mail]",
    "mailto:piet%40example.com": "[e-mail]",
    "p%40example.com": "[e-mail]",
    "piet(@)example.com": "[e-mail]",
    "piet@ gmail.com": "[e-mail]",
    "piet.jansen @gmail.com": "[e-mail]",
    "Piet.Jansen at Hotmail.nl": "[e-mail]",
    "piet@example.com's": "[e-mail]",
    "06\u201012345678": "[phone]",
    "06\u20111234\u20115678": "[phone]",
    "06\u201312345678": "[phone]",
    "06 \u2013 12 34 56 78": "[phone]",
    "06\u00a012\u202f34\u00a056\u202f78": "[phone]",
    "850923\u20131234": "[phone]",
    "555\u20111234": "[phone]",
    "u/anna_reddit": "[@]",
    "/u/anna zegt": "[@] zegt",
}
PLAIN = (
    *("CTR @ 2%", "@ 20:00", "24/7", "Rata < 24h", "A/B test #2", "+0.2 pp", "6 / month", "0–1/trimestru", "-25%"),
    *("2026-11-16", "(2026-11-16)", "2026-11-16 - 2026-11-22", "16.11.2026-22.11.2026", "01-12-2026", "w45-w47"),
    *("posts_20261116_20261122.csv", "16112026.csv", "ninety_posts 2026-11-23 09.30.csv", "2025-2026"),
    *("Oct-26-2026_Nov-22-2026_1490000000000126.csv", "35 000", "35 000 70 000", "1.234.567", "12 345 678"),
    *(
        "120 000 000",
        "Reach (1 200 000)",
        "€ 1 000 000 - 2 000 000",
        "1200-1500",
        "€ 4.250,50",
        "week 47 2026 120 posts",
    ),
    *("45–48", "w45–w47", "1250–1475", "12.345–67.890", "35 000–70 000", "0.00125–0.00375", "16–22.11.2026"),
    *("2026-11-16 – 2026-11-22", "2026–11–16", "01-12-2026–07-12-2026", "2025–2026", "−25%", "35\u00a0000"),
    *(
        "6 u/week-2",
        "6 u/week",
        "u/dag",
        "€/u/persoon",
        "CTR 20%40",
        "lunch at noon",
        "account at gmail.com",
        "e.g. at gmail.com",
        "@ 20:00 at x.nl",
    ),
    *("https://brand.nl/proof", "brand.nl/proof/case-2026", "12345.67", "n=12345", "PR + Social Lead", ""),
)


@pytest.mark.parametrize(("said", "masked"), PERSONAL.items())
def test_what_tells_who_somebody_is_is_masked(said: str, masked: str) -> None:
    assert private(said) == masked
    assert private(masked) == masked


@pytest.mark.parametrize("said", PLAIN)
def test_days_amounts_and_names_of_files_stay(said: str) -> None:
    assert private(said) == said


@given(st.text(max_size=60), st.sampled_from([*PERSONAL]), st.text(max_size=20))
def test_it_is_masked_wherever_it_stands(before: str, said: str, after: str) -> None:
    whole = private(f"{before} {said} {after}")
    assert private(whole) == whole
    assert not re.search(r"piet@|example\.com|12345678|123 ?45 ?67|piet_j", whole)


@pytest.mark.parametrize("group", ["111 ", "16.11.2026 ", "1 000 000 - "])
def test_a_long_list_of_numbers_is_read_once(group: str) -> None:
    """Read in every way in which it can be parted, the list would take longer than there is time."""
    assert private(f"2026 {group * 200}9999") == PHONE


# -- every field of everything that is printed -------------------------------------------------------

TELLS = "bel piet@example.com, 06-12345678 of @piet_j via https://x.com/piet_j"
LEAKS = re.compile(r"piet|example\.com|12345678|Mira|Anna", re.IGNORECASE)


def full_of_people(full: Snapshot) -> Snapshot:
    """Write it into every field in which people write."""
    note = Annotation(1, WEEK.monday, None, None, "note", TELLS, datetime(2026, 11, 17, 9, tzinfo=UTC), "Mira")
    said: dict[str, Any] = {"label": f"CTR {TELLS}", "owner": TELLS, "cadence_written": TELLS}
    rows = tuple(
        replace(row, plan=row.plan.model_copy(update=said), annotations=(note,), baseline_text=TELLS)
        for row in full.rows
    )
    asked = Filter(topics=(TELLS,), formats=(TELLS,), campaigns=(TELLS,), result_kind=TELLS)
    worded = rows[0].plan.model_copy(update={"baseline": TELLS, "target": f"+22 {TELLS}", "filter": asked})
    rows = (replace(rows[0], plan=worded, baseline=None), *rows[1:])
    alerts = tuple(
        replace(one, name=TELLS, action=TELLS, owner=TELLS, parts=(Part(TELLS, 0.8, 0.5, 90),)) for one in full.alerts
    )
    minute = Minute("stop", None, None, "ctr", None, TELLS, TELLS, TELLS, TELLS, None, TELLS)
    minutes = Minutes(WEEK.sunday, datetime(2026, 11, 23, 9, tzinfo=UTC), None, (minute,))
    report = full.report
    assert report is not None
    told = {
        "action": TELLS,
        "owner": TELLS,
        "insight": TELLS,
        "by_how_much": TELLS,
        "note": TELLS,
        "closed_by": "Anna",
    }
    effects = tuple(
        replace(one, decision=replace(one.decision, **told), outcome=replace(one.outcome, notes=(note,)))
        for one in report.effects
    )
    sourced = tuple(
        replace(one, files=tuple(replace(file, name=f"{TELLS}.csv") for file in one.files)) for one in report.sourced
    )
    return replace(
        full,
        brand=f"Noordlicht {TELLS}",
        rows=rows,
        alerts=alerts,
        minutes=minutes,
        report=replace(report, effects=effects, sourced=sourced),
    )


def read(content: bytes, form: Form) -> str:
    """Read all that is in a file: what is drawn, what is attached, what is said about it."""
    if form == "md":
        return content.decode()
    if form == "pdf":
        paper = pymupdf.open(stream=content)
        attached = b" ".join(paper.embfile_get(name) for name in paper.embfile_names()).decode()
        drawn = " ".join(page.get_text() for page in paper)
        return f"{drawn} {attached} {paper.metadata} {paper.get_xml_metadata()}".replace(BREAK, "").replace(
            "\u00ad", ""
        )
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        return " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("made", [sourced_week, month])
def test_no_form_tells_who_somebody_is(form: Form, made: Any) -> None:
    told = read(make(form, full_of_people(made()), Edition("nl", appendix=True)), form)
    assert not LEAKS.findall(told)
    assert "[e-mail]" in told or "e-mail" in told  # it was there, masked


KNOWN = {
    *("field", "kpi", "window", "why", "week", "currency", "fact", "missing_weeks", "scorer"),
    *(
        "fingerprint",
        "id",
        "guards",
        "country",
        "region",
        "rule",
        "row",
        "moves_row",
        "moves_on",
        "language",
        "finding",
    ),
    *("hours", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "missing"),
}  # ids, names of things that Ninety knows, and times: nobody writes about people there


def test_every_field_with_words_is_masked_or_known_to_hold_none() -> None:
    """A field that comes later must be put in one of the lists, or this fails."""
    unknown = set()
    for name in frozen.MODULES:
        for kind in vars(import_module(name)).values():
            if isinstance(kind, type) and kind.__module__ == name:
                declared = {one: str(field.annotation) for one, field in getattr(kind, "model_fields", {}).items()}
                typed = {one.name: str(one.type) for one in fields(kind)} if is_dataclass(kind) else declared
                unknown |= {one for one, told in typed.items() if re.search(r"\bstr\b", told)}
    assert unknown <= FREE | MADE | PEOPLE | KNOWN


def test_a_snapshot_without_people_stays_the_very_same() -> None:
    full = example()
    assert impersonal(full) is full


def test_numbers_days_and_the_fingerprint_stay() -> None:
    before = full_of_people(sourced_week())
    after = impersonal(before)
    assert after.fingerprint == before.fingerprint
    for one, other in zip(before.rows, after.rows, strict=True):
        assert (one.now, one.series, one.baseline, one.goal, one.target, one.plan.id, one.plan.filter) == (
            *(other.now, other.series, other.baseline, other.goal, other.target),
            *(other.plan.id, other.plan.filter if one.plan.id != after.rows[0].plan.id else one.plan.filter),
        )
    assert after.report is not None
    assert before.report is not None
    assert [one.outcome.move for one in after.report.effects] == [one.outcome.move for one in before.report.effects]
    assert {one.decision.made_by for one in after.report.effects} == {None}


def test_hostile_text_is_masked_too() -> None:
    assert "@ref" not in impersonal(hostile()).brand
    assert "javascript:1" in impersonal(hostile()).brand
