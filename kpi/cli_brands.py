"""`python -m kpi brands`: list the brands there are and the archived ones; archive, bring back or delete one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from data.access import people
from data.brand_files import acts, deletion
from data.brand_files.belongings import archived, shown_name
from data.reading.places import slug, stores
from kpi.cli_common import MistakeError, user

if TYPE_CHECKING:
    from argparse import ArgumentParser
    from pathlib import Path

    from kpi.words import Words

WHATS = ("list", "archive", "back", "delete")


def options(brands: ArgumentParser, say: Words) -> None:
    """Declare what `brands` takes."""
    brands.add_argument("what", choices=WHATS, nargs="?", default="list", help=say("cli.help.what_brands"))


def listed(say: Words) -> list[list[str]]:
    """Give a line for each brand: its name, its file, and whether it is archived."""
    away = archived()
    if not (stores() or away):
        raise MistakeError(say("cli.no_brand"))
    here = [[shown_name(path), str(path), ""] for path in stores()]
    return [*here, *([shown_name(path), str(path), say("cli.archived")] for path in away)]


def act(say: Words, what: str, name: str | None) -> str:
    """Do it, and give what is to be said; to delete a brand, its name must be typed as the team wrote it."""
    if not (name or "").strip():
        raise MistakeError(say("cli.empty", option="--brand"))
    name = str(name)
    here, away = _called(name, stores()), _called(name, archived())
    if what == "archive":
        acts.archive(_key(say, name, here), user())
        return say("brands.put_by_done", name=name)
    if what == "back":
        acts.bring_back(_key(say, name, away), user())
        return say("brands.back_done", name=name)
    key = _key(say, name, here or away)
    whole = deletion.delete(key, name, user(), from_archive=here is None)
    told = say("brands.deleted" if whole else "brands.half_deleted", name=name)
    still = ", ".join(people.named(key))
    return f"{told} {say('brands.deleted_listed', who=still)}" if still else told


def _called(name: str, paths: list[Path]) -> Path | None:
    return next((path for path in paths if path.stem == slug(name) or shown_name(path) == name), None)


def _key(say: Words, name: str, found: Path | None) -> str:
    if found is None:
        raise MistakeError(say("cli.unknown_brand", brand=name, brands=", ".join(line[0] for line in listed(say))))
    return found.stem
