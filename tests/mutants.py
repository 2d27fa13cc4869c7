"""Would the tests notice a wrong sign? Change kpi/ in thousands of places, one at a time, and run the tests of each.

`make mutants` does all of kpi/ (an hour or two on 2 cores; a run that was stopped goes on where it was), or what is
named: `make mutants ONLY="kpi.verdict* kpi.target*"`, or so many at random: `make mutants ONLY=1000`. It prints how
many changes were noticed, file by file, and fails below 90%, or when a changed comparison in a file of JUDGES was not.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tokenize
from collections import Counter
from io import StringIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MUTMUT = Path(sys.executable).with_name("mutmut")
RESULTS = Path("mutants")
NOTICED = {1, 3, 24, -24, 36, 37, 152, 255}  # a test failed, or never came to an end (exit codes of mutmut)
UNTESTED = {33}  # no test reaches it
LEAST = 0.9
# what they compare decides what a team stops
JUDGES = ("target", "verdict", "rules", "alerts", "legs", "leading", "needed")
COMPARISONS = {"<", "<=", ">", ">=", "==", "!=", "is", "in", "not"}


def main() -> None:
    """Run the mutants that have no result yet, and report."""
    asked = sys.argv[1:]
    if len(asked) == 1 and asked[0].isdigit():
        asked = _drawn(int(asked[0]))
    subprocess.run([MUTMUT, "run", *asked], check=False)
    results = {name: code for name, code in _results(asked) if code is not None}
    missed = [name for name, code in results.items() if code not in NOTICED]
    print(_table(results))
    dangerous = [(name, change) for name in missed if _judges(name) and (change := _comparison(name))]
    for name, change in dangerous:
        print(f"an unnoticed comparison: {name}\n{change}")
    if not results:
        sys.exit("no mutant ran: see above")
    share = 1 - len(missed) / len(results)
    print(f"{len(results) - len(missed):,} of {len(results):,} noticed: {share:.1%}")
    sys.exit(int(share < LEAST or bool(dangerous)))


def _drawn(number: int) -> list[str]:
    """Draw mutants, the same ones as long as kpi/ is the same."""
    subprocess.run([MUTMUT, "run", "none of them"], check=False, capture_output=True)  # it makes them all
    every = [name for name, _ in _results(())]
    return Random(number).sample(every, min(number, len(every)))


def _results(patterns: Iterable[str]) -> Iterator[tuple[str, int | None]]:
    """Read what became of each mutant that was asked for; None of one that did not run."""
    exact = set(patterns)
    wanted = tuple(pattern.rstrip("*") for pattern in exact if pattern.endswith("*"))
    for meta in sorted(RESULTS.rglob("*.meta")):
        codes: dict[str, int | None] = json.loads(meta.read_text(encoding="utf-8"))["exit_code_by_key"]
        yield from (
            (name, code) for name, code in codes.items() if code is not None and (not wanted or name.startswith(wanted))
        )


def _table(results: dict[str, int]) -> str:
    """List the files, the worst first."""
    every, missed = (
        Counter(map(_file, results)),
        Counter(_file(n) for n, code in results.items() if code not in NOTICED),
    )
    untested = Counter(_file(name) for name, code in results.items() if code in UNTESTED)
    lines = sorted(every, key=lambda file: -missed[file] / every[file])
    return "\n".join(
        f"{file:32} {every[file] - missed[file]:5} of {every[file]:5} {1 - missed[file] / every[file]:7.1%}"
        + (f"  {untested[file]} that no test reaches" if untested[file] else "")
        for file in lines
    )


def _file(name: str) -> str:
    """Take the module from the name of a mutant: `kpi.noise.x_move__mutmut_1`."""
    return name.rsplit(".", 1)[0]


def _judges(name: str) -> bool:
    return any(part in JUDGES for part in _file(name).split("."))


def _comparison(name: str) -> str:
    """Give the change when it is one of a comparison, else nothing."""
    shown = subprocess.run([MUTMUT, "show", name], check=False, capture_output=True, text=True).stdout
    before, after = (
        [line[1:] for line in shown.splitlines() if line[:1] == sign and line[1:3] != sign * 2] for sign in "-+"
    )
    changed = set(_words("\n".join(before))) ^ set(_words("\n".join(after)))
    return shown if {word for word, _ in changed} & COMPARISONS else ""


def _words(code: str) -> Iterator[tuple[str, int]]:
    """Split code into words, each with how often it stood there before; half a statement is split as far as it goes."""
    seen: Counter[str] = Counter()
    try:
        for token in tokenize.generate_tokens(StringIO(code.strip()).readline):
            seen[token.string] += 1
            yield token.string, seen[token.string]
    except (tokenize.TokenError, IndentationError):
        return


if __name__ == "__main__":
    main()
