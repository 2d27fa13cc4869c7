"""Whatever goes wrong with a file has a sentence in every language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from data import errors
from data.errors import DataError, DoubtfulExportError, SetAsideError, UnknownExportError
from data.format import Kind
from data.reading.exports import load_formats
from data.values.cells import FREE
from kpi.problems import tell
from kpi.words import LANGUAGES, Words, texts

CODE = "\n".join(path.read_text(encoding="utf-8") for path in (Path(__file__).parent.parent / "data").glob("*.py"))
CODES = [kind.code for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, DataError)]
WHY = set(re.findall(r'why="(\w+)"', CODE)) | {"pdf", "picture", "zip_without_table"}
NOTES = set(re.findall(r'note\("(\w+)"', CODE))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_note_and_refusal_has_a_text(language: str) -> None:
    known = texts(language)
    missing = {f"error.{code}" for code in CODES if code != "data_error"}
    missing |= {f"error_why.{why}" for why in WHY} | {
        f"set_aside.{f.set_aside}" for f in load_formats().values() if f.set_aside
    }
    missing |= {f"refusal.{kind}" for kind in set(get_args(Kind)) - FREE}
    missing |= {"refusal.missing", "refusal.reply_before_message"}
    assert sorted(missing - set(known)) == []
    assert sorted(code for code in NOTES if not any(key.startswith(f"note.{code}") for key in known)) == []


def test_a_problem_says_what_where_and_what_to_do() -> None:
    say = Words("en")
    problem = DoubtfulExportError(file="x.csv", why="too_many_cells", row=3, column=3, cell="250")
    assert tell(say, problem) == (
        "x.csv was not loaded. Row 3 has more cells than the header has columns (column 3: 250). "
        "Download it again; do not edit it as text."
    )
    assert "Fruit, Colour" in tell(say, UnknownExportError(file="x.csv", headers=("Fruit", "Colour")))
    aside = tell(say, SetAsideError(file="a.csv", format="meta_audience", why="demographics"))
    assert aside.startswith("a.csv is known (Meta audience), but not used. It shows who follows you")


def test_words_of_people_are_written_the_way_the_page_asks() -> None:
    problem = DoubtfulExportError(file="![x](http://evil)", why="no_rows")
    assert tell(Words("en"), problem, lambda text: str(text).replace("!", "")).startswith("[x](http://evil) was not")
