"""The scorers on the page: who reads, how many labels are missing, training, what came of it, choosing another."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
import streamlit as st

from data.store import Store
from data.texts import models
from kpi.sentiment.training import train
from kpi.words import LANGUAGES
from tests import visits
from tests.labelled import called, received
from tests.visits import fresh  # noqa: F401

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from streamlit.testing.v1 import AppTest

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a store once: 240 texts in two languages, 200 labelled, one version that helps in both."""
    home = tmp_path_factory.mktemp("filled")
    opened = Store.open(home / "noordlicht.duckdb", brand="Noordlicht")
    received(opened, range(200), language="nl")
    received(opened, range(40), language="en")
    called(opened, range(180), language="nl")
    called(opened, range(20), language="en")
    train(opened, "Ana", now=NOON)
    opened.close()
    return home


@pytest.fixture
def brand(filled: Path, tmp_path: Path) -> Iterator[Store]:
    shutil.copytree(filled, tmp_path, dirs_exist_ok=True)
    opened = Store.open(tmp_path / "noordlicht.duckdb", brand="Noordlicht")
    yield opened
    opened.close()


def opened(language: str = "en") -> AppTest:
    """Open the tab alone."""
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - as in tests.visits

    def page() -> None:
        from pages._scorers import scorers  # noqa: PLC0415 - it runs as a script of its own

        scorers()

    st.cache_resource.clear()
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["brand"], app.session_state["language"] = "noordlicht", language
    app.run()
    assert not app.exception
    return app


def read(app: AppTest) -> str:
    """Everything the page says, as people see it."""
    return visits.read(app).replace("\\", "")


def settled(app: AppTest) -> AppTest:
    """Draw the page until its work is over and told."""
    for _ in range(100):
        assert not app.exception
        if app.success or app.error:
            return app
        app.run()
    raise AssertionError(read(app))


def test_before_the_first_label_it_says_how_many_are_needed(noordlicht: Store) -> None:
    received(noordlicht, range(5))
    called(noordlicht, range(3))
    app = opened()
    assert "All texts are read by **the word lists (version 1)**." in read(app)
    assert "As from the start; nobody chose another." in read(app)
    assert "There are only 5 different texts so far, and a model needs 150 with a label" in read(app)
    assert "more texts: a model needs" not in read(app)
    received(noordlicht, range(5, 150))
    app = opened()
    assert "Label 147 more texts: a model needs 150." in read(app)
    assert app.button(key="scorer_train").disabled
    assert app.button(key="scorer_use").disabled
    assert "Version" not in read(app)


def test_a_scorer_that_cannot_be_had_cannot_be_chosen_and_the_page_says_why(noordlicht: Store) -> None:
    received(noordlicht, range(5))
    app = opened()
    assert app.radio(key="scorer_kind").proto.captions[1].startswith(":material/block: There is no model of your own")
    app.radio(key="scorer_kind").set_value("own").run()
    assert app.button(key="scorer_use").disabled
    app.radio(key="scorer_kind").set_value("local").run()
    assert app.button(key="scorer_use").disabled
    assert "Name the folder of the model first." in read(app)
    app.text_input(key="scorer_path").set_value("/models/one").run()
    assert not app.button(key="scorer_use").disabled
    assert "Name the folder of the model first." not in read(app)


def test_the_page_tells_how_good_the_newest_version_is_language_by_language(brand: Store) -> None:
    app = opened()
    said = read(app)
    held = models.models(brand)[0].measured["held"]
    assert "200 labelled texts (67 negative, 67 neutral, 66 positive" in said
    assert "**Version 1, on labels it had not seen**" in said
    narrower = round(100 * (1 - held["*"]["alone"]))
    assert f"It makes the 90% interval {narrower}% narrower than the labels alone" in said
    assert "It is not in use: nothing reads with it until you choose it below." in said
    table = app.dataframe[0].value.set_index("Language")
    assert table.loc["Dutch", "Texts"] == "200"
    assert table.loc["Dutch", "Labelled"] == "180"
    assert table.loc["Dutch", "Against labels alone"] == f"\u2212{round(100 * (1 - held['nl']['alone']))}%"
    assert table.loc["Dutch", "Read by"] == "your own model"
    assert table.loc["English", "Against labels alone"] == "–"  # 20 labels: nobody can tell
    assert table.loc["English", "Read by"] == "word lists: too few labels"
    assert table.loc["All languages", "Labelled"] == "200"
    assert "**Version 1** · 23/11/2026, 13:00 · Ana · 200 texts · helps" in said


