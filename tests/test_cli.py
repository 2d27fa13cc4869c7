"""The command line: what a person types, what they read, and the exit code; a mistake is one sentence."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from data.reading.exports import FORMATS
from data.store import Store, store_path
from kpi.cli import main
from kpi.cli_common import aligned
from tests.exports import daily, x_posts

SAMPLES = FORMATS.parent / "samples"
ROOT = FORMATS.parent.parent
INSTAGRAM = str(SAMPLES / "instagram_posts_en.csv")
OVERVIEW = str(SAMPLES / "x_overview.csv")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Start on a computer on which nobody has used Ninety, on Monday 23 November 2026."""
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_TODAY", "2026-11-23")
    return tmp_path


@pytest.fixture
def sample(home: Path, sample_home: Path) -> Path:
    return Path(shutil.copytree(sample_home, home, dirs_exist_ok=True))


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """Read the one sentence on stderr; nothing else was said."""
    said = capsys.readouterr()
    assert said.out == ""
    assert "Traceback" not in said.err
    assert said.err.count("\n") == 1
    return said.err.rstrip("\n")


# -- load ----------------------------------------------------------------------------------------


def test_load_makes_the_brand_and_tells_what_each_file_was(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "--brand", "Windmeer", INSTAGRAM, INSTAGRAM]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first == "instagram_posts_en.csv: Instagram posts · 4 rows read, 4 new"
    assert second == "instagram_posts_en.csv: here already, nothing changed"
    store = Store.open(store_path("Windmeer"))
    assert (store.setting("brand"), len(store.uploads())) == ("Windmeer", 1)
    store.close()


