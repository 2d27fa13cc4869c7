"""A file nobody declared -> a format of the team's own."""
