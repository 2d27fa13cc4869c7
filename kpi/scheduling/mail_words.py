"""The mail that carries a report: which report, its headline, what is missing, and how to know it again.

Brand, weeks, and what the report itself says on top: no name of a person, no address, no file but the report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from babel.dates import format_skeleton

from kpi.alerting.notice_words import safe
from kpi.paper.headline import headline
from kpi.paper.impersonal import impersonal
from kpi.paper.notes import notes
from kpi.reporting.span import month_of

if TYPE_CHECKING:
    from kpi.periods import Week
    from kpi.reporting.span import Kind
    from kpi.snapshot import Snapshot
    from kpi.words import Words


def named(kind: Kind, week: Week, say: Words) -> str:
    """Name a report: week 47, November 2026, the 90 days up to week 52."""
    month = format_skeleton("yMMMM", month_of(week), locale=say.locale)
    return say(f"schedule.report.{kind}", week=say.week_inline(week), month=month)


def subject(snapshot: Snapshot, kind: Kind, say: Words) -> str:
    """Write the subject of a mail."""
    return say("schedule.mail_subject", brand=safe(impersonal(snapshot).brand), report=named(kind, snapshot.week, say))


def text(snapshot: Snapshot, kind: Kind, say: Words) -> str:
    """Write the mail."""
    shown = impersonal(snapshot)
    days = say.days(_first(shown).monday, shown.week.sunday)
    lacking = [f"{one.name}: {one.text}" for one in notes(shown, say) if one.name == say("pdf.incomplete")]
    head = f"{safe(shown.brand)} · {named(kind, shown.week, say)} · {days}"
    foot = say("schedule.mail_foot", fingerprint=shown.fingerprint)
    return "\n\n".join([head, headline(shown, say), *lacking, foot]) + "\n"


def tried(brand: str, say: Words) -> str:
    """Write a mail that says that it is a test."""
    return say("schedule.mail_test", brand=safe(brand))


def _first(snapshot: Snapshot) -> Week:
    return snapshot.report.span.first if snapshot.report else snapshot.week
