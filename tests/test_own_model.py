"""The team's own model: what it learns from, whom it never learns from, and that it is used only where it helps."""

from __future__ import annotations

import io
from random import Random

import numpy as np
import pytest
from sklearn.feature_extraction.text import HashingVectorizer

from data.errors import ScorerError
from data.texts.lessons import Lesson
from data.texts.ngrams import AT_ONCE, MOST, passes, pieces
from data.texts.own import OwnScorer, Weights, learn, predicted, unpacked, used_in
from data.texts.read import FOLDS
from data.texts.scorer import lexicon
from kpi.sentiment import validation
from kpi.sentiment.validation import ALL, validate
from tests.labelled import said, taught

TEXTS = [said(number, language, 0) for number in range(40) for language in ("en", "nl", "sv", "ro")]
LESSONS = taught(30)


def cut(text: str) -> list[int]:
    """Give the pieces of one text, sorted."""
    return sorted(pieces([text]).numbers.tolist())


# -- pieces ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["laadpaal doet niets", "three  words\tapart", "één", "wow 👍🏽 thanks!!"])
def test_a_text_is_cut_as_the_vectoriser_of_scikit_learn_cuts_it(text: str) -> None:
    """Words of three characters and more: of shorter ones that one counts the whole word again for each length."""
    analyse = HashingVectorizer(analyzer="char_wb", ngram_range=(2, 5)).build_analyzer()
    plain = " ".join(word for word in text.split() if len(word) > 2)
    assert len(cut(plain)) == len(analyse(plain))
    assert len(set(cut(plain))) == len(set(analyse(plain.replace("é", "e"))))


@pytest.mark.parametrize(
    ("one", "other"),
    [("ÉÉN storing", "een STORING"), ("bună", "bun\u0061\u0306"), ("a  b\n\nc", "a b c"), (" x ", "x"), ("ș", "s")],
)
def test_case_accents_and_blanks_do_not_matter(one: str, other: str) -> None:
    assert cut(one) == cut(other)


@pytest.mark.parametrize(("one", "other"), [("ok 👍", "ok 👎"), ("not good", "good not"), ("nu!", "nu?"), ("ab", "ba")])
def test_signs_emoji_and_what_stands_together_do(one: str, other: str) -> None:
    same_words = sorted(one.split()) == sorted(other.split())
    assert (cut(one) == cut(other)) == same_words  # pieces stay within a word: their order in the text is not learnt


def test_a_text_without_a_word_has_no_piece_of_its_own() -> None:
    assert [pieces([text]).counts.tolist() for text in ("", "  \n")] == [[0], [0]]


def test_many_texts_at_once_are_cut_as_each_alone_and_in_passes_of_bounded_size() -> None:
    together = pieces(TEXTS)
    for place, text in enumerate(TEXTS):
        assert sorted(together.numbers[together.of == place].tolist()) == cut(text)
    long = ["x" * 10 * MOST] * 40
    parts = list(passes(long))
    assert [place for first, last in parts for place in range(first, last)] == list(range(len(long)))
    assert max(sum(min(len(text), MOST) for text in long[first:last]) for first, last in parts) <= AT_ONCE + 2 * MOST
    assert len(cut(long[0])) == len(cut("x" * MOST))


# -- learning ----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def weights() -> Weights:
    return learn(LESSONS, lexicon()).weights


def test_the_same_labels_in_any_order_are_the_same_bytes(weights: Weights) -> None:
    shuffled = LESSONS[:]
    Random(1).shuffle(shuffled)  # noqa: S311 - no secret
    assert learn(shuffled, lexicon()).weights.packed() == weights.packed()


@pytest.mark.parametrize("fold", [0, 3])
def test_a_sub_model_never_sees_a_label_of_its_fold(weights: Weights, fold: int) -> None:
    """Whatever people called the texts of a fold, the model that scores them stays as it is."""
    turned = [Lesson(o.words, o.text, o.language, o.called[::-1]) if o.fold == fold else o for o in LESSONS]
    other = learn(turned, lexicon()).weights
    same = [np.array_equal(weights.pieces[k], other.pieces[k]) for k in range(FOLDS)]
    assert same == [k == fold for k in range(FOLDS)]
    assert np.array_equal(weights.rest[fold], other.rest[fold])


def test_scores_are_shares_and_those_of_a_text_hang_on_no_other_text(weights: Weights) -> None:
    folds = [place % FOLDS for place in range(len(TEXTS))]
    seen = lexicon().score(TEXTS, ["en"] * len(TEXTS), folds)
    together = predicted(weights, TEXTS, seen, folds)
    alone = [predicted(weights, [t], [s], [f])[0] for t, s, f in zip(TEXTS, seen, folds, strict=True)]
    assert np.allclose(together, alone)
    assert (together >= 0).all()
    assert (together.sum(axis=1) <= 1 + 1e-9).all()


