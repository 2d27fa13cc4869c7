"""Many at once, and for long: what a team, or an agency, does to one server."""
