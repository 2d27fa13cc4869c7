"""Labels go to a spreadsheet and come back: by key and words, whole or not at all, and twice changes nothing."""

from __future__ import annotations

import csv
import io
import shutil
from datetime import date
from random import Random
from typing import TYPE_CHECKING

import pytest

from data.errors import LabelError
from data.labels import Text, add, labels
from data.store import Store
from kpi.periods import Week
from kpi.problems import tell
from kpi.sentiment.drawing import Frame, queue
from kpi.sentiment.label_file import Line, _written, labels_csv, sample_csv
from kpi.sentiment.label_upload import Taken, read_labels, take_up
from kpi.words import LANGUAGES, Words
from tests.test_follow import load, messages

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

FRAME = Frame(Week.of(date(2026, 11, 16)))
EN = Words("en")
NOTHING = Taken(0, 0, (), 0, 0)
TAG = "t0123456789abcdef-0123456789abcdef"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("labels")
    opened = Store.open(folder / "brand.duckdb", brand="Noordlicht")
    said = {f"m{place}": f"text {place}" for place in range(5)} | {"formula": "=1+1; @jan.jansen says hi"}
    load(opened, "a.csv", messages(**said))
    opened.close()
    return folder


@pytest.fixture
def store(made: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    opened = Store.open(tmp_path / "brand.duckdb")
    yield opened
    opened.close()


def rows_of(content: bytes) -> list[dict[str, str]]:
    text = content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";" if ";" in text.splitlines()[0] else ","))


def filled(
    content: bytes, say: Words, answers: Mapping[int, str], encoding: str = "utf-8-sig", mark: str = ";"
) -> bytes:
    """Write labels into the sample, as a spreadsheet saves it."""
    rows, column = rows_of(content), say("label_file.label")
    for place, answer in answers.items():
        rows[place][column] = answer
    out = io.StringIO()
    lines = csv.DictWriter(out, list(rows[0]), delimiter=mark)
    lines.writeheader()
    lines.writerows(rows)
    return out.getvalue().encode(encoding)


