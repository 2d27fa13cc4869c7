"""What each page has to say, computed without a server: brand, week and language -> the value of every row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from data.still import still
from data.store import Store
from kpi.paper.document import now
from kpi.periods import Week
from kpi.plan import plan_in_force
from kpi.review import latest_full_week, take
from kpi.sample import load_sample
from kpi.words import LANGUAGES, Words

if TYPE_CHECKING:
    from pathlib import Path

TODAY = date(2026, 11, 23)  # as tests/browser/conftest.py tells the server
BRANDS = {"noordlicht-energie": TODAY, "zuiderlicht": date(2026, 11, 9)}  # the other one's data end two weeks earlier


@dataclass(frozen=True)
class View:
    """What a reader looks at."""

    brand: str
    week: str
    language: str

    @property
    def address(self) -> dict[str, str]:
        """Give it as a link has it."""
        return {"brand": self.brand, "week": self.week, "language": self.language}


def make_brands(home: Path, names: tuple[str, ...] = tuple(BRANDS)) -> None:
    """Load the sample brand under several names, up to several days, where it is not yet there."""
    for name in names:
        if not (path := home / f"{name}.duckdb").exists():
            store = Store.open(path, brand=name)
            load_sample(store, BRANDS[name])
            store.set_setting("brand", name)
            store.close()


def answers(home: Path, weeks: int) -> dict[View, tuple[str, ...]]:
    """Compute the newest full weeks of every brand; nobody else may have the stores open."""
    found = {}
    for path in sorted(home.glob("*.duckdb")):
        store = Store.open(path)
        plan = plan_in_force(store.plan() or "")
        assert plan is not None, path
        with still(store) as seen:
            newest = latest_full_week(seen, plan, TODAY)
            for back in range(weeks):
                week = Week.of(date.fromordinal(newest.monday.toordinal() - 7 * back))
                rows = take(seen, plan, week, TODAY).rows
                for language in LANGUAGES:
                    said = tuple(now(row, Words(language)) for row in rows)
                    found[View(path.stem, week.id, language)] = said
        store.close()
    return found
