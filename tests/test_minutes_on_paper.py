"""What a meeting came to stands in the snapshot: on paper, in its data, in its print, and when it is taken again."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pymupdf
import pytest

from data.journal import Draft, entries, newest, write
from data.known import Known
from data.store import Store
from kpi.cells import Filter
from kpi.deciding.decisions import Said, decide
from kpi.fingerprint import fingerprint
from kpi.issued import as_known, issue, original, retake
from kpi.meeting.meeting import Item, end, meeting, start
from kpi.meeting.minuted import minuted
from kpi.meeting.minutes import Minute, Minutes
from kpi.paper import pdf
from kpi.paper.attachment import attachment
from kpi.paper.decided import as_text, decided
from kpi.paper.document import document
from kpi.paper.edition import Edition
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.snapshot import EVERYWHERE
from kpi.words import LANGUAGES, Words
from tests.exports import x_posts
from tests.snapshots import HOSTILE, example
from tests.test_pdf import inside, opened, spans, text

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kpi.snapshot import Snapshot

WEEK, DAY = Week(2026, 47), date(2026, 11, 23)
NINE = datetime(2026, 11, 23, 9, tzinfo=UTC)
STOP = Minute(
    taken="stop",
    rule="pause_scaling",
    row=None,
    kpi="net_sentiment",
    channel="linkedin",
    insight="Clicks rise while the mood falls",
    action="Pause both lead campaigns until the new message is tested with forty customers",
    owner="PR + Social Lead",
    due=date(2026, 11, 27),
    by_how_much="-10 points",
)
TEST = Minute(
    "test", None, "click_to_lead", "click_to_lead", None, None, "", "Two pages", "Ann", date(2027, 1, 8), "+5%"
)
SNOOZED = Minute("snoozed", "fix_offer", None, None, EVERYWHERE, due=date(2026, 12, 7))
OPEN = Minute("open", None, "cpa", "cpa", None)


def held(*minutes: Minute) -> Minutes:
    began = datetime(2026, 11, 23, 9)  # noqa: DTZ001 - as the store keeps it
    return Minutes(DAY, began, began + timedelta(minutes=24), minutes, took=24)


def met(*minutes: Minute) -> Snapshot:
    return replace(example(), minutes=held(*minutes))


# -- on paper ------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_with_decisions_is_still_one_page_and_says_all_of_them(language: str) -> None:
    say, full = Words(language), met(OPEN, SNOOZED, STOP, TEST)
    longer = replace(full, rows=(*full.rows, *full.rows[:3]))
    paper = opened(longer, language)
    assert paper.page_count == 1
    assert inside(paper)
    assert min(span["size"] for span in spans(paper)) >= 7
    printed = text(paper)
    for line in decided(full, say).lines:  # type: ignore[union-attr]
        for said in (line.sign.word, line.about, line.action, line.owner, line.due, line.size):
            assert said.replace("\u00a0", " ") in printed, said


def test_without_a_meeting_nothing_is_said_of_one() -> None:
    assert Words("en")("minutes.title") not in text(opened(example()))
    assert document(example(), Words("en")).decided is None
    assert as_text(example(), Words("en")) == ""


def test_what_nobody_decided_stands_last() -> None:
    found = decided(met(OPEN, SNOOZED, TEST, STOP), Words("en"))
    assert found is not None
    assert [line.sign.word for line in found.lines] == ["Test", "Stop", "Snoozed", "Open"]
    assert found.held == "23 Nov 2026, 24 min"


@pytest.mark.parametrize(
    ("minute", "about", "action", "size", "due"),
    [
        (STOP, "Pause scaling · LinkedIn", STOP.action, "Net sentiment −10 points", "27 Nov"),
        (TEST, "Click-to-lead", "Two pages", "+5%", "8 Jan 2027"),
        (replace(TEST, row=None), "Click-to-lead", "Two pages", "+5%", "8 Jan 2027"),  # named once
        (
            replace(STOP, channel=EVERYWHERE, moves_on="facebook"),
            "Pause scaling · the whole brand",
            STOP.action,
            "Net sentiment · Facebook −10 points",
            "27 Nov",
        ),
        (
            replace(STOP, moves_row="click_to_lead", kpi="click_to_lead"),
            "Pause scaling · LinkedIn",
            STOP.action,
            "Click-to-lead −10 points",
            "27 Nov",
        ),
        (
            replace(TEST, row=None, kpi="net_sentiment", channel="facebook", moves_on="facebook"),
            "Net sentiment · Facebook",
            "Two pages",
            "+5%",
            "8 Jan 2027",
        ),
        (SNOOZED, "Fix landing and offer · the whole brand", "comes back on 7 Dec", "", ""),
        (
            replace(SNOOZED, due=None),
            "Fix landing and offer · the whole brand",
            "comes back when it gets worse",
            "",
            "",
        ),
        (OPEN, "CPA", "Nothing was decided.", "", ""),
        (
            replace(STOP, rule="own", name="Our rule"),
            "Our rule · LinkedIn",
            STOP.action,
            "Net sentiment −10 points",
            "27 Nov",
        ),
        (replace(OPEN, kpi="gone", row="gone"), "gone", "Nothing was decided.", "", ""),
    ],
)
def test_a_line_says_what_it_is_about(minute: Minute, about: str, action: str, size: str, due: str) -> None:
    found = decided(met(minute), Words("en"))
    assert found is not None
    (line,) = found.lines
    assert (line.about, line.action, line.size, line.due) == (about, action, size, due)


@pytest.mark.parametrize(("language", "told"), [("ro", "+0,3 pp"), ("sv", "+0,3 pp"), ("en", "+0.3 pp")])
def test_what_must_move_is_written_in_the_language_of_the_reader(language: str, told: str) -> None:
    found = decided(met(replace(TEST, by_how_much="+0.3 pp")), Words(language))
    assert found is not None
    assert found.lines[0].size.replace("\u00a0", " ") == told


def test_a_row_of_one_channel_is_named_with_it() -> None:
    whole = met(replace(TEST, channel=None), replace(STOP, kpi="click_to_lead", moves_row="click_to_lead"))
    filtered = [
        replace(row, plan=row.plan.model_copy(update={"filter": Filter(channel="facebook")})) for row in whole.rows
    ]
    found = decided(replace(whole, rows=tuple(filtered)), Words("en"))
    assert found is not None
    assert found.lines[0].about == "Click-to-lead · Facebook"
    assert found.lines[1].size == "Click-to-lead · Facebook −10 points"
    elsewhere = decided(met(replace(TEST, moves_on="x")), Words("en"))
    assert elsewhere is not None
    assert (elsewhere.lines[0].about, elsewhere.lines[0].size) == ("Click-to-lead", "Click-to-lead · X +5%")


def test_whose_kpi_must_move_is_in_the_print_where_it_is_said() -> None:
    printed = [fingerprint(met(replace(STOP, **told))) for told in ({}, {"moves_on": "x"}, {"moves_row": "ctr"})]  # type: ignore[arg-type]
    assert len(set(printed)) == 3


def test_a_meeting_without_decisions_and_one_that_goes_on() -> None:
    none = decided(met(), Words("en"))
    assert none is not None
    assert none.none == "The meeting closed without a decision."
    assert text(opened(met())).count(none.none) == 1
    going = decided(replace(example(), minutes=replace(held(OPEN), ended=None)), Words("en"))
    assert going is not None
    assert going.held == "23 Nov 2026, still going on"


def test_what_is_open_takes_one_line_on_paper_and_its_own_elsewhere() -> None:
    other = replace(OPEN, row="ctr", kpi="ctr")
    paper, page = (decided(met(OPEN, STOP, other), Words("en"), most) for most in (12, None))
    assert paper is not None
    assert page is not None
    assert [line.about for line in paper.lines] == ["Pause scaling · LinkedIn", "CPA; CTR"]
    assert [line.about for line in page.lines] == ["Pause scaling · LinkedIn", "CPA", "CTR"]


def test_many_decisions_say_how_many_are_not_shown() -> None:
    found = decided(met(*[TEST] * 15), Words("en"))
    assert found is not None
    assert (len(found.lines), found.more) == (12, "Not shown here: 3 more.")


@pytest.mark.parametrize("language", LANGUAGES)
def test_words_of_people_are_printed_as_words(language: str) -> None:
    names = ("action", "owner", "by_how_much", "name")
    hostile = replace(STOP, rule="own", **dict.fromkeys(names, HOSTILE))  # type: ignore[arg-type]
    paper = opened(met(hostile, hostile), language)
    assert '#read("/etc/passwd") $x^2$' in text(paper)
    assert "root:" not in text(paper)
    assert inside(paper)


def test_an_owner_is_never_broken_inside_a_word() -> None:
    owner = "Communicatieverantwoordelijke PR en Social"
    full = met(replace(STOP, owner=owner))
    rows = tuple(replace(row, plan=row.plan.model_copy(update={"owner": owner})) for row in full.rows)
    for language in LANGUAGES:
        printed = text(opened(replace(full, rows=rows), language))
        assert printed.count("Communicatieverantwoordelijke") == len(rows) + 1


def test_it_stays_accessible_and_the_same_bytes() -> None:
    printed = pdf.render(met(STOP, OPEN), Edition("nl"))
    assert b"<pdfuaid:part>1</pdfuaid:part>" in printed
    assert printed == pdf.render(met(STOP, OPEN), Edition("nl"))
    assert printed != pdf.render(met(STOP), Edition("nl"))
    assert pymupdf.open(stream=printed).embfile_get("snapshot.json") == attachment(met(STOP, OPEN))


def test_the_data_hold_what_was_decided_and_not_whose_it_is() -> None:
    (said,) = json.loads(attachment(met(STOP)))["meeting"]["decided"]
    assert (said["taken"], said["rule"], said["channel"], said["due"]) == (
        "stop",
        "pause_scaling",
        "linkedin",
        "2026-11-27",
    )
    assert (said["action"], said["by_how_much"]) == (STOP.action, "-10 points")
    assert STOP.owner not in json.dumps(said)
    assert "meeting" not in json.loads(attachment(example()))


def test_the_print_covers_the_decisions() -> None:
    assert len({fingerprint(one) for one in (example(), met(), met(STOP), met(TEST))}) == 4


def test_as_text_each_decision_is_a_line() -> None:
    lines = as_text(met(STOP, OPEN), Words("nl")).splitlines()
    assert lines[0] == "Besluiten van het overleg · 23 nov 2026, 24 min"
    assert lines[1].startswith("■ Stoppen · ")
    assert "eigenaar: PR + Social Lead · uiterlijk: 27 nov" in lines[1]
    assert lines[2] == "◆ Open · CPA · Er is niets besloten."


# -- in the life of a store ----------------------------------------------------------------


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened_ = Store.open(tmp_path / "noordlicht.duckdb", brand="Noordlicht")
    opened_.load("a.csv", x_posts({"Post id": "1", "Impressions": 2000, "Url clicks": 20}), now=NINE)
    row = PlanRow(id="ctr", kpi="ctr", baseline="0.9%", target="1.5%")
    opened_.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(row,)).model_dump_json(), now=NINE)
    yield opened_
    opened_.close()


def hold(store: Store, action: str, now: datetime) -> None:
    """Hold a meeting in which one thing is decided."""
    start(store, WEEK.id, 20, [Item(subject="row:ctr")], now=now)
    said = Said(week=WEEK, kind="test", action=action, owner="Ann", due=date(2026, 12, 4), kpi="ctr", row="ctr")
    decide(store, said, "Ann", day=DAY, now=now + timedelta(minutes=5))
    running = meeting(entries(store))
    assert running is not None
    end(store, running, now=now + timedelta(minutes=20))


def test_what_was_issued_comes_out_again_though_the_journal_went_on(store: Store) -> None:
    before, first = issue(store, WEEK, DAY, Edition("en"), now=NINE)
    hold(store, "Two headlines", NINE)
    content, second = issue(store, WEEK, DAY, Edition("en"), now=NINE + timedelta(hours=1))
    assert (first.journal, second.journal) == (0, newest(store))
    assert first.fingerprint != second.fingerprint
    hold(store, "Another thing", NINE + timedelta(hours=2))
    write(store, lambda _: [Draft("alert.held", "row:ctr", {"case": 99, "finding": {}})])
    assert original(retake(store, first), Edition("en")) == before
    again = retake(store, second)
    assert again.is_original
    assert original(again, Edition("en")) == content
    assert "Two headlines" in text(pymupdf.open(stream=content))
    assert "Another thing" not in text(pymupdf.open(stream=content))


def test_a_week_as_known_on_a_day_has_the_decisions_of_then(store: Store) -> None:
    hold(store, "Two headlines", NINE)
    hold(store, "Another thing", NINE + timedelta(days=2))
    then = as_known(store, Known.on(DAY, "UTC"), WEEK, DAY)
    assert then.snapshot.minutes is not None
    assert [one.action for one in then.snapshot.minutes.minutes] == ["Two headlines"]


def test_a_meeting_changes_no_number(store: Store) -> None:
    full = example()
    assert minuted(full, (), store) == full
    hold(store, "Two headlines", NINE)
    told = minuted(full, entries(store), store)
    assert replace(told, minutes=None, fingerprint=full.fingerprint) == full
    assert told.fingerprint == fingerprint(told)
