"""What Ninety reads in texts follows every load, undo and correction, and is the same whatever led there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from data.asof import as_of
from data.errors import UnreadableFileError
from data.known import Known
from data.ledger import moment
from data.rebuild import rebuild
from data.store import Store
from data.texts import follow as following
from data.texts.follow import catch_up, rescore, unread
from data.texts.said_language import iso
from data.texts.topics import save
from tests.exports import as_csv, inbox

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from data.texts.scorer import Score

READINGS = (
    "select source, channel, text_id, words, draw, language, positive, negative, scorer from reading order by all"
)
TOPICS = "select text_id, topic from text_topic order by all"
SAID = "select text_id from reading order by 1"
OPINIONS = "select source, channel, id, words_of(text) from opinions where trim(text) <> '' order by all"
READ = "select source, channel, text_id, words from reading order by all"
LISTENING = ("Link", "Published at", "Sentiment", "Brand", "Source", "Language", "Title", "Text")


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def messages(day: int = 16, **said: str) -> bytes:
    """Write an inbox with texts by id."""
    at = f"2026-11-{day} 10:00"
    return inbox(*[{"Message ID": name, "Received at": at, "Message": text} for name, text in said.items()])


def mention(name: str, brand: str = "Noordlicht", **said: str) -> dict[str, str]:
    row = {"Link": f"https://e.example/{name}", "Published at": "2026-11-16 10:00", "Brand": brand, "Source": "blog"}
    return row | {"Title": f"About {name}", **said}


def load(store: Store, name: str, content: bytes, day: int = 17) -> int:
    now = moment(None).replace(2026, 11, day, 12)
    return store.load(name, content, {"account": "noord"}, now=now).batch_id


def put(store: Store, **said: str) -> None:
    """Let texts be there and be read, without the way of a file."""
    with store.shared.change(None) as tx:
        tx.executemany(
            "INSERT INTO messages BY NAME SELECT 'instagram' AS channel, ? AS message_id, TIMESTAMP '2026-11-16 10:00' "
            "AS received_at, DATE '2026-11-16' AS day, false AS answer_known, TIMESTAMP '2026-11-16 10:00' AS "
            "known_until, ? AS text, DATE '2026-11-16' AS snapshot_date, 0 AS batch_id, 1 AS source_row",
            list(said.items()),
        )
    catch_up(store)


class Named:
    """A scorer that says how often it was asked."""

    def __init__(self, name: str) -> None:
        self.name, self.asked = name, 0

    def score(self, texts: Sequence[str], languages: Sequence[str | None], folds: Sequence[int]) -> list[Score | None]:
        assert len(texts) == len(languages)
        self.asked += len(texts)
        assert all(fold in range(5) for fold in folds)
        return [(1.0, 0.0) if "good" in text else None for text in texts]


def in_force(monkeypatch: pytest.MonkeyPatch, *scorers: Named) -> None:
    """Let these scorers be in force one after the other; the last one stays."""
    waiting = list(scorers)

    def now(_: Store) -> Named:
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]

    monkeypatch.setattr(following, "_in_force", now)
    monkeypatch.setattr(following, "_to_be", lambda store, _: following.Turn(now(store)))


# -- loads, undos, corrections ---------------------------------------------------------------------------


def test_a_text_is_read_in_the_change_that_brings_it(store: Store) -> None:
    load(store, "a.csv", messages(one="What a great bank", two="Vreselijk slechte service, ik ben boos", three=""))
    rows = store.query("select text_id, language, positive > negative, draw between 0 and 1, scorer from reading")
    assert sorted(rows) == [("one", "en", True, True, "lexicon-1"), ("two", "nl", False, True, "lexicon-1")]
    assert store.query(READ) == store.query(OPINIONS)


def test_a_load_reads_only_what_it_brings(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = Named("counting-1")
    in_force(monkeypatch, scorer)
    load(store, "a.csv", messages(one="good", two="bad"))
    load(store, "b.csv", messages(one="good", two="worse", three="good again"), 18)
    assert scorer.asked == 4
    assert store.query(READ) == store.query(OPINIONS)


def test_a_load_without_texts_touches_no_reading(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(following, "follow", lambda *_, **__: pytest.fail("nothing to read"))
    store.load(
        "f.csv",
        as_csv(
            ("Post id", "Date", "Post text", "Post Link", "Impressions", "Likes", "Reposts", "Replies", "Url clicks"),
            [{"Post id": "1", "Date": "Mon, Nov 16, 2026"}],
        ),
    )
    assert store.query("select count(*) from posts") == [(1,)]


def test_an_undo_brings_the_earlier_reading_back(store: Store) -> None:
    load(store, "a.csv", messages(one="What a great bank", two="stays"))
    before = store.query(READINGS)
    later = load(store, "b.csv", messages(one="What a terrible bank", three="new"), 18)
    assert [row[0] for row in store.query(SAID)] == ["one", "three", "two"]
    store.undo(later)
    assert store.query(READINGS) == before


def test_the_order_of_loads_and_undos_does_not_matter(tmp_path: Path) -> None:
    first, second = messages(a="great", b="awful"), messages(17, b="awful indeed", c="fine")
    found = []
    for name, steps in {"x": "21", "y": "1212"}.items():
        store = Store.open(tmp_path / f"{name}.duckdb")
        store.set_setting("pseudonym_key", "k")
        at: dict[str, int] = {}
        for step in steps:
            if step in at:
                store.undo(at.pop(step))
            at[step] = load(store, "f.csv", {"1": first, "2": second}[step], 17 + int(step))
        found.append(store.query(READINGS))
        store.close()
    assert found[0] == found[1] != []


def test_a_correction_keeps_the_readings_and_reads_nothing_anew(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    scorer = Named("counting-1")
    in_force(monkeypatch, scorer)
    number = load(store, "a.csv", messages(one="good", two="bad"))
    before = store.query(READINGS)
    store.set_brand_zone("Asia/Tokyo")
    store.reanswer([number], {"account": "other"})
    assert (store.query(READINGS), scorer.asked) == (before, 2)


def test_a_load_that_fails_leaves_the_readings(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, "a.csv", messages(one="great"))
    before = store.query(READINGS)

    def full(*_: object) -> list[Path]:
        raise OSError("full")

    monkeypatch.setattr("data.intake.commit._keep", full)
    with pytest.raises(OSError, match="full"):
        load(store, "b.csv", messages(one="awful", two="new"), 18)
    assert store.query(READINGS) == before


# -- mentions ----------------------------------------------------------------------------------------------


def test_mentions_of_our_own_brand_are_read_and_copies_are_not(store: Store) -> None:
    store.set_brands(["Noordlicht"], ["Other"])
    rows = [mention("a"), mention("b", Text="RT @x so good"), mention("c", "Other"), mention("d", Title="", Text="")]
    load(store, "m.csv", as_csv(LISTENING, rows))
    assert store.query(READ) == store.query(OPINIONS)
    assert [row[0] for row in store.query(SAID)] == ["https://e.example/a"]


def test_readings_follow_the_names_of_brands(store: Store) -> None:
    store.load("n.csv", as_csv(LISTENING, [mention("c", "Other")]), {"own_brand": "nobody"})
    assert store.query(SAID) == []
    store.load("m.csv", as_csv(LISTENING, [mention("a"), mention("d", "Other")]), {"own_brand": "noordlicht"})
    assert [row[0] for row in store.query(SAID)] == ["https://e.example/a"]
    store.set_brands(["Other"])
    assert [row[0] for row in store.query(SAID)] == ["https://e.example/c", "https://e.example/d"]
    store.load("o.csv", as_csv(LISTENING, [mention("e", "Third")]), {"own_brand": "Noordlicht"})
    assert store.query(READ) == store.query(OPINIONS)
    assert len(store.query(SAID)) == 3


# -- language and draw ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "code"),
    [
        *(
            ("nl", "nl"),
            ("NL", "nl"),
            ("Dutch", "nl"),
            ("nl-NL", "nl"),
            ("dut", "nl"),
            ("nl_BE", "nl"),
            ("Flemish", "nl"),
        ),
        *(
            ("Romanian", "ro"),
            ("rum", "ro"),
            ("mo", "mo"),
            ("Swedish", "sv"),
            ("English (US)", "en"),
            ("zh-Hans", "zh"),
        ),
        *(("und", None), ("", None), (None, None), ("Unknown", None), ("qme", None), ("xx", None), ("5", None)),
    ],
)
def test_a_language_as_exports_name_it(said: str | None, code: str | None) -> None:
    assert iso(said) == code


def test_the_export_knows_the_language_better(store: Store) -> None:
    store.set_brands(["Noordlicht"])
    said = mention("a", Title="This is plain English, is it not?", Language="Dutch")
    load(store, "m.csv", as_csv(LISTENING, [said]))
    assert store.query("select language from reading") == [("nl",)]
    later = load(store, "n.csv", as_csv(LISTENING, [said | {"Language": "sv"}]), 18)
    assert store.query("select language from reading") == [("sv",)]
    last = load(store, "o.csv", as_csv(LISTENING, [said | {"Language": ""}]), 19)
    assert store.query("select language from reading") == [("en",)]
    store.undo(last)
    store.undo(later)
    assert store.query("select language from reading") == [("nl",)]


def test_a_draw_is_for_good_and_another_one_in_another_store(store: Store, tmp_path: Path) -> None:
    number = load(store, "a.csv", messages(one="great"))
    draw = store.query("select draw from reading")
    store.undo(number)
    load(store, "b.csv", messages(one="something else"))
    assert store.query("select draw from reading") == draw
    other = Store.open(tmp_path / "other.duckdb")
    load(other, "a.csv", messages(one="great"))
    assert other.query("select draw from reading") != draw
    other.close()


def test_draws_spread_evenly(store: Store) -> None:
    put(store, **{f"m{place}": "text" for place in range(1000)})
    counts = [
        n for (n,) in store.query("select count(*) from reading group by floor(draw * 10) order by floor(draw * 10)")
    ]
    assert len(counts) == 10
    assert sum((n - 100) ** 2 / 100 for n in counts) < 27.9  # chi square, 9 degrees of freedom: once in a thousand


# -- all of a store ------------------------------------------------------------------------------------------------


def test_a_rebuild_reads_the_same(store: Store) -> None:
    load(store, "a.csv", messages(one="What a great bank", two="awful privacy"))
    store.undo(load(store, "b.csv", messages(two="lovely", three="new"), 18))
    store.set_brands(["Noordlicht"])
    load(store, "m.csv", as_csv(LISTENING, [mention("a", Language="sv")]))
    before, about = store.query(READINGS), store.query(TOPICS)
    path = store.path
    store.close()
    rebuild(path)
    again = Store.open(path)
    assert (again.query(READINGS), again.query(TOPICS)) == (before, about)
    assert about == [("two", "privacy")]
    again.close()


def test_an_old_state_has_the_readings_of_then(store: Store) -> None:
    load(store, "a.csv", messages(one="Privacy at a bank"))
    before, then = store.query(READINGS), Known(moment(None), store.revision)
    load(store, "b.csv", messages(one="an awful bank", two="new"), 18)
    save(store, '[{"name": "banks", "words": {"*": ["bank"]}}]')
    assert store.query(TOPICS) == [("one", "banks")]
    with as_of(store, then) as past:
        assert (past.query(READINGS), past.query(TOPICS)) == (before, [("one", "privacy")])


def test_a_store_of_an_earlier_version_is_read_when_it_is_opened(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load(store, "a.csv", messages(one="What a great bank", two="awful"))
    before, path = store.query(READINGS), store.path
    with store.shared.change(None) as tx:
        tx.execute("DELETE FROM reading")
    store.close()
    monkeypatch.setattr(following, "AT_ONCE", 1)
    large = Store.open(path)
    assert (unread(large), large.query(READINGS)) == (2, [])
    load(large, "b.csv", messages(three="new"), 18)
    assert unread(large) == 2
    seen: list[tuple[int, int]] = []
    assert catch_up(large, lambda done, total: seen.append((done, total))) == 2
    assert (unread(large), seen, catch_up(large)) == (0, [(2, 2)], 0)
    large.undo(2)
    assert large.query(READINGS) == before
    with large.shared.change(None) as tx:
        tx.execute("DELETE FROM reading")
    large.close()
    monkeypatch.undo()
    small = Store.open(path)
    assert small.query(READINGS) == before
    small.close()


def test_rescoring_reads_everything_with_the_scorer_in_force(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, one="good", two="bad")
    kept = store.query("select text_id, words, draw, language from reading order by 1")
    in_force(monkeypatch, Named("other-7"))
    monkeypatch.setattr(following, "CHUNK", 1)
    seen: list[tuple[int, int]] = []
    assert rescore(store, lambda done, total: seen.append((done, total))) == 2
    assert seen == [(1, 2), (2, 2)]
    assert store.query("select text_id, positive, scorer from reading order by 1") == [
        ("one", 1.0, "other-7"),
        ("two", None, "other-7"),
    ]
    assert store.query("select text_id, words, draw, language from reading order by 1") == kept


def test_what_happens_while_texts_are_rescored_is_neither_lost_nor_scored_by_the_old_one(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = load(store, "a.csv", messages(one="good", two="bad"))
    load(store, "b.csv", messages(three="good"), 18)
    in_force(monkeypatch, Named("other-7"))
    seen: list[int] = []

    def meanwhile(done: int, _: int) -> None:
        if not seen:
            store.undo(gone)
            load(store, "c.csv", messages(three="turned bad", four="good"), 19)
        seen.append(done)

    rescore(store, meanwhile)
    assert store.query("select text_id, positive, scorer from reading order by 1") == [
        ("four", 1.0, "other-7"),
        ("three", None, "other-7"),
    ]
    assert store.query(READ) == store.query(OPINIONS)


def test_who_chooses_another_scorer_meanwhile_has_that_one(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, one="good")
    in_force(monkeypatch, Named("first-1"), Named("second-1"))
    rescore(store)
    assert store.query("select scorer from reading") == [("second-1",)]


def test_a_rescoring_that_is_stopped_leaves_the_readings(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    put(store, one="good")
    before = store.query(READINGS)
    in_force(monkeypatch, Named("other-7"))

    def stop(_done: int, _total: int) -> None:
        raise UnreadableFileError(file="", why="")

    with pytest.raises(UnreadableFileError):
        rescore(store, stop)
    assert store.query(READINGS) == before
