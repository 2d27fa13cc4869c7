"""A brand in which everything that people write is hostile, made through the functions that the pages call."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from data.annotations import annotate
from data.errors import DataError
from data.labels import Given, add_all
from data.privacy.blank import PERSONAL
from data.privacy.datasets import DAYS, Dataset, declare
from data.sample_brand import Story, downloads, last_sunday
from data.store import Store
from data.texts import topics
from data.texts.follow import catch_up
from kpi.alerting import notices
from kpi.alerting.cases import acknowledge, cases
from kpi.alerting.watch import sync
from kpi.deciding.activities import mark
from kpi.deciding.decisions import Said, close, decide
from kpi.periods import Week
from kpi.review import latest_full_week, take
from kpi.rule import rulebook
from kpi.rule.rules import load_rules
from kpi.sample import ANSWERS, SEED, sample_plan
from kpi.scheduling import schedule
from kpi.sentiment.drawing import Frame, queue
from kpi.thread.risk import Risk, Topic, save_risk
from tests.hostile.exports import hostile_export
from tests.hostile.payloads import turned

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from data.journal import Entry
    from kpi.plan import Plan

SLUG = "hostile"
TODAY = date(2026, 11, 23)
WEEK = Week(2026, 47)


class Brand:
    """A hostile brand in the making; `places` counts the texts that went in, `refused` those that were turned away."""

    def __init__(self, home: Path, turn: int = 0, weeks: int = 6) -> None:
        self.texts = turned(turn)
        self.places: dict[str, int] = {}
        self.refused: dict[str, int] = {}
        self._next = cycle(self.texts)
        self._weeks = weeks
        self.store = Store.open(home / f"{SLUG}.duckdb", brand=self.one("brand"))

    def one(self, place: str) -> str:
        """Give the next text for a place."""
        self.places[place] = self.places.get(place, 0) + 1
        return next(self._next)

    def all(self, place: str) -> Sequence[str]:
        """Give every text, for a place that holds many."""
        self.places[place] = self.places.get(place, 0) + len(self.texts)
        return self.texts

    def make(self) -> Brand:
        """Do everything that a team does."""
        plan = self._planned()
        self._loaded(plan)
        self._defined()
        self._noted()
        self._judged(plan)
        self._decided(plan)
        self._labelled()
        self._kept()
        return self

    def _planned(self) -> Plan:
        plan = sample_plan(Story(last_sunday(TODAY), self._weeks, SEED).plan_start)
        rows = [*plan.rows, *(row.model_copy(update={"id": f"again_{row.id}"}) for row in plan.rows)]
        told = [
            row.model_copy(
                update={
                    "label": self.one("row label"),
                    "owner": self.one("row owner"),
                    "cadence_written": self.one("cadence"),
                }
            )
            for row in rows[: max(len(plan.rows), len(self.texts))]
        ]
        steps = tuple(
            one.model_copy(update={"title": self.one("activity"), "owner": self.one("activity owner")})
            for one in plan.activities
        )
        names: dict[str, Any] = {"brand": self.one("plan brand"), "competitors": tuple(self.all("competitor"))}
        plan = plan.model_copy(update=names | {"rows": tuple(told), "activities": steps})
        self.store.set_settings({"brand": plan.brand, "zone": plan.zone, "currency": "EUR"}, self.one("setting by"))
        self.store.set_brands([plan.brand, *self.all("own name")], plan.competitors, self.one("brands by"))
        self.store.save_plan(plan.model_dump_json(), self.one("plan by"), self.one("plan reason"))
        return plan

    def _loaded(self, plan: Plan) -> None:
        """Load the exports of the sample brand with hostile cells, under hostile names, in hostile hands."""
        story = Story(last_sunday(TODAY), self._weeks, SEED)
        self.store.follows = False  # the texts are read once, in the end
        for _, name, content in downloads(story):
            called = f"{self.one('file name')[:80]} {name}".replace("/", "∕") if not name.endswith(".zip") else name
            try:
                harmful = content if name.endswith(".zip") else hostile_export(name, content, self.all("cells"))
                self.store.load(called, harmful, ANSWERS | {"account": plan.brand}, self.one("uploaded by"))
            except DataError as problem:
                self.refused[type(problem).__name__] = self.refused.get(type(problem).__name__, 0) + 1
        self.store.follows = True
        catch_up(self.store)
        topics.save(self.store, self._topics(), self.one("topics by"))

    def _topics(self) -> str:
        told = [
            {
                "name": text[:40].lower(),
                "sensitive": number % 2 == 0,
                "also": [],
                "words": {"*": [text[:40], "energie"]},
            }
            for number, text in enumerate(self.all("topic"))
        ]
        return json.dumps(told)

    def _defined(self) -> None:
        """Write rules, risks and outlets."""
        book = rulebook.read_rulebook(self.store)
        declared = [rule for rule in load_rules() if not rule.off]
        for number, text in enumerate(self.all("rule")):
            of = declared[number % len(declared)]
            told = {
                "id": f"own_{number}",
                "name": text,
                "action": self.one("rule action"),
                "owner": self.one("rule owner"),
            }
            book = book.put(of.model_copy(update=told))
        rulebook.save(self.store, replace(book, made=len(self.texts)), self.one("rules by"))
        found = []
        for text in self.all("risk"):
            with suppress(ValidationError):
                found.append(Topic(name=text, words=(text, "privacy")))
        save_risk(self.store, Risk(sentiment="any", topics=tuple(found)), self.one("risk by"))
        notices.choose(self.store, "webhook", on=False, levels=("stop",), by=self.one("outlet by"))

    def _noted(self) -> None:
        for number, text in enumerate(self.all("annotation")):
            kind = ("note", "crisis", "campaign")[number % 3]
            with suppress(ValueError):
                annotate(self.store, WEEK.monday + timedelta(days=number % 7), text, kind, by=self.one("annotation by"))  # type: ignore[arg-type]

    def _judged(self, plan: Plan) -> None:
        """Hold the alerts against the week, and say something about each."""
        week = latest_full_week(self.store, plan, TODAY)
        sync(self.store, take(self.store, plan, week, TODAY), TODAY, revision=self.store.revision)
        for case in cases(self._journal(), TODAY)[: len(self.texts)]:
            acknowledge(self.store, case.number, TODAY, self.one("case note"), by=self.one("case by"))

    def _decided(self, plan: Plan) -> None:
        row = plan.rows[0]
        for number, text in enumerate(self.all("decision")):
            said = Said(
                week=WEEK.previous() if number % 2 else WEEK,
                kind=("keep", "stop", "scale")[number % 3],  # type: ignore[arg-type]
                action=text,
                owner=self.one("decision owner"),
                due=TODAY + timedelta(days=number - 20),
                kpi=row.kpi,
                insight=self.one("insight"),
                row=row.id,
            )
            kept = decide(self.store, said, self.one("decided by"), day=TODAY - timedelta(days=7))
            if number % 2:
                close(self.store, kept.number, "done", self.one("closing note"), self.one("closed by"), kept.version)
        for step in plan.activities:
            mark(self.store, plan, step, True, self.one("activity by"))

    def _labelled(self) -> None:
        for number, text in enumerate(self.all("label author")):
            waiting = queue(self.store, Frame(WEEK), text, 3)
            sentiment = (-1, 0, 1)[number % 3]
            given = [Given(one.text, sentiment, drawn=one.drawn) for one in waiting]  # type: ignore[arg-type]
            add_all(self.store, given, text[:60] or None)

    def _kept(self) -> None:
        """Say what the people in it are kept for, and where reports go."""
        for fact in PERSONAL:
            said = Dataset(fact, self.one("data set"), self.one("purpose"), self.one("data owner"), DAYS)
            declare(self.store, fact, said, TODAY, self.one("declared by"))
        folder = self.one("folder of reports")
        schedule.choose(self.store, schedule.Schedule(folder=folder), self.one("schedule by"))

    def _journal(self) -> tuple[Entry, ...]:
        from data.journal import entries  # noqa: PLC0415

        return entries(self.store)
