"""A format as a TOML file: written so that a colleague can read it, and read only when it says what it must."""

from __future__ import annotations

import json
import tomllib
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import duckdb
from pydantic import ValidationError

from data.errors import BrokenFormatError
from data.format import Cell, Format
from data.locked import in_memory
from data.values import cells

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 200_000
_SETTING = cells.Setting(zone="UTC", key="", latest="2100-01-01", values={}, decimal=".")


def to_toml(form: Format) -> str:
    """Write a format as a TOML file; reading it back under the same name gives an equal format."""
    said = form.model_dump(by_alias=True, exclude_defaults=True, exclude={"name"}, mode="json")
    plain = [f"{_key(key)} = {_value(value)}" for key, value in said.items() if not isinstance(value, dict)]
    tables = [line for key, value in said.items() if isinstance(value, dict) for line in _table(_key(key), value)]
    return "\n".join([*plain, *tables]) + "\n"


def from_toml(name: str, content: bytes, file: str) -> Format:
    """Read a format that came from elsewhere; raises BrokenFormatError, which names the key that is wrong."""
    try:
        declared = tomllib.loads(content[: MAX_BYTES + 1].decode("utf-8-sig"))
        form = Format(**{"name": name, **declared, "label": declared.get("label") or name.replace("_", " ")})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise BrokenFormatError(file=file, why="no_toml", at="", value=str(cause)) from cause
    except ValidationError as cause:
        raise _explained(cause, file) from cause
    _try_out(form, file)
    return form.model_copy(update={"name": name})


# -- writing -----------------------------------------------------------------------------------


def _table(path: str, table: dict[str, Any]) -> Iterator[str]:
    """Write a table: first what stands in it, then the tables inside it."""
    inner = {key: value for key, value in table.items() if isinstance(value, dict)}
    plain = {key: value for key, value in table.items() if key not in inner}
    if plain or not inner:
        yield f"\n[{path}]"
    yield from (f"{_key(key)} = {_value(value)}" for key, value in plain.items())
    for key, value in inner.items():
        yield from _table(f"{path}.{_key(key)}", value)


def _key(key: str) -> str:
    bare = key.isascii() and key.replace("_", "").replace("-", "").isalnum()
    return key if bare else _value(key)


def _value(value: Any) -> str:
    """Write a value; JSON writes texts, numbers and truth the way TOML does."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{_key(key)} = {_value(one)}" for key, one in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


# -- checking ----------------------------------------------------------------------------------


def _explained(cause: ValidationError, file: str) -> BrokenFormatError:
    """Name the first key that is wrong, and the nearest one there is; a misspelled key is also a missing one."""
    error = min(cause.errors(), key=lambda one: one["type"] != "extra_forbidden")
    key = ".".join(map(str, error["loc"]))
    kinds = {"extra_forbidden": "unknown_key", "missing": "missing_key"}
    why = kinds.get(error["type"], "wrong_value" if key else "contradiction")
    said = str(error.get("input", "")) if why == "wrong_value" else str(error.get("ctx", {}).get("error", ""))
    if why == "unknown_key":
        model = Cell if str(error["loc"][0]) in ("columns", "metrics") else Format
        known = [field.alias or name for name, field in model.model_fields.items()]
        said = ", ".join(get_close_matches(str(error["loc"][-1]), known, n=1) or known[:8])
    return BrokenFormatError(file=file, why=why, at=key, value=said[:120])


def _try_out(form: Format, file: str) -> None:
    """Type nothing with every cell: a pattern that the database does not know must not fail an upload later."""
    if form.set_aside is not None:
        raise BrokenFormatError(file=file, why="of_no_use", at="set_aside", value="")
    with in_memory() as con:
        for field, cell in form.cells.items():
            try:
                con.execute(f"SELECT {cells.typed(cell, 'said', _SETTING)} FROM (SELECT CAST('1' AS VARCHAR) AS said)")
            except duckdb.Error as cause:
                reason = str(cause).splitlines()[0]
                raise BrokenFormatError(file=file, why="wrong_value", at=f"columns.{field}", value=reason) from cause