def test_training_shows_what_came_of_it_and_reads_nothing_that_was_not_chosen(brand: Store) -> None:
    app = opened()
    app.button(key="scorer_train").click().run()
    settled(app)
    assert app.success[0].value == "Version 2 is trained, and it helps."
    assert [one.number for one in models.models(brand)] == [2, 1]
    assert brand.query("select distinct scorer from reading") == [("lexicon-1",)]
    assert "2 versions" in [one.label for one in app.expander]


def test_a_scorer_that_is_chosen_reads_all_texts_anew(brand: Store) -> None:
    app = opened()
    app.radio(key="scorer_kind").set_value("own").run()
    app.button(key="scorer_use").click().run()
    settled(app)
    assert app.success[0].value == "240 texts were scored anew."
    assert brand.query("select scorer, count(*) from reading group by all") == [("own-1", 240)]
    assert "by test\u2060@example.com" in read(app)
    assert "It is not in use" not in read(app)
    assert app.button(key="scorer_use").disabled


def test_texts_with_scores_of_another_scorer_are_told_and_can_be_read_anew(brand: Store) -> None:
    models.choose(brand, "own", by="Ana")
    train(brand, "Bo")
    app = opened()
    assert app.info[0].value.startswith("240 texts still have the score of another scorer.")
    app.button(key="scorer_read").click().run()
    settled(app)
    assert brand.query("select distinct scorer from reading") == [("own-2",)]
    assert not app.info


def test_a_transformer_that_is_not_there_is_told_and_nothing_changes(brand: Store, tmp_path: Path) -> None:
    app = opened()
    app.radio(key="scorer_kind").set_value("local").run()
    app.text_input(key="scorer_path").set_value(str(tmp_path / "nowhere")).run()
    app.button(key="scorer_use").click().run()
    assert app.error[0].value.startswith("There is no model that can be read in")
    assert models.wanted(brand) == "lexicon"


@pytest.mark.parametrize("harm", ["gone", "damaged"])
def test_weights_that_are_lost_are_a_sentence_and_the_word_lists_read(brand: Store, harm: str) -> None:
    models.choose(brand, "own", by="Ana")
    path = models.path_of(brand.path, models.models(brand)[0].content)
    path.unlink() if harm == "gone" else path.write_bytes(b"otherwise")
    models.forget_loaded()
    app = opened()
    assert "Until then the word lists read the texts." in app.warning[0].value
    assert "the word lists (version 1)" in read(app)
    assert "Its weights are gone." in read(app)


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_is_said_in_every_language(brand: Store, language: str) -> None:
    models.choose(brand, "own", by="Ana", now=NOON)
    called(brand, range(180, 200), language="nl")
    said = read(opened(language))
    assert "{" not in said
    assert "Ana" in said


def test_the_end_of_a_round_of_labelling_lets_it_learn_again_where_that_is_due(brand: Store) -> None:
    from streamlit.testing.v1 import AppTest  # noqa: PLC0415 - as in tests.visits

    def page() -> None:
        from pages._scorer_job import keep_up_by_itself  # noqa: PLC0415 - it runs as a script of its own

        keep_up_by_itself()

    st.cache_resource.clear()
    app = AppTest.from_function(page, default_timeout=30)
    app.session_state["brand"], app.session_state["language"] = "noordlicht", "en"
    app.run()
    assert not app.caption
    received(brand, range(200, 300), language="nl")
    called(brand, range(200, 250), language="nl")
    app.run()
    assert app.caption[0].value.startswith("Your own model is learning from the new labels.")
    app.session_state["scorer_work"].job.is_done(60)
    assert [one.number for one in models.models(brand)] == [2, 1]
    app.run()
    assert [one.number for one in models.models(brand)] == [2, 1]  # what came of it is told on its own page, once
