"""What a scorer alone makes of texts is shown and concludes nothing: no rule, no status, no comparison, no forecast."""

from __future__ import annotations

import gzip
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from kpi.basis import uneven, unlike
from kpi.breaks import Given, Meanings
from kpi.catalog import catalog
from kpi.cells import ALL_ROWS, Cells
from kpi.counting import caveats, counted, uncompared, valued
from kpi.fingerprint import fingerprint
from kpi.noise import carries, move
from kpi.paper.appendix_rows import of_row
from kpi.paper.attachment import attachment
from kpi.periods import Week, Window
from kpi.plan import Plan, PlanRow
from kpi.reporting.frozen import freeze, thaw
from kpi.reporting.sourced import sourced
from kpi.reporting.then_now import Ground as Grounds
from kpi.reporting.then_now import then_now
from kpi.review import take
from kpi.rule.alerts import Ground, alerts, rule_states
from kpi.rule.quiet import ordinary
from kpi.rule.rules import load_rules
from kpi.sentiment import said
from kpi.snapshot import EVERYWHERE, Cell, Estimated, Unlike
from kpi.why.change import mix
from kpi.why.compared import Alone, pair
from kpi.why.listing import Narrowed
from kpi.why.weighed import weighed
from kpi.words import LANGUAGES, Words
from tests.labelled_texts import label, week
from tests.ledger import upload
from tests.rows import Rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kpi.snapshot import ScoreRow, Snapshot
    from kpi.why.listing import Listing

LAST = Week(2026, 47)
WEEKS = LAST.last(12)
RULES = {rule.id: rule for rule in load_rules()}
ON_SENTIMENT = ("pause_scaling", "publish_proof", "slow_distribution", "low_sentiment")  # R1, R5, R11 and R12
SAY = Words("en")


def estimated(labels: int) -> Estimated:
    low, high = (-30.0, 30.0) if labels else (None, None)
    return Estimated(400, labels, "lexicon-1", 0.4, low, high, 1.0)


def one(kpi: str, at: Week, value: float, labels: int | None) -> Cell:
    """Make a cell; of labels None it was counted."""
    of_labels = None if labels is None else estimated(labels)
    error = None if labels == 0 else 1.0
    sample = 50_000 if labels is None else labels
    return Cell(kpi, Window(at, 7).id, EVERYWHERE, value, None, None, sample, 1.0, error, estimated=of_labels)


def fallen(unlabelled: tuple[Week, ...]) -> Cells:
    """Give weeks of which the last two fall far, below zero, while clicks and followers rise."""
    cells = {}
    for place, at in enumerate(WEEKS):
        wobble, late = 0.3 * (place % 2), {10: 8.0, 11: 68.0}.get(place, 0.0)
        labels = 0 if at in unlabelled else 120
        for made in (
            one("net_sentiment", at, 40 + wobble - late, labels),
            one("ctr", at, 10 + wobble + late, None),
            one("follower_growth", at, 100 + wobble + late, None),
        ):
            cells[made.kpi, ALL_ROWS, made.window, EVERYWHERE] = made
    return Cells(tuple(WEEKS), cells, {})


@pytest.mark.parametrize("rule", ON_SENTIMENT)
@pytest.mark.parametrize("unlabelled", [(LAST,), tuple(WEEKS)], ids=["the last week", "every week"])
def test_rule_fires_on_labels_and_never_on_the_scorer_alone(rule: str, unlabelled: tuple[Week, ...]) -> None:
    labelled, indicative = (Ground(fallen(weeks), LAST, lambda *_: True) for weeks in ((), unlabelled))
    assert alerts([RULES[rule]], labelled, lambda _: None)
    assert not alerts([RULES[rule]], indicative, lambda _: None)
    (state,) = rule_states([RULES[rule]], indicative)
    missing = {leg.missing for leg in state.legs if leg.kpi == "net_sentiment"}
    assert missing == {"labels"}


def test_no_number_of_the_scorer_alone_is_compared_carried_or_drawn_from() -> None:
    kpi, bare, sure = (
        catalog()["net_sentiment"],
        one("net_sentiment", LAST, -50, 0),
        one("net_sentiment", LAST, 40, 120),
    )
    tool = one("net_sentiment", LAST, 40, None)
    for before, after in ((bare, sure), (sure, bare), (bare, bare), (bare, tool)):
        found = unlike(before, after)
        assert found is not None
        assert found.why == "labels"
    assert unlike(sure, sure) is None
    assert unlike(tool, sure) == Unlike("estimated", "tool", "estimate")
    assert move(40.0, bare, 1.0, kpi) is None
    assert move(sure, bare, 1.0, kpi) is None
    assert not carries(replace(bare, sample=500), kpi)
    assert carries(sure, kpi)


def test_estimates_of_channels_are_never_added_up_to_that_of_all() -> None:
    parts = [
        replace(one("net_sentiment", LAST, value, 60), channel=name, denominator=200.0)
        for name, value in (("x", 10), ("facebook", 30))
    ]
    whole = replace(one("net_sentiment", LAST, 20, 120), denominator=400.0)
    assert mix(parts, parts, whole, replace(whole, value=5.0)) is None


