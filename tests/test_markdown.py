"""Markdown: what the paper says, in tables that line up, and nothing of people's words is taken for markup."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import example as case
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kpi.meeting.minutes import Minute, Minutes
from kpi.paper.document import document
from kpi.paper.edition import Edition
from kpi.paper.markdown import markdown
from kpi.paper.marked import plain, table
from kpi.words import LANGUAGES, Words
from tests.carried import UNSEEN, as_read, tables
from tests.snapshots import HOSTILE, empty, example, hostile, month, plan_end, silent

if TYPE_CHECKING:
    from kpi.snapshot import Snapshot

GITHUB = MarkdownIt("gfm-like")
GITHUB.linkify.set({"fuzzy_link": False})  # GitHub links no example.com without http:// or www.
OURS = {"paragraph", "inline", "heading", "bullet_list", "list_item", "table", "thead", "tbody", "tr", "th", "td"}
WRITTEN = {"text", "strong", "softbreak", "text_special"}
BAD = [
    HOSTILE,
    "![x](http://a.b/c.png) [y](javascript:1) <img src=x onerror=1> &lt;b&gt; &#64;",
    "a | b \\| c || d\n\n---\n# head\n> quote",
    "www.example.com http://example.com ftp://x.y mailto:a@b.cd a@b.cd",
    "`code` **bold** __x__ ~~gone~~ ***",
    "1. one",
    "- two",
    "# three",
    "| x | y |",
]


def made(snapshot: Snapshot, language: str = "en") -> str:
    return markdown(snapshot, Edition(language)).decode()


def kinds(text: str) -> tuple[set[str], set[str]]:
    """Name what a reader of Markdown finds: the blocks, and what stands in lines."""
    tokens = GITHUB.parse(text)
    inside = {child.type for token in tokens for child in token.children or ()}
    return (
        {one.type.removesuffix("_open").removesuffix("_close") for one in tokens},
        {one.removesuffix("_open").removesuffix("_close") for one in inside},
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_what_the_paper_says(language: str) -> None:
    doc = document(example(), Words(language))
    text = as_read(made(example(), language))
    for said in (doc.title, doc.brand, doc.when, doc.headline, doc.fingerprint, *(one.text for one in doc.notes)):
        assert said in text
    for card in doc.cards:
        assert card.rule in text
        for leg in card.legs:
            assert f"{leg.kpi}: {leg.before} → {leg.after} · {leg.evidence} · {leg.sample}" in text


def test_a_plan_tells_of_every_decision() -> None:
    snapshot = plan_end()
    told = made(snapshot, "nl").partition("## Besluiten")[2].partition("## ")[0]
    assert told.count("\n- **") == len(snapshot.report.effects) == 10


def test_the_decisions_of_a_meeting_are_a_table() -> None:
    began = datetime(2026, 11, 23, 9, tzinfo=UTC)
    stop = Minute("stop", None, "ctr", "ctr", None, None, "", "Stop | the *ads*", "Ann", date(2026, 11, 27), "+0.2 pp")
    met = replace(example(), minutes=Minutes(began.date(), began, began, (stop,), took=24))
    head, line = tables(markdown(met, Edition("en")))[0]
    assert head == ["Decision", "About", "Action", "Must move", "Owner", "Due"]
    assert line == ["■ Stop", "CTR", "Stop | the *ads*", "+0.2\u00a0pp", "Ann", "27 Nov"]


@settings(deadline=None)
@given(st.text(max_size=60) | st.sampled_from(BAD))
@case("a\u2028b\x00\ud800\u202e")
def test_a_text_is_read_letter_by_letter(text: str) -> None:
    """What comes out of a parser is the text that went in, on one line, and nothing else."""
    blocks, inside = kinds(plain(text) or "x")
    assert blocks <= {"paragraph", "inline"}
    assert inside <= {"text", "text_special"}
    (shown,) = [token for token in GITHUB.parse(plain(text) or "x") if token.type == "inline"]
    read = "".join(child.content for child in shown.children).replace(UNSEEN, "")
    assert read == ((plain(text) and as_read(plain(text))) or "x")


@pytest.mark.parametrize("text", BAD)
def test_a_table_has_as_many_cells_as_columns_whatever_is_in_them(text: str) -> None:
    lines = table(["a", "b"], [[text, "1"], ["x", text]], right=[1])
    assert len({len(line) for line in lines}) == 1
    assert [len(line) for line in tables("\n".join(lines).encode())[0]] == [2, 2, 2]
    blocks, inside = kinds("\n".join(lines))
    assert blocks == {"table", "thead", "tbody", "tr", "th", "td", "inline"}
    assert inside <= {"text", "text_special"}


@pytest.mark.parametrize("snapshot", [hostile(), replace(month(), brand=" ".join(BAD)), empty(), silent()])
def test_only_our_own_markup_is_in_it(snapshot: Snapshot) -> None:
    blocks, inside = kinds(made(snapshot))
    assert blocks <= OURS
    assert inside <= WRITTEN


@pytest.mark.parametrize("text", ["@someone", "see #12", "GH-12", "www.x.y", "http://x.y", ":tada: x"])
def test_what_a_site_makes_of_plain_text_is_parted_where_nobody_sees_it(text: str) -> None:
    assert text not in plain(text).replace("\\", "")
    assert plain(text).replace(UNSEEN, "").replace("\\", "") == text


@pytest.mark.parametrize("text", ["+0.2 pp", "−25%", "< 6 h", "35.000", "09:30–17:00", "R&D", "Ana/Bob (HR)"])
def test_ordinary_words_stay_readable_as_they_are(text: str) -> None:
    assert plain(text).replace("\\<", "<") == text


def test_the_columns_stand_below_each_other() -> None:
    lines = [line for line in made(example(), "nl").split("\n") if line.startswith("|")]
    assert len({tuple(i for i, letter in enumerate(line) if letter == "|") for line in lines}) == 1
    assert lines[1].count("-:") == 5  # numbers end at the right


def test_what_is_missing_is_a_dash() -> None:
    head, *lines = tables(markdown(silent(), Edition("en")))[-1]
    assert {line[head.index("Now")] for line in lines} == {"–"}


def test_an_old_state_says_so_and_nothing_personal_is_in_it() -> None:
    snapshot = replace(example(label="CTR piet@example.com"), brand="Bel 06-12345678")
    text = markdown(snapshot, Edition("en", known=date(2026, 11, 23))).decode()
    assert "**Old state: as known on 23 Nov 2026**" in text
    assert "example.com" not in text
    assert "12345678" not in text
