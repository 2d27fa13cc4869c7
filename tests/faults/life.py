"""The life of a small brand in steps: whatever changes a store, done through what the pages and the CLI call."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import duckdb
import numpy as np

from data import issued, journal, kept
from data.access.rights import Right
from data.annotations import annotate, remove_annotation
from data.audit import Done
from data.backup import backup
from data.errors import NothingToUndoError
from data.issued import Issued
from data.journal import Draft
from data.labels import Given, Text, add_all, take_back
from data.opened import tables
from data.privacy.blank import Blank
from data.privacy.person import erase
from data.privacy.scrub import scrub
from data.reading.exports import FORMATS
from data.rebuild import rebuild
from data.store import Store
from data.texts import models, topics
from data.texts.models import Model
from data.texts.own import SHAPES, Weights
from kpi.deciding.decisions import Said, decide
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from tests.exports import as_csv, inbox, x_posts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path
    from threading import Event

    from data.reading.exports import Reading

BRAND, KEY = "Noordlicht", "5" * 32
NOON = datetime(2026, 11, 17, 12)  # noqa: DTZ001 - UTC, as the store keeps it
ACCOUNT = {"account": "noord", "own_brand": "Noordlicht"}
ADS = ("Campaign name", "Day", "Impressions", "Link clicks", "Amount spent (EUR)")
POSTS = x_posts(*[{"Post id": str(100 + n), "Impressions": 1000 + n, "Likes": n, "Url clicks": 9} for n in range(20)])
LATER = x_posts(
    *[{"Post id": str(110 + n), "Impressions": 1200 + n, "Likes": 2 * n, "Url clicks": 12} for n in range(20)]
)
MORE = x_posts(*[{"Post id": str(200 + n), "Impressions": 50 + n, "Likes": 1} for n in range(5)])
MESSAGES = inbox(
    *[
        {"Message ID": f"m{n}", "Received at": f"2026-11-1{n % 7} 10:{n:02}", "First response at": "2026-11-19 09:00"}
        | {"Sender": f"person {n}", "Message": said}
        for n, said in enumerate(("Great bank 👍", "awful app", "where is my card", "thanks, solved", "it fails again"))
    ]
)
MENTION = ("Link", "Published at", "Sentiment", "Brand", "Source", "Language", "Title", "Text")
MENTIONS = as_csv(
    MENTION,
    [
        {"Link": f"https://e.example/{n}", "Published at": "2026-11-16 10:00", "Brand": brand, "Source": "blog"}
        | {"Title": f"About {brand}", "Text": "they are kind"}
        for n, brand in enumerate(("Noordlicht", "Zuid", "Noordlicht"))
    ],
)
PLAN = Plan(
    brand=BRAND,
    start=date(2026, 9, 26),
    rows=(
        PlanRow(id="ctr", kpi="ctr", baseline="0.5%", target="1.5%", owner="Growth"),
        PlanRow(id="net_sentiment", kpi="net_sentiment", baseline="+60", target="+70", owner="PR"),
    ),
)
CHANCE = Said(
    week=Week(2026, 47),
    kind="test",
    action="Two headlines",
    owner="Growth",
    due=date(2026, 11, 20),
    kpi="ctr",
    row="ctr",
    insight="Clicks stand still.",
    by_how_much="+0.2 pp",
)
OLD = Blank("messages", "day < DATE '2026-11-12'")
KEPT_TOO_LONG = Done(Right.ADMINISTER, "retention", by="Ann")


@dataclass(frozen=True)
class Step:
    """One thing that somebody does; `again` is whether doing it twice must leave what doing it once left."""

    name: str
    do: Callable[[Path], None]
    again: bool = False
    before: Callable[[Path], None] | None = None  # what is done to the store first, undisturbed
    finished: bool = False  # whether opening does the rest of it: a change more, and the same in the end


def _on(name: str, work: Callable[[Store], object], *, again: bool = False) -> Step:
    def do(path: Path) -> None:
        opened = Store.open(path, brand=BRAND)
        try:
            work(opened)
        finally:
            opened.close()

    return Step(name, do, again)


def _load(name: str, file: str, content: bytes, minute: int) -> Step:
    now = NOON + timedelta(minutes=minute)
    return _on(name, lambda one: one.load(file, content, ACCOUNT, "Ann", now=now), again=True)


def _undo(one: Store) -> None:
    with suppress(NothingToUndoError):
        one.undo(2, "Ann", now=NOON + timedelta(hours=1))


def _label(one: Store, sentiment: int) -> None:
    texts = [Text("messages", "instagram", f"m{n}") for n in range(2)]
    add_all(one, [Given(text, sentiment) for text in texts], "Bo", now=NOON)  # type: ignore[arg-type]


def _report(one: Store) -> None:
    content = kept.keep(one.path, b"%PDF-1.7 a week on paper", "pdf")
    issued.record(
        one,
        Issued(
            *(0, "2026-W47", NOON, "Ann", NOON.date(), one.revision, 1, {"ctr": "1"}, "f" * 64, "en", "a4", "0.1"),
            *(None, "week", "pdf", None, content, None),
        ),
    )


def _model(one: Store) -> None:
    weights = Weights(np.zeros(SHAPES["pieces"], np.float32), np.zeros(SHAPES["rest"], np.float32))
    models.add(one, weights, Model(0, NOON, "Ann", 2, 1, {}, helps=False, content=""))


def _forget(path: Path) -> None:
    """Let a store be one of an earlier version: a table and a column are not there yet, nor what it says of itself."""
    con = duckdb.connect(path)
    for line in ("DELETE FROM shape", "DROP TABLE model", "ALTER TABLE issued DROP COLUMN frozen"):
        con.execute(line)
    con.close()


def _opened(path: Path) -> None:
    Store.open(path).close()


FILES = {"posts.csv": POSTS, "later.csv": LATER, "inbox.csv": MESSAGES, "listening.csv": MENTIONS, "more.csv": MORE}
_READ: dict[tuple[str, str, bytes], tuple[Reading, ...]] = {}


def read_once(
    name: str, content: bytes, folders: Sequence[Path], answers: Mapping[str, str], *, cancel: Event | None = None
) -> tuple[Reading, ...]:
    """Read a file as Ninety does; the same one again costs nothing."""
    key = (name, json.dumps(dict(answers), sort_keys=True), content)
    if key not in _READ:
        _READ[key] = tables(name, content, folders, answers, cancel=cancel)
    return _READ[key]


def read_ahead() -> None:
    """Read all files of this life, so that no fork of this process starts a reader."""
    for name, content in FILES.items():
        for account in ("noord", "zuid"):
            read_once(name, content, (FORMATS,), ACCOUNT | {"account": account})


STEPS: tuple[Step, ...] = (
    _on("open a new store", lambda one: one.revision, again=True),
    _load("load posts", "posts.csv", POSTS, 1),
    _load("load later posts", "later.csv", LATER, 2),
    _load("load messages", "inbox.csv", MESSAGES, 3),
    _load("load mentions", "listening.csv", MENTIONS, 4),
    _on("say the names of brands", lambda one: one.set_brands([BRAND], ["Zuid"], "Ann", now=NOON), again=True),
    _on("save a plan", lambda one: one.save_plan(PLAN.model_dump_json(), "Ann", "start", now=NOON)),
    _on("label texts", lambda one: _label(one, 1)),
    _on("label them otherwise", lambda one: _label(one, -1)),
    _on("take a label back", lambda one: take_back(one, 3, "Bo", now=NOON), again=True),
    _on("set a zone", lambda one: one.set_zone("x_content", "Europe/Bucharest", "Ann"), again=True),
    _on("answer otherwise", lambda one: one.reanswer([1, 2], {"account": "zuid"}), again=True),
    _on("undo", _undo, again=True),
    _load("load what was undone", "later.csv", LATER, 70),
    _on(
        "change settings",
        lambda one: one.set_settings({"currency": "RON", "language": "ro"}, "Ann", now=NOON),
        again=True,
    ),
    _on("mean topics", lambda one: topics.save(one, None, "Ann", now=NOON)),
    _on("decide", lambda one: decide(one, CHANCE, "Ann", day=date(2026, 11, 16), now=NOON)),
    _on(
        "write the journal", lambda one: journal.write(one, lambda _: [Draft("note", "us", {"a": 1}, "Ann")], now=NOON)
    ),
    _on("note a day", lambda one: annotate(one, date(2026, 11, 16), "campaign", by="Ann", now=NOON)),
    _on("take a note away", lambda one: remove_annotation(one, 1, "Ann", now=NOON)),
    _on("keep a report", _report),
    _load("load more posts", "more.csv", MORE, 80),
    Step("bring an older store up to date", _opened, again=True, before=_forget),
    _on("train a model", _model),
    replace(_on("take out old texts", lambda one: scrub(one, [OLD], KEPT_TOO_LONG), again=True), finished=True),
    replace(_on("erase a person", lambda one: erase(one, ["person 3"], "r1", "Ann", NOON.date())), finished=True),
    Step("back up", lambda path: (backup(path, path.parent / "backups"), None)[1], again=True),
    _on("choose a scorer", lambda one: models.choose(one, "lexicon", by="Ann", now=NOON)),
    Step("rebuild", lambda path: (rebuild(path), None)[1], again=True),
)
