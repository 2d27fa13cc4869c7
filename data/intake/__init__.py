"""A table on its way into the store: staged, previewed, committed, taken back."""
