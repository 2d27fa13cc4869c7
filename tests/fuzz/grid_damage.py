"""Damage to the cells of a table: what hands, spreadsheets and half-read exports do to rows and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fuzz.cells import ANYTHING, DAYS, NUMBERS, WORDS

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

    from tests.fuzz.originals import Grid


def a_cell(rng: Random, grid: Grid) -> None:
    for _ in range(rng.choice((1, 1, 2, 5, 20))):
        row = _row(rng, grid)
        if row:
            row[rng.randrange(len(row))] = rng.choice(ANYTHING)


def a_column(rng: Random, grid: Grid) -> None:
    """Write one kind of odd cell into most rows of a column."""
    place, odd = _place(rng, grid), rng.choice((NUMBERS, DAYS, WORDS, (rng.choice(ANYTHING),)))
    for row in grid[1:]:
        if place < len(row) and rng.random() < 0.8:
            row[place] = rng.choice(odd)


def rounded_ids(rng: Random, grid: Grid) -> None:
    """Keep 15 digits of long numbers, or write them with an exponent."""
    in_full = rng.random() < 0.5
    for row in grid:
        for place, cell in enumerate(row):
            if cell.isdecimal() and len(cell) > 15:
                row[place] = cell[:15] + "0" * (len(cell) - 15) if in_full else f"{float(cell):.5E}"


def other_marks(rng: Random, grid: Grid) -> None:
    """Swap points and commas, as a spreadsheet of another country does."""
    marks = rng.choice((str.maketrans(".,", ",."), str.maketrans(".", ","), str.maketrans(",", ".")))
    for row in grid[1:]:
        row[:] = [cell.translate(marks) if cell[:1].isdecimal() else cell for cell in row]


def swapped_days(_rng: Random, grid: Grid) -> None:
    """Turn 11/16/2026 into 16/11/2026 wherever it stands."""
    for row in grid[1:]:
        for place, cell in enumerate(row):
            parts = cell.split("/")
            if len(parts) == 3:
                row[place] = "/".join((parts[1], parts[0], parts[2]))


def shuffled_columns(rng: Random, grid: Grid) -> None:
    order = list(range(max(map(len, grid), default=0)))
    rng.shuffle(order)
    for row in grid:
        full = [*row, *[""] * (len(order) - len(row))]
        row[:] = [full[place] for place in order]


def a_column_less(rng: Random, grid: Grid) -> None:
    place = _place(rng, grid)
    for row in grid:
        del row[place : place + 1]


def a_column_twice(rng: Random, grid: Grid) -> None:
    place, to = _place(rng, grid), _place(rng, grid)
    for row in grid:
        row.insert(to, row[place] if place < len(row) else "")


def another_header(rng: Random, grid: Grid) -> None:
    row = grid[rng.randrange(min(4, len(grid)))] if grid else []
    if row:
        place = rng.randrange(len(row))
        row[place] = rng.choice((row[place].upper(), row[place] + " ", rng.choice(row), rng.choice(WORDS), "Views"))


def rows_shuffled(rng: Random, grid: Grid) -> None:
    body = grid[1:]
    rng.shuffle(body)
    grid[1:] = body


def rows_twice(rng: Random, grid: Grid) -> None:
    start = rng.randrange(len(grid) or 1)
    grid.extend([list(row) for row in grid[start : start + rng.choice((1, 3, 1000))]])


def rows_missing(rng: Random, grid: Grid) -> None:
    start = rng.randrange(len(grid) or 1)
    del grid[start : start + rng.choice((1, 2, 1000))]


def ragged_rows(rng: Random, grid: Grid) -> None:
    for _ in range(rng.choice((1, 3))):
        row = _row(rng, grid)
        if rng.random() < 0.5:
            del row[rng.randrange(len(row) or 1) :]
        else:
            row.extend(rng.choice(("", "x", "5")) for _ in range(rng.choice((1, 2, 600))))


def lines_between(rng: Random, grid: Grid) -> None:
    """Put in blank lines, totals, titles and footers."""
    width = max(map(len, grid), default=1)
    lines: list[list[str]] = [
        [],
        [""] * width,
        [rng.choice(WORDS)],
        ["Total", *["7"] * (width - 1)],
        ["Follows"],
        ["# Start date: 20260101"],
    ]
    for _ in range(rng.choice((1, 2, 5))):
        grid.insert(rng.randint(0, len(grid)), list(rng.choice(lines)))


def header_again(rng: Random, grid: Grid) -> None:
    grid.insert(rng.randint(0, len(grid)), list(grid[0]) if grid else [])


def turned(_rng: Random, grid: Grid) -> None:
    """Swap rows and columns."""
    width = max(map(len, grid), default=0)
    grid[:] = [[row[place] if place < len(row) else "" for row in grid[:400]] for place in range(width)]


def swollen(rng: Random, grid: Grid) -> None:
    """Repeat the rows until the file is large enough for the fast way through it."""
    body = grid[1:]
    while body and sum(map(len, map("".join, grid))) < 1_200_000 and len(grid) < 30_000:
        grid.extend([list(row) for row in body] * 50)
    if rng.random() < 0.5:
        a_cell(rng, grid)


def _row(rng: Random, grid: Grid) -> list[str]:
    return grid[rng.randrange(len(grid))] if grid else []


def _place(rng: Random, grid: Grid) -> int:
    return rng.randrange(max(map(len, grid), default=1) or 1)


OFTEN: tuple[Callable[[Random, Grid], None], ...] = (
    a_cell, a_cell, a_column, rounded_ids, other_marks, swapped_days, shuffled_columns, a_column_less, a_column_twice,
    another_header, rows_shuffled, rows_twice, rows_missing, ragged_rows, lines_between, header_again, turned,
)  # fmt: skip
RARE: tuple[Callable[[Random, Grid], None], ...] = (swollen,)
