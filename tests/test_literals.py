"""The words of literals.toml: every phrase can be found, and none means two things in one table."""

from __future__ import annotations

import pytest

from data.declared import read
from kpi.literals import LITERALS, cut, fold, joined, known_words, marks, phrases, without

TABLES = [name for name in read(LITERALS) if name != "currency"]


@pytest.mark.parametrize("table", TABLES)
def test_every_phrase_is_found_as_a_whole(table: str) -> None:
    for meaning, known in read(LITERALS)[table].items():
        for phrase in known:
            assert phrases(table).at(cut(phrase), 0) == (meaning, len(cut(phrase))), phrase


@pytest.mark.parametrize("table", TABLES)
def test_no_phrase_means_two_things(table: str) -> None:
    meanings: dict[tuple[str, ...], set[str]] = {}
    for meaning, known in read(LITERALS)[table].items():
        for phrase in known:  # `over` and `över` are one, and mean the same
            meanings.setdefault(tuple(piece.folded for piece in cut(phrase)), set()).add(meaning)
    assert {phrase: found for phrase, found in meanings.items() if len(found) > 1} == {}


@pytest.mark.parametrize("mark", read(LITERALS)["currency"])
def test_every_mark_of_money_is_found_behind_a_number(mark: str) -> None:
    pieces = cut(f"425{mark}")[1:]
    assert marks().at(pieces, 0) == (fold(mark), len(pieces))


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("< 12 h", ["symbol", "number", "word"]),
        ("35 000 kr", ["number", "word"]),
        ("0% (ej infört)", ["number", "symbol", "note"]),
        ("“Response rate (24 h)”", ["quoted"]),
        ("425:-", ["number", "price"]),
        ("80%+", ["number", "symbol", "sign"]),
        ("€ 4.250,–", ["symbol", "number", "price"]),
        ("3,–5", ["number", "symbol", "sign", "number"]),
    ],
)
def test_text_is_cut_into_pieces(text: str, kinds: list[str]) -> None:
    assert [piece.kind for piece in cut(text)] == kinds


def test_longest_phrase_wins() -> None:
    assert phrases("bound").at(cut("no more than 3"), 0) == ("at_most", 3)
    assert phrases("reference").at(cut("t.o.v. de nulmeting"), 0) == ("baseline", 5)


def test_phrase_that_is_not_there_is_not_found() -> None:
    assert phrases("bound").find(cut("3 apples")) == ("", -1, -1)
    assert phrases("measure").find(cut("some 3 incidents")) == ("count", 2, 3)


def test_words_without_a_meaning_are_left_out() -> None:
    assert joined(without(cut("the number of policy incidents"), "article")) == "policy incidents"


def test_near_words_are_offered_in_their_own_spelling() -> None:
    assert {"timmar", "săptămână", "incidenten"} <= set(known_words())


def test_a_long_text_of_nothing_is_cut_quickly() -> None:
    for text in ("(" * 5000, '"' * 5000, "1 " * 5000, "1,1" * 5000, "a-" * 5000, "1 234" * 5000):
        assert cut(text)
