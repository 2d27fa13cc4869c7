"""The pages of Ninety, in menu order. A new page is one script here, one line below and one title per language."""

from __future__ import annotations

from dataclasses import dataclass

from data.access import acting
from data.access.rights import Right
from pages._guard_wanted import is_wanted


@dataclass(frozen=True)
class Entry:
    """One page: its name is its address and the key `page.<name>` of its title."""

    name: str
    file: str  # beside frame.py, the script that Streamlit runs
    icon: str
    section: str | None  # key `frame.section.<section>`; None = not in the menu
    needs: Right = Right.VIEW  # the right without which it is not there
    changes: Right | None = None  # the right that what it changes needs; without it the page is for reading
    brands: int = 1  # how many somebody must see, for it to be in the menu


# measure.py is not called kpi.py: Streamlit puts this folder first on the path, and `import kpi` would find it
PAGES = (
    Entry("home", "home.py", ":material/home:", None),
    Entry("start", "start.py", ":material/flag:", None),
    Entry("portfolio", "portfolio.py", ":material/view_list:", "review", brands=2),
    Entry("monday", "monday.py", ":material/event_available:", "review"),
    Entry("meeting", "meeting.py", ":material/co_present:", "review", changes=Right.DECIDE),
    Entry("scorecard", "scorecard.py", ":material/table_chart:", "review"),
    Entry("kpi", "measure.py", ":material/show_chart:", "review", changes=Right.DECIDE),
    Entry("sentiment", "sentiment.py", ":material/mood:", "review", changes=Right.DEFINE),
    Entry("alerts", "alerts.py", ":material/notifications:", "act", changes=Right.DECIDE),
    Entry("threads", "threads.py", ":material/crisis_alert:", "act", changes=Right.DECIDE),
    Entry("decisions", "decisions.py", ":material/gavel:", "act", changes=Right.DECIDE),
    Entry("upload", "upload.py", ":material/upload_file:", "data", Right.UPLOAD),
    Entry("labels", "labelling.py", ":material/style:", "data", Right.UPLOAD),
    Entry("sources", "sources.py", ":material/inventory_2:", "data", changes=Right.UPLOAD),
    Entry("mapping", "mapping.py", ":material/schema:", "data", Right.UPLOAD),
    Entry("targets", "targets.py", ":material/target:", "plan", changes=Right.DEFINE),
    Entry("rules", "rules.py", ":material/rule:", "plan", changes=Right.DEFINE),
    Entry("logbook", "logbook.py", ":material/edit_note:", "plan", changes=Right.UPLOAD),
    Entry("snapshot", "snapshot_page.py", ":material/picture_as_pdf:", "share"),
    Entry("brands", "brands.py", ":material/stacks:", "house"),
    Entry("access", "access.py", ":material/admin_panel_settings:", "house", Right.ADMINISTER),
    Entry("privacy", "privacy.py", ":material/shield_person:", "house", changes=Right.ADMINISTER),
)
ENTRIES = {entry.name: entry for entry in PAGES}

# app.py puts the guard at the door; a page that is started without it (`streamlit run`) is for nobody
acting.shut_if(is_wanted)
