"""The access list: which person, and which group of the sign-in, may do what with which brand. `access.toml`.

    [people]
    "eva@example.org" = { "*" = ["administer"] }
    "tom@example.org" = { "Noordlicht Energie" = ["upload", "decide"] }

    [claims]
    groups = "roles"

    [groups]
    "readers" = { "*" = ["view"] }

Who is not in it, and in no group of it, may nothing. A list that names a right or a brand that is not there is
refused whole: half of a list that was meant otherwise would give the wrong rights to somebody.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field, ValidationError

from data import audit
from data.access.rights import EVERY, Grants, Person, Right
from data.declared import Declared
from data.errors import AccessListError
from data.reading.places import home, slug, stores

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MAX_BYTES = 1_000_000
_OF_BRANDS = ("brand_made", "brand_archived", "brand_deleted")
_ASCII = str.maketrans({chr(code): chr(code + 32) for code in range(ord("A"), ord("Z") + 1)})

Declaration = dict[str, tuple[Right, ...]]  # brand, as the file calls it -> rights


class Claims(Declared):
    """What the sign-in tells about a person, and how far it is believed."""

    groups: str | None = None  # the claim that lists somebody's groups; `a.b` = b in a, where no claim is called so
    email_verified: Literal["required", "assumed"] = "required"  # assumed: the provider itself gives out the addresses


class _File(Declared):
    people: dict[str, Declaration] = Field(default_factory=dict)
    groups: dict[str, Declaration] = Field(default_factory=dict)
    claims: Claims = Claims()


@dataclass(frozen=True)
class AccessList:
    """Who may what; a brand is named by its file."""

    people: Mapping[str, Grants]  # e-mail address, see `address_of`
    groups: Mapping[str, Grants]  # as the sign-in spells them
    claims: Claims


def path_of() -> Path:
    """Give the file of the list: NINETY_ACCESS, else beside the stores."""
    return Path(os.environ.get("NINETY_ACCESS") or home() / "access.toml")


def load(path: Path, brands: Collection[str] | None = None) -> AccessList:
    """Read the list; raises AccessListError, which says what is wrong, where.

    `brands` are the names of files that it may speak of; None: of the stores there are, and of those that the log
    tells of: a brand that is archived or deleted closes nothing for the others.
    """
    known = _brands() if brands is None else set(brands)
    try:
        said = path.read_bytes()
        if len(said) > MAX_BYTES:
            raise AccessListError(file=str(path), why="access_too_long", at="", value="")
        declared = _File(**tomllib.loads(said.decode("utf-8-sig")))
    except OSError as cause:
        raise AccessListError(file=str(path), why="access_gone", at="", value="") from cause
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as cause:
        raise AccessListError(file=str(path), why="no_toml", at="", value=str(cause)) from cause
    except ValidationError as cause:
        raise _explained(cause, path) from cause
    return _Check(path, known).taken(declared)


def named(brand: str) -> tuple[str, ...]:
    """Name the people and groups to whom the list gives rights for this very brand; nobody where it cannot be taken.

    Their rights stay in the list when the brand is deleted, and hold for one that is made under its name later.
    """
    try:
        known = load(path_of())
    except AccessListError:
        return ()
    listed = (*known.people.items(), *known.groups.items())
    return tuple(sorted({name for name, given in listed if brand in given}))


def _brands() -> set[str]:
    told = {str(line.about["brand"]) for line in audit.lines(None) if "brand" in line.about and line.what in _OF_BRANDS}
    return told | {store.stem for store in stores()}


def address_of(email: str) -> str:
    """Write an e-mail address the one way in which it is compared: capitals are no difference.

    Only those of plain ASCII: other letters fold into one another, and an address that only looks like somebody's
    would be theirs.
    """
    return email.translate(_ASCII)


def person_of(claims: Mapping[str, Any], known: AccessList) -> Person:
    """Tell who is behind the claims of a sign-in, with all that their address and their groups give them."""
    email = _verified(claims, known)
    given = [known.people.get(email, {})] if email else []
    given += [known.groups[name] for name in _groups(claims, known.claims.groups) if name in known.groups]
    return Person(email or f"sub:{claims.get('sub', '')}", _union(given))


def _verified(claims: Mapping[str, Any], known: AccessList) -> str | None:
    """Give the address that the provider vouches for: anybody may claim to have another one."""
    email, said = claims.get("email"), claims.get("email_verified")
    assumed = said is None and known.claims.email_verified == "assumed"
    vouched = said is True or (isinstance(said, str) and said.casefold() == "true")
    return address_of(email) if isinstance(email, str) and email and (vouched or assumed) else None


def _groups(claims: Mapping[str, Any], name: str | None) -> list[str]:
    if name is None:
        return []
    found: Any = claims.get(name)
    if found is None and "." in name:
        found = claims
        for part in name.split("."):
            found = found.get(part) if isinstance(found, Mapping) else None
    listed = found if isinstance(found, (list, tuple)) else [found]
    return [one for one in listed if isinstance(one, str)]


def _union(given: Iterable[Grants]) -> Grants:
    found: dict[str, frozenset[Right]] = {}
    for grants in given:
        for brand, rights in grants.items():
            found[brand] = found.get(brand, frozenset()) | rights
    return found


@dataclass(frozen=True)
class _Check:
    """Hold what a file declares against the brands there are."""

    path: Path
    known: Collection[str]

    def taken(self, declared: _File) -> AccessList:
        if declared.groups and declared.claims.groups is None:
            raise self._wrong("access_no_claim", "groups", "")
        people: dict[str, Grants] = {}
        for email, declaration in declared.people.items():
            if email.strip() != email or email.count("@") != 1:
                raise self._wrong("access_no_email", "people", email)
            if address_of(email) in people:
                raise self._wrong("access_twice", "people", email)
            people[address_of(email)] = self._grants(declaration, f"people.{email}")
        groups = {name: self._grants(given, f"groups.{name}") for name, given in declared.groups.items()}
        return AccessList(people, groups, declared.claims)

    def _grants(self, declaration: Declaration, at: str) -> Grants:
        found: dict[str, frozenset[Right]] = {}
        for brand, rights in declaration.items():
            file = EVERY if brand == EVERY else slug(brand)
            if file != EVERY and file not in self.known:
                raise self._wrong("access_brand", at, brand)
            if file in found:
                raise self._wrong("access_twice", at, brand)
            found[file] = frozenset(rights)
        return found

    def _wrong(self, why: str, at: str, value: str) -> AccessListError:
        return AccessListError(file=str(self.path), why=why, at=at, value=value)


def _explained(cause: ValidationError, path: Path) -> AccessListError:
    """Name the first value that is wrong, and the nearest key there is."""
    error = cause.errors()[0]
    at = ".".join(str(one) for one in error["loc"] if isinstance(one, str))
    if error["type"] == "enum":
        return AccessListError(file=str(path), why="access_right", at=at, value=str(error["input"])[:120])
    if error["type"] == "extra_forbidden":
        keys = list((Claims if error["loc"][0] == "claims" else _File).model_fields)
        near = get_close_matches(str(error["loc"][-1]), keys, n=1) or keys
        return AccessListError(file=str(path), why="unknown_key", at=at, value=", ".join(near))
    return AccessListError(file=str(path), why="wrong_value", at=at, value=str(error["input"])[:120])
