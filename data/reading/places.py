"""Where the stores of all brands lie: one folder, one file a brand."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path

from platformdirs import user_data_dir


def home() -> Path:
    """Give the folder of all stores: NINETY_HOME, else the user's data folder."""
    return Path(os.environ.get("NINETY_HOME") or user_data_dir("ninety", appauthor=False))


def stores() -> list[Path]:
    """List the store files there are, one a brand; a page asks a hundred times: the folder is read, and no more."""
    folder = home()
    with suppress(FileNotFoundError, NotADirectoryError, PermissionError), os.scandir(folder) as entries:
        return [folder / name for name in sorted(entry.name for entry in entries if entry.name.endswith(".duckdb"))]
    return []


def store_path(brand: str) -> Path:
    """Give the file of a brand's store."""
    return home() / f"{slug(brand)}.duckdb"


def slug(brand: str) -> str:
    """Name a brand in letters that every system takes as the name of a file."""
    plain = unicodedata.normalize("NFKD", brand).encode("ascii", "ignore").decode().casefold()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return found or "brand-" + hashlib.sha256(brand.encode()).hexdigest()[:8]
