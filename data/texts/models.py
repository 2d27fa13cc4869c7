"""Which scorer reads the texts of a brand, and the versions of the team's own model.

The weights of a version are a file beside the store, `<store>/models/<sha256>.npz`, named after its bytes: the same
labels give the same file, and one that was changed since is known by its name. In force is what all texts were scored
with: the choice, and the version of the team's model, change in the very transaction that puts the new scores in place
(data/texts/follow.py). The newest version decides then: where it does not help, the lexicon scores. Nothing here stops
a load: where a scorer cannot be had, the lexicon stands in, and the page says so.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, fields
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from data import book
from data.access.acting import permit
from data.access.rights import Right
from data.audit import Done
from data.errors import ScorerError
from data.known import upcoming
from data.ledger import moment
from data.raw import write_whole
from data.sql import names
from data.texts import local, own
from data.texts.follow import Turn, rescore
from data.texts.read import silent
from data.texts.scorer import lexicon

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from data.journal import Queries
    from data.known import Known
    from data.store import Store
    from data.texts.own import Weights
    from data.texts.read import Progress
    from data.texts.scorer import Scorer

Kind = Literal["lexicon", "own", "local"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SETTING, PATH, VERSION = "scorer", "scorer_path", "scorer_version"


@dataclass(frozen=True)
class Model:
    """One version of the team's own model."""

    number: int
    trained_at: datetime  # UTC
    trained_by: str | None
    labels: int  # texts it learnt from
    until: int  # number of the newest label then
    measured: Mapping[str, Any]  # how good it was on texts it had not seen (kpi/sentiment/validation.py)
    helps: bool
    content: str  # sha256 of its weights
    revision: int = 0  # of the store with it

    @property
    def name(self) -> str:
        """Name it as its scores are stored."""
        return f"own-{self.number}"


@dataclass(frozen=True)
class InForce:
    """The scorer that reads texts now, the one that was wanted, and why these differ if they do."""

    wanted: Kind
    scorer: Scorer
    problem: ScorerError | None = None


class Asked(NamedTuple):
    """What somebody wants all texts to be read with anew."""

    kind: Kind | None = None  # None: the kind that is in force, in its newest version
    path: str = ""  # of a local one
    by: str | None = None
    now: datetime | None = None


COLUMNS = tuple(one.name for one in fields(Model))


def models(store: Queries) -> tuple[Model, ...]:
    """List the versions of the team's own model, newest first."""
    rows = store.query(f"SELECT {names(COLUMNS)} FROM model ORDER BY number DESC")
    place = COLUMNS.index("measured")
    return tuple(Model(*(*row[:place], json.loads(row[place]), *row[place + 1 :])) for row in rows)


def held(store: Queries, known: Known | None) -> list[list[Any]]:
    """Give the rows of the versions that were there at a point of the past, None = now."""
    rows = store.query(f"SELECT {names(COLUMNS)} FROM model ORDER BY number")
    at, revision = COLUMNS.index("trained_at"), COLUMNS.index("revision")
    return [list(row) for row in rows if known is None or known.had(row[at], row[revision])]


def add(store: Store, weights: Weights, model: Model) -> Model:
    """Keep a new version, and give it its number; raises ScorerError when its weights cannot be written."""
    done = Done(Right.DEFINE, "model", {"labels": model.labels}, model.trained_by)
    permit(done, store.path)
    content = weights.packed()
    name = sha256(content).hexdigest()
    path = path_of(store.path, name)
    try:
        if not (path.exists() and path.read_bytes() == content):
            write_whole(path, content)
    except OSError as cause:
        raise ScorerError(file=str(path.parent), why="weights_not_kept") from cause
    with store.shared.change(done) as tx:
        number = int(tx.execute("SELECT coalesce(max(number), 0) + 1 FROM model").fetchall()[0][0])
        kept = Model(
            *(number, moment(model.trained_at), model.trained_by, model.labels, model.until, model.measured),
            *(model.helps, name, upcoming(tx)),
        )
        values = [json.dumps(getattr(kept, one)) if one == "measured" else getattr(kept, one) for one in COLUMNS]
        tx.execute(f"INSERT INTO model ({names(COLUMNS)}) VALUES ({', '.join('?' * len(values))})", values)
    book.write(store)
    return kept


def path_of(store: Path, content: str) -> Path:
    """Give the file of some weights."""
    return folder_of(store) / f"{content}.npz"


def folder_of(store: Path) -> Path:
    """Give the folder of the weights of a store."""
    return store.with_suffix("") / "models"


