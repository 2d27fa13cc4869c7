"""Random data sets: each one quarter of a brand, with blanks, zeros, things that are there twice, and people who wait.

Many sets lie behind each other in one brand, a quarter and a week apart, so that no window sees two of them. One of
them ends with a week that is not like others: a day of 23 or 25 hours, or week 53.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from tests.by_hand.number import Brand, Covered, Row
from tests.by_hand.words import (
    CHANNELS,
    COVERED,
    KEYS,
    LATE,
    OTHER,
    OWN,
    PRIVACY,
    RISK_WORDS,
    RISKY_MOODS,
    RIVALS,
    SPECIAL_WEEKS,
    WEEKLY,
    ZONES,
)

APART = 14  # weeks


@dataclass(frozen=True)
class Made:
    """One brand and the last days of its data sets."""

    brand: Brand
    ends: list[date]
    channels: dict[date, tuple[str, ...]]


def made(seed: str, sets: int, zone: str | None = None) -> Made:
    """Make a brand with so many data sets; the same seed makes the same."""
    maker = Maker(Random(seed), sets, zone)  # noqa: S311 - reproducible, not secret
    return maker.made()


def risk_of(brand: Brand) -> str:
    """Write what a brand calls high-risk as its setting has it."""
    return json.dumps({"sentiment": brand.risk, "topics": [{"name": "ours", "words": RISK_WORDS}]})


class Maker:
    """Draws one brand."""

    def __init__(self, random: Random, sets: int, zone: str | None) -> None:
        self.random = random
        self.zone = zone or random.choice(ZONES)
        self.local = ZoneInfo(self.zone)
        middle = random.choice(SPECIAL_WEEKS)
        self.ends = [middle + timedelta(weeks=APART * (n - sets // 2)) for n in range(sets)]
        self.brand = Brand({}, self.zone, random.choice(OWN), random.choice(RIVALS))
        self.brand.weekly = frozenset({WEEKLY})
        self.brand.risk = random.choice(tuple(RISKY_MOODS))
        self.end, self.pool, self.count = self.ends[0], CHANNELS[:2], 0

    def made(self) -> Made:
        channels = {}
        for end in self.ends:
            self.end = end
            self.pool = tuple(self.random.sample(CHANNELS, 2))
            channels[end] = self.pool
            for table, row in TABLES.items():
                rows = self.brand.tables.setdefault(table, [])
                many = 2 if table in {"account_day", "ads"} else 1
                made = [row(self) for _ in range(many * self.random.choice((0, 1, 2, 4, 6, 9, 12)))]
                rows += [one for one in made if one is not None]
            self._cover()
        for table, key in KEYS.items():
            self.brand.tables[table] = list(
                {tuple(row[of] for of in key): row for row in self.brand.tables[table]}.values()
            )
        self._past()
        self._handled()
        self._cover_logs()
        return Made(self.brand, self.ends, channels)

    # -- words and figures -----------------------------------------------------------------------------

    def day(self) -> date:
        """Draw a day of the quarter, often of its last week, sometimes just before it."""
        back = self.random.choice((6, 6, 29, 90, 97))
        return self.end - timedelta(days=self.random.randint(0, back))

    def figure(self, most: int = 500) -> int | None:
        kind = self.random.random()
        return None if kind < 0.2 else 0 if kind < 0.35 else self.random.randint(1, most)

    def money(self) -> float | None:
        cents = self.figure(90_000)
        return None if cents is None else cents / 100

    def flag(self) -> bool | None:
        return self.random.choice((True, False, None))

    def maybe(self, *words: Any) -> Any:
        return self.random.choice((*words, None))

    def channel(self) -> str:
        return self.random.choice(self.pool)

    def topic(self) -> Row:
        about = self.random.random() < 0.4
        return {"topic": self.random.choice(PRIVACY if about else OTHER), "about_privacy": about}

    def moment(self, day: date) -> datetime:
        """Draw a moment of a local day, in UTC without a zone as the store keeps it."""
        minute = time(self.random.randint(0, 23), self.random.randint(0, 59))
        return datetime.combine(day, minute, self.local).astimezone(UTC).replace(tzinfo=None)

    def later(self, moment: datetime, most: int = 9) -> datetime | None:
        """Draw when something was done: in minutes or in days, sometimes never, and mistyped now and then."""
        kind = self.random.random()
        if kind < 0.25:
            return None
        if kind < 0.32:
            return moment - timedelta(minutes=self.random.randint(1, 900))
        return moment + timedelta(minutes=round(2 ** self.random.uniform(2, most)))

    def origin(self, day: date) -> Row:
        self.count += 1
        return {"day": day, "batch_id": 1, "source_row": self.count, "snapshot_date": date(2040, 1, 1)}

    def thing(self, key: str, **more: Any) -> Row:
        """Draw a row of the tables that most facts are."""
        row = self.origin(self.day()) | {"channel": self.channel()} | more
        return row | {key: f"{key} {self.count}"}

    # -- the tables ------------------------------------------------------------------------------------

    def post(self) -> Row:
        figures = ("impressions", "link_clicks", "views", "reach", "reactions", "comments", "shares", "saves")
        length, watched = self.random.choice((None, 0, 15, 62.5)), self.money()
        share = self.random.choice((None, None, 0.25, 0.4))
        row = self.thing("post_id", is_reply=self.flag(), duration_s=length, watch_s=watched, avg_pct_viewed=share)
        return row | {name: self.figure() for name in figures} | {"account": "us"}

    def account_day(self) -> Row:
        metrics = ("follows", "unfollows", "net_follows", "followers", "engaged_reach_7d", "returning_viewers_28d")
        metric, account = self.random.choice(metrics), self.random.choice(("us", "us", "them"))
        value = self.random.choice((0.0, float(self.random.randint(1, 40))))
        day = self.end - timedelta(days=self.random.choice((0, 0, 1, 3, 20, 60)))
        return self.origin(day) | {"channel": self.channel(), "account": account, "metric": metric, "value": value}

    def ad(self) -> Row:
        day = self.day()
        monday = day - timedelta(days=day.weekday())
        first, last = self.random.choice(((day, day), (day, day), (monday, monday + timedelta(days=6)), (monday, day)))
        row = self.origin(last) | {
            "channel": self.channel(), "account": "us", "campaign": self.random.choice("ab"),
            "ad": self.random.choice(("", "one", "two")), "period_from": first, "period_to": last,
            "result_kind": self.random.choice(("leads", "leads", "leads", "sales")),
            "currency": self.random.choice(("EUR", "EUR", "EUR", "EUR", "SEK", None)),
            "spend": self.money(), "revenue": self.money(), "results": self.random.choice((None, 0, 3.0, 2.5)),
        }  # fmt: skip
        if self.random.random() < 0.05:
            row["day"] = None  # a period over several weeks
        return row | {name: self.figure() for name in ("impressions", "link_clicks")}

    def message(self) -> Row | None:
        known = datetime.combine(self.end, time()) + timedelta(hours=self.random.randint(0, 72))
        day = self.day()
        received = self.moment(day)
        replied = self.later(received, 12)
        if received > known or (replied and replied < received):
            return None
        replied = None if replied and replied > known else replied
        sure = self.random.random() < 0.85
        replied = replied if sure else None
        waited = ((replied or known) - received).total_seconds() / 3600
        row = self.thing("message_id", received_at=received, known_until=known, answer_known=sure, replied_at=replied)
        return row | self.topic() | {
            "day": day, "wait_hours": waited if sure else None,
            "is_private": self.flag(), "sentiment": self.maybe(-1, 0, 1), "is_toxic": self.flag(),
        }  # fmt: skip

    def mention(self) -> Row:
        names = ("Noord", " noord energie", "NOORD", "Zuid", "zuid ", "Oost", "West")
        mentions = self.brand.tables["mentions"]
        if mentions and self.random.random() < 0.2:  # several names of the query find the same one
            return mentions[-1] | {"brand": self.random.choice(names)}
        row = self.thing("mention_id", brand=self.random.choice(names), is_copy=self.random.random() < 0.2)
        return row | self.topic() | {"sentiment": self.maybe(-1, 0, 1), "is_toxic": self.flag()}

    def web(self) -> Row:
        source, channel, social = self.random.choice(
            (("Organic Social", "web", True), ("google", "web", False), ("(not set)", "web", None),
             ("fb", self.pool[0], True), ("ig", self.pool[1], True)),
        )  # fmt: skip
        return self.origin(self.day()) | {
            "channel": channel, "account": self.random.choice(("us", "us", "them")), "source": source,
            "is_social": social, "sessions": self.figure(), "key_events": self.random.choice((None, 0, 2.0, 7.0)),
        }  # fmt: skip

    def funnel(self) -> Row:
        day = self.day()
        weekly = self.random.random() < 0.1
        day += timedelta(days=6 - day.weekday()) if weekly else timedelta()
        batch = {"batch_id": WEEKLY if weekly else 1}
        channel = self.random.choice((*self.pool, *self.pool, *self.pool, "all"))
        figures = {name: self.random.choice((None, 0, 3.0, 4.5)) for name in ("leads", "mql", "assisted_conversions")}
        return self.origin(day) | {"channel": channel, "link_clicks": self.figure()} | figures | batch

    def item(self) -> Row:
        day = self.day()
        submitted = self.random.choice((None, self.moment(day - timedelta(days=self.random.randint(-1, 9)))))
        approved = self.later(submitted, 12) if submitted else self.random.choice((None, self.moment(day)))
        return self.thing("item_id") | {
            "day": day, "submitted_at": submitted, "approved_at": approved,
            "ai_used": self.flag(), "ai_tool": self.maybe("Claude"), "prompt_class": self.maybe("draft"),
            "proof_asset": self.flag(), "sourced": self.flag(), "first_pass": self.flag(),
            "review_passes": self.maybe(0, 1, 1, 2, 5),
            "correction": self.maybe("none", "none", "corrected", "removed"),
            "correction_reason": self.maybe("error", "claim", "privacy", "platform_rule", "typo", "other"),
        }  # fmt: skip

    def incident(self) -> Row:
        kinds = ("privacy", "claim", "platform_rule", "warning", "takedown", "access", "security", "other")
        return self.thing("incident_id", kind=self.maybe(*kinds), confirmed=self.flag())

    def answer(self) -> Row:
        return self.thing("answer_id", template_used=self.flag())

    def test(self) -> Row:
        return self.thing("test_id", result=self.maybe("won", "lost"))

    def review(self) -> Row:
        return self.thing("ad_review_id", decision=self.maybe("approved", "approved", "rejected"))

    def thread(self) -> Row:
        day = self.day()
        passed_on = self.moment(day) if self.random.random() < 0.95 else None
        soon = self.random.choice((6, 9, 21))  # people who wait since years, and people who waited for years
        triaged, answered = (self.later(passed_on, soon) if passed_on else None for _ in range(2))
        row = self.thing("escalation_id", risk=self.maybe("high", "high", "high", "medium", "low"))
        return row | {"day": day, "escalated_at": passed_on, "triaged_at": triaged, "answered_at": answered}

    def done(self, day: date) -> date | None:
        kind = self.random.random()
        if kind < 0.3:
            return None
        return day + timedelta(days=self.random.choice((-2, 0, 1, 3, 8, 20, round(2 ** self.random.uniform(4, 10)))))

    def deletion(self) -> Row:
        day = self.day()
        asked = self.random.choice((day, day, None))
        return self.thing("request_id") | {"day": day, "requested_on": asked, "deleted_on": self.done(day)}

    def terms(self) -> Row:
        day = self.day()
        return self.thing("vendor_terms_id") | {"day": day, "policy_updated_on": self.done(day)}

    def dataset(self) -> Row:
        day = self.day()
        retired = self.random.choice((None, day + timedelta(days=self.random.randint(0, 120))))
        retired = retired or (day + timedelta(days=400) if self.random.random() < 0.8 else None)
        return self.thing("dataset_id") | {
            "day": day, "owner": self.maybe("Mira", "Jo"), "retention_days": self.maybe(365, 0),
            "retired_on": retired, "withdrawn": self.random.choice((None, False)), "snapshot_date": day,
        }  # fmt: skip

    # -- versions, and what uploads are evidence for ---------------------------------------------------

    def _past(self) -> None:
        """Let some data sets be the later version of an older one, or taken out since."""
        self.brand.past["datasets"] = past = []
        for row in self.brand.tables["datasets"]:
            if self.random.random() < 0.4:
                past.append(row | {"owner": self.maybe("Mira"), "batch_id": 0})
                row["snapshot_date"] += timedelta(days=self.random.randint(0, 60))
            elif self.random.random() < 0.1:
                past.append(row | {"withdrawn": True, "batch_id": 4, "snapshot_date": row["day"] + timedelta(days=9)})

    def _handled(self) -> None:
        """Let some threads be messages of the inbox, and some messages be dismissed: taken out of the log."""
        threads, self.brand.past["escalations"] = self.brand.tables["escalations"], []
        for message in self.brand.tables["messages"]:
            kind, name = self.random.random(), f"{message['channel']}-{message['message_id']}"
            if kind < 0.1 and threads:
                thread = self.random.choice(threads)
                thread |= {"escalation_id": name, "channel": message["channel"], "day": message["day"]}
                began = message["received_at"]
                times = {of: self.later(began, self.random.choice((6, 9))) for of in ("triaged_at", "answered_at")}
                thread |= {"escalated_at": began, **times}
            elif kind < 0.2:
                gone = {"escalation_id": name, "channel": message["channel"], "withdrawn": True}
                self.brand.past["escalations"].append(self.origin(message["day"]) | gone)

    def _cover(self) -> None:
        for fact in COVERED:
            for _ in range(self.random.choice((0, 1, 1, 2))):
                back = self.random.choice((3, 6, 29, 90, 100))
                first, channel = self.end - timedelta(days=back), self.random.choice((None, None, self.pool[0]))
                last = self.end + timedelta(days=self.random.choice((0, 0, -2)))
                self.brand.covered.append(Covered(1, fact, channel, first, max(first, last)))

    def _cover_logs(self) -> None:
        """Say up to when the logs were kept; one of a month to come knows nothing of it yet."""
        self.brand.loaded[WEEKLY] = self.brand.loaded[LATE] = self.end + timedelta(days=3)
        for fact in ("deletions", "vendor_terms", "escalations"):
            if self.random.random() < 0.7:
                last = self.end + timedelta(days=self.random.choice((1, 30)))
                self.brand.covered.append(Covered(LATE, fact, None, self.end, last))


TABLES = {
    "posts": Maker.post,
    "account_day": Maker.account_day,
    "ads": Maker.ad,
    "messages": Maker.message,
    "mentions": Maker.mention,
    "web": Maker.web,
    "funnel": Maker.funnel,
    "content_log": Maker.item,
    "incidents": Maker.incident,
    "answers": Maker.answer,
    "tests": Maker.test,
    "ad_reviews": Maker.review,
    "escalations": Maker.thread,
    "deletions": Maker.deletion,
    "vendor_terms": Maker.terms,
    "datasets": Maker.dataset,
}
