"""The guard at the door of a server where somebody must sign in: who gets through, over raw sockets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.doors import COOKIE, Door, free_port
from tests.reach import HEX, MULTIPART, PROBES, TO_THE_DOOR, UPLOAD, Answer, Probe, ask, asked

METRICS = Probe("metrics", "GET", "/_stcore/metrics")
PAGE = Probe("page", "GET", "/scorecard")
STREAM = next(probe for probe in PROBES if probe.name == "websocket, own page")


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    door = Door(tmp_path_factory.mktemp("guarded"), free_port())
    door.furnish()
    with door.open():
        yield door


def as_(cookie: str, probe: Probe, *more: tuple[str, str]) -> Probe:
    return replace(probe, headers=(*probe.headers, ("Cookie", cookie), *more))


def is_in(answer: Answer) -> bool:
    """Whether the page of the app came, and not that of the door."""
    return answer.status == 200 and b"static/js/index" in answer.body


@pytest.mark.parametrize("probe", PROBES, ids=lambda probe: probe.name)
def test_a_visitor_gets_no_byte_of_data(door: Door, probe: Probe) -> None:
    answer = ask(door, probe)
    assert (answer.status in probe.allowed, answer.data) == (True, 0)


@pytest.mark.parametrize(
    ("age", "said", "comes_in"),
    [
        (0, {}, True),
        (11.9 * 3600, {}, True),
        (12.1 * 3600, {}, False),
        (-3600, {}, False),  # of an hour from now: it would outlive its log-out
        (0, {"secret": "f" * 20 + "0123456789ab"}, False),
        (0, {"origin": "http://localhost:1"}, False),  # of another app that was given the same secret
        (0, {"is_logged_in": False}, False),
        (0, {"sub": ""}, False),
        (0, {"sub": None}, False),
    ],
)
def test_a_cookie_counts_while_it_is_ours_and_young(
    door: Door, age: float, said: dict[str, str], comes_in: bool
) -> None:
    cookie = door.cookie("eva@example.org", age=age, **said)
    assert is_in(ask(door, as_(cookie, PAGE))) is comes_in
    assert ask(door, as_(cookie, METRICS)).status == (200 if comes_in else 401)


def test_who_is_on_no_list_is_told_so_and_gets_nothing_else(door: Door) -> None:
    ann = door.cookie("ann@example.org")
    page = ask(door, as_(ann, PAGE, ("Accept-Language", "nl")))
    assert "Je bent ingelogd als ann@example.org" in page.body.decode()
    assert (ask(door, as_(ann, METRICS)).status, ask(door, as_(ann, METRICS)).body) == (403, b"")
    assert TO_THE_DOOR in ask(door, as_(ann, STREAM)).body
    hidden = door.cookie('"><script>alert(1)</script>@x.org')
    assert b"<script" not in ask(door, as_(hidden, PAGE)).body


def test_an_address_that_nobody_vouches_for_opens_nothing(door: Door) -> None:
    said = ask(door, as_(door.cookie("eva@example.org", email_verified=False), PAGE))
    assert b"does not confirm that eva@example.org is your address" in said.body


def test_a_reader_uploads_nothing_and_sees_nothing_of_the_server(door: Door) -> None:
    tom, eva = door.cookie("tom@example.org"), door.cookie("eva@example.org")
    upload = Probe("upload", "PUT", f"/_stcore/upload_file/{HEX}/1", tuple(UPLOAD.items()), MULTIPART)
    assert [ask(door, as_(tom, probe)).status for probe in (PAGE, METRICS, upload)] == [200, 403, 403]
    unsigned = ask(door, as_(eva, upload))
    assert (unsigned.status, b"XSRF" in unsigned.body) == (403, True)  # from a page of ours, it would be taken


def test_a_websocket_is_for_a_page_of_ours_and_hangs_up_when_its_session_ends(door: Door) -> None:
    tom = door.cookie("tom@example.org", sub="of-the-websocket")
    for origin, host in (("http://evil.example", f"localhost:{door.port}"), (door.address, "evil.example")):
        headers = (("Upgrade", "websocket"), ("Origin", origin), ("Host", host))
        assert ask(door, as_(tom, replace(STREAM, headers=headers))).status == 403
    with asked(door, as_(tom, STREAM)) as wire:
        assert wire.recv(1000).startswith(b"HTTP/1.1 101")
        ask(door, as_(tom, Probe("log out", "GET", "/auth/logout")))
        assert TO_THE_DOOR in wire.recv(1000)


def test_log_out_ends_every_session_that_began_before(door: Door) -> None:
    eva, elsewhere = door.cookie("eva@example.org"), door.cookie("eva@example.org", age=600)
    out = Probe("log out", "GET", "/auth/logout")
    assert ask(door, as_(eva, out, ("Sec-Fetch-Site", "cross-site"))).status == 403
    assert is_in(ask(door, as_(eva, PAGE)))
    assert ask(door, as_(eva, out, ("Sec-Fetch-Site", "same-origin"))).status == 302
    assert not is_in(ask(door, as_(eva, PAGE)))
    assert ask(door, as_(elsewhere, METRICS)).status == 401
    kept = door.home / "signed_out.json"
    assert (kept.stat().st_mode & 0o777, "eva" in kept.read_text(encoding="utf-8")) == (0o600, False)
    time.sleep(1.1)
    assert is_in(ask(door, as_(door.cookie("eva@example.org"), PAGE)))


def test_the_access_list_is_read_again_when_it_changes(door: Door) -> None:
    tom = door.cookie("tom@example.org")
    access = door.home / "access.toml"
    before = access.read_text(encoding="utf-8")
    access.write_text(before.replace("tom", "tim"), encoding="utf-8")
    assert not is_in(ask(door, as_(tom, PAGE)))
    access.write_text("[people", encoding="utf-8")
    assert b"python -m kpi access" in ask(door, as_(door.cookie("eva@example.org", sub="e"), PAGE)).body
    access.write_text(before, encoding="utf-8")
    assert is_in(ask(door, as_(tom, PAGE)))


def test_the_way_back_leads_to_a_page_of_ours_only(door: Door) -> None:
    link = Probe("link", "GET", "/scorecard?brand=x&row=%22%3E")
    assert (
        b'href="/sign-in?provider=default&amp;to=%2Fscorecard%3Fbrand%3Dx%26row%3D%2522%253E"' in ask(door, link).body
    )
    back = Probe("back", "GET", "/oauth2callback?code=x&state=y")
    for wanted, led in {
        "%2Fscorecard%3Fbrand%3Dx": "/scorecard?brand=x",
        "%2F%2Fevil.example%2Fscorecard": "/",
        "http%3A%2F%2Fevil.example%2F": "/",
        "%2Fmedia%2Fx": "/",
        "%2Fscorecard%0d%0aX-Evil%3A%201": "/",
        "%2F%5C%5Cevil.example": "/",
    }.items():
        answer = ask(door, replace(back, headers=(("Cookie", f"ninety_return={wanted}"),)))
        assert f"\r\nlocation: {led}\r\n" in answer.head + "\r\n"
        assert "evil" not in answer.head.lower()


def test_a_sign_in_page_left_open_leads_on_who_is_in_already(door: Door) -> None:
    tom = door.cookie("tom@example.org", sub="left open")
    for wanted, led in (("/scorecard?row=ctr", "/scorecard?row=ctr"), ("//evil.example", "/"), ("/media/x", "/")):
        left = Probe("left open", "GET", f"/sign-in?provider=default&to={quote(wanted, safe='')}")
        assert f"\r\nlocation: {led}\r\n" in ask(door, as_(tom, left)).head


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/metrics", "/oauth2callback?state=x"])
def test_every_answer_has_its_headers(door: Door, path: str) -> None:
    head = ask(door, Probe("any", "GET", path)).head.lower()
    for name in ("content-security-policy: default-src", "x-content-type-options: nosniff", "x-frame-options: deny"):
        assert name in head
    assert "referrer-policy: same-origin" in head
    assert "cache-control: no-" in head
    assert "strict-transport-security" not in head  # it would bind the name localhost to https


def test_what_sign_in_leaves_is_out_of_a_scripts_reach(door: Door) -> None:
    head = ask(door, Probe("sign in", "GET", "/sign-in?provider=default&to=%2Fscorecard")).head
    left = next(line for line in head.splitlines() if line.lower().startswith("set-cookie: ninety_return"))
    assert all(part in left for part in ("HttpOnly", "SameSite=lax", "Path=/oauth2callback"))
    assert COOKIE not in left
