"""Which scorer reads the texts: chosen by people, kept beside the store, trained again as labels grow."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from data.asof import as_of
from data.errors import ScorerError
from data.known import Known
from data.ledger import moment
from data.rebuild import rebuild
from data.store import Store
from data.texts import models
from data.texts.follow import rescore
from data.texts.lessons import Lesson, lessons
from kpi.cli import main
from kpi.cli_common import Exit
from kpi.sentiment import training
from kpi.sentiment.training import NEEDED, due, keep_up, ready, train, waiting
from tests.labelled import called, received

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ALL_BY = "select scorer, count(*) from reading group by all order by 1"
SCORES = "select text_id, positive, negative, scorer from reading order by 1"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a store once for all tests of this file: 400 texts, 180 of them labelled, one version that helps."""
    home = tmp_path_factory.mktemp("filled")
    opened = Store.open(home / "noordlicht.duckdb", brand="Noordlicht")
    received(opened, range(400), language="nl")
    called(opened, range(180), language="nl")
    train(opened, "Ana", now=NOON)
    opened.close()
    return home


@pytest.fixture
def store(filled: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    opened = Store.open(tmp_path / "noordlicht.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def weights_of(store: Store) -> Path:
    return models.path_of(store.path, models.models(store)[0].content)


def test_nobody_chose_so_the_lexicon_reads(store: Store) -> None:
    now = models.in_force(store)
    assert (now.wanted, now.scorer.name, now.problem) == ("lexicon", "lexicon-1", None)
    assert store.query(ALL_BY) == [("lexicon-1", 400)]


def test_a_version_that_was_chosen_reads_all_texts_and_those_that_come(store: Store) -> None:
    heard: list[tuple[int, int]] = []
    models.choose(store, "own", by="Ana", now=NOON, progress=lambda done, whole: heard.append((done, whole)))
    assert heard[-1] == (400, 400)
    assert (waiting(store), store.query(ALL_BY)) == (0, [("own-1", 400)])
    received(store, range(400, 403), language="nl")
    assert store.query(ALL_BY) == [("own-1", 403)]


def test_a_choice_holds_when_the_last_text_is_read_and_not_before(store: Store) -> None:
    """Else a rebuild, which reads everything with what holds, would give other numbers than the page did."""
    seen: set[tuple[str, str]] = set()

    def stopped(done: int, whole: int) -> None:
        seen.add((models.wanted(store), models.in_force(store).scorer.name))
        received(store, range(400, 402), language="nl")
        raise OSError(done, whole)

    with pytest.raises(OSError, match="400"):
        models.choose(store, "own", by="Ana", progress=stopped)
    assert (seen, models.wanted(store)) == ({("lexicon", "lexicon-1")}, "lexicon")
    assert store.query(ALL_BY) == [("lexicon-1", 402)]


def test_a_version_that_was_trained_reads_nothing_until_it_read_everything(store: Store) -> None:
    models.choose(store, "own", by="Ana")
    before = store.query(SCORES)
    called(store, range(180, 230), language="nl")
    second, then = train(store, "Bo"), Known(moment(None), store.revision)
    assert (models.in_force(store).scorer.name, waiting(store)) == ("own-1", 400)
    path = store.path
    store.close()
    rebuild(path)
    again = Store.open(path)
    # its texts were put in past the files, so a rebuild has none of them: what it would read them with is what counts
    assert models.in_force(again).scorer.name == "own-1"
    received(again, range(400), language="nl")
    assert again.query(SCORES) == before
    rescore(again)
    assert (models.in_force(again).scorer.name, waiting(again)) == (second.name, 0)
    with as_of(again, then) as past:
        held = "select name, value from setting where name in ('scorer', 'scorer_version') order by 1"
        assert past.query(held) == [("scorer", "own"), ("scorer_version", "1")]
    again.close()


def test_each_score_is_by_the_sub_model_that_never_saw_its_label(store: Store) -> None:
    models.choose(store, "own", by="Ana")
    scorer = models.scorer_in_force(store)
    rows = store.query(
        "select text, reading.language, words, positive, negative from reading join messages on message_id = text_id "
        "order by words limit 50"
    )
    told = scorer.score([row[0] for row in rows], [row[1] for row in rows], [row[2] % 5 for row in rows])
    assert [(row[3], row[4]) for row in rows] == [pytest.approx(one, abs=1e-6) for one in told]


def test_a_version_says_what_it_learnt_from_and_the_same_labels_give_the_same_file(store: Store) -> None:
    (first,) = models.models(store)
    assert (first.number, first.name, first.labels, first.until, first.trained_by) == (1, "own-1", 180, 180, "Ana")
    assert first.helps
    again = train(store, "Bo", now=NOON)
    assert (again.number, again.content, again.measured) == (2, first.content, first.measured)
    assert models.models(store) == (again, first)
    assert len(list(models.folder_of(store.path).iterdir())) == 1


# -- when there is too little --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("labelled", "missing", "why"),
    [(range(NEEDED - 10), 10, "too_few_labels"), (range(0, 3 * NEEDED, 3), 0, "one_sided")],
)
def test_too_few_labels_are_told_and_nothing_is_kept(tmp_path: Path, labelled: range, missing: int, why: str) -> None:
    store = Store.open(tmp_path / "few.duckdb")
    received(store, range(3 * NEEDED))
    called(store, labelled)
    so_far = ready(lessons(store))
    assert (so_far.labels, so_far.missing, so_far.enough) == (len(labelled), missing, False)
    with pytest.raises(ScorerError) as problem:
        train(store)
    assert problem.value.fields["why"] == why
    assert models.models(store) == ()
    with pytest.raises(ScorerError):
        models.choose(store, "own")
    assert models.wanted(store) == "lexicon"
    store.close()


def test_what_people_differ_about_still_adds_up_to_the_texts() -> None:
    """Rounded each for itself, 26 negative, 33 neutral and 23 positive were said of 83 texts."""
    split = [(0.5, 0.5, 0.0)] * 3 + [(0.0, 0.5, 0.5)] * 2
    so_far = ready([Lesson(number, "", "nl", shares) for number, shares in enumerate(split)])
    assert sum(so_far.called) == so_far.labels == 5
    assert so_far.called == (2, 2, 1)


def test_copies_and_texts_that_changed_teach_nothing(store: Store) -> None:
    before = lessons(store)
    with store.shared.change(None) as tx:
        tx.execute("UPDATE messages SET text = upper(text) || '!!' WHERE message_id = 'nl1'")  # the same words
        tx.execute("UPDATE messages SET text = (FROM (SELECT text FROM messages WHERE message_id = 'nl2')) "
                   "WHERE message_id = 'nl190'")  # fmt: skip
        tx.execute("UPDATE messages SET text = 'iets heel anders' WHERE message_id = 'nl3'")
        tx.execute("DELETE FROM reading")
    rescore(store)
    called(store, range(190, 191), language="nl", by="Bo")  # calls the copy something else
    after = {one.words: one for one in lessons(store)}
    assert len(after) == len(before) - 1
    (divided,) = [one for one in after.values() if max(one.called) < 1]
    assert divided.called in {(0.0, 0.5, 0.5), (0.5, 0.0, 0.5), (0.5, 0.5, 0.0)}


# -- when it does not help, or is gone -----------------------------------------------------------------


def test_the_newest_version_decides_and_one_that_does_not_help_is_not_used(store: Store) -> None:
    models.choose(store, "own", by="Ana")
    with store.shared.change(None) as tx:
        tx.execute("UPDATE label SET sentiment = (hash(number + 7) % 3)::integer - 1")
    second = train(store)
    rescore(store)
    now = models.in_force(store)
    assert not second.helps
    assert (now.wanted, now.scorer.name) == ("own", "lexicon-1")
    assert now.problem is not None
    assert now.problem.fields == {"why": "own_no_help", "version": 2}


@pytest.mark.parametrize(("harm", "why"), [("gone", "weights_gone"), ("changed", "weights_damaged")])
def test_weights_that_are_gone_or_damaged_stop_no_load_and_training_brings_them_back(
    store: Store, harm: str, why: str
) -> None:
    models.choose(store, "own", by="Ana")
    path = weights_of(store)
    path.unlink() if harm == "gone" else path.write_bytes(path.read_bytes()[:-9] + b"otherwise")
    models.forget_loaded()
    received(store, range(400, 405), language="nl")
    now = models.in_force(store)
    assert (now.scorer.name, store.query(ALL_BY)) == ("lexicon-1", [("lexicon-1", 5), ("own-1", 400)])
    assert now.problem is not None
    assert now.problem.fields == {"why": why, "file": path.name}
    assert due(store) == "gone"
    made = keep_up(store)
    assert made is not None
    assert weights_of(store) == path  # the same labels, the same file
    assert (models.in_force(store).problem, store.query(ALL_BY)) == (None, [("own-2", 405)])


# -- again as labels grow ------------------------------------------------------------------------------


def test_it_trains_again_when_a_quarter_and_fifty_more_texts_are_labelled(store: Store) -> None:
    models.choose(store, "own", by="Ana")
    called(store, range(180, 229), language="nl")
    assert (due(store), keep_up(store)) == (None, None)
    called(store, range(229, 230), language="nl")
    assert due(store) == "grown"
    second = keep_up(store, "Bo")
    assert second is not None
    assert (second.number, second.labels, second.trained_by) == (2, 230, "Bo")
    assert store.query(ALL_BY) == [("own-2" if second.helps else "lexicon-1", 400)]
    assert due(store) is None


def test_it_trains_again_when_the_lexicon_it_learnt_with_is_another(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("data.texts.lexicon.Lexicon.name", "lexicon-2")
    assert due(store) == "lexicon"


def test_what_was_never_trained_is_not_trained_by_itself(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "new.duckdb")
    received(store, range(NEEDED + 60))
    called(store, range(NEEDED + 60))
    assert (due(store), keep_up(store)) == (None, None)
    store.close()


# -- with the store ------------------------------------------------------------------------------------


def test_a_rebuild_has_the_versions_and_their_weights(store: Store) -> None:
    models.choose(store, "own", by="Ana")
    path, versions = store.path, models.models(store)
    store.close()
    path.write_bytes(b"damaged" * 1000)
    rebuild(path)
    again = Store.open(path)
    assert models.models(again) == versions
    assert models.in_force(again).scorer.name == "own-1"
    again.close()


def test_a_week_of_the_past_is_read_by_the_scorer_of_then(store: Store) -> None:
    models.choose(store, "own", by="Ana", now=NOON)
    train(store, "Bo", now=datetime(2026, 11, 25, 12, tzinfo=UTC))
    seen = {}
    for day in (22, 23, 25):
        with as_of(store, Known.on(date(2026, 11, day), "UTC")) as then:
            seen[day] = [one.number for one in models.models(then)], models.wanted(then)
    assert seen == {22: ([], "lexicon"), 23: ([1], "own"), 25: ([2, 1], "own")}


def test_training_tells_how_far_it_is_and_bad_disks_are_told(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError

    heard: list[tuple[int, int]] = []
    monkeypatch.setattr("data.texts.models.write_whole", full)
    called(store, range(180, 181), language="nl")
    with pytest.raises(ScorerError) as problem:
        training.train(store, progress=lambda done, whole: heard.append((done, whole)))
    assert problem.value.fields["why"] == "weights_not_kept"
    assert (heard[0], heard[-1], len(models.models(store))) == ((0, 5), (5, 5), 1)


# -- on the command line, and by itself ----------------------------------------------------------------


def test_the_command_tells_trains_and_reads_anew(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    assert main(["texts"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "All texts are read by the word lists (version 1)."
    assert told[-1] == "Version 1 is trained, and it helps."
    models.choose(store, "own")
    assert main(["texts", "train"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Version 2 is trained, and it helps.",
        "400 texts were scored anew.",
    ]
    assert store.query(ALL_BY) == [("own-2", 400)]
    models.choose(store, "lexicon")
    assert main(["texts", "rescore"]) == 0
    assert store.query(ALL_BY) == [("lexicon-1", 400)]


def test_the_command_says_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    store = Store.open(tmp_path / "new.duckdb", brand="New")
    assert main(["texts", "train", "--brand", "New"]) == Exit.MISTAKE
    assert capsys.readouterr().err == "There are too few labels: 0 texts, and a model needs 150.\n"
    store.close()


def test_a_load_lets_it_learn_again_where_that_is_due(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setattr("kpi.cli.Loading.all", lambda *_: 0)
    called(store, range(180, 240), language="nl")
    assert main(["load", "--preview", "x.csv"]) == 0
    assert len(models.models(store)) == 1
    assert main(["load", "x.csv"]) == 0
    assert len(models.models(store)) == 2
    assert capsys.readouterr().out.startswith("Version 2 is trained")