def test_load_takes_folders_and_zips_with_all_they_hold(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = home / "downloads"
    (folder / "inner").mkdir(parents=True)
    shutil.copy(INSTAGRAM, folder / "inner" / "posts.csv")
    (folder / ".hidden.csv").write_text("nothing of ours")
    (folder / "picture.png").write_bytes(b"no table")
    with zipfile.ZipFile(folder / "posts.zip", "w") as packed:
        packed.write(SAMPLES / "x_content_v1.csv", "week 46/posts.csv")
    assert main(["load", "--brand", "Windmeer", str(folder)]) == 0
    assert [line.partition(":")[0] for line in capsys.readouterr().out.splitlines()] == [
        "posts.csv",
        "posts.zip/week 46/posts.csv",
    ]
    assert main(["load", "--brand", "Windmeer", str(home / "empty")]) == 1


def test_a_preview_shows_what_would_change_and_loads_nothing(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    file = home / "x.csv"
    file.write_bytes(x_posts({"Post id": "1", "Post text": "One", "Likes": 4}))
    main(["load", "--brand", "Windmeer", str(file)])
    file.write_bytes(x_posts({"Post id": "1", "Post text": "One", "Likes": 6}))
    capsys.readouterr()
    assert main(["load", "--preview", str(file)]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "x.csv: nothing was loaded, this is what would change",
        "x.csv: X posts · 1 row read, 1 changed",
        "  One: Reactions 4 → 6",
    ]
    store = Store.open(store_path("Windmeer"))
    assert len(store.uploads()) == 1
    store.close()


def test_load_answers_as_last_time_when_asked_to(home: Path) -> None:
    for number in (1, 2):
        (home / f"reach {number}.csv").write_bytes(daily("Instagram reach", (f"2026-11-{15 + number}", number)))
    main(["load", "--brand", "Windmeer", "--answer", "account=windmeer", str(home / "reach 1.csv")])
    assert main(["load", str(home / "reach 2.csv")]) == 1
    assert main(["load", "--remembered", str(home / "reach 2.csv")]) == 0
    store = Store.open(store_path("Windmeer"))
    assert [one.account for one in store.uploads()] == ["windmeer", "windmeer"]
    store.close()


def test_load_asks_for_what_a_file_does_not_say_and_takes_the_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["load", "--brand", "Windmeer", OVERVIEW]) == 1
    assert complaint(capsys) == (
        "x_overview.csv does not say its account. Load it again with --answer account=… (a name of your choice)."
    )
    assert main(["load", "--answer", "account=windmeer", OVERVIEW]) == 0
    assert capsys.readouterr().out.startswith("x_overview.csv: ")


def test_a_file_that_cannot_be_used_does_not_stop_the_next(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    menu = home / "menu.csv"
    menu.write_text("Dish,Price\nSoup,6\n")
    assert main(["load", "--brand", "Windmeer", str(menu), str(home / "gone.csv"), INSTAGRAM]) == 1
    said = capsys.readouterr()
    assert said.out.startswith("instagram_posts_en.csv: ")
    unknown, gone = said.err.splitlines()
    assert "menu.csv" in unknown
    assert "Dish, Price" in unknown
    assert gone == f"{home / 'gone.csv'} is not there or cannot be read."


# -- which brand ---------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["score", "snapshot", "rebuild", "brands"])
def test_without_a_brand_the_way_on_is_told(capsys: pytest.CaptureFixture[str], command: str) -> None:
    assert main([command]) == 1
    assert "python -m kpi sample" in complaint(capsys)


def test_one_brand_needs_no_name_and_two_do(capsys: pytest.CaptureFixture[str]) -> None:
    for brand in ("Windmeer", "Kaffemas"):
        Store.open(store_path(brand), brand=brand).close()
    assert main(["score"]) == 1
    assert complaint(capsys) == "Which brand? Choose one with --brand NAME: Kaffemas, Windmeer."
    assert main(["score", "--brand", "Winmeer"]) == 1
    assert complaint(capsys) == "There is no brand “Winmeer”. These are here: Kaffemas, Windmeer."
    assert main(["score", "--brand", "windmeer"]) == 1
    assert complaint(capsys) == "Windmeer has no plan yet. Make one on the page Targets."


def test_an_archived_brand_is_listed_with_those_that_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    for brand in ("Kaffemas", "Windmeer"):
        Store.open(store_path(brand), brand=brand).close()
    assert main(["brands", "archive", "--brand", "Windmeer"]) == 0
    capsys.readouterr()
    assert main(["brands"]) == 0
    here, away = capsys.readouterr().out.splitlines()
    assert here == f"Kaffemas  {store_path('Kaffemas')}"
    assert away.startswith("Windmeer  ")
    assert away.endswith("  archived")


def test_brands_are_listed_with_their_files(capsys: pytest.CaptureFixture[str]) -> None:
    Store.open(store_path("Café Zomer"), brand="Café Zomer").close()
    assert main(["brands"]) == 0
    assert capsys.readouterr().out == f"Café Zomer  {store_path('Café Zomer')}\n"


# -- score, snapshot, rebuild --------------------------------------------------------------------


@pytest.mark.usefixtures("sample")
def test_score_prints_the_scorecard_in_the_readers_language(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["score", "--week", "2026-W47", "--language", "nl"]) == 0
    title, header, *rows = capsys.readouterr().out.splitlines()
    assert title == "Noordlicht Energie · Week 47 · 16–22 nov 2026"
    assert header.split() == ["KPI", "Nulmeting", "Nu", "Doel", "Status", "n"]
    assert len(rows) == 19
    (cpa,) = [row for row in rows if row.startswith("CPA")]
    assert cpa.split("  ", 1)[1].split() == ["€", "46,00", "€", "27,05", "<", "€", "39", "●", "Gehaald", "280"]


@pytest.mark.usefixtures("sample")
def test_the_last_full_week_is_the_default(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NINETY_TODAY", "2026-11-22")
    assert main(["score"]) == 0
    assert "Week 46" in capsys.readouterr().out


@pytest.mark.usefixtures("sample")
def test_snapshot_writes_the_page(capsys: pytest.CaptureFixture[str], home: Path) -> None:
    out = home / "out.pdf"
    assert main(["snapshot", "--week", "2026-W47", "--language", "nl", "-o", str(out)]) == 0
    assert capsys.readouterr().out == f"Geschreven: {out}\n"
    assert out.read_bytes().startswith(b"%PDF")
    assert main(["snapshot", "--week", "2026-W47", "-o", str(home / "no such folder" / "out.pdf")]) == 5
    assert "cannot be written" in complaint(capsys)


def test_rebuild_brings_the_uploads_back(capsys: pytest.CaptureFixture[str]) -> None:
    main(["load", "--brand", "Windmeer", INSTAGRAM])
    store_path("Windmeer").write_bytes(b"no database")
    assert main(["score"]) == 1
    capsys.readouterr()
    assert main(["rebuild"]) == 0
    assert capsys.readouterr().out == "1 upload loaded anew\n"
    store = Store.open(store_path("Windmeer"))
    assert store.query("select count(*) from posts") == [(4,)]
    store.close()


def test_sample_makes_the_sample_brand(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.sample.WEEKS", 4)
    assert main(["sample", "--language", "sv"]) == 0
    assert capsys.readouterr().out.startswith("Noordlicht Energie: ")
    assert main(["score"]) == 0


# -- mistakes ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["score", "--week", "47"], "“47” is no week; write it as 2026-W47."),
        (["score", "--week", "2026-W54"], "“2026-W54” is no week; write it as 2026-W47."),
        (["score", "--week", "2026-W54", "--language", "ro"], "„2026-W54” nu este o săptămână"),
        (["load", "--answer", "instagram", "a.csv"], "“instagram” is no answer"),
        (["load"], "FILE"),
        (["score", "--language", "de"], "de"),
        ([], "COMMAND"),
    ],
)
def test_a_command_that_cannot_be_read_exits_with_2(
    capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_a_store_that_the_app_holds_is_one_sentence_in_another_process(home: Path) -> None:
    store = Store.open(home / "windmeer.duckdb", brand="Windmeer")
    for command in (["load", "--brand", "Windmeer", INSTAGRAM], ["rebuild"], ["snapshot"]):
        done = subprocess.run(
            [sys.executable, "-m", "kpi", *command, "--language", "nl"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert (done.returncode, done.stdout) == (3, ""), done
        assert done.stderr.startswith("Een ander programma"), done.stderr
        first, *others = done.stderr.splitlines()
        assert str(home) in first
        assert ["tabblad Planning" in line for line in others] == [True] * (command == ["snapshot"])
    store.close()


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    assert aligned([["KPI", "n"], ["CTR", "1.000"], ["Share of voice", "7"]]) == (
        "KPI             n\nCTR             1.000\nShare of voice  7"
    )


def test_a_brand_is_archived_brought_back_and_deleted(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store.open(store_path("Windmeer"), brand="Windmeer").close()
    assert main(["brands", "archive", "--brand", "windmeer"]) == 0
    assert main(["brands"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "windmeer lies in the archive now.",
        f"Windmeer  {home / '_archive' / 'windmeer.duckdb'}  archived",
    ]
    assert main(["brands", "back", "--brand", "Windmeer"]) == 0
    capsys.readouterr()
    assert main(["brands", "delete", "--brand", "windmeer"]) == 1
    assert "That is not the name" in complaint(capsys)
    assert main(["brands", "delete", "--brand", "Windmeer"]) == 0
    assert "Windmeer is deleted" in capsys.readouterr().out
    assert main(["brands", "delete", "--brand", "Windmeer"]) == 1
    assert main(["brands", "archive"]) == 1


def test_loading_makes_no_brand_where_an_archived_one_lies(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Store.open(store_path("Windmeer"), brand="Windmeer").close()
    main(["brands", "archive", "--brand", "Windmeer"])
    capsys.readouterr()
    assert main(["load", "--brand", "Windmeer", INSTAGRAM]) == 1
    assert "lies in the archive" in complaint(capsys)
    assert not (home / "windmeer.duckdb").exists()
