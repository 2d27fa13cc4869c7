"""The snapshot command unattended: which report, where to, and an exit code that tells how it went."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime, timedelta
from email import message_from_string
from email.policy import default
from typing import TYPE_CHECKING

import pytest

from data.store import Store, store_path
from kpi.cli import main
from kpi.cli_common import Exit
from kpi.issued import issued
from kpi.paper.forms import FORMS
from kpi.plan import Plan, PlanRow
from kpi.words import LANGUAGES
from tests.exports import x_posts
from tests.outside import Post, mail

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a brand with data of weeks 46 and 47, once for all tests."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NINETY_HOME", str(folder))
        store = Store.open(store_path("Noordlicht"), brand="Noordlicht")
        plan = Plan(brand="Noordlicht", start=date(2026, 10, 5), rows=(PlanRow(id="ctr", kpi="ctr", target="4%"),))
        store.save_plan(plan.model_dump_json())
        store.close()
        load(9, 22)
    return folder


@pytest.fixture(autouse=True)
def home(tmp_path: Path, made: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Begin with that brand on Monday of week 48; every form is made in no time."""
    monkeypatch.setenv("NINETY_HOME", str(shutil.copytree(made, tmp_path / "home")))
    monkeypatch.setenv("NINETY_TODAY", "2026-11-23")
    monkeypatch.setattr("data.outlets.FILES", ())
    monkeypatch.setattr("kpi.scheduling.sending.make", lambda form, of, _: f"{form} {of.fingerprint}".encode())
    monkeypatch.chdir(tmp_path)
    return tmp_path


def load(first: int, last: int) -> None:
    """Load a post of each day of November between these, on the morning after."""
    days = [date(2026, 11, first) + timedelta(days=number) for number in range(last - first + 1)]
    rows = [{"Post id": str(day), "Date": day.strftime("%a, %b %-d, %Y")} for day in days]
    store = Store.open(store_path("Noordlicht"))
    store.load(f"{first}.csv", x_posts(*rows), now=datetime(2026, 11, last, 6, tzinfo=UTC) + timedelta(days=1))
    store.close()


def run(*options: str) -> int:
    return main(["snapshot", *options])


def kept() -> int:
    """Count what the history holds."""
    store = Store.open(store_path("Noordlicht"))
    found = len(issued(store))
    store.close()
    return found


