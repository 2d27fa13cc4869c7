"""The command `texts`: which scorer reads the texts, train the team's own, let all texts be read anew."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Literal

from data.errors import ScorerError
from data.texts import models
from data.texts.follow import rescore
from data.texts.lessons import lessons
from kpi.cli_common import user
from kpi.problems import tell
from kpi.sentiment.scorer_words import scorer_name
from kpi.sentiment.training import NEEDED, keep_up, ready, train, waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from data.store import Store
    from data.texts.models import Model
    from kpi.words import Words

What = Literal["status", "train", "rescore"]
WHATS: tuple[What, ...] = ("status", "train", "rescore")


def texts(say: Words, store: Store, what: What) -> int:
    """Do it, and print what came of it; raises ScorerError with too few labels. Gives the exit code."""
    if what == "train":
        _show(_trained(train(store, user(), _progress(say, "scorer.training")), say))
        if models.wanted(store) != "own":
            return 0
    if what != "status":
        _show(say("scorer.read", n=rescore(store, _progress(say, "scorer.reading"))))
        return 0
    return _status(say, store)


def _status(say: Words, store: Store) -> int:
    now, so_far = models.in_force(store), ready(lessons(store))
    negative, neutral, positive = map(say.whole, so_far.called)
    _show(say("scorer.reads", name=scorer_name(now.scorer.name, say)))
    if now.problem:
        _show(f"{tell(say, now.problem)} {say('scorer.lexicon_instead')}")
    if left := waiting(store):
        _show(say("scorer.waiting", n=left))
    _show(say("scorer.labels", n=so_far.labels, negative=negative, neutral=neutral, positive=positive))
    if so_far.missing:
        _show(say("scorer.missing", n=so_far.missing, needed=NEEDED))
    for one in models.models(store)[:1]:
        _show(_trained(one, say))
    return 0


def after_load(say: Words, store: Store) -> None:
    """Train again where that is due, and say so; that it cannot be kept does not undo a load."""
    try:
        made = keep_up(store)
    except ScorerError as problem:
        sys.stderr.write(tell(say, problem) + "\n")
    else:
        if made:
            _show(_trained(made, say))


def _trained(model: Model, say: Words) -> str:
    return say("scorer.trained_helps" if model.helps else "scorer.trained_no_help", number=model.number)


def _progress(say: Words, key: str) -> Callable[[int, int], None]:
    """Write how far it is on stderr, on a screen only: a log of cron has no use for it."""

    def told(done: int, whole: int) -> None:
        if sys.stderr.isatty():
            sys.stderr.write("\r" + say(key, number=say.whole(min(done + 1, whole)), all=say.whole(whole)) + " ")
            sys.stderr.write("\n" if done >= whole else "")

    return told


def _show(text: str) -> None:
    sys.stdout.write(text + "\n")
