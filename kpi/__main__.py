"""Ninety on the command line: `python -m kpi load FILE…`, `score`, `backup` …; `--help` lists them all."""

from __future__ import annotations

import sys

from data.access.acting import acting
from data.own_files import keep_to_ourselves
from kpi.cli import main
from kpi.cli_common import at_the_keyboard

if __name__ == "__main__":
    keep_to_ourselves()
    with acting(at_the_keyboard()):
        sys.exit(main(sys.argv[1:]))
