"""Notices: told once per change, only what was asked for, with nothing personal; nothing leaves unless switched on."""

from __future__ import annotations

import json
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from data.book import path_of
from data.journal import Draft, entries, write
from data.rebuild import rebuild
from data.store import Store
from kpi.alerting.cases import snooze
from kpi.alerting.notice_words import payload, safe
from kpi.alerting.notices import (
    LEVELS,
    PAUSES,
    TRIES,
    _changes,
    choose,
    chosen,
    due,
    given_up,
    history,
    next_try,
    send,
)
from kpi.alerting.watch import sync
from kpi.cli import main
from kpi.words import LANGUAGES, Words
from tests.outside import Post, Site, mail, web
from tests.snapshots import HOSTILE, example
from tests.visits import fresh, visit  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
PERSON = "Ann-Sophie Verhoeven"


@pytest.fixture(autouse=True)
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read no secrets of whoever runs the tests."""
    monkeypatch.setattr("data.outlets.FILES", ())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "noord.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def on(store: Store, outlet: Any = "webhook", levels: Any = LEVELS) -> None:
    choose(store, outlet, on=True, levels=levels)


def week() -> Any:
    """Give a week with three rules that hold and four rows off their way, owned by somebody with a name."""
    full = example()
    rows = tuple(replace(row, plan=row.plan.model_copy(update={"owner": PERSON})) for row in full.rows)
    return replace(full, rows=rows, alerts=tuple(replace(one, owner=PERSON) for one in full.alerts))


def hears(monkeypatch: pytest.MonkeyPatch, site: Site) -> None:
    monkeypatch.setenv("NINETY_WEBHOOK_URL", site.url())


# -- what is due -----------------------------------------------------------------------------


def test_both_are_off_until_somebody_switches_them_on(store: Store) -> None:
    sync(store, week(), DAY)
    assert [one.on for one in chosen(store).values()] == [False, False]
    assert due(entries(store), chosen(store), datetime(2026, 11, 23)) == ()  # noqa: DTZ001 - as the store keeps it


def test_what_happened_before_is_not_told_afterwards(store: Store) -> None:
    sync(store, week(), DAY)
    on(store)
    assert due(entries(store), chosen(store), datetime(2026, 11, 23)) == ()  # noqa: DTZ001


def test_only_the_levels_that_were_asked_for(store: Store) -> None:
    on(store, levels=("stop", "scale"))
    on(store, "mail", levels=("deviations",))
    sync(store, week(), DAY, NOW)
    told = {one.outlet: one.entries for one in due(entries(store), chosen(store), NOW.replace(tzinfo=None))}
    assert {one.body["finding"]["level"] for one in told["webhook"]} == {"stop", "scale"}
    assert {one.body["finding"]["level"] for one in told["mail"]} == {"behind", "worse"}


def test_who_put_it_off_is_left_alone(store: Store) -> None:
    on(store, levels=("stop",))
    (fired,) = [one for one in sync(store, week(), DAY, NOW) if one.subject.startswith("rule:pause")]
    snooze(store, fired.number, DAY, until=DAY + timedelta(days=7))
    assert due(entries(store), chosen(store), NOW.replace(tzinfo=None)) == ()


def test_what_people_do_is_no_news(store: Store) -> None:
    on(store)
    write(store, lambda _: [Draft("decision.made", "decision", {"case": None, "action": "x"})])
    assert due(entries(store), chosen(store), NOW.replace(tzinfo=None)) == ()


# -- sending ---------------------------------------------------------------------------------


def test_a_change_is_told_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    on(store)
    with web(Site()) as site:
        hears(monkeypatch, site)
        fired = sync(store, week(), DAY, NOW)
        (sent,) = send(store, week(), now=NOW)
        assert send(store, week(), now=NOW) == ()
        sync(store, week(), DAY, NOW)
        assert send(store, week(), now=NOW) == ()
    assert len(site.got) == 1
    assert (sent.kind, sent.body["outlet"]) == ("notice.sent", "webhook")
    assert sent.body["entries"] == [one.number for one in fired]


def test_two_sessions_at_once_send_once(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    on(store)
    with web(Site()) as site, ThreadPoolExecutor(8) as pool:
        hears(monkeypatch, site)
        sync(store, week(), DAY, NOW)
        told = list(pool.map(lambda _: send(store, week(), now=NOW), range(16)))
    assert len(site.got) == 1
    assert sum(map(len, told)) == 1


def test_the_end_of_an_alert_is_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    on(store, levels=("stop",))
    with web(Site()) as site:
        hears(monkeypatch, site)
        sync(store, week(), DAY, NOW)
        send(store, week(), now=NOW)
        whole = tuple(replace(one, complete=True) for one in week().sources)  # silence would end nothing
        calm = replace(week(), alerts=(), sources=whole)
        sync(store, calm, DAY, NOW)
        send(store, calm, now=NOW)
    assert [one["changes"][0]["change"] for one in site.got] == ["fired", "cleared"]


def test_what_failed_is_tried_again_later_and_not_for_ever(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    on(store, levels=("stop",))
    sync(store, week(), DAY, NOW)
    at = NOW
    with web(Site(500)) as site:
        hears(monkeypatch, site)
        for pause in (*PAUSES, timedelta(days=1)):
            (failed,) = send(store, week(), now=at)
            assert (failed.kind, failed.body["why"], failed.body["status"]) == ("notice.failed", "server", 500)
            assert send(store, week(), now=at + pause - timedelta(seconds=1)) == ()
            at += pause
        assert len(site.got) == TRIES
        wanted = chosen(store)["webhook"]
        assert len(given_up(entries(store), "webhook", wanted)) == 1
        assert next_try(history(entries(store), "webhook")) is None
        site.status = 200
        (sent,) = send(store, week(), now=at, again=True)
    assert sent.kind == "notice.sent"
    assert given_up(entries(store), "webhook", wanted) == ()


def test_an_address_that_is_gone_is_a_failure_that_is_told(store: Store) -> None:
    on(store, levels=("stop",))
    sync(store, week(), DAY, NOW)
    (failed,) = send(store, week(), now=NOW)
    assert failed.body["why"] == "not_set"


def test_one_outlet_that_fails_does_not_keep_the_other_from_its_message(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(store, levels=("stop",))
    on(store, "mail", levels=("stop",))
    with web(Site(404)) as site, mail(Post()) as server:
        hears(monkeypatch, site)
        for name, value in {"HOST": "localhost", "PORT": str(server.port), "TLS": "none"}.items():
            monkeypatch.setenv(f"NINETY_SMTP_{name}", value)
        monkeypatch.setenv("NINETY_SMTP_FROM", "n@example.org")
        monkeypatch.setenv("NINETY_SMTP_TO", "team@example.org")
        sync(store, week(), DAY, NOW)
        assert [one.kind for one in send(store, week(), now=NOW)] == ["notice.failed", "notice.sent"]
    assert "Subject: Ninety" in server.got[0]


def test_what_was_told_survives_a_rebuild(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    on(store)
    with web(Site()) as site:
        hears(monkeypatch, site)
        sync(store, week(), DAY, NOW)
        send(store, week(), now=NOW)
        store.close()
        rebuild(store.path)
        again = Store.open(store.path)
        assert send(again, week(), now=NOW) == ()
        again.close()
    assert len(site.got) == 1


# -- what a message says ---------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_says_what_where_and_on_what_it_stands(store: Store, language: str) -> None:
    on(store)
    sync(store, week(), DAY, NOW)
    (notice, *_) = due(entries(store), chosen(store), NOW.replace(tzinfo=None))
    say = Words(language)
    said = payload("Noordlicht", _changes(entries(store), notice, week()), say)
    first = said["text"].splitlines()[1]
    assert first.startswith(f"• {say('verdict.stop')} · {say('rule_name.pause_scaling')} · LinkedIn")
    for word in (say("kpi.ctr"), say.number(0.009, "percent"), say.number(0.016, "percent"), say("evidence.signal")):
        assert word in first
    assert said["changes"][0]["values"][0] | {"kpi": "ctr", "before": 0.009, "after": 0.016} == {
        "kpi": "ctr",
        "unit": "percent",
        "before": 0.009,
        "after": 0.016,
        "evidence": "signal",
        "sample": 48_210,
    }
    assert "{" not in said["text"]


def test_nothing_personal_leaves(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Owners, labels in a person's words, authors of entries, accounts and names of files stay here."""
    on(store)
    full = week()
    rows = tuple(replace(row, plan=row.plan.model_copy(update={"label": f"Row of {PERSON}"})) for row in full.rows)
    named = replace(full, rows=rows)
    with web(Site()) as site:
        hears(monkeypatch, site)
        sync(store, named, DAY, NOW)
        write(store, lambda _: [Draft("decision.made", "decision", {"case": 1, "owner": PERSON}, PERSON)])
        send(store, named, now=NOW)
    told = json.dumps(site.got[0], ensure_ascii=False)
    for word in (PERSON, PERSON.split()[1], 'noordlicht"', ".csv", "owner", "account"):
        assert word not in told


