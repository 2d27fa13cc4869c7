"""What a reader of the page would stumble over: a column nobody explains, a torn word, a dot at the end of a line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pymupdf
import pytest

from kpi.paper import pdf
from kpi.paper import tile as module
from kpi.paper.edition import Edition
from kpi.paper.tile import tile
from kpi.words import LANGUAGES, NO_VALUE, Words
from kpi.workbook.workbook import workbook
from tests.carried import sheets
from tests.snapshots import example, month
from tests.test_pdf import opened, text
from tests.test_remarks import ahead
from tests.test_workbook import files

if TYPE_CHECKING:
    from kpi.paper.document import Document
    from kpi.snapshot import Snapshot


WORD = "Klantgesprekkenaantalsverdubbeling" * 2


def lines(paper: pymupdf.Document) -> list[str]:
    """List the lines as they are printed, with plain blanks."""
    blocks = [block for page in paper for block in page.get_text("dict")["blocks"]]
    printed = [line["spans"] for block in blocks for line in block.get("lines", ())]
    return [" ".join("".join(span["text"] for span in spans).split()) for spans in printed]


def printed_tile(snapshot: Snapshot, language: str, row: str, monkeypatch: pytest.MonkeyPatch) -> pymupdf.Document:
    """Print the picture of a tile as PDF, so that its words can be read."""

    def kept(content: Document, edition: Edition, template: str, **_: object) -> bytes:
        data = pdf._data(content, edition, Words(language))
        files = {**pdf._templates(), "document.json": pdf.json.dumps(data).encode()}
        return pdf._set({**files, "main.typ": files[template]}, format="pdf")[0]

    monkeypatch.setattr(module, "picture", kept)
    return pymupdf.open(stream=tile(snapshot, Edition(language), row))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chance_is_explained_where_there_is_one(language: str) -> None:
    say, plain = Words(language), replace(example(), rows=example().rows[:2])
    hopeful = replace(plain, rows=(replace(plain.rows[0], forecast=ahead(0.4)), plain.rows[1]))
    key = say("pdf.chance_key")
    assert key in text(opened(hopeful, language))
    assert key not in text(opened(plain, language))


def test_a_row_without_a_chance_has_a_dash() -> None:
    rows = tuple(replace(row, forecast=ahead(0.4) if row.plan.kpi == "ctr" else None) for row in example().rows[:4])
    cells: list[Any] = opened(replace(example(), rows=rows)).load_page(0).get_text("words")
    head = next(word for word in cells if word[4] == "Chance")
    column = [w[4] for w in cells if abs(w[2] - head[2]) < 3 and w[1] > head[3] and w[1] < head[3] + 110]
    assert column[:4] == ["–", "–", "–", "40%"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_a_tile_says_since_when(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    say = Words(language)
    found = " ".join(lines(printed_tile(example(), language, "net_sentiment", monkeypatch)))
    assert f"+7 {say('pdf.since')}" in found
    monkeypatch.undo()
    unfinished = " ".join(lines(printed_tile(example(), language, "mql", monkeypatch)))
    assert say("pdf.unfinished") in unfinished
    assert say("pdf.since") not in unfinished


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_ends_in_a_dot_between_two_parts(language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    narrow = printed_tile(month(), language, "ctr", monkeypatch)
    assert len([line for line in lines(narrow) if line.startswith("·")]) > 0  # it is broken there
    assert not [line for line in lines(narrow) if line.endswith("·")]


def test_a_name_is_torn_only_where_a_word_is_wider_than_its_tile() -> None:
    few = example().rows[:3]
    named = [
        replace(row, plan=row.plan.model_copy(update={"label": label}))
        for row, label in zip(few, ("Median on Instagram stories", "Shares", WORD), strict=True)
    ]
    found = lines(opened(replace(example(), rows=tuple(named))))
    assert not [line for line in found if line.endswith(("Insta-", "In-", "sto-", "Me-"))]
    assert [line for line in found if line.startswith("Klantgesprek") and len(line) < len(WORD)]  # in its tile


def test_what_a_signal_stands_on_is_one_piece() -> None:
    found = lines(opened(example()))
    assert not [line for line in found if line.startswith(("n = ", "· n = "))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_of_the_scorecard_is_called_as_its_page_and_says_what_a_chance_is(language: str) -> None:
    say = Words(language)
    book = workbook(replace(example(), rows=example().rows[:1]), Edition(language))
    cells = sheets(book, language)[say("page.scorecard")][0]
    assert cells[say("scorecard.chance")].value == NO_VALUE
    (note,) = [text for name, text in files(book).items() if "/comments" in name]
    assert say("pdf.chance_key") in note
