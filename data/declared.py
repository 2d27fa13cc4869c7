"""Read a declaration file (TOML) into a model, or say plainly what is wrong with it."""

from __future__ import annotations

import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

if TYPE_CHECKING:
    from pathlib import Path

M = TypeVar("M", bound=BaseModel)


class BrokenDeclarationError(Exception):
    """A file of ours does not say what it must; the program does not start."""


class Declared(BaseModel):
    """A model that a TOML file fills: frozen, and an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


def read(path: Path) -> dict[str, Any]:
    """Read a TOML file."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as cause:
        raise BrokenDeclarationError(f"{path}: {cause}") from cause


def build(model: type[M], declared: dict[str, Any], where: str) -> M:
    """Build a model from what a file declares; name the place and the nearest key when it fails."""
    try:
        return model(**declared)
    except ValidationError as cause:
        raise BrokenDeclarationError("\n".join(_explain(model, error, where) for error in cause.errors())) from cause


def _explain(model: type[BaseModel], error: Any, where: str) -> str:
    place = ".".join([where, *map(str, error["loc"])])
    if error["type"] == "extra_forbidden":
        near = get_close_matches(str(error["loc"][-1]), model.model_fields, n=1)
        return f"{place}: unknown key" + (f", did you mean {near[0]!r}?" if near else "")
    return f"{place}: {error['msg'][0].lower()}{error['msg'][1:]}"