def test_no_address_and_no_secret_is_written_down(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    on(store)
    with web(Site(500)) as site:
        hears(monkeypatch, site)
        sync(store, week(), DAY, NOW)
        send(store, week(), now=NOW)
    kept = repr(entries(store)) + path_of(store.path).read_text()
    assert "S3CRET" not in kept
    assert "localhost" not in kept


def test_words_of_people_cannot_call_a_chat_or_load_a_picture() -> None:
    told = safe("<!channel> [x](http://e) ![p](http://e) `c` @here\nBcc: a " + HOSTILE)
    assert not set("<>[]@`|\n") & set(told)
    assert len(told) <= 80


def test_a_channel_that_stood_in_a_cell_stays_here(store: Store) -> None:
    on(store)
    sync(store, week(), DAY, NOW)
    (notice,) = due(entries(store), chosen(store), NOW.replace(tzinfo=None))
    (first, *_) = _changes(entries(store), notice, week())
    odd = replace(first, finding=replace(first.finding, channel="jan.jansen@corp.nl <!channel>"))
    said = payload("N", [odd], Words("nl"))
    assert said["changes"][0]["channel"] == "other"
    assert "een ander kanaal" in said["text"]
    assert "jansen" not in json.dumps(said)


def test_many_changes_are_one_message_of_a_readable_length(store: Store) -> None:
    on(store)
    sync(store, week(), DAY, NOW)
    (notice,) = due(entries(store), chosen(store), NOW.replace(tzinfo=None))
    changes = _changes(entries(store), notice, week()) * 6
    lines = payload("N", changes, Words("en"))["text"].splitlines()
    assert len(lines) == 23
    assert lines[-2] == f"… and {len(changes) - 20} more."


# -- nothing leaves by itself ----------------------------------------------------------------


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Note every connection that anybody tries to open."""
    tried: list[object] = []

    def connect(_: socket.socket, address: object) -> None:
        tried.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(socket.socket, "connect", connect)
    monkeypatch.setattr(socket, "getaddrinfo", lambda *host, **_: tried.append(host) or [])
    return tried


@pytest.mark.usefixtures("noordlicht")
@pytest.mark.parametrize("page", ["monday", "alerts", "snapshot"])
def test_no_page_calls_anybody_though_an_address_is_set(
    page: str, calls: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NINETY_WEBHOOK_URL", "https://hooks.example.org/S3CRET")
    monkeypatch.setenv("NINETY_SMTP_HOST", "mail.example.org")
    visit(page)
    assert calls == []


def test_an_outlet_that_is_off_calls_nobody(store: Store, calls: list[object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_WEBHOOK_URL", "https://hooks.example.org/S3CRET")
    sync(store, week(), DAY, NOW)
    assert send(store, week(), now=NOW) == ()
    assert calls == []
    on(store)
    choose(store, "webhook", on=False, levels=LEVELS)
    sync(store, replace(week(), alerts=()), DAY, NOW)
    assert send(store, week(), now=NOW) == ()
    assert calls == []


# -- the command -----------------------------------------------------------------------------


def test_the_command_says_that_nothing_is_switched_on(
    noordlicht: Store, calls: list[object], capsys: pytest.CaptureFixture[str]
) -> None:
    from kpi.plan import Plan  # noqa: PLC0415 - only here

    noordlicht.save_plan(Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=()).model_dump_json())
    assert main(["notify"]) == 0
    assert "No outlet is switched on" in capsys.readouterr().out
    assert calls == []
