"""Outlets: what may be sent where, what went wrong in one word, and nothing that tells an address or a password."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from email import message_from_string
from email.policy import default
from typing import TYPE_CHECKING, Any, get_args

import pytest

from data import mail as post_office
from data.mail import Attached
from data.outlets import Mailbox, OutletError, Webhook, Why, mailbox, report_mailbox, report_unset, said, webhook
from data.webhook import post
from kpi.words import LANGUAGES, Words
from tests.outside import PEM, Post, Site, mail, web

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
ACCOUNT = {"user": "u", "password": "S3CRET"}
SMTP = {"NINETY_SMTP_HOST": "mail.example.org", "NINETY_SMTP_FROM": "n@example.org", "NINETY_SMTP_TO": "a@example.org"}


def why(problem: pytest.ExceptionInfo[OutletError]) -> tuple[str, int | None]:
    """Give what is told of it; neither the error nor what caused it speaks of an address or a secret."""
    assert problem.value.__suppress_context__ or problem.value.__context__ is None
    assert "S3CRET" not in repr(problem.value)
    assert "T0KEN" not in repr(problem.value)
    return problem.value.why, problem.value.status


# -- settings ------------------------------------------------------------------------------


def test_the_environment_comes_before_the_file_and_other_names_are_not_read(tmp_path: Path) -> None:
    file = tmp_path / "secrets.toml"
    file.write_text('NINETY_SMTP_PORT = 2525\nNINETY_SMTP_HOST = "file"\nother = "x"\n[deep]\nNINETY_SMTP_USER = "u"')
    found = said({"NINETY_SMTP_HOST": " env ", "PATH": "/bin", "NINETY_SMTP_TO": " "}, [tmp_path / "no.toml", file])
    assert found == {"NINETY_SMTP_HOST": "env", "NINETY_SMTP_PORT": "2525"}


def test_a_broken_secrets_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "secrets.toml").write_text("NINETY_WEBHOOK_URL = S3CRET")
    with pytest.raises(OutletError) as problem:
        said({}, [tmp_path / "secrets.toml"])
    assert why(problem) == ("bad_settings", None)


@pytest.mark.parametrize(
    ("url", "told"),
    [
        (None, "not_set"),
        ("hooks.example.org/S3CRET", "bad_url"),
        ("ftp://hooks.example.org/S3CRET", "bad_url"),
        ("https:///S3CRET", "bad_url"),
        ("https://hooks.example.org:99999999/S3CRET", "bad_url"),
        ("https://hooks.example.org/S3CRET\nHost: evil", "bad_url"),
        ("https://hooks.example.org/S3CRET x", "bad_url"),
        ("http://hooks.example.org/S3CRET", "not_https"),
        ("http://localhost.example.org/S3CRET", "not_https"),
        ("http://10.0.0.1/S3CRET", "not_https"),
    ],
)
def test_an_address_that_data_must_not_go_to_is_refused(url: str | None, told: str) -> None:
    with pytest.raises(OutletError) as problem:
        webhook({"NINETY_WEBHOOK_URL": url} if url else {})
    assert why(problem) == (told, None)


def test_only_the_host_of_an_address_is_shown() -> None:
    found = webhook({"NINETY_WEBHOOK_URL": "https://user:T0KEN@hooks.example.org/S3CRET"})
    assert (found.host, repr(found)) == ("hooks.example.org", "Webhook()")
    assert webhook({"NINETY_WEBHOOK_URL": "http://127.0.0.1:8000/x"}).host == "127.0.0.1"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"NINETY_SMTP_HOST": None}, "not_set"),
        ({"NINETY_SMTP_PORT": "smtp"}, "bad_settings"),
        ({"NINETY_SMTP_PORT": "0"}, "bad_settings"),
        ({"NINETY_SMTP_FROM": None}, "bad_settings"),
        ({"NINETY_SMTP_TO": "a@example.org, b"}, "bad_settings"),
        ({"NINETY_SMTP_TO": "a@example.org\nBcc: b@example.org"}, "bad_settings"),
        ({"NINETY_SMTP_TLS": "maybe"}, "bad_settings"),
        ({"NINETY_SMTP_TLS": "none"}, "not_encrypted"),
    ],
)
def test_mail_settings_that_do_not_make_sense_are_said(changed: dict[str, str | None], told: str) -> None:
    given = {name: value for name, value in (SMTP | changed).items() if value is not None}
    with pytest.raises(OutletError) as problem:
        mailbox(given)
    assert why(problem) == (told, None)


def test_the_port_follows_the_encryption_and_starttls_is_the_default() -> None:
    found = mailbox(SMTP | {"NINETY_SMTP_PASSWORD": "S3CRET", "NINETY_SMTP_TO": "a@example.org, B <b@example.org>"})
    assert (found.port, found.tls, len(found.to)) == (587, "starttls", 2)
    assert repr(found) == "Mailbox(host='mail.example.org', port=587, tls='starttls')"
    assert mailbox(SMTP | {"NINETY_SMTP_TLS": "TLS"}).port == 465


def test_reports_may_have_recipients_of_their_own() -> None:
    assert report_mailbox(SMTP).to == ("a@example.org",)
    assert report_mailbox(SMTP | {"NINETY_REPORT_TO": "b@example.org, c@example.org"}).to == (
        "b@example.org",
        "c@example.org",
    )
    with pytest.raises(OutletError) as problem:
        report_mailbox(SMTP | {"NINETY_REPORT_TO": "everybody"})
    assert why(problem) == ("bad_settings", None)


# -- the webhook -----------------------------------------------------------------------------


def test_what_a_mail_with_reports_lacks_is_named() -> None:
    assert report_unset({}) == ("NINETY_SMTP_HOST", "NINETY_SMTP_FROM", "NINETY_REPORT_TO")
    assert report_unset({"NINETY_SMTP_TO": "a@example.org", "NINETY_SMTP_FROM": "n@example.org"}) == (
        "NINETY_SMTP_HOST",
    )
    assert report_unset(SMTP) == ()


def test_json_is_posted_to_the_whole_address() -> None:
    with web(Site()) as site:
        post(Webhook(site.url()), {"text": "≥ 5 · é"})
    assert (site.got, site.paths) == ([{"text": "≥ 5 · é"}], ["/hooks/S3CRET?token=T0KEN"])


@pytest.mark.parametrize(
    ("status", "told"),
    [(301, "redirected"), (308, "redirected"), (401, "auth"), (404, "not_found"), (410, "not_found")],
)
def test_what_the_other_side_answers_is_told(status: int, told: str) -> None:
    with web(Site(status)) as site, pytest.raises(OutletError) as problem:
        post(Webhook(site.url()), {})
    assert why(problem) == (told, status)


def test_errors_of_ours_and_of_theirs_are_told_apart() -> None:
    for status, told in ((400, "rejected"), (429, "rejected"), (500, "server"), (503, "server")):
        with web(Site(status)) as site, pytest.raises(OutletError) as problem:
            post(Webhook(site.url()), {})
        assert why(problem) == (told, status)


def test_no_redirect_is_followed() -> None:
    with web(Site()) as other, web(Site(302, location=other.url())) as site:
        with pytest.raises(OutletError) as problem:
            post(Webhook(site.url()), {"text": "secret"})
        assert why(problem) == ("redirected", 302)
    assert other.paths == []


def test_no_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with web(Site()) as proxy, web(Site()) as site:
        for name in ("http_proxy", "HTTP_PROXY", "https_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://localhost:{proxy.port}")
        monkeypatch.delenv("no_proxy", raising=False)
        post(Webhook(site.url()), {"text": "straight"})
    assert (proxy.paths, len(site.got)) == ([], 1)


def test_who_never_answers_is_not_waited_for() -> None:
    began = time.monotonic()
    with web(Site(slow=True)) as site:
        with pytest.raises(OutletError) as problem:
            post(Webhook(site.url()), {}, patience=0.3)
        assert why(problem) == ("timeout", None)
        assert time.monotonic() - began < 3


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("localhost", 0))
        return int(found.getsockname()[1])


def test_a_port_where_nobody_is_and_a_host_that_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(OutletError) as problem:
        post(Webhook(f"http://localhost:{free_port()}/S3CRET"), {})
    assert why(problem) == ("refused", None)

    def nowhere(*_: object, **__: object) -> None:
        raise socket.gaierror(-2, "S3CRET")

    monkeypatch.setattr(socket, "getaddrinfo", nowhere)
    with pytest.raises(OutletError) as problem:
        post(Webhook("https://nowhere.invalid/S3CRET"), {})
    assert why(problem) == ("unknown_host", None)


def test_a_certificate_nobody_vouches_for_is_refused_and_one_that_is_trusted_works(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with web(Site(), tls=True) as site:
        with pytest.raises(OutletError) as problem:
            post(Webhook(site.url("https")), {"text": "x"})
        assert why(problem) == ("tls", None)
        assert site.got == []
        monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
        post(Webhook(site.url("https")), {"text": "x"})
    assert site.got == [{"text": "x"}]


def test_https_to_a_server_that_speaks_none() -> None:
    with web(Site()) as site, pytest.raises(OutletError) as problem:
        post(Webhook(site.url("https")), {})
    assert why(problem) == ("tls", None)


# -- mail ------------------------------------------------------------------------------------


def box(server: Post, **changed: Any) -> Mailbox:
    given = {"tls": "none", "user": "", "password": ""} | changed
    return Mailbox("localhost", server.port, sender="Ninety <n@example.org>", to=("a@example.org",), **given)


def test_a_mail_arrives_as_plain_text_and_tells_nothing_of_this_computer() -> None:
    with mail(Post()) as server:
        assert post_office.send(box(server), "Ninety · Noord", "• STOP: ≥ 5", NOW) == 0
    (got,) = server.got
    assert "Content-Type: text/plain" in got
    assert "Date: Mon, 23 Nov 2026 09:00:00 +0000" in got
    assert server.said[0] == "ehlo localhost"
    assert socket.gethostname() not in got


def test_a_password_goes_out_encrypted_only(monkeypatch: pytest.MonkeyPatch) -> None:
    account = ACCOUNT | {"tls": "starttls"}
    with mail(Post(starttls=False, accepts="S3CRET")) as plain:
        with pytest.raises(OutletError) as problem:
            post_office.send(box(plain, **account), "x", "x", NOW)
        assert why(problem) == ("tls", None)
        assert not [line for line in plain.said if line.upper().startswith(("AUTH", "MAIL"))]
    with mail(Post(starttls=True, accepts="S3CRET")) as server:
        with pytest.raises(OutletError) as problem:
            post_office.send(box(server, **account), "x", "x", NOW)
        assert why(problem) == ("tls", None)  # nobody vouches for its certificate
        monkeypatch.setenv("SSL_CERT_FILE", str(PEM))
        assert post_office.send(box(server, **account), "x", "x", NOW) == 0
    assert len(server.got) == 1


def test_a_wrong_password_a_refused_recipient_and_nobody_there() -> None:
    with mail(Post(accepts="other")) as server, pytest.raises(OutletError) as problem:
        post_office.send(box(server, **ACCOUNT), "x", "x", NOW)
    assert why(problem) == ("auth", 535)
    with mail(Post(refuses=("a@",))) as server, pytest.raises(OutletError) as problem:
        post_office.send(box(server), "x", "x", NOW)
    assert why(problem) == ("recipient", None)
    with pytest.raises(OutletError) as problem:
        post_office.send(box(Post(port=free_port())), "x", "x", NOW)
    assert why(problem) == ("refused", None)


def test_one_of_two_recipients_is_refused() -> None:
    with mail(Post(refuses=("b@",))) as server:
        two = Mailbox("localhost", server.port, "none", "n@example.org", ("a@example.org", "b@example.org"))
        assert post_office.send(two, "x", "x", NOW) == 1
    assert len(server.got) == 1


def test_files_go_along_whole_and_too_many_of_them_do_not_leave() -> None:
    pdf = Attached("2026-W47-nl.pdf", "application/pdf", bytes(range(256)))
    large = Attached("a.pdf", "application/pdf", bytes(post_office.MOST + 1))
    with mail(Post()) as server:
        post_office.send(box(server), "x", "Kort", NOW, [pdf, Attached("é.md", "text/markdown", b"# x")])
        with pytest.raises(OutletError) as problem:
            post_office.send(box(server), "x", "x", NOW, [large])
        assert why(problem) == ("too_large", None)
    (got,) = [message_from_string(one, policy=default) for one in server.got]
    assert [(one.get_filename(), one.get_content_type()) for one in got.iter_attachments()] == [
        ("2026-W47-nl.pdf", "application/pdf"),
        ("é.md", "text/markdown"),
    ]
    assert next(got.iter_attachments()).get_content() == bytes(range(256))
    assert got.get_body().get_content().strip() == "Kort"


# -- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_that_can_go_wrong_is_one_sentence_or_two(language: str) -> None:
    for name in get_args(Why):
        assert Words(language)(f"notice.why.{name}", status=404).endswith(".")
