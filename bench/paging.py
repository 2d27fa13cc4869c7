"""Pages of a store with ten times the rows: once a load has computed the review, a page should cost the same."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

from streamlit.testing.v1 import AppTest

from bench.made import LAST, fill
from bench.measure import Figure, cpu, in_turns
from bench.page import FRAME
from bench.scoring import kpis
from data.store import Store, store_path
from kpi.cells import Filter
from kpi.plan import Plan
from kpi.plan_row import PlanRow
from pages._session import compute_review

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

AIM = 1.2
CURRENCY = "EUR"


def paging(small: int, large: int) -> Iterator[Figure]:
    """Compare pages of two brands, in turns; the job after a load has had its part."""
    brands = [_Brand(rows) for rows in (small, large)]
    for what, visit in VISITS.items():
        less, more = in_turns(*(visit(brand) for brand in brands))
        yield Figure(
            f"{what}, {large:,} posts and messages",
            f"{more:.3f} s",
            f"{small:,} of each {less:.3f} s",
            more / less,
            AIM,
            "×",
        )
    first, then = (brand.computed for brand in brands)
    print(f"CPU of computing the review after a load: {first:.1f} s of {small:,}, {then:.1f} s of {large:,}")


class _Brand:
    """A brand whose data were just loaded."""

    def __init__(self, rows: int) -> None:
        self.key = f"made-{rows}"
        path = store_path(self.key)
        fill(path, rows)
        store = Store.open(path, brand=self.key)
        store.save_plan(_plan(self.key).model_dump_json())
        self.computed = cpu(lambda: compute_review(store))
        store.close()

    def open(self, page: str, **address: str) -> AppTest:
        """Open a page at an address, the way a link does."""
        app = AppTest.from_file(FRAME, default_timeout=600)
        for name, value in {"brand": self.key, **address}.items():
            app.query_params[name] = value
        app.run()
        return _sound(app.switch_page(page).run())


def _plan(brand: str) -> Plan:
    """Promise every KPI of posts and messages, one of them of a channel and a month, one in opening hours."""
    rows = [PlanRow(id=kpi.name, kpi=kpi.name, target=_target(kpi.good)) for kpi in kpis()]
    of_channel = PlanRow(id="month", kpi="ctr", target="+10%", window_days=30, filter=Filter(channel="x"))
    in_hours = PlanRow(id="hours", kpi="response_time_median", target="-10%", clock="open")
    return Plan(brand=brand, start=_start(), rows=(*rows, of_channel, in_hours), language="en", currency=CURRENCY)


def _target(good: str) -> str:
    return "-10%" if good == "down" else "+10%"


def _start() -> date:
    return LAST.previous(10).monday


def _monday_again(brand: _Brand) -> Callable[[], object]:
    app = brand.open("monday.py")
    return lambda: _sound(app.run())


def _another_week(brand: _Brand) -> Callable[[], object]:
    """Go one more week back each time: none was looked at before."""
    app, back = brand.open("monday.py"), count(1)

    def look() -> AppTest:
        return _sound(app.selectbox(key="week").set_value(LAST.previous(next(back)).id).run())

    return look


def _kpi_page_again(brand: _Brand) -> Callable[[], object]:
    app = brand.open("measure.py", row="ctr")
    return lambda: _sound(app.run())


def _kpi_page_of_another_row(brand: _Brand) -> Callable[[], object]:
    """Ask for a row that was not looked at before: its rows are fetched."""
    app, rows = brand.open("measure.py", row="ctr"), iter(("response_time_median", "save_rate", "sla_4h"))

    def look() -> AppTest:
        return _sound(app.selectbox(key="row").set_value(next(rows)).run())

    return look


def _sound(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


VISITS: dict[str, Callable[[_Brand], Callable[[], object]]] = {
    "Monday page again": _monday_again,
    "Monday page of another week, first view": _another_week,
    "KPI page again": _kpi_page_again,
    "KPI page of another row, first view": _kpi_page_of_another_row,
}
