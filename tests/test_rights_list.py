"""The access list gives what it says, to whom it says, and nothing where it is doubtful."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from data.access import listed
from data.access.listed import current
from data.access.people import AccessList, load, person_of
from data.access.rights import Right
from data.errors import AccessListError
from kpi.problems import tell
from kpi.words import LANGUAGES, Words

BRANDS = {"noordlicht-energie", "sol-si-vant"}
LIST = """
[people]
"Eva@Example.org" = { "*" = ["administer"] }
"tom@example.org" = { "Noordlicht Energie" = ["upload", "decide"], "sol-si-vant" = ["view"] }
"none@example.org" = { "*" = [] }

[claims]
groups = "roles"

[groups]
"readers" = { "*" = ["view"] }
"Makers" = { "Sol și vânt" = ["define"] }
"""
VIEW, UPLOAD, DECIDE, DEFINE = Right.VIEW, Right.UPLOAD, Right.DECIDE, Right.DEFINE
TOM = {"email": "tom@example.org", "email_verified": True, "sub": "7"}


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def taken(tmp_path: Path, text: str = LIST) -> AccessList:
    return load(written(tmp_path / "access.toml", text), BRANDS)


@pytest.mark.parametrize(
    ("claims", "here", "there"),
    [
        (TOM, {VIEW, UPLOAD, DECIDE}, {VIEW}),
        (TOM | {"email": "TOM@example.ORG"}, {VIEW, UPLOAD, DECIDE}, {VIEW}),
        (TOM | {"email_verified": "true"}, {VIEW, UPLOAD, DECIDE}, {VIEW}),
        (TOM | {"roles": ["Makers", "nobody knows"]}, {VIEW, UPLOAD, DECIDE}, {VIEW, DEFINE}),
        (TOM | {"email": "eva@example.org"}, set(Right), set(Right)),
        ({"sub": "8", "roles": "readers"}, {VIEW}, {VIEW}),
        ({"sub": "8", "roles": ["Makers"]}, set(), {VIEW, DEFINE}),
        # nothing is given: nobody knows them, or nobody vouches for them
        ({}, set(), set()),
        ({"sub": "tom@example.org"}, set(), set()),
        (TOM | {"email_verified": False}, set(), set()),
        (TOM | {"email_verified": "false"}, set(), set()),
        (TOM | {"email_verified": 1}, set(), set()),
        ({"email": "tom@example.org"}, set(), set()),
        (TOM | {"email": "none@example.org"}, set(), set()),
        (TOM | {"email": " tom@example.org"}, set(), set()),
        (TOM | {"email": ["tom@example.org"]}, set(), set()),
        (TOM | {"email": "\u1e6dom@example.org"}, set(), set()),
        ({"sub": "8", "roles": ["makers"]}, set(), set()),
        ({"sub": "8", "roles": {"readers": True}}, set(), set()),
        ({"sub": "8", "roles": [["readers"], None, 3]}, set(), set()),
        ({"sub": "8", "groups": ["readers"]}, set(), set()),
    ],
)
def test_a_person_has_what_the_list_gives_their_address_and_their_groups(
    tmp_path: Path, claims: dict[str, Any], here: set[Right], there: set[Right]
) -> None:
    person = person_of(claims, taken(tmp_path))
    assert (person.rights("noordlicht-energie"), person.rights("sol-si-vant")) == (here, there)


def test_a_letter_that_only_looks_like_another_is_another(tmp_path: Path) -> None:
    known = taken(tmp_path, '[people]\n"kim@example.org" = { "*" = ["administer"] }')
    kelvin = person_of({"email": "\u212aim@example.org", "email_verified": True}, known)
    assert kelvin.id.lower() == "kim@example.org"  # what str.lower() would have let in
    assert kelvin.rights("sol-si-vant") == set()


def test_an_address_without_proof_counts_only_where_the_list_says_so(tmp_path: Path) -> None:
    known = taken(tmp_path, LIST.replace("[claims]", '[claims]\nemail_verified = "assumed"'))
    unsaid = person_of({"email": "tom@example.org"}, known)
    denied = person_of(TOM | {"email_verified": False}, known)
    assert (unsaid.may(UPLOAD, "noordlicht-energie"), denied.may(VIEW, "noordlicht-energie")) == (True, False)


@pytest.mark.parametrize(
    ("name", "claims"),
    [
        ("realm_access.roles", {"realm_access": {"roles": ["readers"]}}),
        ("https://ninety.example/roles", {"https://ninety.example/roles": ["readers"]}),
        ("realm.roles", {"realm.roles": ["readers"], "realm": {"roles": ["Makers"]}}),
    ],
)
def test_groups_stand_where_the_provider_puts_them(tmp_path: Path, name: str, claims: dict[str, Any]) -> None:
    known = taken(tmp_path, LIST.replace('"roles"', f'"{name}"'))
    assert person_of(claims, known).rights("noordlicht-energie") == {VIEW}


def test_the_log_names_people_by_the_address_that_was_vouched_for(tmp_path: Path) -> None:
    known = taken(tmp_path)
    assert person_of(TOM | {"email": "Tom@Example.org"}, known).id == "tom@example.org"
    assert person_of(TOM | {"email_verified": False}, known).id == "sub:7"


@pytest.mark.parametrize(
    ("text", "why", "at", "value"),
    [
        ('[people]\n"a@b.nl" = { "*" = ["edit"] }', "access_right", "people.a@b.nl.*", "edit"),
        ('[people]\n"a@b.nl" = { "Noordlich" = ["view"] }', "access_brand", "people.a@b.nl", "Noordlich"),
        ('[people]\n"a.b.nl" = { "*" = ["view"] }', "access_no_email", "people", "a.b.nl"),
        ('[people]\n"a@b.nl" = { }\n"A@b.nl" = { }', "access_twice", "people", "A@b.nl"),
        (
            '[people]\n"a@b.nl" = { "Noordlicht Energie" = [], "noordlicht-energie" = ["view"] }',
            *("access_twice", "people.a@b.nl", "noordlicht-energie"),
        ),
        ('[groups]\n"makers" = { "*" = ["view"] }', "access_no_claim", "groups", ""),
        ('[claims]\ngroup = "roles"', "unknown_key", "claims.group", "groups"),
        ('[peeple]\n"a@b.nl" = { "*" = ["view"] }', "unknown_key", "peeple", "people"),
        ('[people]\n"a@b.nl" = ["view"]', "wrong_value", "people.a@b.nl", "['view']"),
        ('[claims]\nemail_verified = "no"', "wrong_value", "claims.email_verified", "no"),
        ("[people", "no_toml", "", "Expected ']' at the end of a table declaration (at end of document)"),
        ("x" * 1_000_001, "access_too_long", "", ""),
    ],
)
def test_a_list_that_is_wrong_is_refused_whole(tmp_path: Path, text: str, why: str, at: str, value: str) -> None:
    with pytest.raises(AccessListError) as refused:
        taken(tmp_path, text)
    assert refused.value.fields == {"file": str(tmp_path / "access.toml"), "why": why, "at": at, "value": value}
    for language in LANGUAGES:
        assert value in tell(Words(language), refused.value)


@pytest.fixture
def access(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NINETY_HOME", str(tmp_path))
    monkeypatch.setenv("NINETY_ACCESS", str(tmp_path / "who.toml"))
    monkeypatch.setattr(listed, "_SEEN", listed._Seen())
    return written(tmp_path / "who.toml", '[people]\n"tom@example.org" = { "*" = ["upload"] }')


def test_the_list_is_read_again_when_its_file_changes(access: Path) -> None:
    assert person_of(TOM, current()).rights("x") == {VIEW, UPLOAD}
    written(access, '[people]\n"tom@example.org" = { "*" = ["decide"] }')
    assert person_of(TOM, current()).rights("x") == {VIEW, DECIDE}


def test_it_is_not_read_again_while_its_file_stands(access: Path) -> None:
    first = current()
    assert current() is first
    os.utime(access, ns=(1, 1))
    assert current() is not first


@pytest.mark.parametrize("breaks", ["[people", None])
def test_a_list_that_breaks_lets_nobody_in_until_it_is_mended(
    access: Path, caplog: pytest.LogCaptureFixture, breaks: str | None
) -> None:
    good = access.read_text(encoding="utf-8")
    assert current().people
    access.unlink() if breaks is None else written(access, breaks)
    for _ in range(2):
        with pytest.raises(AccessListError) as closed:
            current()
        assert closed.value.fields["why"] == "access_closed"
    assert (len(caplog.records), "tom@" in caplog.text) == (1, False)
    written(access, good)
    assert current().people.keys() == {"tom@example.org"}
