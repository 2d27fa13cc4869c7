"""Read an Excel file in a process of its own: calamine can abort, and a crafted file can eat memory.

`python -I excel_worker.py <file>` prints JSON lines: {"sheet": name} or [row number, [cells…]].
Exit code 0 = all read, 3 = password, 4 = no Excel file, 5 = too large. It imports nothing of ours.
"""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time, timedelta

PASSWORD, DAMAGED, TOO_LARGE = 3, 4, 5
MEMORY, SECONDS = 2 << 30, 60
MAX_CELLS, MAX_COLUMNS = 20_000_000, 2_000
EXACT = 10**15  # a number beyond 15 digits has lost some of them


def main(path: str) -> int:
    """Print all sheets."""
    _limit()
    from python_calamine import CalamineError, PasswordError, load_workbook  # noqa: PLC0415 - after the limits

    try:
        book = load_workbook(path)
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.width > MAX_COLUMNS or sheet.width * sheet.height > MAX_CELLS:
                return TOO_LARGE
            _print(sheet)
    except PasswordError:
        return PASSWORD
    except MemoryError:
        return TOO_LARGE
    except (CalamineError, OSError, ValueError):
        return DAMAGED
    return 0


def _limit() -> None:
    """Bound memory, time and output, where the system can."""
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    for kind, bound in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, SECONDS),
        (resource.RLIMIT_FSIZE, 1 << 30),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(kind, (bound, bound))


def _print(sheet: object) -> None:
    write = sys.stdout.write
    write(json.dumps({"sheet": sheet.name}) + "\n")  # type: ignore[attr-defined]
    start = sheet.start  # type: ignore[attr-defined]
    if start is None:
        return
    for number, row in enumerate(sheet.to_python(skip_empty_area=True), start[0] + 1):  # type: ignore[attr-defined]
        write(json.dumps([number, [_text(cell) for cell in row]], ensure_ascii=False) + "\n")


def _text(cell: object) -> str:  # noqa: PLR0911 - one line for each kind of cell
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _number(cell)
        case datetime():
            return cell.isoformat(" ", "seconds") if cell.time() != time() else cell.date().isoformat()
        case date() | time():
            return cell.isoformat()
        case timedelta():
            seconds = round(cell.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return "" if cell is None else str(cell)


def _number(number: float) -> str:
    """Write 3.0 as 3; a number too long for Excel in E notation, which ids refuse."""
    if abs(number) >= EXACT:
        return f"{number:.14E}"
    return str(int(number)) if number == int(number) else repr(number)


if __name__ == "__main__":
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    raise SystemExit(main(sys.argv[1]))
