"""Which sessions are over, as the file beside the stores says it."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.access import sessions
from data.access.sessions import FORGET, end, is_over, name_of

EVA, TOM = name_of("https://id.example.org", "eva"), name_of("https://id.example.org", "tom")


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setattr(sessions, "_ENDED", sessions._Ended())
    return tmp_path / "signed_out.json"


def started_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "_ENDED", sessions._Ended())


def test_what_began_until_the_log_out_is_over_and_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    now = int(time.time())
    assert not is_over(EVA, now - 100)
    end(EVA)
    for _ in range(2):  # as it stands in memory, and in the file
        assert [is_over(EVA, now - 100), is_over(EVA, now), is_over(TOM, now - 100)] == [True, True, False]
        assert not is_over(EVA, int(time.time()) + 1)
        started_anew(monkeypatch)


def test_two_providers_may_call_two_people_the_same() -> None:
    assert name_of("https://a.example", "1") != name_of("https://b.example", "1")


def test_log_outs_at_the_same_time_are_all_kept(kept: Path) -> None:
    names = [name_of("x", str(number)) for number in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(end, names))
    assert set(json.loads(kept.read_text(encoding="utf-8"))) == set(names)


def test_what_no_cookie_can_be_as_old_as_is_forgotten(kept: Path) -> None:
    kept.write_text(json.dumps({TOM: int(time.time()) - FORGET - 10}), encoding="utf-8")
    end(EVA)
    assert list(json.loads(kept.read_text(encoding="utf-8"))) == [EVA]


def test_a_log_out_after_the_clock_was_set_back_takes_nothing_back(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = int(time.time()) + 3600
    kept.write_text(json.dumps({EVA: later}), encoding="utf-8")
    end(EVA)
    monkeypatch.setattr(time, "time", lambda: later + 1.0)  # the clock is right again
    assert is_over(EVA, later)


def test_a_log_out_while_the_clock_was_ahead_shuts_nobody_out(monkeypatch: pytest.MonkeyPatch) -> None:
    now = int(time.time())
    with monkeypatch.context() as clock:
        clock.setattr(time, "time", lambda: now + 365 * 86400.0)
        end(EVA)
    assert [is_over(EVA, now - 100), is_over(EVA, now)] == [True, True]
    later = now + 5
    monkeypatch.setattr(time, "time", lambda: float(later))
    assert not is_over(EVA, later)
    end(EVA)
    assert is_over(EVA, later)
    started_anew(monkeypatch)
    assert is_over(EVA, later)
    monkeypatch.setattr(time, "time", lambda: later + 1.0)
    assert not is_over(EVA, later + 1)


@pytest.mark.parametrize("said", ["", "[1]", '{"x": "y"}', "\x00"])
def test_a_file_that_says_nothing_sensible_keeps_nobody_signed_in(kept: Path, said: str) -> None:
    kept.write_text(said, encoding="utf-8")
    assert is_over(EVA, int(time.time()) + 1000)


def test_a_full_disk_keeps_nobody_signed_in(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(sessions, "write_whole", full)
    end(EVA)
    assert (is_over(EVA, int(time.time())), kept.exists()) == (True, False)
