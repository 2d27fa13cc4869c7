"""What a visitor reaches who is not signed in: `python -m tests.reach` starts a server and prints each answer.

Every request goes over a raw socket, so that no client tidies up a path or a header. A byte of data is a byte of the
body that is neither the sign-in page, nor what everybody is told: that the server is well, and the way to the door.
"""

from __future__ import annotations

import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from tests.doors import Door, free_port

MULTIPART = (
    b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
    + b"a,b\r\n" * 200
    + b"\r\n--x--\r\n"
)
UPLOAD = {"Content-Type": "multipart/form-data; boundary=x"}
HEX = "0" * 64
SIGN_IN = b'href="/sign-in?provider='
TO_THE_DOOR = b"\xc2\x01\x03\n\x01/"  # what a websocket is sent: the browser is to load /


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    head: str
    body: bytes

    @property
    def data(self) -> int:
        """How many bytes are none of what everybody is told."""
        if self.status == HTTPStatus.SWITCHING_PROTOCOLS:
            return len(self.body.replace(b"\x82\x06" + TO_THE_DOOR, b"").replace(b"\x88\x02\x03\xf0", b""))
        plain = self.body in (b"", b"ok") or SIGN_IN in self.body or b"allowedOrigins" in self.body
        return 0 if plain else len(self.body)


@dataclass(frozen=True)
class Probe:
    """One request."""

    name: str
    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    allowed: tuple[int, ...] = (401,)


def _probe(name: str, line: str, *allowed: int, body: bytes = b"", **headers: str) -> Probe:
    method, path = line.split(" ", 1)
    said = tuple((key.replace("_", "-"), value) for key, value in headers.items())
    return Probe(name, method, path, said, body, allowed or (401,))


PROBES = (
    _probe("first page", "GET /", 200),
    _probe("a page", "GET /scorecard?brand=noordlicht", 200),
    _probe("a page that is none", "GET /nosuchpage"),
    _probe("health", "GET /_stcore/health", 200),
    _probe("host config", "GET /_stcore/host-config", 200),
    _probe("metrics", "GET /_stcore/metrics"),
    _probe("agent API", "GET /_stcore/agent/openapi.json"),
    _probe("script health", "GET /_stcore/script-health-check"),
    _probe("media", f"GET /media/{HEX}.pdf"),
    _probe("media, a part of it", f"GET /media/{HEX}.pdf", Range="bytes=0-99"),
    _probe("upload", f"PUT /_stcore/upload_file/{HEX}/1", body=MULTIPART, **UPLOAD),
    _probe("upload, posted", f"POST /_stcore/upload_file/{HEX}/1", body=MULTIPART, **UPLOAD),
    _probe("upload, another method said", f"POST /_stcore/upload_file/{HEX}/1", X_HTTP_Method_Override="PUT"),
    _probe("upload taken away", f"DELETE /_stcore/upload_file/{HEX}/1"),
    _probe("upload, foreign page", f"PUT /_stcore/upload_file/{HEX}/1", body=MULTIPART, Origin="http://evil.example"),
    _probe("component", "GET /_stcore/bidi-components/x/y.js"),
    _probe("component of old", "GET /component/x/index.html"),
    _probe("a script of the shell", "GET /static/js/index.js"),
    _probe("app static", "GET /app/static/secrets.toml"),
    _probe("upwards", "GET /../../.streamlit/secrets.toml", 400, 401),
    _probe("upwards, written out", "GET /%2e%2e/%2e%2e/app.py", 400, 401),
    _probe("upwards, from the media", "GET /media/..%2f..%2fapp.py", 400, 401),
    _probe("two slashes", "GET //scorecard", 401),
    _probe("whole address", "GET http://evil.example/_stcore/metrics"),
    _probe("capitals", "GET /_STCORE/metrics"),
    _probe("a slash at the end", "GET /_stcore/metrics/"),
    _probe("a dot between", "GET /./_stcore/metrics", 400, 401),
    _probe("a page's name in front", "GET /scorecard/_stcore/metrics"),
    _probe("health in front", "GET /_stcore/health/../metrics", 400, 401),
    _probe("semicolon", "GET /_stcore/health;/metrics"),
    _probe("for somebody at home", "GET /_stcore/metrics", X_Forwarded_For="127.0.0.1", X_Real_IP="127.0.0.1"),
    _probe("forged name", "GET /_stcore/metrics", X_Forwarded_User="eva@example.org", Remote_User="eva@example.org"),
    _probe("other host", "GET /_stcore/metrics", Host="localhost"),
    _probe("forged cookie", "GET /_stcore/metrics", Cookie="_streamlit_user=eyJzdWIiOiJldmEifQ.aaaaaa.bbbbbb"),
    _probe("OPTIONS", "OPTIONS /_stcore/metrics"),
    _probe("TRACE", "TRACE /"),
    _probe("POST to a page", "POST /", body=b"x"),
    _probe("sign-in nowhere", "GET /sign-in?provider=evil&to=http://evil.example", 307),
    _probe("back without a state", "GET /oauth2callback?code=x&state=y", 302),
    _probe("websocket, no origin", "GET /_stcore/stream", 403, Upgrade="websocket"),
    _probe("websocket, foreign page", "GET /_stcore/stream", 403, Upgrade="websocket", Origin="http://evil.example"),
    _probe("websocket, no page", "GET /_stcore/stream", 403, Upgrade="websocket", Origin="null"),
    _probe("websocket elsewhere", "GET /_stcore/other", 403, Upgrade="websocket", Origin="{address}"),
    _probe("websocket, own page", "GET /_stcore/stream", 101, Upgrade="websocket", Origin="{address}"),
)
SOCKET = (
    ("Connection", "Upgrade"),
    ("Sec-WebSocket-Version", "13"),
    ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ("Sec-WebSocket-Protocol", "streamlit"),
)


