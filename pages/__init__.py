"""The pages of Ninety, in menu order. A new page is one script here, one line below and one title per language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Entry:
    """One page: its name is its address and the key `page.<name>` of its title."""

    name: str
    file: str  # beside frame.py, the script that Streamlit runs
    icon: str
    section: str | None  # key `frame.section.<section>`; None = not in the menu


# measure.py is not called kpi.py: Streamlit puts this folder first on the path, and `import kpi` would find it
PAGES = (
    Entry("home", "home.py", ":material/home:", None),
    Entry("start", "start.py", ":material/flag:", None),
    Entry("monday", "monday.py", ":material/event_available:", "review"),
    Entry("meeting", "meeting.py", ":material/co_present:", "review"),
    Entry("scorecard", "scorecard.py", ":material/table_chart:", "review"),
    Entry("kpi", "measure.py", ":material/show_chart:", "review"),
    Entry("sentiment", "sentiment.py", ":material/mood:", "review"),
    Entry("alerts", "alerts.py", ":material/notifications:", "act"),
    Entry("threads", "threads.py", ":material/crisis_alert:", "act"),
    Entry("decisions", "decisions.py", ":material/gavel:", "act"),
    Entry("upload", "upload.py", ":material/upload_file:", "data"),
    Entry("labels", "labelling.py", ":material/style:", "data"),
    Entry("sources", "sources.py", ":material/inventory_2:", "data"),
    Entry("mapping", "mapping.py", ":material/schema:", "data"),
    Entry("targets", "targets.py", ":material/target:", "plan"),
    Entry("rules", "rules.py", ":material/rule:", "plan"),
    Entry("logbook", "logbook.py", ":material/edit_note:", "plan"),
    Entry("snapshot", "snapshot_page.py", ":material/picture_as_pdf:", "share"),
)
