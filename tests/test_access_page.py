"""The page of access: who may what, and who did what, to be found by person, deed and day."""

from __future__ import annotations

from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING

import pytest

from data import audit
from data.access import listed
from data.access.acting import acting, guard, open_door
from data.access.rights import COMMAND, HOUSE, Person, Right
from data.annotations import annotate
from data.audit import Done, note, path_of
from data.errors import NotAllowedError
from kpi.cli import main
from kpi.cli_common import Exit
from tests.visits import read, visit

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

    from data.store import Store

EVA = Person("eva@example.org", {"*": frozenset({Right.ADMINISTER})})
TOM = Person("tom@example.org", {"noordlicht": frozenset({Right.DECIDE})})
LIST = """
[people]
"eva@example.org" = { "*" = ["administer"] }
"tom@example.org" = { "Noordlicht" = ["decide"] }
"""


class Nine(datetime):
    """A clock that stands at nine in the morning, UTC."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> Nine:  # noqa: ARG003 - it is UTC
        """Tell the moment."""
        return cls(2026, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def logged(noordlicht: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Let two people do something, one of them something that she may not."""
    (tmp_path / "access.toml").write_text(LIST, encoding="utf-8")
    monkeypatch.setattr(listed, "_SEEN", listed._Seen())
    monkeypatch.setattr(audit, "_LATELY", {})
    guard(lambda: EVA)
    with acting(EVA):
        noordlicht.set_brands(["=1+1"])
    with acting(TOM):
        annotate(noordlicht, date(2026, 11, 23), "A secret remark")
        with pytest.raises(NotAllowedError):
            noordlicht.save_plan("{}")
    note(None, Done(Right.VIEW, "sign_in"), TOM.id)
    yield noordlicht
    open_door()


def table(page: AppTest, at: int = -1) -> list[list[str]]:
    return [[str(cell) for cell in row] for row in page.dataframe[at].value.to_numpy().tolist()]


def test_it_says_who_may_what_with_the_brand(logged: Store) -> None:
    page = visit("access")
    assert table(page, 0) == [
        ["eva@example.org", "every brand", "view, upload, decide, define, administer"],
        ["tom@example.org", "this brand", "view, decide"],
    ]
    assert str(logged.path.parent / "access.toml") in read(page)


def test_the_log_says_who_did_what_and_who_was_refused_newest_first(logged: Store) -> None:
    page = visit("access")
    told = [row[1:4] for row in table(page)]
    assert told == [
        ["tom@example.org", "Refused: Plan saved", ""],
        ["tom@example.org", "Note put on a day", "2026-11-23"],
        ["eva@example.org", "Names of brands changed", ""],
    ]
    assert "secret" not in str(table(page))
    assert "The log is whole" in read(page)
    assert table(page)[1][4] == str(logged.revision)


@pytest.mark.usefixtures("logged")
def test_it_is_narrowed_down_to_a_person_a_deed_and_days() -> None:
    page = visit("access")
    who, what = page.main.selectbox
    who.select("tom@example.org").run()
    assert len(table(page)) == 2
    page.main.selectbox[1].select("Note put on a day").run()
    assert [row[2] for row in table(page)] == ["Note put on a day"]
    page.main.date_input[1].set_value(date(2020, 1, 1)).run()
    assert "Nothing is written down of this choice." in read(page)
    assert what.label == "What"


@pytest.mark.usefixtures("logged")
def test_the_log_of_the_house_is_for_who_administers_all_of_it() -> None:
    page = visit("access")
    page.main.radio[0].set_value("of_house").run()
    assert ["tom@example.org", "Signed in"] in [row[1:3] for row in table(page)]
    guard(lambda: Person("ann@example.org", {"noordlicht": frozenset({Right.ADMINISTER})}))
    assert not visit("access").main.radio


@pytest.mark.parametrize(
    ("language", "keyboard", "moment"),
    [("en", "the command line (ana)", "05/01/2026, 10:00"), ("sv", "kommandoraden (ana)", "2026-01-05 10:00")],
)
def test_the_command_line_and_ninety_itself_are_named_on_the_clock_of_the_brand(
    noordlicht: Store, monkeypatch: pytest.MonkeyPatch, language: str, keyboard: str, moment: str
) -> None:
    noordlicht.set_brand_zone("Europe/Amsterdam")
    path_of(noordlicht.path).unlink()
    monkeypatch.setattr(audit, "datetime", Nine)
    for person in (HOUSE.id, f"{COMMAND}:ana"):
        note(noordlicht.path, Done(Right.ADMINISTER, "backup"), person)
    page = visit("access", language=language)
    assert [row[1] for row in table(page)] == [keyboard, "Ninety"]
    assert table(page)[0][0] == moment
    assert "Europe/Amsterdam" in read(page)


@pytest.mark.parametrize("language", ["en", "nl"])
def test_a_log_that_somebody_altered_says_so(logged: Store, language: str) -> None:
    path = path_of(logged.path)
    path.write_bytes(path.read_bytes().replace(b"eva@", b"bob@"))
    page = visit("access", language=language)
    assert len(page.error) == 1
    assert "2" in page.error[0].value


def test_where_nobody_signs_in_it_says_what_that_means(noordlicht: Store) -> None:
    annotate(noordlicht, date(2026, 11, 23), "A remark", by="Ana")
    page = visit("access")
    assert "whoever sits at this computer may do everything" in read(page)
    assert [row[1:3] for row in table(page)] == [["Ana", "Note put on a day"]]


def test_the_command_line_shows_the_list_or_what_is_wrong_with_it(
    noordlicht: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert noordlicht.path.exists()
    (tmp_path / "access.toml").write_text(LIST, encoding="utf-8")
    assert main(["access"]) == 0
    assert [line.split()[:2] for line in capsys.readouterr().out.splitlines()[1:]] == [
        ["eva@example.org", "*"],
        ["tom@example.org", "noordlicht"],
    ]
    (tmp_path / "other.toml").write_text(LIST.replace("decide", "decides"), encoding="utf-8")
    assert main(["access", str(tmp_path / "other.toml")]) == Exit.MISTAKE
    assert "“decides” (at people.tom@example.org.Noordlicht) is no right." in capsys.readouterr().err