def given(store: Store) -> dict[str, tuple[int | None, str | None]]:
    return {one.text.text_id: (one.sentiment, one.by) for one in labels(store)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sample_comes_back_in_any_language(store: Store, language: str) -> None:
    say = Words(language)
    sample = sample_csv(store, FRAME, "Ana", say, limit=4)
    assert sample.startswith(b"\xef\xbb\xbf")
    drawn = [one.text.text_id for one in queue(store, FRAME, "Ana", 4)]
    words = [say(f"label_file.{name}") for name in ("positive", "negative", "cannot")]
    found = take_up(store, "s.csv", filled(sample, say, dict(enumerate(words))), "Ana")
    assert found == Taken(3, 0, (), 0, 1)
    assert given(store) == dict(zip(drawn, [(1, "Ana"), (-1, "Ana"), (None, "Ana")], strict=False))


def test_a_file_brings_along_what_its_texts_were_drawn_from(store: Store) -> None:
    """A text that somebody picked is one without it: it is of no sample, whoever labels it."""
    sample = sample_csv(store, FRAME, "Ana", EN, limit=3).replace(b",week", b",Week", 1)
    take_up(store, "s.csv", filled(sample, EN, dict.fromkeys(range(3), "neutral")), "Ana")
    of_channel = sample_csv(store, Frame(FRAME.week, channel="instagram"), "Ana", EN, limit=1)
    take_up(store, "s.csv", filled(of_channel, EN, {0: "neutral"}), "Ana")
    rest = rows_of(sample_csv(store, FRAME, "Ana", EN))
    picked = f"key,label\n{rest[0][EN('label_file.key')]},negative\n"
    take_up(store, "p.csv", picked.encode(), "Ana")
    assert [one.drawn for one in labels(store)] == ["", "", "", "channel:instagram", None]
    assert [row[EN("label_file.drawn")] for row in rows_of(labels_csv(store, EN))] == [
        *("week", "week", "week", "channel:instagram", "")
    ]


@pytest.mark.parametrize(
    ("written", "sentiment"),
    [
        *(
            (word, 1)
            for word in ("positive", "POSITIEF", "pozitiv", "positiv", "1", "+1", "1,0", "1.0", "'+1", " pos ")
        ),
        *((word, 0) for word in ("neutral", "Neutraal", "neutru", "0", "0,0")),
        *((word, -1) for word in ("negative", "negatief", "negativ", "-1", "−1", "'-1", "-1,0", "Neg")),
        *((word, None) for word in ("?", "unclear", "cannot tell", "niet te zeggen", "går inte att säga", "Neclar")),
    ],
)
def test_words_for_a_label(written: str, sentiment: int | None) -> None:
    rows, blank = read_labels("s.csv", f'key,label\r\n{TAG},"{written}"\r\n'.encode())
    assert ([row.sentiment for row in rows], blank) == ([sentiment], 0)


@pytest.mark.parametrize("written", ["good", "2", "5", "yes", "0.5", "10", "-"])
def test_a_word_that_is_no_label_is_refused(written: str) -> None:
    with pytest.raises(LabelError) as refused:
        read_labels("s.csv", f"key,label\r\n{TAG},{written}\r\n".encode())
    assert refused.value.fields == {"why": "label_file_word", "row": 2, "value": written}


def test_one_row_that_is_wrong_refuses_the_whole_file(store: Store) -> None:
    sample = sample_csv(store, FRAME, "Ana", EN, limit=3)
    with pytest.raises(LabelError) as refused:
        take_up(store, "s.csv", filled(sample, EN, {0: "positive", 2: "good"}), "Ana")
    assert "Row 4 says “good”" in tell(EN, refused.value)
    assert labels(store) == ()


def test_the_same_file_twice_changes_nothing(store: Store) -> None:
    content = filled(sample_csv(store, FRAME, "Ana", EN), EN, {0: "positive", 1: "cannot tell", 2: "0"})
    assert take_up(store, "s.csv", content, "Ana").new == 3
    revision = store.revision
    assert take_up(store, "s.csv", content, "Ana") == Taken(0, 3, (), 0, 3)
    assert store.revision == revision


def test_all_labels_go_out_with_their_people_and_come_back_as_they_are(store: Store) -> None:
    for name, sentiment, by in (("m1", 1, "Ana"), ("m1", None, "Bo"), ("m2", -1, None), ("formula", 0, "=cmd()")):
        add(store, Text("messages", "instagram", name), sentiment, by)
    for language in LANGUAGES:
        content = labels_csv(store, Words(language))
        assert take_up(store, "l.csv", content, "Zoe") == Taken(0, 4, (), 0, 0)
    before, path = given(store), store.path.with_name("other.duckdb")
    other = Store.open(path)
    load(other, "a.csv", messages(**dict(store.query("select message_id, text from messages"))))
    assert take_up(other, "l.csv", content, "Zoe").new == 4
    assert given(other) == before
    assert {one.by for one in labels(other)} == {"Ana", "Bo", None, "=cmd()"}
    other.close()


def test_a_spreadsheet_runs_nothing_of_it_and_learns_no_name(store: Store) -> None:
    for one in queue(store, FRAME, "Ana"):
        add(store, one.text, -1, "+Ana")
    cells = [cell for row in rows_of(labels_csv(store, EN)) for cell in row.values()]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))] == []
    assert any(cell.startswith("'=1+1") for cell in cells)
    assert not any("jansen" in cell for cell in cells)


def test_a_label_that_says_otherwise_stays_unless_the_file_is_to_win(store: Store) -> None:
    sample = sample_csv(store, FRAME, "Ana", EN, limit=2)
    text = queue(store, FRAME, "Ana")[0].text
    add(store, text, 1, "Ana")
    content = filled(sample, EN, {0: "negative", 1: "neutral"})
    found = take_up(store, "s.csv", content, "Ana")
    assert (found.new, [(one.line, one.text, one.stands, one.says) for one in found.contradicted]) == (
        1,
        [(2, text, 1, -1)],
    )
    assert given(store)[text.text_id] == (1, "Ana")
    assert take_up(store, "s.csv", content, "Bo").new == 2
    won = take_up(store, "s.csv", content, "Ana", replace=True)
    assert (won.new, won.same, len(won.contradicted)) == (0, 1, 1)
    assert given(store)[text.text_id] == (-1, "Ana")


def test_a_text_that_changed_or_went_is_told_and_not_labelled(store: Store) -> None:
    content = filled(sample_csv(store, FRAME, "Ana", EN), EN, dict.fromkeys(range(6), "positive"))
    load(store, "b.csv", messages(18, m1="quite another text"), 19)
    assert take_up(store, "s.csv", content, "Ana") == Taken(5, 0, (), 1, 0)
    store.undo(2)
    store.undo(1)
    assert take_up(store, "s.csv", content, "Bo") == Taken(0, 0, (), 6, 0)


