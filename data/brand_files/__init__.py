"""What can be done with a brand as a whole: make, rename, archive, bring back, take along, delete."""
