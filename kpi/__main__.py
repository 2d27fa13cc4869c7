"""Ninety on the command line: `python -m kpi load FILE…`, `score`, `backup` …; `--help` lists them all."""

from __future__ import annotations

import sys

from data.own_files import keep_to_ourselves
from kpi.cli import main

if __name__ == "__main__":
    keep_to_ourselves()
    sys.exit(main(sys.argv[1:]))
