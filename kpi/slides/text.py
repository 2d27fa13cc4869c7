"""Paragraphs of a slide: what they say, how they look, and how much of them a box has room for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from kpi.counting import shortened
from kpi.slides.colours import fill
from kpi.slides.measured import LEADING, lines
from kpi.slides.prepared import prepared, quoted

if TYPE_CHECKING:
    from collections.abc import Sequence

Align = Literal["l", "ctr", "r"]
SMALLEST = 10.0  # points
_FEWEST = 6  # characters of a run that has to give way


@dataclass(frozen=True)
class Run:
    """Words of one look."""

    text: str
    size: float = 12.0
    colour: str = "ink"
    bold: bool = False


@dataclass(frozen=True)
class Para:
    """Runs after each other, in so many lines at most."""

    runs: tuple[Run, ...]
    most: int = 1
    after: float = 0.0  # points of air below
    align: Align = "l"

    def lines(self, room: float) -> int:
        """Count its lines in a box that is so wide."""
        return lines(((run.text, run.size, run.bold) for run in self.runs), room)

    def height(self, room: float) -> float:
        """Say how high it is."""
        size = max((run.size for run in self.runs), default=SMALLEST)
        return self.lines(room) * size * LEADING + self.after


def para(text: str, size: float = 12.0, colour: str = "ink", *, bold: bool = False, most: int = 1) -> Para:
    """Make a paragraph of one run."""
    return Para((Run(text, size, colour, bold),), most)


def fitted(whole: Para, room: float) -> Para:
    """Shorten a paragraph to the lines it may have, its longest run first."""
    ready = replace(whole, runs=tuple(replace(run, text=_kept(run.text)) for run in whole.runs))
    while ready.lines(room) > ready.most:
        longest = max(range(len(ready.runs)), key=lambda i: len(ready.runs[i].text))
        text = ready.runs[longest].text
        if len(text) <= _FEWEST:
            break
        ready = _with(ready, longest, _shorter(ready, longest, room))
    return ready


def _shorter(whole: Para, at: int, room: float) -> str:
    """Find the longest form of a run that fits; the shortest one where none does."""
    text, few, many = whole.runs[at].text, _FEWEST, len(whole.runs[at].text) - 1
    while few < many:
        middle = (few + many + 1) // 2
        if _with(whole, at, shortened(text, middle)).lines(room) <= whole.most:
            few = middle
        else:
            many = middle - 1
    return shortened(text, few)


def _with(whole: Para, at: int, text: str) -> Para:
    runs = (*whole.runs[:at], replace(whole.runs[at], text=text), *whole.runs[at + 1 :])
    return replace(whole, runs=runs)


def _kept(text: str) -> str:
    """Keep the blanks at the ends, which part one run from the next."""
    inner = prepared(text)
    return f"{' ' * text.startswith(' ')}{inner}{' ' * (text.endswith(' ') and bool(inner))}"


def arranged(paras: Sequence[Para], room: float, high: float) -> tuple[Para, ...]:
    """Fit paragraphs into a box: the one with the most lines gives way first, then the last ones."""
    ready = [fitted(one, room) for one in paras]
    while ready and sum(one.height(room) for one in ready) > high:
        at = max(range(len(ready)), key=lambda i: (ready[i].lines(room), i))
        if (many := ready[at].lines(room)) > 1:
            ready[at] = fitted(replace(paras[at], most=many - 1), room)
        else:
            ready.pop()
    return tuple(ready)


def written(paras: Sequence[Para], language: str) -> str:
    """Write paragraphs as XML."""
    return "".join(_paragraph(one, language) for one in paras) or f'<a:p><a:endParaRPr lang="{language}"/></a:p>'


def _paragraph(one: Para, language: str) -> str:
    after = f'<a:spcAft><a:spcPts val="{round(one.after * 100)}"/></a:spcAft>' if one.after else ""
    runs = "".join(_run(run, language) for run in one.runs)
    return f'<a:p><a:pPr algn="{one.align}">{after}</a:pPr>{runs}</a:p>'


def _run(run: Run, language: str) -> str:
    text = quoted(run.text)
    blanks = (" " * run.text.startswith(" "), " " * (run.text.endswith(" ") and bool(text)))
    return (
        f'<a:r><a:rPr lang="{language}" sz="{round(run.size * 100)}" b="{int(run.bold)}" dirty="0">'
        f"{fill(run.colour)}</a:rPr><a:t>{blanks[0]}{text}{blanks[1]}</a:t></a:r>"
    )
