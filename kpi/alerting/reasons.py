"""Why a week reads differently than it did: what came, went or was changed since a revision of the store."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from data import raw
from kpi.catalog import catalog
from kpi.snapshot import EVERYWHERE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from data.ledger import Upload
    from data.store import Store
    from kpi.alerting.findings import Finding

Kind = Literal["week", "came", "went", "rules", "plan", "settings", "notes", "unjudged", "otherwise"]
RULES = "rules"  # the setting that keeps the team's rulebook
_RISKY = {"late_threads", "high_risk_in_time"}  # KPIs that hang on what the team calls a risk
_SILENT = re.compile("brand|language|(outlet|pseudonym|sample).*")  # no number and no rule hangs on these


@dataclass(frozen=True)
class Reason:
    """One thing that changed: text key `case.why.<kind>`."""

    kind: Kind
    names: tuple[str, ...] = ()  # of files, or the id of the week
    numbers: tuple[int, ...] = ()  # of the uploads, or the version of the plan

    @property
    def body(self) -> dict[str, Any]:
        """Write it as the journal keeps it."""
        return {"kind": self.kind, "names": list(self.names), "numbers": list(self.numbers)}


def read_reasons(body: Mapping[str, Any]) -> tuple[Reason, ...]:
    """Read the reasons of an entry of the journal."""
    return tuple(Reason(one["kind"], tuple(one["names"]), tuple(one["numbers"])) for one in body.get("why", ()))


def since(store: Store, revision: int, of: Finding) -> tuple[Reason, ...]:
    """List what a state of the store has and an earlier one had not, or the other way round, and a finding reads."""
    counts = _feeding(store.uploads(), of)
    came, went = ([one for one in files if one.batch_id in counts] for files in _uploads(store, revision))
    return (*_files("came", came), *_files("went", went), *_said(store, revision, of))


def _feeding(uploads: Iterable[Upload], of: Finding) -> set[int]:
    """Find the uploads that feed the KPIs of a finding; without its channel's own, those of all channels do."""
    if of.level == "at_cost":  # its guards are KPIs of other rows
        return {one.batch_id for one in uploads}
    known = tuple(uploads)
    found: set[int] = set()
    for kpi in (catalog()[name] for name in of.kpis if name in catalog()):
        fed = [one for one in known if one.fact in kpi.sources]
        own = [one for one in fed if one.channel in {of.channel, None}]
        found.update(one.batch_id for one in (fed if of.channel == EVERYWHERE else own or fed))
    return found


def _files(kind: Kind, uploads: Iterable[Upload]) -> Iterator[Reason]:
    ordered = sorted(uploads, key=lambda one: one.batch_id)
    if ordered:
        yield Reason(kind, tuple(one.file for one in ordered), tuple(one.batch_id for one in ordered))


def _uploads(store: Store, revision: int) -> tuple[list[Upload], list[Upload]]:
    """Tell the uploads that count now and did not then from those that did; what came and went meanwhile is neither."""
    came: list[Upload] = []
    went: list[Upload] = []
    for upload in store.uploads():
        said = raw.said_of(store.folder, upload.batch_id)
        there = int(said.get("revision") or 0) <= revision
        gone = int(said.get("undone_revision") or 0)
        if upload.undone_at is None and not there:
            came.append(upload)
        elif upload.undone_at is not None and there and gone > revision:
            went.append(upload)
    return came, went


_SETTINGS = "SELECT DISTINCT name FROM setting_change WHERE revision > ? ORDER BY 1"
_PLAN = "SELECT max(version) FROM plan WHERE revision > ?"
_BREAKS = """
SELECT count(*) FROM annotation
WHERE kind = 'break' AND (revision > $1 OR removed_revision > $1)
AND (kpi IS NULL OR list_contains($2, kpi)) AND (channel IS NULL OR $3 IN ('*', channel))
"""


def _said(store: Store, revision: int, of: Finding) -> Iterator[Reason]:
    names = [name for (name,) in store.query(_SETTINGS, [revision]) if not _SILENT.fullmatch(name)]
    if RULES in names and of.rule is not None:
        yield Reason("rules")
    if (version := store.query(_PLAN, [revision])[0][0]) is not None:
        yield Reason("plan", numbers=(int(version),))
    if others := tuple(name for name in names if _touches(name, of)):
        yield Reason("settings", names=others)
    about = [revision, list(of.kpis), of.channel]
    if of.level != "at_cost" and store.query(_BREAKS, about)[0][0]:
        yield Reason("notes")


def _touches(name: str, of: Finding) -> bool:
    """Whether a setting can change what a finding reads."""
    kpis = [catalog()[kpi] for kpi in of.kpis if kpi in catalog()]
    match name:
        case "rules":
            return False  # said by a reason of its own
        case "currency":
            return any(kpi.unit == "money" for kpi in kpis)
        case "brand_name":  # whose mentions are ours, and who is compared
            return any("mentions" in kpi.sources for kpi in kpis)
        case "topics" | "sentiment_basis" | "scorer" | "scorer_path" | "scorer_version":
            # which rows a rule asks for is not known here
            return any(kpi.fact == "opinions" for kpi in kpis)
        case "risk":
            return not _RISKY.isdisjoint(of.kpis)
        case _:
            return True
