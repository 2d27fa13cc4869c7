"""Everything that is taken along or sent out of a brand, made without a page: file name -> its bytes."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pandas as pd

from data import audit, mail
from data.journal import entries
from data.outlets import Mailbox
from kpi.alerting.case import fold
from kpi.alerting.notice_words import Change, payload, subject, text
from kpi.deciding.came import Outcome
from kpi.deciding.decision_log import markdown as decided
from kpi.deciding.decision_log import table
from kpi.deciding.decisions import decisions
from kpi.meeting.minuted import minuted
from kpi.paper.edition import Edition
from kpi.paper.forms import FORMS, make
from kpi.pasting.handed_on import as_csv, as_excel, markdown
from kpi.plan import plan_in_force
from kpi.review import latest_full_week, take
from kpi.scheduling import mail_words
from kpi.sentiment.drawing import Frame
from kpi.sentiment.label_file import labels_csv, sample_csv
from kpi.words import Words
from pages._tables import safe_csv
from tests.hostile.brand import TODAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from data.store import Store
    from kpi.snapshot import Snapshot

SAY = Words("en")


def taken(store: Store) -> Iterator[tuple[str, bytes]]:
    """Make all of it."""
    plan = plan_in_force(store.plan() or "")
    assert plan is not None
    week, journal = latest_full_week(store, plan, TODAY), entries(store)
    snapshot = minuted(take(store, plan, week, TODAY), journal, store)
    for form in FORMS:
        yield f"snapshot.{form}", make(form, snapshot, Edition("nl", appendix=True))
    log = decisions(journal)
    outcomes: dict[int, Outcome] = {}
    head, *lines = table(log, outcomes, plan, TODAY, SAY)
    rows = pd.DataFrame(lines, columns=head)
    yield "decisions.csv", safe_csv(rows, SAY)
    yield "decisions.md", decided(plan.brand, log, outcomes, plan, TODAY, SAY).encode()
    yield "plan.csv", as_csv(plan)
    yield "plan.xlsx", as_excel(plan)
    yield "plan.md", markdown(plan).encode()
    yield "labels.csv", labels_csv(store, SAY)
    yield "sample.csv", sample_csv(store, Frame(week), "Ann", SAY)
    yield "audit.csv", safe_csv(pd.DataFrame([vars(line) for line in audit.lines(store.path)]).astype(str), SAY)
    yield from _sent(snapshot, store)


def _sent(snapshot: Snapshot, store: Store) -> Iterator[tuple[str, bytes]]:
    """Make what goes out by mail and by webhook."""
    told = [Change.of("fired", case.finding, snapshot) for case in fold(entries(store)).values()]
    yield "webhook.txt", json.dumps(payload(snapshot.brand, told, SAY), ensure_ascii=False).encode()
    box = Mailbox("localhost", 25, "starttls", "a@example.org", ("b@example.org",))
    for about, said in (
        (subject(snapshot.brand, told, SAY), text(snapshot.brand, told, SAY)),
        (mail_words.subject(snapshot, "week", SAY), mail_words.text(snapshot, "week", SAY)),
    ):
        message = mail._message(box, about, said, datetime(2026, 11, 23, tzinfo=UTC))
        assert set(message.keys()) <= {
            "Subject",
            "From",
            "To",
            "Date",
            "Message-ID",
            "Content-Type",
            "MIME-Version",
            "Content-Transfer-Encoding",
            "Auto-Submitted",
            "X-Auto-Response-Suppress",
        }
        assert message.get_content_type() == "text/plain"
        yield "mail.txt", f"{message['Subject']}\n{message.get_content()}".encode()
