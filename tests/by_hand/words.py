"""Words and days that random data sets are made of."""

from __future__ import annotations

from datetime import date

SPECIAL_WEEKS = (date(2026, 10, 25), date(2026, 3, 29), date(2027, 1, 3), date(2021, 1, 3), date(2026, 3, 8))
ZONES = ("Europe/Amsterdam", "Europe/Bucharest", "Europe/Stockholm", "America/Los_Angeles", "UTC")
CHANNELS = ("x", "instagram", "facebook", "linkedin", "tiktok", "youtube")
PRIVACY = ("GDPR", "Privacy & data", "cookies", "AVG-verzoek", "integritet", "Protecția datelor", "datalek, opnieuw")
OTHER = ("price", "avgift", "AI", "levering", None, None)
RISK_WORDS = ("gdpr", "PRIVACY", "Aí", "protectia datelor", "integritet*", "van alles*")  # as a team may write them
RISKY = ("GDPR", "Privacy & data", "AI", "Protecția datelor", "integritet")  # the topics that these words name
RISKY_MOODS = {"negative": (-1,), "unlabelled": (-1, None), "any": (-1, 0, 1, None)}
OWN = (frozenset({"noord"}), frozenset({"noord", "noord energie"}), frozenset[str]())
RIVALS = (frozenset({"zuid", "oost"}), frozenset[str](), frozenset({"zuid"}))
WEEKLY, LATE = 2, 3  # batches: a CRM file of weeks; an upload that came before the days it says it covers
COVERED = ("posts", "content_log", "funnel", "escalations", "messages", "incidents", "tests")
KEYS = {  # of the facts whose key is not a number of their own: the later row counts
    "mentions": ("channel", "mention_id", "brand"),
    "account_day": ("channel", "account", "metric", "day"),
    "ads": ("channel", "account", "campaign", "ad", "period_from", "period_to", "result_kind"),
    "web": ("account", "day", "source"),
    "funnel": ("channel", "day"),
}
