"""Alerts as cases: what deviates, what became of it week by week, who did what, and who is told."""
