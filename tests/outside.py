"""Another machine for tests: a web server and a mail server on this computer, as good or as bad as a test wants."""

from __future__ import annotations

import json
import socketserver
import ssl
from base64 import b64decode
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

PEM = Path(__file__).with_name("localhost.pem")  # made for these tests: it protects nothing


def secured() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(PEM)
    return context


@dataclass
class Site:
    """A web server: what it answers, and what it was told."""

    status: int = 200
    location: str = ""
    slow: bool = False  # it never answers
    got: list[dict[str, Any]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    port: int = 0
    over: Event = field(default_factory=Event)

    def url(self, scheme: str = "http") -> str:
        return f"{scheme}://localhost:{self.port}/hooks/S3CRET?token=T0KEN"


class _Web(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        site: Site = self.server.what
        body = self.rfile.read(int(self.headers["Content-Length"]))
        site.paths.append(self.path)
        if site.slow:
            site.over.wait(20)
            return
        site.got.append(json.loads(body))
        self.send_response(site.status)
        if site.location:
            self.send_header("Location", site.location)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@contextmanager
def web(site: Site, *, tls: bool = False) -> Iterator[Site]:
    server = ThreadingHTTPServer(("localhost", 0), _Web)
    if tls:
        server.socket = secured().wrap_socket(server.socket, server_side=True)
    yield from _served(server, site)


@dataclass
class Post:
    """A mail server: what it demands, and what it got."""

    starttls: bool = False
    accepts: str = ""  # the password; empty = it lets nobody in
    refuses: tuple[str, ...] = ()  # recipients
    got: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    port: int = 0
    over: Event = field(default_factory=Event)


class _Mail(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.post: Post = self.server.what
        self.encrypted = False
        self.say("220 here")
        while (line := self.rfile.readline().decode().strip()) and line.lower() != "quit":
            self.post.said.append(line)
            word = line.split(" ", 1)[0].split(":")[0].lower()
            getattr(self, f"on_{word}", lambda _: self.say("250 ok"))(line)
        if line:
            self.say("221 bye")
        for one in (self.rfile, self.wfile, self.request):
            one.close()

    def finish(self) -> None:
        """Close nothing: what was wrapped is closed already."""

    def say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())

    def on_ehlo(self, _: str) -> None:
        offers = ["me", *["STARTTLS"] * (self.post.starttls and not self.encrypted), "AUTH PLAIN"]
        for offer in offers[:-1]:
            self.say(f"250-{offer}")
        self.say(f"250 {offers[-1]}")

    def on_starttls(self, _: str) -> None:
        self.say("220 go")
        self.request = secured().wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", 0)
        self.encrypted = True

    def on_auth(self, line: str) -> None:
        given = b64decode(line.rsplit(" ", 1)[-1]).decode().rsplit("\0", 1)[-1]
        self.say("235 in" if self.post.accepts and given == self.post.accepts else "535 out")

    def on_rcpt(self, line: str) -> None:
        self.say("550 no" if any(one in line for one in self.post.refuses) else "250 ok")

    def on_data(self, _: str) -> None:
        self.say("354 go on")
        self.post.got.append("".join(iter(lambda: self.rfile.readline().decode(), ".\r\n")))
        self.say("250 kept")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True


@contextmanager
def mail(post: Post) -> Iterator[Post]:
    yield from _served(_Server(("localhost", 0), _Mail), post)


def _served(server: Any, what: Any) -> Iterator[Any]:
    server.what, server.daemon_threads = what, True
    server.handle_error = lambda *_: None  # a client that hangs up is no error here
    what.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield what
    finally:
        what.over.set()
        server.shutdown()
        thread.join()
        server.server_close()