@pytest.mark.parametrize(("labels", "texts", "why"), [(0, 300, "sampled"), (40, 300, None), (0, 12, None)])
def test_weeks_of_which_another_channel_was_labelled_are_not_compared(labels: int, texts: int, why: str | None) -> None:
    """The week before was labelled in both channels; a channel with few texts hardly matters."""
    kpi, whole = catalog()["net_sentiment"], one("net_sentiment", LAST, 20, 120)
    facebook = replace(whole, channel="facebook", estimated=replace(estimated(60), texts=texts))
    x = replace(whole, channel="x", estimated=estimated(60))
    now = replace(facebook, estimated=replace(estimated(labels), texts=texts), coverage=1.0 if labels else 0.0)
    for before, after in ((facebook, now), (now, facebook)):
        found = uneven(kpi, whole, whole, [(x, x), (before, after)])
        assert (found and found.why) == why
        assert found is None or found.channel == "facebook"


def test_quiet_weeks_are_drawn_as_unsure_as_the_estimates_were() -> None:
    found = ordinary([one("net_sentiment", at, 40, 60) for at in WEEKS])
    assert found is not None
    assert (found.estimated, found.error, found.sample) == (True, 1.0, 60)


# -- a whole week ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def brand() -> Iterator[Rows]:
    """Eleven weeks of 36 texts, all labelled but those of the last, which the scorer finds terrible."""
    store = Rows()
    for at in LAST.last(11):
        week(store, 36, 0 if at == LAST else 34, at.monday)
        upload(store, "messages", at.monday.isoformat(), at.sunday.isoformat())
    store.con.execute("update reading set positive = 0, negative = 1 where text_id like ?", [f"x {LAST.monday}%"])
    yield store
    store.close()


def plan_of(week: Week) -> Plan:
    rows = (
        PlanRow(id="net", kpi="net_sentiment", baseline="+30", target="+45", owner="PR"),
        PlanRow(id="auto", kpi="positive_neutral_share", baseline="auto", target="+10 pp", owner="PR"),
    )
    return Plan(brand="Acme", start=week.monday - timedelta(days=40), currency="EUR", rows=rows)


def taken(store: Rows) -> Snapshot:
    return take(store, plan_of(LAST), LAST, LAST.sunday + timedelta(days=1))


def test_row_of_a_week_without_labels_is_shown_and_not_judged(brand: Rows) -> None:
    net, share = taken(brand).rows
    assert (net.now.value, net.now.indicative, net.status, net.reason) == (-100.0, True, "too_little", "labels")
    assert share.status == "too_little"
    assert share.no_baseline is not None
    assert share.no_baseline.why == "labels"
    for row in (net, share):
        assert (row.week_move, row.baseline_move, row.progress, row.sigma and row.limits) == (None, None, None, None)
        assert (row.forecast, row.seen, row.luck, row.runs, row.mix) == (None, None, None, (), None)
        assert row.no_move is not None
        assert row.no_move.why == "labels"
        assert all(point.other is not None for point in row.series)
    assert not taken(brand).alerts


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_called_indicative_wherever_it_stands(brand: Rows, language: str) -> None:
    snapshot, say = taken(brand), Words(language)
    word = say("estimated.indicative", value="")
    for row in snapshot.rows:
        assert word in valued(row.now, row.unit, row.currency, say)
        assert counted(row.now, say)
        assert caveats(row, say)
        entry = of_row(row, None, None, None, snapshot, say)
        told = " ".join(fact.text for fact in (*entry.figures, *entry.facts))
        assert word in told
        assert said.formula(row.now, say) in told
        assert "±" not in counted(row.now, say)


def test_the_same_week_with_labels_is_judged_compared_and_explained(brand: Rows) -> None:
    brand.con.execute("begin")
    for place in range(34):
        label(brand, f"x {LAST.monday} {place}", -1 if place % 4 else 0)
    snapshot = taken(brand)
    brand.con.execute("rollback")
    net = snapshot.rows[0]
    assert net.now.estimated is not None
    assert net.now.estimated.labels == 34
    assert net.status == "worse"
    assert net.week_move is not None
    assert net.week_move.evidence == "signal"
    assert net.limits is not None
    told = counted(net.now, SAY)
    assert told.startswith("estimated from 34 labelled texts of 36, between −")
    assert "±" not in told, "no net sentiment is below -100, whatever half the width is"
    assert "mean of 34 labels alone (of 36 texts)" in said.formula(net.now, SAY)
    assert {alert.rule for alert in snapshot.alerts} <= set(ON_SENTIMENT)


def test_an_estimate_from_a_few_labels_has_no_progress_and_no_distance_from_its_baseline(brand: Rows) -> None:
    brand.con.execute("begin")
    for place in range(29):
        label(brand, f"x {LAST.monday} {place}", -1 if place % 4 else 0)
    (net, _) = taken(brand).rows
    label(brand, f"x {LAST.monday} 29", -1)
    (enough, _) = taken(brand).rows
    brand.con.execute("rollback")
    assert (net.reason, net.progress, net.baseline_move) == ("sample", None, None)
    assert net.now.value is not None
    assert enough.progress is not None
    assert enough.progress < -1
    assert enough.baseline_move is not None


