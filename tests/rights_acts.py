"""What is tried with the rights: every act that the table of rights speaks of, and a brand with some of everything."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path

import numpy as np

from data import folder as outside
from data import kept, labels
from data.access.acting import done_now
from data.access.rights import Right
from data.annotations import Remark, annotate, edit_annotation, remove_annotation
from data.audit import Done
from data.backup import backup, made, usual_folder
from data.backup_asked import have_made
from data.brand_files import acts, deletion
from data.errors import StoreBusyError
from data.format import Format
from data.journal import entries
from data.mapping.folder import remove_format, rename_format, save_format
from data.mapping.mapping import Mapping as Mapped
from data.mapping.mapping import Source, form_of
from data.outlets import OutletError
from data.privacy import datasets, gone, retention
from data.privacy.datasets import Dataset
from data.privacy.person import erase, find
from data.privacy.scrub import destroy_key
from data.reading.places import home
from data.rebuild import rebuild
from data.restored import restore
from data.store import Store
from data.texts import models
from data.texts.follow import rescore
from data.texts.own import Weights
from kpi.alerting import notices
from kpi.alerting.cases import acknowledge
from kpi.alerting.watch import sync
from kpi.deciding.activities import Activity, mark
from kpi.deciding.decisions import Said, close, decide, decisions
from kpi.issued import hand_out, told
from kpi.meeting.meeting import start
from kpi.paper.edition import Edition
from kpi.paper.look import Look
from kpi.paper.look_of import choose_look
from kpi.periods import Week
from kpi.plan import Plan, PlanRow
from kpi.rule.rulebook import read_rulebook, save
from kpi.scheduling import schedule
from kpi.scheduling.attend import run_now
from kpi.scheduling.sending import try_mail
from kpi.sentiment import basis
from kpi.sentiment.topics import read_topics, save_topics
from kpi.thread.risk import default_risk, save_risk
from kpi.thread.triage import alone
from kpi.words import Words
from tests.exports import as_csv, x_posts
from tests.snapshots import example
from tests.test_threads_queue import HEADERS

BRAND, OTHER = "noord", "zuid"
PUT_BY, GONE, AWAY, BACK = "west", "oost", "ver", "terug"  # in the archive, to delete, to put by, to put back
MINE = (BRAND, PUT_BY, GONE, AWAY, BACK)
SAID = {"account": "Noord"}
DAY, WEEK = date(2026, 11, 23), Week(2026, 47)
LATER = datetime(2026, 11, 24, 9)  # noqa: DTZ001 - UTC, as the store keeps it
MESSAGES = (
    ("1", "X", "2026-11-20T10:10:23Z", "", "ann", "Where are my data?", "Privacy", ""),
    ("2", "X", "2026-11-21T10:00:00Z", "2026-11-21T10:12:00Z", "bob", "All well", "levering", ""),
)


def _form(label: str, header: str) -> Format:
    when = Source(header="Wann", kind="date", patterns=("%d.%m.%Y",))
    return form_of(
        Mapped(label=label, fact="posts", sources={"published_at": when, "url": Source(header=header, kind="text")})
    )


OWN, HELD = _form("Own", "Wo"), _form("Held", "Waar")


@dataclass(frozen=True)
class Act:
    """One thing that somebody tries: the deed of the table, and how it is done."""

    what: str
    try_it: Callable[[Store], object]
    brand: str | None = BRAND  # None: it belongs to no brand, and needs the right for every one
    told: bool = True  # it leaves a line of its own; else it is a part of one that does
    closed: bool = False  # it wants the store closed


def _said() -> Said:
    return Said(week=WEEK, kind="stop", action="Act", owner="Ana", due=DAY, kpi="ctr")


def _text(store: Store, number: int) -> labels.Text:
    return labels.Text(*store.query("select source, channel, text_id from reading order by text_id")[number])


def _outlet(send: Callable[[], object]) -> None:
    with suppress(OutletError):  # there is none: that comes after the question who may
        send()


def _thread(store: Store) -> None:
    from kpi.thread.threads import queue  # noqa: PLC0415 - the only one who asks for it

    found = queue(store, date(2026, 11, 16), DAY, LATER).threads[0]
    with alone(store, found, None):
        store.load("threads.csv", x_posts({"Post id": "77"}), SAID)


def _issue(store: Store) -> None:
    of = replace(told(store, example(), "week", DAY), revision=store.revision)  # type: ignore[arg-type]
    hand_out(store, of, Edition("en"), "md", b"report")


def _case(store: Store) -> int:
    return next(one.number for one in entries(store) if one.kind == "alert.fired")


def _plan(store: Store) -> Plan:
    return Plan.model_validate_json(store.plan() or "")


def _model() -> models.Model:
    return models.Model(0, LATER, "Ana", labels=150, until=1, measured={}, helps=True, content="")


def _back() -> Path:
    return home() / f"{BACK}.duckdb"


def _asked(store: Store) -> None:
    with suppress(StoreBusyError):  # nobody is there to make it: that comes after the question too
        have_made(store.path, home().parent / "copies", patience=0)


def _close(store: Store) -> None:
    one = decisions(entries(store))[0]
    close(store, one.number, "done", "", None, one.version)


ACTS: tuple[Act, ...] = (
    Act("load", lambda store: store.load("more.csv", x_posts({"Post id": "9", "Date": "Mon, Nov 16, 2026"}), SAID)),
    Act(
        "load",
        lambda store: store.prepare("look.csv", x_posts({"Post id": "8", "Date": "Mon, Nov 16, 2026"}), SAID),
        told=False,
    ),
    Act("reanswer", lambda store: store.reanswer([2], {"account": "renamed"})),
    Act("undo", lambda store: store.undo(3)),
    Act("upload_settings", lambda store: basis.settle(store, None)),
    Act("label", lambda store: labels.add(store, _text(store, 0), 1, "Ana")),
    Act("take_back_label", lambda store: labels.take_back(store, 1, "Ana")),
    Act("format", lambda store: save_format(store.format_folder, OWN, store.formats())),
    Act("rename_format", lambda store: rename_format(store.format_folder, HELD, "Another name")),
    Act("remove_format", lambda store: remove_format(store.format_folder, HELD, ())),
    Act("rows", lambda store: done_now(Done(Right.UPLOAD, "rows", {"file": "rows.csv"}), store.path)),
    Act("journal", lambda store: acknowledge(store, _case(store), DAY)),
    Act("journal", lambda store: decide(store, _said(), day=DAY)),
    Act("journal", _close),
    Act("journal", lambda store: start(store, "2026-W47", 15, ())),
    Act("journal", lambda store: mark(store, _plan(store), _plan(store).activities[0], did=True, by=None)),
    Act("thread", _thread, told=False),
    Act("annotate", lambda store: annotate(store, DAY, "A note")),
    Act("edit_annotation", lambda store: edit_annotation(store, 1, Remark(DAY, "Another"))),
    Act("remove_annotation", lambda store: remove_annotation(store, 2)),
    Act("plan", lambda store: store.save_plan(store.plan() or "")),
    Act("define_settings", lambda store: store.set_setting("currency", "SEK")),
    Act("define_settings", lambda store: save_risk(store, default_risk(store))),
    Act("define_settings", lambda store: save(store, read_rulebook(store))),
    Act("define_settings", lambda store: choose_look(store, Look(accent="#123456"))),
    Act("define_settings", lambda store: basis.choose(store, "tool", None)),
    Act("set_zone", lambda store: store.set_brand_zone("Europe/Stockholm")),
    Act("brand_names", lambda store: store.set_brands(["Noord"], ["Zuid"])),
    Act("topics", lambda store: save_topics(store, read_topics(store)[:1])),
    Act("scorer", lambda store: rescore(store, asked=models.Asked("lexicon"))),
    Act("scorer", rescore, told=False),  # with the one in force: no choice is changed
    Act("issue", _issue),
    Act("issue", lambda store: kept.keep(store.path, b"a file", "pdf"), told=False),
    Act("administer_settings", lambda store: schedule.choose(store, schedule.Schedule(on=True, folder="/tmp/x"))),  # noqa: S108
    Act("administer_settings", lambda store: notices.choose(store, "mail", on=True, levels=("stop",))),
    Act("send_now", lambda store: run_now(store, LATER)),
    Act("send_again", lambda store: notices.send(store, example(), again=True)),
    Act("try_outlet", lambda store: _outlet(lambda: notices.try_out(store, "webhook"))),
    Act("try_outlet", lambda store: _outlet(lambda: try_mail(store, Words("en")))),
    Act("try_outlet", lambda store: outside.tried(store.path.parent.parent / "reports", store.path)),
    Act("brand_renamed", lambda store: acts.rename(store, "Noorderzon"), told=False),
    Act("brand_made", lambda _: acts.create("Midden"), brand=None),
    Act("brand_archived", lambda _: acts.archive(AWAY), brand=AWAY),
    Act("brand_brought_back", lambda _: acts.bring_back(PUT_BY), brand=PUT_BY),
    Act("brand_deleting", lambda _: deletion.delete(GONE, GONE), brand=GONE),
    Act("model", lambda store: models.add(store, Weights(np.zeros((1, 1, 2)), np.zeros((1, 3, 2))), _model())),
    Act("backup", lambda store: backup(store.path, home().parent / "copies")),
    Act("backup", _asked, told=False),  # of whoever has the store
    Act("brand_taken", lambda _: acts.take_along(BRAND, home().parent / "taken")),
    Act("restore", lambda _: restore(made(_back(), usual_folder())[-1][1], _back(), over=True), brand=BACK),
    Act("erase", lambda store: find(store, ["Ann Example"]), told=False),
    Act("erase", lambda store: erase(store, ["Ann Example"], "R-1")),
    Act("retention_days", lambda store: datasets.agree(store, "messages", 1)),
    Act("erase", lambda store: gone.write(store.path, gone.read(store.path)), told=False),
    Act("retention", lambda store: retention.run(store, date(2026, 1, 1)), told=False),  # nothing is due
    Act("retention", lambda store: retention.run(store, date(2027, 1, 1), sure=True)),
    Act("destroy_key", destroy_key),
    Act("rebuild", lambda store: rebuild(store.path), closed=True),  # the last: the store is closed after it
)


TRIED_ELSEWHERE = {"brand_deleted": "the end of a deletion that was permitted"}


# -- a brand with some of everything -------------------------------------------------------------------


def make(home: Path) -> None:
    """Make the brands; nobody signs in yet."""
    for name in (OTHER, PUT_BY, GONE, AWAY, BACK):
        Store.open(home / f"{name}.duckdb", brand=name).close()
    acts.archive(PUT_BY)
    backup(_back(), usual_folder())
    with closing(Store.open(home / f"{BRAND}.duckdb", brand=BRAND)) as store:
        store.load("inbox.csv", as_csv(HEADERS, [dict(zip(HEADERS, row, strict=True)) for row in MESSAGES]))
        for number in (2, 3):
            store.load(f"posts{number}.csv", x_posts({"Post id": str(number)}), SAID)
        labels.add(store, _text(store, 1), 0, "Ana")
        save_format(store.format_folder, HELD, store.formats())
        step = Activity(id="a1", phase=1, title="Begin")
        rows = (PlanRow(id="ctr", kpi="ctr", target="2 %"),)
        store.save_plan(Plan(brand=BRAND, start=date(2026, 9, 26), rows=rows, activities=(step,)).model_dump_json())
        sync(store, example(), DAY)
        decide(store, _said(), day=DAY)
        for _ in range(2):
            annotate(store, DAY, "A note")
        datasets.declare(store, "messages", Dataset("ds-1", "Messages", "Care", "Ana", 1), DAY)