def ask(door: Door, probe: Probe) -> Answer:
    """Send one request, and read until the server hangs up."""
    with asked(door, probe) as wire:
        return _read(wire)


@contextmanager
def asked(door: Door, probe: Probe) -> Iterator[socket.socket]:
    """Send one request; the wire stays open until the end of the block."""
    headers = dict(probe.headers)
    lines = [("Host", f"localhost:{door.port}")] if "Host" not in headers else []
    lines += [(name, value.replace("{address}", door.address)) for name, value in headers.items()]
    lines += SOCKET if "Upgrade" in headers else [("Connection", "close")]
    if probe.body:
        lines.append(("Content-Length", str(len(probe.body))))
    head = "".join(f"{name}: {value}\r\n" for name, value in lines)
    with socket.create_connection(("127.0.0.1", door.port), timeout=20) as wire:
        wire.sendall(f"{probe.method} {probe.path} HTTP/1.1\r\n{head}\r\n".encode() + probe.body)
        yield wire


def _read(wire: socket.socket) -> Answer:
    said = b""
    while part := wire.recv(65536):
        said += part
        if said.startswith(b"HTTP/1.1 101") and said.count(b"\r\n\r\n") and b"\x88" in said.partition(b"\r\n\r\n")[2]:
            break  # a websocket says goodbye and waits for the same
    head, _, body = said.partition(b"\r\n\r\n")
    return Answer(int(head.split()[1]), head.decode("latin-1"), body)


def main() -> None:
    """Print what each probe got."""
    with tempfile.TemporaryDirectory() as folder:
        door = Door(Path(folder), free_port())
        door.furnish()
        with door.open():
            answers = [(probe, ask(door, probe)) for probe in PROBES]
    lines = [
        f"{answer.status}  {len(answer.body):6} bytes, {answer.data:3} of data  {probe.name}"
        + ("" if answer.status in probe.allowed and not answer.data else "  <-- wrong")
        for probe, answer in answers
    ]
    lines.append(f"{len(answers)} probes, {sum(answer.data for _, answer in answers)} bytes of data")
    print("\n".join(lines))  # noqa: T201 - this is a command


if __name__ == "__main__":
    main()
