"""Two weeks of a small brand, every number small enough to check in the head.

Week 46 is 9-15 November 2026, week 47 is 16-22 November. What each KPI makes of
them stands in tests/test_score.py.
"""

from __future__ import annotations

from tests.rows import Rows

MONDAY_46, TUESDAY_46, MONDAY_47, TUESDAY_47, SUNDAY_47 = (
    "2026-11-09",
    "2026-11-10",
    "2026-11-16",
    "2026-11-17",
    "2026-11-22",
)


def fill(store: Rows) -> None:
    """Put the two weeks into an empty store."""
    for part in (_posts, _videos, _accounts, _messages, _mentions, _ads_and_web, _funnel, _content_log, _other_logs):
        part(store)


def _posts(store: Rows) -> None:
    def post(day: str, channel: str, impressions: int | None, link_clicks: int | None, *engaged: int | None) -> None:
        counts = dict(zip(("reactions", "comments", "shares", "saves"), engaged, strict=False))
        store.add("posts", day=day, channel=channel, impressions=impressions, link_clicks=link_clicks, **counts)

    post(MONDAY_46, "instagram", 1000, 10, 30, 5, 5, 10)
    post(TUESDAY_46, "x", 3000, 30, 20, 5, 5, None)
    post(MONDAY_47, "instagram", 1000, 35, 60, 20, 10, 10)
    post(TUESDAY_47, "x", 3000, 45, 40, 10, 10, None)
    post(SUNDAY_47, "instagram", None, 7)  # impressions unknown: its 7 clicks have nothing to stand on
    store.add("posts", day=SUNDAY_47, channel="x", impressions=5000, link_clicks=500, is_reply=True)


def _videos(store: Rows) -> None:
    store.add("posts", day=MONDAY_46, channel="tiktok", views=300, avg_pct_viewed=0.4)
    store.add("posts", day=TUESDAY_46, channel="tiktok", views=100, avg_pct_viewed=0.2)
    store.add("posts", day=MONDAY_47, channel="youtube", views=100, duration_s=60, watch_s=1500)


def _accounts(store: Rows) -> None:
    def figure(day: str, channel: str, metric: str, value: float) -> None:
        store.add("account_day", day=day, channel=channel, metric=metric, value=value)

    figure(MONDAY_46, "x", "follows", 3)
    figure(MONDAY_46, "x", "unfollows", 0)
    figure(MONDAY_47, "x", "follows", 6)
    figure(MONDAY_47, "x", "unfollows", 2)
    figure(TUESDAY_47, "x", "follows", 4)
    figure(TUESDAY_47, "x", "unfollows", 0)
    figure(MONDAY_47, "instagram", "follows", 50)  # tells no unfollows
    figure(MONDAY_46, "instagram", "engaged_reach_7d", 900)
    figure(MONDAY_46, "tiktok", "engaged_reach_7d", 800)
    figure(TUESDAY_47, "instagram", "engaged_reach_7d", 1100)
    figure(SUNDAY_47, "instagram", "engaged_reach_7d", 1200)


def _messages(store: Rows) -> None:
    store.message(MONDAY_46, 2, channel="facebook", sentiment=1)
    store.message(MONDAY_46, 4, channel="facebook", sentiment=1)
    store.message(TUESDAY_46, 9, channel="facebook", sentiment=0)
    store.message(MONDAY_47, 1, channel="facebook", sentiment=1)
    store.message(MONDAY_47, 2, channel="facebook", sentiment=-1)
    store.message(MONDAY_47, 3, channel="facebook", topic="AI")
    store.message(TUESDAY_47, 30, channel="facebook", answered=False)
    store.message(SUNDAY_47, 2, channel="facebook", answered=False, young=True, sentiment=0)
    store.add(
        "messages",  # a file that does not know of answers
        day=SUNDAY_47,
        channel="instagram",
        received_at="2026-11-22 09:00",
        known_until="2026-11-22 12:00",
        answer_known=False,
    )


def _mentions(store: Rows) -> None:
    def mention(day: str, brand: str, sentiment: int, *, times: int = 1, copy: bool = False) -> None:
        for _ in range(times):
            store.add("mentions", day=day, brand=brand, sentiment=sentiment, is_copy=copy)

    store.brands("Noord", "Zuid")
    mention(MONDAY_46, "Noord", 1)
    mention(MONDAY_46, "Noord", -1, copy=True)
    mention(MONDAY_46, "Zuid", -1, times=4)
    mention(MONDAY_47, "noord", -1, times=2)
    mention(MONDAY_47, "Zuid", 1, times=6)
    mention(MONDAY_47, "Zuid", 1, times=3, copy=True)
    mention(MONDAY_47, "Oost", 1)  # not in the comparison


def _ads_and_web(store: Rows) -> None:
    store.ad(MONDAY_46, spend=100, results=4, channel="facebook", topic="AI")
    store.ad(TUESDAY_46, spend=50, results=1, channel="facebook")
    store.ad(MONDAY_47, spend=120, results=6, channel="facebook")
    store.ad(TUESDAY_47, spend=30, results=0, channel="facebook")
    store.add("web", day=MONDAY_46, channel="instagram", is_social=True, sessions=100, key_events=2)
    store.add("web", day=MONDAY_47, channel="instagram", is_social=True, sessions=200, key_events=6)
    store.add("web", day=MONDAY_47, channel="web", is_social=False, sessions=1000, key_events=100)


def _funnel(store: Rows) -> None:
    store.add("funnel", day=MONDAY_46, link_clicks=100, leads=2, mql=1, assisted_conversions=3)
    store.add("funnel", day=MONDAY_47, link_clicks=200, leads=5, mql=2)
    store.cover("funnel", "2026-10-24", SUNDAY_47)  # the 30 days that end with week 47


def _content_log(store: Rows) -> None:
    def item(registered: tuple[object, ...], proof: object, first_pass: object, *correction: object) -> None:
        values = dict(zip(("ai_used", "ai_tool", "prompt_class"), registered, strict=False))
        looked = dict(zip(("correction", "correction_reason"), correction, strict=False))
        store.add("content_log", day=MONDAY_47, proof_asset=proof, first_pass=first_pass, **values, **looked)

    item((True, "Claude", "summary"), True, True, "none")
    item((True, "Claude"), False, True, "corrected", "error")
    item((False,), False, False, "corrected", "typo")
    item((), None, None)
    store.cover("content_log", "2026-08-24", SUNDAY_47)  # the 91 days that end with week 47


def _other_logs(store: Rows) -> None:
    for confirmed in (True, True, False, None):
        store.add("incidents", day=MONDAY_47, confirmed=confirmed)
    store.cover("incidents", "2026-11-02", SUNDAY_47)  # three weeks
    for used in (True, True, False, None):
        store.add("answers", day=TUESDAY_47, template_used=used)
