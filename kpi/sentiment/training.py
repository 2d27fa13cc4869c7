"""Train the team's own model when there are labels enough, and again as they grow.

It is used only where it narrows the interval of the estimate on texts it had not seen; the newest version decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Literal

from data.errors import ScorerError
from data.ledger import moment
from data.texts import models
from data.texts.follow import rescore
from data.texts.lessons import lessons, newest_label
from data.texts.models import Model
from data.texts.own import learn, used_in
from data.texts.scorer import lexicon
from kpi.sentiment import validation

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from data.store import Store
    from data.texts.lessons import Lesson

    Progress = Callable[[int, int], None]

NEEDED = 150  # texts that somebody called something
OF_TWO = 20  # of them in each of two classes at least: of one alone nothing can be told apart
GROWN, AT_LEAST = 1.25, 50  # it learns again when there are so many times, and so many more texts
_TRAINING = Lock()
Why = Literal["grown", "gone", "lexicon"]


@dataclass(frozen=True)
class Ready:
    """How far the labels are from a model."""

    labels: int  # texts with a label
    called: tuple[int, int, int]  # of them negative, neutral, positive; where people differ, each a part; they add up
    missing: int  # texts until there are enough; 0 with too few of two classes: `one_sided`
    one_sided: bool  # enough texts, but nearly all of them called the same

    @property
    def enough(self) -> bool:
        """Whether a model can be trained."""
        return not self.missing and not self.one_sided


def ready(taught: Sequence[Lesson]) -> Ready:
    """Tell whether these texts are enough to learn from."""
    called = _adding_up(tuple(sum(one.called[side] for one in taught) for side in range(3)), len(taught))
    return Ready(len(taught), called, max(NEEDED - len(taught), 0), sorted(called)[1] < OF_TWO)


def _adding_up(parts: tuple[float, ...], whole: int) -> tuple[int, int, int]:
    """Round the parts so that they add up to the whole: the largest remainders go up."""
    floors = [int(part) for part in parts]
    for side in sorted(range(3), key=lambda one: floors[one] - parts[one])[: whole - sum(floors)]:
        floors[side] += 1
    negative, neutral, positive = floors
    return negative, neutral, positive


def silent(done: int, whole: int) -> None:
    """Tell nobody how far it is."""


def train(store: Store, by: str | None = None, progress: Progress = silent, *, now: datetime | None = None) -> Model:
    """Train a new version, hold it against labels it had not seen, and keep it. Raises ScorerError with too few labels.

    It is in force from the next `rescore`; where it does not help it is kept, and not used.
    """
    with _TRAINING:
        return _train(store, by, progress, now)


def _train(store: Store, by: str | None, progress: Progress, now: datetime | None) -> Model:
    taught, until, revision = lessons(store), newest_label(store), store.revision
    so_far = ready(taught)
    if not so_far.enough:
        why = "one_sided" if so_far.one_sided and not so_far.missing else "too_few_labels"
        raise ScorerError(why=why, labels=so_far.labels, missing=so_far.missing, needed=NEEDED)
    reader = lexicon()
    learnt = learn(taught, reader, progress)
    found = validation.validate(learnt.lessons, learnt.scores, learnt.seen)
    weights = used_in(learnt.weights, validation.used_in(found))
    measured = {"lexicon": reader.name, "held": validation.as_json(found)}
    model = Model(0, moment(now), by, len(taught), until, measured, found[validation.ALL].helps, "", revision)
    return models.add(store, weights, model)


def due(store: Store) -> Why | None:
    """Tell why a model that was trained once is to be trained again; None = it is not to be, or never was trained."""
    newest = next(iter(models.models(store)), None)
    if newest is None:
        return None
    taught = lessons(store)
    if not ready(taught).enough:
        return None
    if not models.is_whole(store, newest):
        return "gone"
    if newest.measured.get("lexicon") != lexicon().name:
        return "lexicon"
    return "grown" if len(taught) >= max(newest.labels * GROWN, newest.labels + AT_LEAST) else None


def keep_up(store: Store, by: str | None = None, progress: Progress = silent) -> Model | None:
    """Train again when that is due, and let it read all texts where the team's own model reads them; None = not due."""
    with _TRAINING:
        if due(store) is None:
            return None
        model = _train(store, by, silent, None)
    if models.wanted(store) == "own":
        rescore(store, progress, models.Asked(by=by))
    return model


def waiting(store: Store) -> int:
    """Count the texts that scoring them anew would read otherwise: by a newer version, or with what came back."""
    name = models.to_be(store, models.Asked()).scorer.name
    return int(store.query("select count(*) from reading where scorer <> ?", [name])[0][0])