def test_it_learns_what_the_lists_do_not_have() -> None:
    of_trade = used_in(learn(taught(150, "nl"), lexicon()).weights, ["nl"])
    own = OwnScorer("own-1", of_trade, lexicon())
    good, bad = own.score(["de monteur draait als een zonnetje", "de app loopt steeds vast"], ["nl"] * 2, [0, 1])
    assert good is not None
    assert bad is not None
    assert good[0] - good[1] > 0.3
    assert bad[0] - bad[1] < -0.3


def test_people_who_differ_are_learnt_from_as_both() -> None:
    base = taught(60, "en")
    agreed = learn([*base, Lesson(5, "flarbox", "en", (0.0, 0.0, 1.0))], lexicon()).weights
    split = learn([*base, Lesson(5, "flarbox", "en", (0.5, 0.0, 0.5))], lexicon()).weights
    (told,), (divided,) = (predicted(one, ["flarbox"], [(0, 0)], [1]) for one in (agreed, split))
    assert told[0] > divided[0]
    assert told[1] < divided[1]


@pytest.mark.parametrize("called", [(0.0, 0.0, 1.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0)])
def test_lessons_that_were_all_called_the_same_teach_just_that(called: tuple[float, float, float]) -> None:
    learnt = learn([Lesson(o.words, o.text, o.language, called) for o in taught(10, "en")], lexicon())
    assert np.allclose(learnt.scores, [[called[2], called[0]]] * 10, atol=1e-6)


# -- the file ----------------------------------------------------------------------------------------


def test_weights_come_back_from_their_file(weights: Weights) -> None:
    kept = used_in(weights, ["sv", "en"])
    again = unpacked(kept.packed(), "x.npz")
    assert (again.languages, again.lexicon) == (("en", "sv"), lexicon().name)
    assert np.array_equal(again.pieces, weights.pieces)
    assert np.array_equal(again.rest, weights.rest)
    assert again.packed() == kept.packed()


def damaged(weights: Weights, how: str) -> bytes:
    """Make a file that is no weights."""
    whole, stream = weights.packed(), io.BytesIO()
    if how == "cut":
        return whole[: len(whole) // 2]
    if how == "other":
        np.savez(stream, pieces=np.zeros((1, 2)), rest=np.zeros(3), languages=np.array(["en"]), lexicon=np.array("x"))
    if how == "code":
        np.savez(stream, pieces=np.array([print], dtype=object), allow_pickle=True)
    if how == "nan":
        return Weights(weights.pieces, np.full_like(weights.rest, np.nan)).packed()
    return stream.getvalue()


@pytest.mark.parametrize("how", ["cut", "empty", "other", "code", "nan"])
def test_a_file_that_is_something_else_is_told_and_nothing_in_it_runs(weights: Weights, how: str) -> None:
    with pytest.raises(ScorerError) as problem:
        unpacked(damaged(weights, how), "x.npz")
    assert problem.value.fields == {"file": "x.npz", "why": "weights_damaged"}


# -- where it helps ----------------------------------------------------------------------------------


def held(lessons: list[Lesson]) -> dict[str, validation.Held]:
    learnt = learn(lessons, lexicon())
    return validate(learnt.lessons, learnt.scores, learnt.seen)


def test_it_helps_where_there_is_something_to_learn_and_not_where_there_is_not() -> None:
    found = held([*taught(90, "nl"), *taught(90, "sv", noise=1.0), *taught(20, "en")])
    assert found["nl"].helps
    assert found["nl"].alone is not None
    assert found["nl"].alone < 0.9
    assert not found["sv"].helps
    assert (found["en"].helps, found["en"].alone) == (False, None)  # too few to tell
    assert validation.used_in(found) == ("nl",)
    assert found[ALL].helps
    assert (found[ALL].labels, found["nl"].labels) == (200, 90)


def test_labels_that_are_chance_make_no_model_that_helps() -> None:
    found = held(taught(120, "en", "ro", noise=1.0))
    assert validation.used_in(found) == ()
    assert not found[ALL].helps
    assert found[ALL].beside == pytest.approx(1)


def test_where_it_does_not_help_the_lexicon_scores(weights: Weights) -> None:
    own, texts = (
        OwnScorer("own-1", used_in(weights, ["nl"]), lexicon()),
        ["wat slecht, echt slecht", "what a shame", "👍"],
    )
    languages, folds = ["nl", "en", None], [0, 1, 2]
    mine, lists = (scorer.score(texts, languages, folds) for scorer in (own, lexicon()))
    assert mine[1:] == lists[1:]
    assert mine[0] != lists[0]


def test_what_was_measured_is_kept_as_it_is() -> None:
    found = held(taught(40, "nl"))
    assert validation.from_json(validation.as_json(found)) == found


def test_a_narrower_interval_is_what_the_residuals_say() -> None:
    """A score that is the label itself leaves nothing; one that is chance leaves all."""
    lessons = taught(300, "en", noise=0.0)
    exact = np.array([[one.called[2], one.called[0]] for one in lessons])
    chance = np.random.default_rng(1).random((300, 2)) / 2
    assert validate(lessons, exact, chance)["en"].alone == pytest.approx(0, abs=1e-6)
    assert validate(lessons, chance, exact)["en"].alone == pytest.approx(1, abs=0.03)
    assert not validate(lessons, chance, exact)["en"].helps
