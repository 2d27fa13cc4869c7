"""A transformer from a folder on this computer as a scorer: optional, and never fetched from anywhere.

It needs the extra of `requirements-transformer.txt` (transformers and torch), and a folder with a model for sentiment
in the format of Hugging Face: `config.json`, a tokenizer and `model.safetensors`. Its classes are told by their names:
negative, neutral, positive, or one to five stars. No code of the folder runs, and no file in it that could.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from data.errors import ScorerError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from data.texts.scorer import Score

AT_ONCE = 64  # texts in one pass
TOKENS = 256  # of a text that are read
EDGE = 65_536  # bytes at the ends of a file that name it: a gigabyte is not read twice
_STARS = re.compile(r"([1-5])\s*stars?")
_NAMED = {"positive": 1, "pos": 1, "neutral": 0, "neu": 0, "negative": -1, "neg": -1}
Side = int  # 1, 0, -1


@dataclass(eq=False)
class LocalScorer:
    """A transformer as a scorer: `shares` gives what each class of a text is worth, (texts, classes)."""

    name: str  # "local-1a2b3c4d", after what is in its folder
    sides: tuple[Side, ...]  # what each class means
    shares: Callable[[list[str]], Sequence[Sequence[float]]]

    def score(self, texts: Sequence[str], languages: Sequence[str | None], folds: Sequence[int]) -> list[Score | None]:
        """Give (positive, negative) for each text; it reads whatever it was taught, and asks for no language."""
        del languages, folds  # it did not learn from the team's labels
        found: list[Score | None] = [None] * len(texts)
        by_length = sorted(range(len(texts)), key=lambda place: len(texts[place]))  # texts of a pass are filled up
        for first in range(0, len(texts), AT_ONCE):
            places = by_length[first : first + AT_ONCE]
            for place, shares in zip(places, self.shares([texts[at] for at in places]), strict=True):
                found[place] = self._sided(shares)
        return found

    def _sided(self, shares: Sequence[float]) -> Score:
        positive, negative = (
            sum(share for share, own in zip(shares, self.sides, strict=True) if own == side) for side in (1, -1)
        )
        return min(float(positive), 1.0), min(float(negative), 1.0)


def scorer(path: str) -> LocalScorer:
    """Load the model of a folder, once per process; raises ScorerError where there is none, or the extra is missing."""
    folder = Path(path)
    config, weights = folder / "config.json", folder / "model.safetensors"
    if not path.strip() or not folder.is_absolute() or not config.is_file() or not weights.is_file():
        raise ScorerError(path=path, why="no_local_model")
    return _loaded(str(folder), _stamp(config, weights))


def _stamp(config: Path, weights: Path) -> str:
    """Name a model after what is in its files: another model in the same folder is another scorer."""
    found = sha256(config.read_bytes())
    found.update(str(size := weights.stat().st_size).encode())
    with weights.open("rb") as stream:
        found.update(stream.read(EDGE))
        stream.seek(max(size - EDGE, 0))
        found.update(stream.read(EDGE))
    return found.hexdigest()[:8]


@lru_cache(maxsize=1)
def _loaded(path: str, stamp: str) -> LocalScorer:
    # before the library is there: it looks at them once, and asks nobody for a newer version then
    os.environ.update({"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"})
    try:
        transformers, torch = import_module("transformers"), import_module("torch")
    except ImportError as cause:
        raise ScorerError(why="no_extra") from cause
    known: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
    try:
        tokenizer = transformers.AutoTokenizer.from_pretrained(path, **known)
        model = transformers.AutoModelForSequenceClassification.from_pretrained(path, use_safetensors=True, **known)
    except (OSError, ValueError, KeyError, ImportError, RuntimeError) as cause:
        raise ScorerError(path=path, why="no_local_model") from cause
    model.eval()

    def shares(texts: list[str]) -> list[list[float]]:
        with torch.inference_mode():
            given = tokenizer(texts, padding=True, truncation=True, max_length=TOKENS, return_tensors="pt")
            return cast("list[list[float]]", torch.softmax(model(**given).logits, dim=-1).tolist())

    return LocalScorer(f"local-{stamp}", _sides(model.config.id2label, path), shares)


def _sides(named: Mapping[Any, str], path: str) -> tuple[Side, ...]:
    """Tell what each class means by its name; raises ScorerError when a name does not say it."""
    found = [_side(str(named[key])) for key in sorted(named, key=int)]
    if None in found or not {1, -1} <= set(found):
        told = ", ".join(str(named[key]) for key in sorted(named, key=int))
        raise ScorerError(path=path, labels=json.dumps(told, ensure_ascii=False), why="unclear_classes")
    return tuple(side for side in found if side is not None)


def _side(name: str) -> Side | None:
    name = name.strip().casefold()
    if stars := _STARS.fullmatch(name):
        return (int(stars[1]) > 3) - (int(stars[1]) < 3)
    return _NAMED.get(name.removeprefix("very "))
