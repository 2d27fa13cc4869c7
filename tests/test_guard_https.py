"""Behind https: cookies stay there, browsers come back that way, and only the public name is listened to."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.doors import Door, free_port
from tests.reach import PROBES, Probe, ask

HOST = "ninety.example.org"


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Door]:
    """Run it as behind a proxy: under a path, and the proxy passes the name on that browsers ask for."""
    door = Door(tmp_path_factory.mktemp("https"), free_port())
    door.furnish(redirect_uri=f"https://{HOST}/marketing/oauth2callback")
    with door.open("--server.baseUrlPath=marketing", path="/marketing/"):
        yield door


@pytest.mark.parametrize("path", ["/marketing/_stcore/health", "/marketing/sign-in?provider=default&to=/marketing/"])
def test_cookies_stay_on_https(door: Door, path: str) -> None:
    head = ask(door, Probe("any", "GET", path, (("Host", HOST),))).head.lower()
    cookies = [line for line in head.splitlines() if line.startswith("set-cookie")]
    assert cookies
    assert all("; secure" in cookie for cookie in cookies)
    assert "strict-transport-security: max-age=31536000" in head


def test_under_a_path_of_its_own_nothing_else_is_open(door: Door) -> None:
    asked = [Probe("any", "GET", path, (("Host", HOST),)) for path in ("/marketing/", "/marketing/scorecard")]
    assert [ask(door, probe).status for probe in asked] == [200, 200]
    for path in ("/", "/_stcore/metrics", "/marketing/_stcore/metrics", "/marketing", "/marketingscorecard"):
        assert ask(door, Probe("any", "GET", path, (("Host", HOST),))).status == 401


@pytest.mark.parametrize(
    ("origin", "host", "status"),
    [
        (f"https://{HOST}", HOST, 101),
        (f"http://{HOST}", HOST, 403),
        (f"https://{HOST}", "localhost", 403),
        (f"https://{HOST}:444", HOST, 403),
        ("https://evil.example", "evil.example", 403),
    ],
)
def test_only_a_page_of_the_public_name_is_listened_to(door: Door, origin: str, host: str, status: int) -> None:
    stream = next(probe for probe in PROBES if probe.name == "websocket, own page")
    headers = (("Upgrade", "websocket"), ("Origin", origin), ("Host", host))
    assert ask(door, Probe("stream", stream.method, f"/marketing{stream.path}", headers)).status == status
