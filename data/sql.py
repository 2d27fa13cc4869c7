"""Small pieces of SQL text: quoted names, quoted words, lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def name(identifier: str) -> str:
    """Quote a column or table name."""
    return '"' + identifier.replace('"', '""') + '"'


def names(identifiers: Iterable[str], of: str = "") -> str:
    """Quote and join column names, each with the table it is of."""
    prefix = f"{of}." if of else ""
    return ", ".join(prefix + name(identifier) for identifier in identifiers)


def literal(value: object) -> str:
    """Write a constant."""
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    return "'" + str(value).replace("'", "''") + "'"


def words(values: Iterable[str]) -> str:
    """Write a list of constants for IN (…); an empty one matches nothing."""
    return ", ".join(map(literal, values)) or "NULL"


def same(left: str, right: str, columns: Iterable[str]) -> str:
    """Compare the key columns of two tables; keys are never NULL."""
    return " and ".join(f"{left}.{name(column)} = {right}.{name(column)}" for column in columns)


def listed(checks: dict[str, str]) -> str:
    """Name the checks that hold, joined by commas; nearly always none does, and nothing is put together."""
    if not checks:
        return "''"
    found = ", ".join(f"CASE WHEN {check} THEN {literal(field)} END" for field, check in checks.items())
    return (
        f"CASE WHEN {' OR '.join(f'({check})' for check in checks.values())} THEN concat_ws(',', {found}) ELSE '' END"
    )
