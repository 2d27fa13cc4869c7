"""A Ninety where somebody must sign in, started as on a server; and cookies such as sign-in leaves."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from itsdangerous import TimestampSigner, URLSafeTimedSerializer

ROOT = Path(__file__).parent.parent
SECRET = "5f2b9c7e1a4d8036e7f1b2c3d4a5968778695a4b3c2d1e0f"  # noqa: S105 - of these tests only
ACCESS = """
[people]
"eva@example.org" = { "*" = ["administer"] }
"tom@example.org" = { "*" = ["view"] }
"""
COOKIE = "_streamlit_user"


@dataclass(frozen=True)
class Door:
    """A server, and what its sign-in is told."""

    home: Path
    port: int
    provider: str = "http://localhost:9/.well-known/openid-configuration"

    @property
    def address(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def secrets(self) -> Path:
        return self.home / "secrets.toml"

    def furnish(self, access: str = ACCESS, **auth: str) -> None:
        """Write the secrets and the access list."""
        said = {
            "redirect_uri": f"{self.address}/oauth2callback",
            "cookie_secret": SECRET,
            "client_id": "ninety",
            "client_secret": "of-the-tests",
            "server_metadata_url": self.provider,
        } | auth
        lines = [f"{name} = {json.dumps(value)}" for name, value in said.items() if value]
        self.secrets.write_text("\n".join(["[auth]", *lines]), encoding="utf-8")
        (self.home / "access.toml").write_text(access, encoding="utf-8")

    def command(self, *flags: str, script: str = "app.py") -> list[str]:
        return [
            *(sys.executable, "-m", "streamlit", "run", str(ROOT / script)),
            *(f"--server.port={self.port}", "--server.headless=true", f"--secrets.files={self.secrets}", *flags),
        ]

    @property
    def env(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("NINETY_", "LC_", "LANG"))}
        return kept | {"NINETY_HOME": str(self.home), "NINETY_TODAY": "2026-11-23"}

    @contextmanager
    def open(self, *flags: str, command: list[str] | None = None, path: str = "/") -> Iterator[Door]:
        """Run the server until the end of the block."""
        with (self.home / "server.log").open("wb") as log:
            start = command or self.command(*flags)
            server = subprocess.Popen(start, env=self.env, cwd=self.home, stdout=log, stderr=log)
        try:
            self._wait(server, path)
            yield self
        finally:
            server.terminate()
            server.wait(timeout=20)

    def refused(self, *command: str, **env: str) -> tuple[int, str]:
        """Start what should not start; give its exit code and what it said."""
        done = subprocess.run(
            command or self.command(), env=self.env | env, cwd=self.home, capture_output=True, timeout=60, check=False
        )
        return done.returncode, done.stderr.decode()

    def _wait(self, server: subprocess.Popen[bytes], path: str) -> None:
        for _ in range(900):
            assert server.poll() is None, (self.home / "server.log").read_text(encoding="utf-8")
            try:
                with urllib.request.urlopen(f"{self.address}{path}_stcore/health", timeout=1):
                    return
            except OSError:
                time.sleep(0.1)
        raise AssertionError("the server did not start")

    def cookie(self, email: str, *, age: float = 0, secret: str = SECRET, **said: object) -> str:
        """Write the cookie that sign-in would have left `age` seconds ago."""
        claims = {"iss": "https://id.example.org", "sub": email, "email": email, "email_verified": True}
        payload = claims | {"origin": self.address, "is_logged_in": True, "provider": "default"} | said
        return f"{COOKIE}={_signed(json.dumps(payload), secret, age)}"


def _signed(text: str, secret: str, age: float) -> str:
    class Earlier(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(time.time() - age)

    signed = URLSafeTimedSerializer(secret, salt=COOKIE, signer=Earlier).dumps(text)
    return signed if isinstance(signed, str) else signed.decode()


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
