"""Ninety does not start where it would stand open: one sentence, no traceback, another exit code than 0."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit import config
from streamlit.runtime.secrets import secrets_singleton

from data.access import acting
from pages import _guard_start
from pages._guard_local import is_loopback
from tests.doors import ACCESS, ROOT, SECRET, Door, free_port

Start = Callable[..., str]


@pytest.fixture
def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Decide as at the start, with these settings of `[auth]`; give the sentence, empty = it starts."""
    monkeypatch.setattr(acting, "_DOOR", acting._Door())
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    for name in ("LC_ALL", "LC_MESSAGES", "NINETY_SIGN_IN", "NINETY_SESSION_HOURS", "NINETY_ACCESS"):
        monkeypatch.delenv(name, raising=False)
    before = {name: config.get_option(name) for name in ("secrets.files", "server.address", "server.baseUrlPath")}
    door = Door(tmp_path, 8501)

    def decide(access: str | None = ACCESS, address: str = "localhost", base: str = "", **auth: str) -> str:
        door.furnish(access or "", **auth)
        if access is None:
            (tmp_path / "access.toml").unlink()
        config.set_option("secrets.files", [str(door.secrets)])
        config.set_option("server.address", address)
        config.set_option("server.baseUrlPath", base)
        secrets_singleton._reset()
        try:
            _guard_start.stand()
        except SystemExit as ended:
            return str(ended.code)
        return ""

    yield decide
    for name, value in before.items():
        config.set_option(name, value)
    secrets_singleton._reset()


def test_with_everything_said_it_starts_and_asks(start: Start) -> None:
    assert start() == ""
    assert acting.is_guarded()


@pytest.mark.parametrize(
    ("auth", "says"),
    [
        ({"cookie_secret": "short"}, "fewer than 32 characters"),
        ({"cookie_secret": ""}, "fewer than 32 characters"),
        ({"cookie_secret": "a" * 40}, "could guess"),
        ({"cookie_secret": "0101" * 10}, "could guess"),
        ({"cookie_secret": "A-Strong-Randomly-Generated-Secret"}, "could guess"),
        ({"redirect_uri": "http://ninety.example.org/oauth2callback"}, "redirect_uri in secrets.toml must begin with"),
        ({"redirect_uri": "http://localhost:8501/"}, "with /oauth2callback at its end"),
        ({"redirect_uri": ""}, "with /oauth2callback at its end"),
        ({"redirect_uri": "https://ninety.example.org/oauth2callback", "base": "x"}, "with /x/oauth2callback at"),
        ({"client_secret": ""}, "client_secret of the sign-in “default” is missing"),
        ({"server_metadata_url": "http://id.example.org/x"}, "server_metadata_url in secrets.toml must begin with"),
        ({"access": None}, "The access list"),
        ({"access": "[people"}, "The access list"),
    ],
)
def test_a_mistake_in_the_secrets_is_named(start: Start, auth: dict[str, str], says: str) -> None:
    said = start(**auth)
    assert says in said
    assert (said.count("\n"), acting.is_guarded()) == (0, False)


def test_the_secret_of_the_example_opens_nothing(start: Start) -> None:
    example = (ROOT / ".streamlit" / "secrets.toml.example").read_text(encoding="utf-8")
    secret = next(line for line in example.splitlines() if line.startswith("cookie_secret")).split('"')[1]
    assert "could guess" in start(cookie_secret=secret)


def test_hours_that_are_none_are_named(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    for said in ("0", "-1", "721", "nan", "inf", "a day"):
        monkeypatch.setenv("NINETY_SESSION_HOURS", said)
        assert f"NINETY_SESSION_HOURS is “{said}”" in start()
    monkeypatch.setenv("NINETY_SESSION_HOURS", "0.5")
    assert start() == ""


def test_without_auth_it_starts_only_where_nobody_else_can_reach_it(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert start() == ""
    monkeypatch.setattr(Door, "furnish", lambda *_, **__: (tmp_path / "secrets.toml").write_text("", encoding="utf-8"))
    assert (start(), acting.is_guarded()) == ("", False)
    for address in ("0.0.0.0", "::", "192.168.1.5", "ninety.example.org", "unix:///run/ninety"):  # noqa: S104
        assert f"(address {address})" in start(address=address)
    monkeypatch.setenv("NINETY_SIGN_IN", "on")
    assert "Write [auth]" in start()
    monkeypatch.setenv("NINETY_SIGN_IN", "off")
    assert "NINETY_SIGN_IN is “off”" in start()


def test_secrets_that_are_no_toml_are_not_taken_for_none(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        Door, "furnish", lambda *_, **__: (tmp_path / "secrets.toml").write_text("[a", encoding="utf-8")
    )
    assert "cannot be read as TOML" in start()


@pytest.mark.parametrize(
    "address", ["localhost", "LOCALHOST.", "127.0.0.1", "127.9.9.9", "::1", "[::1]", "::ffff:127.0.0.1"]
)
def test_this_computer(address: str) -> None:
    assert is_loopback(address)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "10.0.0.1", "localhost.evil.example", "2130706433"])  # noqa: S104
def test_not_this_computer(address: str | None) -> None:
    assert not is_loopback(address)


@pytest.mark.parametrize("way", ["streamlit run", "python"])
def test_each_way_to_start_refuses_in_the_language_of_the_server(tmp_path: Path, way: str) -> None:
    door = Door(tmp_path, free_port())
    flags = f"--server.port={door.port}", "--server.address", "0.0.0.0", "--server.headless=true"  # noqa: S104
    direct = [sys.executable, str(ROOT / "app.py"), *flags]
    command = direct if way == "python" else door.command(*flags[1:3])
    code, said = door.refused(*command, LANG="nl_NL.UTF-8")
    assert (code, said.startswith("Ninety is niet gestart: anderen"), said.strip().count("\n")) == (1, True, 0)


def test_python_app_py_takes_the_settings_of_streamlit_run(tmp_path: Path) -> None:
    door = Door(tmp_path, free_port())
    door.furnish()
    flags = "--server.port", str(door.port), f"--secrets.files={door.secrets}", "--server.headless=true"
    with door.open(command=[sys.executable, str(ROOT / "app.py"), *flags]):
        assert SECRET not in (tmp_path / "server.log").read_text(encoding="utf-8")
    code, said = door.refused(sys.executable, str(ROOT / "app.py"), "8502")
    assert (code, "“8502” is no setting" in said) == (1, True)


def test_the_frame_alone_is_no_way_around(tmp_path: Path) -> None:
    """`streamlit run pages/frame.py` has no guard before it: the page shows nothing but how to start Ninety."""
    door = Door(tmp_path, free_port())
    door.furnish()
