"""Every KPI once more, worked out by hand: from the texts that explain it, in plain Python, and from nothing of kpi/.

One file per fact. Each turns the rows of the tables into the rows that count, and a list of those into a `Number`.
`tests/test_thousand_sets.py` holds them against what Ninety says.
"""
