"""Who changed the rules, and the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.rule.rule_changes import changes, go_back, last_of
from kpi.rule.rulebook import Rulebook, every, in_force, read_rulebook, save
from kpi.rule.rules import Leg, Rule, load_rules

if TYPE_CHECKING:
    from data.store import Store

OWN = Rule(
    id="own_1", verdict="fix", owner_of="ctr", when=(Leg(kpi="ctr", movement="falls"),), name="Mine", action="Go."
)
DECLARED = load_rules()[0]
EDITED = DECLARED.model_copy(update={"weeks": 3})


def history(store: Store) -> list[list[tuple[str, str]]]:
    """List the steps of each change, oldest first."""
    return [[(step.what, step.rule.id) for step in change.steps] for change in reversed(changes(store))]


def test_each_change_says_what_it_did(noordlicht: Store) -> None:
    _, book = Rulebook().fresh()
    books = [
        book := book.put(OWN),
        book := book.put(OWN.model_copy(update={"weeks": 2})),
        book := book.put(EDITED),
        book := book.switch(OWN.id, on=False),
        book := book.switch(OWN.id, on=True),
        book := book.without(EDITED.id),
        book.without(OWN.id),
    ]
    for each in books:
        save(noordlicht, each, "Ann")
    assert history(noordlicht) == [
        [("added", "own_1")],
        [("changed", "own_1")],
        [("changed", DECLARED.id)],
        [("off", "own_1")],
        [("on", "own_1")],
        [("declared", DECLARED.id)],
        [("deleted", "own_1")],
    ]
    assert {change.changed_by for change in changes(noordlicht)} == {"Ann"}


def test_a_rule_that_was_off_is_simply_deleted(noordlicht: Store) -> None:
    book = Rulebook().put(OWN).switch(OWN.id, on=False)
    save(noordlicht, book)
    save(noordlicht, book.without(OWN.id))
    assert history(noordlicht)[-1] == [("deleted", "own_1")]


def test_going_back_brings_a_deleted_rule_again_and_gives_no_id_twice(noordlicht: Store) -> None:
    given, book = Rulebook().fresh()
    save(noordlicht, book.put(OWN.model_copy(update={"id": given})), "Ann")
    save(noordlicht, read_rulebook(noordlicht).without(given), "Bo")
    (deleted, added) = changes(noordlicht)
    go_back(noordlicht, deleted.before, "Cy")
    assert any(rule.id == given for rule in every(noordlicht))
    go_back(noordlicht, added.before, "Cy")
    assert read_rulebook(noordlicht).rules == ()
    assert read_rulebook(noordlicht).fresh()[0] == "own_2"
    assert in_force(noordlicht) == tuple(rule for rule in load_rules() if not rule.off)


def test_last_change_of_a_rule_is_found(noordlicht: Store) -> None:
    save(noordlicht, Rulebook().put(OWN), "Ann")
    save(noordlicht, read_rulebook(noordlicht).switch(DECLARED.id, on=False), "Bo")
    found = changes(noordlicht)
    assert (change := last_of(found, OWN.id)) is not None
    assert change.changed_by == "Ann"
    assert last_of(found, "nothing") is None


def test_a_rule_that_waits_for_a_limit_is_switched_on_as_it_was_declared(noordlicht: Store) -> None:
    waiting = next(rule for rule in load_rules() if rule.off)
    save(noordlicht, Rulebook().switch(waiting.id, on=True))
    save(noordlicht, read_rulebook(noordlicht).switch(waiting.id, on=False))
    assert history(noordlicht) == [[("on", waiting.id)], [("off", waiting.id)]]
