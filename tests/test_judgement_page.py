"""The page of a KPI says what its judgement rests on, and takes notes; Monday and the table say the short of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from data.annotations import Annotation
from kpi.annotations import read_notebook
from kpi.snapshot import Forecast, Guard, Mix, Seen
from kpi.words import LANGUAGES, Words
from pages._charts import trend
from pages._legend import marks
from tests.snapshots import ROWS, WEEK, example, row
from tests.test_pages import show, week_47  # noqa: F401 - week_47 is a fixture
from tests.visits import fresh, read, visit  # noqa: F401 - fresh is a fixture

if TYPE_CHECKING:
    from data.store import Store
    from kpi.snapshot import ScoreRow

CTR = next(row(*fields) for fields in ROWS if fields[0] == "ctr")
NOTE = Annotation(1, WEEK.previous(3).monday, None, None, "note", "Trade *fair*", datetime.fromisoformat("2026-11-01"))


def judged() -> ScoreRow:
    """Make a row that has everything to say."""
    return replace(
        CTR,
        status="at_cost",
        overdue=True,
        deadline=60,
        due_in=5,
        forecast=Forecast(0.0148, 0.0139, 0.0157, 0.62, 8),
        seen=Seen(812, 5_298, 46, 0.0021),
        luck=0.406,
        runs=("beyond_high", "zone_high"),
        guards=(Guard("net_sentiment", "points", None, "up", 20, -5, "signal", worse=True),),
        mix=Mix(("x", "linkedin"), 0.001, -0.004),
        annotations=(NOTE,),
    )


def shown(monkeypatch: pytest.MonkeyPatch, one: ScoreRow) -> None:
    promised = one.plan.model_copy(update={"baseline": "auto"})  # the page reads it again
    show(monkeypatch, replace(example(), rows=(replace(one, plan=promised),)))


@pytest.mark.usefixtures("week_47")
@pytest.mark.parametrize("language", LANGUAGES)
def test_page_of_a_kpi_says_what_its_judgement_rests_on(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    shown(monkeypatch, judged())
    say, told = Words(language), read(visit("kpi", language=language)).replace("\\", "")
    for name in ("forecast", "visible", "sigma", "luck", "runs", "guards", "mix"):
        assert f"**{say(f'judgement.{name}')}**" in told
    for said in (
        say("judgement.chance", chance="62%" if language in {"en", "nl"} else "62 %"),
        say("judgement.luck_value", n=41),
        say("run.zone_high"),
        say("judgement.overdue"),
    ):
        assert said.replace("\u00a0", " ") in told


@pytest.mark.usefixtures("week_47")
def test_page_leaves_out_what_has_nothing_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch, replace(CTR, status="too_little", reason="coverage"))
    told, say = read(visit("kpi")), Words("en")
    assert "rows carry the data" in told
    for name in ("visible", "luck", "runs", "guards", "mix"):
        assert f"**{say(f'judgement.{name}')}**" not in told


@pytest.mark.usefixtures("week_47")
def test_monday_says_what_a_met_target_cost(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch, judged())
    app = visit("monday")
    assert "is met, but Net sentiment worsened from +20 to" in read(app).replace("\\", "")
    assert "Met at a cost" in read(app)


def test_note_is_taken_and_taken_away(week_47: Store, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    shown(monkeypatch, CTR)
    app = visit("kpi")
    app.button(key="FormSubmitter:annotation-Add note").click().run()
    assert app.error[0].value == "Write what happened."
    field = next(one for one in app.text_input if one.label == "What happened?")
    field.set_value("New labelling tool")
    next(one for one in app.selectbox if one.label == "Kind").set_value("break")
    app.button(key="FormSubmitter:annotation-Add note").click().run()
    assert not app.exception
    (written,) = read_notebook(week_47).notes
    assert (written.text, written.kind, written.kpi, written.day) == ("New labelling tool", "break", "ctr", WEEK.monday)
    shown(monkeypatch, replace(CTR, annotations=(written,)))
    app = visit("kpi")
    app.button(key=f"unnote_{written.id}").click().run()
    assert read_notebook(week_47).notes == ()


@pytest.mark.usefixtures("week_47")
def test_note_of_a_person_is_text_not_markup(monkeypatch: pytest.MonkeyPatch) -> None:
    shown(monkeypatch, judged())
    assert r"Trade \*fair\*" in read(visit("kpi"))


def test_trend_draws_and_explains_the_same_marks() -> None:
    plain, full = trend(CTR, "en"), trend(judged(), "en")
    assert {"note", "run", "forecast"} <= set(marks(judged()))
    assert not {"note", "run", "forecast"} & set(marks(CTR))
    assert "Trade *fair*" in str(full)
    assert "Trade *fair*" not in str(plain)
    assert "→ w52" in str(full)
    assert (
        len(full["layer"]) == len(plain["layer"]) + 6
    )  # a note with its line and words, a ring, a bar with its middle


def test_forecast_wider_than_the_chart_is_not_drawn() -> None:
    wide = replace(judged(), forecast=Forecast(0.0148, 0.0, 0.9, 0.5, 6))
    assert "forecast" not in marks(wide)
    assert "→" not in str(trend(wide, "en"))


def test_weeks_stand_in_their_order_in_every_layer() -> None:
    """A layer that knows one week only, such as a note, would put that week first."""
    spec = trend(judged(), "en")
    names = [f"w{WEEK.previous(back).number}" for back in reversed(range(26))]
    found = [layer["encoding"]["x"] for layer in spec["layer"] if "field" in layer["encoding"].get("x", {})]
    assert len(found) > 4
    assert all(x["sort"] == x["scale"]["domain"] == [*names, "→ w52"] for x in found)
