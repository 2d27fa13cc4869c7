"""Decisions and activities: what was agreed, what it must move, and whether it worked."""
