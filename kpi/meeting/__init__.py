"""The Monday meeting: its agenda, its course as the journal tells it, and its minutes."""
