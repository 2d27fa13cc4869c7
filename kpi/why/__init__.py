"""Why a number is so: its parts, what changed, and the rows of the files behind it."""