def test_it_is_said_which_of_two_weeks_has_no_labels() -> None:
    bare, sure = (one("net_sentiment", LAST, -50, labels) for labels in (0, 120))
    for say in map(Words, LANGUAGES):
        before, now = (unlike(*pair) for pair in ((bare, sure), (sure, bare)))
        assert before is not None
        assert now is not None
        assert uncompared(before, say) == say("unlike.labels_before")
        assert uncompared(now, say) == say("unlike.labels")


def test_running_week_has_a_number_and_no_comparison(brand: Rows) -> None:
    (row, _) = take(brand, plan_of(LAST), LAST.previous(), LAST.previous().monday + timedelta(days=3)).rows
    assert row.partial
    assert row.now.estimated is not None
    assert (row.week_move, row.baseline_move) == (None, None)


def behind(store: Rows, row: ScoreRow) -> Listing:
    return weighed(store, catalog()[row.plan.kpi], ALL_ROWS, row.now)


def test_behind_it_lie_all_texts_and_those_of_the_sample_first(brand: Rows) -> None:
    before = take(brand, plan_of(LAST), LAST.previous(), LAST.monday).rows[0]
    found = behind(brand, before)
    assert found.total == len(found.rows) == 36
    sampled = [row[found.columns.index("sampled")] for row in found.rows]
    assert sampled == [True] * 34 + [False] * 2
    labels = [row[found.columns.index("label")] for row in found.rows]
    assert (labels.count(1), labels[34:]) == (22, [None, None])
    assert not any(row[found.columns.index("sampled")] for row in behind(brand, taken(brand).rows[0]).rows)
    assert not weighed(brand, catalog()["net_sentiment"], ALL_ROWS, before.now, Narrowed(channel="tiktok")).rows


def test_uploads_behind_it_are_those_of_its_texts(brand: Rows) -> None:
    brand.con.execute("begin")
    brand.con.execute("update messages set batch_id = 11 where day between ? and ?", [LAST.monday, LAST.sunday])
    brand.con.execute("update messages set text = null where message_id like ?", [f"x {LAST.monday} 3%"])
    (told, *_) = sourced(brand, plan_of(LAST), taken(brand))
    brand.con.execute("rollback")
    assert [(file.name, file.rows) for file in told.files] == [("messages.csv", 29)]


def test_change_of_it_is_not_split_and_says_so(brand: Rows) -> None:
    snapshot = taken(brand)
    for row in snapshot.rows:
        found = pair(brand, plan_of(LAST), row, LAST, "week")
        assert isinstance(found, Alone)
        assert found.unlike is not None
        assert found.unlike.why == "labels"
    row = take(brand, plan_of(LAST), LAST.previous(), LAST.monday).rows[0]
    assert pair(brand, plan_of(LAST), row, LAST.previous(), "week") == Alone("estimated")


def test_new_tool_of_the_inbox_parts_what_it_labelled_and_not_what_the_team_did() -> None:
    given = [
        Given("messages", "x", kind, at.monday, at.sunday, at.sunday, ())
        for kind, at in (("inbox", LAST.previous()), ("hootsuite", LAST))
    ]
    kpi, meant = catalog()["net_sentiment"], Meanings(tuple(given))
    for labels, why in ((None, "tool"), (60, None)):
        found = meant.parted(
            kpi, one("net_sentiment", LAST.previous(), 10, labels), one("net_sentiment", LAST, 10, labels)
        )
        assert (found and found.why) == why


def test_print_and_files_say_nothing_new_of_a_number_that_was_counted(brand: Rows) -> None:
    snapshot = taken(brand)
    bare = replace(snapshot.rows[0], now=replace(snapshot.rows[0].now, estimated=None))
    assert b"estimated" not in attachment(replace(snapshot, rows=(bare,)))
    assert b'"labels": 0' in attachment(snapshot)
    assert fingerprint(snapshot) != fingerprint(replace(snapshot, rows=(bare, *snapshot.rows[1:])))
    assert thaw(freeze(snapshot)) == snapshot
    assert b'"estimated"' not in gzip.decompress(freeze(replace(snapshot, rows=(bare,))))


def test_old_snapshot_beside_a_new_one_tells_what_the_team_did_since(brand: Rows) -> None:
    now = take(brand, plan_of(LAST), LAST.previous(), LAST.monday)
    row, made = now.rows[0], now.rows[0].now
    ground = Grounds(plan_of(LAST), plan_of(LAST))
    assert made.estimated is not None
    for earlier, cause in (
        (replace(made.estimated, labels=20), "labels"),
        (replace(made.estimated, scorer="own-1"), "scorer"),
        (replace(made.estimated, labels=0), "unlike"),
        (None, "unlike"),
    ):
        then = replace(now, rows=(replace(row, now=replace(made, value=1.0, estimated=earlier)), *now.rows[1:]))
        (found,) = then_now(then, now, ground).changed
        assert cause in {one.cause for one in found.why}
        assert found.unlike is (cause == "unlike")
