"""A message by e-mail: text and files through the team's own mail server, encrypted before anything is said."""

from __future__ import annotations

import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid, parseaddr
from typing import TYPE_CHECKING

from data.deadline import within
from data.outlets import OutletError, broken

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from data.outlets import Mailbox

PATIENCE = 20.0  # seconds, for all of it
SLOWLY = 120.0  # seconds, for a message with files
MOST = 10_000_000  # bytes of all files: many servers take no more than twice as much, and a file grows by a third
ME = "localhost"  # what the server is told of this computer: smtplib would tell its name


@dataclass(frozen=True)
class Attached:
    """A file that goes along."""

    name: str
    mime: str  # "application/pdf"
    content: bytes


def send(
    box: Mailbox,
    subject: str,
    text: str,
    now: datetime,
    files: Sequence[Attached] = (),
    *,
    patience: float | None = None,
) -> int:
    """Send; gives how many of several recipients were refused, raises OutletError when nobody gets it.

    `patience` in seconds for all of it; without it as long as a message of its size may take.
    """
    if sum(len(file.content) for file in files) > MOST:
        raise OutletError("too_large")
    message, seconds = _message(box, subject, text, now), patience or (SLOWLY if files else PATIENCE)
    for file in files:
        main, _, sub = file.mime.partition("/")
        message.add_attachment(file.content, main, sub, filename=" ".join(file.name.split()))
    return within(seconds, lambda: _sent(box, message, seconds))


def _message(box: Mailbox, subject: str, text: str, now: datetime) -> EmailMessage:
    made = EmailMessage()
    made["Subject"], made["From"], made["To"] = subject, box.sender, ", ".join(box.to)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = make_msgid(domain=parseaddr(box.sender)[1].partition("@")[2])
    made["Auto-Submitted"] = "auto-generated"  # so that nobody's absence answers
    made.set_content(text)
    return made


def _sent(box: Mailbox, message: EmailMessage, patience: float) -> int:
    try:
        with _opened(box, patience) as server:
            if box.user:
                server.login(box.user, box.password)
            return len(server.send_message(message))
    except smtplib.SMTPException as problem:
        raise _refusal(problem) from None
    except (OSError, UnicodeError) as problem:
        raise broken(problem) from None


def _refusal(problem: smtplib.SMTPException) -> OutletError:
    match problem:
        case smtplib.SMTPResponseException(smtp_code=552):
            return OutletError("too_large")
        case smtplib.SMTPAuthenticationError():
            return OutletError("auth", problem.smtp_code)
        case smtplib.SMTPRecipientsRefused() | smtplib.SMTPSenderRefused():
            return OutletError("recipient")
        case smtplib.SMTPResponseException():
            return OutletError("rejected", problem.smtp_code)
        case smtplib.SMTPNotSupportedError():
            return OutletError("auth")  # it offers no way to sign in
        case _:
            return OutletError("dropped")


def _opened(box: Mailbox, patience: float) -> smtplib.SMTP:
    """Connect, and encrypt unless it is this computer and somebody asked for no encryption."""
    context = ssl.create_default_context()
    if box.tls == "tls":
        return smtplib.SMTP_SSL(box.host, box.port, ME, timeout=patience, context=context)
    server = smtplib.SMTP(box.host, box.port, ME, timeout=patience)
    if box.tls == "starttls":
        try:
            server.starttls(context=context)
        except smtplib.SMTPException:
            server.close()
            raise OutletError("tls") from None
        except OSError:
            server.close()
            raise
    return server
