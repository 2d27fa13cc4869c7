"""A snapshot as Markdown: the words and numbers of the paper, for a wiki, a ticket or a chat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kpi.paper.decided import decided
from kpi.paper.document import document
from kpi.paper.effected import effected
from kpi.paper.impersonal import impersonal
from kpi.paper.marked import plain, table
from kpi.paper.tokens import tokens
from kpi.words import NO_VALUE, Words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kpi.paper.blocks import Card, Line, Sign
    from kpi.paper.document import Document
    from kpi.paper.edition import Edition
    from kpi.snapshot import ScoreRow, Snapshot

BEFORE = ("kpi", "baseline", "now")
AFTER = ("target", "progress", "status", "owner", "cadence")
NUMBERS = ("baseline", "now", "change", "before", "during", "moved", "progress", "sample")


def markdown(snapshot: Snapshot, edition: Edition) -> bytes:
    """Write a snapshot as GitHub-flavoured Markdown, UTF-8; same snapshot and edition, same bytes."""
    say, snapshot = Words(edition.language), impersonal(snapshot)
    doc = document(snapshot, say)
    old = say("issued.known_on", day=say.day(edition.known)) if edition.known else ""
    parts = [
        [f"# {plain(doc.title)}", "", f"**{plain(doc.brand)}** · {plain(doc.when)}"],
        [f"**{plain(old)}**"] if old else [],
        [plain(doc.headline)],
        _signals(doc),
        _decisions(snapshot, doc, say),
        _effects(snapshot, doc, say),
        _score(snapshot, doc, say),
        [f"## {plain(doc.words['notes'])}", "", *(f"- **{plain(one.name)}:** {plain(one.text)}" for one in doc.notes)],
        [plain(doc.fingerprint)],
    ]
    return ("\n\n".join("\n".join(part) for part in parts if part) + "\n").encode()


def _signals(doc: Document) -> list[str]:
    lines = [line for card in doc.cards for line in _card(card)]
    return [f"## {plain(doc.words['alerts'])}", "", *(lines or [plain(doc.calm)]), *_said(doc.more)]


def _card(card: Card) -> Iterable[str]:
    owner = f" ({plain(card.owner)})" if card.owner else ""
    yield f"- {_sign(card.sign, 'verdict')} · {plain(card.where)}: {plain(card.rule)}{owner}"
    for leg in card.legs:
        basis = f"{plain(leg.evidence)} · {plain(leg.sample)}"
        yield f"  - {plain(leg.kpi)}: {plain(leg.before)} → {plain(leg.after)} · {basis}"
    if card.brings:
        yield f"  - {plain(card.brings)}"


def _decisions(snapshot: Snapshot, doc: Document, say: Words) -> list[str]:
    """Write what the meeting came to, all of it: there is room."""
    found = decided(snapshot, say, None) if doc.decided else None
    if found is None:
        return []
    head = [f"## {plain(doc.words['decided_title'])}", "", plain(found.held), ""]
    if not found.lines:
        return [*head, plain(found.none)]
    names = ("decision", "about", "action", "size", "owner", "due")
    rows = [
        (f"{line.glyph} {line.sign.word}", line.about, line.action, line.size, line.owner, line.due)
        for line in found.lines
    ]
    return [*head, *table([say(f"minutes.{name}") for name in names], rows)]


def _effects(snapshot: Snapshot, doc: Document, say: Words) -> list[str]:
    """Write what became of the decisions, all of them."""
    found = effected(snapshot, say, len(snapshot.report.effects)) if snapshot.report else None
    if found is None:
        return []
    told = []
    for one in found.lines:
        told.append(f"- {_sign(one.sign, 'came')} · {plain(one.action)} ({plain(one.facts)})")
        told.append(f"  - {plain(one.about)}: {plain(one.lead + one.figures + one.rest)}")
        told += [f"  - {plain(one.aside)}"] if one.aside else []
    return [f"## {plain(doc.words['effects_title'])}", "", *(told or [plain(found.none)])]


def _score(snapshot: Snapshot, doc: Document, say: Words) -> list[str]:
    """Write the table: of a week with the change since the baseline, else with what each row was over the weeks."""
    head = [f"## {plain(doc.words['table'])}", ""]
    if not doc.lines:
        return [*head, plain(doc.words["no_rows"])]
    names = [*BEFORE, *(("before", "during", "moved") if doc.spanned else ("change",)), *AFTER, "sample"]
    own = {"change": say("measure.baseline_move"), "sample": say("scorecard.sample")}
    rows = [_cells(row, line, say) for row, line in zip(snapshot.rows, doc.lines, strict=True)]
    numbers = [place for place, name in enumerate(names) if name in NUMBERS]
    written = table(
        [own.get(name) or doc.words[name] for name in names], [[row[name] for name in names] for row in rows], numbers
    )
    return [*head, *written, *(["", plain(doc.words["partial"])] if doc.partial else [])]


def _cells(row: ScoreRow, line: Line, say: Words) -> dict[str, str]:
    move, over = None if row.partial else row.baseline_move, line.stretch
    return {
        "kpi": line.name,
        "baseline": line.baseline,
        "now": line.now,
        "change": say.change(move.size, row.unit, row.currency) if move else "",
        "before": over.before if over else "",
        "during": over.during if over else "",
        "moved": over.change.word if over and over.change else NO_VALUE,
        "target": line.target,
        "progress": line.progress,
        "status": f"{_glyph(line.sign, 'status')} {line.sign.word}",
        "owner": line.owner,
        "cadence": line.cadence,
        "sample": say.whole(row.now.sample),
    }


def _said(words: str) -> list[str]:
    return ["", plain(words)] if words else []


def _sign(sign: Sign, family: str) -> str:
    return f"**{_glyph(sign, family)} {plain(sign.word)}**"


def _glyph(sign: Sign, family: str) -> str:
    """Give the letter that stands for the shape of a sign."""
    marks = getattr(tokens(), family).values()
    return next((str(mark.glyph) for mark in marks if mark.shape == sign.shape), "")
