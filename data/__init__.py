"""Where facts come from: bytes of an export in, typed rows in DuckDB out. No KPI words here."""