def mailing(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    given = {"HOST": "localhost", "PORT": str(port), "TLS": "none", "FROM": "n@example.org", "TO": "all@example.org"}
    for name, value in given.items():
        monkeypatch.setenv(f"NINETY_SMTP_{name}", value)


def test_the_newest_full_week_goes_to_a_folder_a_line_a_file(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--folder", "out", "--form", "pdf,xlsx", "--form", "md", "--language", "nl") == Exit.DONE
    names = [f"noordlicht-2026-W47-nl.{form}" for form in ("pdf", "xlsx", "md")]
    assert capsys.readouterr().out.splitlines() == [f"Geschreven: {home / 'out' / name}" for name in names]
    store = Store.open(store_path("Noordlicht"))
    assert sorted((one.week, one.form) for one in issued(store)) == [
        ("2026-W47", form) for form in ("md", "pdf", "xlsx")
    ]
    store.close()


def test_the_same_again_is_left_and_another_report_gets_a_name_of_its_own(home: Path) -> None:
    for _ in range(2):
        assert run("--folder", "out") == Exit.DONE
    (home / "out" / "noordlicht-2026-W47-en.pdf").write_bytes(b"edited by hand")
    assert run("--folder", "out") == Exit.DONE
    assert {one.name: one.read_bytes()[:3] for one in (home / "out").iterdir()} == {
        "noordlicht-2026-W47-en.pdf": b"edi",
        "noordlicht-2026-W47-en-2.pdf": b"pdf",
    }


def test_without_any_place_the_files_go_to_the_folder_at_hand(home: Path) -> None:
    assert run() == Exit.DONE
    assert (home / "noordlicht-2026-W47-en.pdf").exists()


def test_every_form_is_all_of_them(home: Path) -> None:
    assert run("--folder", "out", "--form", "all") == Exit.DONE
    assert {one.suffix for one in (home / "out").iterdir()} == {".pdf", ".pptx", ".xlsx", ".md"}


def test_a_month_and_the_plan_so_far(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--kind", "month") == Exit.NO_DATA  # October is the newest month that is over, and has no data
    assert "week 44" in capsys.readouterr().err
    assert run("--kind", "month", "--week", "2026-W46") == Exit.DONE
    assert capsys.readouterr().err == "So far, not the whole of it: November 2026.\n"
    assert (home / "noordlicht-2026-11-en.pdf").exists()
    assert run("--kind", "plan") == Exit.DONE
    assert (home / "noordlicht-2026-W47-plan-en.pdf").exists()


# -- 4: the data are not there ---------------------------------------------------------------


def test_without_data_of_the_newest_week_nothing_is_written(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NINETY_TODAY", "2026-11-30")
    assert run("--folder", "out", "--mail") == Exit.NO_DATA
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "no data of week 48" in said.err
    assert "--week 2026-W47" in said.err
    assert not (home / "out").exists()
    monkeypatch.setenv("NINETY_TODAY", "2026-11-09")
    assert run() == Exit.NO_DATA
    assert "no full week with data yet (week 45" in capsys.readouterr().err


def test_late_exports_are_named_and_the_report_is_written(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    load(23, 25)
    monkeypatch.setenv("NINETY_TODAY", "2026-11-30")
    assert run() == Exit.NO_DATA
    assert "Late: posts" in capsys.readouterr().err
    assert (home / "noordlicht-2026-W48-en.pdf").exists()
    assert run("--week", "2026-W48") == Exit.DONE  # who asks for that very week knows


def test_a_week_that_still_runs_is_written_by_name_only_and_said_to_be_so_far(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    load(23, 23)
    assert run("--week", "2026-W48", "-o", "now.pdf") == Exit.NO_DATA
    assert capsys.readouterr().err == "So far, not the whole of it: week 48.\n"
    assert (home / "now.pdf").exists()
    for where in (["--folder", "out"], ["--mail"]):
        assert run("--week", "2026-W48", *where) == Exit.MISTAKE
        assert "week 48 is not over" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_week_without_any_data_is_not_written(home: Path, language: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--week", "2020-W10", "--language", language, "--folder", "out", "--mail") == Exit.NO_DATA
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "10" in said.err
    assert "2020" in said.err
    assert [one.name for one in home.iterdir()] == ["home"]
    assert kept() == 0


def test_a_week_that_has_not_begun_is_refused_with_its_year(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("week", "month", "plan"):
        assert run("--week", "2027-W10", "--kind", kind, "-o", "x.pdf") == Exit.MISTAKE
        said = capsys.readouterr()
        assert "week 10 of 2027 is still to come; choose a week up to week 48 of 2026." in said.err
        assert said.err.count("\n") == 1
    assert not (home / "x.pdf").exists()


# -- 5: it did not get out -------------------------------------------------------------------


def test_a_folder_that_cannot_be_written(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "file").write_text("x")
    for where in ("file", str(home / "home" / "out")):
        assert run("--folder", where) == Exit.NOT_OUT
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        assert f"Not written to {where}." in said.err


def test_a_file_that_cannot_be_written_is_told_before_anything_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    for where, told in (("gone/x.pdf", "there is no folder gone"), ("home", "home is a folder")):
        assert run("-o", where) == Exit.NOT_OUT
        assert told in capsys.readouterr().err
    assert kept() == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_without_a_server_names_what_is_not_set(
    language: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("HOST", "FROM", "TO"):
        monkeypatch.delenv(f"NINETY_SMTP_{name}", raising=False)
    monkeypatch.delenv("NINETY_REPORT_TO", raising=False)
    assert run("--mail", "--language", language) == Exit.NOT_OUT
    assert ": NINETY_SMTP_HOST, NINETY_SMTP_FROM, NINETY_REPORT_TO." in capsys.readouterr().err


def test_a_mail_is_sent_once_with_the_report(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with mail(Post(refuses=("all@",))) as server:
        mailing(monkeypatch, server.port)
        assert run("--mail") == Exit.NOT_OUT
        assert capsys.readouterr().err.startswith("Not mailed. The mail server does not accept")
        server.refuses = ()
        assert run("--mail") == Exit.DONE
        assert run("--mail") == Exit.DONE
        assert capsys.readouterr().out.splitlines()[0] == "Mailed: week 47"
        assert len(server.got) == 1
        assert run("--mail", "--again") == Exit.DONE
    assert len(server.got) == 2
    assert message_from_string(server.got[0], policy=default)["Subject"] == "Ninety · Noordlicht: week 47"
    assert 'filename="noordlicht-2026-W47-en.pdf"' in server.got[0]


def test_a_mail_that_is_too_large_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr("data.mail.MOST", 3)
    with mail(Post()) as server:
        mailing(monkeypatch, server.port)
        assert run("--mail") == Exit.NOT_OUT
    assert "too large for a mail" in capsys.readouterr().err
    assert server.got == []


# -- all brands, mistakes, help --------------------------------------------------------------


def test_all_brands_one_after_the_other_and_the_worst_code_counts(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Store.open(store_path("Aardig"), brand="Aardig").close()
    assert run("--all-brands", "--folder", "out") == Exit.MISTAKE
    said = capsys.readouterr()
    assert said.err == "Aardig: Aardig has no plan yet. Make one on the page Targets.\n"
    assert [one.name for one in (home / "out").iterdir()] == ["noordlicht-2026-W47-en.pdf"]


@pytest.mark.parametrize(
    "options",
    [
        ["-o", "x.pdf", "--folder", "out"],
        ["-o", "x.pdf", "--form", "all"],
        ["--as-of", "2026-11-23", "--mail"],
        ["--all-brands", "--brand", "Noordlicht"],
        ["--all-brands", "--brand", ""],
        ["--brand", ""],
        ["--brand", "  "],
        ["--folder", ""],
        ["-o", ""],
        ["-o", "-"],
        ["-o", "x.xlsx", "--form", "pdf"],
        ["-o", "x.docx"],
        ["--again"],
    ],
)
def test_what_does_not_go_together_is_one_sentence(
    home: Path, options: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    told = set()
    for language in LANGUAGES:
        assert run(*options, "--language", language) == Exit.MISTAKE
        said = capsys.readouterr()
        assert (said.out, said.err.count("\n")) == ("", 1)
        told.add(said.err)
    assert len(told) == len(LANGUAGES)
    assert [one.name for one in home.iterdir()] == ["home"]


@pytest.mark.parametrize("form", FORMS)
def test_the_ending_of_the_file_says_its_form(home: Path, form: str) -> None:
    assert run("-o", f"X.{form.upper()}") == Exit.DONE
    assert (home / f"X.{form.upper()}").read_bytes().decode().split()[0] == form


def test_a_file_of_another_ending_has_the_form_that_was_asked_for(home: Path) -> None:
    for name, form, more in (("plain", "pdf", ()), ("x.2026", "md", ("--form", "md"))):
        assert run("-o", name, *more) == Exit.DONE
        assert (home / name).read_bytes().decode().split()[0] == form


def test_a_form_that_is_none_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        run("--form", "pdf,docx")
    assert stopped.value.code == Exit.UNREADABLE
    assert "“docx” is no form; choose from pdf, pptx, xlsx, md, all." in capsys.readouterr().err


def test_an_old_state_has_its_day_in_its_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kpi.cli_snapshot.original", lambda *_: b"old")
    monkeypatch.setenv("NINETY_TODAY", date.today().isoformat())  # noqa: DTZ011 - the plan was saved today
    assert run("--as-of", date.today().isoformat(), "--week", "2026-W47", "--folder", "out") == Exit.DONE  # noqa: DTZ011
    assert [one.name for one in (home / "out").iterdir()] == [
        f"noordlicht-2026-W47-en-known-{date.today().isoformat()}.pdf"  # noqa: DTZ011
    ]


def test_an_old_state_says_what_was_not_over_or_not_there_on_its_day(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("kpi.cli_snapshot.original", lambda *_: b"old")
    monkeypatch.setattr("kpi.issued.plan_at", lambda store, _: store.query("SELECT version, body FROM plan")[0])
    assert run("--as-of", "2026-11-16", "--week", "2026-W47") == Exit.NO_DATA
    assert "no data of week 47 of 2026" in capsys.readouterr().err  # they came on the 23rd
    assert not list(home.glob("*.pdf"))
    load(23, 25)
    monkeypatch.setenv("NINETY_TODAY", "2026-11-27")
    assert run("--as-of", "2026-11-26", "--week", "2026-W48") == Exit.NO_DATA
    said = capsys.readouterr()
    assert said.err == "So far, not the whole of it: week 48.\n"
    assert said.out.count("\n") == 1
    assert (home / "noordlicht-2026-W48-en-known-2026-11-26.pdf").read_bytes() == b"old"
    assert run("--as-of", "2026-11-26", "--week", "2026-W49") == Exit.MISTAKE
    assert "week 49 of 2026 is still to come" in capsys.readouterr().err


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_names_every_exit_code(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["snapshot", "--help", "--language", language])
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told[-len(Exit) :]] == [str(code.value) for code in Exit]


def test_what_was_mailed_by_the_command_is_not_mailed_by_the_schedule(monkeypatch: pytest.MonkeyPatch) -> None:
    from kpi.scheduling.attend import attend  # noqa: PLC0415 - only here
    from kpi.scheduling.schedule import Schedule, choose  # noqa: PLC0415

    with mail(Post()) as server:
        mailing(monkeypatch, server.port)
        assert run("--mail") == Exit.DONE
        store = Store.open(store_path("Noordlicht"))
        choose(store, Schedule(on=True, mail=True), now=datetime(2026, 11, 20, tzinfo=UTC))
        attend(store, datetime(2026, 11, 23, 9))  # noqa: DTZ001 - as the store keeps it
        store.close()
    assert len(server.got) == 1