def test_a_file_that_calls_a_text_two_things_says_neither(store: Store) -> None:
    rows = filled(sample_csv(store, FRAME, "Ana", EN, limit=1), EN, {0: "positive"}).decode("utf-8-sig")
    again = rows.splitlines()[1].replace("positive", "negative")
    with pytest.raises(LabelError) as refused:
        take_up(store, "s.csv", f"{rows}{again}\r\n".encode(), "Ana")
    assert (refused.value.fields["why"], refused.value.fields["row"]) == ("label_file_twice", 3)
    assert take_up(store, "s.csv", f"{rows}{rows.splitlines()[1]}\r\n".encode(), "Ana").new == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"Text;Label\r\nhi;positive\r\n", "label_file_no_key"),
        (b"Key (leave as it is);Text\r\nt;hi\r\n", "label_file_no_label"),
        (b"key,label\r\n1.2E+17,positive\r\n", "label_file_key"),
        (b"key,label\r\n,positive\r\n", "label_file_key"),
        (b"PK\x03\x04 a workbook", "label_file_excel"),
    ],
)
def test_what_is_wrong_with_a_file_is_said(content: bytes, why: str) -> None:
    with pytest.raises(LabelError) as refused:
        read_labels("s.csv", content)
    assert refused.value.fields["why"] == why
    assert [
        tell(Words(language), refused.value) for language in LANGUAGES if "{" in tell(Words(language), refused.value)
    ] == []


@pytest.mark.parametrize(("encoding", "mark"), [("utf-8", ","), ("utf-16", "\t"), ("cp1252", ";")])
def test_as_spreadsheets_save_it(store: Store, encoding: str, mark: str) -> None:
    sample = sample_csv(store, FRAME, "Ana", Words("sv"), limit=2)
    content = filled(sample, Words("sv"), {0: "går inte att säga", 1: "positiv"}, encoding, mark)
    assert take_up(store, "s.csv", content, "Ana").new == 2


def test_a_sample_without_a_label_is_no_label(store: Store) -> None:
    assert take_up(store, "s.csv", sample_csv(store, FRAME, "Ana", EN), "Ana") == Taken(0, 0, (), 0, 6)
    assert rows_of(sample_csv(store, Frame(FRAME.week.previous()), "Ana", EN)) == []
    assert take_up(store, "s.csv", labels_csv(store, EN), "Ana") == NOTHING


NAMES = (
    *(
        "'t Hart",
        "''q",
        " Zoë ",
        "'",
        "''",
        "'=x",
        "''=x",
        "'+1",
        "+1",
        "-",
        "=cmd()",
        "'-Bo",
        "＝x",
        "'＝x",
        "\u200b=x",
    ),
    *("' =x", "\u00a0Bo\u00a0", "@jan", "'@jan", "Ana; Bo", 'Ana "B" C', "'\"=x", "O'Brien'", "１", "\t=x"),
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_name_comes_back_as_the_same_person(language: str) -> None:
    """Whatever pieces it is made of: only the apostrophe that made it safe is taken off."""
    chance, say = Random(language), Words(language)  # noqa: S311 - no secret
    made = {"".join(chance.choices("'=+-@ ëa\u200b＋", k=chance.randrange(1, 6))).strip() for _ in range(300)}
    names = [*NAMES, *sorted(made - {""})]
    keys = [f"t{place:016x}-{place:016x}" for place in range(len(names))]
    pairs = zip(keys, names, strict=True)
    content = _written([Line(key, FRAME.week.monday, "x", "en", "=1+1", 1, name, "") for key, name in pairs], say)
    assert [row.by for row in read_labels("l.csv", content)[0]] == [name.strip() for name in names]
    cells = [row[say("label_file.by")].lstrip("\u200b") for row in rows_of(content)]
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "＝", "＋"))] == []


def test_a_label_counts_as_hers_with_and_without_spaces(store: Store) -> None:
    text = Text("messages", "instagram", "m1")
    add(store, text, 1, " Zoë ")
    add(store, text, -1, "Zoë")
    assert given(store) == {"m1": (-1, "Zoë")}
    assert take_up(store, "l.csv", labels_csv(store, EN), "\tZoë") == Taken(0, 1, (), 0, 0)
    add(store, text, 0, "  ")
    assert [one.by for one in labels(store)] == ["Zoë", None]


@pytest.mark.parametrize(
    "head", ["key,Label,Text,Märkning", "key,label,,label", "key,label,by,Labelled by", "KEY,key,label,x"]
)
def test_two_columns_that_mean_the_same_are_refused_by_name(head: str) -> None:
    with pytest.raises(LabelError) as refused:
        read_labels("s.csv", f"{head}\r\n{TAG},positive,,negative\r\n".encode())
    told = refused.value.fields
    names = head.split(",")
    assert told["why"] == "label_file_two"
    assert names[int(str(told["first"])) - 1] == told["value"] != ""
    assert names[int(str(told["second"])) - 1] == told["other"] != ""
    assert told["first"] != told["second"]
    for language in LANGUAGES:
        said = tell(Words(language), refused.value)
        assert str(told["value"]) in said
        assert str(told["other"]) in said
        assert "{" not in said
