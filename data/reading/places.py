"""Where the stores of all brands lie: one folder, one file a brand."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

from platformdirs import user_data_dir


def home() -> Path:
    """Give the folder of all stores: NINETY_HOME, else the user's data folder."""
    return Path(os.environ.get("NINETY_HOME") or user_data_dir("ninety", appauthor=False))


def stores() -> list[Path]:
    """List the store files there are, one a brand."""
    return sorted(home().glob("*.duckdb"))


def store_path(brand: str) -> Path:
    """Give the file of a brand's store."""
    return home() / f"{slug(brand)}.duckdb"


def slug(brand: str) -> str:
    """Name a brand in letters that every system takes as the name of a file."""
    plain = unicodedata.normalize("NFKD", brand).encode("ascii", "ignore").decode().casefold()
    found = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return found or "brand-" + hashlib.sha256(brand.encode()).hexdigest()[:8]
