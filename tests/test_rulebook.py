"""What a team says of rules is kept, has a history, and never breaks a page."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from data.asof import as_of
from data.known import Known
from data.store import Store
from kpi.rule.rulebook import (
    Rulebook,
    every,
    every_of,
    in_force,
    is_declared,
    read,
    read_rulebook,
    save,
    written,
)
from kpi.rule.rules import Leading, Leg, Rule, load_rules

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DECLARED = load_rules()
FIRST = DECLARED[0]


def own(number: int = 1, **told: Any) -> Rule:
    leg = Leg(kpi="ctr", movement="rises", topics=("price",), paid=True)
    fields = {"id": f"own_{number}", "verdict": "review", "owner_of": "ctr", "when": (leg,), "name": "Ours"}
    return Rule.model_validate(fields | told)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "brand.duckdb", brand="Noord")
    yield opened
    opened.close()


def test_without_a_word_a_team_uses_what_is_declared(store: Store) -> None:
    assert read_rulebook(store) == Rulebook()
    assert every(store) == DECLARED
    assert in_force(store) == tuple(rule for rule in DECLARED if not rule.off)


def test_what_is_saved_comes_back_as_it_was(store: Store) -> None:
    led = own(2, when=(), leading=Leading(of="ctr", share=0.7))
    edited = FIRST.model_copy(update={"verdict": "review", "owner": "Bo"})
    book = Rulebook(off=(DECLARED[1].id,), rules=(own(), led, edited), made=2)
    before = store.revision
    save(store, book, "ann@noord.example")
    assert read_rulebook(store) == book
    assert store.revision > before  # alerts change with it
    assert every(store) == (edited, *DECLARED[1:], own(), led)
    assert DECLARED[1] not in in_force(store)
    assert {edited, own(), led} <= set(in_force(store))


def test_an_old_state_has_the_rules_of_then(store: Store) -> None:
    states = []
    for book in (Rulebook(rules=(own(),)), Rulebook(off=(FIRST.id,))):
        save(store, book, "ann@noord.example")
        states.append((book, Known(datetime(2099, 1, 1), store.revision)))  # noqa: DTZ001 - as the ledger keeps it
    for book, known in states:
        with as_of(store, known) as past:
            assert read_rulebook(past) == book


def test_rules_are_put_taken_out_and_switched() -> None:
    book = Rulebook().put(own()).put(own(2))
    changed = own(name="Ours, again")
    assert book.put(changed).rules == (changed, own(2))
    assert book.without("own_1").rules == (own(2),)
    off = book.switch("own_1", on=False).switch("own_2", on=False).switch("own_2", on=False)
    assert off.off == ("own_1", "own_2")
    assert off.switch("own_1", on=True).off == ("own_2",)
    assert off.without("own_1").off == ("own_2",)  # gone, so nothing is left to switch


def test_declared_rule_is_edited_under_its_own_id_and_can_be_had_back() -> None:
    edited = FIRST.model_copy(update={"verdict": "ok"})
    book = Rulebook(off=(FIRST.id,)).put(edited)
    assert every_of(book)[0] == edited
    assert is_declared(edited.id)
    assert every_of(book.without(FIRST.id)) == DECLARED
    assert book.without(FIRST.id).off == (FIRST.id,)


def test_id_of_an_own_rule_is_given_once() -> None:
    first, book = Rulebook().fresh()
    second, later = book.put(own()).without(first).fresh()
    assert (first, second, later.made) == ("own_1", "own_2", 2)
    assert not is_declared(first)


def test_rule_that_cannot_be_read_any_more_is_left_out_named_and_kept() -> None:
    book = json.loads(written(Rulebook(rules=(own(), own(2)), made=2)))
    book["rules"][0]["when"][0]["kpi"] = "applause"
    found = read(json.dumps(book))
    assert (found.rules, found.unread) == ((own(2),), ("own_1",))
    assert every_of(found) == (*DECLARED, own(2))
    assert json.loads(written(found))["rules"][1] == book["rules"][0]  # a later version may know this KPI
    assert read(written(found.put(own()))).unread == ()  # written anew
    assert found.without("own_1") == Rulebook(rules=(own(2),), made=2)


def test_edited_rule_that_cannot_be_read_gives_way_to_the_declared_one() -> None:
    edited = json.loads(written(Rulebook(rules=(FIRST,))))
    edited["rules"][0]["verdict"] = "shout"
    assert every_of(read(json.dumps(edited))) == DECLARED


@pytest.mark.parametrize("body", ["", "nothing", "[]", '{"rules": 3}', '{"rules": [3]}', '{"off": null}'])
def test_rulebook_that_is_none_is_as_if_nothing_was_said(body: str) -> None:
    found = read(body)
    assert every_of(found) == DECLARED
    assert found.rules == ()
