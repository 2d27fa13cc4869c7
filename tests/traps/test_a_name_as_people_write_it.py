"""Whoever is erased is found however her name is written, and where an import has taken half of it away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from data.privacy.inside import inside
from data.privacy.names import Names
from data.privacy.person import erase, find, usable
from data.rebuild import rebuild
from data.store import Store
from tests.exports import as_csv, inbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WHERE = {"account": "noord"}
HEARD = ("Link", "Published at", "Sentiment", "Brand", "Source", "Language", "Title", "Text")
ROWS = "select mention_id, url, title, text from mentions order by all"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = Store.open(tmp_path / "noord.duckdb", brand="Noord")
    yield made
    made.close()


def heard(first: int, last: int, text: str = "words") -> bytes:
    rows = [
        {
            "Link": f"https://x.com/anna_k77/status/1858{number:09}" if number % 2 else f"https://e.example/{number}",
            "Published at": "2026-11-10 10:00",
            "Brand": "Noord",
            "Source": "x",
            "Title": f"title {number}",
            "Text": f"{text} {number}",
        }
        for number in range(first, last)
    ]
    return as_csv(HEARD, rows)


def asked(*texts: str, sender: str = "piet") -> bytes:
    said = {"Received at": "2026-11-10 10:00", "Sender": sender}
    return inbox(*(said | {"Message ID": f"m{number}", "Message": text} for number, text in enumerate(texts)))


def held(store: Store, name: str) -> list[str]:
    """Name the files beside the store in which somebody stands."""
    files = [path for path in store.path.with_suffix("").rglob("*") if path.is_file()]
    return [path.name for path in files if any(name.lower() in text.lower() for text in inside(path.read_bytes()))]


def rebuilt(store: Store, query: str) -> list[tuple[Any, ...]]:
    store.close()
    assert not rebuild(store.path).failed
    again = Store.open(store.path)
    try:
        return again.query(query)
    finally:
        again.close()


@pytest.mark.parametrize(
    ("said", "text", "masked"),
    [
        ("İbrahim Yılmaz", "vraag İbrahim Yılmaz eens", "vraag [@] eens"),
        ("İbrahim Yılmaz", "vraag IBRAHIM YILMAZ eens", "vraag [@] eens"),
        ("Ștefan Popescu", "domnul Ştefan Popescu, da", "domnul [@], da"),
        ("ΓΙΩΡΓΟΣ", "ο Γιώργος; ο γιωργος", "ο Γιώργος; ο [@]"),
        ("Åsa Öberg", "¼ A\u030asa  O\u0308berg ½", "¼ [@] ½"),
        ("Anna Kowalska", "＠Ａｎｎａ Ko\u00adwalska ﬁn", "[@] ﬁn"),
        ("Sean O'Brien", "met Sean O´Brien", "met [@]"),
        ("Weiß", "WEISS", "[@]"),
        ("Rene", "René, Renée", "René, Renée"),
        ("नेहा", "नेहा जी", "[@] जी"),
    ],
)
def test_a_name_is_the_same_in_every_writing(said: str, text: str, masked: str) -> None:
    assert usable([said]) == (said,)
    assert Names.of("k", [said]).masked(text) == masked
    assert Names.of("k", [said]).within(text) == (text != masked)


def test_two_letters_are_too_few_however_they_are_written() -> None:
    assert usable(["Ås", "A\u030as", "İp"]) == ()


@pytest.mark.parametrize(
    ("sender", "said"),
    [
        ("İbrahim Yılmaz", "İbrahim Yılmaz"),
        ("ΓΙΩΡΓΟΣ", "ΓΙΩΡΓΟΣ"),
        ("Ştefan Popescu", "Ștefan Popescu"),
        ("Anna  Kowalska", "Anna Kowalska"),
    ],
)
def test_an_author_is_found_as_the_file_writes_her(store: Store, sender: str, said: str) -> None:
    store.load("1.csv", asked("a wrong bill", sender=sender), WHERE)
    assert find(store, [said]).messages == 1
    done = erase(store, [said], "r1")
    assert (done.done.rows, done.left, held(store, sender)) == (1, (), [])
    assert store.query("select text, author_hash from messages") == [(None, None)]


def test_what_she_wrote_is_found_by_its_link(store: Store) -> None:
    store.set_brands(["Noord"])
    store.load("1.csv", heard(1, 6), WHERE)
    assert find(store, ["@anna_k77"]).mentions == 3
    done = erase(store, ["@anna_k77"], "r1")
    assert (done.done.rows, done.left) == (3, ())
    later = store.load("2.csv", heard(4, 9), WHERE)
    assert (later.rows_new, later.rows_changed) == (3, 0)
    rows = store.query(ROWS)
    hers = [row for row in rows if row[0].startswith("erased-")]
    assert (len(rows), len(hers), {row[1:] for row in hers}) == (8, 4, {(None, None, None)})
    assert held(store, "anna_k77") == []
    assert rebuilt(store, ROWS) == rows


def test_a_name_that_an_import_cuts_leaves_no_half(store: Store) -> None:
    texts = ("@Anna Kowalska bedankt!", "@Piet Kowalska bedankt!", "Anna Kowalska of anna.kowalska@voorbeeld.example")
    store.load("1.csv", asked(*texts), WHERE)
    done = erase(store, ["Anna Kowalska"], "r1")
    assert done.left == ()
    query = "select message_id, text from messages order by 1"
    said = [("m0", "[@] bedankt!"), ("m1", "[@] Kowalska bedankt!"), ("m2", "[@] of [e-mail]")]
    assert store.query(query) == said
    assert held(store, "Anna Kowalska") == []
    again = store.load("2.csv", asked(*texts, "@Anna Kowalska dank"), WHERE)
    assert (again.rows_new, again.rows_changed) == (1, 0)
    assert rebuilt(store, query) == [*said, ("m3", "[@] dank")]


def test_a_copy_that_begins_with_her_name_stays_a_copy(store: Store) -> None:
    store.set_brands(["Noord"])
    store.load("1.csv", heard(2, 3, "RT @Anna Kowalska: words"), WHERE)
    erase(store, ["Anna Kowalska"], "r1")
    query = "select is_copy, text from mentions"
    assert store.query(query) == [(True, "RT [@]: words 2")]
    assert rebuilt(store, query) == [(True, "RT [@]: words 2")]


def test_what_is_made_of_a_text_that_names_her_is_met_again(store: Store) -> None:
    header = ("Title", "Published date", "Channel", "AI %")
    row = {"Title": "Met Anna Kowalska op pad", "Published date": "2026-11-10", "Channel": "Instagram", "AI %": "0%"}
    given = {"year": "2026"}
    store.load("1.csv", as_csv(header, [row]), given)
    erase(store, ["Anna Kowalska"], "r1")
    query = "select item_id, title from content_log where title like 'Met%'"
    rows = store.query(query)
    assert [title for _, title in rows] == ["Met [@] op pad"]
    again = store.load("2.csv", as_csv(header, [row, row | {"Title": "Zonder haar"}]), given)
    assert (again.rows_new, again.rows_changed, again.rows_unchanged) == (1, 0, 1)
    assert rebuilt(store, query) == rows


def test_an_answer_to_a_message_that_is_known_by_its_link_stays_one(store: Store) -> None:
    """Her id goes, the others become pseudonyms: what answers them names them so too."""
    link = "https://x.com/{}/status/{}".format
    at = "Tue Nov 10 1{}:00:00 +0000 2026".format
    header = ("tweet_id", "author_id", "inbound", "created_at", "text", "response_tweet_id", "in_response_to_tweet_id")
    hers, his, ours = link("anna_k77", 1), link("piet_j", 2), [link("noord", 3), link("noord", 4)]
    rows = [
        (hers, "anna_k77", "True", at(0), "help", ours[0], ""),
        (his, "piet_j", "True", at(0), "help", f"{ours[1]},{link('anna_k77', 9)}", ""),
        (ours[0], "noord", "False", at(1), "done", "", hers),
        (ours[1], "noord", "False", at(2), "done", "", his),
    ]
    said = [dict(zip(header, row, strict=True)) for row in rows]
    store.load("1.csv", as_csv(header, said), WHERE)
    query = "select starts_with(message_id, 'erased-'), answer_known, wait_hours from messages order by all"
    before = sorted(row[1:] for row in store.query(query))
    done = erase(store, ["@anna_k77"], "r1")
    assert (done.left, held(store, "anna_k77")) == ((), [])
    erased = store.query(query)
    assert sorted(row[1:] for row in erased) == before == [(True, 1.0), (True, 2.0)]
    again = store.load("2.csv", as_csv(header, said[::-1]), WHERE)
    assert (again.rows_new, again.rows_changed) == (0, 0)
    assert rebuilt(store, query) == erased
