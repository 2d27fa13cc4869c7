"""A transformer from a folder: optional, offline, told apart by the names of its classes; a made-up one stands in."""

from __future__ import annotations

import json
import os
import sys
from types import ModuleType, SimpleNamespace
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
import pytest

from data.errors import ScorerError
from data.store import Store
from data.texts import local, models
from data.texts.follow import rescore
from tests.labelled import received

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

WORDS = ("bad", "hm", "good")  # what the made-up model looks for, class by class


class Pretrained:
    """Stands for both classes of the library; takes down how it was asked."""

    asked: ClassVar[list[dict[str, Any]]] = []
    named: ClassVar[dict[Any, str]] = {}
    batches: ClassVar[list[list[str]]] = []

    @classmethod
    def from_pretrained(cls, path: str, **how: object) -> Pretrained:
        cls.asked.append({"path": path} | how | {"offline": os.environ.get("HF_HUB_OFFLINE")})
        return cls()

    @property
    def config(self) -> SimpleNamespace:
        return SimpleNamespace(id2label=self.named)

    def eval(self) -> None:
        """Do nothing: it never learns."""

    def __call__(self, *texts: list[str], **given: Any) -> Any:
        if texts:
            self.batches.append(texts[0])
            return {"texts": texts[0]}
        order = sorted(self.named, key=int)
        odds = [[9.0 * (WORDS[place % 3] in text) for place in range(len(order))] for text in given["texts"]]
        return SimpleNamespace(logits=np.array(odds))


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Iterator[type[Pretrained]]:
    def softmax(odds: np.ndarray, dim: int) -> np.ndarray:
        powers = np.exp(odds)
        return np.asarray(powers / powers.sum(axis=dim, keepdims=True))

    def inference_mode() -> AbstractContextManager[None]:
        from contextlib import nullcontext  # noqa: PLC0415 - beside what it stands for

        return nullcontext()

    transformers, torch = ModuleType("transformers"), ModuleType("torch")
    transformers.AutoTokenizer = transformers.AutoModelForSequenceClassification = Pretrained  # type: ignore[attr-defined]
    torch.softmax, torch.inference_mode = softmax, inference_mode  # type: ignore[attr-defined]
    for module in (transformers, torch):
        monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
    Pretrained.asked.clear()
    Pretrained.batches.clear()
    Pretrained.named = {0: "negative", 1: "neutral", 2: "positive"}
    local._loaded.cache_clear()
    yield Pretrained
    local._loaded.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "model"
    made.mkdir()
    (made / "config.json").write_text(json.dumps({"model_type": "x"}))
    (made / "model.safetensors").write_bytes(b"weights")
    return made


def test_three_classes_are_read_offline_and_no_code_runs(library: type[Pretrained], folder: Path) -> None:
    scorer = local.scorer(str(folder))
    texts = ["so bad", "this is good", "hm"] + ["good"] * 100
    found = scorer.score(texts, [None] * len(texts), [0] * len(texts))
    assert [one and (round(one[0]), round(one[1])) for one in found[:4]] == [(0, 1), (1, 0), (0, 0), (1, 0)]
    assert max(map(len, library.batches)) == local.AT_ONCE
    safe = {"path": str(folder), "local_files_only": True, "trust_remote_code": False, "offline": "1"}
    assert [{name: one.get(name) for name in safe} for one in library.asked] == [safe, safe]
    assert library.asked[1]["use_safetensors"] is True


@pytest.mark.parametrize(
    ("named", "sides"),
    [
        (["NEGATIVE", "POSITIVE"], (-1, 1)),
        (["1 star", "2 stars", "3 stars", "4 stars", "5 stars"], (-1, -1, 0, 1, 1)),
        (["Very Negative", "Negative", "Neutral", "Positive", "Very Positive"], (-1, -1, 0, 1, 1)),
        (["pos", "neu", "neg"], (1, 0, -1)),
    ],
)
def test_classes_are_told_by_their_names(
    library: type[Pretrained], folder: Path, named: list[str], sides: tuple[int, ...]
) -> None:
    library.named = {str(place): name for place, name in reversed(list(enumerate(named)))}  # JSON has text as keys
    assert local.scorer(str(folder)).sides == sides


@pytest.mark.parametrize(
    "named", [["LABEL_0", "LABEL_1", "LABEL_2"], ["joy", "anger"], ["positive", "neutral"], ["6 stars"]]
)
def test_classes_that_say_nothing_are_refused(library: type[Pretrained], folder: Path, named: list[str]) -> None:
    library.named = dict(enumerate(named))
    with pytest.raises(ScorerError) as problem:
        local.scorer(str(folder))
    assert problem.value.fields["why"] == "unclear_classes"
    assert named[0] in str(problem.value.fields["labels"])


@pytest.mark.parametrize("missing", ["config.json", "model.safetensors"])
def test_a_folder_without_a_model_is_told(library: type[Pretrained], folder: Path, missing: str) -> None:
    (folder / missing).unlink()
    for path in (str(folder), "", "models/mine", str(folder / "nowhere")):
        with pytest.raises(ScorerError) as problem:
            local.scorer(path)
        assert problem.value.fields["why"] == "no_local_model"
    assert library.asked == []


def test_a_library_that_cannot_read_it_is_told(
    library: type[Pretrained], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(library, "from_pretrained", broken)
    with pytest.raises(ScorerError) as problem:
        local.scorer(str(folder))
    assert problem.value.fields == {"path": str(folder), "why": "no_local_model"}


def test_without_the_extra_one_sentence_says_how_to_get_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "transformers", None)
    local._loaded.cache_clear()
    with pytest.raises(ScorerError) as problem:
        local.scorer(str(folder))
    assert problem.value.fields == {"why": "no_extra"}


def test_another_model_in_the_same_folder_is_another_scorer(library: type[Pretrained], folder: Path) -> None:
    first, same = local.scorer(str(folder)), local.scorer(str(folder))
    (folder / "model.safetensors").write_bytes(b"others!")
    other = local.scorer(str(folder))
    assert same is first
    assert first.name.startswith("local-")
    assert other.name != first.name
    assert len(library.asked) == 4


def test_it_reads_the_texts_of_a_store_and_the_lexicon_stands_in_when_it_is_gone(
    library: type[Pretrained], folder: Path, tmp_path: Path
) -> None:
    store = Store.open(tmp_path / "a.duckdb")
    received(store, range(3))
    with pytest.raises(ScorerError):
        models.choose(store, "local", str(folder / "nowhere"))
    assert models.wanted(store) == "lexicon"
    now = models.choose(store, "local", str(folder), "Ana")
    assert (now.wanted, rescore(store), now.scorer.name) == ("local", 3, local.scorer(str(folder)).name)
    assert library.batches
    (folder / "config.json").unlink()
    received(store, range(3, 4))
    gone = models.in_force(store)
    assert (gone.wanted, gone.scorer.name) == ("local", "lexicon-1")
    assert gone.problem is not None
    assert store.query("select scorer, count(*) from reading group by all order by all") == [
        ("lexicon-1", 1),
        (now.scorer.name, 3),
    ]
    store.close()