def is_whole(store: Store, model: Model) -> bool:
    """Whether the weights of a version are there, as they were written."""
    try:
        return sha256(path_of(store.path, model.content).read_bytes()).hexdigest() == model.content
    except OSError:
        return False


def carry(source: Path, target: Path) -> None:
    """Let a store that is made anew, or an old state, have the weights of the store it is made from."""
    if folder_of(source).is_dir():
        shutil.copytree(folder_of(source), folder_of(target), dirs_exist_ok=True)


# -- which one reads -------------------------------------------------------------------------------------


def wanted(store: Queries) -> Kind:
    """Tell which scorer somebody chose; the lexicon where nobody did."""
    said = _settings(store).get(SETTING)
    return next((kind for kind in KINDS if kind == said), "lexicon")


def local_path(store: Queries) -> str:
    """Give the folder of the local model; "" where nobody named one."""
    return _settings(store).get(PATH, "")


def _settings(store: Queries) -> dict[str, str]:
    return dict(store.query("SELECT name, value FROM setting WHERE name IN (?, ?, ?)", [SETTING, PATH, VERSION]))


def scorer_in_force(store: Store) -> Scorer:
    """Give the scorer that reads the texts of a brand; see `in_force`."""
    return in_force(store).scorer


def in_force(store: Store) -> InForce:
    """Find the scorer that reads the texts of a brand; the lexicon where the one that was chosen cannot be had."""
    said, kind = _settings(store), wanted(store)
    return _or_lexicon(store, kind, said.get(PATH, ""), _version(store, said.get(VERSION)))


def to_be(store: Store, asked: Asked) -> Turn:
    """Find the scorer that reads all texts anew, and the settings that hold once it has.

    Raises ScorerError where the kind that somebody asks for cannot be had; the one in force gives way to the lexicon.
    """
    kind, newest = asked.kind or wanted(store), _version(store)
    settings: dict[str, str | None] = {VERSION: str(newest.number)} if kind == "own" and newest else {}
    if asked.kind is None:
        scorer = _or_lexicon(store, kind, local_path(store), newest).scorer
        return Turn(scorer, settings, asked.by, asked.now)
    settings |= {SETTING: kind} | ({PATH: asked.path} if kind == "local" else {})
    return Turn(_scorer(store, kind, asked.path, newest), settings, asked.by, asked.now)


def _or_lexicon(store: Store, kind: Kind, path: str, version: Model | None) -> InForce:
    try:
        return InForce(kind, _scorer(store, kind, path, version))
    except ScorerError as problem:
        return InForce(kind, lexicon(), problem)


def _scorer(store: Store, kind: Kind, path: str, version: Model | None) -> Scorer:
    """Give a scorer by its kind; raises ScorerError where it cannot be had, or does not help."""
    if kind == "own":
        return _own(store, version)
    return local.scorer(path) if kind == "local" else lexicon()


def _version(store: Queries, number: str | None = None) -> Model | None:
    """Find a version of the team's own model; the newest where none is named, or the named one is not there."""
    there = models(store)
    return next((one for one in there if str(one.number) == number), next(iter(there), None))


def _own(store: Store, version: Model | None) -> Scorer:
    if version is None:
        raise ScorerError(why="no_own")
    if not version.helps:
        raise ScorerError(why="own_no_help", version=version.number)
    return own.OwnScorer(version.name, _weights(str(path_of(store.path, version.content)), version.content), lexicon())


@lru_cache(maxsize=4)
def _weights(path: str, content: str) -> Weights:
    """Read weights once per process; they are what their name says, or a ScorerError."""
    file = Path(path)
    try:
        found = file.read_bytes()
    except OSError as cause:
        raise ScorerError(file=file.name, why="weights_gone") from cause
    if sha256(found).hexdigest() != content:
        raise ScorerError(file=file.name, why="weights_damaged")
    return own.unpacked(found, file.name)


def forget_loaded() -> None:
    """Forget the weights in memory, so that the files are looked at again."""
    _weights.cache_clear()


def choose(
    store: Store,
    kind: Kind,
    path: str = "",
    by: str | None = None,
    *,
    progress: Progress = silent,
    now: datetime | None = None,
) -> InForce:
    """Let another scorer read all texts, and those that come: it is in force when the last one is read.

    Raises ScorerError where the scorer cannot be had; nothing is changed then.
    """
    rescore(store, progress, Asked(kind, path, by, now))
    return in_force(store)
