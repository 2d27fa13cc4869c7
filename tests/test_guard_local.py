"""Without sign-in: who sits at this computer comes in, and nobody through their browser or a proxy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from starlette.types import Scope

from pages._guard_headers import hashed, policy
from pages._guard_local import is_from_here
from tests.doors import Door, free_port
from tests.reach import PROBES, Probe, ask

PAGE = Probe("page", "GET", "/scorecard")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    with Door(tmp_path_factory.mktemp("local"), free_port()).open() as door:
        yield door


def test_the_page_comes_with_its_headers(door: Door) -> None:
    answer = ask(door, PAGE)
    assert (answer.status, "content-security-policy: default-src 'self'" in answer.head) == (200, True)
    script = re.search(rb"<script>(.*?)</script>", answer.body, re.DOTALL)
    assert script is not None
    assert f"'{hashed(script[1].decode())}'" in answer.head


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "localhost.evil.example:8501"},
        {"Host": "["},
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"X-Forwarded-For": "127.0.0.1"},
        {"Forwarded": "for=127.0.0.1"},
        {"Via": "1.1 proxy"},
    ],
)
def test_nobody_comes_in_through_somebody(door: Door, headers: dict[str, str]) -> None:
    answer = ask(door, replace(PAGE, headers=tuple(headers.items())))
    assert (answer.status, answer.body.startswith(b"Ninety answers on this computer only")) == (403, True)
    stream = next(probe for probe in PROBES if probe.name == "websocket, own page")
    assert ask(door, replace(stream, headers=(*stream.headers, *headers.items()))).status == 403


def scope(client: str | None, *headers: tuple[bytes, bytes]) -> Scope:
    said = headers or ((b"host", b"localhost:8501"),)
    return {"type": "http", "client": (client, 5) if client else None, "headers": list(said)}


def test_only_this_computer_is_answered_whatever_address_the_server_took() -> None:
    assert is_from_here(scope("127.0.0.1"))
    assert is_from_here(scope("::1", (b"host", b"[::1]:8501")))
    assert is_from_here(scope("127.0.0.1", (b"host", b"localhost:1"), (b"origin", b"http://localhost:1")))
    for client in ("192.168.1.9", "::ffff:10.0.0.1", None):  # None: a socket file, at which anybody may sit
        assert not is_from_here(scope(client))
    assert not is_from_here(scope("127.0.0.1", (b"origin", b"http://localhost:8501")))  # no name was asked for


def test_no_script_but_ours_may_run() -> None:
    rules = dict(rule.split(" ", 1) for rule in policy().decode().split("; "))
    assert "'unsafe-inline'" not in rules["script-src"]
    assert (rules["default-src"], rules["frame-ancestors"], rules["object-src"]) == ("'self'", "'none'", "'none'")
    assert not [rule for rule in rules.values() if "http" in rule or "*" in rule]
